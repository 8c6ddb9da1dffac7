"""What a backend tells by itself, heard: its events become the jobs that an embedded One Window would have put.

Nothing but the feed is believed, read from a cursor that is kept in the database. A page becomes jobs and moves the
cursor in one transaction, and only where the cursor is still the one the page was asked for: so replicas may listen
side by side, be killed at any moment, and neither lose an event nor hear it twice. A callback says no more than "read
now", so one that is forged, said again or overtaken by another does nothing.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn
from urllib.parse import urlsplit

from pydantic import TypeAdapter
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.backends.client.answers import Misunderstood, NotOffered
from bot.backends.client.client import Client
from bot.backends.onewindow.applications.books import PROGRESS
from bot.backends.onewindow.hall.news import HALL
from bot.backends.onewindow.offers import NEWS as WAITING
from bot.backends.tables import backend_cursor as table
from bot.backends.wire.events import ApplicationEvent, Event, Events, EventsGone, HallEvent, WaitingEvent
from bot.backends.wire.messages import PAGE, CallbackSaid
from bot.backends.wire.operations import EVENTS, SET_CALLBACK
from bot.backends.wire.signing import written
from bot.database.encryption import Vault
from bot.database.jobs import Jobs
from bot.database.leasing import insert_once
from bot.database.transactions import Transactions
from bot.dialogue.hall import InTheHall
from bot.dialogue.ports import BackendDown, Clock

log = logging.getLogger(__name__)
EVERY, LONGEST_PAUSE = 5.0, 60.0
"""Seconds between two looks; and at most, while the backend does not answer."""
PATH, PURPOSE = "/backend/callback", "onevisit callback"
GONE = (
    "The backend does not keep the events any more that come after the last one heard here: every case that is waited "
    "for is looked at anew, and what is kept is heard from its beginning."
)
_told = TypeAdapter(InTheHall)
_transactions = Transactions(lambda: BackendDown("the database does not answer"), tries=5)

Read = Callable[[str | None], Awaitable[Events]]
"""The page after a cursor. Raises EventsGone, BackendDown."""
Followed = Callable[[AsyncConnection], Awaitable[Sequence[str]]]
"""The cases of which somebody here still waits to hear."""


@dataclass(frozen=True)
class Address:
    """Where this installation is called back, and the secrets that may have signed a callback, the newest last."""

    url: str
    secrets: tuple[str, ...] = field(repr=False)

    @property
    def path(self) -> str:
        return urlsplit(self.url).path


@dataclass(frozen=True)
class Listener:
    """Hears one backend, called `name`. `register`: asks it for callbacks; None where it could not reach us."""

    engine: AsyncEngine
    jobs: Jobs
    clock: Clock
    name: str
    read: Read
    followed: Followed
    register: Callable[[], Awaitable[None]] | None = None
    address: Address | None = None
    nudged: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    def nudge(self) -> None:
        """Have it look now."""
        self.nudged.set()

    async def run(self) -> None:
        """Hears until it is cancelled. Whatever goes wrong is waited out."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._hear_forever())
            if self.register is not None:
                group.create_task(self._register(self.register))

    async def catch_up(self) -> None:
        """Puts the jobs of all that was told since. Raises BackendDown."""
        while await self._turn_page():
            pass

    async def _turn_page(self) -> bool:
        """Whether more may follow."""
        after = await _transactions.look(self.engine, self._cursor)
        try:
            page, missed = await self.read(after), False
        except EventsGone:
            log.error(GONE)
            page, missed = await self.read(None), True
        if page.next != after:
            await _transactions.change(self.engine, lambda connection: self._take(connection, after, page, missed))
        return page.next != after and not missed

    async def _cursor(self, connection: AsyncConnection) -> str | None:
        cursor: str | None = await connection.scalar(select(table.c.cursor).where(table.c.name == self.name))
        return cursor

    async def _take(self, connection: AsyncConnection, after: str | None, page: Events, missed: bool) -> None:
        """Nothing where another replica was quicker: it has put the same jobs."""
        if not await self._move(connection, after, page.next):
            return
        now = self.clock()
        for case in await self.followed(connection) if missed else ():
            key = _key(PROGRESS, f"{page.next}/{case}/{now.isoformat()}")
            await self.jobs.put(connection, kind=PROGRESS, key=key, payload={"case": case, "number": 0}, due_at=now)
        for event in page.events:
            kind, payload = job_of(event)
            # With the moment: after a backend was restored from a copy, its numbers are given once more.
            key = _key(kind, f"{event.cursor}/{event.at.isoformat()}")
            await self.jobs.put(connection, kind=kind, key=key, payload=payload, due_at=now)

    async def _move(self, connection: AsyncConnection, before: str | None, after: str) -> bool:
        if before is None:
            return await insert_once(connection, table, {"name": self.name, "cursor": after}, unique=("name",))
        own = (table.c.name == self.name, table.c.cursor == before)
        return (await connection.execute(update(table).where(*own).values(cursor=after))).rowcount == 1

    async def _hear_forever(self) -> NoReturn:
        failures = 0
        while True:
            self.nudged.clear()
            try:
                await self.catch_up()
                failures = 0
            except Exception as error:  # its text may be personal
                failures += 1
                _tell(failures, "The backend's events cannot be read", error)
            try:
                async with asyncio.timeout(pause(failures)):
                    await self.nudged.wait()
            except TimeoutError:
                pass

    async def _register(self, register: Callable[[], Awaitable[None]]) -> None:
        failures = 0
        while True:
            try:
                await register()
                return
            except NotOffered:
                log.info("The backend offers no callbacks: its events are looked for every %d seconds.", EVERY)
                return
            except Exception as error:  # its text may be personal
                failures += 1
                _tell(failures, "The backend cannot be told where to call back", error)
            await asyncio.sleep(pause(failures))


