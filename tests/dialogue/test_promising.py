"""What was told is kept as it was told, until something happens; what happened is told by one tap."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal

import pytest

from bot.dialogue.applications import Status
from bot.dialogue.applying.effects import CaseTold, ReadCase
from bot.dialogue.applying.state import Applying, Now
from bot.dialogue.events import Event, Said, Tapped
from bot.dialogue.listing import list_matters
from bot.dialogue.promising import Happened, Promised, happenings, promises
from procedures.deadlines import shorter
from procedures.definition import Limit, Time
from procedures.vocabulary import Duration
from tests.dialogue.core import GARDEN, GARDEN_EN, MONDAY, PARK_EN, Talk, catalogue, guide
from tests.dialogue.offices import RIGHT, Offices
from tests.dialogue.stages import FIRST, OWNER, answered, at_times, both_booked, first_of_two_booked, kept
from tests.small import SMALL


def told_by(talk: Talk, *keys: str) -> list[Promised]:
    """What these taps promise, the One Window's answers included."""
    told: list[Promised] = []
    for key in keys:
        before = talk.conversation
        talk.tap(key)
        told += promises(before, talk.conversation, talk.guide)
    return told


def begun(talk: Talk) -> Talk:
    """The quarter of an hour has passed after which the first place begins."""
    talk.guide = replace(talk.guide, now=MONDAY + timedelta(minutes=15))
    return talk


def asked_keys(talk: Talk) -> list[str]:
    return [choice.key for choice in list_matters(talk.conversation, talk.guide).choices if "asked" in choice.key]


def happened(talk: Talk, event: Event) -> tuple[Happened, ...]:
    before = talk.conversation
    talk.hear(event)
    return happenings(before, talk.conversation, event, talk.guide)


# --- what is promised -----------------------------------------------------------------------------------------------


def test_what_was_told_is_promised_once_the_last_answer_is_in() -> None:
    talk = Talk().say(PARK_EN)
    assert told_by(talk, "q:dwelling:owned") == []
    assert told_by(talk, "q:handled_by:self") == [
        Promised(
            case=talk.matter.code,
            procedure=SMALL,
            publication=catalogue().procedures[SMALL].hash,
            told_at=MONDAY,
            way="window",  # both ways are open, so what is told is how it is at the window
            visits=1,
            booked_visits=1,
            papers=0,
            bring=("id-card",),
            questions=2,
            limit="30 minutes",
        )
    ]


def test_papers_are_counted_without_identity() -> None:
    [told] = told_by(Talk().say(PARK_EN), "q:dwelling:owned", "q:handled_by:agent")
    assert (told.papers, told.bring) == (1, ("id-card", "power-of-attorney"))


def test_two_visits_by_law_are_promised_as_two() -> None:
    talk = Talk()
    before = talk.conversation
    talk.say(GARDEN_EN)
    [told] = promises(before, talk.conversation, talk.guide)
    assert (told.procedure, told.visits, told.booked_visits, told.questions) == (GARDEN, 2, 2, 0)


def test_nothing_is_promised_where_it_ends() -> None:
    assert told_by(Talk().say(PARK_EN), "q:dwelling:elsewhere") == []


def test_another_way_is_another_promise_and_the_same_way_is_none() -> None:
    talk = answered()
    assert told_by(talk, "way:window", "at:east", f"slot:{FIRST}") == [], "the window was told already"
    [online] = told_by(talk, "way:online")
    assert (online.way, online.visits, online.bring) == ("online", 0, ())


def test_a_changed_answer_is_another_promise() -> None:
    talk = at_times()
    before = talk.conversation
    talk.say("no, somebody for the keeper")
    [told] = promises(before, talk.conversation, talk.guide)
    assert told.bring == ("id-card", "power-of-attorney")


def test_what_is_told_again_is_no_other_promise() -> None:
    talk = answered()
    before = talk.conversation
    talk.say("repeat")
    assert "Card" in talk.said
    assert promises(before, talk.conversation, talk.guide) == ()


@pytest.mark.parametrize(("state", "papers"), [("not_found", 2), ("found", 0)])
def test_what_was_looked_up_is_promised_once_it_is_used(state: Literal["found", "not_found"], papers: int) -> None:
    talk = Talk(guide(shares=True))
    talk.window.offices = Offices((state,))
    talk.say(PARK_EN).tap(*OWNER, "check:")
    before = talk.conversation
    talk.say(RIGHT)
    assert promises(before, talk.conversation, talk.guide) == (), "nothing is read yet"
    assert told_by(talk, "agree:") == [], "found, and not yet used"
    assert [told.papers for told in told_by(talk, "use:")] == [papers]
    assert told_by(talk, "check:") == [], "looked at again: what was used last still holds"


