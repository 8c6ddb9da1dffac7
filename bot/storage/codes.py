"""Codes that one chat gives out and another answers: kept sealed, good until a moment, answered once."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.database.encryption import Vault
from bot.database.jobs import Jobs
from bot.database.leasing import insert_once
from bot.database.transactions import Transactions
from bot.dialogue.conversation import case_code
from bot.dialogue.ports import BackendDown, Clock
from bot.storage.tables import invitation as table

_transactions = Transactions(lambda: BackendDown("the database of the invitations does not answer"), tries=5)


@dataclass(frozen=True)
class Kept:
    """A code as it stands."""

    channel: str
    chat: str
    until: datetime
    body: bytes
    answered_by: str | None


@dataclass(frozen=True)
class Codes:
    """Those that chats of one channel give out; anybody's are found and answered."""

    engine: AsyncEngine
    vault: Vault
    jobs: Jobs
    channel: str
    clock: Clock
    new_seed: Callable[[], str] = lambda: secrets.token_hex(16)
    """Makes the codes; nobody can guess them."""

    async def _give(self, key: str, chat: str, until: datetime, body_of: Callable[[str], Any]) -> Any:
        """The body that is kept under this key: that of a new code, or that of the call before."""
        code = case_code(self.new_seed(), 1)
        body = body_of(code)
        row = {
            "key": key,
            "code": code,
            "channel": self.channel,
            "chat": chat,
            "body": self.vault.seal_json(body, table.c.body),
            "until": until,
        }

        async def put(connection: AsyncConnection) -> Any:
            if await insert_once(connection, table, row, unique=("key",)):
                return body
            kept = await connection.execute(select(table.c.body).where(table.c.key == key))
            return self._open(kept.scalar_one())

        return await _transactions.change(self.engine, put)

    async def _look(self, code: str) -> Kept | None:
        async def read(connection: AsyncConnection) -> Kept | None:
            return await _find(connection, code)

        return await _transactions.look(self.engine, read)

    def _is_open(self, kept: Kept) -> bool:
        return kept.answered_by is None and kept.until > self.clock()

    async def _answer(self, code: str, key: str, tell: Callable[[AsyncConnection, Kept], Awaitable[None]]) -> bool:
        """Whether this answer counts; `tell` lets the chat that asked know, in the same transaction."""

        async def change(connection: AsyncConnection) -> bool:
            open_still = (table.c.code == code, table.c.answered_by.is_(None), table.c.until > self.clock())
            taken = await connection.execute(update(table).where(*open_still).values(answered_by=key))
            kept = await _find(connection, code)
            if kept is None or taken.rowcount == 0:
                return kept is not None and kept.answered_by == key
            await tell(connection, kept)
            return True

        return await _transactions.change(self.engine, change)

    def _open(self, body: bytes) -> Any:
        return self.vault.open_json(body, table.c.body)


async def _find(connection: AsyncConnection, code: str) -> Kept | None:
    row = (await connection.execute(select(table).where(table.c.code == code))).one_or_none()
    return Kept(row.channel, row.chat, row.until, row.body, row.answered_by) if row is not None else None
