"""Every code has an example made of the real reports: as they are, or with one thing spoilt."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from msgspec.structs import replace

from tifa.alignment import Lexicon
from tifa.checks import CODES, Finding, find
from tifa.corpus import aligned
from tifa.model import AnnotatedReport, Corpus, Glossary, Waiver
from tifa.proposals import ProposalCache

LoadLexicon = Callable[[], Lexicon]
Reword = Callable[[AnnotatedReport, str, str], AnnotatedReport]


def codes(found: Iterable[Finding]) -> set[str]:
    return {one.code for one in found}


def test_every_code_has_an_example_from_the_seed_texts(
    corpus: Corpus,
    xining: AnnotatedReport,
    findings: tuple[Finding, ...],
    load_lexicon: LoadLexicon,
    reworded: Reword,
) -> None:
    def found(report: AnnotatedReport, glossary: Glossary = corpus.glossary) -> set[str]:
        return codes(find(Corpus((report,), glossary), load_lexicon))

    real = codes(findings)
    # A figure that is wrong, a section that is cut, an entry whose pinyin has lost its tones, ...
    spoilt = {
        "number-changed": found(reworded(xining, "p12.s2", _text(xining, "p12.s2").replace("2.68", "26.8"))),
        "section-untranslated": found(_without_a_section(xining)),
        "pinyin-tones": found(xining, _without_tones(corpus.glossary)),
        "unused-waiver": found(_waived(xining)),
        "doubtful-bead": (unread := found(_unread(corpus, xining))),
        "unsaved-alignment": unread,
    }
    assert {code: code in found for code, found in spoilt.items()} == dict.fromkeys(spoilt, True)
    assert not real & (spoilt.keys() - {"unused-waiver"})
    assert real | spoilt.keys() == set(CODES)


def _text(annotated: AnnotatedReport, id: str) -> str:
    return annotated.report.versions[1].segment_by_id[id].text


def _without_a_section(annotated: AnnotatedReport) -> AnnotatedReport:
    """The section that begins with the second heading of level 2, as if nobody had translated it."""
    bitext = annotated.report.bitext
    assert bitext
    heads = [block.segments[0].id for block in bitext.source.blocks if block.kind == "heading" and block.level <= 2]
    start, end = (bitext.source.position[id] for id in heads[2:4])
    beads = tuple(
        replace(bead, target=(), kind="untranslated")
        if bead.source and any(start <= bitext.source.position[id] < end for id in bead.source)
        else bead
        for bead in bitext.beads
    )
    lost = tuple(id for one, other in zip(bitext.beads, beads, strict=True) if one != other for id in one.target)
    beads = (*beads, *(replace(beads[0], source=(), target=(id,), kind="added") for id in lost))
    return replace(annotated, report=replace(annotated.report, bitext=replace(bitext, beads=beads)))


def _without_tones(glossary: Glossary) -> Glossary:
    first, *others = glossary.concepts
    return replace(glossary, concepts=(replace(first, pinyin=re.sub("[^a-z ]", "e", first.pinyin)), *others))


def _waived(annotated: AnnotatedReport) -> AnnotatedReport:
    waiver = Waiver("rank-changed:zh-p1.s1", "Nothing is wrong there.", 40)
    return replace(annotated, report=replace(annotated.report, waivers=(waiver,)))


def _unread(corpus: Corpus, annotated: AnnotatedReport) -> AnnotatedReport:
    report = aligned(replace(annotated.report, bitext=None), ProposalCache(corpus.glossary))
    return replace(annotated, report=report)
