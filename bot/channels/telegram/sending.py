"""The one sender: takes the channel's outbox rows, whoever put them there, and writes them within Telegram's limits.

Of several processes one sends, on a lease that the others take over when it ends: the limits count for the bot, not for
a process. Within a chat the rows keep their order, and a row of several calls is put back with what is left of it after
each call.
"""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiogram import Bot
from sqlalchemy import delete, or_, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.channels.telegram.calls import Call, Edit, Gone, Later, Result, Sent, calls_of, rest
from bot.channels.telegram.chats import Chats
from bot.channels.telegram.crew import Crew
from bot.channels.telegram.handling import CHANNEL
from bot.channels.telegram.limits import Limits
from bot.channels.telegram.tables import sender as table
from bot.channels.telegram.writing import write
from bot.database.leasing import insert_once
from bot.database.outbox import Outbox, Waiting
from bot.dialogue.ports import Clock

log = logging.getLogger(__name__)
TURN = timedelta(seconds=6)
"""How long a sender may be silent before another takes its place."""
LEASE = timedelta(seconds=30)
"""Longer than a call may take."""


@dataclass
class Sender:
    """The sender of one bot in this process."""

    bot: Bot
    engine: AsyncEngine
    outbox: Outbox
    chats: Chats
    clock: Clock
    limits: Limits
    crew: Crew
    name: str = field(default_factory=lambda: secrets.token_hex(8))
    _turn_until: datetime | None = field(default=None, init=False)

    async def send_some(self) -> int:
        """Begin to write what may be written now; says how many rows."""
        if not await self._has_turn():
            return 0
        limit = min(self.limits.room(), self.crew.room)
        if limit < 1:
            return 0
        async with self.engine.begin() as connection:
            taken = await self.outbox.take(
                connection, [CHANNEL], now=self.clock(), limit=limit, resting=self.limits.resting()
            )
            heard = await self.chats.heard(connection) if taken else 0
        gone = await self.chats.gone_among({waiting.chat for waiting in taken}) if taken else set()
        for waiting in taken:
            calls = [] if waiting.chat in gone else _read(waiting)
            if calls:
                self.limits.spend(waiting.chat, is_message=not isinstance(calls[0], Edit))
            self.crew.begin(self._write(waiting, calls, heard))
        return len(taken)

    async def finish(self) -> None:
        """Let what is under way end, and give the turn to whoever wants it."""
        await self.crew.finish()
        async with self.engine.begin() as connection:
            await connection.execute(delete(table).where(table.c.bot == self.bot.id, table.c.holder == self.name))

    async def _has_turn(self) -> bool:
        """Take the turn, or keep it; renewed only when half of it is over."""
        now = self.clock()
        if self._turn_until is not None and now < self._turn_until - TURN / 2:
            return True
        self._turn_until = now + TURN if await self._take_turn(now) else None
        return self._turn_until is not None

    async def _take_turn(self, now: datetime) -> bool:
        mine = {"holder": self.name, "until": now + TURN}
        async with self.engine.begin() as connection:
            free = or_(table.c.holder == self.name, table.c.until <= now)
            kept = await connection.execute(update(table).where(table.c.bot == self.bot.id, free).values(mine))
            if kept.rowcount == 1:
                return True
            return await insert_once(connection, table, {"bot": self.bot.id, **mine}, unique=("bot",))

    async def _write(self, waiting: Waiting, calls: list[Call], heard: int) -> None:
        """Make the first of the calls. None at all: nobody is there to read it. `heard`: what had arrived before."""
        result: Result = await write(self.bot, waiting.chat, calls[0]) if calls else Gone(for_good=False)
        if isinstance(result, Later):
            self.limits.wait(waiting.chat, result.seconds, everywhere=result.everywhere)
        if isinstance(result, Gone) and result.for_good:
            await self.chats.refused(waiting.chat, heard=heard, now=self.clock())
        await self._settle(waiting, calls[1:], result)

    async def _settle(self, waiting: Waiting, left: list[Call], result: Result) -> None:
        now = self.clock()
        async with self.engine.begin() as connection:
            match result:
                case Later(seconds):
                    await self.outbox.later(connection, waiting, due_at=now + timedelta(seconds=seconds))
                case Gone(for_good=True):
                    await self.outbox.gone(connection, waiting, now=now)
                case Sent() | Gone() if left:
                    await self.outbox.partly_sent(connection, waiting, rest(left), now=now)
                case Sent():
                    await self.outbox.sent(connection, waiting, now=now)
                case Gone():
                    await self.outbox.gone(connection, waiting, now=now)


def _read(waiting: Waiting) -> list[Call]:
    """The calls of a row; none where another release wrote it in a way that is unknown here."""
    try:
        return calls_of(waiting.body)
    except ValueError:
        log.error("Row %s of the outbox cannot be read and is dropped.", waiting.id)
        return []
