"""What the preview server answers: only to this machine's own names, and what is wrong while it is broken.

MkDocs' server waits for a good build before it answers again, and answers to any name. A web page elsewhere that lets
its name lead to 127.0.0.1 (DNS rebinding) could so read what an editor has not published yet.
"""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Callable, Iterable
from html import escape
from typing import Any, Final
from urllib.parse import urlsplit

App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
"""A WSGI application."""
_LIVE_RELOAD: Final = "/livereload/"
_PAGE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="2"><title>Broken sources</title>
<style>body{{font:1rem/1.5 sans-serif;margin:2rem auto;max-width:60rem}}li{{margin:.5rem 0}}</style></head>
<body><h1>The sources cannot be shown</h1><ul>{items}</ul><p>The page comes back when they are mended.</p></body></html>
"""


def is_own_name(host: str, own: str = "") -> bool:
    """Whether a `Host` header is one that a browser sends to this machine for no page but ours.

    Addresses in numbers cannot be made to lead elsewhere; of names, only those of this machine are known.

    Args:
        host: The header.
        own: The host name that the server was told to listen on.
    """
    try:
        name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return False
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name in ("localhost", own.lower()) or name.endswith(".localhost")
    return True


class Preview(logging.Handler):
    """Around MkDocs' server: runs its builds, remembers what went wrong, and answers."""

    def __init__(self, build: Callable[[], None], app: App, own: str = "") -> None:
        """Take what builds the site, what answers for a built one, and the host name of the server."""
        super().__init__(logging.ERROR)
        self._build, self._app, self._own = build, app, own
        self._heard: list[str] = []
        self.wrong: tuple[str, ...] = ()
        """What the last build complained of, if it failed."""

    def emit(self, record: logging.LogRecord) -> None:
        self._heard.append(record.getMessage())

    def build(self) -> None:
        """Build; never fails, so that the browser is told to load the page again and shows what is wrong."""
        self._heard = []
        logger = logging.getLogger("mkdocs")
        logger.addHandler(self)
        try:
            self._build()
        except (Exception, SystemExit) as error:
            if not self._heard:
                logger.error("The preview cannot be built: %s", error, exc_info=True)
            logger.warning("The preview says what is wrong until it is mended.")
            self.wrong = tuple(self._heard)
        else:
            self.wrong = ()
        finally:
            logger.removeHandler(self)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request."""
        if not is_own_name(environ.get("HTTP_HOST", ""), self._own):
            start_response("421 Misdirected Request", [("Content-Type", "text/plain; charset=utf-8")])
            return [b"This preview answers to names of its own machine only.\n"]
        if not self.wrong or environ.get("PATH_INFO", "").startswith(_LIVE_RELOAD):
            return self._app(environ, start_response)
        items = "".join(f"<li>{escape(message)}</li>" for message in self.wrong)
        start_response("503 Service Unavailable", [("Content-Type", "text/html; charset=utf-8")])
        return [_PAGE.format(items=items).encode()]
