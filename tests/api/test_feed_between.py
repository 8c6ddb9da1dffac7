"""Two installations on two databases: what is decided at one is heard in a chat of the other, through the API alone."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.api.backend.feed_calls import FeedCalls
from bot.api.backend.owners import Owners
from bot.api.callback_router import callback_router
from bot.api.feed.calling_back import CallingBack
from bot.api.feed.feed import CALLBACK, Feed
from bot.api.feed.routing import routed
from bot.backends import listening
from bot.backends.client import Client
from bot.backends.listening import Listener, open_listener
from bot.backends.remote import RemoteApplications
from bot.database.encryption import Vault, new_secret
from bot.database.engine import open_engine
from bot.database.jobs import Jobs, work
from bot.dialogue.applying.effects import Progressed
from bot.storage.papers import StoredPapers
from bot.storage.progress import PROGRESS, telling
from bot.storage.promises import put_promises, read_followed
from tests.api.backend_served import Town, town
from tests.backends.applications.hall import submission
from tests.backends.sharing.county import BUYER
from tests.storage.test_promises import PROMISED
from tests.storage.test_waiting import Chat

__all__ = ["town"]
CASE = PROMISED.case
CALLED_BACK = "https://city.example/backend/callback"


class Front:
    """An installation whose One Window is the town's: one chat, which has a case."""

    def __init__(self, engine: AsyncEngine, town: Town, served: FastAPI) -> None:
        self.engine, self.clock, self.chat = engine, town.hall.clock, Chat()
        self.vault = Vault.from_secret(new_secret())
        self.jobs = Jobs(self.vault)
        transport, key = httpx2.ASGITransport(app=served), town.given["client:hangzhou"]
        self.client = Client("https://window.example", key, clock=self.clock, transport=transport)
        self.applications = RemoteApplications(self.client, StoredPapers(engine, self.vault, "", self.clock))

    def listener(self, public_url: str | None = None) -> Listener:
        url = "https://window.example"
        return open_listener(
            self.client, self.engine, self.vault, self.jobs, self.clock, url, public_url, read_followed
        )

    async def submit(self) -> None:
        async with self.engine.begin() as connection:
            await put_promises(connection, self.vault, "telegram", "7", [PROMISED])
        await self.applications.submit(BUYER, submission(case=CASE), "k1")

    async def work(self) -> list[tuple[str, int]]:
        """What the chat has heard by now: how the case stands, and how many lines its timeline has."""
        tell = telling(lambda _: self.chat, self.applications, self.engine, self.vault)  # type: ignore[arg-type,return-value]
        done = await work(self.engine, self.jobs, {PROGRESS: tell}, now=self.clock(), limit=20)
        assert [each.error for each in done] == [None] * len(done)
        heard: list[tuple[str, int]] = []
        for event in self.chat.received.values():
            assert isinstance(event, Progressed)
            heard.append((event.status.state, len(event.status.events)))
        return heard


@pytest.fixture
def feed(town: Town) -> Feed:
    return Feed(town.engine, town.vault, town.hall.jobs)


@pytest.fixture
async def front(town: Town, feed: Feed, sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Front]:
    shutil.copy(sqlite_template, tmp_path / "front.db")
    engine = open_engine(f"sqlite:///{tmp_path / 'front.db'}")
    owners = Owners(town.engine, town.hall.clock)
    town.hall.doers = dict(routed(town.hall.doers, owners.of, feed, town.hall.clock))
    front = Front(engine, town, town.serve(replace(town.behind(), feed=FeedCalls(feed))))
    yield front
    await front.client.close()
    await engine.dispose()


async def test_a_decision_is_heard_in_the_chat_of_another_installation(town: Town, front: Front) -> None:
    hall, listener = town.hall, front.listener()
    await front.submit()
    assert await hall.work() == []
    await listener.catch_up()
    before = await front.work()
    await hall.approve("market", case=CASE)
    assert await hall.work(60) == []
    assert hall.heard == [], "no chat of the town's own has the case"
    await listener.catch_up()
    after = await front.work()
    await listener.catch_up()
    assert (len(after) > len(before), await front.work()) == (True, after)
    assert after[-1][0] == (await front.applications.status(CASE)).state == "approved"


