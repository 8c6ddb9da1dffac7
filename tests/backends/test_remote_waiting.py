"""The waiting list over the API, and the places that it gives out. One kind of database is enough behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, time

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.api.backend.router import Behind
from bot.backends.onewindow import OneWindow
from bot.backends.onewindow.waiting import AwaitedOneWindow
from bot.backends.remote import RemoteOneWindow, RemoteWaitingList
from bot.dialogue.ports import BackendDown, Booker, LimitReached, Unknown
from bot.dialogue.waiting_list import Awaited, Position
from tests.backends.contract import asking
from tests.backends.contract.asking import PROCEDURE, book
from tests.backends.reached import reach, serve
from tests.backends.test_waiting import offer_to
from tests.backends.town import EARLY, NEXT, NOW, Clock, build_town

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
THURSDAY = datetime(2026, 12, 2, 16, 0, tzinfo=UTC)  # its midnight in Hangzhou


@dataclass
class Reached:
    places: RemoteOneWindow
    waiting: RemoteWaitingList

    async def join(
        self, case: str, earliest: time | None = None, latest: time | None = None, *, chat: str | None = None
    ) -> Position:
        awaited = Awaited(case, "apply", PROCEDURE, "xihu", "passport", NOW, THURSDAY, earliest, latest)
        return await self.waiting.join(awaited, Booker(chat or case), f"{case} waits")


@pytest.fixture
async def reached(window: OneWindow, database: AsyncEngine, clock: Clock) -> AsyncIterator[Reached]:
    behind = Behind(build_town(), window, AwaitedOneWindow(database, build_town(), clock))
    async with reach(serve(behind, database, clock), clock) as client:
        yield Reached(RemoteOneWindow(client), RemoteWaitingList(client))


async def test_who_waits_is_offered_the_place_and_takes_it(reached: Reached, database: AsyncEngine) -> None:
    booked = await book(reached.places, EARLY, "B1")
    first, second = await reached.join("A1"), await reached.join("A2")
    assert (first.ahead, second.ahead) == (0, 1)
    assert await reached.join("A1") == first
    await asking.cancel(reached.places, booked.id, "cancel")
    offer = await reached.waiting.find_offer(await offer_to(database, "A1"))
    assert (offer.case, offer.visit, offer.slot.id, offer.waiting) == ("A1", "apply", EARLY, first.id)
    taken = await reached.waiting.accept(offer.id, "take it")
    assert (taken.case, taken.slot.id, taken.state) == ("A1", EARLY, "booked")
    assert await reached.waiting.accept(offer.id, "take it") == taken
    assert await reached.places.appointment(taken.id) == taken
    assert (await reached.waiting.count_ahead(first.id), await reached.waiting.count_ahead(second.id)) == (None, 0)


async def test_what_is_declined_goes_to_the_next(reached: Reached, database: AsyncEngine) -> None:
    booked = await book(reached.places, EARLY, "B1")
    for case in ("A1", "A2"):
        await reached.join(case)
    await asking.cancel(reached.places, booked.id, "cancel")
    offer = await offer_to(database, "A1")
    for _ in range(2):
        await reached.waiting.decline(offer)
    with pytest.raises(Unknown):
        await reached.waiting.accept(offer, "take it")
    assert (await reached.waiting.find_offer(await offer_to(database, "A2"))).case == "A2"


async def test_whoever_left_waits_no_more(reached: Reached) -> None:
    position = await reached.join("A1")
    for _ in range(2):
        await reached.waiting.leave(position.id)
    assert await reached.waiting.count_ahead(position.id) is None


async def test_nobody_waits_twice_for_the_same(reached: Reached) -> None:
    await reached.join("A1", chat="us")
    with pytest.raises(LimitReached):
        await reached.join("A2", chat="us")


async def test_the_hours_come_over(reached: Reached, database: AsyncEngine) -> None:
    """09:30 is before ten, and 08:30 before nine: nobody asked for that."""
    early, nine = await book(reached.places, EARLY, "B1"), await book(reached.places, NEXT, "B2")
    await reached.join("A1", time(9), time(10))
    await asking.cancel(reached.places, early.id, "one")
    await asking.cancel(reached.places, nine.id, "two")
    assert (await reached.waiting.find_offer(await offer_to(database, "A1"))).slot.id == NEXT


async def test_nothing_is_known_of_ids_never_given(reached: Reached) -> None:
    await reached.waiting.leave("nothing")
    await reached.waiting.decline("nothing")
    assert await reached.waiting.count_ahead("nothing") is None
    for call in (reached.waiting.find_offer("nothing"), reached.waiting.accept("", "k1")):
        with pytest.raises(Unknown):
            await call


async def test_where_there_is_no_list_nobody_can_join(
    window: OneWindow, database: AsyncEngine, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    async with reach(serve(Behind(build_town(), window), database, clock), clock) as client:
        with pytest.raises(BackendDown):
            await Reached(RemoteOneWindow(client), RemoteWaitingList(client)).join("A1")
    assert "does not offer waiting-list" in caplog.text
