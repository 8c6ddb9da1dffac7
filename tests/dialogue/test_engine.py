"""One event, one turn: where the conversation stands then, what can be chosen, what is said, what must happen."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.dialogue.conversation import Kept, Matter
from bot.dialogue.events import ConfirmHold, FindSlots, NoAnswer, Tapped
from bot.dialogue.replies import Promise, Say, Ticket, Why
from procedures.settling import Gaps
from tests.dialogue.core import MONDAY, PARK_EN, PARK_ZH, Talk, guide
from tests.dialogue.stages import (
    FIRST,
    OWNER,
    answered,
    asked,
    at_times,
    booked,
    kept,
)
from tests.small import NAME_ONLY, SMALL

# --- the stages, one after the other -------------------------------------------------------------------------------


def test_nothing_yet() -> None:
    talk = Talk()
    assert (talk.at, talk.keys) == ("Idle", [])


def test_a_sentence_begins_a_matter_with_its_promise() -> None:
    talk = asked()
    assert (talk.at, talk.said) == ("Asking dwelling", ["Promise", "ask"])
    assert talk.keys == [f"q:dwelling:{option}" for option in ("owned", "rented", "employer", "elsewhere")]


def test_the_promise_tells_visits_papers_and_questions() -> None:
    promise = asked().reply(Promise)
    window = promise.usual.way("window")
    assert window is not None
    assert ([item.document for item in window.bring], window.visit_count) == (["id-card"], 1)
    assert (promise.definition.id, promise.questions_at_most, promise.understood) == (SMALL, 2, ())


def test_answers_in_the_first_sentence_are_told_and_not_asked() -> None:
    talk = Talk().say(f"{PARK_ZH}，自己的房子")
    promise = talk.reply(Promise)
    assert (talk.at, talk.answers) == ("Asking handled_by", {"dwelling": "owned"})
    assert [(question.en, answer.en) for question, answer in promise.understood] == [
        ("What home do you live in?", "my own")
    ]
    assert promise.questions_at_most == 1


def test_an_answer_given_early_waits_until_it_counts() -> None:
    talk = asked().say("a power of attorney is with somebody for the keeper")
    assert (talk.at, talk.said) == ("Asking dwelling", ["noted", "ask"])
    assert talk.tap("q:dwelling:owned").at == "ChoosingCentre apply"


def test_the_last_answer_brings_the_whole_outcome_and_the_ways() -> None:
    talk = answered()
    assert (talk.at, talk.said, talk.keys) == ("ChoosingWay", ["Card", "which-way"], ["way:online", "way:window"])


def test_the_outcome_is_told_once() -> None:
    assert "Card" not in answered().tap("way:window").said


def test_online_is_done_at_once_and_can_still_be_the_window() -> None:
    talk = answered().tap("way:online")
    assert (talk.at, talk.said, talk.keys, talk.effects) == ("Done", ["Online"], ["way:window"], [])


def test_the_window_asks_for_the_centre() -> None:
    talk = answered().tap("way:window")
    assert (talk.at, talk.said) == ("ChoosingCentre apply", ["which-centre-home"])
    assert talk.keys == ["at:east", "at:west"]


def test_a_centre_leads_to_times_from_today_on() -> None:
    talk = at_times()
    (find,) = talk.effects
    assert isinstance(find, FindSlots)
    assert (find.key, find.visit, find.first_day) == (f"{talk.matter.code}.1", "apply", date(2026, 11, 30))
    assert (talk.at, talk.said) == ("ChoosingSlot apply", ["which-time"])
    assert [slot.id[-14:] for slot in talk.matter.offered] == [
        "20261130T0115Z",
        "20261130T0530Z",
        "20261201T0100Z",
        "20261201T0530Z",
        "20261202T0100Z",
    ]
    assert talk.keys[-2:] == ["more", "elsewhere"]


def test_a_time_is_kept_before_it_is_booked() -> None:
    talk = kept()
    assert (talk.at, talk.said, talk.keys) == ("Confirming apply", ["confirm-place"], ["book:apply", "other"])
    assert [effect.kind for effect in talk.effects] == ["hold"]
    assert talk.reply(Say).values["minutes"] == 10


def test_a_yes_books_what_is_kept() -> None:
    talk = kept().say("yes")
    (confirm,) = talk.effects
    assert isinstance(confirm, ConfirmHold)
    assert (talk.at, talk.said) == ("Done", ["Ticket"])
    assert talk.keys == ["move:apply", "cancel:apply", "show", "remind"]


def test_the_ticket_tells_the_place_by_the_clock_of_the_centre() -> None:
    ticket = booked().reply(Ticket)
    ((visit, start, slot),) = ticket.places
    assert (visit, slot.id, slot.centre, ticket.way) == ("apply", FIRST, "east", "window")
    assert f"{start:%Y-%m-%d %H:%M %z}" == "2026-11-30 09:15 +0800"


def test_each_effect_has_a_key_of_its_own() -> None:
    talk = Talk()
    keys = []
    for event in (PARK_EN, "my own", "the keeper", "window", "East", "1", "another time", "1", "yes"):
        keys += [effect.key for effect in talk.say(event).effects]
    assert keys == [f"{talk.matter.code}.{step}" for step in range(1, len(keys) + 1)]
    assert len(keys) == 6


def test_a_turn_with_an_effect_is_pending_until_its_result_comes() -> None:
    talk = answered().tap("way:window")
    turn = talk.step(Tapped(f"at:{talk.matter.code}:east"))
    assert turn.effect is not None
    assert talk.conversation.pending == turn.effect
    assert talk.step(NoAnswer(turn.effect)).effect is None
    assert talk.conversation.pending is None


# --- a stop --------------------------------------------------------------------------------------------------------


def test_a_stop_tells_what_to_do_instead() -> None:
    talk = asked().tap("q:dwelling:elsewhere")
    assert (talk.at, talk.said) == ("Stopped", ["TurnedAway"])
    assert talk.keys == [f"go:{NAME_ONLY}", "edit:dwelling"]


def test_what_to_do_instead_may_be_a_matter_that_is_only_known_by_name() -> None:
    talk = asked().tap("q:dwelling:elsewhere").say("1")
    assert talk.said[0] == "not-offered-yet"


def test_a_stop_can_be_taken_back() -> None:
    assert asked().tap("q:dwelling:elsewhere").say("back").at == "Asking dwelling"


# --- registers that are down, and times that are wished for --------------------------------------------------------


def test_a_register_that_is_down_puts_its_paper_back() -> None:
    talk = Talk(guide(gaps=Gaps(down=frozenset({"home-register"})))).say(PARK_EN)
    window = talk.reply(Promise).usual.way("window")
    assert window is not None
    assert [item.document for item in window.bring] == ["id-card", "home-certificate"]
    talk.tap(*OWNER).say("why")
    assert [(gap.document, gap.why) for gap in talk.reply(Why).outcome.gaps] == [("home-certificate", "down")]
    assert talk.tap("way:window", "at:east", f"slot:{FIRST}", "book:apply").at == "Done"


def test_a_wished_time_is_offered() -> None:
    talk = at_times().say("Wednesday afternoon")
    assert [f"{slot.starts_at + timedelta(hours=8):%a %H:%M}" for slot in talk.matter.offered] == [
        "Wed 13:30",
        "Wed 13:45",
        "Wed 14:00",
        "Wed 14:15",
        "Wed 14:30",
    ]


def test_a_time_that_is_not_free_is_said() -> None:
    assert at_times().say("Sunday morning").said == ["closed-then", "which-time"]
    assert at_times().say("Wednesday at 20:00").said == ["not-that-time", "which-time"]
    assert at_times().say("in two months").said == ["too-far-ahead", "which-time"]


# --- old buttons ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "key",
    ["", ":", "q", "q:ZZZZZZ:dwelling:owned", "slot", "go:nowhere", "go:", "none", "yes:", "book::", "后退", "q::"],
)
def test_a_strange_button_tells_how_things_stand(key: str) -> None:
    talk = asked()
    talk.hear(Tapped(key))
    assert (talk.at, talk.said[-1]) == ("Asking dwelling", "ask")


def test_a_time_that_is_no_longer_offered_is_said() -> None:
    talk = at_times().say("Wednesday afternoon").tap(f"slot:{FIRST}")
    assert talk.said[0] == "time-not-offered"


def test_a_time_of_another_way_keeps_nothing() -> None:
    """The times stand above in the chat; then the citizen chooses online, and taps one of them after all."""
    talk = at_times().tap("way:online", f"slot:{FIRST}")
    assert talk.window.holds == {}
    assert talk.replies


def test_an_old_yes_asks_nothing_of_the_world() -> None:
    talk = booked().tap("cancel:apply").say("no").tap("yes")
    assert (talk.effects, talk.said[0]) == ([], "button-too-old")


def test_a_kept_place_shows_the_minutes_that_are_left() -> None:
    talk = kept()
    talk.guide = guide(now=MONDAY + timedelta(minutes=7))
    assert talk.say("help").replies[-1].values["minutes"] == 3  # type: ignore[attr-defined]


def test_what_is_kept_is_small() -> None:
    """A conversation holds what cannot be computed; a new field here is a decision."""
    assert set(Matter.model_fields) - set(Kept.model_fields) == {
        "code",
        "procedure",
        "publication",
        "answers",
        "told",
        "way",
        "centre",
        "wish",
        "earlier_than",
        "later_than",
        "near",
        "offered",
        "kept",
        "applying",
        "places",
        "been",
        "moving",
        "later",
        "waiting",
        "steps",
        "sharing",
    }
