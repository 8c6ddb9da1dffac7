"""Where a sentence may mean several procedures, one question decides between them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.guide import Guide
from procedures.provincial import Deciding
from procedures.vocabulary import Text
from tests.dialogue.core import guide


def text(said: str) -> Text:
    return Text(zh=f"{said}？", en=said)


def deciding(*procedures: str) -> Deciding:
    return Deciding(ask=text(" or ".join(procedures)), options={name: text(name) for name in procedures})


def guide_with(*sets: tuple[str, ...]) -> Guide:
    """The small guide, whose province has a question for each of these sets."""
    present = guide()
    questions = {"-".join(names): deciding(*names) for names in sets}
    return replace(present, province=present.province.model_copy(update={"deciding": questions}))


@pytest.mark.parametrize(
    ("procedures", "asked"),
    [
        (("a", "b"), "a or b"),
        (("b", "a"), "a or b"),
        (("a", "b", "c"), "a or b or c"),
        (("a", "b", "d"), "a or b"),
        (("d", "a", "b"), None),
        (("a", "c"), None),
        ((), None),
    ],
)
def test_the_question_of_most_of_them_is_asked_if_the_likeliest_is_among_them(
    procedures: tuple[str, ...], asked: str | None
) -> None:
    found = guide_with(("a", "b"), ("a", "b", "c")).deciding(procedures)
    assert (found.ask.en if found else None) == asked


def test_a_close_one_that_the_same_question_settles_is_offered_too() -> None:
    first, second = list(guide().current)[:2]
    present = guide_with((first, second), (first, second, "unknown"))
    assert present.to_choose_from([first]) == (first, second)
    assert present.to_choose_from([first, second]) == (first, second)
    assert guide_with().to_choose_from([first]) == (first,)


def test_no_more_than_three_are_offered() -> None:
    first, second = list(guide().current)[:2]
    assert guide_with((first, second, "c", "d")).to_choose_from([first, second]) == (first, second)
