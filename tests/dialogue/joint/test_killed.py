"""A joint visit through the whole house, when the process dies in a call, and when the One Window is silent."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.dialogue.ports import BackendDown
from tests.backends.books import read_books
from tests.dialogue import core
from tests.dialogue.core import GARDEN_EN, PARK_EN
from tests.dialogue.failing import Failing, Killed
from tests.dialogue.talk import Citizen, Town

CHAT = "someone"
TO_PLANS = (PARK_EN, "my own", "the keeper", GARDEN_EN, "/my", "3", "East")
LINES = (*TO_PLANS, "earliest", "yes")
BOOKED = {"east.permits.20261130T0115Z", "east.permits.20261130T0130Z"}


@pytest.fixture
def town(database: AsyncEngine) -> Town:
    return Town(database, core.catalogue())


def failing(town: Town, call: str, *, after: bool, error: type[BaseException]) -> Citizen:
    assert town.backend is not None
    return replace(town, backend=Failing(town.backend, call, after, error)).citizen(CHAT)


async def taken(town: Town) -> set[str]:
    return {slot for slot, line in (await read_books(town.engine)).items() if line.used}


async def test_two_matters_are_booked_one_after_the_other(town: Town) -> None:
    citizen = town.citizen(CHAT)
    said = await citizen.say(*TO_PLANS)
    assert "[2 visits at least] 2 matters cannot be done in one visit" in said  # the garden takes two by itself
    assert "[Booked] 2 matters, one visit." in await citizen.say(*LINES[len(TO_PLANS) :])
    assert "Renting a vegetable garden takes one more visit by law" in said
    assert await taken(town) == BOOKED


@pytest.mark.parametrize(("call", "after"), [("hold", True), ("confirm", False), ("confirm", True)])
async def test_a_process_that_dies_leaves_all_or_nothing_and_the_next_one_says_it(
    town: Town, call: str, after: bool
) -> None:
    citizen = failing(town, call, after=after, error=Killed)
    with pytest.raises(Killed):
        await citizen.say(*LINES)
    settled = town.citizen(CHAT)
    settled.lines = len(LINES)  # further deliveries, not the same again
    await settled.terminal.service.settle(CHAT)
    said = [message.text for message in await settled.terminal.waiting()]
    if call == "hold":
        assert "Shall I book all of it?" in said[-1]
        said = [await settled.say("yes")]
    assert any("[Booked] 2 matters, one visit." in text for text in said)
    assert await taken(town) == BOOKED


async def test_a_one_window_that_falls_silent_is_asked_again_and_books_once(town: Town) -> None:
    citizen = failing(town, "confirm", after=True, error=BackendDown)
    said = await citizen.say(*LINES)
    assert "I keep your wish: 2 matters from Mon, Nov 30 09:15 on at East Centre" in said
    assert "[Booked] 2 matters, one visit." in await citizen.tap("try now")
    assert await taken(town) == BOOKED