def test_a_promise_stays_once_a_visit_has_begun() -> None:
    talk = begun(kept().tap("book:apply"))
    before = talk.conversation
    talk.tap("way:online")
    assert talk.matter.way == "online"
    assert promises(before, talk.conversation, talk.guide) == ()


def test_a_promise_of_an_older_text_is_of_that_text() -> None:
    talk = answered()
    older = {"0" * 64: talk.guide.current[SMALL].definition}
    newer = talk.guide.current[SMALL].definition.model_copy(update={"review_by": date(2028, 1, 1)})
    current = {**talk.guide.current, SMALL: replace(talk.guide.current[SMALL], definition=newer)}
    talk.guide = replace(talk.guide, current=current, kept=older)
    matter = talk.matter.but(publication="0" * 64)
    talk.conversation = talk.conversation.put(matter)
    assert [told.publication for told in told_by(talk, "way:online")] == ["0" * 64]


# --- the shorter time -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("legal", "promised", "binds"),
    [
        ("5 working days", "30 minutes", "30 minutes"),
        ("30 working days", None, "30 working days"),
        ("1 month", "30 working days", "1 month"),
        ("7 days", "5 working days", "5 working days"),  # a week either way: then what is promised
        ("8 days", "5 working days", "5 working days"),
        ("1 hour", "on the spot", "on the spot"),
        ("10 working days", "20 working days", "10 working days"),
    ],
)
def test_the_shorter_time_binds(legal: str, promised: str | None, binds: str) -> None:
    def limit(written: str) -> Limit:
        return Limit(limit=Duration.model_validate(written), verified="no")

    time = Time(legal=limit(legal), promised=limit(promised) if promised else None)
    assert shorter(time) == Duration.model_validate(binds)


# --- what happened --------------------------------------------------------------------------------------------------


def test_before_a_visit_there_is_nothing_to_tell() -> None:
    talk = kept().tap("book:apply")
    assert asked_keys(talk) == []
    assert happened(talk, Tapped(f"asked:{talk.matter.code}")) == ()
    assert talk.said[0] == "button-too-old"


def test_whoever_was_asked_for_something_else_says_so_by_one_tap() -> None:
    talk = begun(kept().tap("book:apply"))
    code = talk.matter.code
    assert asked_keys(talk) == [f"asked:{code}"]
    assert happened(talk, Tapped(f"asked:{code}")) == (Happened(code, "asked-else", talk.guide.now),)
    assert talk.said == ["asked-else-noted"]
    assert talk.effects == []


def test_of_two_matters_each_is_named() -> None:
    talk = kept().tap("book:apply").say(GARDEN_EN).tap("at:east", "slot:east.permits.20261130T0115Z", "book:choose")
    choices = list_matters(talk.conversation, begun(talk).guide).choices
    assert [choice.key.partition(":")[0] for choice in choices[-2:]] == ["asked", "asked"]
    titles = [getattr(choice.label, "values", {}).get("title") for choice in choices[-2:]]
    assert [title and title.en for title in titles] == ["Residents' parking permit", "Renting a vegetable garden"]


def test_the_first_of_two_visits_is_enough() -> None:
    assert len(asked_keys(begun(both_booked()))) == len(asked_keys(begun(first_of_two_booked()))) == 1


def test_a_tap_for_a_matter_of_nobody_tells_nothing() -> None:
    talk = begun(kept().tap("book:apply"))
    assert happened(talk, Tapped("asked:NOBODYS1")) == ()
    assert happened(talk, Said("asked")) == ()
    assert happened(talk, Tapped("my:")) == ()


def handed_in(talk: Talk) -> Talk:
    now = Now(state="deciding", heard=1)
    talk.conversation = talk.conversation.put(talk.matter.but(applying=Applying(now=now)))
    return talk


def test_an_application_that_is_handed_in_can_be_told_of_at_once() -> None:
    talk = handed_in(answered())
    code = talk.matter.code
    assert asked_keys(talk) == [f"asked:{code}"]
    assert [each.what for each in happened(talk, Tapped(f"asked:{code}"))] == ["asked-else"]


def test_the_moment_of_handing_in_is_told_once() -> None:
    before = answered()
    after = handed_in(answered())
    code, at = after.matter.code, datetime(2026, 11, 30, 0, 59, tzinfo=UTC)
    status = Status(code, "deciding", (), at, None, "electronic", (), (), ())
    event = CaseTold(ReadCase(case=code, of=code), status)
    assert happenings(before.conversation, after.conversation, event, after.guide) == (Happened(code, "submitted", at),)
    assert happenings(after.conversation, after.conversation, event, after.guide) == ()
    assert happenings(before.conversation, before.conversation, event, after.guide) == ()
