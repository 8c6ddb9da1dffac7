"""Where any centre will do, the best times of all of them are offered beside the districts, in one turn."""

from __future__ import annotations

from datetime import timedelta

from bot.dialogue.joint.effects import FindAcross, FoundAcross
from bot.dialogue.ports import Slot
from bot.dialogue.times import best_of
from tests.dialogue.core import MONDAY, PARK_EN, Talk
from tests.dialogue.test_located import town

TO_THE_CENTRES = (PARK_EN, "my own", "the keeper", "window")


def slot(centre: str, hours: int, free: int) -> Slot:
    return Slot(f"{centre}.{hours}", centre, "permits", MONDAY + timedelta(hours=hours), 15, free)


def test_the_earliest_and_the_quietest_are_the_best() -> None:
    early, late, quiet = slot("east", 1, 1), slot("west", 9, 2), slot("west", 30, 5)
    assert best_of([quiet, late, early]) == (early, quiet)


def test_of_times_as_early_or_as_quiet_the_other_counts() -> None:
    assert best_of([slot("east", 1, 1), slot("west", 1, 4), slot("west", 2, 4)]) == (slot("west", 1, 4),)
    assert best_of([]) == ()


def test_one_tap_keeps_the_earliest_place_of_all_centres() -> None:
    talk = Talk(town("anywhere")).say(*TO_THE_CENTRES)
    assert [key.partition(":")[0] for key in talk.keys] == ["slot", "at", "at"]
    talk.tap(talk.keys[0])
    assert (talk.at, talk.matter.centre) == ("Confirming apply", "east")


def test_a_time_that_was_wished_for_is_looked_for_in_all_centres() -> None:
    talk = Talk(town("anywhere")).say(*TO_THE_CENTRES[:3], "on Friday next week", "window")
    [asked] = [effect for effect in talk.effects if isinstance(effect, FindAcross)]
    assert asked.days == 10
    assert "20261211" in talk.keys[0]


def test_where_nothing_is_free_anywhere_soon_the_districts_are_offered() -> None:
    talk = Talk(town("anywhere")).say(*TO_THE_CENTRES)
    waiting = FindAcross(case=talk.matter.code, counters=(), first_day=MONDAY.date())
    talk.conversation = talk.conversation.put(talk.matter.but(offered=()))
    turn = talk.step(FoundAcross(waiting, ()))
    assert [choice.key.partition(":")[0] for choice in turn.replies[0].choices] == ["at", "at"]
    assert turn.effect is None
