"""Times, places, two visits, and whatever the One Window answers."""

from __future__ import annotations

from datetime import date

from bot.dialogue.events import (
    ConfirmHold,
    HoldSlot,
    MovePlace,
    NoAnswer,
    ReleaseHold,
    Said,
    SlotsFound,
    Tapped,
    TurnedDown,
)
from bot.dialogue.replies import Ticket
from tests.dialogue.stages import (
    AFTERNOON,
    FIRST,
    answered,
    at_times,
    booked,
    both_booked,
    first_of_two_booked,
    kept,
)

# --- two visits ----------------------------------------------------------------------------------------------------


def test_the_second_visit_is_offered_after_the_days_between() -> None:
    """Five days pass after Monday the 30th: Sunday the 6th is the first day, and the 15th, ten days on, the last."""
    talk = first_of_two_booked()
    assert (talk.at, talk.said) == ("ChoosingSlot fetch", ["booked-one", "visit-for", "which-time"])
    assert getattr(talk.effects[-1], "first_day", None) == date(2026, 12, 6)
    talk.say("16 December")
    assert talk.said[0] == "not-that-time"
    talk.say("15 December")
    assert {f"{slot.starts_at:%m-%d}" for slot in talk.matter.offered} == {"12-15"}


def test_both_visits_stand_on_the_ticket() -> None:
    assert [visit for visit, _, _ in both_booked().reply(Ticket).places] == ["choose", "fetch"]


def test_the_second_visit_can_wait() -> None:
    talk = first_of_two_booked().say("later")
    assert (talk.at, talk.said) == ("Done", ["Ticket"])
    assert talk.tap("open").at == "ChoosingSlot fetch"


def test_moving_the_first_visit_moves_a_second_that_no_longer_fits() -> None:
    talk = both_booked().tap("move:choose").say("8 December")
    talk.tap(f"slot:{talk.matter.offered[0].id}")
    assert (talk.at, talk.said[:1]) == ("ChoosingSlot fetch", ["later-visit-moves"])
    assert [effect.kind for effect in talk.effects] == ["move", "find"]
    assert getattr(talk.effects[-1], "first_day", None) == date(2026, 12, 14)
    talk.tap(f"slot:{talk.matter.offered[0].id}")
    assert talk.said == ["Ticket"]
    assert [f"{start:%m-%d}" for _, start, _ in talk.reply(Ticket).places] == ["12-08", "12-14"]


def test_moving_the_first_visit_leaves_a_second_that_still_fits() -> None:
    talk = both_booked().tap("move:choose").say("1 December")
    talk.tap(f"slot:{talk.matter.offered[0].id}")
    assert (talk.at, talk.said) == ("Done", ["Ticket"])


def test_moving_the_second_visit_keeps_to_its_days() -> None:
    talk = both_booked().tap("move:fetch")
    assert getattr(talk.effects[-1], "first_day", None) == date(2026, 12, 6)
    assert all(slot.starts_at.date() >= date(2026, 12, 7) for slot in talk.matter.offered)


# --- moving and cancelling -----------------------------------------------------------------------------------------


def test_a_place_is_moved_at_once() -> None:
    talk = booked().tap("move:apply", f"slot:{AFTERNOON}")
    (move,) = talk.effects
    assert isinstance(move, MovePlace)
    assert [place.slot.id for place in talk.matter.places] == [AFTERNOON]
    assert (talk.at, talk.said) == ("Done", ["Ticket"])


def test_a_place_is_cancelled_after_a_yes() -> None:
    talk = booked().tap("cancel:apply")
    assert (talk.at, talk.said, talk.effects) == ("Sure", ["sure-cancel"], [])
    talk.say("yes")
    assert ([effect.kind for effect in talk.effects], talk.said) == (["cancel"], ["place-cancelled"])
    assert (talk.matter.places, talk.window.appointments) == ((), {})


def test_a_cancelled_place_can_be_booked_again() -> None:
    talk = booked().tap("cancel:apply").say("yes").tap("rebook")
    assert talk.at == "ChoosingSlot apply"
    assert talk.tap(f"slot:{AFTERNOON}", "book:apply").at == "Done"


# --- what the One Window may answer --------------------------------------------------------------------------------


def test_a_place_that_is_gone_is_said_and_others_are_offered() -> None:
    talk = at_times()
    turn = talk.step(Tapped(f"slot:{talk.matter.code}:{FIRST}"))
    assert isinstance(turn.effect, HoldSlot)
    talk.hear(TurnedDown(turn.effect, "gone"))
    assert (talk.at, talk.said) == ("ChoosingSlot apply", ["refused-gone", "which-time"])


def test_minutes_that_are_over_are_said_and_others_are_offered() -> None:
    talk = kept()
    turn = talk.step(Said("yes"))
    assert isinstance(turn.effect, ConfirmHold)
    talk.hear(TurnedDown(turn.effect, "expired"))
    assert (talk.at, talk.said, talk.matter.kept) == ("ChoosingSlot apply", ["refused-expired", "which-time"], None)


def test_too_late_to_move_leaves_the_place_as_it_is() -> None:
    talk = booked().tap("move:apply")
    turn = talk.step(Tapped(f"slot:{talk.matter.code}:{AFTERNOON}"))
    assert isinstance(turn.effect, MovePlace)
    talk.hear(TurnedDown(turn.effect, "too-late"))
    assert (talk.at, talk.said) == ("Done", ["refused-too-late"])
    assert [place.slot.id for place in talk.matter.places] == [FIRST]


def test_no_answer_keeps_everything_and_offers_to_try_again() -> None:
    talk = answered().tap("way:window")
    turn = talk.step(Tapped(f"at:{talk.matter.code}:west"))
    assert turn.effect is not None
    talk.hear(NoAnswer(turn.effect))
    assert talk.said == ["unsettled-look"]
    case, _, step = turn.effect.key.partition(".")
    assert [choice.key for choice in talk.replies[0].choices] == [f"again:{case}:{step}", f"give-up:{case}:{step}"]
    assert talk.tap("again").at == "ChoosingSlot apply"
    assert {slot.centre for slot in talk.matter.offered} == {"west"}


def test_a_place_that_could_not_be_given_back_falls_free_by_itself() -> None:
    talk = kept()
    turn = talk.step(Tapped(f"other:{talk.matter.code}"))
    assert isinstance(turn.effect, ReleaseHold)
    talk.hear(NoAnswer(turn.effect))
    assert (talk.at, talk.said) == ("ChoosingSlot apply", ["which-time"])


def test_a_centre_without_times_offers_another_one() -> None:
    talk = answered().tap("way:window")
    turn = talk.step(Tapped(f"at:{talk.matter.code}:east"))
    assert turn.effect is not None
    talk.hear(SlotsFound(turn.effect, ()))  # type: ignore[arg-type]
    assert talk.said == ["no-times"]
    assert [choice.key for choice in talk.replies[0].choices] == [f"elsewhere:{talk.matter.code}"]


def test_results_for_a_matter_that_was_given_up_leave_nothing_behind() -> None:
    talk = at_times()
    turn = talk.step(Tapped(f"slot:{talk.matter.code}:{FIRST}"))
    assert isinstance(turn.effect, HoldSlot)
    held = talk.window.answer(turn.effect, talk.guide.province, talk.guide.now)
    talk.say("cancel", "yes").hear(held)
    assert [effect.kind for effect in talk.effects] == ["release"]
    assert (talk.window.holds, talk.conversation.matters) == ({}, ())
