"""Coverage-guided fuzzing with atheris: python tests/fuzz/guided.py TARGET [CORPUS] [libFuzzer options].

Targets: texts, yaml, beads, markup. See `make fuzz`. A find is added to tests/fuzz/test_parsers.py as an example.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore]

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
with atheris.instrument_imports(include=["tifa"]):
    from tifa.errors import SourceError
    from tifa.sources.beads import COLUMNS, parse_beads
    from tifa.sources.files import Project
    from tifa.sources.reports import load_report
    from tifa.sources.safe_yaml import load
    from tifa.sources.texts import add_ids, parse_blocks
    from tifa.verifying.markup import read_markup

from support import TINY


def texts(text: str) -> None:
    blocks, problems = parse_blocks(text, "x")
    assert blocks or problems
    added, count = add_ids(text)
    assert added.count("\n") == text.count("\n") + count


def yaml(text: str) -> None:
    with suppress(SourceError):
        load(text, "x")


def beads(text: str) -> None:
    report, _ = load_report(Project(TINY), TINY / "source_reports" / "xining-2020")
    assert report
    assert report.original
    assert report.translation
    parse_beads("\t".join(COLUMNS) + "\n" + text, "x", report.original, report.translation)


TARGETS: dict[str, Callable[[str], object]] = {"texts": texts, "yaml": yaml, "beads": beads, "markup": read_markup}


def main() -> None:
    target = TARGETS[sys.argv.pop(1)]

    def one(data: bytes) -> None:
        target(data.decode("utf-8", "ignore").replace("\0", ""))

    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
