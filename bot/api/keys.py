"""Keys with which departments' programs show who they are: `ov1_<id>_<secret>`, shown once and kept as a hash.

A key that was right is remembered in the process for a minute, because argon2 takes its time. So a dropped key is
refused within that minute, in every process.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.api.tables import api_key as table
from bot.database.transactions import Transactions
from bot.dialogue.ports import BackendDown, Clock

CENTRE = "centre"
"""The scope of a key that acts for the service centre, not for a department."""
HALL = "hall:"
"""How the scope of a key begins that acts in the hall of one centre; what follows is the centre."""
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
        """The department it acts for; None for the centre, and for a hall."""
        return None if self.scope == CENTRE or self.hall is not None else self.scope

    @property
    def hall(self) -> str | None:
        """The centre in whose hall it acts; None for all others."""
        return self.scope.removeprefix(HALL) if self.scope.startswith(HALL) else None


@dataclass(frozen=True)
class KeptKey:
    id: str
    scope: str
    label: str
    added_at: datetime


@dataclass
class ApiKeys:
    """The keys of an installation. All calls raise BackendDown."""

    engine: AsyncEngine
    clock: Clock
    _right: dict[bytes, tuple[Caller, datetime]] = field(default_factory=dict, repr=False)
    """Keys that were right, by their SHA-256, with the moment at which they were looked up."""
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE), repr=False)

    async def add(self, scope: str, label: str = "") -> str:
        """A new key, which is nowhere else."""
        id, secret = secrets.token_hex(6), secrets.token_hex(SECRET_BYTES)
        key = f"ov1_{id}_{secret}"
        hashed = await asyncio.to_thread(_hasher.hash, secret)
        row = {"id": id, "scope": scope, "label": label, "hash": hashed, "added_at": self.clock()}

        async def put(connection: AsyncConnection) -> None:
            await connection.execute(insert(table).values(row))

        await _transactions.change(self.engine, put)
        return key

    async def kept(self) -> tuple[KeptKey, ...]:
        """All keys, oldest first."""
        wanted = select(table.c.id, table.c.scope, table.c.label, table.c.added_at)

        async def read(connection: AsyncConnection) -> tuple[KeptKey, ...]:
            rows = await connection.execute(wanted.order_by(table.c.added_at, table.c.id))
            return tuple(KeptKey(*row) for row in rows)

        return await _transactions.look(self.engine, read)

    async def drop(self, id: str) -> bool:
        """Whether there was one."""

        async def remove(connection: AsyncConnection) -> bool:
            return (await connection.execute(delete(table).where(table.c.id == id))).rowcount == 1

        return await _transactions.change(self.engine, remove)

    async def verify(self, key: str) -> Caller:
        """Whose key it is. Raises WrongKey."""
        written = WRITTEN.fullmatch(key)
        if written is None:
            raise WrongKey
        known = hashlib.sha256(key.encode()).digest()
        caller = self._remembered(known)
        if caller is not None:
            return caller
        async with self._turns:
            caller = self._remembered(known)  # perhaps the one before proved the same
            if caller is None:
                looked_at = self.clock()
                caller = await self._prove(written["id"], written["secret"])
                self._remember(known, caller, looked_at)
        return caller

    async def _prove(self, id: str, secret: str) -> Caller:
        async def read(connection: AsyncConnection) -> tuple[str, str] | None:
            row = (await connection.execute(select(table.c.scope, table.c.hash).where(table.c.id == id))).one_or_none()
            return None if row is None else (row.scope, row.hash)

        found = await _transactions.look(self.engine, read)
        if found is None:
            raise WrongKey
        scope, hashed = found
        try:
            await asyncio.to_thread(_hasher.verify, hashed, secret)
        except (VerificationError, InvalidHashError):
            raise WrongKey from None
        return Caller(id, scope)

    def _remembered(self, known: bytes) -> Caller | None:
        caller, looked_at = self._right.get(known, (None, self.clock()))
        return caller if timedelta() <= self.clock() - looked_at < REMEMBERED_FOR else None

    def _remember(self, known: bytes, caller: Caller, looked_at: datetime) -> None:
        now = self.clock()
        for old in [name for name, (_, at) in self._right.items() if now - at >= REMEMBERED_FOR]:
            del self._right[old]
        self._right[known] = (caller, looked_at)
