"""A report's own explanation beside its label."""

from __future__ import annotations

import pytest

from tifa.annotation.glosses import gloss_of
from tifa.text import has_han


@pytest.mark.parametrize(
    ("text", "label", "gloss"),
    [
        (
            "the Four Chaos (random occupation, random mining, random pile) in rivers",
            "Four Chaos",
            "random occupation, random mining, random pile",
        ),
        (
            "promote “Four Chaos” (random occupation (of land), random pile.).",
            "Four Chaos",
            "random occupation (of land), random pile",
        ),
        (
            "“three public consumption (public spending on government cars)”",
            "three public consumption",
            "public spending on government cars",
        ),
        ("“no worries about food” (“the 2 No-Worries”) as", "2 No-Worries", "no worries about food"),
        ("坚持“两个维护”（维护核心地位，维护中央权威），", "两个维护", "维护核心地位，维护中央权威"),
        ("the Consultative Conference (CPPCC) for", "Consultative Conference", None),
        ("(the) Four Chaos, (random occupation, random mining)", "Four Chaos", None),
        ("Four Chaos (random occupation, never closed", "Four Chaos", None),
        ("Tourism City (“the Five Cities in One”) and", "Tourism City", None),
        ("湟水河（西宁段）含沙量", "湟水河", None),
        (f"Four Chaos (random{' occupation' * 100})", "Four Chaos", None),
        ("and no worries about food (“the 2 No-Worries”) as", "2 No-Worries", None),
    ],
)
def test_gloss(text: str, label: str, gloss: str | None) -> None:
    start = text.index(label)
    span = gloss_of(text, start, start + len(label), is_chinese=has_han(text))
    assert (text[slice(*span)] if span else None) == gloss
