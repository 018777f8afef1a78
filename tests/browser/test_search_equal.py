"""What the search finds is what a search through all texts finds, on the real corpus and on a larger one; and what it
reads for that does not grow with the corpus."""

from __future__ import annotations

import http.server
import random
import re
import shutil
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, partial
from importlib import resources
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from recombining import recombined, seeds
from tifa.model import Corpus
from tifa.rendering.addresses import Site
from tifa.searching import index, shards
from tifa.searching.keys import keys, stem
from tifa.text import fold, is_word

FIND = """async queries => {
    const { search } = await import(new URL('/assets/tifa/search_query.js', location).href);
    const found = [];
    for (const asked of queries) {
        const answer = await search(asked);
        const lines = [];
        while (!answer.passages.isDone) {
            for (const { passage, matched } of await answer.passages.next(50)) {
                for (const line of matched) lines.push(passage.document.id + '#' + line.anchor);
            }
        }
        found.push(lines);
    }
    return found;
}"""
PARTS = re.compile(r'"([^"]*)"|(\S+)')
QUERIES = 150


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module", params=["real", "large"])
def corpus(request: pytest.FixtureRequest) -> Corpus:
    return seeds() if request.param == "real" else recombined(seeds(), 12)


@pytest.fixture(scope="module")
def page(corpus: Corpus, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page of a site that has nothing but the search. Its files are small, so that every kind of file is there."""
    folder = tmp_path_factory.mktemp("search")
    shutil.copytree(str(resources.files("tifa") / "assets"), folder / "assets" / "tifa")
    (folder / "index.html").write_text("<!doctype html><title>Search</title>")
    with pytest.MonkeyPatch.context() as patch:
        for module, name, value in (
            (shards, "BAND", 64), (index, "BAND", 64), (index, "SAMPLE", 60), (shards, "LONGEST", 24),
            (shards, "LEAF", 200), (shards, "FANOUT", 16), (index, "FANOUT", 16),
        ):  # fmt: skip
            patch.setattr(module, name, value)
        for path, content in index.search_files(corpus, (), Site()):
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
    assert (folder / "search/index/nodes/2").is_dir()
    assert any((folder / "search/index/bands").iterdir())
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.server_address[1]}/")
    yield page
    context.close()
    server.shutdown()
    server.server_close()
    thread.join()


def found(page: Page, queries: Iterable[dict[str, Any]]) -> list[list[str]]:
    answers: list[list[str]] = page.evaluate(FIND, list(queries))
    return answers


@cache
def folded(text: str) -> str:
    return fold(text).text


def has(text: str, part: str) -> bool:
    """Whether a folded text has a folded part, whole words only."""
    at = text.find(part)
    while at >= 0:
        end = at + len(part)
        cuts = (is_word(text[at - 1 : at]) if at else False) and is_word(part[0])
        cuts = cuts or ((is_word(text[end]) if end < len(text) else False) and is_word(part[-1]))
        if not cuts:
            return True
        at = text.find(part, at + 1)
    return False


def grep(corpus: Corpus, query: str, lang: str = "") -> set[str]:
    """All segments that have a part of the query and stand in a bead that has all of them."""
    parts = [(fold(phrase or word).text, bool(phrase)) for phrase, word in PARTS.findall(query)]
    lines: set[str] = set()
    for annotated in corpus.reports:
        report = annotated.report
        texts = {
            f"{version.prefix}-{segment.id}": folded(segment.text)
            for version in report.versions
            for segment in version.segments
            if not lang or version.prefix == lang
        }
        if report.bitext:
            source, target = report.bitext.source.prefix, report.bitext.target.prefix
            beads = [
                [*(f"{source}-{id}" for id in bead.source), *(f"{target}-{id}" for id in bead.target)]
                for bead in report.bitext.beads
            ]
        else:
            beads = [[anchor] for anchor in texts]
        for bead in beads:
            matched = [
                {
                    id
                    for id in bead
                    if id in texts and (has(texts[id], part) or (not exact and has_loose(texts[id], part)))
                }
                for part, exact in parts
            ]
            if all(matched):
                lines |= {f"{report.id}#{id}" for ids in matched for id in ids}
    return lines


def has_loose(text: str, part: str) -> bool:
    return has(split(text), split(part))


@cache
def split(text: str) -> str:
    """Stems of words; Chinese and the rest as they are."""
    out = []
    for run in re.findall(r"(?:(?![\u2e80-\u9fff])[^\W_]|')+|.", text):
        out.append(stem(run) if is_word(run[0]) else run)
    return "".join(out)


def queries(corpus: Corpus) -> list[str]:
    """Pieces of the texts: of Chinese any, of English whole words; some together, some in quotation marks."""
    chance = random.Random(8)
    chinese = [s.text for item in corpus.reports for v in item.report.versions if v.is_chinese for s in v.segments]
    english = [s.text for item in corpus.reports for v in item.report.versions if not v.is_chinese for s in v.segments]
    made = [
        "的",
        "是",
        "A",
        "2020",
        "重点",
        "发展",
        "人",
        "the",
        "of the",
        '"new development"',
        "province",
        "“两个维护”",
        "四个意识”，不断",
    ]
    while len(made) < QUERIES:
        text = chance.choice(chinese)
        at, length = chance.randrange(len(text)), chance.choice((1, 2, 2, 3, 4, 6, 9))
        piece = re.sub(r"[\s\"“”]", "", text[at : at + length])
        words = re.sub(r"[\"“”]", "", chance.choice(english)).split()
        at = chance.randrange(len(words))
        phrase = " ".join(words[at : at + chance.choice((1, 1, 2, 3, 4))])
        made += [piece, phrase, f'"{phrase}"', f'"{piece}"', f"{piece} {phrase.split()[0]}"]
    return [query for query in made if all(any(map(str.isalnum, a or b)) for a, b in PARTS.findall(query)) and query]


def test_results_are_those_of_grep(corpus: Corpus, page: Page) -> None:
    asked = queries(corpus)
    answers = found(page, ({"q": query, "only": True} for query in asked))
    total = 0
    for query, answer in zip(asked, answers, strict=True):
        assert len(answer) == len(set(answer)), query
        assert set(answer) == grep(corpus, re.sub("[“”]", '"', query)), query
        total += len(answer)
    assert total > 1000


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_words_of_one_language(corpus: Corpus, page: Page, lang: str) -> None:
    asked = ["2019", "5G", "A"]
    answers = found(page, ({"q": query, "only": True, "lang": lang} for query in asked))
    for query, answer in zip(asked, answers, strict=True):
        assert set(answer) == grep(corpus, query, lang), query


def test_filters(corpus: Corpus, page: Page) -> None:
    report = corpus.reports[0].report
    whole, own, year, none = found(page, [
        {"q": "development"}, {"q": "development", "report": report.id},
        {"q": "development", "year": str(report.year)}, {"q": "development", "report": "nowhere"},
    ])  # fmt: skip
    assert own == [line for line in own if line.startswith(f"{report.id}#")]
    assert set(own) == {line for line in whole if line.startswith(f"{report.id}#")}
    assert set(own) < set(whole)
    years = {item.report.id for item in corpus.reports if item.report.year == report.year}
    assert set(year) == {line for line in whole if line.split("#")[0] in years}
    assert none == []


def test_a_concept_is_found_in_all_its_wordings(corpus: Corpus, page: Page) -> None:
    occurrences = {
        (annotated.report.id, f"{version.prefix}-{occurrence.segment}")
        for annotated in corpus.reports
        for version in annotated.report.versions
        for occurrence in annotated.occurrences[version.lang]
        if occurrence.concept == "two-upholds" and occurrence.kind != "gloss"
    }
    for query in ("Two Upholds", "两个维护", "liang ge wei hu", "liǎng gè wéihù", "lianggeweihu", "liang3 ge4 wei2hu4"):
        lines = set(page.evaluate(ALL, {"q": query}))
        assert {f"{report}#{anchor}" for report, anchor in occurrences} <= lines, query


ALL = """async asked => {
    const { search } = await import(new URL('/assets/tifa/search_query.js', location).href);
    const answer = await search(asked);
    const lines = [];
    while (!answer.passages.isDone) {
        for (const { passage } of await answer.passages.next(50)) {
            for (const line of passage.lines) lines.push(passage.document.id + '#' + line.anchor);
        }
    }
    return lines;
}"""


def test_folding_and_keys_are_the_same_here_and_there(corpus: Corpus, page: Page) -> None:
    """Every character, between letters and beside Chinese; every sentence of the corpus."""
    characters = [chr(code) for code in range(0x20, 0x30000) if not 0xD800 <= code < 0xE000]
    # Browsers and Python have Unicode of different years; Cherokee folds to capitals
    characters = [char for char in characters if unicodedata.category(char) != "Cn" and "CHEROKEE" not in name(char)]
    texts = [f"a{char}b 国{char}国" for char in characters]
    texts += [
        segment.text for item in corpus.reports for version in item.report.versions for segment in version.segments
    ]
    answers: list[list[Any]] = page.evaluate(
        """async texts => {
            const { fold, keysOf } = await import(new URL('/assets/tifa/search_text.js', location).href);
            return texts.map(text => {
                const folded = fold(text).text;
                return [folded, keysOf(folded).filter(item => !item.begins).map(item => item.key)];
            });
        }""",
        texts,
    )
    differing = {text: answer for text, (answer, _) in zip(texts, answers, strict=True) if fold(text).text != answer}
    assert len(differing) < 60, differing
    assert not any(0x80 <= ord(text[1]) < 0x800 or 0x2000 <= ord(text[1]) < 0xA000 for text in differing), differing
    for text, (_, own) in list(zip(texts, answers, strict=True))[len(characters) :]:
        assert set(own) <= keys(text), text


def name(character: str) -> str:
    return unicodedata.name(character, "")
