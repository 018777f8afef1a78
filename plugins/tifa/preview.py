"""What the preview server answers: only to this machine's own names, and what is wrong while it is broken.

MkDocs' server waits for a good build before it answers again, and answers to any name. A web page elsewhere that lets
its name lead to 127.0.0.1 (DNS rebinding) could so read what an editor has not published yet.
"""

from __future__ import annotations

import ipaddress
import logging
import re
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path
from threading import RLock
from typing import Any, Final, Protocol

from tifa.content_policy import policy
from tifa.remembering import folder_state

App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
"""A WSGI application."""
_LOGGERS: Final = ("mkdocs", "properdocs")
"""Where the generator and its plugins complain."""
_LIVE_RELOAD: Final = "/livereload/"
_HOST: Final = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+))(?::[0-9]*)?")
"""All that a browser sends: no user, no path, and no second name after a comma (RFC 9110, section 7.2)."""
_NOT_FOR_OTHERS: Final = ("Cross-Origin-Resource-Policy", "same-origin")
"""A page elsewhere cannot find out by `<img>` or `<script>` which reports there are."""
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
    match = _HOST.fullmatch(host)
    if not match:
        return False
    name = (match[1] or match[2]).lower().removesuffix(".")
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return bool(name) and (name in ("localhost", own.lower()) or name.endswith(".localhost"))
    return True


class Follower(Protocol):
    """What brings a built site up to date, if no more than sources have changed."""

    def follow(self) -> bool:
        """Read the sources again; False if all must be built anew."""
        ...

    def renew(self, path: str) -> None:
        """Write a file of the site, by its path in it, if the sources have changed since it was written."""
        ...


class States:
    """Some files and folders, and whether one of them is no longer what it was."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._paths = tuple(paths)
        self._last = self._now()

    def have_changed(self) -> bool:
        """Whether one has changed since this was asked last, or cannot be told."""
        before, self._last = self._last, self._now()
        return self._last != before or not all(self._last)

    def _now(self) -> list[object]:
        """The state of each; nothing for what is not there, or cannot be told."""
        return [
            folder_state(path) if path.is_dir() else path.is_file() and path.stat().st_mtime_ns for path in self._paths
        ]


class Preview(logging.Handler):
    """Around MkDocs' server: runs its builds, remembers what went wrong, and answers.

    After a change of the sources no page is built until somebody asks for it, so that a change shows at once however
    large the site is.
    """

    def __init__(
        self, build: Callable[[], None], app: App, follower: Follower, own: str = "", mount: str = "/"
    ) -> None:
        """Take what the server consists of.

        Args:
            build: Builds the whole site.
            app: Answers for a site that is built.
            follower: Brings it up to date.
            own: The host name that the server was told to listen on.
            mount: The path below which the site lies.
        """
        super().__init__(logging.ERROR)
        self._build, self._app, self._follower, self._own, self._mount = build, app, follower, own, mount
        self._turn = RLock()
        """One build or page at a time."""
        self._is_built = True
        self._asked: list[str] = []
        """Paths in the site that are being answered: a source may change once more before they are sent."""
        self._heard: list[str] = []
        self.wrong: tuple[str, ...] = ()
        """What the last build complained of, if it failed."""

    def emit(self, record: logging.LogRecord) -> None:
        self._heard.append(record.getMessage())

    def build(self) -> None:
        """Build; never fails, so that the browser is told to load the page again and shows what is wrong."""
        self._heard = []
        logger = logging.getLogger("mkdocs")
        for name in _LOGGERS:
            logging.getLogger(name).addHandler(self)
        try:
            with self._turn:
                self._bring_up_to_date()
        except (Exception, SystemExit) as error:
            if not self._heard:
                logger.error("The preview cannot be built: %s", error, exc_info=True)
            logger.warning("The preview says what is wrong until it is mended.")
            self.wrong = tuple(self._heard)
        else:
            self.wrong = ()
        finally:
            for name in _LOGGERS:
                logging.getLogger(name).removeHandler(self)

    def _bring_up_to_date(self) -> None:
        if self._is_built and self._follower.follow():
            for path in tuple(self._asked):
                self._follower.renew(path)
            return
        self._is_built = False  # what MkDocs leaves when it fails is no site
        self._build()
        self._is_built = True

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request."""
        if not is_own_name(environ.get("HTTP_HOST", ""), self._own):
            start_response("421 Misdirected Request", [("Content-Type", "text/plain; charset=utf-8")])
            return [b"This preview answers to names of its own machine only.\n"]
        path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
        if path.startswith(_LIVE_RELOAD):
            return self._app(environ, start_response)
        if not self.wrong:
            return self._renewed(path.removeprefix(self._mount), environ, start_response)
        items = "".join(f"<li>{escape(message)}</li>" for message in self.wrong)
        start_response("503 Service Unavailable", [("Content-Type", "text/html; charset=utf-8")])
        return [_PAGE.format(items=items).encode()]

    def _renewed(self, path: str, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self._asked.append(path)
        try:
            with self._turn:
                self._follower.renew(path)
            return self._guarded(environ, start_response)
        except Exception:
            logging.getLogger("mkdocs").exception("%s cannot be shown", path)
            start_response("500 Internal Server Error", [("Content-Type", "text/plain; charset=utf-8")])
            return [b"This page cannot be shown; the terminal says why.\n"]
        finally:
            self._asked.remove(path)

    def _guarded(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """An answer with the policy of the published page, and for no page of another site."""
        started: list[Any] = []
        body = self._app(environ, lambda *answer: started.extend(answer))
        status, headers = started
        if dict(headers).get("Content-Type", "").startswith("text/html"):
            body = [b"".join(body)]  # MkDocs has put its own script in it, which is as good as the theme's
            allowed = f"{policy(body[0].decode(errors='replace'))}; frame-ancestors 'self'"
            headers = [*headers, ("Content-Security-Policy", allowed)]
        start_response(status, [*headers, _NOT_FOR_OTHERS])
        return body
