"""`data/beads.jsonl`: every bead on a line of its own, for training and measuring; and its data card."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from tifa.exports.corpus_files import CorpusFile
from tifa.exports.passages import Passage, passages
from tifa.exports.xml_text import clean
from tifa.model import AnnotatedReport, Bitext, Corpus
from tifa.rendering import words

Json = dict[str, Any]


def bead_lines(corpus: Corpus) -> str:
    """The beads in the order of the reports and their bitexts; described by `schema/bead.schema.json`."""
    return bead_file().whole(corpus.reports)


def bead_file() -> CorpusFile:
    """The same in pieces."""
    return CorpusFile("", _lines)


def _lines(annotated: AnnotatedReport) -> str:
    records = map(_record, passages(annotated.report))
    return "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records)


def _record(passage: Passage) -> Json:
    """Every key in every line, since tools take the first line for the shape of all."""
    bead, bitext, report = passage.bead, passage.bitext, passage.report
    return {
        "id": f"{report.id}:{passage.number}",
        "report": report.id,
        "year": report.year,
        "place": clean(report.place.name.en),
        "source_lang": bitext.source.lang,
        "target_lang": bitext.target.lang,
        "source": clean(passage.source),
        "target": clean(passage.target),
        "source_ids": list(bead.source),
        "target_ids": list(bead.target),
        "kind": bead.kind,
        "origin": bead.origin,
        "confidence": None if bead.confidence is None else round(bead.confidence, 3),
        "stale": bead.stale,
        "note": clean(bead.note),
        "translation_status": bitext.target.status,
        "translation_extent": bitext.target.extent,
    }


def data_card(corpus: Corpus) -> str:
    """`data/README.md`: what the data is, who made which part of it, and what it is not fit for."""
    bitexts = {one.report.id: one.report.bitext for one in corpus.reports if one.report.bitext}
    beads = [bead for bitext in bitexts.values() for bead in bitext.beads]
    origins = Counter(bead.origin for bead in beads)
    aligned = sum(bool(bead.source and bead.target) for bead in beads)
    rows = [_card_row(id, bitext) for id, bitext in bitexts.items()]
    table = "\n".join(rows) or "| – | – | – | – | – | – |"
    return f"""---
language: [zh, en]
license: cc-by-4.0
task_categories: [translation]
pretty_name: Tifa, annotated bilingual Chinese government reports
configs:
- config_name: beads
  data_files: beads.jsonl
---

# Chinese government reports with their translations, aligned by sentence

`beads.jsonl` has one bead a line: the smallest group of sentences of the original and of the translation that render
each other. {len(beads):,} beads of {words.count(len(rows), "report")}; {aligned:,} have both sides.

## What is official, reviewed, automatic

- **The originals** are as their publishers released them. **The translations** have a `translation_status`: `official`
  (by or for the publisher), `human`, `machine-reviewed`, `machine`. They are no model of good English: several are
  literal, leave passages out, or contain errors, which the editors' notes on the site name.
- **The alignment** has an `origin` bead by bead: `reviewed` beads ({origins["reviewed"]:,}) were read by an editor;
  `auto` beads ({origins["auto"]:,}) were proposed by a program, with its `confidence` from 0 to 1. A `stale` bead was
  aligned before its words were changed.
- **Terms and occurrences** (in the other files) are found by a program with a glossary written by editors.

| report | translation | extent | beads | reviewed | automatic |
|---|---|---|---|---|---|
{table}

## Fields

See `schema/bead.schema.json`. `kind`: `aligned`, `moved` (rendered elsewhere in the order), `untranslated` (`target`
is empty), `added` (`source` is empty). Sentences of a bead need not follow one another. Text is exactly that of the
sources, mistakes included.

## Use

To train a translation model, keep beads that have both sides and are reviewed or of high confidence, and say which
translation status you kept. To measure an aligner, use reviewed beads only. Texts of one genre and one kind of
institution: government language, with its formulas. They say what a government says of itself.

## Licence

Alignment, glossary and notes: CC BY 4.0 ({words.LICENCE_URL}). The texts stay under what their publishers state.
"""


def _card_row(report_id: str, bitext: Bitext) -> str:
    reviewed = sum(bead.origin == "reviewed" for bead in bitext.beads)
    target, total = bitext.target, len(bitext.beads)
    return f"| {report_id} | {target.status or '?'} | {target.extent} | {total} | {reviewed} | {total - reviewed} |"
