"""What the client says is what the description asks for, and what it is answered is what the description promises."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.api.backend.feed_calls import FeedCalls
from bot.api.backend.router import Behind
from bot.api.feed.feed import Feed
from bot.backends.client import Client, Misunderstood, Patience
from bot.backends.onewindow import OneWindow
from bot.backends.onewindow.sharing.window import SharedOneWindow
from bot.backends.onewindow.waiting import AwaitedOneWindow
from bot.backends.remote import RemoteApplications, RemoteOneWindow, RemoteSharedData, RemoteWaitingList
from bot.backends.wire import operations as op
from bot.backends.wire.messages import CallbackSaid
from bot.backends.wire.operations import OPERATIONS
from bot.database.encryption import Vault
from bot.dialogue.applications import Added, HandedIn
from bot.dialogue.ports import Appointment, Booker, Refused
from bot.dialogue.waiting_list import Awaited
from bot.storage.papers import StoredPapers
from tests.backends.applications.hall import Hall, part, submission
from tests.backends.client.recording import Description, Recording
from tests.backends.contract import asking
from tests.backends.contract.asking import PROCEDURE, book
from tests.backends.reached import KEY, URL, serve
from tests.backends.sharing.county import ADDRESS, BUYER, about, build_county, entry
from tests.backends.sharing.registers import Register
from tests.backends.sharing.story import FILLING
from tests.backends.test_remote_applications import LEASE, Uploaded
from tests.backends.test_waiting import offer_to
from tests.backends.town import EARLY, NEXT, NOW, WEDNESDAY, build_town
from tests.papers import JPEG

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
CALLBACK = CallbackSaid(url="https://bot.example.org/backend/callback", secret="whsec_" + "A" * 32)


@dataclass
class Whole:
    """A One Window that offers everything, and every port to it."""

    hall: Hall
    client: Client
    recording: Recording

    def __post_init__(self) -> None:
        self.places = RemoteOneWindow(self.client)
        self.waiting = RemoteWaitingList(self.client)
        self.shared = RemoteSharedData(self.client)
        self.applications = RemoteApplications(self.client, Uploaded({"local-1": JPEG}))


@pytest.fixture
async def whole(database: AsyncEngine, vault: Vault) -> AsyncIterator[Whole]:
    hall = Hall(database, vault)
    clock, town, registers = hall.clock, build_town(), {name: Register() for name in build_county().registers}
    registers["home-register"].entries[BUYER] = entry(BUYER, owner="买方甲", address=ADDRESS, number="Z-1")
    behind = Behind(
        town,
        OneWindow(database, town, clock),
        AwaitedOneWindow(database, town, clock),
        SharedOneWindow(database, vault, build_county(), registers, clock),
        hall.window,
        lambda client: StoredPapers(database, vault, f"api/{client}", clock),
        FeedCalls(Feed(database, vault, hall.jobs)),
    )
    hall.papers.exist = lambda ids: _all(ids)  # type: ignore[method-assign]  # those that came by the API are there
    hall.papers.attach = lambda *told: _nothing()  # type: ignore[method-assign]
    recording = Recording(httpx2.ASGITransport(serve(behind, database, clock)))
    patience = Patience(tries=1)
    async with Client(URL, KEY, clock=clock, transport=recording, patience=patience) as client:
        yield Whole(hall, client, recording)


async def _all(ids: Any) -> set[str]:
    return set(ids)


async def _nothing() -> None:
    return None


async def refused(call: Awaitable[object]) -> None:
    with pytest.raises(Refused):
        await call


async def live(whole: Whole, database: AsyncEngine) -> None:
    """Every call once where it is done, and many where they are refused."""
    call = whole.client.call
    await call(op.ABOUT)
    await call(op.CENTRES, query={"limit": "2"})
    await _wait(whole, database, await _book(whole))
    await _share(whole)
    await _apply(whole)
    await call(op.EVENTS, query={"limit": "10"})
    await call(op.CALLBACK)
    await call(op.SET_CALLBACK, CALLBACK)
    await call(op.DROP_CALLBACK)


async def _book(whole: Whole) -> Appointment:
    await whole.places.slots("xihu", "passport", WEDNESDAY, 2)
    await whole.places.slots("xihu", "passport", WEDNESDAY, 2)  # unchanged
    held = await asking.hold(whole.places, EARLY, "C1", "apply", "hold", chat="chat")
    await refused(asking.hold(whole.places, EARLY, "C2", "apply", "no place"))
    await whole.places.release(held.id)
    booked = await book(whole.places, EARLY, "B1")
    moved = await asking.move(whole.places, booked.id, NEXT, "move")
    await asking.move(whole.places, moved.id, EARLY, "back")
    await whole.places.appointment(moved.id)
    await refused(whole.places.appointment("nothing"))
    return moved


async def _wait(whole: Whole, database: AsyncEngine, booked: Appointment) -> None:
    for case in ("A1", "A2"):
        span = (NOW, datetime(2026, 12, 2, 16, 0, tzinfo=UTC), time(8, 30), time(9, 30))
        awaited = Awaited(case, "apply", PROCEDURE, "xihu", "passport", *span)
        position = await whole.waiting.join(awaited, Booker(case, f"person-{case}"), f"{case} waits")
        await whole.waiting.count_ahead(position.id)
    await asking.cancel(whole.places, booked.id, "cancel")
    offer = await offer_to(database, "A1")
    await whole.waiting.find_offer(offer)
    await whole.waiting.accept(offer, "accept")
    await whole.waiting.decline(offer)
    await whole.waiting.leave(position.id)


async def _share(whole: Whole) -> None:
    consent = await whole.shared.agree(BUYER, about(FILLING), "agree", timedelta(days=9))
    (finding,) = await whole.shared.look_up(consent.id, (FILLING,), "look")
    await whole.shared.own_data(BUYER)
    await whole.shared.dispute(consent.id, finding, "wrong")
    await whole.shared.export(BUYER, "export")
    await whole.shared.withdraw(BUYER, consent.id, "end")
    await refused(whole.shared.look_up(consent.id, (FILLING,), "too late"))
    await whole.shared.erase(BUYER, "erase")


async def _apply(whole: Whole) -> None:
    handed_in = submission(part((1, "market"), papers=(LEASE,)), case="S1", give="post")
    await whole.applications.submit(BUYER, handed_in, "submit")
    await refused(whole.applications.submit(BUYER, handed_in, "again"))
    never = submission(part(papers=(HandedIn(document="lease", person="you"),)), case="S2")
    await refused(whole.applications.submit(BUYER, never, "incomplete"))
    await whole.hall.desk.ask("S1", "market", ("合同",), "ask", 5)
    await whole.applications.add(BUYER, "S1", Added(papers=(LEASE,), note="好了"), "add")
    await whole.applications.status("S1")
    await whole.applications.status("S1", BUYER)
    given = await whole.applications.give_pass(BUYER, "S1", "pass")
    await whole.applications.read_with_pass("S1", given.code, "read")
    await whole.applications.withdraw(BUYER, "S1", "withdraw")
    await refused(whole.applications.withdraw(BUYER, "S1", "again"))


async def test_every_call_is_as_described(whole: Whole, database: AsyncEngine) -> None:
    await live(whole, database)
    served = await whole.client._http.get("http://window.example/api/v1/openapi.json")
    description, exchanges = Description(served.json()), whole.recording.exchanges[:-1]
    called = {description.operation(each)["operationId"] for each in exchanges}
    assert called == {operation.name for operation in OPERATIONS}
    assert [fault for each in exchanges for fault in description.faults(each)] == []
    assert {each.status for each in exchanges} >= {200, 204, 304, 404, 409}


async def test_a_call_that_is_not_as_described_is_found_out(whole: Whole) -> None:
    """The judge is worth something only if it sees these."""
    client = whole.client
    told = (await client._http.get("http://window.example/api/v1/openapi.json")).json()
    whole.recording.exchanges.clear()
    with suppress(Misunderstood):
        await client.call(op.ABOUT, query={"colour": "red"})
    with suppress(Misunderstood):
        await client.call(op.HOLD, CALLBACK, key="k1")
    with suppress(Misunderstood):
        await client.call(op.HOLD, CALLBACK)
    with suppress(Misunderstood):
        await client.call(op.SLOTS)
    found = [{*Description(told).faults(each)} for each in whole.recording.exchanges]
    assert "about: colour is not described" in found[0]
    assert any("required" in fault for fault in found[1])
    assert "hold: Idempotency-Key is missing" in found[2]
    assert "slots: centre is missing" in found[3]
    about = next(each for each in whole.recording.exchanges)
    changed = json.loads(json.dumps(told))
    changed["paths"]["/api/v1"]["get"]["responses"].pop("422")
    assert any("it is not described" in fault for fault in Description(changed).faults(about))
