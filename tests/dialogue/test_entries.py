"""A calendar that is given every entry holds what is booked, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, replace

import pytest

from bot.dialogue.conversation import Language
from bot.dialogue.guide import Guide
from bot.dialogue.messages import Entry
from bot.dialogue.replies import Reply
from bot.dialogue.wording import word
from bot.dialogue.words import Words
from procedures.provincial import Location
from tests.dialogue.core import GARDEN_EN, PARK_EN, Talk, guide

TO_THE_TIMES = (PARK_EN, "my own", "the keeper", "window", "East")


def entries(talk: Talk, language: Language = "en") -> list[Entry]:
    """Those of the last event."""
    return _entries(talk.replies, Words(language, talk.guide.province))


def _entries(replies: Iterable[Reply], words: Words) -> list[Entry]:
    return [entry for reply in replies for entry in word(reply, words).entries]


def booked(guide: Guide) -> Talk:
    return Talk(guide).say(*TO_THE_TIMES, "Thursday 10:00", "1", "yes")


def on_the_map(verified: str) -> Guide:
    plain = guide()
    point = Location(latitude=30.26, longitude=120.13)
    east = plain.province.centres["east"].model_copy(update={"location": point, "verified": verified})
    centres = {**plain.province.centres, "east": east}
    return replace(plain, province=plain.province.model_copy(update={"centres": centres}))


def test_a_ticket_carries_the_visit() -> None:
    talk = booked(guide())
    code = talk.matter.code
    (entry,) = entries(talk)
    assert replace(entry, sequence=0) == Entry(
        uid=f"{code}.apply@onevisit",
        sequence=0,
        cancelled=False,
        title=f"Residents' parking permit (code {code})",
        starts_at="2026-12-03T02:00:00+00:00",
        minutes=15,
        zone="Asia/Shanghai",
        place="East Centre, permits",
        address="1 East Street",
        latitude=None,
        longitude=None,
        about="Bring: ID card (you), old permit (you) (if there is one)",
        code=code,
    )
    (in_chinese,) = entries(talk, "zh")
    assert (in_chinese.title, in_chinese.uid) == (f"居民停车证办理（编号 {code}）", entry.uid)
    assert json.loads(json.dumps(asdict(entry))) == asdict(entry)


def test_only_what_changes_a_place_carries_an_entry() -> None:
    talk = booked(guide())
    for line in ("/my", "/help", "why"):
        assert entries(talk.say(line)) == [], line


def test_every_change_of_a_visit_replaces_the_one_before() -> None:
    """Booked, moved, cancelled, booked again: one entry throughout, each later than the last."""
    talk = booked(guide())
    states = entries(talk)
    states += entries(talk.say("move", "Friday 11:00", "1"))
    states += entries(talk.say("cancel", "yes"))
    states += entries(talk.tap("rebook:").say("Friday 14:00", "1", "yes"))
    assert [entry.starts_at[8:16] for entry in states] == ["03T02:00", "04T03:00", "04T03:00", "04T06:00"]
    assert [entry.cancelled for entry in states] == [False, False, True, False]
    assert len({entry.uid for entry in states}) == 1
    numbers = [entry.sequence for entry in states]
    assert numbers == sorted(set(numbers))
    assert numbers[2] == numbers[1] + 1


def test_each_of_two_visits_has_an_entry_of_its_own_when_it_is_booked() -> None:
    talk = Talk().say(GARDEN_EN, "East", "1", "yes")
    (first,) = entries(talk)
    assert f": choosing the plot (code {talk.matter.code})" in first.title
    (second,) = entries(talk.say("1", "yes"))
    assert ": fetching the key" in second.title
    assert first.uid != second.uid


@pytest.mark.parametrize(("verified", "approximate"), [("no", True), ("yes", False)])
def test_a_point_that_nobody_confirmed_says_so(verified: str, approximate: bool) -> None:
    (entry,) = entries(booked(on_the_map(verified)))
    assert (entry.latitude, entry.longitude) == (30.26, 120.13)
    assert ("12345" in entry.address) == approximate
    assert entry.address.endswith("1 East Street")
