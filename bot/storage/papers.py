"""Uploaded papers in SQL, name and content sealed: kept once a delivery, given to a case, erased when it is time."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.database.encryption import Sealed, Vault
from bot.database.leasing import insert_once
from bot.database.transactions import Transactions
from bot.dialogue.applications import Incomplete
from bot.dialogue.papers import MOST_WAITING, KeptPaper, PaperGone, PaperRefused, tidy_name
from bot.dialogue.ports import BackendDown, Clock
from bot.storage.files import Looked, look_at
from bot.storage.tables import paper as table

NOT_HANDED_IN_FOR = timedelta(days=30)
"""After which a paper that belongs to no case is deleted."""
_transactions = Transactions(lambda: BackendDown("the database of the papers does not answer"), tries=5)
_KEPT = (table.c.id, table.c.name, table.c.kind, table.c.pages, table.c.size)


@dataclass(frozen=True)
class StoredPapers:
    """The papers of one channel; by its id anybody's is found."""

    engine: AsyncEngine
    vault: Vault
    channel: str
    clock: Clock
    new_id: Callable[[], str] = lambda: secrets.token_hex(16)

    async def find(self, key: str) -> KeptPaper | None:
        """What was kept for this delivery. Raises BackendDown."""
        return await _transactions.look(self.engine, lambda connection: self._find(connection, key))

    async def keep(self, chat: str, key: str, name: str, content: bytes) -> KeptPaper:
        """Look at a file and keep it; the same key gives the same paper. Raises PaperRefused, BackendDown."""
        known = await self.find(key)
        if known is not None:
            return known
        looked = await look_at(content)
        named = self.vault.seal_json(tidy_name(name), table.c.name)
        sealed = await asyncio.to_thread(self.vault.seal, content, table.c.content)

        async def put(connection: AsyncConnection) -> KeptPaper:
            return await self._put(connection, chat, key, len(content), looked, (named, sealed))

        return await _transactions.change(self.engine, put)

    async def _put(
        self, connection: AsyncConnection, chat: str, key: str, size: int, looked: Looked, sealed: tuple[Sealed, Sealed]
    ) -> KeptPaper:
        await self._take_turns(connection, chat)
        known = await self._find(connection, key)
        if known is not None:
            return known
        waiting = (table.c.channel == self.channel, table.c.chat == chat, table.c.case.is_(None))
        count = (await connection.execute(select(func.count()).where(*waiting))).scalar_one()
        if count >= MOST_WAITING:
            raise PaperRefused("too-many")
        row = {
            "id": self.new_id(),
            "channel": self.channel,
            "chat": chat,
            "key": key,
            "name": sealed[0],
            "content": sealed[1],
            "kind": looked.kind,
            "pages": looked.pages,
            "size": size,
            "kept_at": self.clock(),
        }
        await insert_once(connection, table, row, unique=("channel", "key"))
        kept = await self._find(connection, key)
        assert kept is not None  # it is there now, whoever put it
        return kept

    async def _take_turns(self, connection: AsyncConnection, chat: str) -> None:
        """So that two files of one chat that come together are counted one after the other. SQLite has one writer."""
        if connection.dialect.name == "postgresql":
            lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:chat, 11))")
            await connection.execute(lock, {"chat": f"{self.channel}/{chat}"})

    async def _find(self, connection: AsyncConnection, key: str) -> KeptPaper | None:
        mine = (table.c.channel == self.channel, table.c.key == key)
        row = (await connection.execute(select(*_KEPT).where(*mine))).one_or_none()
        return None if row is None else self._kept(row)

    def _kept(self, row: Any) -> KeptPaper:
        name = "" if row.name is None else self.vault.open_json(row.name, table.c.name)
        return KeptPaper(id=row.id, name=name, kind=row.kind, pages=row.pages, size=row.size)

    async def open(self, id: str) -> bytes:
        """What was uploaded. Raises PaperGone, BackendDown."""

        async def read(connection: AsyncConnection) -> Sealed | None:
            return (await connection.execute(select(table.c.content).where(table.c.id == id))).scalar_one_or_none()

        sealed = await _transactions.look(self.engine, read)
        if sealed is None:
            raise PaperGone
        return await asyncio.to_thread(self.vault.open, sealed, table.c.content)

    # --- for the One Window: what changes something does it in its transaction ----------------------------------------

    async def exist(self, ids: Collection[str]) -> set[str]:
        """Those of these papers that are there, not erased. Raises BackendDown."""
        there = (table.c.id.in_(ids), table.c.erased_at.is_(None))

        async def read(connection: AsyncConnection) -> set[str]:
            return set((await connection.execute(select(table.c.id).where(*there))).scalars())

        return await _transactions.look(self.engine, read)

    async def attach(self, connection: AsyncConnection, ids: Collection[str], case: str) -> None:
        """Give these papers to the case. Raises Incomplete with the ids of those that are gone or with another case."""
        wanted = (table.c.id.in_(ids), table.c.erased_at.is_(None))
        locked = select(table.c.id, table.c.case).where(*wanted).order_by(table.c.id).with_for_update()
        free = {row.id for row in await connection.execute(locked) if row.case in (None, case)}
        if missing := set(ids) - free:
            raise Incomplete(tuple(sorted(missing)))
        await connection.execute(update(table).where(table.c.id.in_(free)).values(case=case))

    async def erase_of(self, connection: AsyncConnection, case: str) -> int:
        """Empty the papers of a case: what kind they were, and when, stays. Says how many."""
        there = (table.c.case == case, table.c.erased_at.is_(None))
        erased = update(table).where(*there).values(name=None, content=None, erased_at=self.clock())
        return (await connection.execute(erased)).rowcount

    # --- what nobody handed in ---------------------------------------------------------------------------------------

    async def forget(self, chat: str) -> None:
        """Delete what this chat has not handed in, on request. Raises BackendDown."""
        waiting = (table.c.channel == self.channel, table.c.chat == chat, table.c.case.is_(None))
        await _transactions.change(self.engine, lambda connection: connection.execute(delete(table).where(*waiting)))

    async def sweep(self) -> int:
        """Delete what was not handed in for `NOT_HANDED_IN_FOR`, in any channel. Says how many."""
        old = (table.c.case.is_(None), table.c.kept_at < self.clock() - NOT_HANDED_IN_FOR)
        async with self.engine.begin() as connection:
            return (await connection.execute(delete(table).where(*old))).rowcount
