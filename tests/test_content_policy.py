"""The Content-Security-Policy of a page."""

from __future__ import annotations

import base64
import hashlib

from tifa.content_policy import policy, with_policy


def digest(code: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(code.encode()).digest()).decode() + "'"


def test_inline_scripts_are_allowed_one_by_one() -> None:
    html = (
        "<head><meta charset='utf-8'></head><script>one()</script><SCRIPT type='module'>two('两')</SCRIPT>"
        '<script src="own.js"></script><script type="application/json">{"data": 1}</script>'
    )
    (scripts,) = (part for part in policy(html).split("; ") if part.startswith("script-src"))
    assert set(scripts.split()[1:]) == {"'self'", digest("one()"), digest("two('两')")}


def test_a_script_in_the_content_is_not_allowed() -> None:
    html = "<head></head><script>theme()</script><article class='x'><script>mine()</script></article>"
    assert digest("theme()") in policy(html)
    assert digest("mine()") not in policy(html)


def test_it_stands_before_any_script_and_after_the_encoding() -> None:
    html = "<html><head>\n<meta charset='utf-8'><script>one()</script></head></html>"
    found = with_policy(html)
    assert found.index("charset") < found.index("Content-Security-Policy") < found.index("<script>")
    assert with_policy("<html><head><title>x</title></head>").startswith("<html><head><meta http-equiv")
    assert with_policy("no page") == "no page"
