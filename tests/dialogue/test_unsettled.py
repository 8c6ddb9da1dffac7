"""What got no answer: kept, told, tried again by itself, done at last or given up. Values only; nothing is awaited."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.dialogue.applying.effects import AddToCase, Submit, TakeBack
from bot.dialogue.conversation import Conversation, Wake
from bot.dialogue.engine import advance
from bot.dialogue.events import (
    Attached,
    CancelPlace,
    ConfirmHold,
    Effect,
    Event,
    FindOut,
    FindSlots,
    HoldSlot,
    MovePlace,
    NoAnswer,
    ReleaseHold,
    Said,
    Tapped,
    TurnedDown,
)
from bot.dialogue.joint.effects import ConfirmTogether, HoldTogether, JointTurnedDown, ReleaseTogether
from bot.dialogue.joint.replies import JointTicket
from bot.dialogue.papers import KeptPaper
from bot.dialogue.replies import Card, Mine, Receipt, Reply, Say, Term, Ticket
from bot.dialogue.sharing.effects import Woken
from bot.dialogue.stage import Done, stage_of
from bot.dialogue.unsettled import trying
from bot.dialogue.unsettled.state import Unsettled
from tests.dialogue.core import GARDEN, GARDEN_EN, MONDAY, PARK_EN, Talk, guide
from tests.dialogue.joint.test_arranging import booked as booked_together
from tests.dialogue.joint.test_arranging import planned
from tests.dialogue.offices import RIGHT, Offices
from tests.dialogue.stages import AFTERNOON, FIRST, answered, at_times, booked, kept
from tests.small import SMALL

NIGHT = datetime(2026, 11, 30, 14, 0, tzinfo=UTC)
"""22:00 in Hangzhou."""
NEXT_DAY = "east.permits.20261201T0115Z"


def silent(talk: Talk, event: Event) -> Effect:
    """The event, what it asks for, and no answer to that."""
    effect = talk.step(event).effect
    assert effect is not None
    talk.hear(NoAnswer(effect))
    return effect


def tapped(talk: Talk, key: str) -> Tapped:
    verb, _, rest = key.partition(":")
    return Tapped(f"{verb}:{talk.matter.code}:{rest}")


def only(talk: Talk) -> Unsettled:
    (unsettled,) = talk.conversation.unsettled
    return unsettled


def later(talk: Talk, **span: int) -> Talk:
    talk.guide = replace(talk.guide, now=talk.guide.now + timedelta(**span))
    return talk


def answer(talk: Talk) -> Talk:
    """The One Window answers to what is tried again, and to what follows by itself."""
    return talk.hear(talk.window.answer(only(talk).effect, talk.guide.province, talk.guide.now))


def due(talk: Talk, event: Event, now: datetime) -> Effect | None:
    """What is tried again before this event is heard."""
    return trying.due(talk.conversation, event, now)


def buttons(reply: Reply) -> list[str]:
    return [choice.key.partition(":")[0] for choice in reply.choices]


def holding() -> Talk:
    """A time was chosen, and whether it is kept is not known."""
    talk = at_times()
    silent(talk, tapped(talk, f"slot:{FIRST}"))
    return talk


def confirming() -> Talk:
    """A place is kept, and whether it is booked is not known."""
    talk = kept()
    silent(talk, Said("yes"))
    return talk


def moving() -> Talk:
    talk = booked().tap("move:apply")
    silent(talk, tapped(talk, f"slot:{AFTERNOON}"))
    return talk


def cancelling() -> Talk:
    talk = booked().tap("cancel:apply")
    silent(talk, Said("yes"))
    return talk


def looking() -> Talk:
    talk = answered().tap("way:window")
    silent(talk, tapped(talk, "at:east"))
    return talk


def checked() -> Talk:
    talk = Talk(guide(shares=True, applies=True)).say(PARK_EN)
    talk.window.offices = Offices(level="face")
    talk.tap("q:dwelling:owned", "q:handled_by:self", "way:online", "apply:").say(RIGHT)
    return talk.tap("agree:", "use:")


def submitting() -> Talk:
    talk = checked()
    silent(talk, tapped(talk, "submit:"))
    return talk


def submitted() -> Talk:
    talk = checked().tap("submit:")
    assert talk.at == "Submitted"
    return talk


def adding() -> Talk:
    talk = submitted()
    news = talk.window.office.happen(talk.matter.code, "asked", talk.guide.now, asked=("a photo",))
    talk.hear(news).hear(Attached(KeptPaper(id="paper-1", name="photo.jpg", kind="jpeg", pages=1, size=2000)))
    silent(talk, tapped(talk, "add:"))
    return talk


def taking_back() -> Talk:
    talk = submitted().tap("take-back:")
    silent(talk, Said("yes"))
    return talk


KEPT = {
    "look": (looking, FindSlots),
    "book": (holding, HoldSlot),
    "confirm": (confirming, ConfirmHold),
    "move": (moving, MovePlace),
    "cancel": (cancelling, CancelPlace),
    "submit": (submitting, Submit),
    "add": (adding, AddToCase),
    "take-back": (taking_back, TakeBack),
}


# --- kept, and told --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", KEPT)
def test_what_is_kept_is_told_with_what_happens_next(what: str) -> None:
    arrive, kind = KEPT[what]
    talk = arrive()
    assert isinstance(only(talk).effect, kind)
    assert talk.said == ["unsettled-book" if what == "confirm" else f"unsettled-{what}"]
    assert buttons(talk.replies[0]) == ["again", "give-up"]
    assert only(talk).next_at == MONDAY + timedelta(minutes=1)


@pytest.mark.parametrize("what", KEPT)
def test_whoever_taps_is_answered_each_time(what: str) -> None:
    talk = KEPT[what][0]()
    effect = only(talk).effect
    turn = talk.step(Tapped(f"again:{talk.matter.code}"))
    assert turn.effect == effect
    assert talk.hear(NoAnswer(effect)).said == ["unsettled-book" if what == "confirm" else f"unsettled-{what}"]
    assert only(talk).effect == effect


def test_what_cannot_be_given_back_falls_free_by_itself_and_is_not_kept() -> None:
    talk = kept()
    assert isinstance(silent(talk, tapped(talk, "other:")), ReleaseHold)
    assert talk.conversation.unsettled == ()
    talk = planned()
    talk.tap(talk.keys[0])
    assert isinstance(silent(talk, Said("不要")), ReleaseTogether)
    assert talk.conversation.unsettled == ()
    assert talk.conversation.unanswered is None


def test_two_matters_may_wait_at_once() -> None:
    talk = holding().say(GARDEN_EN)
    silent(talk, tapped(talk, "at:west"))
    assert [type(each.effect) for each in talk.conversation.unsettled] == [HoldSlot, FindSlots]
    talk.say("/my")
    assert [line.state for line in talk.reply(Mine).matters] == [Term("state-unsettled"), Term("state-unsettled")]


def test_what_is_only_read_is_asked_for_again_by_its_own_button() -> None:
    """Nothing is kept for it, and no other message waits for it."""
    talk = taking_back()
    read = silent(talk, tapped(talk, "status:"))
    assert talk.said == ["backend-silent"]
    assert trying.unanswered(talk.conversation) is None
    (again,) = (choice.key for choice in talk.replies[0].choices)
    assert talk.step(Tapped(again)).effect == read
    assert isinstance(only(talk).effect, TakeBack)


def test_my_list_tells_what_is_tried_and_what_was_in_vain() -> None:
    talk = submitting()
    effect = only(talk).effect
    assert talk.say("/my").reply(Mine).matters[0].state == Term("state-unsettled")
    later(talk, days=1).hear(NoAnswer(effect))
    assert talk.say("/my").reply(Mine).matters[0].state == Term("state-in-vain")
    assert {"again", "give-up"} <= set(buttons(talk.reply(Mine)))


def test_what_an_older_release_has_left_unanswered_is_asked_again_and_then_kept() -> None:
    talk = kept()
    confirm = talk.step(Said("yes")).effect
    assert isinstance(confirm, ConfirmHold)
    old = talk.conversation.but(pending=None, unanswered=confirm).model_dump(mode="json")
    del old["unsettled"]
    for matter in old["matters"]:
        del matter["near"]
    talk.conversation = Conversation.model_validate(old)
    assert trying.unanswered(talk.conversation) == confirm
    assert talk.hear(NoAnswer(confirm)).said == ["unsettled-book"]
    assert (only(talk).effect, talk.conversation.unanswered) == (confirm, None)


# --- when it is tried ------------------------------------------------------------------------------------------------


def wakes(talk: Talk, effect: Effect) -> tuple[Wake, ...]:
    """The next plan, after a try at its time got no answer; nothing is said."""
    talk.guide = replace(talk.guide, now=only(talk).next_at)
    assert due(talk, Woken(only(talk).name), talk.guide.now) == effect
    turn = talk.step(NoAnswer(effect))
    assert turn.replies == ()
    return turn.wakes


def test_it_is_tried_after_1_2_5_15_30_minutes_and_then_every_hour_for_a_day() -> None:
    talk = submitting()
    effect, pauses = only(talk).effect, []
    while True:
        before, talk.guide = talk.guide.now, replace(talk.guide, now=only(talk).next_at)
        pauses.append((talk.guide.now - before).total_seconds() / 60)
        turn = talk.step(NoAnswer(effect))
        if turn.replies:
            break
        assert [(wake.case, wake.at) for wake in turn.wakes] == [(effect.key, only(talk).next_at)]
    assert pauses[:7] == [1, 2, 5, 15, 30, 60, 60]
    assert talk.guide.now == MONDAY + timedelta(days=1)
    assert [said.id for said in turn.replies if isinstance(said, Say)] == ["unsettled-over"]
    assert buttons(turn.replies[0]) == ["again", "give-up"]
    assert (turn.wakes, only(talk).over) == ((), True)
    assert due(talk, Said("hello"), talk.guide.now) is None


def test_after_a_day_a_tap_begins_another_day() -> None:
    talk = submitting()
    effect = only(talk).effect
    later(talk, days=1).hear(NoAnswer(effect))
    assert talk.said == ["unsettled-over"]
    talk.step(Tapped(f"again:{talk.matter.code}"))
    turn = talk.step(NoAnswer(effect))
    assert [wake.at for wake in turn.wakes] == [MONDAY + timedelta(days=1, minutes=1)]
    assert only(talk).over is False


def test_a_time_that_is_near_is_not_tried_for_beyond_it() -> None:
    """It begins at 09:15; half past would be the fourth try."""
    talk = holding()
    effect = only(talk).effect
    for minutes in (1, 3, 8):
        assert only(talk).next_at == MONDAY + timedelta(minutes=minutes)
        assert len(wakes(talk, effect)) == 1
    assert only(talk).next_at == MONDAY + timedelta(minutes=15)
    later(talk, minutes=7)
    assert talk.hear(NoAnswer(effect)).said == ["unsettled-over"]


def test_only_what_is_due_is_tried_when_it_is_woken() -> None:
    talk = holding()
    effect, name = only(talk).effect, only(talk).name
    assert due(talk, Woken(name), MONDAY + timedelta(seconds=59)) is None
    assert due(talk, Woken(name), MONDAY + timedelta(seconds=60)) == effect
    assert due(talk, Woken("something else"), MONDAY + timedelta(hours=1)) is None
    assert talk.hear(Woken(name)).replies == []


def test_a_citizen_who_goes_on_at_once_does_not_wait_again() -> None:
    talk = holding()
    effect = only(talk).effect
    for seconds, tried in ((29, None), (30, effect)):
        assert due(talk, Said("why"), MONDAY + timedelta(seconds=seconds)) == tried
    later(talk, seconds=30).hear(NoAnswer(effect))
    assert talk.said == []
    assert due(talk, Said("why"), MONDAY + timedelta(seconds=59)) is None
    assert only(talk).next_at == MONDAY + timedelta(minutes=1)  # its own times stay as they are


def test_of_several_the_one_that_waited_longest_is_tried_and_no_more() -> None:
    talk = holding()
    first = only(talk).effect
    later(talk, seconds=40).say(GARDEN_EN)
    silent(talk, tapped(talk, "at:west"))
    assert due(talk, Said("why"), talk.guide.now + timedelta(seconds=20)) is None
    assert due(talk, Said("why"), talk.guide.now + timedelta(seconds=30)) == first


# --- while it is tried -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["why", "help", "again please", "what does deed tax mean", "/my", "thanks", "说中文"])
def test_questions_are_answered_without_asking_the_one_window(said: str) -> None:
    for talk in (looking(), holding(), confirming()):
        before = talk.matter
        talk.say(said)
        assert (talk.effects, len(talk.conversation.unsettled)) == ([], 1)
        assert talk.replies
        assert talk.matter.but(told=None) == before.but(told=None)


def test_the_outcome_is_told_again_and_that_it_is_tried() -> None:
    talk = holding().say("再说一遍")
    assert talk.said == ["Card", "unsettled-book"]
    assert talk.reply(Card).code == talk.matter.code


def test_another_matter_goes_on_to_its_outcome() -> None:
    talk = holding().say(GARDEN_EN)
    assert "Promise" in talk.said
    assert (talk.matter.procedure, len(talk.conversation.unsettled)) == ("garden-plot", 1)


@pytest.mark.parametrize("said", ["another time", "cancel", "Wednesday afternoon", "change it to rented"])
def test_while_it_is_not_known_what_became_of_a_matter_it_stays_as_it_is(said: str) -> None:
    talk = confirming()
    before = talk.matter
    talk.say(said)
    if said == "cancel":  # it is given up, and what became of it has to be found out
        assert (talk.said, talk.effects, type(only(talk).effect)) == (["unsettled-find-out"], [], FindOut)
        return
    assert (talk.said, talk.effects) == (["first-known"], [])
    assert talk.matter == before
    assert buttons(talk.replies[0]) == ["again", "give-up"]


def test_an_application_that_is_perhaps_handed_in_is_not_changed() -> None:
    talk = submitting()
    before = talk.matter
    for event in (Said("change it to rented"), tapped(talk, "amend:"), tapped(talk, "submit:"), tapped(talk, "leave:")):
        assert talk.hear(event).said == ["first-known"], event
        assert talk.matter == before


CHANGED = {
    "say:3 December": ["times-for", "which-time"],
    "at:west": ["which-time"],
    "edit:dwelling": ["ask"],
    "way:online": ["Online"],
    "elsewhere:": ["which-centre-home"],
    "say:start over": ["start-over-with", "ask"],
}


@pytest.mark.parametrize("event", CHANGED)
def test_a_wish_that_the_citizen_changes_is_dropped_and_that_is_said(event: str) -> None:
    talk = holding()
    hold = only(talk).effect
    verb, _, rest = event.partition(":")
    talk.say(rest) if verb == "say" else talk.tap(event)
    assert talk.said == ["no-longer-tried", *CHANGED[event]]
    assert talk.conversation.unsettled == ()
    assert hold not in talk.effects


def test_another_time_takes_the_place_of_the_first() -> None:
    talk = holding().tap(f"slot:{AFTERNOON}")
    assert talk.said == ["no-longer-tried", "confirm-place"]
    assert (talk.matter.kept and talk.matter.kept.slot.id, talk.conversation.unsettled) == (AFTERNOON, ())


def test_numbers_and_words_reach_the_two_buttons() -> None:
    hold = only(holding()).effect
    for said in ("1", "try now", "try again", "现在再试"):
        assert holding().say(said).effects[0] == hold
    for said in ("2", "drop it", "算了", "cancel"):
        talk = holding().say(said)
        assert (talk.said, talk.conversation.unsettled) == (["gave-up-book"], ())


# --- done at last ----------------------------------------------------------------------------------------------------


def test_a_wished_for_place_is_booked_without_another_tap() -> None:
    talk = answer(later(holding(), minutes=1))
    assert [effect.kind for effect in talk.effects] == ["confirm"]
    assert (talk.at, talk.said) == ("Done", ["answers-again", "Ticket"])
    assert [slot.id for _, _, slot in talk.reply(Ticket).places] == [FIRST]
    assert talk.reply(Ticket).planned
    assert talk.conversation.unsettled == ()


def test_a_place_that_was_kept_and_forgotten_is_asked_for_anew() -> None:
    """It was kept at nine for ten minutes; at 09:12 the One Window answers as it would have then."""
    talk = at_times()
    hold = talk.step(tapped(talk, f"slot:{FIRST}")).effect
    assert hold is not None
    lost = talk.window.answer(hold, talk.guide.province, talk.guide.now)
    talk.hear(NoAnswer(hold))
    later(talk, minutes=12).hear(lost)
    assert [effect.kind for effect in talk.effects] == ["hold", "confirm"]
    assert len({effect.key for effect in (hold, *talk.effects)}) == 3
    assert (talk.said, talk.at) == (["answers-again", "Ticket"], "Done")


def test_minutes_that_were_over_before_it_was_booked_are_begun_anew_once() -> None:
    talk = confirming()
    confirm = only(talk).effect
    assert isinstance(confirm, ConfirmHold)
    later(talk, minutes=11)
    hold = talk.step(TurnedDown(confirm, "expired")).effect
    assert isinstance(hold, HoldSlot)
    assert (hold.slot, hold.procedure) == (FIRST, talk.matter.procedure)
    again = talk.step(talk.window.answer(hold, talk.guide.province, talk.guide.now)).effect
    assert isinstance(again, ConfirmHold)
    talk.hear(TurnedDown(again, "expired"))
    assert talk.said[:2] == ["answers-again", "refused-expired"]
    assert talk.conversation.unsettled == ()


def test_silence_in_the_middle_is_not_told_again() -> None:
    talk = holding()
    name = only(talk).name
    later(talk, minutes=1)
    confirm = talk.step(talk.window.answer(only(talk).effect, talk.guide.province, talk.guide.now)).effect
    assert isinstance(confirm, ConfirmHold)
    turn = talk.step(NoAnswer(confirm))
    assert turn.replies == ()
    assert [(wake.case, wake.at) for wake in turn.wakes] == [(name, MONDAY + timedelta(minutes=3))]
    assert answer(later(talk, minutes=2)).said == ["answers-again", "Ticket"]


def test_a_place_that_somebody_else_has_is_said_and_the_times_next_to_it_are_offered() -> None:
    """Every quarter of an hour; the five nearest to half past one are two before and three after, or the like."""
    talk = at_times().say("30 November in the afternoon")
    silent(talk, tapped(talk, f"slot:{AFTERNOON}"))
    hold = only(talk).effect
    assert isinstance(hold, HoldSlot)
    talk.hear(TurnedDown(hold, "gone"))
    assert talk.said == ["gone-book", "which-time"]
    half_past_one = datetime(2026, 11, 30, 5, 30, tzinfo=UTC)
    every = talk.window.answer(talk.effects[-1], talk.guide.province, talk.guide.now).slots  # type: ignore[union-attr]
    nearest = sorted(every, key=lambda slot: (abs(slot.starts_at - half_past_one), slot.starts_at))[:5]
    assert set(talk.matter.offered) == set(nearest)
    assert list(talk.matter.offered) == sorted(nearest, key=lambda slot: slot.starts_at)
    assert {slot.centre for slot in talk.matter.offered} == {"east"}
    assert talk.conversation.unsettled == ()


def test_a_time_that_is_over_by_then_is_said_to_be_over() -> None:
    talk = holding()
    hold = only(talk).effect
    assert isinstance(hold, HoldSlot)
    later(talk, hours=1).hear(TurnedDown(hold, "gone"))
    assert talk.said == ["gone-over", "which-time"]
    assert min(slot.starts_at for slot in talk.matter.offered) > talk.guide.now


def test_a_place_that_cannot_be_moved_stays_and_others_are_offered() -> None:
    talk = moving()
    move = only(talk).effect
    assert isinstance(move, MovePlace)
    assert talk.hear(TurnedDown(move, "gone")).said == ["gone-move", "which-time"]
    assert [place.slot.id for place in talk.matter.places] == [FIRST]


def test_times_that_were_looked_for_are_offered_then() -> None:
    talk = answer(later(looking(), minutes=1))
    assert (talk.at, talk.said) == ("ChoosingSlot apply", ["answers-again", "which-time"])


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("move", ["answers-again", "Ticket"]),
        ("cancel", ["answers-again", "place-cancelled"]),
        ("submit", ["answers-again", "Receipt"]),
        ("add", ["answers-again", "added"]),
        ("take-back", ["answers-again", "taken-back"]),
    ],
)
def test_what_was_asked_for_is_told_as_always(what: str, said: list[str]) -> None:
    talk = answer(later(KEPT[what][0](), minutes=1))
    assert talk.said == said
    assert talk.conversation.unsettled == ()


def test_whoever_talks_about_something_else_is_not_drawn_away() -> None:
    talk = holding().say(GARDEN_EN)
    code, before = talk.matter.code, talk.at
    later(talk, minutes=1)
    answer(talk)
    assert talk.said[:2] == ["answers-again", "Ticket"]
    assert (talk.matter.code, talk.at) == (code, before)
    first = talk.conversation.matters[0]
    assert isinstance(stage_of(talk.conversation.but(current=first.code), talk.guide), Done)


def test_a_question_that_waits_for_a_choice_still_does() -> None:
    talk = holding()
    talk.conversation = talk.conversation.but(choosing=(SMALL, GARDEN))
    assert talk.at == "Choosing"
    assert answer(later(talk, minutes=1)).at == "Choosing"


def test_at_night_it_makes_no_sound() -> None:
    """Of the next day, so that the time is not over."""
    talk = at_times().say("1 December")
    silent(talk, tapped(talk, f"slot:{NEXT_DAY}"))
    talk.guide = replace(talk.guide, now=NIGHT)
    assert [reply.silent for reply in answer(talk).replies] == [True, True]
    talk = at_times().say("1 December")
    silent(talk, tapped(talk, f"slot:{NEXT_DAY}"))
    assert [reply.silent for reply in answer(later(talk, minutes=1)).replies] == [False, False]


# --- given up --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("arrive", "said"), [(looking, "gave-up-look"), (holding, "gave-up-book")])
def test_a_look_and_a_place_not_yet_booked_are_given_up_at_once(arrive: object, said: str) -> None:
    talk: Talk = arrive()  # type: ignore[operator]
    effect = only(talk).effect
    talk.tap("give-up:")
    assert (talk.said, talk.effects, talk.conversation.unsettled) == ([said], [], ())
    if isinstance(effect, HoldSlot):  # an answer that comes all the same books nothing
        talk.hear(talk.window.answer(effect, talk.guide.province, talk.guide.now))
        assert [each.kind for each in talk.effects] == []
        assert talk.at == "Confirming apply"


def happened(arrive: str) -> Talk:
    """It took effect, and only the answer was lost."""
    talk = KEPT[arrive][0]()
    talk.window.answer(only(talk).effect, talk.guide.province, talk.guide.now)
    return talk


def given_up(talk: Talk) -> Talk:
    """And what became of it found out, a minute later: not at once, since a try might be under way."""
    talk.tap("give-up:")
    assert (talk.said, talk.effects) == (["unsettled-find-out"], [])
    assert buttons(talk.replies[0]) == ["again"]
    return answer(later(talk, minutes=1))


def test_what_was_booked_before_it_was_given_up_is_given_back() -> None:
    talk = given_up(happened("confirm"))
    assert [effect.kind for effect in talk.effects] == ["cancel"]
    assert talk.said == ["gave-up-late", "place-cancelled"]
    assert (talk.window.appointments, talk.matter.places, talk.conversation.unsettled) == ({}, (), ())


def test_what_was_not_booked_is_not_booked_by_finding_out() -> None:
    talk = given_up(confirming())
    assert talk.said == ["gave-up-nothing"]
    assert (talk.window.appointments, talk.window.holds, talk.matter.kept) == ({}, {}, None)
    assert buttons(talk.replies[0]) == ["open"]


LATE = {
    "move": ["gave-up-late", "Ticket"],
    "cancel": ["gave-up-late", "place-cancelled"],
    "submit": ["gave-up-late", "Receipt"],
    "add": ["gave-up-late", "added"],
    "take-back": ["gave-up-late", "taken-back"],
}


@pytest.mark.parametrize("what", LATE)
def test_what_had_happened_is_told_as_it_is(what: str) -> None:
    talk = given_up(happened(what))
    assert talk.said == LATE[what]
    assert talk.conversation.unsettled == ()


@pytest.mark.parametrize("what", LATE)
def test_what_had_not_happened_does_not_happen(what: str) -> None:
    talk = KEPT[what][0]()
    before = (dict(talk.window.appointments), dict(talk.window.office.cases))
    given_up(talk)
    assert talk.said == ["gave-up-nothing"]
    assert (talk.window.appointments, talk.window.office.cases) == before
    assert talk.conversation.unsettled == ()


def test_an_application_that_had_arrived_can_be_taken_back() -> None:
    talk = given_up(happened("submit"))
    assert talk.at == "Submitted"
    assert "take-back" in buttons(talk.reply(Receipt))


def test_what_cannot_be_found_out_yet_is_told_and_found_out_by_itself() -> None:
    talk = confirming().tap("give-up:")
    effect = only(talk).effect
    assert isinstance(effect, FindOut)
    assert wakes(talk, effect)
    assert answer(later(talk, minutes=2)).said == ["gave-up-nothing"]


def test_what_cannot_be_found_out_for_a_day_is_said_to_be_unknown() -> None:
    talk = submitting()
    effect = only(talk.tap("give-up:")).effect
    assert later(talk, days=1).hear(NoAnswer(effect)).said == ["unsettled-over-unknown"]
    talk.step(Tapped(f"again:{talk.matter.code}"))
    assert answer(talk).said == ["gave-up-nothing"]


def test_an_old_button_gets_the_present_state() -> None:
    talk = holding()
    key = talk.replies[0].choices[1].key
    answer(later(talk, minutes=1))
    assert talk.hear(Tapped(key)).said[0] == "button-too-old"


def test_whoever_hands_the_chat_on_leaves_nothing_behind() -> None:
    talk = holding().say("this is no longer me", "yes")
    assert (talk.conversation.matters, talk.conversation.unsettled) == ((), ())


# --- several places --------------------------------------------------------------------------------------------------


def test_all_places_of_a_joint_visit_are_booked_by_itself() -> None:
    talk = planned()
    hold = silent(talk, Tapped(talk.keys[0]))
    assert isinstance(hold, HoldTogether)
    assert talk.said == ["unsettled-book"]
    assert only(talk).cases == tuple(matter.code for matter in talk.conversation.matters)
    assert len(only(talk).places) == 4
    answer(later(talk, minutes=1))
    assert [type(effect) for effect in talk.effects] == [ConfirmTogether]
    assert talk.said[:2] == ["answers-again", "JointTicket"]
    assert len(talk.reply(JointTicket).seated) == 4


def test_a_joint_visit_that_was_booked_before_it_was_given_up_is_given_back() -> None:
    talk = planned()
    talk.tap(talk.keys[0])
    confirm = silent(talk, Said("好"))
    talk.window.answer(confirm, talk.guide.province, talk.guide.now)
    answer(later(talk.say("算了"), minutes=1))
    assert [effect.kind for effect in talk.effects] == ["cancel-together"]
    assert talk.said == ["gave-up-late", "joint-cancelled"]
    assert talk.window.appointments == {}


def test_a_joint_visit_is_cancelled_at_last() -> None:
    talk = booked_together().tap("cancel-all:")
    silent(talk, Said("好"))
    assert talk.said == ["unsettled-cancel"]
    assert len(only(talk).places) == 4
    assert answer(later(talk, minutes=1)).said == ["answers-again", "joint-cancelled"]
    assert talk.window.appointments == {}


def test_a_joint_visit_whose_places_are_gone_is_planned_anew() -> None:

    talk = planned()
    hold = silent(talk, Tapped(talk.keys[0]))
    assert isinstance(hold, HoldTogether)
    talk.hear(JointTurnedDown(hold, "gone"))
    assert talk.said == ["gone-book", "JointCard"]


def test_nothing_is_advanced_twice() -> None:
    """The same answer once more, after it was heard, is heard as any late answer is."""
    talk = submitting()
    effect = only(talk).effect
    told = talk.window.answer(effect, talk.guide.province, talk.guide.now)
    talk.hear(told)
    turn = advance(talk.conversation, told, talk.guide)
    assert [type(reply) for reply in turn.replies] == [Receipt]
    assert len(talk.window.office.submissions) == 1
