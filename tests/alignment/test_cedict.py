import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tifa.alignment import cedict
from tifa.alignment.cedict import Index, build_index, cache_name, load_index

from .conftest import LINES


def entries(index: Index) -> Iterator[tuple[str, dict[str, int]]]:
    for word, row in zip(index.words, index.rows, strict=True):
        part = slice(index.offsets[row], index.offsets[row + 1])
        stems = [index.vocabulary[number] for number in index.stems[part]]
        yield word, dict(zip(stems, index.sizes[part].tolist(), strict=True))


def test_index_of_both_writings(index: Index) -> None:
    found = dict(entries(index))
    assert found["开放"] == found["開放"] == {"open": 1, "publ": 2}
    assert found["改革开放"] == {"reform": 2, "open": 2}
    assert found["学校"] == {"school": 1}
    assert found["吕"] == {"lü": 1}


def test_long_glosses_count_up_to_their_first_comma(index: Index) -> None:
    assert dict(entries(index))["西宁"] == {"xin": 1}


def test_readings(index: Index) -> None:
    assert {"吕 lu lv lyu", "呂 lu lv lyu", "湟 huang"} <= set(index.readings)


def test_another_stemmer_gives_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("cedict.py", "stemming.py"):
        (tmp_path / module).write_text("", "utf-8")
    monkeypatch.setattr("importlib.resources.files", lambda package: tmp_path)
    before = cache_name()
    (tmp_path / "stemming.py").write_text("# changed", "utf-8")
    assert cache_name() != before


@pytest.fixture
def small_dictionary(monkeypatch: pytest.MonkeyPatch, index: Index) -> list[int]:
    """Stands in for CC-CEDICT, which takes seconds. Counts how often an index is built."""
    built: list[int] = []

    def build(lines: object) -> Index:
        built.append(1)
        return index

    monkeypatch.setattr(cedict, "build_index", build)
    return built


def test_index_is_built_once(tmp_path: Path, small_dictionary: list[int], index: Index) -> None:
    for _ in range(2):
        loaded = load_index(tmp_path / "new")
        assert list(entries(loaded)) == list(entries(index))
        assert loaded.readings == index.readings
    assert len(small_dictionary) == 1
    assert [path.name for path in (tmp_path / "new").iterdir()] == [cache_name()]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not whole", b"text"])
def test_damaged_index_is_built_anew(tmp_path: Path, small_dictionary: list[int], content: bytes) -> None:
    path = tmp_path / cache_name()
    path.write_bytes(content)
    load_index(tmp_path)
    load_index(tmp_path)
    assert len(small_dictionary) == 1


def test_cut_index_is_built_anew(tmp_path: Path, small_dictionary: list[int]) -> None:
    load_index(tmp_path)
    path = next(tmp_path.iterdir())
    path.write_bytes(path.read_bytes()[:-200])
    load_index(tmp_path)
    assert len(small_dictionary) == 2


def test_no_changed_byte_goes_unseen(tmp_path: Path, small_dictionary: list[int]) -> None:
    load_index(tmp_path)
    path = next(tmp_path.iterdir())
    whole = path.read_bytes()
    assert cedict._read(path) is not None
    for at in range(0, len(whole), 7):
        path.write_bytes(whole[:at] + bytes((whole[at] ^ 1,)) + whole[at + 1 :])
        assert cedict._read(path) is None


def test_index_without_a_place_to_keep_it(tmp_path: Path, small_dictionary: list[int], index: Index) -> None:
    (tmp_path / "file").touch()
    assert load_index(tmp_path / "file" / "cache").words == index.words


def test_two_processes_at_once(tmp_path: Path) -> None:
    """Both find no index, and wait for each other before they write theirs."""
    script = f"""
import pathlib, sys, time
from tifa.alignment import cedict, Lexicon
place, own, other = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
build = cedict.build_index
def build_together(lines):
    (place / own).touch()
    for _ in range(3000):
        if (place / other).exists():
            return build({LINES!r})
        time.sleep(0.01)
cedict.build_index = build_together
print(Lexicon.load(place / "cache").strengths("\u6539\u9769"))
"""
    both = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path), own, other],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for own, other in (("a", "b"), ("b", "a"))
    ]
    assert [process.communicate(timeout=60)[0].strip() for process in both] == ["{'reform': 1.0}"] * 2
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [cache_name()]


def test_no_entry_at_all() -> None:
    assert build_index(["# only a comment"]).words == ()
