"""The process is killed while something unsettled is tried again: it is done once, told once, and tried on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.dialogue.conversation import Conversation, Language
from bot.dialogue.events import Incoming
from bot.dialogue.keeping import Conversations, Saved
from bot.dialogue.service import Service
from bot.dialogue.sharing.effects import Woken
from tests.backends.books import Line, read_books
from tests.dialogue import core
from tests.dialogue.core import PARK_EN
from tests.dialogue.failing import Killed
from tests.dialogue.silence import hush
from tests.dialogue.talk import Town

TO_TIMES = (PARK_EN, "my own", "the keeper", "window", "East")
WEDNESDAY, ONE = "east.permits.20261202T0100Z", Line(used=1, taken=1, capacity=2)
LEASE = 6
"""Minutes after which the job of a dead worker is another's."""
MOMENTS = [
    ("backend", "hold", True, 1),
    ("backend", "confirm", False, 1),
    ("backend", "confirm", True, 1),
    ("backend", "appointment", True, 1),
    ("conversations", "save", False, 1),
    *(("conversations", "save", True, number) for number in (1, 2, 3)),
]
"""Each call of the try, and each time that something is saved in it: the place kept, booked, and the job's delivery."""


class Dying:
    """A part that kills the process once: at the call with this number, before or after it took effect."""

    def __init__(self, inner: Any, call: str, after: bool, number: int) -> None:
        self._inner, self._call, self._after, self._left = inner, call, after, number

    def __getattr__(self, name: str) -> Any:
        act = getattr(self._inner, name)

        async def call(*told: Any, **named: Any) -> Any:
            self._left -= name == self._call
            dies = name == self._call and self._left == 0
            if dies and not self._after:
                raise Killed
            answer = await act(*told, **named)
            if dies:
                raise Killed
            return answer

        return call


@dataclass
class FatefulTown(Town):
    """A town whose next service dies of one of its parts."""

    part: str = ""
    call: str = ""
    after: bool = False
    number: int = 1

    def service(self, name: str, language: Language | None = None) -> Service:
        service = super().service(name, language)
        if not self.part:
            return service
        dying: dict[str, Any] = {self.part: Dying(getattr(service, self.part), self.call, self.after, self.number)}
        return replace(service, **dying)


@pytest.mark.parametrize(("part", "call", "after", "number"), MOMENTS)
async def test_a_process_killed_while_it_tries_again_books_once(
    database: AsyncEngine, part: str, call: str, after: bool, number: int
) -> None:
    town = FatefulTown(database, core.catalogue())
    silence = hush(town)
    citizen = town.citizen()
    await citizen.say(*TO_TIMES)
    silence.lasts = True
    assert "I keep your wish" in await citizen.say("5")
    silence.lasts = False
    town.part, town.call, town.after, town.number = part, call, after, number
    town.watch.wait(minutes=1)
    with pytest.raises(Killed):
        await town.work()
    town.part = ""
    town.watch.wait(minutes=LEASE)
    await town.work()
    said = [message.text.split("\n")[0] for message in await citizen.terminal.waiting()]
    assert said == [
        "[News] The system answers again.",
        f"[Booked] Residents' parking permit  code {await citizen.case()}",
    ]
    assert await read_books(database) == {WEDNESDAY: ONE}
    town.watch.wait(hours=3)
    await town.work()
    assert await citizen.terminal.waiting() == []


@pytest.mark.parametrize(("after", "number"), [(False, 1), (True, 1), (True, 2)])
async def test_a_process_killed_in_the_silence_leaves_it_to_be_tried_again(
    database: AsyncEngine, after: bool, number: int
) -> None:
    """Saved are, in this order, that there was no answer, with the next plan, and the job's delivery."""
    town = FatefulTown(database, core.catalogue())
    silence = hush(town)
    citizen = town.citizen()
    await citizen.say(*TO_TIMES)
    silence.lasts = True
    await citizen.say("5")
    town.part, town.call, town.after, town.number = "conversations", "save", after, number
    town.watch.wait(minutes=1)
    with pytest.raises(Killed):
        await town.work()
    town.part = ""
    town.watch.wait(minutes=LEASE)
    await town.work()
    assert await citizen.terminal.waiting() == []
    silence.lasts = False
    town.watch.wait(minutes=15)
    await town.work()
    assert [message.text.split("\n")[0] for message in await citizen.terminal.waiting()][1].startswith("[Booked]")
    assert await read_books(database) == {WEDNESDAY: ONE}


@dataclass
class Overtaken:
    """Conversations that somebody else saves just before the next save."""

    inner: Conversations
    first: Callable[[], Awaitable[None]] | None = None

    async def load(self, chat: str) -> Conversation | None:
        return await self.inner.load(chat)

    async def save(self, conversation: Conversation, *told: Any, **named: Any) -> Saved:
        first, self.first = self.first, None
        if first is not None:
            await first()
        return await self.inner.save(conversation, *told, **named)


async def test_whoever_is_overtaken_in_the_silence_tries_on(database: AsyncEngine) -> None:
    """While the job waits for an answer, the citizen asks something in another process."""
    town = Town(database, core.catalogue())
    silence = hush(town)
    citizen = town.citizen()
    await citizen.say(*TO_TIMES)
    silence.lasts = True
    await citizen.say("5")
    town.watch.wait(seconds=40)
    await citizen.say("why")
    assert silence.asked == ["hold", "hold"]
    town.watch.wait(seconds=20)

    async def ask() -> None:
        assert (await citizen.say("why")).startswith("Bring ID card (you)")

    service = town.service("someone")
    late = replace(service, conversations=Overtaken(service.conversations, ask))
    name = (await conversation_of(town)).unsettled[0].name
    await late.receive(Incoming("someone", "woken", Woken(name)))
    unsettled = (await conversation_of(town)).unsettled[0]
    assert (unsettled.tries, unsettled.next_at - town.watch()) == (1, timedelta(minutes=2))
    silence.lasts = False
    town.watch.wait(minutes=2)
    await town.work()
    assert [message.text.split("\n")[0] for message in await citizen.terminal.waiting()][1].startswith("[Booked]")


async def conversation_of(town: Town) -> Conversation:
    found = await town.service("someone").conversations.load("someone")
    assert found is not None
    return found
