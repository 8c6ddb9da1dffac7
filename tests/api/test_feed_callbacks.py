"""Callbacks over a real connection: signed, tried again with the same id, and given up without anything being lost."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine
from standardwebhooks import Webhook

from bot.api.feed import sending
from bot.api.feed.calling_back import SPARED_AFTER, SPARED_FOR, CallingBack
from bot.api.feed.feed import CALLBACK, Callback, Feed
from bot.app import present
from bot.backends.wire.signing import written
from bot.database.encryption import Vault
from bot.database.jobs import NOT_NOW, pause, work
from bot.database.tables import job as job_table
from bot.dialogue.ports import Clock
from tests.api.feeding import CITY, NOON, OTHER, Heard, feed_on, read_on, receiving, tell
from tests.backends.town import Clock as TurnedClock

KEY = bytes(range(32))
SECRET = written(KEY)


class Worker:
    """Does the callbacks that are due by a clock of its own."""

    def __init__(self, feed: Feed, clock: Clock = present) -> None:
        self.feed, self.now = feed, NOON
        self.calling = CallingBack(feed, clock)

    async def work(self, later: timedelta = timedelta()) -> list[str | None]:
        """What went wrong with each callback that was due after that time."""
        self.now += later
        handlers = {CALLBACK: self.calling}
        done = await work(self.feed.engine, self.feed.jobs, handlers, now=self.now, limit=20)
        return [None if each.error is None else type(each.error).__name__ for each in done]

    async def state(self) -> list[tuple[str, str, str | None]]:
        async with self.feed.engine.connect() as connection:
            rows = await connection.execute(select(job_table.c.key, job_table.c.state, job_table.c.trouble))
            return sorted(tuple(row) for row in rows)


@pytest.fixture
def worker(database: AsyncEngine, vault: Vault) -> Worker:
    return Worker(feed_on(database, vault))


async def called_back(worker: Worker, url: str, *cases: str, client: str = CITY) -> None:
    """Events of a client that is called back there."""
    await worker.feed.set_callback(client, Callback(url, SECRET))
    await tell(worker.feed, *(cases or ("A1",)), client=client)


async def test_it_is_tried_again_with_the_same_id_until_it_is_heard(worker: Worker) -> None:
    async with receiving(500, 500, 204) as receiver:
        await called_back(worker, receiver.url)
        assert await worker.work() == ["Unheard"]
        assert await worker.work(pause(1) - timedelta(seconds=1)) == []
        assert await worker.work(timedelta(seconds=1)) == ["Unheard"]
        assert await worker.work(pause(2)) == [None]
        assert await worker.work(timedelta(days=1)) == []
    assert [heard.headers["webhook-id"] for heard in receiver.heard] == ["city-1"] * 3
    [event] = (await worker.feed.read(CITY, None, 10)).model_dump(mode="json")["events"]
    for heard in receiver.heard:
        assert heard.line == "POST /news?of=city HTTP/1.1"
        assert heard.headers["content-type"] == "application/json"
        assert json.loads(heard.body) == event, "exactly as the feed shows it"
        # The package that receivers use, and the specification by hand.
        assert Webhook(SECRET).verify(heard.body, dict(heard.headers)) == event
        assert heard.headers["webhook-signature"] == f"v1,{signature(heard)}"


def signature(heard: Heard) -> str:
    """By the specification, version 1.0.0, "Signature scheme"."""
    signed = f"{heard.headers['webhook-id']}.{heard.headers['webhook-timestamp']}.".encode() + heard.body
    return base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()


async def test_each_time_it_is_signed_anew(database: AsyncEngine, vault: Vault) -> None:
    """Else what is tried again an hour later would be refused as too old."""
    clock = TurnedClock()
    worker = Worker(feed_on(database, vault), clock)
    async with receiving(500, 204) as receiver:
        await called_back(worker, receiver.url)
        await worker.work()
        clock.turn(60)
        await worker.work(timedelta(hours=1))
    first, second = (int(heard.headers["webhook-timestamp"]) for heard in receiver.heard)
    assert datetime.fromtimestamp(first, UTC) == TurnedClock().now
    assert second - first == 3600
    assert receiver.heard[0].headers["webhook-signature"] != receiver.heard[1].headers["webhook-signature"]


async def test_what_is_never_heard_stays_for_staff_and_in_the_feed(worker: Worker) -> None:
    async with receiving(500) as receiver:
        await called_back(worker, receiver.url)
        for attempt in range(1, 9):
            assert await worker.work(pause(attempt - 1) if attempt > 1 else timedelta()) == ["Unheard"]
            worker.calling.circuits.clear()
        assert await worker.work(timedelta(days=7)) == []
    assert len(receiver.heard) == 8
    assert await worker.state() == [("callback/city/1", "failed", "Unheard")]
    assert await read_on(worker.feed) == [("1", "A1")]


@pytest.mark.parametrize("status", [301, 307, 404, 429, 503])
async def test_only_success_counts_and_no_redirect_is_followed(worker: Worker, status: int) -> None:
    async with receiving(status, 204) as receiver:
        await called_back(worker, receiver.url)
        assert await worker.work() == ["Unheard"]
    assert len(receiver.heard) == 1


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://nowhere.invalid/", "http://xn--/", "http://ex ample/"])
async def test_an_address_that_leads_nowhere(worker: Worker, url: str) -> None:
    await called_back(worker, url)
    assert await worker.work() == ["Unheard"]


async def test_one_that_hangs_is_left(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "WITHIN", 0.1)
    async with receiving(0) as receiver:
        await called_back(worker, receiver.url)
        assert await worker.work() == ["Unheard"]
    assert len(receiver.heard) == 1


async def test_one_that_hangs_holds_up_nobody_for_long(database: AsyncEngine, vault: Vault) -> None:
    """After some failures it is spared, while others are called; then one callback tries whether it is back."""
    clock = TurnedClock()
    worker = Worker(feed_on(database, vault), clock)
    async with receiving(*[500] * SPARED_AFTER, 204) as receiver, receiving(204) as other:
        await called_back(worker, receiver.url, *(f"A{number}" for number in range(6)))
        await called_back(worker, other.url, "B1", client=OTHER)
        assert sorted(map(str, await worker.work())) == ["None"] + ["NotNow"] * 3 + ["Unheard"] * 3
        assert (len(receiver.heard), len(other.heard)) == (SPARED_AFTER, 1)
        clock.now += SPARED_FOR
        assert await worker.work(NOT_NOW) == [None] * 6
    assert {heard.headers["webhook-id"] for heard in receiver.heard} == {f"city-{number}" for number in range(1, 7)}


async def test_who_says_that_it_is_gone_is_called_back_no_more(worker: Worker) -> None:
    async with receiving(410) as receiver:
        await called_back(worker, receiver.url, "A1", "A2")
        assert await worker.work() == [None, None]
        await tell(worker.feed, "A3")
        assert await worker.work() == []
    assert [heard.headers["webhook-id"] for heard in receiver.heard] == ["city-1"], "the second is not said any more"
    assert await worker.feed.callback(CITY) is None
    assert len(await read_on(worker.feed)) == 3


async def test_one_that_was_set_meanwhile_stays(worker: Worker) -> None:
    async with receiving(410) as old, receiving(204) as new:
        await called_back(worker, old.url)

        async def move() -> None:
            await worker.feed.set_callback(CITY, Callback(new.url, SECRET))

        old.before = move
        assert await worker.work() == [None]
        await tell(worker.feed, "A2")
        assert await worker.work() == [None]
    assert await worker.feed.callback(CITY) == Callback(new.url, SECRET)
    assert [heard.headers["webhook-id"] for heard in new.heard] == ["city-2"]


async def test_another_address_and_secret_count_from_then_on(worker: Worker) -> None:
    """Also for what was not heard at the old one."""
    other = written(bytes(range(100, 132)))
    async with receiving(500) as old, receiving(204) as new:
        await called_back(worker, old.url)
        assert await worker.work() == ["Unheard"]
        await worker.feed.set_callback(CITY, Callback(new.url, other))
        assert await worker.work(pause(1)) == [None]
    [heard] = new.heard
    assert Webhook(other).verify(heard.body, dict(heard.headers))["case"] == "A1"


async def test_what_is_swept_meanwhile_is_not_said(worker: Worker) -> None:
    async with receiving(204) as receiver:
        await called_back(worker, receiver.url)
        async with worker.feed.engine.begin() as connection:
            assert await worker.feed.sweep(connection, before=NOON + timedelta(days=1)) == 1
        assert await worker.work() == [None]
    assert receiver.heard == []
