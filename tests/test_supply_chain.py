"""What we stand on: packages locked with hashes, under licences that go with ours, and actions pinned by commit."""

from __future__ import annotations

import importlib.util
import re
import sys
from types import ModuleType

import pytest

from support import ROOT


@pytest.fixture(scope="module")
def licences() -> ModuleType:
    spec = importlib.util.spec_from_file_location("licences", ROOT / "tools" / "licences.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["licences"] = module
    spec.loader.exec_module(module)
    return module


def test_licences_are_compatible(licences: ModuleType) -> None:
    found = licences.packages()
    assert len(found) > 50
    assert [f"{each.name}: {each.licence}" for each in found if each.licence and not each.is_compatible] == []
    # Some are for other systems or for an extra; nearly all can be asked
    assert sum(not each.licence for each in found) < 10


def test_everything_is_locked_with_hashes(licences: ModuleType) -> None:
    for path in licences.LOCK.values():
        for name, _, hashes in licences.locked(path):
            assert hashes, f"{path.name}: {name}"


def test_a_forbidden_licence_is_seen(licences: ModuleType) -> None:
    def package(licence: str, *, tests_only: bool) -> bool:
        return bool(licences.Package("x", "1", (), licence, tests_only).is_compatible)

    assert package("MIT", tests_only=False)
    assert package("GPL-3.0-or-later OR MIT", tests_only=False)
    assert package("GNU Lesser General Public License v3 (LGPLv3)", tests_only=False)
    assert not package("GPL-3.0-or-later", tests_only=False)
    assert not package("GNU Affero General Public License v3", tests_only=False)
    assert package("GPL-3.0-or-later", tests_only=True)
    assert not package("Other/Proprietary License", tests_only=True)


def test_the_bill_of_materials_names_every_package(licences: ModuleType) -> None:
    found = licences.packages()
    bill = licences.sbom(found, "1")
    assert len({each["bom-ref"] for each in bill["components"]}) == len(found)
    assert {each["scope"] for each in bill["components"]} == {"required", "excluded"}


def test_actions_are_pinned_by_commit() -> None:
    workflows = [*ROOT.glob(".github/workflows/*.y*ml"), *ROOT.glob("plugins/tifa/starter/github/workflows/*.y*ml")]
    assert workflows
    for path in workflows:
        text = path.read_text("utf-8")
        for action in re.findall(r"uses:\s*(\S+)", text):
            assert re.search(r"@[0-9a-f]{40}$", action), f"{path.name}: {action}"
        assert "permissions:" in text
        assert "pull_request_target" not in text
