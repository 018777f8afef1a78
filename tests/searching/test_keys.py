from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate, pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tifa.annotation.wordings import inflections
from tifa.searching.keys import _Stems, _stems, keys, name_keys, stem, text_postings
from tifa.text import fold, has_han, is_word


def test_chinese_is_found_by_pairs_and_by_the_last_character() -> None:
    assert keys("两个维护，好。") == {"两个", "个维", "维护", "护", "好"}


def test_words_are_found_without_case_plural_and_possessive() -> None:
    assert keys("The Cities’ policies; a city's Policy — 5G网络") == {"the", "city", "policy", "a", "5g", "网络", "络"}


def test_common_words_are_keys_together() -> None:
    common = {"new", "development", "era"}
    assert {"new development", "development", "new era"} <= keys("New developments in the new era", common)
    assert "development new" not in keys("development, new", common)
    assert "new development" not in keys("new和development", common)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("stabilities", "stability"),
        ("classes", "class"),
        ("news", "news"),
        ("bus", "bus"),
        ("gas", "gas"),
        ("ties", "ties"),
    ],
)
def test_stems(word: str, expected: str) -> None:
    assert stem(word) == expected


@given(st.from_regex(r"[a-z]{3,12}", fullmatch=True))
def test_a_plural_of_a_singular_has_its_stem(word: str) -> None:
    if stem(word) != word:
        return
    for form in inflections(word):
        assert stem(form) == word or stem(form.removesuffix("'s")) == stem(form)


def one_by_one(text: str, common: frozenset[str]) -> set[str]:
    """The keys of a text, looked for character by character."""
    found, words, word = set(), [[""]], ""
    folded = fold(text).text
    for place, character in enumerate(f"{folded}|"):
        if has_han(character):
            second = folded[place + 1 : place + 2]
            found.add(character + second if has_han(second) else character)
        if is_word(character):
            word += character
            continue
        if word:
            words[-1].append(stem(word))
            word = ""
        if character != " ":
            words.append([""])
    for run in words:
        found |= set(run) - {""}
        found |= {f"{one} {two}" for one, two in pairwise(run) if {one, two} <= common}
    return found


TEXTS = st.text(st.one_of(st.sampled_from("ab Z9'’“-,.|两个重\u0301\n\0éß\u3005\U00030000\U0010ffff"), st.characters()))


@given(st.lists(TEXTS, max_size=5))
@example(["", ""])
@example(["a b", "b a", "个", ""])
def test_keys_of_many_texts_are_those_of_each(texts: list[str]) -> None:
    common = frozenset(("a", "b", "z9"))
    found = text_postings(texts, common)
    assert len(set(found.lines)) == len(found.lines)
    ends = list(accumulate(found.counts.tolist()))
    chunks = {
        key: found.chunks[end - count : end].tolist()
        for key, end, count in zip(found.lines, ends, found.counts, strict=True)
    }
    for number, text in enumerate(texts):
        assert {key for key, own in chunks.items() if number in own} == one_by_one(text, common)
    assert all(own == sorted(set(own)) for own in chunks.values())


class Slow(list[str]):
    def append(self, item: str) -> None:
        time.sleep(0.0001)
        super().append(item)


def test_words_that_are_forgotten_are_numbered_again(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["one two", "three four", "one three"]
    expected = [keys(text) for text in texts]
    monkeypatch.setattr("tifa.searching.keys._WORDS", 0)
    assert [keys(text) for text in texts] == expected
    assert len(_stems()) == 2


def test_threads_do_not_mix_up_words(monkeypatch: pytest.MonkeyPatch) -> None:
    stems = _Stems()
    monkeypatch.setattr(stems, "_names", Slow())
    monkeypatch.setattr("tifa.searching.keys._stems", lambda: stems)
    texts = [" ".join(f"w{number}q" for number in range(start, start + 40)) for start in range(0, 400, 10)]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(keys, texts)) == [set(text.split()) for text in texts]


@given(st.text())
def test_keys_of_a_text_are_those_of_its_folded_form(text: str) -> None:
    assert keys(text) == keys(fold(text).text)


@given(st.lists(st.text(alphabet="ab Z9 '’“-,.两个\u0301\n", max_size=8), max_size=4))
def test_texts_with_a_bar_between_them_have_the_keys_of_each(texts: list[str]) -> None:
    """So the keys of a chunk are found at once."""
    common = frozenset("ab")
    assert keys("|".join(texts), common) == set().union(*(keys(text, common) for text in texts))


def test_names_are_compared_without_the_and_spaces() -> None:
    assert name_keys(["the Two Upholds", "two-upholds", "liǎng gè wéihù", "“双创”", "", "the"]) == [
        *("twoupholds", "twoupholds", "lianggeweihu", "双创", "", "the"),
    ]
    assert name_keys([]) == []
