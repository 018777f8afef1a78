"""What matching costs at ten, a thousand and a hundred thousand terms. Prints a report in Markdown; see RESULTS.md.

Terms are made from the words of the reports, seeded, half of them Chinese: such terms are met often, in part or whole,
which is the hard case. The time for a report is the median of several runs; its ratio to the first row is what counts.
"""

from __future__ import annotations

import random
import statistics
import time
from pathlib import Path

from tifa.annotation.matcher import Matcher
from tifa.annotation.matching import annotate
from tifa.errors import SourceError
from tifa.model import Concept, Glossary, Report, Scope, Term
from tifa.sources.files import Project
from tifa.sources.glossary import load_glossary
from tifa.sources.reports import load_report

ROOT = Path(__file__).resolve().parent.parent
SIZES = (10, 1_000, 100_000)
RUNS = 9


def main() -> None:
    report = xining()
    own, _ = load_glossary(Project(ROOT), ROOT / "glossary.yml")
    print("| terms | building the automata, ms | Xining 2020, both languages, ms | to the first row | occurrences |")
    print("|---|---|---|---|---|")
    first = 0.0
    for name, glossary in [*((f"{size:,}", terms(report, size)) for size in SIZES), ("glossary.yml", own)]:
        start = time.process_time()
        matcher = Matcher(glossary)
        building = time.process_time() - start
        times = []
        for _ in range(RUNS):
            start = time.process_time()
            occurrences, _ = annotate(report, matcher)
            times.append(time.process_time() - start)
        median = statistics.median(times)
        first = first or median
        count = sum(map(len, occurrences.values()))
        print(
            f"| {name} | {building * 1000:,.0f} | {median * 1000:.1f} | {median / first:.2f} | {count:,} |", flush=True
        )


def xining() -> Report:
    report, problems = load_report(Project(ROOT), ROOT / "source_reports" / "xining-2020")
    if report is None:
        raise SourceError(problems[0])
    return report


def terms(report: Report, number: int) -> Glossary:
    """As many concepts, each with one wording."""
    return Glossary(tuple(concept(index, wording) for index, wording in enumerate(made_wordings(report, number))))


def made_wordings(report: Report, number: int) -> tuple[str, ...]:
    """As many wordings: two to four neighbouring words of the report, some put together anew."""
    chance = random.Random(number)
    chinese = [segment.text for segment in report.versions[0].segments if len(segment.text) > 8]
    english = [words for segment in report.versions[1].segments if len(words := segment.text.split()) > 6]
    wordings: dict[str, None] = {}
    while len(wordings) < number:
        if len(wordings) % 2:
            words = chance.choice(english)
            at = chance.randrange(len(words) - 3)
            wording = " ".join((*words[at : at + 2], chance.choice(chance.choice(english))))
        else:
            text = chance.choice(chinese)
            at = chance.randrange(len(text) - 5)
            wording = text[at : at + 3] + chance.choice(chance.choice(chinese))
        if any(character.isalnum() for character in wording):
            wordings[wording] = None
    return tuple(wordings)


def concept(number: int, wording: str) -> Concept:
    term = Term(wording, "en" if wording.isascii() else "zh", "preferred")
    return Concept(f"c{number}", "", "", "", "", Scope("national"), "", "", (term,))


if __name__ == "__main__":
    main()
