"""Waiting for a place: where it is offered, what is waited for, and one tap to take what became free."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.backends.onewindow.opening import opening_of
from bot.dialogue.events import FindSlots, NoAnswer, Said, SlotsFound, Tapped
from bot.dialogue.ports import Slot
from bot.dialogue.reminding import reminders
from bot.dialogue.replies import Mine, Reply, Say, Term, Ticket
from bot.dialogue.waiting.effects import (
    CountAhead,
    DeclineOffer,
    JoinList,
    OfferTaken,
    PlaceOffered,
    TakeOffer,
    WaitedInVain,
    WaitingTurnedDown,
    WaitingWhy,
)
from bot.dialogue.waiting_list import Awaited
from intents.hearing.when import Wish
from tests.dialogue.core import MONDAY, PARK_EN, Talk, guide, two_centres
from tests.dialogue.stages import AFTERNOON, FIRST, OWNER

NOON_SLOT = "east.permits.20261130T0300Z"  # Monday 11:00 in Hangzhou
TO_THE_TIMES = (*OWNER, "way:window", "at:east")
HALF_PAST_NINE = MONDAY + timedelta(minutes=30)


def waiting_town() -> Talk:
    return Talk(replace(guide(), waits=True)).say(PARK_EN)


def looking(*free: str, wish: str | None = None) -> Talk:
    """At the times of the East Centre, where only these slots are free."""
    talk = waiting_town().tap(*OWNER, "way:window")
    effect = talk.step(Tapped(f"at:{talk.matter.code}:east")).effect
    if wish is not None:
        assert isinstance(effect, FindSlots)
        talk.hear(SlotsFound(effect, slots("east.permits.20261201T0100Z")))
        effect = talk.step(Said(wish)).effect
    assert isinstance(effect, FindSlots)
    return talk.hear(SlotsFound(effect, slots(*free)))


def slots(*ids: str) -> tuple[Slot, ...]:
    openings = [opening for id in ids if (opening := opening_of(two_centres(), id)) is not None]
    assert len(openings) == len(ids)
    return tuple(Slot(each.id, each.centre, each.counter, each.starts_at, each.minutes, 1) for each in openings)


def booked(slot: str = AFTERNOON) -> Talk:
    return waiting_town().tap(*TO_THE_TIMES, f"slot:{slot}", "book:apply")


def in_the_list() -> Talk:
    return looking().tap("queue")


def waiting_for_earlier() -> Talk:
    return booked().tap("earlier:apply")


def offered(talk: Talk, slot: str = NOON_SLOT, minutes: int = 30) -> Talk:
    return talk.hear(talk.window.waiters.offer(slots(slot)[0], talk.guide.now, minutes))


def buttons(reply: Reply) -> list[str]:
    return [choice.key.partition(":")[0] for choice in reply.choices]


def of_waiting(talk: Talk) -> list[str]:
    return [key for key in talk.keys if key.partition(":")[0] in ("queue", "earlier", "unqueue")]


def awaited(talk: Talk) -> Awaited:
    (effect,) = talk.effects
    assert isinstance(effect, JoinList)
    return effect.awaited


# --- where it is offered, and what is waited for --------------------------------------------------------------------


def test_where_everything_is_full_one_can_wait_until_the_last_day_that_is_given_out() -> None:
    """Ten working days from Monday the 30th: the last is Friday the 11th of December."""
    talk = looking()
    assert (talk.said, buttons(talk.replies[0])) == (["no-times"], ["queue", "elsewhere"])
    talk.tap("queue")
    wanted = awaited(talk)
    assert (wanted.case, wanted.visit, wanted.centre, wanted.counter) == (talk.matter.code, "apply", "east", "permits")
    assert (wanted.opens, wanted.closes) == (MONDAY, datetime(2026, 12, 11, 16, tzinfo=UTC))
    assert (talk.said, buttons(talk.replies[0])) == (["queued"], ["unqueue"])
    (said,) = talk.replies
    assert isinstance(said, Say)
    assert said.values["ahead"] == 3
    assert said.values["times"] == Wish(days=((date(2026, 11, 30), date(2026, 12, 11)),))


def test_a_wished_for_day_and_its_hours_are_what_is_waited_for() -> None:
    talk = looking("east.permits.20261202T0100Z", wish="2 December in the afternoon")
    assert talk.said == ["not-that-time", "which-time"]
    talk.tap("queue")
    wanted = awaited(talk)
    assert (wanted.opens, wanted.closes) == (
        datetime(2026, 12, 1, 16, tzinfo=UTC),
        datetime(2026, 12, 2, 16, tzinfo=UTC),
    )
    assert (wanted.earliest, wanted.latest) == (time(12), None)


def test_where_only_late_times_are_free_an_earlier_one_can_be_waited_for() -> None:
    talk = looking("east.permits.20261203T0100Z")
    assert talk.said == ["which-time"]
    talk.tap("queue")
    assert (awaited(talk).opens, awaited(talk).closes) == (MONDAY, datetime(2026, 12, 3, 1, tzinfo=UTC))
    (said,) = talk.replies
    assert isinstance(said, Say)
    assert isinstance(said.values["times"], Term)


@pytest.mark.parametrize(
    ("free", "wish"),
    [
        ("east.permits.20261202T0100Z", None),  # in two days
        ("east.permits.20261202T0100Z", "2 December"),  # it fits
        ("east.permits.20261202T0100Z", "6 December"),  # a Sunday
        ("east.permits.20261202T0100Z", "2 December at 7 am"),  # before it opens
        ("east.permits.20261202T0100Z", "28 December"),  # not given out yet
        ("east.permits.20261202T0100Z", "later"),
    ],
)
def test_nobody_waits_without_need_or_hope(free: str, wish: str | None) -> None:
    talk = looking(free, wish=wish)
    assert "queue" not in talk.keys
    assert talk.tap("queue").said[0] == "button-too-old"


def test_where_there_is_no_list_nobody_hears_of_one() -> None:
    talk = booked()
    assert "earlier:apply" in talk.keys
    talk.guide = guide()
    assert "earlier:apply" not in talk.keys
    assert talk.tap("earlier:apply").said[0] == "button-too-old"


def test_whoever_has_a_place_can_wait_for_an_earlier_one() -> None:
    talk = booked()
    assert of_waiting(talk) == ["earlier:apply"]
    talk.tap("earlier:apply")
    assert (awaited(talk).opens, awaited(talk).closes) == (MONDAY, datetime(2026, 11, 30, 5, 30, tzinfo=UTC))
    assert talk.said == ["queued"]
    assert of_waiting(talk) == ["unqueue"]
    assert talk.tap("earlier:apply").said == ["queued-already"]


def test_nothing_is_earlier_than_what_begins_within_the_hour() -> None:
    assert of_waiting(booked(FIRST)) == []


# --- what becomes free ----------------------------------------------------------------------------------------------


def test_a_place_that_became_free_is_told_with_two_buttons() -> None:
    talk = offered(in_the_list())
    (said,) = talk.replies
    assert isinstance(said, Say)
    assert (said.id, buttons(said), said.silent) == ("place-offered", ["take", "decline"], False)
    assert [f"{said.values[name]:%m-%d %H:%M}" for name in ("when", "until")] == ["11-30 11:00", "11-30 09:30"]


def test_at_night_it_is_told_without_a_sound() -> None:
    talk = in_the_list()
    talk.guide = replace(talk.guide, now=datetime(2026, 11, 30, 14, tzinfo=UTC))
    assert offered(talk, "east.permits.20261201T0300Z").replies[0].silent


def test_taking_it_books_as_any_other_booking_does() -> None:
    talk = offered(in_the_list()).tap("take:offer-1")
    assert [effect.kind for effect in talk.effects] == ["take-offer"]
    assert (talk.at, talk.said, talk.matter.waiting) == ("Done", ["Ticket"], None)
    assert [place.slot.id for place in talk.matter.places] == [NOON_SLOT]


def test_a_swap_names_what_is_given_up_and_replaces_the_calendar_entry() -> None:
    """And what is reminded of is the new time: two hours before eleven is nine, which is now."""
    talk = waiting_for_earlier()
    ((had, sequence),) = [(place.appointment, place.sequence) for place in talk.matter.places]
    offered(talk)
    (said,) = talk.replies
    assert isinstance(said, Say)
    assert (said.id, f"{said.values['had']:%H:%M}") == ("swap-offered", "13:30")
    talk.tap("take:offer-1")
    (place,) = talk.matter.places
    assert (place.appointment, place.slot.id) == (had, NOON_SLOT)
    (planned,) = talk.reply(Ticket).planned
    assert planned.sequence > sequence
    event = OfferTaken(TakeOffer(case=talk.matter.code, visit="apply", offer="x"), talk.window.appointments[had])
    at_half_past_eight = replace(talk.guide, now=MONDAY - timedelta(minutes=30))
    assert [each.due_at for each in reminders(talk.conversation, event, at_half_past_eight)] == [MONDAY]


@pytest.mark.parametrize(("word", "kind"), [("yes", "take-offer"), ("好", "take-offer"), ("no", "decline-offer")])
def test_a_yes_or_no_is_heard(word: str, kind: str) -> None:
    talk = offered(waiting_for_earlier()).say(word)
    assert [effect.kind for effect in talk.effects] == [kind]


def test_a_yes_to_something_else_takes_nothing() -> None:
    talk = offered(waiting_for_earlier()).tap("cancel:apply").say("no")
    assert (talk.said[0], talk.effects) == ("kept-as-it-is", [])


def test_leaving_it_to_the_next_ends_the_waiting() -> None:
    talk = offered(waiting_for_earlier()).tap("decline:offer-1")
    assert [effect.kind for effect in talk.effects] == ["decline-offer"]
    assert (talk.said, buttons(talk.replies[0]), talk.matter.waiting) == (["offer-declined"], ["earlier"], None)


def test_who_talks_about_something_else_goes_on_with_it() -> None:
    talk = in_the_list()
    code = talk.matter.code
    talk.say("i would like to rent a vegetable garden")
    before = talk.at
    offered(talk)
    assert (talk.said, talk.at) == (["place-offered"], before)
    talk.hear(Tapped(f"take:{code}:offer-1"))
    assert talk.matter.code == code
    assert [place.slot.id for place in talk.matter.places] == [NOON_SLOT]


# --- who waits no more ----------------------------------------------------------------------------------------------


def test_a_place_for_a_matter_that_was_given_up_goes_on_at_once() -> None:
    talk = in_the_list()
    offer = talk.window.waiters.offer(slots(NOON_SLOT)[0], MONDAY)
    talk.say("cancel").say("yes")
    assert [effect.kind for effect in talk.effects] == ["leave-list"]
    assert talk.said == ["dropped"]
    talk.hear(offer)
    assert [effect.kind for effect in talk.effects] == ["decline-offer"]
    assert (talk.said, talk.window.waiters.waiting) == ([], {})


def test_a_list_joined_for_a_matter_that_was_given_up_is_left() -> None:
    talk = looking()
    turn = talk.step(Tapped(f"queue:{talk.matter.code}"))
    assert isinstance(turn.effect, JoinList)
    joined = talk.window.waiters.answer(turn.effect, {})
    talk.say("cancel", "yes").hear(joined)
    assert [effect.kind for effect in talk.effects] == ["leave-list"]
    assert talk.window.waiters.waiting == {}


def test_leaving_the_list_is_one_tap() -> None:
    talk = in_the_list().tap("unqueue")
    assert (talk.said, talk.matter.waiting, talk.window.waiters.waiting) == (["queue-left"], None, {})
    assert talk.tap("unqueue").said[0] == "not-queued"


def test_booking_another_time_ends_the_waiting() -> None:
    talk = looking("east.permits.20261203T0100Z").tap("queue", "slot:east.permits.20261203T0100Z", "book:apply")
    assert talk.matter.waiting is None
    assert "earlier:apply" in talk.keys


def test_cancelling_the_place_ends_the_waiting_for_an_earlier_one() -> None:
    assert waiting_for_earlier().tap("cancel:apply").say("yes").matter.waiting is None


@pytest.mark.parametrize(("what", "waits"), [("unanswered", True), ("dropped", False), ("over", False)])
def test_waiting_in_vain_is_told(what: str, waits: bool) -> None:
    talk = offered(in_the_list())
    assert talk.matter.waiting is not None
    talk.hear(WaitedInVain(talk.matter.code, talk.matter.waiting.id, what))  # type: ignore[arg-type]
    assert talk.said == [f"waiting-{what}"]
    assert (talk.matter.waiting is not None) == waits
    assert talk.matter.waiting is None or talk.matter.waiting.offer is None


# --- what the One Window may answer ---------------------------------------------------------------------------------


@pytest.mark.parametrize("why", ["expired", "limit", "too-late", "unknown"])
def test_a_place_that_cannot_be_had_is_said(why: WaitingWhy) -> None:
    talk = offered(waiting_for_earlier())
    turn = talk.step(Tapped(f"take:{talk.matter.code}:offer-1"))
    assert isinstance(turn.effect, TakeOffer)
    talk.hear(WaitingTurnedDown(turn.effect, why))
    assert talk.said == [f"offer-{why}"]
    assert [place.slot.id for place in talk.matter.places] == [AFTERNOON]


def test_whoever_may_not_wait_is_told_why() -> None:
    talk = looking()
    turn = talk.step(Tapped(f"queue:{talk.matter.code}"))
    assert isinstance(turn.effect, JoinList)
    assert talk.hear(WaitingTurnedDown(turn.effect, "limit")).said == ["queue-limit"]
    assert talk.matter.waiting is None


def test_no_answer_is_asked_for_again_with_the_same_key() -> None:
    talk = offered(waiting_for_earlier())
    turn = talk.step(Tapped(f"take:{talk.matter.code}:offer-1"))
    assert isinstance(turn.effect, TakeOffer)
    assert talk.hear(NoAnswer(turn.effect)).said == ["backend-silent"]
    assert talk.tap("again").effects == [turn.effect]
    assert talk.said == ["Ticket"]


def test_nobody_is_told_that_a_place_could_not_go_on() -> None:
    """It goes on by itself once the time to answer is over."""
    talk = in_the_list()
    offer = talk.window.waiters.offer(slots(NOON_SLOT)[0], MONDAY)
    talk.say("cancel", "yes")
    turn = talk.step(PlaceOffered(offer.offer))
    assert isinstance(turn.effect, DeclineOffer)
    assert talk.hear(NoAnswer(turn.effect)).said == []
    assert talk.conversation.unanswered is None


def test_an_offer_that_comes_too_late_is_not_told() -> None:
    talk = in_the_list()
    offer = talk.window.waiters.offer(slots(NOON_SLOT)[0], MONDAY)
    talk.guide = replace(talk.guide, now=HALF_PAST_NINE)
    assert (talk.hear(offer).said, talk.effects) == ([], [])


# --- the list of matters --------------------------------------------------------------------------------------------


def test_my_matters_tell_how_many_are_before_now() -> None:
    talk = in_the_list()
    talk.window.waiters.ahead = 1
    talk.say("/my")
    assert [effect.kind for effect in talk.effects] == ["count-ahead"]
    (line,) = talk.reply(Mine).matters
    assert line.waiting is not None
    assert (line.waiting.id, line.waiting.values["ahead"]) == ("mine-waiting", 1)
    assert buttons(talk.reply(Mine)) == ["open", "unqueue"]


def test_an_open_offer_can_be_answered_from_there() -> None:
    talk = offered(in_the_list()).say("/my")
    (line,) = talk.reply(Mine).matters
    assert line.waiting is not None
    assert line.waiting.id == "mine-offered"
    assert buttons(talk.reply(Mine)) == ["open", "take", "decline"]
    talk.guide = replace(talk.guide, now=HALF_PAST_NINE)
    assert buttons(talk.say("/my").reply(Mine)) == ["open", "unqueue"]


def test_whoever_waits_no_more_reads_nothing_of_it() -> None:
    talk = in_the_list()
    talk.window.waiters.waiting.clear()
    (line,) = talk.say("/my").reply(Mine).matters
    assert (line.waiting, talk.matter.waiting) == (None, None)


def test_without_an_answer_the_last_number_is_told() -> None:
    talk = in_the_list()
    turn = talk.step(Said("/my"))
    assert isinstance(turn.effect, CountAhead)
    (line,) = talk.hear(NoAnswer(turn.effect)).reply(Mine).matters
    assert line.waiting is not None
    assert line.waiting.values["ahead"] == 3


def test_whoever_holds_a_place_and_lets_it_go_still_waits() -> None:
    talk = looking("east.permits.20261203T0100Z").tap("queue", "slot:east.permits.20261203T0100Z", "other")
    assert (talk.at, talk.matter.waiting is not None) == ("ChoosingSlot apply", True)
