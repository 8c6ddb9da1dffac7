"""Reminders: the day before and two hours before, silent at night, true when they are said, once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app import App
from bot.backends.onewindow.window import OneWindow
from bot.catalogue.phrases import phrases
from bot.database.encryption import Vault
from bot.database.jobs import Jobs, work
from bot.database.outbox import Outbox
from bot.dialogue.events import Incoming, Said
from bot.dialogue.reminding import Reminder, due_times, is_night, remind
from bot.dialogue.replies import Say, Term, Ticket
from intents.matcher import Matcher
from procedures.settling import NO_GAPS
from tests.dialogue import core
from tests.dialogue.core import GARDEN_EN, PARK_EN, Talk
from tests.dialogue.talk import MONDAY, Watch

HANGZHOU = ZoneInfo("Asia/Shanghai")
CHANNEL, CHAT = "telegram", "7"
TO_THE_TIMES = (PARK_EN, "my own", "the keeper", "window", "East", "Thursday 10:00", "1", "yes")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HANGZHOU)


@pytest.mark.parametrize(
    ("visit", "day_before", "hours_before"),
    [
        ("2026-12-03T10:00", "2026-12-02T10:00", "2026-12-03T08:00"),
        ("2026-12-03T07:30", "2026-12-02T08:00", "2026-12-03T05:30"),
        ("2026-12-03T20:30", "2026-12-02T20:00", "2026-12-03T18:30"),
        ("2027-01-01T09:00", "2026-12-31T09:00", "2027-01-01T07:00"),
    ],
)
def test_when_a_visit_is_reminded_of(visit: str, day_before: str, hours_before: str) -> None:
    assert due_times(at(visit)) == {"day-before": at(day_before), "hours-before": at(hours_before)}


def test_people_sleep_from_nine_to_eight() -> None:
    assert [is_night(at(f"2026-12-03T{hour}")) for hour in ("07:59", "08:00", "20:59", "21:00")] == [
        True,
        False,
        False,
        True,
    ]


def reminded(*wanted: str) -> list[str]:
    """Which reminders of a place on 3 December at 10:00 are said, after each of these was chosen."""
    talk = Talk().say(*TO_THE_TIMES)
    talk.tap(*(f"remind:{talk.matter.code}:{each}" for each in wanted))
    place = talk.matter.places[0]
    said: list[str] = []
    for kind, due in due_times(talk.guide.local(place.slot)).items():
        reminder = Reminder("key", due, CHAT, talk.matter.code, place.visit, place.slot.id, kind)
        if remind(talk.conversation, reminder, replace(talk.guide, now=due)) is not None:
            said.append(kind)
    return said


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ((), ["day-before", "hours-before"]),
        (("both",), ["day-before", "hours-before"]),
        (("day-before",), ["day-before"]),
        (("hours-before",), ["hours-before"]),
        (("none",), []),
        (("none", "both"), ["day-before", "hours-before"]),
        (("none", "now and then"), []),
    ],
)
def test_the_citizen_chooses_when_to_be_reminded(wanted: tuple[str, ...], said: list[str]) -> None:
    assert reminded(*wanted) == said


def test_the_choice_is_offered_with_what_holds_now_and_said_back() -> None:
    talk = Talk().say(*TO_THE_TIMES)
    code = talk.matter.code
    assert f"remind:{code}" in [choice.key for choice in talk.reply(Ticket).choices]
    talk.tap(f"remind:{code}:day-before", f"remind:{code}")
    [asked] = talk.replies
    assert isinstance(asked, Say)
    assert (asked.id, asked.values) == ("reminders-which", {"now": Term("reminders-day-before")})
    choices = [choice.key for choice in asked.choices]
    assert choices == [f"remind:{code}:{kind}" for kind in ("both", "day-before", "hours-before", "none")]
    talk.tap(choices[-1])
    assert [(said.id, said.values) for said in talk.replies if isinstance(said, Say)] == [
        ("reminders-set", {"now": Term("reminders-none")})
    ]


@pytest.mark.parametrize(("said", "leads_to"), [("别提醒我", "reminders-which"), ("reminders", "reminders-which")])
def test_the_choice_is_asked_for_in_words(said: str, leads_to: str) -> None:
    assert Talk().say(*TO_THE_TIMES, said).said == [leads_to]


def test_choosing_leaves_what_is_talked_about() -> None:
    talk = Talk().say(*TO_THE_TIMES)
    code = talk.matter.code
    garden = talk.say(GARDEN_EN).matter.code
    talk.tap(f"remind:{code}:none")
    assert (talk.said, talk.matter.code) == (["reminders-set"], garden)


def test_a_reminder_can_be_changed_and_shown_at_the_counter() -> None:
    talk = Talk().say(*TO_THE_TIMES)
    place, code = talk.matter.places[0], talk.matter.code
    due = due_times(talk.guide.local(place.slot))["hours-before"]
    reminder = Reminder("key", due, CHAT, code, place.visit, place.slot.id, "hours-before")
    told = remind(talk.conversation, reminder, replace(talk.guide, now=due))
    assert told is not None
    assert {f"show:{code}", f"remind:{code}"} <= {choice.key for choice in told.choices}


def office(database: AsyncEngine, vault: Vault, watch: Watch) -> App:
    catalogue = core.catalogue()
    return App(
        engine=database,
        outbox=Outbox(vault),
        jobs=Jobs(vault),
        vault=vault,
        clock=watch,
        catalogue=catalogue,
        backend=OneWindow(database, catalogue.province, watch),
        matcher=Matcher(phrases(catalogue)),
        gaps=NO_GAPS,
        language="en",
        default_language="en",
    )


async def say(app: App, *lines: str) -> list[str]:
    """What is said now, after the outbox was emptied."""
    service = app.service(CHANNEL)
    for line in lines:
        key = f"{app.clock()} {line}"
        await service.receive(Incoming(CHAT, key, Said(line)))
    return await written(app)


async def written(app: App) -> list[str]:
    texts = []
    while True:
        async with app.engine.begin() as connection:
            taken = await app.outbox.take(connection, [CHANNEL], now=app.clock())
            for waiting in taken:
                texts.append(str(waiting.body["text"]))
                await app.outbox.sent(connection, waiting, now=app.clock())
        if not taken:
            return texts


async def due(app: App) -> list[str]:
    """What two workers say, each doing all that is due."""

    async def worker() -> None:
        while await work(app.engine, app.jobs, app.handlers(), now=app.clock()):
            pass

    await asyncio.gather(worker(), worker())
    return await written(app)


async def test_a_booked_place_is_reminded_of_twice_and_each_time_once(database: AsyncEngine, vault: Vault) -> None:
    watch = Watch()
    app = office(database, vault, watch)
    assert "[Booked]" in (await say(app, *TO_THE_TIMES))[-1]
    assert await due(app) == []
    watch.moment = at("2026-12-02T10:01")
    (told,) = await due(app)
    assert told.startswith("[Reminder] Tomorrow: Residents' parking permit")
    assert "ID card" in told
    watch.wait(hours=1)
    assert await due(app) == []
    watch.moment = at("2026-12-03T08:01")
    (told,) = await due(app)
    assert told.startswith("[Reminder] Today")


async def test_what_was_moved_or_cancelled_is_not_reminded_of(database: AsyncEngine, vault: Vault) -> None:
    watch = Watch()
    app = office(database, vault, watch)
    await say(app, *TO_THE_TIMES)
    watch.wait(minutes=1)
    await say(app, "move", "Friday 11:00", "1")
    watch.moment = at("2026-12-02T10:01")
    assert await due(app) == [], "the place of Thursday is gone"
    watch.moment = at("2026-12-03T11:01")
    assert len(await due(app)) == 1, "the place of Friday is there"
    await say(app, "cancel", "yes")
    watch.moment = at("2026-12-04T09:01")
    assert await due(app) == []


async def test_a_booking_for_today_is_not_reminded_of_a_day_ago(database: AsyncEngine, vault: Vault) -> None:
    watch = Watch(MONDAY - timedelta(minutes=30))
    app = office(database, vault, watch)
    await say(app, PARK_EN, "my own", "the keeper", "window", "East", "1", "yes")
    watch.wait(minutes=5)
    assert await due(app) == []
