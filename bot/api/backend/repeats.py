"""That an Idempotency-Key comes with one call alone: the same key with another body is a slip of the client.

Without this a place would be answered for that nobody asked for. It stands for the calls about places: their bodies
hold nothing personal, so a digest of them may be kept. Elsewhere a key counts for one case, consent or person anyway.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.api.tables import api_call as table
from bot.database.leasing import insert_once
from bot.database.transactions import Transactions
from bot.dialogue.ports import BackendDown, Clock

_transactions = Transactions(lambda: BackendDown("the database of the clients does not answer"), tries=5)


class KeyUsed(Exception):
    """The key came with another call before."""


@dataclass(frozen=True)
class Repeats:
    """What clients said with their keys. Both calls raise BackendDown."""

    engine: AsyncEngine
    clock: Clock

    async def note(self, client: str, call: str, key: str, said: Mapping[str, object]) -> None:
        """The key is this call's from now on. Raises KeyUsed where it is another's."""
        digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).digest()
        mine = _one(client, call, key)

        async def put(connection: AsyncConnection) -> bytes | None:
            row = {"client": client, "call": call, "key": key, "digest": digest, "called_at": self.clock()}
            if await insert_once(connection, table, row, unique=("client", "call", "key")):
                return digest
            kept: bytes | None = await connection.scalar(select(table.c.digest).where(mine))
            return kept

        if await _transactions.change(self.engine, put) not in (digest, None):  # None: it was refused meanwhile
            raise KeyUsed

    async def forget(self, client: str, call: str, key: str) -> None:
        """It was refused, so the key is free for whatever comes next."""
        gone = delete(table).where(_one(client, call, key))
        await _transactions.change(self.engine, lambda connection: connection.execute(gone))


def _one(client: str, call: str, key: str) -> ColumnElement[bool]:
    return and_(table.c.client == client, table.c.call == call, table.c.key == key)
