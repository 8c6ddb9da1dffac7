"""When a line applies, in words that a clerk would use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from bot.dialogue.conditions import Conditions
from bot.dialogue.words import Words
from procedures.condition import Condition
from procedures.definition import Definition
from tests.small import small_definition, small_province

QUESTIONS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "marital": {"single": ("未婚", "never married"), "married": ("已婚", "married"), "divorced": ("离异", "divorced")},
    "loan": {"none": ("没有", "no"), "some": ("有，先还清", "yes, pay it off first")},
    "acts": {"self": ("本人办", "myself"), "guardian": ("未成年，监护人办", "a minor, the guardian acts")},
    "home": {"rented": ("租的", "rented"), "owned": ("自己的", "my own")},
}


def definition() -> Definition:
    """The small one with questions that differ in how much their answers say."""
    questions = [
        {
            "id": name,
            "ask": {"zh": "？", "en": "?"},
            "why": {"zh": "。", "en": "."},
            "options": {option: {"zh": zh, "en": en} for option, (zh, en) in options.items()},
        }
        for name, options in QUESTIONS.items()
    ]
    whole = small_definition().model_dump(by_alias=True)
    return Definition.model_validate({**whole, "questions": questions})


@pytest.mark.parametrize(
    ("written", "zh", "en"),
    [
        ({"marital": "married"}, "已婚", "married"),
        ({"marital": ["married", "divorced"]}, "已婚或离异", "married or divorced"),
        ({"marital": {"not": "single"}}, "除“未婚”以外", 'anything but "never married"'),
        ({"loan": "none"}, "第 2 问答“没有”", '"no" to question 2'),
        ({"loan": {"not": "none"}}, "第 2 问不答“没有”", 'anything but "no" to question 2'),
        ({"acts": "guardian"}, "“未成年，监护人办”", '"a minor, the guardian acts"'),
        ({"marital": "married", "acts": "self"}, "已婚，并且本人办", "married, and myself"),
        ([{"marital": "married"}, {"acts": "self"}], "已婚；或者本人办", "married; or myself"),
        ({"marital": "married", "not": {"acts": "self"}}, "已婚，但本人办除外", "married, but not myself"),
        ({"not": {"marital": "married", "acts": "self"}}, "除了已婚，并且本人办", "all but: married, and myself"),
    ],
)
def test_conditions_are_said_in_the_words_of_the_answers(written: Any, zh: str, en: str) -> None:
    condition = Condition.model_validate(written)
    said = [Conditions(definition(), Words(language, small_province())).said(condition) for language in ("zh", "en")]
    assert said == [zh, en]


def test_a_line_that_always_applies_stands_alone() -> None:
    conditions = Conditions(definition(), Words("zh", small_province()))
    married = Condition.model_validate({"marital": "married"})
    assert conditions.line("身份证", small_definition().documents[0].when) == "身份证"
    assert conditions.line("结婚证", married, married) == "已婚的：结婚证"


def test_no_word_is_said_twice() -> None:
    rented = Condition.model_validate({"home": "rented"})
    both = Condition.model_validate({"home": ["rented", "owned"]})
    conditions = Conditions(definition(), Words("zh", small_province()))
    assert [conditions.line("租约", each) for each in (rented, both)] == ["租的：租约", "租的或自己的：租约"]
