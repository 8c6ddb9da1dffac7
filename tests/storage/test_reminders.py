"""A reminder is said once and is true when it is said, whoever dies or comes between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.app import App
from bot.backends.onewindow.window import OneWindow
from bot.database.encryption import Vault
from bot.database.jobs import Finish, Handler, Job, Jobs, work
from bot.database.outbox import Outbox
from bot.database.tables import job, outbox
from bot.dialogue.conversation import Conversation
from bot.dialogue.events import Incoming, Said
from bot.dialogue.ports import Appointment, BackendDown
from bot.dialogue.reminding import Reminder
from bot.storage.conversations import StoredConversations
from bot.storage.reminders import KIND
from tests.dialogue.core import PARK_EN
from tests.dialogue.failing import Killed
from tests.dialogue.talk import MONDAY, Watch
from tests.dialogue.test_reminding import CHAT, at, office, say

TO_THE_TIMES = (PARK_EN, "my own", "the keeper", "window", "East")
LEASE = timedelta(minutes=6)
"""Longer than a job is leased."""


class Town:
    """An office, its clock, and a citizen who has booked."""

    def __init__(self, database: AsyncEngine, vault: Vault) -> None:
        self.watch = Watch()
        self.app = office(database, vault, self.watch)

    async def book(self, when: str = "Thursday 10:00") -> None:
        assert "[Booked]" in (await say(self.app, *TO_THE_TIMES, when, "1", "yes"))[-1]

    async def conversation(self) -> Conversation:
        return await self.app.service("telegram").settle(CHAT)

    async def work(self, handler: Handler | None = None, app: App | None = None) -> list[Exception | None]:
        """One worker does one job."""
        app = app or self.app
        handlers = {KIND: handler} if handler else app.handlers()
        return [done.error for done in await work(app.engine, app.jobs, handlers, now=self.watch())]

    async def said(self) -> list[dict[str, Any]]:
        """What is taken from the outbox, and so out of it."""
        async with self.app.engine.begin() as connection:
            taken = await self.app.outbox.take(connection, ["telegram"], now=self.watch())
            for waiting in taken:
                await self.app.outbox.sent(connection, waiting, now=self.watch())
        return [*(waiting.body for waiting in taken), *(await self.said() if taken else ())]


@pytest.fixture
def town(database: AsyncEngine, vault: Vault) -> Town:
    return Town(database, vault)


async def count(engine: AsyncEngine, table: Any) -> int:
    async with engine.connect() as connection:
        return await connection.scalar(select(func.count()).select_from(table)) or 0


async def test_it_says_what_and_lets_the_place_be_moved_or_cancelled(town: Town) -> None:
    await town.book()
    town.watch.moment = at("2026-12-02T10:00")
    assert await town.work() == [None]
    [body] = await town.said()
    matter = (await town.conversation()).matters[0]
    keys = [f"move:{matter.code}:apply", f"cancel:{matter.code}:apply", f"show:{matter.code}", f"remind:{matter.code}"]
    assert [option["key"] for option in body["options"]] == keys
    assert (body["silent"], body["entries"]) == (False, [])
    for fact in (matter.code, "10:00", "East Centre", "1 East Street", "ID card"):
        assert fact in body["text"]


async def test_at_night_it_makes_no_sound(town: Town) -> None:
    """For nine o'clock, two hours before is seven."""
    await town.book("Thursday 9:00")
    town.watch.moment = at("2026-12-02T09:00")
    await town.work()
    town.watch.moment = at("2026-12-03T07:00")
    await town.work()
    assert [body["silent"] for body in await town.said()] == [False, True]


async def test_workers_that_slept_too_long_do_not_say_it_late(town: Town) -> None:
    await town.book()
    town.watch.moment = at("2026-12-03T09:00")
    assert [await town.work(), await town.work(), await town.work()] == [[None], [None], []]
    assert [body["text"][:17] for body in await town.said()] == ["[Reminder] Today:"], "the day before is over"


async def test_nothing_is_said_of_a_visit_that_has_begun(town: Town) -> None:
    await town.book()
    town.watch.moment = at("2026-12-03T10:00")
    await town.work()
    await town.work()
    assert await town.said() == []


# --- a worker that dies --------------------------------------------------------------------------------------------


async def dies_before(handler: Handler, job: Job, finish: Finish) -> None:
    raise Killed


async def dies_with_the_message_put(handler: Handler, job: Job, finish: Finish) -> None:
    @asynccontextmanager
    async def dying() -> AsyncIterator[AsyncConnection]:
        async with finish() as connection:
            yield connection
            put = await connection.scalar(select(func.count()).select_from(outbox).where(outbox.c.key == job.key))
            assert put == 1
            raise Killed

    await handler(job, dying)


