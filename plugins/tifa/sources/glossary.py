"""`glossary.yml` to a `Glossary`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, cast, get_args

from tifa.errors import Problem, SourceError, SourceRef
from tifa.model import (
    Citation,
    Component,
    Concept,
    Glossary,
    MatchMode,
    Paraphrase,
    Scope,
    ScopeLevel,
    Term,
    TermStatus,
)
from tifa.sources.characters import invisible_characters
from tifa.sources.files import Project
from tifa.sources.markdown_links import links_inside, markdown_of
from tifa.sources.reports import DEVICE, ID, LONGEST_ID, RESERVED_ID, URL
from tifa.sources.safe_yaml import Fields, Node, Scalar, load

SHORT_LIMIT = 200
"""Characters on a card: what can be taken in without leaving the sentence."""
CATEGORIES = (
    "party-doctrine",
    "party-discipline",
    "economy",
    "industry",
    "innovation",
    "reform-opening",
    "regional-strategy",
    "planning",
    "governance",
    "rule-of-law",
    "urban",
    "rural",
    "poverty",
    "livelihood",
    "education-health",
    "environment",
    "culture-tourism",
    "security",
    "covid",
    "institutions",
)
Lang = Literal["zh", "en"]
_GAP = re.compile(r"…+|\.{3,}")


def load_glossary(project: Project, path: Path) -> tuple[Glossary, tuple[Problem, ...]]:
    """Read the glossary.

    Returns:
        The entries that are sound, in the file's order, and everything that is wrong with the others. Wordings are
        compared with each other later, by `tifa.annotation`, since that needs folding.
    """
    name = project.name(path)
    try:
        text = project.read_text(path)
    except SourceError as error:
        return Glossary((), name), (error.problem,)
    parsed, problems = parse_glossary(text, name)
    return parsed, (*problems, *invisible_characters(text, name))


def parse_glossary(text: str, name: str) -> tuple[Glossary, tuple[Problem, ...]]:
    """Read the text of a glossary; see `load_glossary`. Problems name the file as `name`."""
    problems: list[Problem] = []
    try:
        root = Fields(load(text, name), name, problems, "the glossary")
    except SourceError as error:
        return Glossary((), name), (error.problem,)
    concepts: dict[str, Concept] = {}
    named: set[str] = set()
    for node in root.items("concepts", required=True):
        concept = _concept(node, name, problems, named)
        if concept is None:
            continue
        if first := concepts.get(concept.id):
            message = f"The id {concept.id!r} stands twice, first on line {first.line}. Ids are unique."
            problems.append(Problem("error", "duplicate-id", message, SourceRef(name, concept.line)))
            continue
        concepts[concept.id] = concept
    root.finish()
    problems += _dangling(concepts, named, name)
    return Glossary(tuple(concepts.values()), name), tuple(problems)


def _concept(node: Node, path: str, problems: list[Problem], named: set[str]) -> Concept | None:
    """One entry; None if something is wrong with it. Its id is added to `named` in any case."""
    own: list[Problem] = []
    fields = Fields(node, path, own, "a concept")
    expected = "small letters, digits and hyphens"
    id = fields.text("id", required=True, pattern=ID, expected=expected, at_most=LONGEST_ID)
    if id == RESERVED_ID:
        fields.bad("id", f"must not be {RESERVED_ID!r}, which is the list of all.")
    elif re.fullmatch(DEVICE, id):
        fields.bad("id", f"must not be {id!r}, which Windows calls a device: no file can have that name there.")
    if id:
        fields.what = f"the concept {id}"
        named.add(id)
    zh, en = fields.text("zh", required=True), fields.text("en", required=True)
    concept = Concept(
        id=id,
        zh=zh,
        en=en,
        pinyin=fields.text("pinyin", required=True),
        category=fields.text("category", required=True, choices=CATEGORIES),
        scope=_scope(fields),
        short=fields.text("short", required=True, at_most=SHORT_LIMIT),
        definition=_definition(fields),
        terms=_terms(fields, zh, en),
        paraphrases=_paraphrases(fields),
        inferred=fields.flag("inferred"),
        literal=fields.text("literal"),
        since=fields.text("since"),
        components=tuple(_component(item, fields) for item in fields.items("components")),
        sources=tuple(_citation(item, fields) for item in fields.items("sources")),
        see_also=fields.texts("see_also"),
        confuse_with=fields.texts("confuse_with"),
        not_=fields.texts("not"),
        confidence=cast(
            "Literal['high', 'medium', 'low']", fields.text("confidence", choices=("high", "medium", "low")) or "high"
        ),
        line=node.line,
    )
    fields.finish()
    problems += own
    return None if any(problem.severity == "error" for problem in own) else concept


def _definition(fields: Fields) -> str:
    text = markdown_of(fields, "definition")
    for address in links_inside(text):
        message = f"links to {address!r}; only web addresses are allowed. Use `see_also` for concepts."
        fields.bad("definition", message)
    return text


def _scope(fields: Fields) -> Scope:
    text = fields.text(
        "scope",
        required=True,
        pattern=r"national|(province|city|report):\S.*",
        expected="national, province:Name, city:Name or report:id",
    )
    level, _, place = text.partition(":")
    return Scope(cast("ScopeLevel", level or "national"), place.strip())


def _terms(fields: Fields, zh: str, en: str) -> tuple[Term, ...]:
    """All wordings, the preferred ones first. Listing a preferred wording again sets how it is matched."""
    preferred = {
        "zh": Term(zh, "zh", "preferred", line=fields.line_of("zh")),
        "en": Term(en, "en", "preferred", line=fields.line_of("en")),
    }
    others: list[Term] = []
    languages = fields.fields("terms")
    if languages is not None:
        for lang in cast("tuple[Lang, ...]", ("zh", "en")):
            for node in languages.items(lang):
                term = _term(node, lang, fields)
                if term.text == preferred[lang].text:
                    preferred[lang] = Term(term.text, lang, "preferred", term.match, term.note, term.line)
                else:
                    others.append(term)
        languages.finish()
    return (*preferred.values(), *others)


def _term(node: Node, lang: Lang, owner: Fields) -> Term:
    if isinstance(node, Scalar):
        return Term(node.text.strip(), lang, "admitted", line=node.line)
    fields = Fields(node, owner.path, owner.problems, f"{owner.what}, a wording")
    statuses = tuple(status for status in get_args(TermStatus) if status != "preferred")
    term = Term(
        fields.text("text", required=True),
        lang,
        cast("TermStatus", fields.text("status", choices=statuses) or "admitted"),
        cast("MatchMode", fields.text("match", choices=get_args(MatchMode)) or "always"),
        fields.text("note"),
        node.line,
    )
    fields.finish()
    return term


def _paraphrases(fields: Fields) -> tuple[Paraphrase, ...]:
    """Patterns with gaps: `uphold … core position … authority` has three parts."""
    languages = fields.fields("paraphrases")
    if languages is None:
        return ()
    found: list[Paraphrase] = []
    for lang in cast("tuple[Lang, ...]", ("zh", "en")):
        for node in languages.items(lang):
            if not isinstance(node, Scalar):
                languages.bad(lang, "has an item that is not a plain line of text.")
                continue
            parts = tuple(part.strip() for part in _GAP.split(node.text))
            if all(any(character.isalnum() for character in part) for part in parts):
                found.append(Paraphrase(parts, lang, node.line))
            else:
                languages.bad(lang, f"has a pattern with nothing before, after or between its gaps: {node.text!r}.")
    languages.finish()
    return tuple(found)


def _component(node: Node, owner: Fields) -> Component:
    fields = Fields(node, owner.path, owner.problems, f"{owner.what}, a component")
    component = Component(fields.text("zh"), fields.text("en"))
    fields.finish()
    if not component.zh and not component.en:
        fields.bad("zh", "and `en` are both missing.")
    return component


def _citation(node: Node, owner: Fields) -> Citation:
    fields = Fields(node, owner.path, owner.problems, f"{owner.what}, a source")
    citation = Citation(
        fields.text("title", required=True),
        fields.text("publisher"),
        fields.date("date"),
        fields.text("url", pattern=URL, expected="an http or https address"),
    )
    fields.finish()
    return citation


def _dangling(concepts: dict[str, Concept], named: set[str], path: str) -> list[Problem]:
    """Cross references that lead nowhere; those to an entry that has errors of its own do not."""
    found = []
    for concept in concepts.values():
        for key, ids in (("see_also", concept.see_also), ("confuse_with", concept.confuse_with)):
            for id in ids:
                if id not in named:
                    message = f"The concept {concept.id}: `{key}` names {id!r}, which does not exist."
                    found.append(Problem("warning", "unknown-concept", message, SourceRef(path, concept.line)))
                elif id == concept.id:
                    message = f"The concept {concept.id}: `{key}` names itself."
                    found.append(Problem("warning", "unknown-concept", message, SourceRef(path, concept.line)))
    return found
