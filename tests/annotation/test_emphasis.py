"""What counts as set off in the text."""

from __future__ import annotations

import pytest

from tifa.annotation.emphasis import is_capitalised, is_quoted, with_partner


def span(text: str) -> tuple[str, int, int]:
    """A text without the brackets ⟦ ⟧ around the span meant, and the span."""
    start = text.index("⟦")
    end = text.index("⟧") - 1
    return text.replace("⟦", "").replace("⟧", ""), start, end


@pytest.mark.parametrize(
    "text",
    [
        "the strategy of “⟦three fives⟧” and the deployment",
        "the strategy of “the ⟦three fives⟧” and the deployment",
        'the strategy of "⟦three fives⟧" and the deployment',
        "the strategy of ‘⟦three fives⟧’ and the deployment",
        "the strategy of 'a' and '⟦three fives⟧' here",
        "the strategy of “⟦three fives⟧,” and the deployment",
        'the strategy of “⟦three fives⟧" and the deployment',
        "in the” ⟦three fives⟧”, namely",
        "build the “⟦two bases⟧ and thus make a good start",
        "the three “⟦fives of⟧” Jilin",
        "the ⟦three “fives⟧” of Jilin",
        "持续做好“⟦六稳⟧”工作",
        "持续做好「⟦六稳⟧」工作",
        "持续做好”⟦六稳⟧“工作",
        "落实好《⟦西宁共识⟧》",
        "“四个意识”“⟦四个自信⟧”",
    ],
)
def test_quoted(text: str) -> None:
    assert is_quoted(*span(text))


@pytest.mark.parametrize(
    "text",
    [
        "the strategy of ⟦three fives⟧",
        "the “strategy of ⟦three fives⟧”",
        "“⟦three fives⟧ of the province”, and",
        "the “strategy” ⟦three fives⟧, “two bases”",
        "the Directors’ ⟦three fives⟧",
        "坚持“一带一路”⟦六稳⟧“六保”",
        "持续做好⟦六稳⟧工作",
    ],
)
def test_not_quoted(text: str) -> None:
    assert not is_quoted(*span(text))


@pytest.mark.parametrize(
    "text",
    [
        "⟦Three Fives⟧ will be promoted",
        "the ⟦Construction of the Five Cities⟧ was promoted",
        "the ⟦13th Five-Year Plan⟧ ends",
        "build a ⟦Network⟧ here",
        "⟦Three Fives⟧",
        "the CPC ⟦Three Fives⟧",
    ],
)
def test_capitalised(text: str) -> None:
    assert is_capitalised(*span(text))


@pytest.mark.parametrize(
    "text",
    [
        "⟦Three fives⟧ will be promoted",
        "⟦Network⟧ building will be promoted",
        "It is done. ⟦Network⟧ building will be promoted",
        "“⟦Network⟧ building",
        "Improve the Governance ⟦Network⟧ of Modern Cities",
        "in ⟦2020⟧",
        "in ⟦of the⟧",
    ],
)
def test_not_capitalised(text: str) -> None:
    assert not is_capitalised(*span(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("完成“⟦十三五”规划⟧目标", "“十三五”规划"),
        ("河湖⟦河湖“四乱⟧”问题", "河湖“四乱”"),
        ('the ⟦sci-tech "little giant⟧" firms', 'sci-tech "little giant"'),
        ('the "⟦1661" strategy⟧ here', '"1661" strategy'),
        ("“⟦两个维护⟧”", "两个维护"),
        ("“⟦永恒课题”和“终身课题⟧”", "永恒课题”和“终身课题"),
        ("⟦专精特新“小巨人⟧企业", "专精特新“小巨人"),
        ("⟦专精特新”小巨人⟧“企业", "专精特新”小巨人"),
        ("⟦十三五”规划⟧", "十三五”规划"),
    ],
)
def test_with_partner(text: str, words: str) -> None:
    text, start, end = span(text)
    start, end = with_partner(text, start, end)
    assert text[start:end] == words
