"""The hall of the small town, on each database: Wednesday, the second of December 2026, at half past eight."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backends.onewindow import OneWindow
from bot.backends.onewindow.hall.hall import Hall, Outcome
from bot.backends.onewindow.hall.news import HALL, read
from bot.backends.onewindow.hall.row import Number
from bot.database.encryption import Vault
from bot.database.jobs import Jobs
from bot.dialogue.hall import InTheHall
from bot.dialogue.ports import Appointment
from tests.backends.contract import asking
from tests.backends.town import NOW, Clock, build_town

CENTRE, COUNTER = "xihu", "social-security"  # ten windows, half an hour each
OPENING = NOW + timedelta(days=1, minutes=20)
FIRST = "xihu.social-security.20261202T0030Z"
SECOND = "xihu.social-security.20261202T0100Z"
LAST = "xihu.social-security.20261202T0830Z"


@dataclass
class Day:
    """One process in which staff work; keys are made for it, so that each call is a new one."""

    engine: AsyncEngine
    jobs: Jobs
    clock: Clock
    keys: count[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self.hall = Hall(self.engine, self.jobs, build_town(), self.clock)
        self.window = OneWindow(self.engine, build_town(), self.clock)

    @property
    def key(self) -> str:
        return f"k{next(self.keys)}"

    async def book(self, slot: str, case: str = "A1", visit: str = "apply") -> Appointment:
        """As on the day before."""
        now, self.clock.now = self.clock.now, NOW
        booked = await asking.book(self.window, slot, case, visit)
        self.clock.now = now
        return booked

    async def check_in(self, case: str = "A1") -> Number:
        return await self.hall.check_in(case, CENTRE, self.key)

    async def walk_in(self, counter: str = COUNTER) -> Number:
        return await self.hall.walk_in(CENTRE, counter, self.key)

    async def call(self, window: str = "1", counter: str = COUNTER) -> str | None:
        called = await self.hall.call_next(CENTRE, counter, window, self.key)
        return called.number if called else None

    async def end(self, number: str, outcome: Outcome = "served") -> Number:
        return await self.hall.finish(CENTRE, number, outcome, self.key)

    async def no_show(self, number: str) -> Number:
        return await self.hall.no_show(CENTRE, number, self.key)

    async def serve(self, minutes: int, times: int = 1) -> None:
        """Somebody walks in and is served, so long each time."""
        for _ in range(times):
            number = (await self.walk_in()).number
            assert await self.call("9") == number
            self.clock.turn(minutes)
            await self.end(number)

    async def news(self) -> list[InTheHall]:
        """What chats are told, taken from the jobs that are due."""
        async with self.engine.begin() as connection:
            taken = await self.jobs.take(connection, [HALL], now=self.clock(), limit=100)
        return [read(job.payload) for job in taken]


@pytest.fixture
def clock() -> Clock:
    return Clock(OPENING)


@pytest.fixture
def day(database: AsyncEngine, vault: Vault, clock: Clock) -> Day:
    return Day(database, Jobs(vault), clock)
