"""The events of each client, numbered so that whoever reads from a cursor on never misses one.

The number comes from the client's own row, which the transaction that appends keeps locked until it ends. So numbers
have no holes, and an event is never seen before one with a smaller number. A sequence of the database gives numbers
outside of transactions: 8 may be there to be read while 7 is not committed yet, and a reader who goes on after 8 never
sees 7. The price is that events of one client are appended one after the other.

A cursor is the number of an event, as text. That nothing is missing between two numbers also tells when something is:
the first event after a cursor has the next number, or what came between was swept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Insert, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.api.feed.tables import feed_client, feed_event
from bot.backends.wire.events import Event, Events, EventsGone
from bot.database.encryption import Vault
from bot.database.jobs import Jobs
from bot.database.transactions import Transactions
from bot.dialogue.ports import BackendDown

CALLBACK = "callback"
"""The kind of job that tells a client of one event."""
NO_CURSOR = "0"
"""Stands in an event until it is numbered: the cursor before all events."""
WRITTEN = re.compile("0|[1-9][0-9]{0,17}")
_event: TypeAdapter[Event] = TypeAdapter(Event)
_transactions = Transactions(lambda: BackendDown("the database of the feeds does not answer"), tries=5)


class WrongCursor(ValueError):
    """No cursor of this client: it was never given."""


@dataclass(frozen=True)
class Callback:
    """Where a client is called back, and by what it knows that it is us: `whsec_…`, see wire/signing.py."""

    url: str = field(repr=False)
    secret: str = field(repr=False)


@dataclass(frozen=True)
class Feed:
    """The feeds of all clients. What has no `connection` raises BackendDown."""

    engine: AsyncEngine
    vault: Vault
    jobs: Jobs

    async def append(self, connection: AsyncConnection, client: str, event: Event, now: datetime) -> str:
        """Adds an event in the caller's transaction, with a job for its callback, and says its cursor. What the event
        itself says as `cursor` and `at` does not count.
        """
        number, callback = (await connection.execute(_next_number(connection, client))).one()
        payload = self.vault.seal_json(
            event.model_dump(mode="json", exclude={"cursor", "at"}, exclude_none=True), feed_event.c.payload
        )
        row = {"client": client, "number": number, "at": now, "payload": payload}
        await connection.execute(insert(feed_event).values(row))
        if callback is not None:
            told = {"client": client, "number": number}
            await self.jobs.put(
                connection, kind=CALLBACK, key=f"{CALLBACK}/{client}/{number}", payload=told, due_at=now
            )
        return str(number)

    async def read(self, client: str, after: str | None, limit: int) -> Events:
        """Up to `limit` events after that cursor, or from the oldest kept. Raises EventsGone, WrongCursor."""
        seen = None if after is None else _number(after)

        async def look(connection: AsyncConnection) -> Events:
            newest = await _newest(connection, client)
            if seen is not None and seen > newest:
                raise WrongCursor("it lies in the future")
            wanted = select(feed_event).where(feed_event.c.client == client, feed_event.c.number > (seen or 0))
            rows = (await connection.execute(wanted.order_by(feed_event.c.number).limit(limit))).all()
            following = rows[0].number if rows else newest + 1
            if seen is not None and following > seen + 1:
                raise EventsGone(after)
            return Events(events=tuple(map(self._open, rows)), next=str(rows[-1].number if rows else newest))

        return await _transactions.look(self.engine, look)

    async def find(self, client: str, number: int) -> tuple[Event, Callback] | None:
        """An event that is to be called back for now; None where it is not kept, or no callback is wanted any more."""
        joined = feed_event.join(feed_client, feed_client.c.client == feed_event.c.client)
        columns = (feed_event.c.number, feed_event.c.at, feed_event.c.payload, feed_client.c.callback)
        wanted = select(*columns).select_from(joined)
        wanted = wanted.where(feed_event.c.client == client, feed_event.c.number == number)

        async def look(connection: AsyncConnection) -> tuple[Event, Callback] | None:
            row = (await connection.execute(wanted)).one_or_none()
            return None if row is None or row.callback is None else (self._open(row), self._open_callback(row.callback))

        return await _transactions.look(self.engine, look)

    async def callback(self, client: str) -> Callback | None:
        """Where it is called back now."""

        async def look(connection: AsyncConnection) -> Callback | None:
            return await self._callback(connection, client)

        return await _transactions.look(self.engine, look)

    async def set_callback(self, client: str, callback: Callback | None) -> None:
        """What counts for whatever is sent from now on; None for no callbacks."""
        sealed = None
        if callback is not None:
            sealed = self.vault.seal_json([callback.url, callback.secret], feed_client.c.callback)

        async def change(connection: AsyncConnection) -> None:
            row = _insert(connection).values(client=client, last=0, callback=sealed)
            await connection.execute(row.on_conflict_do_update(index_elements=["client"], set_={"callback": sealed}))

        await _transactions.change(self.engine, change)

    async def drop_gone(self, connection: AsyncConnection, client: str, gone: Callback) -> bool:
        """Calls back there no more; False where another callback was set meanwhile."""
        locked = select(feed_client.c.client).where(feed_client.c.client == client).with_for_update()
        await connection.execute(locked)
        if await self._callback(connection, client) != gone:
            return False
        await connection.execute(update(feed_client).where(feed_client.c.client == client).values(callback=None))
        return True

    async def sweep(self, connection: AsyncConnection, *, before: datetime) -> int:
        """Deletes what became known before that moment; says how many events.

        Only from the beginning of each feed: clocks of several replicas differ, and a hole would hide an event.
        """
        gone = 0
        for client in (await connection.execute(select(feed_client.c.client))).scalars().all():
            own = feed_event.c.client == client
            kept = select(feed_event.c.number).where(own, feed_event.c.at >= before).order_by(feed_event.c.number)
            first = (await connection.execute(kept.limit(1))).scalar()
            end = await _newest(connection, client) + 1 if first is None else first
            gone += (await connection.execute(delete(feed_event).where(own, feed_event.c.number < end))).rowcount
        return gone

    async def _callback(self, connection: AsyncConnection, client: str) -> Callback | None:
        wanted = select(feed_client.c.callback).where(feed_client.c.client == client)
        sealed = (await connection.execute(wanted)).scalar()
        return None if sealed is None else self._open_callback(sealed)

    def _open_callback(self, sealed: bytes) -> Callback:
        return Callback(*self.vault.open_json(sealed, feed_client.c.callback))

    def _open(self, row: Any) -> Event:
        payload = self.vault.open_json(row.payload, feed_event.c.payload)
        return _event.validate_python({**payload, "cursor": str(row.number), "at": row.at})


def _insert(connection: AsyncConnection) -> Any:
    dialect = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    return dialect(feed_client)


def _next_number(connection: AsyncConnection, client: str) -> Insert:
    first = _insert(connection).values(client=client, last=1)
    counted = first.on_conflict_do_update(index_elements=["client"], set_={"last": feed_client.c.last + 1})
    numbered: Insert = counted.returning(feed_client.c.last, feed_client.c.callback)
    return numbered


async def _newest(connection: AsyncConnection, client: str) -> int:
    found = (await connection.execute(select(feed_client.c.last).where(feed_client.c.client == client))).scalar()
    return found or 0


def _number(cursor: str) -> int:
    if not WRITTEN.fullmatch(cursor):
        raise WrongCursor("it is no cursor")
    return int(cursor)
