"""What the codes of the model are called on the page."""

from __future__ import annotations

from collections.abc import Mapping

from tifa.model import Concept, Edition, Review, Scope

LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
"""Of the glossary, the alignments and the notes."""

LANGUAGES = {"en": "English", "zh": "Chinese"}

LEVELS = {"nation": "Nation", "province": "Province", "city": "City", "county": "County"}

KINDS = {
    "government-work-report": "Government work report",
    "development-profile": "Development profile",
    "other": "Report",
}

STATUSES = {
    "official": "official translation",
    "human": "translation by a person",
    "machine-reviewed": "machine translation, revised by a person",
    "machine": "machine translation, not revised",
}

EXTENTS = {"full": "full text", "excerpt": "excerpt"}

TERM_STATUSES = {"preferred": "preferred", "admitted": "also used", "deprecated": "not recommended"}

ANNOTATION_KINDS = {"correction": "Correction", "translation": "Translation", "context": "Context"}

CATEGORIES = {
    "party-doctrine": "Party doctrine",
    "party-discipline": "Party discipline",
    "economy": "Economy",
    "industry": "Industry",
    "innovation": "Innovation",
    "reform-opening": "Reform and opening up",
    "regional-strategy": "Regional strategy",
    "planning": "Planning",
    "governance": "Governance",
    "rule-of-law": "Rule of law",
    "urban": "Cities",
    "rural": "Countryside",
    "poverty": "Poverty",
    "livelihood": "Livelihood",
    "education-health": "Education and health",
    "environment": "Environment",
    "culture-tourism": "Culture and tourism",
    "security": "Security",
    "covid": "Covid-19",
    "institutions": "Institutions",
}

_REVIEWS: Mapping[Review, str] = {
    "reviewed": "Alignment reviewed",
    "stale": "The text was changed after it was aligned",
    "partly": "Alignment partly reviewed",
    "none": "Aligned automatically, not reviewed",
}


def language(version: Edition) -> str:
    """The English name of a version's language, or its tag."""
    return LANGUAGES.get(version.prefix, version.lang)


def category(code: str) -> str:
    """The heading of a category; unknown ones are shown as written."""
    return CATEGORIES.get(code, code.replace("-", " ").capitalize())


def status(version: Edition) -> str:
    """What a version is, in words: `original, full text`."""
    nature = STATUSES[version.status] if version.status else version.role
    if version.role == "translation" and not (version.status or version.credit or version.publisher):
        nature = "translation (by whom is not stated)"
    return f"{nature}, {EXTENTS[version.extent]}"


def provenance(version: Edition) -> str:
    """Who made a version, as far as it is stated: `official translation, published by …, translator not stated`."""
    parts = [STATUSES[version.status] if version.status else version.role]
    parts += [version.credit] if version.credit else []
    parts += [f"published by {version.publisher}"] if version.publisher else []
    if version.role == "translation" and not version.credit and version.status not in ("machine", "machine-reviewed"):
        parts.append("translator not stated")
    return ", ".join(parts)


def scope(value: Scope) -> str:
    """Where a concept is in use: `Nationwide`, `Xining (city)`."""
    return f"{value.place} ({value.level})" if value.place else "Nationwide"


def alignment(review: Review) -> str:
    """Whether somebody has read the alignment."""
    return _REVIEWS[review]


def caution(concept: Concept) -> str:
    """What is not certain about an entry of the glossary; empty if nothing is."""
    doubts = ["Chinese form inferred from the English"] if concept.inferred else []
    if concept.confidence != "high":
        doubts.append(f"entry uncertain (confidence {concept.confidence})")
    said = "; ".join(doubts)
    return said[:1].upper() + said[1:]


def number(value: int) -> str:
    """A number with thousands set off: `12,345`."""
    return f"{value:,}"


def count(value: int, one: str, many: str = "") -> str:
    """A number and what it counts: `1 sentence`, `1,200 sentences`."""
    return f"{value:,} {one if value == 1 else many or one + 's'}"


def percent(share: float) -> str:
    """A share in per cent; what is not nothing is not called 0, and what is not all is not called 100."""
    rounded = round(share * 100)
    if share > 0 and rounded == 0:
        return "less than 1%"
    if share < 1 and rounded == 100:
        return "more than 99%"
    return f"{rounded}%"


def opening(text: str, chinese: bool) -> str:
    """The first words of a text, with an ellipsis if there are more."""
    if chinese:
        return text if len(text) <= 18 else text[:16].rstrip("，、；：") + "…"
    words = text.split()
    return text if len(words) <= 9 else " ".join(words[:8]).rstrip(",;:") + " …"
