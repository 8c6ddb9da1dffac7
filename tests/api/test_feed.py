"""The feed: every event once and in order for whoever follows the cursor, whatever happens at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.api.feed.feed import CALLBACK, Callback, Feed, WrongCursor
from bot.api.feed.routing import routed
from bot.api.feed.tables import feed_event
from bot.backends.onewindow.applications.books import PROGRESS
from bot.backends.onewindow.hall.news import HALL
from bot.backends.onewindow.offers import NEWS as WAITING
from bot.backends.wire.events import ApplicationEvent, Events, EventsGone, HallEvent, WaitingEvent
from bot.database.encryption import Vault
from bot.database.jobs import Finish, Handler, Job, work
from bot.dialogue.hall import InTheHall, Wait
from tests.api.feeding import CITY, NOON, OTHER, feed_on, happened, numbers, read_on, tell

DAY = timedelta(days=1)
URL = "https://city.example/news"
SECRET = "whsec_" + "c2VjcmV0" * 4


class Killed(BaseException):
    """The worker is gone."""


class TakenBack(Exception):
    pass


@pytest.fixture
def feed(database: AsyncEngine, vault: Vault) -> Feed:
    return feed_on(database, vault)


async def test_a_reader_sees_each_event_once_and_in_order_while_many_append(feed: Feed) -> None:
    """Each transaction stays open for another while, so that they would end in another order than they begin; every
    fifth is taken back.
    """

    async def append(task: int) -> list[str]:
        kept = []
        for turn in range(5):
            try:
                async with feed.engine.begin() as connection:
                    await feed.append(connection, CITY, happened(f"{task}.{turn}"), NOON)
                    await asyncio.sleep((task * 7 + turn * 3) % 5 * 0.001)
                    if (task + turn) % 5 == 0:
                        raise TakenBack
            except TakenBack:
                continue
            kept.append(f"{task}.{turn}")
        return kept

    seen: list[tuple[str, str]] = []
    done = asyncio.Event()

    async def follow() -> None:
        after = None
        while True:
            last = done.is_set()
            page = await feed.read(CITY, after, 7)
            seen.extend((event.cursor, event.case) for event in page.events)
            after = page.next
            if last and not page.events:
                return
            await asyncio.sleep(0.001)

    async with asyncio.TaskGroup() as group:
        group.create_task(follow())
        async with asyncio.TaskGroup() as writing:
            tasks = [writing.create_task(append(task)) for task in range(20)]
        done.set()
    kept = [case for task in tasks for case in task.result()]
    assert [cursor for cursor, _ in seen] == list(numbers(80))
    assert sorted(case for _, case in seen) == sorted(kept)


async def test_whoever_numbers_later_waits_for_who_numbered_before(feed: Feed) -> None:
    numbered, may_end = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        async with feed.engine.begin() as connection:
            assert await feed.append(connection, CITY, happened("SLOW"), NOON) == "1"
            numbered.set()
            await may_end.wait()

    first = asyncio.create_task(slow())
    await numbered.wait()
    second = asyncio.create_task(tell(feed, "QUICK"))
    await asyncio.sleep(0.1)
    assert (second.done(), await read_on(feed)) == (False, [])
    may_end.set()
    await first
    assert await second == ["2"]
    assert await read_on(feed) == [("1", "SLOW"), ("2", "QUICK")]


async def test_each_client_has_its_own_numbers(feed: Feed) -> None:
    assert await tell(feed, "A1", "A2") == ["1", "2"]
    assert await tell(feed, "B1", client=OTHER) == ["1"]
    assert await read_on(feed) == [("1", "A1"), ("2", "A2")]
    assert await read_on(feed, client=OTHER) == [("1", "B1")]
    assert await read_on(feed, client="nobody") == []


async def test_pages_and_where_they_go_on(feed: Feed) -> None:
    assert await feed.read(CITY, None, 10) == Events(events=(), next="0")
    assert await feed.read(CITY, "0", 10) == Events(events=(), next="0")
    await tell(feed, "A1", "A2", "A3")
    page = await feed.read(CITY, None, 2)
    assert ([event.case for event in page.events], page.next) == (["A1", "A2"], "2")
    page = await feed.read(CITY, "2", 2)
    assert ([event.case for event in page.events], page.next) == (["A3"], "3")
    assert await feed.read(CITY, "3", 2) == Events(events=(), next="3")
    assert await read_on(feed, "1") == [("2", "A2"), ("3", "A3")], "read again from any cursor"
    assert await read_on(feed, "0") == await read_on(feed) == [("1", "A1"), ("2", "A2"), ("3", "A3")]


@pytest.mark.parametrize("cursor", ["3", "-1", "1.0", "01", "one", "", " 1", "١", "9" * 30])
async def test_a_cursor_that_was_never_given(feed: Feed, cursor: str) -> None:
    await tell(feed, "A1", "A2")
    with pytest.raises(WrongCursor):
        await feed.read(CITY, cursor, 10)


async def test_what_is_old_is_swept_and_missed_by_nobody_unnoticed(feed: Feed) -> None:
    await tell(feed, "A1", "A2", now=NOON)
    await tell(feed, "A3", now=NOON + DAY)
    await sweep(feed, NOON + DAY)
    assert await read_on(feed) == await read_on(feed, "2") == [("3", "A3")]
    for cursor in ("0", "1"):
        with pytest.raises(EventsGone):
            await feed.read(CITY, cursor, 10)
    await sweep(feed, NOON + 2 * DAY)
    assert await feed.read(CITY, None, 10) == await feed.read(CITY, "3", 10) == Events(events=(), next="3")
    with pytest.raises(EventsGone):
        await feed.read(CITY, "2", 10)
    assert await tell(feed, "A4") == ["4"], "a number is never given again"


async def test_a_clock_that_is_late_makes_no_hole(feed: Feed) -> None:
    """The second was appended by a replica whose clock is a day behind."""
    await tell(feed, "A1", now=NOON + DAY)
    await tell(feed, "A2", now=NOON)
    await sweep(feed, NOON + DAY)
    assert await read_on(feed, "0") == [("1", "A1"), ("2", "A2")]


async def test_what_is_kept_cannot_be_read_in_the_database(feed: Feed) -> None:
    await tell(feed, "SECRET23")
    await feed.set_callback(CITY, Callback(URL, SECRET))
    async with feed.engine.connect() as connection:
        [row] = await connection.execute(select(feed_event.c.payload))
        [client] = (await connection.exec_driver_sql("SELECT callback FROM feed_client")).scalars()
    assert b"SECRET23" not in row.payload
    assert b"city.example" not in bytes(client)
    assert SECRET not in repr(await feed.callback(CITY))


async def sweep(feed: Feed, before: datetime) -> None:
    async with feed.engine.begin() as connection:
        await feed.sweep(connection, before=before)


# --- by the jobs of the One Window -----------------------------------------------------------------------------------

IN_THE_HALL = InTheHall(
    what="checked-in",
    case="A1",
    visit="apply",
    slot="xihu.passport.20261202T0030Z",
    starts_at=datetime(2026, 12, 2, 0, 30, tzinfo=UTC),
    centre="xihu",
    counter="passport",
    at=NOON,
    number="A001",
    wait=Wait(2, 20, False),
)
HALL_PAYLOAD = {
    "what": "checked-in",
    "case": "A1",
    "visit": "apply",
    "slot": "xihu.passport.20261202T0030Z",
    "starts_at": "2026-12-02T00:30:00Z",
    "centre": "xihu",
    "counter": "passport",
    "at": "2026-12-01T04:00:00Z",
    "number": "A001",
    "window": None,
    "late": False,
    "wait": {"ahead": 2, "minutes": 20, "measured": False},
}
OFFERED = {"what": "offered", "case": "A1", "waiting": "w1", "offer": "o1"}
OVER = {"what": "over", "case": "A1", "waiting": "w1", "offer": None}
NEWS: list[tuple[str, dict[str, Any]]] = [
    (PROGRESS, {"case": "A1", "number": 4}),
    (HALL, HALL_PAYLOAD),
    (WAITING, OFFERED),
    (WAITING, OVER),
]


class Town:
    """An installation in which some cases are a client's; `chats` notes what was told here."""

    def __init__(self, feed: Feed, **whose: str) -> None:
        self.feed, self.whose, self.chats = feed, whose, [""][:0]
        local: dict[str, Handler] = dict.fromkeys((PROGRESS, HALL, WAITING, "reminder"), self._to_chat)
        self.handlers = routed(local, self._of, feed, lambda: NOON + DAY)

    async def _of(self, case: str) -> str | None:
        return self.whose.get(case)

    async def _to_chat(self, job: Job, finish: Finish) -> None:
        async with finish():
            self.chats.append(job.payload["case"])

    async def put(self, *news: tuple[str, dict[str, Any]]) -> None:
        async with self.feed.engine.begin() as connection:
            for number, (kind, payload) in enumerate(news):
                await self.feed.jobs.put(connection, kind=kind, key=f"{number}", payload=payload, due_at=NOON)

    async def work(self, handlers: Any = None, now: datetime = NOON) -> list[Exception | None]:
        done = await work(self.feed.engine, self.feed.jobs, handlers or self.handlers, now=now, limit=50)
        return [each.error for each in done]


