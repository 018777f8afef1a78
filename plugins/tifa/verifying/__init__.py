"""Reading a built site as a visitor's browser and programs will, before anybody sees it."""

from __future__ import annotations

from tifa.verifying.site import verify

__all__ = ("verify",)
