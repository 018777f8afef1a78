"""A Content-Security-Policy for each page: only our own files, and no inline script but the theme's own.

The page carries it itself (a `meta` element), so that any static host will do. The theme has a few small inline
scripts around the content; each is allowed by its SHA-256 (Content Security Policy Level 3, section 2.3.1). Within the
content none is: words of a source, or of a page written by hand, that became a script would not run.
"""

from __future__ import annotations

import base64
import hashlib
import re

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script\s*>", re.IGNORECASE | re.DOTALL)
# The theme puts what a page says into one article; its own scripts stand outside.
_CONTENT = re.compile(r"<article\b.*</article>", re.IGNORECASE | re.DOTALL)
_SOURCE = re.compile(r"\bsrc\s*=", re.IGNORECASE)
_TYPE = re.compile(r"""\btype\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_EXECUTED = ("text/javascript", "application/javascript", "module")
_HEAD = re.compile(r"<head\b[^>]*>", re.IGNORECASE)
# Before any script, and after the declaration of the encoding, which must be among the first bytes
_CHARSET = re.compile(r"<meta\s+charset[^>]*>", re.IGNORECASE)


def policy(html: str) -> str:
    """The policy of a page as it is finished."""
    frame = _CONTENT.sub("", html)
    hashes = sorted({_hash(code) for attributes, code in _SCRIPT.findall(frame) if _is_run(attributes)})
    scripts = " ".join(("'self'", *(f"'sha256-{value}'" for value in hashes)))
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {scripts}",
            "style-src 'self'",
            "img-src 'self' data:",  # the theme's icons are data in its stylesheet
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            "base-uri 'self'",
            "form-action 'self'",
            "object-src 'none'",
        )
    )


def with_policy(html: str) -> str:
    """A finished page with its policy in its head; a page without a head stays as it is."""
    place = _CHARSET.search(html) or _HEAD.search(html)
    if not place:
        return html
    element = f'<meta http-equiv="Content-Security-Policy" content="{policy(html)}">'
    return html.replace(place[0], place[0] + element, 1)  # two slices and a sum would copy a long page twice


def _is_run(attributes: str) -> bool:
    kind = _TYPE.search(attributes)
    return not _SOURCE.search(attributes) and (kind is None or kind[1].lower() in _EXECUTED)


def _hash(code: str) -> str:
    return base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
