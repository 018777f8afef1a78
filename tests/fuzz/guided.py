"""Coverage-guided fuzzing with atheris: python tests/fuzz/guided.py TARGET [CORPUS …] [libFuzzer options].

The targets are those of `targets.py`; `make fuzz` runs each. A find is kept in `corpora/TARGET/`, as `find-…`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore]

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))
with atheris.instrument_imports(include=["tifa"]):
    from targets import TARGETS  # type: ignore[import-not-found]


def main() -> None:
    """Fuzz one target until told to stop."""
    name = sys.argv.pop(1)
    words = Path(__file__).parent / "words" / f"{name}.dict"  # what a file of that kind is made of
    atheris.Setup([*sys.argv, *([f"-dict={words}"] if words.exists() else [])], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
