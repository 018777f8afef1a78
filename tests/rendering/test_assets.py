"""What the stylesheet and the script may not do."""

from __future__ import annotations

import re
from importlib import resources

ASSETS = resources.files("tifa").joinpath("assets")
FILES = [file for folder in (ASSETS, ASSETS / "styles") for file in folder.iterdir() if file.is_file()]


def test_nothing_is_loaded_from_elsewhere() -> None:
    for asset in FILES:
        text = asset.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?:|//[a-z]|@import|url\(", re.sub(r"^\s*//.*$|// .*$", "", text, flags=re.M)), asset


def test_the_scripts_write_text_only() -> None:
    for script in FILES:
        if script.name.endswith(".js"):
            text = script.read_text("utf-8")
            for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "Function(", "document.write"):
                assert forbidden not in text, script
