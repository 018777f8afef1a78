"""Beads that the aligner proposes for two versions, kept in the user's cache so that a build finds them only once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from importlib import resources
from pathlib import Path

from msgspec.structs import replace

from tifa.alignment import Embedder, Lexicon, Link, align, moved
from tifa.cache import cache_folder, read_sealed, write_sealed
from tifa.model import Bead, BeadKind, Bitext, Glossary, Version
from tifa.progress import Progress
from tifa.store import digest_of, versions
from tifa.text import simplified


def lexicon_for(glossary: Glossary) -> Lexicon:
    """The dictionary, with every wording of the glossary as one more entry."""
    return Lexicon.load().with_terms(_term_pairs(glossary))


def propose(
    source: Version,
    target: Version,
    lexicon: Lexicon,
    keep: Sequence[Bead] = (),
    embedder: Embedder | None = None,
    progress: Progress | None = None,
) -> Bitext:
    """Align two versions.

    Args:
        source: The original.
        target: The translation.
        lexicon: Words of the original's language and their counterparts.
        keep: Reviewed beads, which stay as they are and guide the rest.
        embedder: Makes sentence vectors, if these are to count as well.
        progress: Is told how much of the work is done, 0 to 1.
    """
    kept = {(bead.source, bead.target): bead for bead in keep}
    links = align(
        _texts(source),
        _texts(target),
        lexicon=lexicon,
        fixed=tuple(_link(bead, source, target) for bead in keep),
        headings=(_headings(source), _headings(target)),
        embedder=embedder,
        progress=progress,
    )
    beads = _beads(links, source, target)
    return Bitext(source, target, tuple(kept.get((bead.source, bead.target), bead) for bead in beads))


def _texts(version: Version) -> list[str]:
    """Chinese in simplified characters, as in the glossary."""
    return [simplified(segment.text) if version.is_chinese else segment.text for segment in version.segments]


def _headings(version: Version) -> frozenset[int]:
    blocks = (block for block in version.blocks if block.kind == "heading")
    return frozenset(version.position[segment.id] for block in blocks for segment in block.segments)


def with_notes(bitext: Bitext, before: Sequence[Bead]) -> Bitext:
    """The bitext with the notes that its beads had before, found by their ids."""
    notes = {(bead.source, bead.target): bead.note for bead in before}
    beads = (replace(bead, note=bead.note or notes.get((bead.source, bead.target), "")) for bead in bitext.beads)
    return replace(bitext, beads=tuple(beads))


class ProposalCache:
    """Proposals by the texts, the glossary and the program they were made from, one file each."""

    def __init__(self, glossary: Glossary, folder: Path | None = None) -> None:
        """Take the glossary that is used for aligning and the folder of the files; the user's cache if None."""
        self._lexicon = cache(lambda: lexicon_for(glossary))  # slow to load, and seldom needed
        self._terms = _term_pairs(glossary)
        self._folder = folder or cache_folder() / "proposals"

    def propose(self, source: Version, target: Version, progress: Progress | None = None) -> Bitext:
        """What `propose` gives, from the cache if it is there."""
        path = self._folder / f"{self._key(source, target)}.json"
        links = _read_links(path, len(source.segments), len(target.segments))
        if links is not None:
            return Bitext(source, target, _beads(links, source, target))
        bitext = propose(source, target, self._lexicon(), progress=progress)
        with suppress(OSError):  # a full or read-only disk costs only time
            write_sealed(path, json.dumps([_record(bead, source, target) for bead in bitext.beads]).encode())
        return bitext

    def _key(self, source: Version, target: Version) -> str:
        versions = [
            [version.lang, [segment.text for segment in version.segments], sorted(_headings(version))]
            for version in (source, target)
        ]
        what = json.dumps([_program(), versions, self._terms], ensure_ascii=False)
        return hashlib.sha256(what.encode()).hexdigest()


def _term_pairs(glossary: Glossary) -> list[tuple[str, str]]:
    return [
        (zh.text, en.text)
        for concept in glossary
        for zh in concept.terms
        if zh.lang == "zh"
        for en in concept.terms
        if en.lang == "en"
    ]


@cache
def _program() -> str:
    """Digest of the program that makes proposals, and of its dictionaries: another version may make others."""
    package = resources.files("tifa")
    digest = hashlib.sha256(digest_of(package / "alignment", package / "quantities"))
    for name in ("proposals.py", "text.py"):
        digest.update((package / name).read_bytes())
    digest.update(versions().encode())
    return digest.hexdigest()


def _read_links(path: Path, sources: int, targets: int) -> list[Link] | None:
    """The links of a cache file; None if it is missing, damaged, or does not cover so many segments of each side."""
    content = read_sealed(path)
    if content is None:
        return None
    try:
        records = json.loads(bytes(content))
        links = [Link(tuple(source), tuple(target), confidence) for source, target, confidence in records]
        covered = (
            sorted(index for link in links for index in link.source),
            sorted(index for link in links for index in link.target),
        )
    except (ValueError, TypeError):
        return None
    return links if covered == (list(range(sources)), list(range(targets))) else None


def _record(bead: Bead, source: Version, target: Version) -> tuple[tuple[int, ...], tuple[int, ...], float | None]:
    link = _link(bead, source, target)
    return link.source, link.target, bead.confidence


def _link(bead: Bead, source: Version, target: Version) -> Link:
    return Link(
        tuple(source.position[id] for id in bead.source),
        tuple(target.position[id] for id in bead.target),
        1.0 if bead.confidence is None else bead.confidence,
    )


def _beads(links: Sequence[Link], source: Version, target: Version) -> tuple[Bead, ...]:
    crossing = moved(links)
    beads = []
    for link in links:
        kind: BeadKind = (
            "untranslated"
            if not link.target
            else "added"
            if not link.source
            else "moved"
            if link in crossing
            else "aligned"
        )
        beads.append(
            Bead(
                tuple(source.segments[index].id for index in link.source),
                tuple(target.segments[index].id for index in link.target),
                kind,
                "auto",
                link.confidence,
            )
        )
    return tuple(beads)