def open_listener(
    client: Client,
    engine: AsyncEngine,
    vault: Vault,
    jobs: Jobs,
    clock: Clock,
    url: str,
    public_url: str | None,
    followed: Followed,
) -> Listener:
    """Hears the backend at `url`. `public_url`: where it reaches this installation; without one it is only looked at
    every few seconds.
    """

    async def read(after: str | None) -> Events:
        query = {"limit": str(PAGE)} | ({} if after is None else {"after": after})
        try:
            return await client.call(EVENTS, query=query)
        except Misunderstood as misunderstood:
            if misunderstood.name == "wrong-body" and after is not None:  # it has never given this cursor
                raise EventsGone(after) from None
            raise

    address = None if public_url is None else Address(public_url.rstrip("/") + PATH, secrets_of(vault))

    async def register() -> None:
        assert address is not None
        await client.call(SET_CALLBACK, CallbackSaid(url=address.url, secret=address.secrets[-1]))

    name = hashlib.sha256(url.rstrip("/").encode()).hexdigest()[:32]
    return Listener(engine, jobs, clock, name, read, followed, register if address else None, address)


def secrets_of(vault: Vault) -> tuple[str, ...]:
    """One for each key of the vault, the oldest first, so that every replica has them and none is kept anywhere."""
    return tuple(written(key) for _, key in sorted(vault.derive(PURPOSE).items()))


def job_of(event: Event) -> tuple[str, dict[str, Any]]:
    """The kind and the payload of the job that an embedded One Window puts."""
    match event:
        case ApplicationEvent():
            return PROGRESS, {"case": event.case, "number": event.number}
        case HallEvent():
            return HALL, _told.dump_python(event.told, mode="json")
        case WaitingEvent():
            return WAITING, {"what": event.what, "case": event.case, "waiting": event.waiting, "offer": event.offer}


def pause(failures: int, draw: Callable[[float, float], float] = random.uniform) -> float:
    """Seconds until the next look: longer after each failure, and never the same for all who wait."""
    if not failures:
        return EVERY
    longest = min(EVERY * 2 ** min(failures, 10), LONGEST_PAUSE)
    return draw(longest / 2, longest)


def _key(kind: str, told: str) -> str:
    """Short, whatever the backend's cursors are: the key of a job becomes that of a delivery."""
    return f"{kind}/remote/{hashlib.sha256(told.encode()).hexdigest()[:32]}"


def _tell(failures: int, what: str, error: Exception) -> None:
    if failures == 1:
        log.warning("%s: %s. It is tried again.", what, type(error).__name__)
