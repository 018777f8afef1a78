"""What is wrong with the wordings of a glossary, seen as the matcher sees them: folded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from tifa.annotation.wordings import Lang, first_forms, forms
from tifa.errors import Problem, Severity, SourceRef
from tifa.model import Concept, Glossary, Scope, Term

_LANGS: Final[tuple[Lang, ...]] = ("zh", "en")


def clashes(glossary: Glossary) -> tuple[Problem, ...]:
    """Wordings that cannot be told apart or can never be found, in the order of the file.

    Codes:
        shared-wording: Two concepts of one scope have the same wording. A narrower scope may share with a wider one,
            and so may two provinces or two cities; and two concepts may share an English wording if each names the
            other as one it is confused with, since then the Chinese beside it decides.
        repeated-wording: One concept lists the same wording twice; a warning.
        empty-wording: Nothing is left of a wording or a `not` context when it is folded.
        excluded-wording: A wording is one of the concept's own `not` contexts, and so is never found.

    Wordings with `match: never` are only asked to be there and not to be repeated.
    """
    problems: list[Problem] = []
    folded = _folded(glossary)
    owners: dict[tuple[str, str, Scope], list[tuple[Concept, Term]]] = {}
    for concept in glossary:
        problems += _within(concept, folded, glossary.path)
        for term in concept.terms:
            if term.match == "never" or not (wording := folded[term.lang, term.text]):
                continue
            earlier = owners.setdefault((term.lang, wording, concept.scope), [])
            clash = next(
                (
                    (other, other_term)
                    for other, other_term in earlier
                    if other.id != concept.id and not (term.lang == "en" and _are_told_apart(concept, other))
                ),
                None,
            )
            earlier.append((concept, term))
            if clash:
                other, other_term = clash
                message = (
                    f"{concept.id}: the wording {term.text!r} also belongs to {other.id} ({other_term.text!r}, line "
                    f"{other_term.line or other.line}), which has the same scope, {concept.scope}. Remove it from one "
                    "of them, give one a narrower scope, set “match: never” for it in one, or, if the Chinese beside "
                    "it is to decide, name each under “confuse_with” of the other."
                )
                problems.append(_problem("error", "shared-wording", message, glossary.path, term.line or concept.line))
    return tuple(problems)


def _within(concept: Concept, folded: Mapping[tuple[Lang, str], str], path: str) -> Iterator[Problem]:
    """Problems that one concept has by itself."""
    seen: dict[tuple[str, str], Term] = {}
    for term in concept.terms:
        line = term.line or concept.line
        wording = folded[term.lang, term.text]
        if not wording:
            message = f"{concept.id}: the wording {term.text!r} has no letter or digit. Remove it or write it out."
            yield _problem("error", "empty-wording", message, path, line)
            continue
        first = seen.setdefault((term.lang, wording), term)
        if first is not term:
            message = (
                f"{concept.id}: {term.text!r} repeats {first.text!r} (line {first.line or concept.line}):"
                " case, quotation marks, hyphens, “the” and commas make no difference. Remove one of them."
            )
            yield _problem("warning", "repeated-wording", message, path, line)
        if term.match == "never":
            continue
        for context in concept.not_:
            if wording in forms(context, term.lang):
                message = (
                    f"{concept.id}: the wording {term.text!r} is never found, because {context!r} under “not” excludes "
                    "it. Remove one of them, or write the context out."
                )
                yield _problem("error", "excluded-wording", message, path, line)
    for context in concept.not_:
        if not forms(context, "zh"):
            message = f"{concept.id}: {context!r} under “not” has no letter or digit. Remove it or write it out."
            yield _problem("error", "empty-wording", message, path, concept.line)


def _are_told_apart(one: Concept, other: Concept) -> bool:
    return other.id in one.confuse_with and one.id in other.confuse_with


def _folded(glossary: Glossary) -> Mapping[tuple[Lang, str], str]:
    """The first form of each wording, by language and as it is written."""
    found: dict[tuple[Lang, str], str] = {}
    for lang in _LANGS:
        texts = [term.text for concept in glossary for term in concept.terms if term.lang == lang]
        found |= {(lang, text): form for text, form in zip(texts, first_forms(texts, lang), strict=True)}
    return found


def _problem(severity: Severity, code: str, message: str, path: str, line: int) -> Problem:
    return Problem(severity, code, message, SourceRef(path, line))
