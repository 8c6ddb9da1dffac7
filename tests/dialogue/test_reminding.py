"""Reminders: the day before and two hours before, silent at night, true when they are said, once."""

from __future__ import annotations

import asyncio
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
from bot.dialogue.reminding import due_times, is_night
from intents.matcher import Matcher
from procedures.settling import NO_GAPS
from tests.dialogue import core
from tests.dialogue.core import PARK_EN
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
