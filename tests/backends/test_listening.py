"""What a backend tells is heard: every event becomes one job, whoever listens, dies or is late. On both databases."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.api.feed.feed import NO_CURSOR, Feed, WrongCursor
from bot.backends import listening
from bot.backends.client import Client, NotOffered
from bot.backends.listening import Address, Listener, Read, open_listener, pause, secrets_of
from bot.backends.tables import backend_cursor
from bot.backends.wire.events import ApplicationEvent, Event, Events, HallEvent, WaitingEvent
from bot.backends.wire.messages import CallbackSaid, CallbackTold
from bot.database.encryption import Vault, add_key, new_secret
from bot.database.jobs import Jobs
from bot.dialogue.hall import InTheHall, Wait
from bot.dialogue.ports import BackendDown
from bot.dialogue.promising import Happened
from bot.storage.promises import forget_chat, put_promises, read_followed, record
from tests.backends.town import NOW, Clock
from tests.storage.test_promises import PROMISED

CLIENT = "city"
LATER = NOW + timedelta(days=1)
IN_THE_HALL = InTheHall(
    what="called",
    case="A2",
    visit="apply",
    slot="xihu.passport.20261202T0030Z",
    starts_at=datetime(2026, 12, 2, 0, 30, tzinfo=UTC),
    centre="xihu",
    counter="passport",
    at=NOW,
    number="A001",
    window="3",
    wait=Wait(0, 0, True),
)


class Killed(BaseException):
    """The process is gone."""


class Sides:
    """A backend's feed, and an installation that hears it; on one database, where neither reads the other's tables."""

    def __init__(self, engine: AsyncEngine, vault: Vault) -> None:
        self.engine, self.vault, self.clock, self.jobs = engine, vault, Clock(), Jobs(vault)
        self.feed, self.page = Feed(engine, vault, self.jobs), 1000

    async def tell(self, *events: Event, now: datetime = NOW) -> None:
        async with self.engine.begin() as connection:
            for event in events:
                await self.feed.append(connection, CLIENT, event, now)

    async def read(self, after: str | None) -> Events:
        return await self.feed.read(CLIENT, after, self.page)

    def listener(self, read: Read | None = None, jobs: Jobs | None = None, **told: Any) -> Listener:
        return Listener(
            self.engine,
            jobs or self.jobs,
            self.clock,
            "backend",
            read or self.read,
            told.pop("followed", nobody),
            **told,
        )

    async def heard(self) -> list[tuple[str, Any]]:
        """Kind and payload of the jobs, in the order in which they were put."""
        async with self.engine.begin() as connection:
            kinds = ["progress", "hall", "waiting"]
            return [(job.kind, job.payload) for job in await self.jobs.take(connection, kinds, now=LATER, limit=1000)]

    async def cursor(self) -> str | None:
        async with self.engine.connect() as connection:
            return (await connection.execute(select(backend_cursor.c.cursor))).scalar()


async def nobody(connection: AsyncConnection) -> Sequence[str]:
    return ()


def progress(case: str, number: int = 1) -> Event:
    return ApplicationEvent(cursor=NO_CURSOR, at=NOW, case=case, number=number)


@pytest.fixture
def sides(database: AsyncEngine, vault: Vault) -> Sides:
    return Sides(database, vault)


async def test_events_become_the_jobs_of_an_embedded_one_window(sides: Sides) -> None:
    await sides.tell(
        progress("A1", 4),
        HallEvent(cursor=NO_CURSOR, at=NOW, case="A2", told=IN_THE_HALL),
        WaitingEvent(cursor=NO_CURSOR, at=NOW, case="A3", what="offered", waiting="w1", offer="o1"),
        WaitingEvent(cursor=NO_CURSOR, at=NOW, case="A3", what="over", waiting="w1"),
    )
    await sides.listener().catch_up()
    assert await sides.heard() == [
        ("progress", {"case": "A1", "number": 4}),
        (
            "hall",
            {
                "what": "called",
                "case": "A2",
                "visit": "apply",
                "slot": "xihu.passport.20261202T0030Z",
                "starts_at": "2026-12-02T00:30:00Z",
                "centre": "xihu",
                "counter": "passport",
                "at": "2026-12-01T00:10:00Z",
                "number": "A001",
                "window": "3",
                "late": False,
                "wait": {"ahead": 0, "minutes": 0, "measured": True},
            },
        ),
        ("waiting", {"what": "offered", "case": "A3", "waiting": "w1", "offer": "o1"}),
        ("waiting", {"what": "over", "case": "A3", "waiting": "w1", "offer": None}),
    ]
    await sides.listener().catch_up()
    assert (await sides.heard(), await sides.cursor()) == ([], "4")


async def test_page_by_page_and_only_what_is_new(sides: Sides) -> None:
    asked: list[str | None] = []

    async def read(after: str | None) -> Events:
        asked.append(after)
        return await sides.read(after)

    sides.page = 2
    listener = sides.listener(read)
    await listener.catch_up()
    await sides.tell(*(progress(f"A{number}") for number in range(5)))
    await listener.catch_up()
    assert [payload["case"] for _, payload in await sides.heard()] == ["A0", "A1", "A2", "A3", "A4"]
    assert asked == [None, "0", "0", "2", "4", "5"]


async def test_replicas_that_listen_at_once_put_each_job_once(sides: Sides) -> None:
    sides.page = 3
    await sides.tell(*(progress(f"{number:02}") for number in range(30)))
    listeners = [sides.listener() for _ in range(2)]
    await asyncio.gather(*(listener.catch_up() for listener in listeners))
    assert [payload["case"] for _, payload in await sides.heard()] == [f"{number:02}" for number in range(30)]
    assert await sides.cursor() == "30"


@pytest.mark.parametrize("begun", [False, True], ids=["first", "later"])
async def test_a_page_that_another_was_quicker_with_is_not_taken(sides: Sides, begun: bool) -> None:
    if begun:
        await sides.listener().catch_up()
    await sides.tell(progress("A1"))

    async def read(after: str | None) -> Events:
        page = await sides.read(after)
        await sides.tell(progress("A2"))
        await sides.listener().catch_up()
        return page

    slow = sides.listener(read)
    assert await slow._turn_page()
    assert [payload["case"] for _, payload in await sides.heard()] == ["A1", "A2"]
    assert await sides.cursor() == "2"


async def test_killed_between_a_page_and_its_commit_nothing_is_lost_or_doubled(sides: Sides) -> None:
    class Dying(Jobs):
        async def put(self, *told: Any, **more: Any) -> bool:
            if more["payload"]["case"] == "A3":
                raise Killed
            return await super().put(*told, **more)

    await sides.tell(*(progress(f"A{number}") for number in range(1, 5)))
    with pytest.raises(Killed):
        await sides.listener(jobs=Dying(sides.vault)).catch_up()
    assert await sides.cursor() is None
    await sides.listener().catch_up()
    assert [payload["case"] for _, payload in await sides.heard()] == ["A1", "A2", "A3", "A4"]


async def test_what_a_newer_backend_tells_is_overlooked(sides: Sides) -> None:
    await sides.tell(progress("A1"), progress("A2"))

    async def read(after: str | None) -> Events:
        told = (await sides.read(after)).model_dump(mode="json")
        for event in told["events"][:1]:
            event |= {"kind": "moon-phase", "phase": "full"}
        return Events.model_validate_json(httpx2.Response(200, json=told).content)

    await sides.listener(read).catch_up()
    assert [payload["case"] for _, payload in await sides.heard()] == ["A2"]
    assert await sides.cursor() == "2"


# --- what is not kept any more ---------------------------------------------------------------------------------------


async def follow(sides: Sides) -> None:
    """Cases of this installation; the second and the third still wait to hear."""
    async with sides.engine.begin() as connection:
        for case, chat, happenings in (
            ("TOLD2345", "1", []),
            ("OPEN2345", "1", ["submitted"]),
            ("HALL2345", "1", ["submitted", "visited"]),
            ("DONE2345", "1", ["submitted", "done"]),
            ("GONE2345", "2", ["submitted"]),
        ):
            promised = [type(PROMISED)(**{**vars(PROMISED), "case": case})]
            await put_promises(connection, sides.vault, "telegram", chat, promised)
            for what in happenings:
                await record(connection, Happened(case, what, NOW))  # type: ignore[arg-type]
        await forget_chat(connection, sides.vault, "telegram", "2")


async def test_what_is_gone_is_made_up_for(sides: Sides, caplog: pytest.LogCaptureFixture) -> None:
    await follow(sides)
    await sides.tell(progress("A1"))
    listener = sides.listener(followed=read_followed)
    await listener.catch_up()
    await sides.heard()
    await sides.tell(*(progress(f"B{number}") for number in range(3)))
    async with sides.engine.begin() as connection:
        assert await sides.feed.sweep(connection, before=LATER) == 4
    await sides.tell(progress("C1"), progress("C2"))
    sides.page = 1
    with caplog.at_level(logging.ERROR):
        await listener.catch_up()
        await listener.catch_up()
    assert [payload["case"] for _, payload in await sides.heard()] == ["HALL2345", "OPEN2345", "C1", "C2"]
    assert [record.getMessage() for record in caplog.records] == [listening.GONE]


def _answered(status: int, body: str) -> httpx2.Response:
    return httpx2.Response(status, stream=httpx2.ByteStream(body.encode()))


def _refused(problem: str) -> httpx2.Response:
    return _answered(422, f'{{"type": "urn:onevisit:problem:{problem}", "status": 422}}')


class Backend:
    """Answers what a client asks. `problem`: the name of a refusal."""

    def __init__(self, sides: Sides) -> None:
        self.sides, self.problem, self.callbacks = sides, "", list[CallbackSaid]()
        self.asked: list[str] = []

    async def answer(self, request: httpx2.Request) -> httpx2.Response:
        if self.problem:
            return _refused(self.problem)
        if request.method == "PUT":
            said = CallbackSaid.model_validate_json(request.content)
            self.callbacks.append(said)
            return _answered(200, CallbackTold(url=said.url).model_dump_json())
        self.asked.append(request.url.query.decode())
        after = dict(request.url.params).get("after")
        try:
            return _answered(200, (await self.sides.read(after)).model_dump_json())
        except WrongCursor:
            return _refused("wrong-body")

    def client(self) -> Client:
        return Client(
            "https://window.example", "key", clock=self.sides.clock, transport=httpx2.MockTransport(self.answer)
        )

    def listener(self, client: Client, public_url: str | None = "https://city.example/front/") -> Listener:
        sides, url = self.sides, "https://window.example/"
        return open_listener(client, sides.engine, sides.vault, sides.jobs, sides.clock, url, public_url, read_followed)


async def test_a_backend_that_was_restored_from_a_copy_is_heard_from_its_beginning(sides: Sides) -> None:
    """It counts from where the copy was made, and has never given the cursor that is kept here."""
    backend = Backend(sides)
    await follow(sides)
    await sides.tell(progress("A1"))
    async with backend.client() as client:
        listener = backend.listener(client)
        await listener.catch_up()
        assert await sides.heard() == [("progress", {"case": "A1", "number": 1})]
        async with sides.engine.begin() as connection:
            await connection.exec_driver_sql("UPDATE backend_cursor SET cursor = '50'")
            await connection.exec_driver_sql("DELETE FROM feed_event")
            await connection.exec_driver_sql("UPDATE feed_client SET last = 0")
        await sides.tell(progress("B1"), now=LATER)
        await listener.catch_up()
    heard = [payload["case"] for _, payload in await sides.heard()]
    assert heard == ["HALL2345", "OPEN2345", "B1"], "the number 1 was given once more, for something else"
    assert backend.asked == ["limit=200", "limit=200&after=1", "limit=200&after=50", "limit=200"]


async def test_the_same_event_read_once_more_is_heard_once(sides: Sides) -> None:
    """Whoever loses the cursor, or calls the backend by another address, reads from the beginning."""
    await sides.tell(progress("A1"))
    await sides.listener().catch_up()
    assert len(await sides.heard()) == 1
    async with sides.engine.begin() as connection:
        await connection.exec_driver_sql("DELETE FROM backend_cursor")
    await sides.listener().catch_up()
    assert await sides.heard() == []


# --- for as long as the program runs ---------------------------------------------------------------------------------


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not is_so():  # noqa: ASYNC110 - what is awaited happens in another task
            await asyncio.sleep(0.005)


class Running:
    """A listener that runs until the end of the block."""

    def __init__(self, listener: Listener) -> None:
        self.listener = listener

    async def __aenter__(self) -> Listener:
        self.task = asyncio.create_task(self.listener.run())
        return self.listener

    async def __aexit__(self, *error: object) -> None:
        assert not self.task.done()
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


async def test_it_looks_every_few_seconds_and_at_once_when_it_is_nudged(
    sides: Sides, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[str | None] = []

    async def read(after: str | None) -> Events:
        looks.append(after)
        return Events(events=(), next=after or "0")

    monkeypatch.setattr(listening, "EVERY", 0.05)
    async with Running(sides.listener(read)):
        await until(lambda: len(looks) >= 4)
    monkeypatch.setattr(listening, "EVERY", 60.0)
    looks.clear()
    async with Running(sides.listener(read)) as listener:
        await until(lambda: looks == ["0"])
        await asyncio.sleep(0.05)
        listener.nudge()
        listener.nudge()
        await until(lambda: looks == ["0", "0"])
        await asyncio.sleep(0.05)
        assert looks == ["0", "0"]


async def test_whatever_goes_wrong_is_waited_out(
    sides: Sides, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    trouble: list[Exception] = [BackendDown("secret"), NotOffered("events"), ValueError("secret"), KeyError("secret")]
    failures: list[int] = []

    async def read(after: str | None) -> Events:
        if trouble:
            raise trouble.pop()
        return await sides.read(after)

    def wait(number: int) -> float:
        failures.append(number)
        return 0.01 if number else 60.0

    monkeypatch.setattr(listening, "pause", wait)
    await sides.tell(progress("A1"))
    with caplog.at_level(logging.WARNING):
        async with Running(sides.listener(read)):
            await until(lambda: failures == [1, 2, 3, 4, 0])
    assert [payload["case"] for _, payload in await sides.heard()] == ["A1"]
    assert [record.getMessage() for record in caplog.records] == [
        "The backend's events cannot be read: KeyError. It is tried again."
    ]


def test_pauses_grow_and_differ() -> None:
    """5 seconds; after failures between half and all of 10, 20, 40, 60, 60, … seconds."""
    assert [pause(number, lambda low, high: high) for number in (0, 1, 2, 3, 4, 5, 5000)] == [5, 10, 20, 40, 60, 60, 60]
    assert [pause(number, lambda low, high: low) for number in (1, 2, 4)] == [5, 10, 30]
    assert len({pause(3) for _ in range(10)}) == 10


async def test_the_backend_is_told_where_to_call_back_until_it_has_heard(
    sides: Sides, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "pause", lambda failures: 0.01 if failures else 60.0)
    backend = Backend(sides)
    backend.problem = "wrong-key"
    async with backend.client() as client, Running(backend.listener(client)) as listener:
        await asyncio.sleep(0.05)
        backend.problem = ""
        await until(lambda: bool(backend.callbacks and backend.asked))
        await asyncio.sleep(0.05)
        assert listener.address is not None
        assert listener.address.path == "/front/backend/callback"
    assert backend.callbacks == [
        CallbackSaid(url="https://city.example/front/backend/callback", secret=secrets_of(sides.vault)[-1])
    ]


async def test_without_a_public_address_and_without_callbacks_it_only_looks(sides: Sides) -> None:
    backend = Backend(sides)
    async with backend.client() as client, Running(backend.listener(client, None)) as listener:
        await until(lambda: len(backend.asked) == 2)
        assert (listener.address, backend.callbacks) == (None, [])

    async def refuse() -> None:
        raise NotOffered("set_callback")

    await sides.tell(progress("A1"))
    async with Running(sides.listener(register=refuse)) as listener:
        await asyncio.sleep(0.05)
    assert [payload["case"] for _, payload in await sides.heard()] == ["A1"]


def test_every_replica_has_the_same_secrets_and_a_renewed_key_keeps_the_old_ones() -> None:
    keys = new_secret()
    (old,) = secrets_of(Vault.from_secret(keys))
    assert secrets_of(Vault.from_secret(keys)) == (old,)
    first, second = secrets_of(Vault.from_secret(add_key(keys)))
    assert (first == old, second == old) == (True, False)
    assert secrets_of(Vault.from_secret(new_secret())) != (old,)
    CallbackSaid(url="https://city.example", secret=old)
    assert old not in repr(Address("https://city.example", (old,)))
