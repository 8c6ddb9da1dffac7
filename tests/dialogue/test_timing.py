"""A time in the citizen's own words: said back, asked about where it may mean two, never silently another."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.dialogue.events import MovePlace
from bot.dialogue.replies import Say
from tests.dialogue.core import PARK_EN, Talk
from tests.dialogue.stages import OWNER

FIRST = "way:window", "at:east"


def at_times() -> Talk:
    """Monday, 30 November 2026, 09:00: times are being chosen."""
    return Talk().say(PARK_EN).tap(*OWNER, *FIRST)


def booked() -> Talk:
    talk = at_times().say("Wednesday at 10")
    return talk.tap(f"slot:{talk.matter.offered[0].id}", "book:apply")


def offered(talk: Talk) -> list[str]:
    return [f"{slot.starts_at + timedelta(hours=8):%a %H:%M}" for slot in talk.matter.offered]


def test_what_was_understood_is_said_back() -> None:
    talk = at_times().say("thursday morning please")
    assert talk.said == ["times-for", "which-time"]
    said = talk.replies[0]
    assert isinstance(said, Say)
    assert said.values["wish"] == talk.matter.wish
    assert all(time.startswith("Thu") and time < "Thu 12" for time in offered(talk))


def test_a_day_that_may_mean_two_is_asked_about() -> None:
    talk = at_times().say("next Friday afternoon")
    assert talk.said == ["which-time-meant"]
    assert [choice.key.split(":", 2)[2] for choice in talk.replies[0].choices] == ["2026-12-04 pm", "2026-12-11 pm"]
    talk.tap("wish:2026-12-11 pm")
    assert talk.matter.wish.days == ((date(2026, 12, 11), date(2026, 12, 11)),)
    assert all(time.startswith("Fri") for time in offered(talk))


def test_what_is_too_vague_is_asked_for() -> None:
    assert at_times().say("some other time").said == ["say-a-day"]


def test_what_is_over_is_said() -> None:
    assert at_times().say("yesterday at two").said == ["time-is-over", "which-time"]


def test_earlier_and_later_go_from_what_was_offered() -> None:
    talk = at_times().say("Wednesday afternoon")
    before = talk.matter.offered[0].starts_at
    assert talk.say("anything earlier?").said[-1] == "which-time"
    assert talk.matter.offered[-1].starts_at < before
    after = talk.matter.offered[-1].starts_at
    talk.say("再晚一点的")
    assert talk.matter.offered[0].starts_at > after


def test_there_is_nothing_before_the_first() -> None:
    assert at_times().say("as soon as possible").say("anything earlier?").said == ["no-earlier-time", "which-time"]


def test_a_refused_day_is_not_offered() -> None:
    talk = at_times().say("周三周四都不行")
    assert not {time[:3] for time in offered(talk)} & {"Wed", "Thu"}


def test_the_latest_is_at_the_end() -> None:
    latest = at_times().say("as late as possible").matter.offered[-1].starts_at
    assert latest > at_times().matter.offered[-1].starts_at


def test_a_time_said_with_the_centre_is_kept() -> None:
    talk = Talk().say(PARK_EN).tap(*OWNER).say("窗口，周五上午")
    assert talk.at.startswith("ChoosingCentre")
    talk.tap("at:east")
    assert all(time.startswith("Fri") for time in offered(talk))


def test_a_new_time_gives_the_kept_place_back() -> None:
    talk = at_times().say("Wednesday at 10")
    talk.tap(f"slot:{talk.matter.offered[0].id}")
    assert talk.at == "Confirming apply"
    talk.say("Thursday instead")
    assert (talk.at, talk.matter.kept, talk.window.holds) == ("ChoosingSlot apply", None, {})
    assert all(time.startswith("Thu") for time in offered(talk))


def test_a_booked_place_moves_only_when_a_time_is_taken() -> None:
    talk = booked()
    (had,) = talk.matter.places
    talk.say("could I come on Thursday at 11 instead?")
    assert talk.matter.places == (had,)
    assert all(time.startswith("Thu") for time in offered(talk))
    talk.tap(f"slot:{talk.matter.offered[0].id}")
    assert any(isinstance(effect, MovePlace) for effect in talk.effects)
    (place,) = talk.matter.places
    assert f"{place.slot.starts_at + timedelta(hours=8):%a}" == "Thu"


@pytest.mark.parametrize("written", ["", "tomorrow", "2026-13-01", "25:00", "not-", "pm pm"])
def test_a_strange_button_changes_nothing(written: str) -> None:
    talk = at_times()
    wish = talk.matter.wish
    talk.tap(f"wish:{written}")
    assert talk.at == "ChoosingSlot apply"
    assert talk.matter.wish == wish or written in ("", "pm pm")
