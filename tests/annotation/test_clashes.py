"""Wordings that cannot be told apart or never found."""

from __future__ import annotations

from collections.abc import Callable

from tifa.annotation.clashes import clashes
from tifa.model import Concept, Glossary, Term

MakeConcept = Callable[..., Concept]
MakeGlossary = Callable[..., Glossary]


def report(glossary: Glossary) -> list[str]:
    return [str(problem) for problem in clashes(glossary)]


def test_a_sound_glossary(concept: MakeConcept, glossary: MakeGlossary) -> None:
    assert not clashes(
        glossary(
            concept("national", "小巨人", "little giant", not_=["小巨人集团"]),
            concept("jilin", "小巨人", "Little Giant", scope="province:Jilin"),
            concept("shanxi", "小巨人", "little giant", scope="province:Shanxi"),
            concept("changchun", "小巨人", "little giant", scope="city:Changchun"),
            concept("plural", "little giants"),
            concept("silent", Term("little-giant", "en", "preferred", "never")),
        )
    )


def test_two_concepts_of_one_scope_share_a_wording(concept: MakeConcept, glossary: MakeGlossary) -> None:
    one = concept("one", "小巨人", "the Little-Giant", line=3)
    two = concept("two", "“小”巨人", "little giant", line=9)
    assert report(glossary(one, two)) == [
        "glossary.yml:9: error: two: the wording '“小”巨人' also belongs to one ('小巨人', line 3), which has the same"
        " scope, national. Remove it from one of them, give one a narrower scope, set “match: never” for it in one,"
        " or, if the Chinese beside it is to decide, name each under “confuse_with” of the other. [shared-wording]",
        "glossary.yml:10: error: two: the wording 'little giant' also belongs to one ('the Little-Giant', line 4),"
        " which has the same scope, national. Remove it from one of them, give one a narrower scope, set"
        " “match: never” for it in one, or, if the Chinese beside it is to decide, name each under “confuse_with” of"
        " the other. [shared-wording]",
    ]


def test_concepts_that_name_each_other_may_share_an_english_wording_only(
    concept: MakeConcept, glossary: MakeGlossary
) -> None:
    one = concept("one", "小巨人", "little giant", confuse_with=["two"])
    two = concept("two", "小巨人", "little giant", confuse_with=["one"])
    assert [problem.message.split(" also")[0] for problem in clashes(glossary(one, two))] == [
        "two: the wording '小巨人'"
    ]
    silent = concept("two", "大巨人", "little giant")
    assert [problem.code for problem in clashes(glossary(one, silent))] == ["shared-wording"]


def test_of_three_concepts_each_must_name_both_others(concept: MakeConcept, glossary: MakeGlossary) -> None:
    one = concept("one", "甲", "little giant", confuse_with=["two", "three"])
    two = concept("two", "乙", "little giant", confuse_with=["one"])
    three = concept("three", "丙", "little giant", confuse_with=["one"])
    assert [problem.message.split(" belongs")[0] for problem in clashes(glossary(one, two, three))] == [
        "three: the wording 'little giant' also"
    ]


def test_one_concept_repeats_a_wording(concept: MakeConcept, glossary: MakeGlossary) -> None:
    assert report(glossary(concept("one", "六稳", "the Six Stabilities", "“six stabilities”", line=3))) == [
        "glossary.yml:5: warning: one: '“six stabilities”' repeats 'the Six Stabilities' (line 4): case, quotation"
        " marks, hyphens, “the” and commas make no difference. Remove one of them. [repeated-wording]"
    ]


def test_nothing_is_left_of_a_wording(concept: MakeConcept, glossary: MakeGlossary) -> None:
    empty = Term("“…”", "en", "preferred", line=7)
    assert report(glossary(concept("one", "六稳", empty, not_=["——"], line=3))) == [
        "glossary.yml:7: error: one: the wording '“…”' has no letter or digit. Remove it or write it out."
        " [empty-wording]",
        "glossary.yml:3: error: one: '——' under “not” has no letter or digit. Remove it or write it out."
        " [empty-wording]",
    ]


def test_a_context_excludes_a_wording_itself(concept: MakeConcept, glossary: MakeGlossary) -> None:
    made = concept("one", "六保", "“六保”障", "network", not_=["六保障", "the networks", "network of grids"], line=3)
    assert report(glossary(made)) == [
        "glossary.yml:4: error: one: the wording '“六保”障' is never found, because '六保障' under “not” excludes it."
        " Remove one of them, or write the context out. [excluded-wording]",
        "glossary.yml:5: error: one: the wording 'network' is never found, because 'the networks' under “not” excludes"
        " it. Remove one of them, or write the context out. [excluded-wording]",
    ]