async def dies_when_done(handler: Handler, job: Job, finish: Finish) -> None:
    await handler(job, finish)
    raise Killed


@pytest.mark.parametrize("dies", [dies_before, dies_with_the_message_put, dies_when_done])
async def test_a_worker_that_dies_leaves_it_said_once(
    town: Town, dies: Callable[[Handler, Job, Finish], Awaitable[None]]
) -> None:
    await town.book()
    town.watch.moment = at("2026-12-02T10:00")
    handler = town.app.handlers()[KIND]
    with pytest.raises(Killed):
        await town.work(lambda job, finish: dies(handler, job, finish))
    assert await town.work() == [], "leased, or done"
    town.watch.moment += LEASE
    await asyncio.gather(town.work(), town.work())
    assert len(await town.said()) == 1


# --- what happens in between ---------------------------------------------------------------------------------------


class Interrupted(OneWindow):
    """While the place is looked up, something else happens, once."""

    meanwhile: Callable[[], Awaitable[object]] | None = None

    async def appointment(self, appointment: str) -> Appointment:
        held = await super().appointment(appointment)
        if self.meanwhile is not None:
            happening, self.meanwhile = self.meanwhile, None
            await happening()
        return held


@pytest.mark.parametrize("lines", [("cancel", "yes"), ("move", "Friday 11:00", "1")])
async def test_who_cancels_or_moves_while_it_is_worded_is_not_told_the_old_place(
    town: Town, lines: tuple[str, ...]
) -> None:
    await town.book()
    town.watch.moment = at("2026-12-02T10:00")
    window = Interrupted(town.app.engine, town.app.catalogue.province, town.watch)
    window.meanwhile = lambda: say(town.app, *lines)
    assert await town.work(app=replace(town.app, backend=window)) == [None]
    assert window.meanwhile is None
    assert await town.said() == []


async def test_another_sentence_meanwhile_does_not_silence_it(town: Town) -> None:
    await town.book()
    town.watch.moment = at("2026-12-02T10:00")
    window = Interrupted(town.app.engine, town.app.catalogue.province, town.watch)
    window.meanwhile = lambda: say(town.app, "thank you")
    assert await town.work(app=replace(town.app, backend=window)) == [None]
    assert len(await town.said()) == 1


async def test_a_place_that_the_one_window_gave_up_is_not_reminded_of(town: Town) -> None:
    await town.book()
    place = (await town.conversation()).matters[0].places[0]
    await town.app.backend.cancel([place.appointment], "by staff")
    town.watch.moment = at("2026-12-02T10:00")
    assert await town.work() == [None]
    assert await town.said() == []


class Down(OneWindow):
    async def appointment(self, appointment: str) -> Appointment:
        raise BackendDown


async def test_while_the_one_window_is_silent_what_was_told_counts(town: Town) -> None:
    await town.book()
    town.watch.moment = at("2026-12-02T10:00")
    down = replace(town.app, backend=Down(town.app.engine, town.app.catalogue.province, town.watch))
    assert await town.work(app=down) == [None]
    assert len(await town.said()) == 1


# --- planned with the booking, or not at all -----------------------------------------------------------------------


async def test_a_save_that_was_overtaken_plans_nothing(database: AsyncEngine, vault: Vault) -> None:
    kept = StoredConversations(database, vault, Outbox(vault), "telegram", lambda: MONDAY, Jobs(vault))
    begun = Conversation(chat=CHAT, seed="a seed")
    reminder = Reminder("a/b/day-before", MONDAY, CHAT, "ABCDEF", "apply", "b", "day-before")
    assert await kept.save(begun, (), "1") == "saved"
    assert await kept.save(begun, (), "2", (reminder,)) == "overtaken"
    assert await kept.save(begun.but(revision=1), (), "1", (reminder,)) == "seen"
    assert await count(database, job) == 0
    assert await kept.save(begun.but(revision=1), (), "3", (reminder, reminder)) == "saved"
    assert await count(database, job) == 1
    async with database.begin() as connection:
        [planned] = await Jobs(vault).take(connection, [KIND], now=MONDAY)
    assert planned.payload == {"channel": "telegram", **asdict(reminder), "due_at": MONDAY.isoformat()}


async def test_where_nobody_can_be_reached_nothing_is_planned(town: Town) -> None:
    terminal = town.app.service("pipe/1", reminds=False)
    for number, line in enumerate((*TO_THE_TIMES, "Thursday 10:00", "1", "yes")):
        await terminal.receive(Incoming(CHAT, str(number), Said(line)))
    assert (await terminal.settle(CHAT)).matters[0].places
    assert await count(town.app.engine, job) == 0
