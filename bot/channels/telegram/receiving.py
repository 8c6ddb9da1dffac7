"""Updates that wait to be handled. Telegram hears that one arrived only after it is stored here, so none is lost.

An update may be stored by one process and handled by another: in order within a chat, several chats at once, on a
lease. Its number is unique within a bot, so the same update delivered twice is stored once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.channels.telegram.tables import inbox
from bot.database import leasing
from bot.database.encryption import Vault
from bot.database.engine import reading
from bot.database.jobs import pause
from bot.database.leasing import WAITING

LEASE = timedelta(seconds=15)
"""Handling twice is harmless, so another process may take over soon."""
ATTEMPTS = 3
DOUBLE_TAP = timedelta(seconds=10)
"""The same button within this time is a nervous finger, not a wish."""

Update = Mapping[str, Any]
"""As Telegram sent it."""


@dataclass(frozen=True)
class Received:
    """An update that its taker now has to handle."""

    id: int
    update_id: int
    chat: str
    update: dict[str, Any] = field(repr=False)
    button: bytes | None
    received_at: datetime
    attempts: int

    @property
    def is_last_attempt(self) -> bool:
        return self.attempts >= ATTEMPTS


@dataclass(frozen=True)
class Inbox:
    """The updates of one bot."""

    engine: AsyncEngine
    vault: Vault
    bot: int
    lease: timedelta = LEASE

    async def store(self, updates: Iterable[Update], *, now: datetime) -> int:
        """Keep these updates; when this returns, they may be acknowledged. Says how many were new."""
        new = 0
        async with self.engine.begin() as connection:
            for update in updates:
                new += await self._put(connection, update, now)
        return new

    async def _put(self, connection: AsyncConnection, update: Update, now: datetime) -> bool:
        row = {
            "bot": self.bot,
            "update_id": int(update["update_id"]),
            "chat": chat_of(update),
            "body": self.vault.seal(json.dumps(update).encode(), inbox.c.body),  # ASCII: half a surrogate is no UTF-8
            "button": self._button(update),
            "received_at": now,
            "state": WAITING,
            "due_at": now,
            "attempts": 0,
        }
        return await leasing.insert_once(connection, inbox, row, unique=("bot", "update_id"))

    def _button(self, update: Update) -> bytes | None:
        tap = update.get("callback_query")
        if not isinstance(tap, dict):
            return None
        message = (tap.get("message") or {}).get("message_id")
        tapped = json.dumps([self.bot, chat_of(update), message, tap.get("data")])
        return self.vault.blind_index(tapped, inbox.c.button)

    async def take(self, *, now: datetime, limit: int) -> list[Received]:
        """Updates to handle now, at most one a chat, the earliest first."""
        other = inbox.alias("other")
        blocked = exists().where(
            other.c.state == WAITING,
            other.c.bot == inbox.c.bot,
            other.c.chat == inbox.c.chat,
            or_(
                other.c.update_id < inbox.c.update_id,
                and_(other.c.update_id != inbox.c.update_id, leasing.leased(other, now)),
            ),
        )
        wanted = and_(inbox.c.bot == self.bot, ~blocked)
        async with self.engine.begin() as connection:
            rows = await leasing.take(connection, inbox, wanted, now=now, lease=self.lease, limit=limit)
        return [
            Received(
                id=row.id,
                update_id=row.update_id,
                chat=row.chat,
                update=json.loads(self.vault.open(row.body, inbox.c.body)),
                button=row.button,
                received_at=row.received_at,
                attempts=row.attempts,
            )
            for row in rows
        ]

    async def is_double_tap(self, received: Received) -> bool:
        """Whether the same button of the same message was tapped just before."""
        if received.button is None:
            return False
        before = exists().where(
            inbox.c.button == received.button,
            inbox.c.update_id < received.update_id,
            inbox.c.received_at > received.received_at - DOUBLE_TAP,
        )
        async with reading(self.engine) as connection:
            return bool((await connection.execute(select(before))).scalar())

    async def hold(self, received: Received, *, now: datetime) -> None:
        """It takes longer: nobody else is to take it meanwhile."""
        async with self.engine.begin() as connection:
            await leasing.prolong(connection, inbox, received, until=now + self.lease)

    async def later(self, received: Received, *, due_at: datetime) -> None:
        """It is handled again then, the chat waiting."""
        async with self.engine.begin() as connection:
            await leasing.settle(connection, inbox, received, due_at=due_at)

    async def done(self, received: Received, *, now: datetime) -> None:
        """It was handled; its text is erased, its number stays until swept."""
        async with self.engine.begin() as connection:
            await leasing.settle(connection, inbox, received, state="done", settled_at=now, body=None)

    async def failed(self, received: Received, *, now: datetime) -> None:
        """It is tried again soon, the chat waiting; after the last attempt it is put aside for whoever mends it."""
        async with self.engine.begin() as connection:
            if received.is_last_attempt:
                await leasing.settle(connection, inbox, received, state="failed", settled_at=now)
            else:
                await leasing.settle(connection, inbox, received, due_at=now + pause(received.attempts) / 30)

    async def sweep(self, *, before: datetime) -> int:
        """Forget what was handled before that moment. Telegram repeats an update for a day at most."""
        async with self.engine.begin() as connection:
            return await leasing.sweep(connection, inbox, ("done",), before)


def chat_of(update: Update) -> str:
    """The chat an update belongs to, whose order counts; of what has none, the sender, or nothing."""
    for part in update.values():
        if isinstance(part, dict):
            message = part.get("message")
            place = message if isinstance(message, dict) else part
            chat = place.get("chat") or part.get("from") or part.get("user") or {}
            return str(chat.get("id", ""))
    return ""
