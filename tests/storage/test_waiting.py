"""News of the waiting list on its way to a chat: received once, and a place that nobody hears of goes on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backends.onewindow import OneWindow
from bot.backends.onewindow.waiting import AwaitedOneWindow
from bot.database.encryption import Vault
from bot.database.errors import NotNow
from bot.database.jobs import Jobs, work
from bot.dialogue.ports import BackendDown, Booker, Claim, Unknown
from bot.dialogue.waiting.effects import PlaceOffered, WaitedInVain
from bot.dialogue.waiting_list import Awaited, Offer
from bot.storage.promises import forget_chat, put_promises
from bot.storage.waiting import WAITING, telling
from tests.backends.town import EARLY, HOLD_MINUTES, NOW, Clock, build_town
from tests.storage.test_promises import PROMISED

CASE = PROMISED.case


class Chat:
    """A service that notes what it receives."""

    def __init__(self) -> None:
        self.received: dict[str, object] = {}

    async def receive(self, incoming: object) -> None:
        self.received[incoming.key] = incoming.event  # type: ignore[attr-defined]


async def test_an_offer_waits_for_a_one_window_that_is_silent(database: AsyncEngine, vault: Vault) -> None:
    class Silent(AwaitedOneWindow):
        async def find_offer(self, offer: str) -> Offer:
            raise BackendDown("no answer")

    clock, jobs, chat = Clock(), Jobs(vault, attempts=2), Chat()
    silent = Silent(database, build_town(), clock, jobs)
    handlers = {WAITING: telling(lambda _: chat, silent, database, vault)}  # type: ignore[arg-type,return-value]
    async with database.begin() as connection:
        told = {"what": "offered", "case": CASE, "waiting": "w", "offer": "o"}
        await jobs.put(connection, kind=WAITING, key="waiting/1", payload=told, due_at=NOW)
    for _ in range(5):
        [done] = await work(database, jobs, handlers, now=clock())
        assert isinstance(done.error, NotNow)
        clock.turn(2)
    assert chat.received == {}


@pytest.mark.parametrize("forgotten", [False, True], ids=["told", "forgotten"])
async def test_an_offer_reaches_its_chat_or_the_next(database: AsyncEngine, vault: Vault, forgotten: bool) -> None:
    clock, jobs, chat = Clock(), Jobs(vault), Chat()
    window = OneWindow(database, build_town(), clock, HOLD_MINUTES, jobs)
    waiting_list = AwaitedOneWindow(database, build_town(), clock, jobs)
    handlers = {WAITING: telling(lambda _: chat, waiting_list, database, vault)}  # type: ignore[arg-type,return-value]
    async with database.begin() as connection:
        await put_promises(connection, vault, "telegram", "7", [PROMISED])
        if forgotten:
            await forget_chat(connection, vault, "telegram", "7")
    (hold,) = await window.hold([Claim(EARLY, "B1", "apply", "passport")], Booker("B"), "k1")
    span = NOW, NOW + timedelta(days=2)
    position = await waiting_list.join(Awaited(CASE, "apply", "passport", "xihu", "passport", *span), Booker("A"), "k2")
    await window.release(hold.id)
    assert [done.error for done in await work(database, jobs, handlers, now=clock(), limit=5)] == [None]
    if forgotten:
        assert chat.received == {}
        assert await waiting_list.count_ahead(position.id) is None
        assert [slot.id for slot in await window.slots("xihu", "passport", NOW.date(), 2)].count(EARLY) == 1
        return
    ((key, event),) = chat.received.items()
    assert isinstance(event, PlaceOffered)
    assert (event.offer.waiting, event.offer.slot.id, event.offer.case) == (position.id, EARLY, CASE)
    clock.turn(30)
    await waiting_list.expire(event.offer.id)
    await work(database, jobs, handlers, now=clock(), limit=5)
    assert list(chat.received.values()) == [event, WaitedInVain(CASE, position.id, "unanswered")]
    with pytest.raises(Unknown):
        await waiting_list.find_offer(event.offer.id)
    assert key == f"job/waiting/{event.offer.id}"
