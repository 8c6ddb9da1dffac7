"""The day in the hall as the core tells it: what is said, what is asked once, and what is recorded of the answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.dialogue.events import Event, Tapped
from bot.dialogue.hall import HallNews, InTheHall, Wait
from bot.dialogue.promising import Happened, happenings
from bot.dialogue.reminding import Reminder, standing
from bot.dialogue.replies import Say, Term
from tests.dialogue.core import Talk
from tests.dialogue.stages import FIRST, booked, both_booked, first_of_two_booked

NINE_FIFTEEN = timedelta(minutes=15)
"""After which the first place begins; the talk stands at nine."""


def news(talk: Talk, what: HallNews, visit: str = "apply", **told: object) -> InTheHall:
    """What happens at the place of this visit, now."""
    place = talk.matter.place(visit)
    assert place is not None
    slot = place.slot
    here = InTheHall(
        what, talk.matter.code, visit, slot.id, slot.starts_at, "east", "permits", talk.guide.now, number="A012"
    )
    return replace(here, **told)  # type: ignore[arg-type]


def later(talk: Talk, span: timedelta) -> Talk:
    talk.guide = replace(talk.guide, now=talk.guide.now + span)
    return talk


def happened(talk: Talk, event: Event) -> tuple[Happened, ...]:
    before = talk.conversation
    talk.hear(event)
    return happenings(before, talk.conversation, event, talk.guide)


def offered(talk: Talk) -> list[str]:
    return [choice.key.replace(f":{talk.matter.code}", "") for reply in talk.replies for choice in reply.choices]


@pytest.mark.parametrize(
    ("wait", "late", "said", "how"),
    [
        (Wait(0, 0, True), False, "hall-checked-in", "hall-wait-next"),
        (Wait(1, 15, True), False, "hall-checked-in", "hall-wait-appointment"),
        (Wait(3, 16, True), False, "hall-checked-in", "hall-wait-measured"),
        (Wait(3, 45, False), True, "hall-checked-in-late", "hall-wait-planned"),
    ],
    ids=["next", "early", "measured", "late, and not measured"],
)
def test_checked_in(wait: Wait, late: bool, said: str, how: str) -> None:
    talk = booked()
    talk.hear(news(talk, "checked-in", wait=wait, late=late))
    reply = talk.reply(Say)
    assert reply.id == said
    assert isinstance(reply.values["wait"], Term)
    assert (reply.values["number"], reply.values["wait"].id) == ("A012", how)


def test_called_and_called_in_vain() -> None:
    talk = booked()
    talk.hear(news(talk, "called", window="5"))
    assert (talk.said, talk.reply(Say).values["window"]) == (["hall-called"], "5")
    talk.hear(news(talk, "called-in-vain", wait=Wait(1, 10, True)))
    assert talk.said == ["hall-called-in-vain"]


def test_news_that_comes_too_late_to_help_is_not_told() -> None:
    talk = booked()
    called = news(talk, "called", window="5")
    later(talk, timedelta(minutes=16)).hear(called)
    assert talk.said == []


def test_one_question_after_the_visit_and_both_answers_count() -> None:
    talk = later(booked(), NINE_FIFTEEN)
    assert happened(talk, Tapped(f"once:{talk.matter.code}:yes")) == (), "nobody asked yet"
    talk.hear(news(talk, "served"))
    assert (talk.said, offered(talk)) == (["hall-enough"], ["once:yes", "once:no", "asked"])
    code, now = talk.matter.code, talk.guide.now
    assert happened(talk, Tapped(f"once:{code}:yes")) == (Happened(code, "enough", now),)
    assert talk.said == ["hall-enough-noted"]
    assert happened(talk, Tapped(f"once:{code}:no")) == (Happened(code, "again", now),)
    assert offered(talk) == ["rebook", "asked"]
    assert happened(talk, Tapped(f"asked:{code}")) == (Happened(code, "asked-else", now),)
    assert happened(talk, Tapped(f"once:{code}:perhaps")) == ()
    talk.tap("rebook:")
    assert talk.at == "ChoosingSlot apply"


def test_served_before_its_time_it_is_under_way_and_not_reminded_of() -> None:
    talk = booked()
    reminder = Reminder("k", talk.guide.now, "someone", talk.matter.code, "apply", FIRST, "hours-before")
    assert standing(talk.conversation, reminder) is not None
    talk.hear(news(talk, "served"))
    assert standing(talk.conversation, reminder) is None
    assert happened(talk, Tapped(f"asked:{talk.matter.code}"))


@pytest.mark.parametrize("begun", [first_of_two_booked, both_booked])
def test_where_another_visit_is_left_nobody_asks_whether_one_was_enough(begun: object) -> None:
    talk = later(begun(), NINE_FIFTEEN)  # type: ignore[operator]
    talk.hear(news(talk, "served", "choose"))
    assert (talk.said, offered(talk)) == (["hall-served"], ["asked"])


def test_missed_is_booked_again_with_one_tap() -> None:
    talk = later(booked(), timedelta(hours=3))
    missed = news(talk, "missed", number=None)
    talk.hear(missed)
    assert (talk.said, offered(talk), talk.matter.places) == (["hall-missed"], ["rebook"], ())
    talk.hear(missed)
    assert talk.said == [], "it was told"
    talk.tap("rebook:")
    assert talk.at == "ChoosingSlot apply"


def test_what_was_moved_meanwhile_is_not_called_missed() -> None:
    talk = booked()
    missed = news(talk, "missed", slot="east.permits.20261127T0115Z")
    talk.hear(missed)
    assert (talk.said, len(talk.matter.places)) == ([], 1)


def test_a_matter_that_was_dropped_hears_nothing() -> None:
    talk = booked()
    talk.hear(news(talk, "served", case="ZZZZ2222"))
    assert talk.said == []