async def test_the_cases_of_others_are_not_heard(town: Town, front: Front, feed: Feed) -> None:
    """One of the town's own chats, and one of another client."""
    await Owners(town.engine, town.hall.clock).own("WXYZ6789", "ningbo")
    await town.hall.submit(case="WXYZ6789")
    await town.hall.submit(case="HEREHERE")
    await town.hall.approve("market", case="WXYZ6789")
    await town.hall.desk.approve("HEREHERE", "market", "k9")
    assert await town.hall.work(60) == []
    assert {case for case, _ in town.hall.heard} == {"HEREHERE"}
    assert {event.case for event in (await feed.read("ningbo", None, 10)).events} == {"WXYZ6789"}
    await front.listener().catch_up()
    assert (await feed.read("hangzhou", None, 10)).events == ()
    assert await front.work() == []


async def test_a_callback_has_it_heard_at_once(
    town: Town, front: Front, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The feed is looked at once at the start, and then only because somebody calls back."""
    monkeypatch.setattr(listening, "EVERY", 3600.0)
    listener = front.listener("https://city.example/")
    assert listener.address is not None
    called_back = FastAPI(openapi_url=None)
    called_back.include_router(
        callback_router(listener.address.path, listener.address.secrets, listener.nudge, front.clock)
    )
    calling = CallingBack(feed, town.hall.clock, httpx2.ASGITransport(app=called_back))
    town.hall.doers[CALLBACK] = calling
    running = asyncio.create_task(listener.run())
    try:
        async with asyncio.timeout(10):
            while (known := await feed.callback("hangzhou")) is None or await _cursor(front) != "0":  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            assert known.url == CALLED_BACK
            await front.submit()
            await town.hall.approve("market", case=CASE)
            assert await town.hall.work(60) == []
            newest = (await feed.read("hangzhou", None, 10)).next
            while await _cursor(front) != newest:  # noqa: ASYNC110 - behind HTTP
                await asyncio.sleep(0.01)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert (await front.work())[-1][0] == "approved"


async def _cursor(front: Front) -> str | None:
    async with front.engine.connect() as connection:
        return (await connection.exec_driver_sql("SELECT cursor FROM backend_cursor")).scalar()


async def test_the_calls_of_the_feed(town: Town, front: Front, feed: Feed) -> None:
    hangzhou, ningbo = (
        town.client(name, town.serve(replace(town.behind(), feed=FeedCalls(feed)))) for name in ("hangzhou", "ningbo")
    )
    assert (await hangzhou.get("/callback")).json() == {"url": None}
    secret = "whsec_" + "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
    told = await hangzhou.call("PUT", "/callback", json={"url": CALLED_BACK, "secret": secret})
    assert (told.status_code, told.json()) == (200, {"url": CALLED_BACK})
    assert (await hangzhou.get("/callback")).json() == {"url": CALLED_BACK}, "the secret is not told"
    assert (await ningbo.get("/callback")).json() == {"url": None}
    for wrong in ("whsec_short", secret[:-2], secret.removeprefix("whsec_")):
        refused = await hangzhou.call("PUT", "/callback", json={"url": CALLED_BACK, "secret": wrong})
        assert (refused.status_code, refused.json()["fields"][0]["field"]) == (422, "secret")
        assert wrong not in refused.text
    refused = await hangzhou.call("PUT", "/callback", json={"url": "ftp://city.example", "secret": secret})
    assert refused.json()["fields"][0]["field"] == "url"
    assert (await hangzhou.call("DELETE", "/callback")).status_code == 204
    assert (await hangzhou.call("DELETE", "/callback")).status_code == 204
    assert (await hangzhou.get("/callback")).json() == {"url": None}
    await front.submit()
    await town.hall.approve("market", case=CASE)
    await town.hall.work(60)
    first = (await hangzhou.get("/events?limit=1")).json()
    assert [event["cursor"] for event in first["events"]] == [first["next"]] == ["1"]
    assert set(first["events"][0]) == {"cursor", "at", "case", "kind", "number"}
    assert (await hangzhou.get("/events?after=1")).json()["events"][0]["cursor"] == "2"
    refused = await hangzhou.get("/events?after=9")
    assert (refused.status_code, refused.json()["fields"]) == (
        422,
        [{"field": "after", "why": "it lies in the future"}],
    )
    async with town.engine.begin() as connection:
        await connection.exec_driver_sql("DELETE FROM feed_event WHERE number = 1")
    refused = await hangzhou.get("/events?after=0")
    assert (refused.status_code, refused.json()["type"]) == (410, "urn:onevisit:problem:events-gone")
