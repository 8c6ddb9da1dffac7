"""What is known of a chat besides its conversation: that the bot was blocked there, that a group was greeted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.channels.telegram.tables import chat as table
from bot.database.engine import reading
from bot.database.leasing import insert_once


@dataclass(frozen=True)
class Chats:
    """The chats of one bot."""

    engine: AsyncEngine
    bot: int

    async def leave(self, chat: str, *, now: datetime) -> None:
        """Nothing can be written there: quiet until somebody writes again."""
        async with self.engine.begin() as connection:
            await self._know(connection, chat)
            await connection.execute(update(table).where(*self._is(chat)).values(gone_at=now))

    async def welcome_back(self, chat: str) -> None:
        """Somebody wrote. Costs a look where nothing has to change, as nearly always."""
        if not await self.gone_among([chat]):
            return
        async with self.engine.begin() as connection:
            await connection.execute(update(table).where(*self._is(chat)).values(gone_at=None))

    async def gone_among(self, chats: Collection[str]) -> set[str]:
        """Those of these chats where nothing can be written."""
        gone = select(table.c.chat).where(
            table.c.bot == self.bot, table.c.chat.in_(chats), table.c.gone_at.is_not(None)
        )
        async with reading(self.engine) as connection:
            return set((await connection.execute(gone)).scalars())

    async def greet_once(self, connection: AsyncConnection, chat: str, *, now: datetime) -> bool:
        """Whether this group is greeted for the first time; it counts when `connection` commits."""
        await self._know(connection, chat)
        first = update(table).where(*self._is(chat), table.c.greeted_at.is_(None)).values(greeted_at=now)
        return (await connection.execute(first)).rowcount == 1

    async def _know(self, connection: AsyncConnection, chat: str) -> None:
        await insert_once(connection, table, {"bot": self.bot, "chat": chat}, unique=("bot", "chat"))

    def _is(self, chat: str) -> tuple[ColumnElement[bool], ...]:
        return table.c.bot == self.bot, table.c.chat == chat
