"""What the checks of figures notice: changes planted one by one into right translations, of Xining 2020 and made up.

`noticed` counts the changes after which the bead has a finding of figures that it did not have before; `named` those of
them where the finding says what stands in the place of what. A false alarm is a warning in a text that is right.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from msgspec.structs import replace

from recombining import seeds
from tifa.alignment import Lexicon
from tifa.checks.findings import Finding, Pair
from tifa.checks.numbers import number_findings
from tifa.checks.partners import Figure, Figures
from tifa.checks.units import unit_findings
from tifa.model import AnnotatedReport, Bead, Bitext, Block, Name, Place, Report, Segment, Version
from tifa.proposals import lexicon_for

SEED = 20
PAIRS = Path(__file__).parent / "figures.tsv"
NAMED = ("number-changed", "unit-changed", "rank-changed")
_WORDS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_UNITS = (
    ("square kilometers", "square meters"), ("square meters", "square kilometers"), ("cubic meters", "square meters"),
    ("kilowatt-hours", "kilowatts"), ("kilowatts", "megawatts"), ("kilometers", "meters"), ("meters", "kilometers"),
    ("US dollars", "yuan"), ("yuan", "US dollars"), ("mu", "hectares"), ("tons", "kilograms"),
)  # fmt: skip
_SCALES = {"thousand": "million", "million": "billion", "billion": "million", "trillion": "billion"}

Change = Callable[[Figure, random.Random], str]
"""Another text for a figure of the translation; empty if the change cannot be made there."""


def value(figure: Figure, chance: random.Random) -> str:
    """One digit is another one."""
    if figure.quantity.kind in ("ordinal", "year", "month", "day"):
        return ""
    places = [match.start() for match in re.finditer(r"\d", figure.text)]
    if not places:
        return ""
    at = chance.choice(places)
    digit = chance.choice([one for one in "123456789" if one != figure.text[at]])
    return figure.text[:at] + digit + figure.text[at + 1 :]


def exchanged(figure: Figure, chance: random.Random) -> str:
    """Two digits side by side have changed places."""
    if figure.quantity.kind in ("ordinal", "year", "month", "day"):
        return ""
    found = [
        match for match in re.finditer(r"(?=(\d)([.,]?)(\d))", figure.text) if match[1] != match[3] and match[3] != "0"
    ]
    if not found:
        return ""
    match = chance.choice(found)
    swapped = match[3] + match[2] + match[1]
    return figure.text[: match.start()] + swapped + figure.text[match.start() + len(swapped) :]


def multiplier(figure: Figure, _: random.Random) -> str:
    """*Million* for *billion*, or ten times too few."""
    if figure.quantity.kind != "number":
        return ""
    for old, new in _SCALES.items():
        if re.search(rf"\b{old}\b", figure.text):
            return re.sub(rf"\b{old}\b", new, figure.text)
    match = re.match(r"(\d{1,3}(?:,\d{3})+)(.*)", figure.text, re.S)
    return f"{int(match[1].replace(',', '')) // 10:,}{match[2]}" if match else ""


def unit(figure: Figure, _: random.Random) -> str:
    """Another unit for the same value."""
    for old, new in _UNITS:
        if figure.text.endswith(f" {old}"):
            return figure.text.removesuffix(old) + new
    return ""


def ordinal(figure: Figure, chance: random.Random) -> str:
    """Another rank, number of a congress, or part of a row."""
    if figure.quantity.kind != "ordinal":
        return ""
    number = int(figure.quantity.value) + chance.choice((1, 2))
    if figure.text.isdigit():
        return str(number)
    if figure.text[0].isdigit():
        ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return f"{number}{ending}"
    if figure.text.lower() not in _WORDS or number > len(_WORDS):
        return ""
    word = _WORDS[number - 1]
    return word.capitalize() if figure.text[0].isupper() else word


def share(figure: Figure, _: random.Random) -> str:
    """*Percent* for *percentage points*, or the other way round."""
    if figure.quantity.kind == "point":
        return re.sub(r"percentage[ -]points?", "percent", figure.text)
    if figure.quantity.kind == "percent" and re.search(r"percent|%", figure.text):
        return re.sub(r"\s*(?:percent|%)", " percentage points", figure.text)
    return ""


def date(figure: Figure, chance: random.Random) -> str:
    """Another day, month or year."""
    kind, number = figure.quantity.kind, int(figure.quantity.value)
    if kind == "month":
        return chance.choice([month for month in _MONTHS if month != figure.text])
    if kind == "day" and figure.text.isdigit():
        return str(number + 1 if number < 28 else number - 1)
    is_year = kind == "year" or (
        kind == "number" and not figure.quantity.unit and re.fullmatch(r"(19|20)\d\d", figure.text)
    )
    return str(number + chance.choice((-1, 1, 10))) if is_year else ""


def left_out(figure: Figure, _: random.Random) -> str:
    """The figure is not there, but its clause is."""
    return (
        "several"
        if figure.quantity.kind == "number" and figure.text[0].isdigit() and figure.quantity.value > 10
        else ""
    )


CHANGES: dict[str, Change] = {
    "value": value,
    "digits exchanged": exchanged,
    "multiplier": multiplier,
    "unit": unit,
    "ordinal": ordinal,
    "percent, percentage point": share,
    "date": date,
    "left out": left_out,
}


def made_up() -> Iterator[AnnotatedReport]:
    """The pairs of `figures.tsv`, each a report of one reviewed bead: their neighbours have nothing to do with them."""
    for line in PAIRS.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        zh, en = ((Block("p1", "paragraph", (Segment("p1.s1", text, 0),)),) for text in line.split("\t"))
        versions = (
            Version("zh-Hans", "original", "full", "zh-Hans.md", "", "", blocks=zh),
            Version("en", "translation", "full", "en.md", "", "", blocks=en),
        )
        bitext = Bitext(*versions, (Bead(("p1.s1",), ("p1.s1",), "aligned", "reviewed"),), "alignment.tsv")
        place = Place(Name("Anshui", "安水市"), "city", Name("Anchuan", "安川省"))
        report = Report("made-up", Name("Made up"), "other", place, 2020, versions, "made-up", bitext=bitext)
        yield AnnotatedReport(report, {})


def planted(
    annotated: AnnotatedReport, change: Change, chance: random.Random
) -> Iterator[tuple[Pair, AnnotatedReport]]:
    """The report with one figure changed that has a partner, for every figure that can be changed so."""
    for bead in Figures(annotated).beads:
        for source, figure in bead.matched:
            if not {source.quantity.kind, figure.quantity.kind} & {"ordinal"} and not (
                source.quantity.firm or figure.quantity.firm
            ):
                continue
            new = change(figure, chance)
            if new and new != figure.text:
                text = figure.segment.text
                at, end = figure.quantity.start, figure.quantity.end
                yield bead.pair, _alone(annotated, bead.pair, figure.segment.id, text[:at] + new + text[end:])


def _alone(annotated: AnnotatedReport, pair: Pair, segment: str, text: str) -> AnnotatedReport:
    """The report with one sentence of the translation reworded."""
    target = pair.bitext.target
    blocks = tuple(
        replace(block, segments=tuple(replace(one, text=text) if one.id == segment else one for one in block.segments))
        for block in target.blocks
    )
    version = replace(target, blocks=blocks)
    report = annotated.report
    bitext = replace(pair.bitext, target=version)
    return replace(annotated, report=replace(report, bitext=bitext, versions=(bitext.source, version)))


def findings(annotated: AnnotatedReport, load_lexicon: Callable[[], Lexicon]) -> list[Finding]:
    """All findings of figures."""
    return [*number_findings(annotated, load_lexicon), *unit_findings(annotated)]


def main() -> None:
    """Print the tables."""
    corpus = seeds()
    load_lexicon = cache(lambda: lexicon_for(corpus.glossary))
    texts = {"Xining": [one for one in corpus.reports if one.report.bitext], "made up": list(made_up())}
    print("| change | text | planted | noticed | named |\n|---|---|---|---|---|")
    for name, change in CHANGES.items():
        for label, reports in texts.items():
            chance = random.Random(f"{SEED}-{name}-{label}")
            outcomes = [one for report in reports for one in outcomes_of(report, change, chance, load_lexicon)]
            if outcomes:
                noticed, named = (sum(one[place] for one in outcomes) / len(outcomes) for place in (0, 1))
                print(f"| {name} | {label} | {len(outcomes)} | {noticed:.0%} | {named:.0%} |")
    print("\n| text | figures with a partner | warnings | notes of changed units |\n|---|---|---|---|")
    for label, reports in {**{one.report.id: [one] for one in corpus.reports}, "made up": texts["made up"]}.items():
        found = [one for report in reports for one in findings(report, load_lexicon)]
        matched = sum(len(bead.matched) for report in reports for bead in Figures(report).beads)
        warnings = sum(one.severity == "warning" for one in found)
        print(f"| {label} | {matched} | {warnings} | {sum(one.code in NAMED[1:] for one in found)} |")


def outcomes_of(
    report: AnnotatedReport, change: Change, chance: random.Random, load_lexicon: Callable[[], Lexicon]
) -> Iterator[tuple[bool, bool]]:
    """For each change planted, whether it is noticed and whether it is named."""
    before = {(one.bead, one.code, one.message) for one in findings(report, load_lexicon)}
    for pair, spoilt in planted(report, change, chance):
        found = [one for one in findings(spoilt, load_lexicon) if one.bead == pair.index]
        new = [one for one in found if (one.bead, one.code, one.message) not in before]
        yield bool(new), any(one.code in NAMED for one in new)


if __name__ == "__main__":
    main()
