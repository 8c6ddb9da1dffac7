"""Back, change, start over, cancel, another matter, another language: nothing said before is lost by accident."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dialogue.events import Tapped
from bot.dialogue.replies import Mine
from tests.dialogue.core import GARDEN_EN, PARK_EN, PARK_ZH, Talk
from tests.dialogue.stages import (
    FIRST,
    OWNER,
    answered,
    asked,
    at_times,
    booked,
    first_of_two_booked,
    kept,
)

# --- back, change, start over, cancel ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("talk", "expected"),
    [
        pytest.param(Talk(), "Idle", id="nothing"),
        pytest.param(asked(), "Asking dwelling", id="the first question"),
        pytest.param(asked().tap("q:dwelling:owned"), "Asking dwelling", id="the second question"),
        pytest.param(answered(), "Asking handled_by", id="the ways"),
        pytest.param(answered().tap("way:online"), "ChoosingWay", id="online"),
        pytest.param(answered().tap("way:window"), "ChoosingWay", id="the centres"),
        pytest.param(at_times(), "ChoosingCentre apply", id="the times"),
        pytest.param(kept(), "ChoosingSlot apply", id="a kept place"),
        pytest.param(booked(), "Done", id="booked"),
        pytest.param(booked().tap("move:apply"), "Done", id="moving"),
        pytest.param(booked().tap("cancel:apply"), "Done", id="cancelling"),
        pytest.param(Talk().say(GARDEN_EN), "ChoosingCentre choose", id="a matter with one way and no question"),
    ],
)
def test_back_is_one_step_from_every_stage(talk: Talk, expected: str) -> None:
    talk.say("back")
    assert talk.at == expected
    assert talk.replies


def test_back_gives_a_kept_place_back_and_offers_times_again() -> None:
    talk = kept().say("back")
    assert [effect.kind for effect in talk.effects] == ["release", "find"]
    assert talk.window.holds == {}
    assert talk.said == ["which-time"]


@pytest.mark.parametrize("said", ["another time", "no", "换个时间"])
def test_another_time_offers_times_again(said: str) -> None:
    talk = kept().say(said)
    assert (talk.at, talk.said) == ("ChoosingSlot apply", ["which-time"])


def test_all_the_way_back_and_forward_again() -> None:
    talk = kept()
    for _ in range(5):
        talk.say("back")
    assert (talk.at, talk.answers) == ("Asking dwelling", {})
    assert talk.tap(*OWNER, "way:window", "at:east", f"slot:{FIRST}", "book:apply").at == "Done"


def test_a_changed_answer_keeps_later_answers_that_still_count() -> None:
    talk = answered().say("change it to rented")
    assert talk.answers == {"dwelling": "rented", "handled_by": "self"}
    assert (talk.at, talk.said) == ("ChoosingWay", ["changed", "Card", "which-way"])


def test_a_changed_answer_that_stops_keeps_what_was_said_after_it() -> None:
    talk = answered().tap("q:dwelling:elsewhere")
    assert talk.at == "Stopped"
    assert talk.tap("q:dwelling:rented").at == "ChoosingWay"


def test_change_offers_what_was_answered() -> None:
    talk = answered().say("change an answer")
    (which,) = talk.replies
    assert [choice.key for choice in which.choices] == [
        f"edit:{talk.matter.code}:{question}" for question in ("dwelling", "handled_by")
    ]
    assert talk.tap("edit:dwelling").at == "Asking dwelling"
    assert talk.tap("q:dwelling:employer").at == "ChoosingWay"


def test_a_changed_answer_takes_back_the_arrangement() -> None:
    talk = kept().tap("q:dwelling:rented")
    assert (talk.at, talk.matter.kept, talk.matter.offered) == ("ChoosingWay", None, ())


def test_a_changed_answer_leaves_a_booked_place_booked() -> None:
    talk = booked().tap("q:dwelling:rented")
    assert [place.slot.id for place in talk.matter.places] == [FIRST]
    assert talk.at == "Done"


def test_start_over_asks_the_same_matter_from_the_start() -> None:
    talk = at_times().say("start over")
    assert (talk.at, talk.answers, talk.said) == ("Asking dwelling", {}, ["start-over-with", "ask"])


def test_start_over_after_a_cancelled_place_books_anew() -> None:
    talk = first_of_two_booked().say("later").tap("cancel:choose").say("yes", "start over")
    assert talk.at == "ChoosingCentre choose"


def test_start_over_leaves_a_booked_place_alone() -> None:
    talk = booked().say("start over")
    assert (talk.at, talk.said) == ("Idle", ["start-over"])
    assert len(talk.conversation.matters[0].places) == 1


def test_cancel_waits_for_a_yes() -> None:
    talk = answered().say("cancel")
    assert (talk.at, talk.said, talk.keys) == ("Sure", ["sure-drop"], ["yes", "no"])
    assert talk.say("yes").said == ["dropped"]
    assert (talk.at, talk.conversation.matters) == ("Idle", ())


def test_cancel_and_a_no_keep_everything() -> None:
    talk = answered().say("cancel", "no")
    assert (talk.at, talk.said) == ("ChoosingWay", ["kept-as-it-is", "which-way"])


def test_giving_up_gives_the_kept_place_back() -> None:
    talk = kept().say("cancel", "yes")
    assert ([effect.kind for effect in talk.effects], talk.said) == (["release"], ["dropped"])
    assert talk.window.holds == {}


def test_a_yes_counts_only_for_the_matter_that_awaits_it() -> None:
    """The button under an old question, of a matter that was kept then, gives nothing up."""
    talk = answered().say("cancel", "no")
    parking = talk.matter.code
    talk.say(GARDEN_EN, "cancel").hear(Tapped(f"yes:{parking}:"))
    assert "button-too-old" in talk.said
    assert len(talk.conversation.matters) == 2


# --- another matter, another language ------------------------------------------------------------------------------


def test_another_matter_and_back() -> None:
    talk = asked().tap("q:dwelling:owned").say(GARDEN_EN)
    assert talk.said[0] == "parked"
    assert talk.at == "ChoosingCentre choose"
    talk.say(PARK_EN)
    assert (talk.at, talk.said) == ("Asking handled_by", ["back-to", "ask"])
    assert talk.answers == {"dwelling": "owned"}


def test_a_finished_matter_points_to_the_one_that_waits() -> None:
    talk = asked().say(GARDEN_EN).tap("at:east", f"slot:{FIRST}", "book:choose", "later")
    code = talk.conversation.matters[0].code
    assert talk.conversation.find(code) is not None
    talk.say("/my")
    assert f"open:{code}" in [choice.key for choice in talk.reply(Mine).choices]


def test_the_list_tells_matters_in_the_order_they_began() -> None:
    mine = booked().say(GARDEN_EN, "/my").reply(Mine)
    assert [line.title.en for line in mine.matters] == ["Residents' parking permit", "Renting a vegetable garden"]
    assert [line.state.id for line in mine.matters] == ["state-done", "state-choosingcentre"]
    assert [len(line.places) for line in mine.matters] == [1, 0]


@pytest.mark.parametrize(
    ("said", "language"), [("/language", "zh"), ("说中文", "zh"), ("/language en", "en"), ("/language zh", "zh")]
)
@pytest.mark.parametrize("talk", [asked, answered, at_times, kept, booked], ids=lambda talk: talk.__name__)
def test_the_language_can_be_switched_anywhere(talk: Any, said: str, language: str) -> None:
    standing = talk()
    before = standing.at
    standing.say(said)
    assert (standing.conversation.language, standing.at) == (language, before)
    assert standing.said[0] == "language-set"


def test_the_language_is_that_of_the_citizen() -> None:
    assert Talk().say(PARK_EN).conversation.language == "en"
    assert Talk().say(PARK_ZH).conversation.language == "zh"
    assert asked().say("这个房子是我自己的房子").conversation.language == "zh"


@pytest.mark.parametrize(
    ("said", "language"),
    [("/language zh", "zh"), ("/language EN", "en"), ("/language 中文", "zh"), ("/language English", "en")],
)
def test_a_named_language_is_spoken(said: str, language: str) -> None:
    talk = Talk()
    talk.say(PARK_EN, said)
    assert talk.conversation.language == language


def test_without_a_name_it_is_the_other_language() -> None:
    assert Talk().say(PARK_EN, "/language").conversation.language == "zh"
    assert Talk().say(PARK_EN, "/language", "/language").conversation.language == "en"
