"""`tifa terms`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import click

from tifa.alignment import Lexicon
from tifa.annotation.candidate import CONTEXTS, Candidate, context_of, slug
from tifa.annotation.candidates import candidates
from tifa.commands.terminal import fail, pass_site, progress_bar, say, write
from tifa.corpus import Paths, load_corpus
from tifa.errors import SourceError
from tifa.model import Corpus
from tifa.progress import part
from tifa.rendering.words import CATEGORIES, count
from tifa.sources.files import Project, content
from tifa.sources.new_entry import with_entry
from tifa.text import has_han

KINDS = ("rendering", "explained", "numbered", "quoted", "capitalised", "recurring")
_CONTEXT = 60
"""Characters of a passage before and after a candidate."""


@click.command(short_help="Propose terms for the glossary.")
@click.option(
    "--min", "least", type=click.IntRange(1), default=2, show_default=True, help="Least number of occurrences."
)
@click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True, help="Only candidates of this kind.")
@click.option("--top", type=click.IntRange(1), default=50, show_default=True, help="Show so many.")
@click.option(
    "--add",
    "chosen",
    metavar="WORDING",
    help="Begin an entry for a candidate or any words of the texts.",
)
@click.option("--id", "id", default="", help="With --add: the id of the new entry.")
@pass_site
def terms(paths: Paths, least: int, kinds: tuple[str, ...], top: int, chosen: str | None, id: str) -> None:
    """Propose terms for the glossary from the reports themselves, the best first.

    Numbered formulas, quotations, capitalised phrases, words explained in brackets, wordings that return, and English
    words that may render a known Chinese term. Example: tifa terms --min 3 --kind numbered
    """
    if id and not chosen:
        raise click.UsageError("--id belongs to --add.")
    with progress_bar("Looking for terms") as progress:
        corpus, problems = load_corpus(paths, part(progress, 0, 0.5))
        errors = [problem for problem in problems if problem.severity == "error"]
        found = candidates(corpus, 1 if chosen else least, part(progress, 0.5, 1)) if not errors else ()
    if errors:
        fail(errors)
    if chosen:
        _add(paths, corpus, _candidate(found, chosen) or _from_texts(corpus, chosen), id)
        return
    shown = [candidate for candidate in found if not kinds or candidate.kind in kinds]
    for candidate in shown[:top]:
        for indent, line in _described(candidate, corpus):
            say(line, indent)
    click.echo(f"{count(len(shown), 'candidate')}, {min(len(shown), top)} shown.", err=True)


def _candidate(found: Sequence[Candidate], chosen: str) -> Candidate | None:
    return next((one for one in found if chosen in (one.id, one.text)), None)


def _from_texts(corpus: Corpus, chosen: str) -> Candidate:
    """A wording that was not proposed, but stands in the texts; ends if it does not, or is in the glossary."""
    wording = " ".join(chosen.split())
    for concept in corpus.glossary:
        if wording.lower() in (concept.zh.lower(), concept.en.lower()):
            raise click.UsageError(f"{wording!r} is in the glossary already: the entry {concept.id}.")
    contexts = [
        context_of(annotated, version, segment)
        for annotated in corpus.reports
        for version in annotated.report.versions
        for segment in version.segments
        if wording and version.is_chinese == has_han(wording) and wording.lower() in segment.text.lower()
    ]
    if not contexts:
        raise click.UsageError(f"{chosen!r} is no candidate and in no text. `tifa terms --min 1` lists all candidates.")
    reports = tuple(dict.fromkeys(context.report for context in contexts))
    lang: Literal["zh", "en"] = "zh" if has_han(wording) else "en"
    return Candidate(slug(wording), wording, lang, "quoted", len(contexts), reports, 0.0, tuple(contexts[:CONTEXTS]))


def _described(candidate: Candidate, corpus: Corpus) -> list[tuple[int, str]]:
    """A candidate with its passages: lines, and how far in they stand."""
    where = f"{count(candidate.count, 'time')} in {', '.join(candidate.reports)}"
    what = ""
    if candidate.concept:
        entry = corpus.glossary.by_id[candidate.concept]
        what = f" for {entry.zh} ({entry.en}), association {candidate.score:.1f}"
    lines = [(0, f"{candidate.text}  [{candidate.id}]  {candidate.kind}{what}: {where}")]
    if candidate.explanation:
        lines.append((4, f"explained as: {candidate.explanation}"))
    for context in candidate.contexts:
        lines.append((4, f"{context.report} {context.lang} {context.segment}: {_around(context.text, candidate.text)}"))
        if candidate.concept and context.beside:
            lines.append((8, f"beside: {_around(context.beside, corpus.glossary.by_id[candidate.concept].zh)}"))
    return lines


def _around(text: str, wording: str) -> str:
    """A wording with the words around it."""
    at = max(text.lower().find(wording.lower()), 0)
    start, end = max(at - _CONTEXT, 0), at + len(wording) + _CONTEXT
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")


def _add(paths: Paths, corpus: Corpus, candidate: Candidate, id: str) -> None:
    """Write the beginning of an entry, or say where a rendering goes."""
    project = Project(paths.root)
    name = project.name(paths.glossary)
    if candidate.concept:
        entry = corpus.glossary.by_id[candidate.concept]
        message = f"Add the line “- {candidate.text}” under `terms`, `en` of the entry {entry.id}."
        raise click.UsageError(f"{message} It begins on line {entry.line} of {name}.")
    is_chinese = candidate.lang == "zh"
    values = {
        "id": id or (_pinyin_id(candidate.text) if is_chinese else candidate.id.removeprefix("the-")),
        "zh": candidate.text if is_chinese else "",
        "pinyin": "",
        "en": "" if is_chinese else candidate.text,
        "category": "",
        "scope": "national" if len(candidate.reports) > 1 else f"report:{candidate.reports[0]}",
        "short": "",
        "definition": candidate.explanation,
    }
    remarks = [f"{one.report} {one.segment}: {_around(one.text, candidate.text)}" for one in candidate.contexts]
    saved = content(paths.glossary)
    try:
        text = with_entry(project.read_text(paths.glossary), name, values, remarks)
    except SourceError as error:
        fail([error.problem])
    write(paths.glossary, text, saved)
    empty = ", ".join(key for key, value in values.items() if not value)
    click.echo(
        f"{name}: the new entry {values['id']} stands at the end. Fill in {empty}; `tifa check` says what is missing.\n"
        f"Categories: {', '.join(CATEGORIES)}."
    )


def _pinyin_id(text: str) -> str:
    """An id from the commonest readings of a Chinese wording."""
    readings = Lexicon.load().readings
    syllables = (readings.get(character, (character,))[0] for character in text if character.isalnum())
    return "-".join(syllables).replace("ü", "v").lower()
