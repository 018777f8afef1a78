"""The files of the package that every site has."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from typing import Final

ASSETS: Final = "assets/tifa"
STYLESHEET: Final = f"{ASSETS}/tifa.css"
SCRIPT: Final = f"{ASSETS}/tifa.js"


def assets() -> Mapping[str, bytes]:
    """The scripts and the pictures, and the stylesheet that is made of its parts, by path in the site."""
    folder = resources.files("tifa").joinpath("assets")
    found = {f"{ASSETS}/{entry.name}": entry.read_bytes() for entry in folder.iterdir() if entry.is_file()}
    parts = sorted(folder.joinpath("styles").iterdir(), key=lambda part: part.name)
    found[STYLESHEET] = b"\n".join(part.read_bytes() for part in parts)  # one request, however many parts
    return dict(sorted(found.items()))
