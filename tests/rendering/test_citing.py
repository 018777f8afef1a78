"""Citing an entry."""

from __future__ import annotations

from msgspec.structs import replace

from tifa.model import Corpus
from tifa.rendering.addresses import Site
from tifa.rendering.citation_patterns import tex
from tifa.rendering.citing import entry_citations


def test_plain_text_and_bibtex(corpus: Corpus) -> None:
    concept = corpus.glossary.by_id["two-upholds"]
    text, bibtex = entry_citations(concept, Site("My Tifa & more"))
    assert text.before + "ADDRESS" + text.after == (
        "“两个维护 (the Two Upholds)”. My Tifa & more, glossary. ADDRESS. CC BY 4.0."
    )
    assert bibtex.before + "ADDRESS" + bibtex.read.replace("DATE", "2026-11-22") + bibtex.after == (
        "@misc{my-tifa---more-two-upholds,\n"
        "  title = {{两个维护 (the Two Upholds)}},\n"
        "  howpublished = {My Tifa \\& more, glossary},\n"
        "  note = {CC BY 4.0},\n"
        "  url = {ADDRESS},\n"
        "  urldate = {2026-11-22}\n"
        "}"
    )


def test_nothing_in_an_entry_is_a_command_of_tex(corpus: Corpus) -> None:
    concept = replace(corpus.glossary.by_id["two-upholds"], en="}\\input 5% #1 ~ ^ _ $")
    _, bibtex = entry_citations(concept, Site())
    title = r"\textbraceright{}\textbackslash{}input 5\% \#1 \textasciitilde{} \textasciicircum{} \_ \$"
    assert f"title = {{{{两个维护 ({title})}}}}" in bibtex.before
    assert tex("plain 中文") == "plain 中文"
