"""What is known of a chat besides its conversation: that the bot was blocked there, that a group was greeted.

News that the bot was blocked may come late: Telegram's refusal of a message takes seconds, and a webhook is brought
messages and memberships side by side. So it counts only if nothing newer from the chat is in the inbox. Whether there
is something is looked up under a lock of the chat's row, which `welcome_back` waits for: an update stored before the
look is seen by it, and one stored after it is handled once the lock is gone.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.channels.telegram.tables import chat as table
from bot.channels.telegram.tables import inbox
from bot.database.engine import reading
from bot.database.leasing import WAITING, insert_once


@dataclass(frozen=True)
class Chats:
    """The chats of one bot."""

    engine: AsyncEngine
    bot: int

    async def heard(self, connection: AsyncConnection) -> int:
        """The number of the last update stored: what arrives from now on has a higher one."""
        return (await connection.execute(select(func.max(inbox.c.id)))).scalar() or 0

    async def refused(self, chat: str, *, heard: int, now: datetime) -> None:
        """Telegram wrote nothing there: quiet until somebody writes again. Void if an update came after `heard`."""
        await self._leave(chat, inbox.c.id > heard, now)

    async def left(self, chat: str, *, update_id: int, now: datetime) -> None:
        """An update says that the bot was blocked: quiet until somebody writes again. Void if a later one is there."""
        await self._leave(chat, inbox.c.update_id > update_id, now)

    async def welcome_back(self, chat: str) -> None:
        """Somebody wrote. Costs a look where nothing has to change, as nearly always."""
        async with reading(self.engine) as connection:
            known = (await connection.execute(select(table.c.chat).where(*self._is(chat)))).first()
        if known is None:
            return
        async with self.engine.begin() as connection:
            await connection.execute(update(table).where(*self._is(chat)).values(gone_at=None))

    async def gone_among(self, chats: Collection[str]) -> set[str]:
        """Those of these chats where nothing can be written, and from which nothing waits to be handled."""
        back = exists().where(inbox.c.state == WAITING, inbox.c.bot == table.c.bot, inbox.c.chat == table.c.chat)
        gone = select(table.c.chat).where(
            table.c.bot == self.bot, table.c.chat.in_(chats), table.c.gone_at.is_not(None), ~back
        )
        async with reading(self.engine) as connection:
            return set((await connection.execute(gone)).scalars())

    async def greet_once(self, connection: AsyncConnection, chat: str, *, now: datetime) -> bool:
        """Whether this group is greeted for the first time; it counts when `connection` commits."""
        await self._know(connection, chat)
        first = update(table).where(*self._is(chat), table.c.greeted_at.is_(None)).values(greeted_at=now)
        return (await connection.execute(first)).rowcount == 1

    async def _leave(self, chat: str, newer: ColumnElement[bool], now: datetime) -> None:
        async with self.engine.begin() as connection:
            await self._know(connection, chat)  # committed first: `welcome_back` has to find the row
        async with self.engine.begin() as connection:
            await self._judge(connection, chat, newer, now)

    async def _judge(self, connection: AsyncConnection, chat: str, newer: ColumnElement[bool], now: datetime) -> None:
        await connection.execute(select(table.c.chat).where(*self._is(chat)).with_for_update())
        # A statement of its own: on PostgreSQL it sees what was committed while the first waited for the lock.
        back = exists().where(inbox.c.bot == self.bot, inbox.c.chat == chat, newer)
        await connection.execute(update(table).where(*self._is(chat), ~back).values(gone_at=now))

    async def _know(self, connection: AsyncConnection, chat: str) -> None:
        await insert_once(connection, table, {"bot": self.bot, "chat": chat}, unique=("bot", "chat"))

    def _is(self, chat: str) -> tuple[ColumnElement[bool], ...]:
        return table.c.bot == self.bot, table.c.chat == chat
