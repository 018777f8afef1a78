"""Pictures for previews: their form, that they are always the same, and what happens to what cannot be drawn."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw

from exports.books import SITE, hostile, tiny
from tifa.exports.kept import Kept
from tifa.exports.lettering import font, write
from tifa.exports.pictures import (
    ACCENT,
    INK,
    MISSING,
    MUTED,
    Line,
    Painter,
    Picture,
    report_picture,
    report_picture_file,
    term_pictures,
)
from tifa.exports.png import png
from tifa.model import Corpus
from tifa.rendering.metadata import Heads, Offers
from tifa.rendering.permalinks import picture_path, whole


def picture_files(corpus: Corpus, kept: Kept) -> dict[str, bytes]:
    """The pictures of all reports and concepts."""
    files = dict(term_pictures(corpus, SITE, kept))
    for annotated in corpus.reports:
        files.update(report_picture_file(annotated.report, SITE, kept))
    return files


@pytest.fixture
def painter(tmp_path: Path) -> Painter:
    return Painter(Kept("pictures", tmp_path))


def drawn(painter: Painter, *lines: str, foot: str = "", share: float | None = None) -> Image.Image:
    """The picture of some lines."""
    picture = Picture(tuple(Line(line, (60, 40), rows=2) for line in lines), foot, share)
    return Image.open(io.BytesIO(painter.png(picture))).convert("RGB")


def ink(image: Image.Image) -> int:
    """Pixels right of the band that are not paper."""
    inside = image.crop((40, 0, *image.size))
    blank = Image.new("RGB", inside.size, inside.getpixel((0, 0)))
    return sum(
        ImageChops.difference(inside, blank).convert("L").point(lambda value: 255 * (value > 8)).histogram()[255:]
    )


def test_a_picture_for_each_page(tmp_path: Path) -> None:
    files = picture_files(tiny(), Kept("pictures", tmp_path))
    ids = [annotated.report.id for annotated in tiny().reports]
    expected = {picture_path("reports", id) for id in ids}
    assert set(files) == expected | {picture_path("glossary", concept.id) for concept in tiny().glossary}
    for content in files.values():
        image = Image.open(io.BytesIO(content))
        image.load()
        assert (image.format, image.size) == ("PNG", (1200, 630))
        assert len(content) < 60_000
    metas = Heads(tiny(), SITE, Offers(pictures=True)).report(ids[0], str).metas
    assert whole(picture_path("reports", ids[0]), SITE) in {meta.content for meta in metas}


def test_the_same_words_give_the_same_bytes_and_are_drawn_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = picture_files(tiny(), Kept("pictures", tmp_path / "a"))
    assert picture_files(tiny(), Kept("pictures", tmp_path / "b")) == first
    monkeypatch.setattr(Painter, "_paint", lambda *_: b"again")
    assert picture_files(tiny(), Kept("pictures", tmp_path / "a")) == first


def test_chinese_pinyin_and_english_are_drawn(painter: Painter) -> None:
    nothing = ink(drawn(painter, ""))
    assert nothing == 0
    for text in ("两个维护", "liǎng gè wéihù", "the Two Upholds"):
        assert ink(drawn(painter, text)) > 2_000
        assert MISSING not in painter._drawable(text)


LETTERS = st.text(st.sampled_from("AVfjJTyQ_,; ǎìĂẤ、“”…两个维护高质量发展\ue001\u0301"), max_size=20)


@given(LETTERS, st.sampled_from((28, 36, 56, 96)), st.sampled_from((INK, MUTED)))
@example("Yī Dài Yī Lù", 30, MUTED)  # letters that touch
def test_letters_are_drawn_as_pillow_draws_them(text: str, size: int, tone: int) -> None:
    images = Image.new("L", (2400, 200), 0), Image.new("L", (2400, 200), 0)
    ImageDraw.Draw(images[0]).text((104, 20), text, fill=tone, font=font(size))
    write(ImageDraw.Draw(images[1]), (104, 20), text, size, tone)
    assert ImageChops.difference(*images).getbbox() is None


def test_a_png_is_what_was_written() -> None:
    pixels = np.arange(6 * 8, dtype=np.uint8).reshape(6, 8) % 16
    palette = list(range(48))
    image = Image.open(io.BytesIO(png(pixels, palette)))
    assert (image.format, image.mode, image.size) == ("PNG", "P", (8, 6))
    assert np.array_equal(np.asarray(image), pixels)
    assert (image.getpalette() or [])[:48] == palette


def test_what_the_font_does_not_have_is_shown_as_missing(painter: Painter) -> None:
    assert painter._drawable("a\U0002a6d6b한") == f"a{MISSING}b{MISSING}"
    assert painter._drawable("a\u202eb\u200b\nc\x00") == "ab c"


def test_long_texts_are_cut_and_stay_inside(painter: Painter) -> None:
    for text in ("word " * 300, "字" * 900, "x" * 2_000, "，" * 400):
        image = drawn(painter, text, text, text, text, foot=text)
        edge = image.crop((1160, 0, 1200, 630))
        assert len(edge.getcolors() or []) == 1


def test_the_bar_shows_the_share(painter: Painter) -> None:
    counts = [
        sum(count for count, colour in (drawn(painter, share=share).crop((40, 0, 1200, 630)).getcolors(999_999) or [])
            if colour == ACCENT)
        for share in (0.0, 0.25, 0.5, 1.0)
    ]  # fmt: skip
    assert counts[0] == 0
    assert counts == sorted(counts)
    assert abs(counts[2] / counts[3] - 0.5) < 0.01


def test_the_translation_status_is_in_the_picture() -> None:
    annotated = next(entry for entry in tiny().reports if entry.report.id == "xining-2020")
    assert "official translation" in report_picture(annotated.report, SITE).foot


def test_hostile_words_do_no_harm(tmp_path: Path) -> None:
    files = picture_files(hostile(), Kept("pictures", tmp_path))
    assert all(content.startswith(b"\x89PNG") for content in files.values())
