"""Addresses of pages as seen from other pages."""

from __future__ import annotations

from itertools import product
from posixpath import dirname, relpath

import pytest

from tifa.rendering.addresses import Site
from tifa.rendering.site_links import SiteLinks, page_url

_NAMES = ("a", "ab", "index")
PAGES = ["/".join(names) + ".md" for depth in (1, 2, 3) for names in product(_NAMES, repeat=depth)]


@pytest.mark.parametrize("directory_urls", [True, False])
def test_a_link_leads_to_its_page_however_many_were_asked_for_before(directory_urls: bool) -> None:
    site = Site(directory_urls=directory_urls)
    for own in PAGES:
        links = SiteLinks(own, site)
        folder = dirname(page_url(own, site)) or "."
        for other in PAGES:
            url = page_url(other, site)
            address = links.page(other)
            assert relpath(f"{folder}/{address}") == relpath(url or "."), (own, other)
            assert address.endswith("/") == (url.endswith("/") or not url), (own, other)
