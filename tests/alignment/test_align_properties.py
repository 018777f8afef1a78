"""What must hold for a text and its translation: turned round, put together, spaced out, on any number of cores.

That every segment stands in one bead and that reviewed beads stay is tested in `test_align`, with texts of any kind.
Here passages are left out, and no single sentences: whether one such was, or was joined with its neighbour, is a close
decision, which chance and what the rest of the text shows may turn.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from tifa.alignment import Lexicon, Link, align

from .texts import NOUNS, plan

Sides = set[tuple[tuple[int, ...], tuple[int, ...]]]
Texts = tuple[list[str], list[str]]

Units = list[tuple[str, tuple[str, str], int]]

LEXICON = Lexicon(terms=[*NOUNS, ("完成", "finished"), ("投资", "cost"), ("今年", "this year"), ("我们", "we")])
KINDS = st.sampled_from(("as it is", "as it is", "in two", "of two", "left out"))
UNITS = st.lists(st.tuples(KINDS, st.sampled_from(NOUNS), st.integers(0, 2)), min_size=6, max_size=12)


# The same texts each time: on these the properties hold exactly, on others up to close decisions.
CLEAR = settings(deadline=None, max_examples=20, derandomize=True)


def texts(units: Units, start: int = 0) -> Texts:
    """Sentences told apart by their figures: each rendered by one or two, two by one, or four in a row left out."""
    source: list[str] = []
    target: list[str] = []
    sentences = [unit for unit in units for _ in range(4 if unit[0] == "left out" else 1)]
    for number, (kind, (chinese, english), more) in enumerate(sentences, start):
        few, many = 11 + number, 1_003 + 37 * number
        opening, rest = ("", "今年", "今年我们")[more], ("", " this year", " by us this year")[more]
        if kind == "of two":
            source += [f"{opening}完成{few}个{chinese}。", f"投资{many}万元。"]
        else:
            source.append(f"{opening}完成{few}个{chinese}，投资{many}万元。")
        if kind == "in two":
            target += [f"{few} {english} were finished{rest}.", f"They cost {many * 10_000:,} yuan."]
        elif kind != "left out":
            target.append(f"{few} {english} were finished{rest}, they cost {many * 10_000:,} yuan.")
    return source, target


def sides(links: Iterable[Link]) -> Sides:
    return {(link.source, link.target) for link in links}


@CLEAR
@given(UNITS)
def test_the_other_way_round(units: Units) -> None:
    """The translation taken as the original."""
    source, target = texts(units)
    there = sides(align(source, target, lexicon=LEXICON))
    back = sides(align(target, source, lexicon=LEXICON))
    assert {(ours, theirs) for theirs, ours in back} == there


@CLEAR
@given(UNITS)
def test_from_the_end(units: Units) -> None:
    """Both texts with their last sentence first."""
    source, target = texts(units)
    forth = sides(align(source, target, lexicon=LEXICON))
    back = sides(align(source[::-1], target[::-1], lexicon=LEXICON))
    n, m = len(source) - 1, len(target) - 1
    assert {(tuple(n - i for i in a[::-1]), tuple(m - j for j in b[::-1])) for a, b in back} == forth


@CLEAR
@given(UNITS, UNITS)
def test_put_together(first: Units, second: Units) -> None:
    one, other = texts(first), texts(second, 4 * len(first))
    apart = sides(align(*one, lexicon=LEXICON))
    n, m = len(one[0]), len(one[1])
    apart |= {(tuple(n + i for i in a), tuple(m + j for j in b)) for a, b in sides(align(*other, lexicon=LEXICON))}
    assert sides(align(one[0] + other[0], one[1] + other[1], lexicon=LEXICON)) == apart


BLANKS = st.sampled_from(("", " ", "\t", "\u3000", "  \t"))


@settings(deadline=None, max_examples=20)
@given(UNITS, st.data())
def test_spaces_around_sentences(units: Units, data: st.DataObject) -> None:
    plain = texts(units)
    spaced = [[data.draw(BLANKS) + text + data.draw(BLANKS) for text in side] for side in plain]
    assert align(*spaced, lexicon=LEXICON) == align(*plain, lexicon=LEXICON)


@settings(deadline=None, max_examples=20)
@given(UNITS, st.data())
def test_blank_lines(units: Units, data: st.DataObject) -> None:
    plain = texts(units)
    spaced: list[list[str]] = []
    place: list[dict[int, int]] = []  # of each sentence among the lines
    for side in plain:
        lines: list[str] = []
        place.append({})
        for number, text in enumerate(side):
            lines += data.draw(st.lists(BLANKS, max_size=2))
            place[-1][number] = len(lines)
            lines.append(text)
        spaced.append(lines)
    expected = {
        Link(tuple(place[0][i] for i in link.source), tuple(place[1][j] for j in link.target), link.confidence)
        for link in align(*plain, lexicon=LEXICON)
    }
    blank = [set(range(len(lines))) - set(kept.values()) for lines, kept in zip(spaced, place, strict=True)]
    expected |= {Link((i,), ()) for i in blank[0]} | {Link((), (j,)) for j in blank[1]}
    assert set(align(*spaced, lexicon=LEXICON)) == expected


def test_cores_and_hashes_do_not_matter() -> None:
    """A text long enough for several threads; Python gives strings other hashes in each process."""
    source, target, _ = plan(300, 0.7, seed=3)
    script = "import json, sys; from tifa.alignment import Lexicon, align; "
    script += "source, target, terms = json.load(sys.stdin); print(align(source, target, lexicon=Lexicon(terms=terms)))"
    found = set()
    for threads, seed in (("1", "0"), ("2", "1"), ("4", "2")):
        names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
        run = subprocess.run(
            [sys.executable, "-c", script],
            env={
                **os.environ,
                **dict.fromkeys(names, threads),
                "PYTHONHASHSEED": seed,
                "PYTHONPATH": os.pathsep.join(sys.path),
            },
            input=json.dumps((source, target, NOUNS)),
            capture_output=True,
            text=True,
            check=True,
        )
        found.add(run.stdout)
    assert len(found) == 1
    assert "Link(" in found.pop()
