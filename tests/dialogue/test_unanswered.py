"""A call that took effect and was not answered: whatever the citizen does next, there is one place and it is told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.dialogue.ports import BackendDown
from tests.backends.books import Line, read_books
from tests.dialogue import core
from tests.dialogue.core import PARK_EN
from tests.dialogue.failing import Failing
from tests.dialogue.talk import Citizen, Town, Watch

TO_TIMES = (PARK_EN, "my own", "the keeper", "window", "East")
FIRST = "east.permits.20261130T0115Z"
ONE, NONE = Line(used=1, taken=1, capacity=2), Line(used=0, taken=0, capacity=2)


def silent(database: AsyncEngine, call: str) -> Citizen:
    """A citizen whose One Window does what `call` asks and then falls silent, once."""
    town = Town(database, core.catalogue())
    assert town.backend is not None
    town.backend = Failing(town.backend, call, after=True, error=BackendDown)
    return town.citizen()


@pytest.mark.parametrize("next_line", ["1", "another time", "/my", "what was that"])
async def test_a_lost_confirmation_is_found_before_anything_else(database: AsyncEngine, next_line: str) -> None:
    citizen = silent(database, "confirm")
    assert (await citizen.say(*TO_TIMES, "1", "yes")).startswith("The booking system does not answer")
    told = await citizen.say(next_line)
    assert told.startswith("[Booked]")
    assert await read_books(database) == {FIRST: ONE}
    assert "Mon, Nov 30 09:15" in await citizen.say("/my")


async def test_trying_again_really_cancels(database: AsyncEngine) -> None:
    citizen = silent(database, "cancel")
    await citizen.say(*TO_TIMES, "1", "yes")
    await citizen.tap("cancel")
    assert (await citizen.say("yes")).startswith("The booking system does not answer")
    assert "is cancelled" in await citizen.tap("try again")
    assert await read_books(database) == {FIRST: NONE}


async def test_nothing_is_called_booked_without_a_place(database: AsyncEngine) -> None:
    citizen = Town(database, core.catalogue()).citizen()
    await citizen.say(*TO_TIMES, "1", "yes")
    await citizen.tap("cancel")
    await citizen.say("yes")
    told = await citizen.say("help")
    assert "[Booked]" not in told
    assert 'Nothing is booked for "Residents\' parking permit"' in told
    assert "has these times" in await citizen.tap("book again")


async def test_a_year_whose_holidays_are_not_announced_is_not_called_full(database: AsyncEngine) -> None:
    after_the_calendar = Watch(datetime(2027, 1, 4, 1, 0, tzinfo=UTC))
    citizen = Town(database, core.catalogue(), after_the_calendar).citizen()
    assert (await citizen.say(*TO_TIMES)).startswith("The holidays of 2027 are not yet announced")


async def test_a_day_for_which_places_are_not_out_is_said_to_be_too_far(database: AsyncEngine) -> None:
    citizen = Town(database, core.catalogue()).citizen()
    assert (await citizen.say(*TO_TIMES, "28 December")).startswith("Places are open until Fri, Dec 11")
