"""What the tests of the demonstration share: the people as they are shipped, and a clock to turn by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest

from bot.demonstration.people import People, read_people
from tests.demonstration.visiting import SECRET, Visitor, visiting

TODAY = date(2026, 11, 30)
"""The day by which the people and what is expected for them were written."""


class Clock:
    """Stands still until it is turned."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def turn(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@cache
def shipped_people() -> People:
    return read_people()


@pytest.fixture
def people() -> People:
    return shipped_people()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def visitor(people: People, clock: Clock) -> AsyncIterator[Visitor]:
    async with visiting(people, clock, SECRET, "client_secret_post") as each:
        yield each
