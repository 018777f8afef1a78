"""Licences of all locked packages, from their own metadata; and the bill of materials.

    python tools/licences.py            one line a package; ends with 1 if a licence is not on the list
    python tools/licences.py --sbom     CycloneDX 1.6 as JSON

Only packages that are installed can be asked, so run it in the environment of the tests (`make licences`).
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any, cast

ROOT = Path(__file__).resolve().parent.parent
LOCK = {"site": ROOT / "requirements" / "site.txt", "test": ROOT / "requirements" / "test.txt"}

# Words of licences under which MIT code may be used and passed on together with the package
FREE = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|Unlicense|CC0|0BSD|MPL|Mozilla Public|HPND|Zlib|"
    r"CC[- ]BY-SA|Creative Commons|SIL OFL|OFL-1.1|LGPL|Lesser General Public|CNRI",
    re.IGNORECASE,
)
TESTS_ONLY = re.compile(r"GPL|General Public", re.IGNORECASE)
"""Fine where it is only run by our tests, and not passed on."""


@dataclass(frozen=True, slots=True)
class Package:
    name: str
    version: str
    hashes: tuple[str, ...]
    licence: str
    """As the package states it; empty if it is not installed here."""
    tests_only: bool

    @property
    def is_compatible(self) -> bool:
        # Where there is a choice, one free licence is enough
        if FREE.search(re.sub(r"(?i)\b(?<!L)A?GPL[^ ]*|GNU (Affero )?General Public[^;]*", "", self.licence)):
            return True
        return self.tests_only and bool(TESTS_ONLY.search(self.licence))


def locked(path: Path) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Name, version and hashes of each package of a lock file."""
    text = path.read_text("utf-8").replace("\\\n", " ")
    for line in text.split("\n"):
        if match := re.match(r"([A-Za-z0-9._-]+)==([^\s;]+)", line):
            yield match[1], match[2], tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", line))


def licence(name: str) -> str:
    """What an installed package says of its licence."""
    try:
        found = cast("Message", metadata(name))
    except PackageNotFoundError:
        return ""
    classifiers = [
        each.split(" :: ")[-1]
        for each in found.get_all("Classifier", [])
        if each.startswith("License ::") and "Other/" not in each  # then the field beside it says which
    ]
    stated = found.get("License-Expression") or "; ".join(classifiers)
    return str(stated or " ".join(str(found.get("License") or "").split())[:100])


def packages() -> list[Package]:
    site = {name for name, _, _ in locked(LOCK["site"])}
    return [
        Package(name, version, hashes, licence(name), name not in site)
        for name, version, hashes in locked(LOCK["test"])
    ]


def sbom(found: list[Package], version: str) -> dict[str, Any]:
    """The bill of materials in CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/)."""
    components = [
        {
            "type": "library",
            "bom-ref": f"pkg:pypi/{package.name}@{package.version}",
            "name": package.name,
            "version": package.version,
            "scope": "excluded" if package.tests_only else "required",
            "purl": f"pkg:pypi/{package.name}@{package.version}",
            **({"licenses": [{"license": {"name": package.licence}}]} if package.licence else {}),
        }
        for package in found
    ]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "mkdocs-tifa", "version": version}},
        "components": components,
    }


def main(arguments: list[str]) -> int:
    found = packages()
    if arguments == ["--sbom"]:
        print(json.dumps(sbom(found, str(metadata("mkdocs-tifa")["Version"])), indent=1))
        return 0
    for package in found:
        note = "" if package.is_compatible else "   <-- not on the list"
        shown = package.licence or "not installed here"
        print(f"{package.name} {package.version}: {shown}{' (tests only)' if package.tests_only else ''}{note}")
    return 0 if all(package.is_compatible or not package.licence for package in found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
