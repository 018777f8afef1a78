"""The page for addresses without one: it stands at any depth, so all its addresses begin at the site's root."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from justhtml import JustHTML
from mkdocs.commands.build import build
from mkdocs.config import load_config

from support import copy_tiny


@pytest.mark.parametrize("directory_urls", [True, False])
@pytest.mark.parametrize("site_url", [None, "https://example.org/base/"])
def test_every_address_begins_at_the_root_and_leads_somewhere(
    tmp_path: Path, directory_urls: bool, site_url: str | None
) -> None:
    config = load_config(
        str(copy_tiny(tmp_path) / "mkdocs.yml"), site_url=site_url, use_directory_urls=directory_urls, strict=True
    )
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    folder, base = Path(config.site_dir), urlsplit(site_url or "/").path
    html = (folder / "404.html").read_text("utf-8")
    page = JustHTML(html, sanitize=False)
    assert [node.to_text() for node in page.query("article h1")] == ["No such page"]
    assert "No such page" in page.query("title")[0].to_text()
    assert [(node.attrs or {})["content"] for node in page.query("meta[name=robots]")] == ["noindex"]
    assert "Content-Security-Policy" in html
    links = [(node.attrs or {}).get("href") or "" for node in page.query("article a")]
    (form,) = ((node.attrs or {}).get("action") or "" for node in page.query("article form"))
    named = [
        str((node.attrs or {}).get("src") or (node.attrs or {}).get("href")) for node in page.query("script, link")
    ]
    addresses = [form, *links, *(address for address in named if address != "None")]
    assert len(links) == 3
    for address in addresses:
        assert address.startswith(base), address
        file = folder / re.sub(r"[?#].*", "", address.removeprefix(base))
        assert file.is_file() or (directory_urls and (file / "index.html").is_file()) or address == f"{base}.", address
