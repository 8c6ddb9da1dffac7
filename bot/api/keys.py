"""Keys with which programs show who they are: `ov1_<id>_<secret>`, shown once and kept as a hash.

A key that was right is remembered in the process for a minute, because argon2 takes its time. So a dropped key is
refused within that minute, in every process; one that was rotated, from the moment on at which it was said to end.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.api.limits import WRONG_KEYS, Limits
from bot.api.tables import api_key as table
from bot.database.transactions import Transactions
from bot.dialogue.ports import BackendDown, Clock

CENTRE = "centre"
"""The scope of a key that acts for the service centre, not for a department."""
HALL = "hall:"
"""How the scope of a key begins that acts in the hall of one centre; what follows is the centre."""
CLIENT = "client:"
"""How the scope of a key begins with which the backend API is called; what follows is the client's name."""
CLIENT_NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")
SECRET_BYTES = 32
REMEMBERED_FOR = timedelta(minutes=1)
AT_ONCE = 2
"""Keys that are verified at the same time: each takes a core and 19 MiB."""
WRITTEN = re.compile(r"ov1_(?P<id>[0-9a-f]{12})_(?P<secret>[0-9a-f]{64})")
# OWASP, Password Storage Cheat Sheet: Argon2id, 19 MiB, 2 iterations, 1 lane
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_transactions = Transactions(lambda: BackendDown("the database of the keys does not answer"), tries=5)


class WrongKey(Exception):
    """No such key, or not any more."""


@dataclass(frozen=True)
class Caller:
    """Whose key it is."""

    id: str
    scope: str

    @property
    def department(self) -> str | None:
        """The department it acts for; None for the centre, for a hall and for a client."""
        return None if self.scope == CENTRE or self.scope.startswith((HALL, CLIENT)) else self.scope

    @property
    def hall(self) -> str | None:
        """The centre in whose hall it acts; None for all others."""
        return self.scope.removeprefix(HALL) if self.scope.startswith(HALL) else None

    @property
    def client(self) -> str | None:
        """The client of the backend API that it is; None for all others."""
        return self.scope.removeprefix(CLIENT) if self.scope.startswith(CLIENT) else None


@dataclass(frozen=True)
class KeptKey:
    id: str
    scope: str
    label: str
    added_at: datetime
    ends_at: datetime | None = None
    """From when on it is refused, once another has taken its place."""

    def works(self, now: datetime) -> bool:
        """Whether it is not refused yet."""
        return not _is_over(self.ends_at, now)


@dataclass
class ApiKeys:
    """The keys of an installation. All calls raise BackendDown."""

    engine: AsyncEngine
    clock: Clock
    _right: dict[bytes, tuple[Caller, datetime, datetime]] = field(default_factory=dict, repr=False)
    """Keys that were right, by their SHA-256: from when on that is known, and until when it may be relied on."""
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE), repr=False)
    _wrong: Limits = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._wrong = Limits(self.clock, WRONG_KEYS)

    async def add(self, scope: str, label: str = "") -> str:
        """A new key, which is nowhere else."""
        key, row = await self._made()

        async def put(connection: AsyncConnection) -> None:
            await connection.execute(insert(table).values({**row, "scope": scope, "label": label}))

        await _transactions.change(self.engine, put)
        return key

    async def rotate(self, id: str, keep: timedelta) -> str | None:
        """A new key in the place of this one, which ends after that time, or when it was to end before. None where
        there is no such key, or it has ended.
        """
        key, row = await self._made()
        now = self.clock()

        async def put(connection: AsyncConnection) -> bool:
            old = (await connection.execute(select(table).where(table.c.id == id).with_for_update())).one_or_none()
            if old is None or _is_over(old.ends_at, now):
                return False
            ends_at = now + keep if old.ends_at is None else min(old.ends_at, now + keep)
            await connection.execute(update(table).where(table.c.id == id).values(ends_at=ends_at))
            await connection.execute(insert(table).values({**row, "scope": old.scope, "label": old.label}))
            return True

        return key if await _transactions.change(self.engine, put) else None

    async def _made(self) -> tuple[str, dict[str, object]]:
        """A key, and what is kept of it."""
        id, secret = secrets.token_hex(6), secrets.token_hex(SECRET_BYTES)
        hashed = await asyncio.to_thread(_hasher.hash, secret)
        return f"ov1_{id}_{secret}", {"id": id, "hash": hashed, "added_at": self.clock()}

    async def kept(self) -> tuple[KeptKey, ...]:
        """All keys, oldest first."""
        wanted = select(table.c.id, table.c.scope, table.c.label, table.c.added_at, table.c.ends_at)

        async def read(connection: AsyncConnection) -> tuple[KeptKey, ...]:
            rows = await connection.execute(wanted.order_by(table.c.added_at, table.c.id))
            return tuple(KeptKey(*row) for row in rows)

        return await _transactions.look(self.engine, read)

    async def drop(self, id: str) -> bool:
        """Whether there was one."""

        async def remove(connection: AsyncConnection) -> bool:
            return (await connection.execute(delete(table).where(table.c.id == id))).rowcount == 1

        return await _transactions.change(self.engine, remove)

    async def verify(self, key: str, address: str | None = None) -> Caller:
        """Whose key it is. `address`: who shows it; who has shown too many wrong ones waits before another is proved.

        Raises WrongKey, TooMany.
        """
        written = WRITTEN.fullmatch(key)
        if written is None:
            raise WrongKey
        known = hashlib.sha256(key.encode()).digest()
        caller = self._remembered(known)
        if caller is not None:
            return caller
        async with self._turns:
            caller = self._remembered(known)  # perhaps the one before proved the same
            if caller is not None:
                return caller
            async with self._counted(address):
                return await self._prove(written["id"], written["secret"], known)

    @asynccontextmanager
    async def _counted(self, address: str | None) -> AsyncIterator[None]:
        """Counts before a key is proved, so that those of the other turn count too; what was right counts for nothing.
        Raises TooMany.
        """
        if address is None:
            yield
            return
        self._wrong.take(address)
        wrong = False
        try:
            yield
        except WrongKey:
            wrong = True
            raise
        finally:
            if not wrong:
                self._wrong.give_back(address)

    async def _prove(self, id: str, secret: str, known: bytes) -> Caller:
        now = self.clock()

        async def read(connection: AsyncConnection) -> tuple[str, str, datetime | None] | None:
            wanted = select(table.c.scope, table.c.hash, table.c.ends_at).where(table.c.id == id)
            row = (await connection.execute(wanted)).one_or_none()
            return None if row is None else (row.scope, row.hash, row.ends_at)

        found = await _transactions.look(self.engine, read)
        if found is None:
            raise WrongKey
        scope, hashed, ends_at = found
        if _is_over(ends_at, now):
            raise WrongKey
        try:
            await asyncio.to_thread(_hasher.verify, hashed, secret)
        except (VerificationError, InvalidHashError):
            raise WrongKey from None
        caller = Caller(id, scope)
        self._remember(known, caller, now, now + REMEMBERED_FOR if ends_at is None else ends_at)
        return caller

    def _remembered(self, known: bytes) -> Caller | None:
        now = self.clock()
        caller, since, until = self._right.get(known, (None, now, now))
        return caller if since <= now < until else None

    def _remember(self, known: bytes, caller: Caller, since: datetime, until: datetime) -> None:
        for old in [name for name, (_, _, until) in self._right.items() if until <= since]:
            del self._right[old]
        self._right[known] = (caller, since, min(until, since + REMEMBERED_FOR))


def _is_over(ends_at: datetime | None, now: datetime) -> bool:
    return ends_at is not None and ends_at <= now
