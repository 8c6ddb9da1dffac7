"""One message through the whole house, when deliveries repeat, processes race, die, and the One Window is silent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backends.onewindow.window import OneWindow
from bot.database.engine import open_engine
from bot.dialogue.conversation import Conversation, Wake
from bot.dialogue.events import Incoming, Said
from bot.dialogue.keeping import Conversations, Saved
from bot.dialogue.messages import Message
from bot.dialogue.ports import BackendDown
from bot.dialogue.promising import Happened, Promised
from bot.dialogue.reminding import Reminder
from bot.dialogue.service import Service
from tests.backends.books import Line, read_books
from tests.dialogue import core
from tests.dialogue.core import PARK_EN
from tests.dialogue.failing import Failing, Killed
from tests.dialogue.talk import Citizen, Town

TO_TIMES = (PARK_EN, "my own", "the keeper", "window", "East")
FIRST, SECOND = "east.permits.20261130T0115Z", "east.permits.20261130T0130Z"
TAKEN, FREE = Line(used=1, taken=1, capacity=2), Line(used=0, taken=0, capacity=2)
CHAT = "someone"


@pytest.fixture
def town(database: AsyncEngine) -> Town:
    catalogue = core.catalogue()
    return Town(database, catalogue)


@pytest.fixture
async def replica(town: Town, database_url: str) -> AsyncIterator[Town]:
    """A second process on the same database."""
    engine = open_engine(database_url)
    yield replace(town, engine=engine, backend=OneWindow(engine, town.catalogue.province, town.watch))
    await engine.dispose()


def failing(town: Town, call: str, *, after: bool, error: type[BaseException]) -> Citizen:
    assert town.backend is not None
    return replace(town, backend=Failing(town.backend, call, after, error)).citizen(CHAT)


async def conversation(town: Town) -> Conversation:
    found = await town.citizen(CHAT).terminal.service.conversations.load(CHAT)
    assert found is not None
    return found


# --- deliveries ----------------------------------------------------------------------------------------------------


async def test_a_delivery_that_comes_twice_adds_nothing(town: Town) -> None:
    citizen = town.citizen(CHAT)
    await citizen.say(*TO_TIMES)
    before = await conversation(town)
    for number in range(1, len(TO_TIMES) + 1):
        assert await citizen.terminal.hear(TO_TIMES[number - 1], f"delivery {number}") == []
    assert await conversation(town) == before


async def test_messages_lie_in_the_outbox_in_the_order_of_the_events(town: Town) -> None:
    """All is received before anything is written."""
    service = town.citizen(CHAT).terminal.service
    for number, text in enumerate((PARK_EN, "why", "my own")):
        await service.receive(Incoming(CHAT, f"delivery {number}", Said(text)))
    texts = [message.text.split("\n")[0] for message in await town.citizen(CHAT).terminal.waiting()]
    assert texts == [
        "[Residents' parking permit]",
        "What home do you live in?",
        "Why I ask: It decides who proves the address.",
        "What home do you live in?",
        "Who applies?",
    ]


# --- two processes -------------------------------------------------------------------------------------------------


async def test_two_processes_in_one_chat_answer_every_message_once(town: Town, replica: Town) -> None:
    services = [one.citizen(CHAT).terminal.service for one in (town, replica)]
    await services[0].receive(Incoming(CHAT, "delivery", Said(PARK_EN)))
    await asyncio.gather(
        *(services[number % 2].receive(Incoming(CHAT, f"delivery {number}", Said("why"))) for number in range(12))
    )
    messages = await town.citizen(CHAT).terminal.waiting()
    assert sum(message.text.startswith("Why I ask") for message in messages) == 12
    assert (await conversation(town)).revision == 13


async def test_two_processes_with_one_delivery_answer_it_once(town: Town, replica: Town) -> None:
    services = [one.citizen(CHAT).terminal.service for one in (town, replica)] * 4
    await asyncio.gather(*(service.receive(Incoming(CHAT, "delivery", Said(PARK_EN))) for service in services))
    assert len(await town.citizen(CHAT).terminal.waiting()) == 2
    assert (await conversation(town)).revision == 1


@dataclass
class Overtaken:
    """Conversations that somebody else saves just before the first save."""

    inner: Conversations
    first: Callable[[], Awaitable[None]]
    done: bool = False

    async def load(self, chat: str) -> Conversation | None:
        return await self.inner.load(chat)

    async def save(
        self,
        conversation: Conversation,
        messages: Sequence[Message],
        delivery: str | None,
        reminders: Sequence[Reminder] = (),
        wakes: Sequence[Wake] = (),
        promises: Sequence[Promised] = (),
        happened: Sequence[Happened] = (),
    ) -> Saved:
        if not self.done:
            self.done = True
            await self.first()
        return await self.inner.save(conversation, messages, delivery, reminders, wakes, promises, happened)


async def test_what_another_process_has_pending_is_performed_before_the_next_event(town: Town) -> None:
    """One process dies after it has saved "book it"; a second was about to save what it read before that."""
    await town.citizen(CHAT).say(*TO_TIMES, "1")
    dying = failing(town, "confirm", after=False, error=Killed).terminal.service

    async def book_and_die() -> None:
        with pytest.raises(Killed):
            await dying.receive(Incoming(CHAT, "book it", Said("yes")))

    terminal = town.citizen(CHAT).terminal
    late = replace(terminal.service, conversations=Overtaken(terminal.service.conversations, book_and_die))
    await late.receive(Incoming(CHAT, "at the same time", Said("thanks")))
    texts = [message.text.split("\n")[0] for message in await terminal.waiting()]
    assert [text for text in texts if text.startswith(("[Booked]", "You're welcome."))] == [
        f"[Booked] Residents' parking permit  code {(await conversation(town)).current}",
        "You're welcome.",
    ]
    assert await read_books(town.engine) == {FIRST: TAKEN}


# --- a process dies between saving and performing ------------------------------------------------------------------

STEPS = {
    "slots": (TO_TIMES[:-1], "East", "which-time", {}),
    "hold": (TO_TIMES, "1", "confirm-place", {FIRST: TAKEN}),
    "confirm": ((*TO_TIMES, "1"), "yes", "ticket-title", {FIRST: TAKEN}),
    "appointment": ((*TO_TIMES, "1"), "yes", "ticket-title", {FIRST: TAKEN}),
    "release": ((*TO_TIMES, "1"), "another time", "which-time", {FIRST: FREE}),
    "move": ((*TO_TIMES, "1", "yes", "1"), "1", "ticket-title", {FIRST: FREE, SECOND: TAKEN}),
    "cancel": ((*TO_TIMES, "1", "yes", "2"), "yes", "place-cancelled", {FIRST: FREE}),
}
BEGINNINGS = {
    "which-time": "East Centre has these times.",
    "confirm-place": "I keep East Centre, ",
    "ticket-title": "[Booked] Residents' parking permit",
    "place-cancelled": 'The appointment for "Residents\' parking permit" is cancelled',
}


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("call", STEPS)
async def test_a_process_that_dies_is_taken_over(town: Town, call: str, after: bool) -> None:
    before, last, said, books = STEPS[call]
    await town.citizen(CHAT).say(*before)
    dying = failing(town, call, after=after, error=Killed)
    dying.lines = len(before)
    with pytest.raises(Killed):
        await dying.say(last)
    other = town.citizen(CHAT).terminal
    await other.service.settle(CHAT)
    (message,) = await other.waiting()
    assert message.text.startswith(BEGINNINGS[said])
    assert await read_books(town.engine) == books
    assert (await conversation(town)).pending is None


async def test_what_a_dead_process_left_is_settled_once(town: Town, replica: Town) -> None:
    await town.citizen(CHAT).say(*TO_TIMES, "1")
    dying = failing(town, "confirm", after=True, error=Killed).terminal.service
    with pytest.raises(Killed):
        await dying.receive(Incoming(CHAT, "book it", Said("yes")))
    services: list[Service] = [one.citizen(CHAT).terminal.service for one in (town, replica)] * 4
    await asyncio.gather(*(service.settle(CHAT) for service in services))
    assert len(await town.citizen(CHAT).terminal.waiting()) == 1
    assert await read_books(town.engine) == {FIRST: TAKEN}
    (matter,) = (await conversation(town)).matters
    assert [place.slot.id for place in matter.places] == [FIRST]


# --- the One Window is silent --------------------------------------------------------------------------------------


SILENT = {
    "slots": (*TO_TIMES, "try now", "1", "yes"),
    "hold": (*TO_TIMES, "1", "try now"),
    "confirm": (*TO_TIMES, "1", "yes", "try now"),
    "appointment": (*TO_TIMES, "1", "yes", "try now"),
}


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("call", SILENT)
async def test_silence_loses_nothing(town: Town, call: str, after: bool) -> None:
    citizen = failing(town, call, after=after, error=BackendDown)
    for line in SILENT[call]:
        await (citizen.tap(line) if line == "try now" else citizen.say(line))
    assert citizen.shown[-1].text.startswith("[Booked]")
    assert await read_books(town.engine) == {FIRST: TAKEN}