async def test_news_of_a_client_s_case_goes_to_its_feed(feed: Feed) -> None:
    town = Town(feed, A1=CITY)
    await town.put(*NEWS)
    assert await town.work() == [None] * 4
    at = NOON + DAY
    assert (await feed.read(CITY, None, 10)).events == (
        ApplicationEvent(cursor="1", at=at, case="A1", number=4),
        HallEvent(cursor="2", at=at, case="A1", told=IN_THE_HALL),
        WaitingEvent(cursor="3", at=at, case="A1", what="offered", waiting="w1", offer="o1"),
        WaitingEvent(cursor="4", at=at, case="A1", what="over", waiting="w1"),
    )
    assert town.chats == []


async def test_news_of_a_chat_s_case_goes_to_the_chat(feed: Feed) -> None:
    town = Town(feed, B1=CITY)
    await town.put(*NEWS, ("reminder", {"case": "B1"}))
    assert await town.work() == [None] * 5
    assert town.chats == ["A1", "A1", "A1", "A1", "B1"]
    assert await read_on(feed) == []


async def test_killed_between_the_event_and_the_end_of_the_job_it_is_told_once(feed: Feed) -> None:
    town = Town(feed, A1=CITY)
    await town.put((PROGRESS, {"case": "A1", "number": 4}))
    await feed.set_callback(CITY, Callback(URL, SECRET))

    async def dying(job: Job, finish: Finish) -> None:
        @asynccontextmanager
        async def die() -> AsyncIterator[AsyncConnection]:
            async with finish() as connection:
                yield connection
                raise Killed

        await town.handlers[PROGRESS](job, die)

    with pytest.raises(Killed):
        await town.work({PROGRESS: dying})
    assert await read_on(feed) == []
    assert await town.work(now=NOON + DAY) == [None]
    assert await read_on(feed) == [("1", "A1")]
    assert await callbacks(feed) == ["callback/city/1"]


async def test_a_callback_is_due_for_those_who_want_one(feed: Feed) -> None:
    await tell(feed, "A1")
    await feed.set_callback(CITY, Callback(URL, SECRET))
    await tell(feed, "A2")
    await tell(feed, "B1", client=OTHER)
    await feed.set_callback(CITY, None)
    await tell(feed, "A3")
    assert await callbacks(feed) == ["callback/city/2"]
    assert await feed.find(CITY, 2) is None, "it is dropped meanwhile"
    assert await read_on(feed) == [("1", "A1"), ("2", "A2"), ("3", "A3")]


async def callbacks(feed: Feed) -> list[str]:
    """The keys of callbacks that are due."""
    async with feed.engine.begin() as connection:
        return [job.key for job in await feed.jobs.take(connection, [CALLBACK], now=NOON + DAY, limit=10)]
