"""Everybody wants the same ten places at once, and talks to the whole house for them."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from enum import Enum

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.catalogue.content import Catalogue
from bot.dialogue.conversation import Conversation
from bot.dialogue.words import Words
from procedures.provincial import CentreCounter, Hours
from tests.backends.books import Line, read_books
from tests.conftest import KINDS
from tests.dialogue import core
from tests.dialogue.core import PARK_EN, Talk
from tests.dialogue.talk import Citizen, Town, Watch

CITIZENS, AT_A_TIME, PLACES = 30, 30, 10
NEW_YEARS_EVE = datetime(2026, 12, 31, 1, 0, tzinfo=UTC)
"""The last day that is announced, 09:00 in Hangzhou."""
ONLY_SLOT = "east.permits.20261231T0200Z"
TO_THE_CENTRE = (PARK_EN, "my own", "the keeper", "window")


class End(Enum):
    """How it ended for a citizen."""

    BOOKED = "booked"
    GONE = "told that somebody was faster"
    FULL = "told that there are no times"


@pytest.mark.parametrize("database_url", KINDS, indirect=True)
async def test_a_rush_books_every_place_once_and_tells_everybody_the_truth(database: AsyncEngine) -> None:
    town = Town(database, one_slot(), Watch(NEW_YEARS_EVE))
    turns = asyncio.Semaphore(AT_A_TIME)

    async def go(name: str) -> tuple[str, End]:
        async with turns:
            return name, await book(await at_the_centre(town, name), name)

    ends = dict(await asyncio.gather(*(go(f"citizen {number}") for number in range(CITIZENS))))
    assert len(ends) == CITIZENS
    assert sum(end is End.BOOKED for end in ends.values()) == PLACES
    assert await read_books(database) == {ONLY_SLOT: Line(used=PLACES, taken=PLACES, capacity=PLACES)}
    kept = {name: await stored(town, name) for name in ends}
    appointments = [place.appointment for one in kept.values() for matter in one.matters for place in matter.places]
    assert len(set(appointments)) == len(appointments) == PLACES
    for name, end in ends.items():
        (matter,) = kept[name].matters
        assert (len(matter.places), matter.kept) == ((1, None) if end is End.BOOKED else (0, None))


def one_slot() -> Catalogue:
    """One centre whose only slot before the calendar ends is a quarter of an hour at ten windows."""
    province = core.two_centres()
    quarter = Hours.model_validate({"start": "10:00", "end": "10:15"})
    east = province.centres["east"].model_copy(
        update={"hours": (quarter,), "counters": {"permits": CentreCounter(windows=PLACES)}}
    )
    return core.catalogue().model_copy(update={"province": province.model_copy(update={"centres": {"east": east}})})


async def at_the_centre(town: Town, name: str) -> Citizen:
    """A conversation that has come as far as the choice of the centre, which every citizen reaches alone."""
    talk = Talk(core.guide(now=NEW_YEARS_EVE), Conversation(chat=name, seed=f"the seed of {name}"))
    talk.say(*TO_THE_CENTRE)
    citizen = town.citizen(name)
    assert await citizen.terminal.service.conversations.save(talk.conversation, (), None) == "saved"
    return citizen


async def book(citizen: Citizen, name: str) -> End:
    """Choose the centre, the time, and book it: until there is a ticket or no time any more."""
    words = Words("en", one_slot().province)
    gone, full = words.say("refused-gone"), words.say("no-times", centre="East Centre")
    answer = await citizen.say("East")
    if answer.startswith(full):
        return End.FULL
    answer = await citizen.say("1")
    if answer.startswith(gone):
        return End.GONE
    assert answer.startswith("I keep East Centre"), f"{name} was told: {answer}"
    assert (await citizen.say("yes")).startswith("[Booked]")
    return End.BOOKED


async def stored(town: Town, name: str) -> Conversation:
    found = await town.citizen(name).terminal.service.conversations.load(name)
    assert found is not None
    return found
