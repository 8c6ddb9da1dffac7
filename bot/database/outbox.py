"""Messages that wait to be written, so that a crash, a busy channel and a restart are one mechanism.

A message is put in the transaction that causes it, and written later by a sender: in order within a chat, one at a
time, at least once. A sender that dies gives its message to the next one when the lease ends, so after a crash a
message may come twice, never less.

Order: a message put after another was committed comes after it. Two transactions that put into one chat at the same
time have no order of their own; whichever is committed first is written first.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, exists, or_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database import leasing
from bot.database.encryption import Vault
from bot.database.leasing import WAITING
from bot.database.tables import outbox


@dataclass(frozen=True)
class Waiting:
    """A message that its taker now has to write; `attempts` counts how often it was taken, this time included."""

    id: int
    channel: str
    chat: str
    key: str
    body: Any = field(repr=False)
    attempts: int


class Outbox:
    """The messages of all channels. `lease` must outlast the slowest write, else a message may come twice."""

    def __init__(self, vault: Vault, *, lease: timedelta = timedelta(minutes=1)) -> None:
        self._vault = vault
        self._lease = lease

    async def put(
        self,
        connection: AsyncConnection,
        *,
        channel: str,
        chat: str,
        key: str,
        body: Any,
        due_at: datetime,
        broadcast: bool = False,
    ) -> bool:
        """Adds a message (anything JSON can say, sealed here); a key put before adds nothing and says False.

        A `broadcast` waits until no reply is due: whoever has asked goes first.
        """
        return await leasing.insert_once(
            connection,
            outbox,
            {
                "key": key,
                "channel": channel,
                "chat": chat,
                "body": self._vault.seal_json(body, outbox.c.body),
                "broadcast": broadcast,
                "state": WAITING,
                "due_at": due_at,
                "attempts": 0,
            },
        )

    async def take(
        self,
        connection: AsyncConnection,
        channels: Collection[str],
        *,
        now: datetime,
        limit: int = 1,
        resting: Collection[str] = (),
    ) -> list[Waiting]:
        """Messages to write now, at most one a chat; commit before writing, then settle each.

        A message is held back while an earlier one of its chat waits, while any of its chat is being written, and
        while its chat is among the `resting` ones.
        """
        other = outbox.alias("other")
        blocked = exists().where(
            other.c.state == WAITING,
            other.c.channel == outbox.c.channel,
            other.c.chat == outbox.c.chat,
            or_(other.c.id < outbox.c.id, and_(other.c.id != outbox.c.id, leasing.leased(other, now))),
        )
        wanted = and_(outbox.c.channel.in_(channels), outbox.c.chat.not_in(resting), ~blocked)
        rows = await leasing.take(
            connection, outbox, wanted, now=now, lease=self._lease, limit=limit, first=[outbox.c.broadcast]
        )
        return [
            Waiting(
                row.id, row.channel, row.chat, row.key, self._vault.open_json(row.body, outbox.c.body), row.attempts
            )
            for row in rows
        ]

    async def sent(self, connection: AsyncConnection, message: Waiting, *, now: datetime) -> bool:
        """It was written; its text is erased, its key stays until swept. False: another sender has it now."""
        return await leasing.settle(connection, outbox, message, state="sent", settled_at=now, body=None)

    async def later(self, connection: AsyncConnection, message: Waiting, *, due_at: datetime) -> bool:
        """The channel asked to wait; the messages behind it wait too. False: another sender has it now."""
        return await leasing.settle(connection, outbox, message, due_at=due_at)

    async def partly_sent(self, connection: AsyncConnection, message: Waiting, rest: Any, *, now: datetime) -> bool:
        """Its beginning was written; the rest keeps its place in the chat. False: another sender has it now."""
        body = self._vault.seal_json(rest, outbox.c.body)
        return await leasing.settle(connection, outbox, message, due_at=now, body=body)

    async def gone(self, connection: AsyncConnection, message: Waiting, *, now: datetime) -> bool:
        """It can never be written. Only this one: the citizen may have come back before the next."""
        return await leasing.settle(connection, outbox, message, state="gone", settled_at=now, body=None)

    async def forget(self, connection: AsyncConnection, *, channel: str, chat: str) -> int:
        """Deletes all that concerns a chat, on the citizen's request; says how many messages."""
        result = await connection.execute(delete(outbox).where(outbox.c.channel == channel, outbox.c.chat == chat))
        return result.rowcount

    async def sweep(self, connection: AsyncConnection, *, before: datetime) -> int:
        """Deletes what was settled before that moment; says how many messages."""
        return await leasing.sweep(connection, outbox, ("sent", "gone"), before)
