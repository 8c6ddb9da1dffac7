"""Conversations in SQL: sealed, guarded by their revision, saved together with the messages they lead to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.database.encryption import Vault
from bot.database.engine import reading
from bot.database.jobs import Jobs
from bot.database.leasing import insert_once
from bot.database.outbox import Outbox
from bot.dialogue.conversation import Conversation, Wake
from bot.dialogue.keeping import Saved
from bot.dialogue.messages import Message
from bot.dialogue.ports import Clock
from bot.dialogue.promising import Happened, Promised
from bot.dialogue.reminding import Reminder
from bot.storage.promises import put_promises, record
from bot.storage.reminders import put
from bot.storage.tables import conversation as table
from bot.storage.tables import delivery
from bot.storage.waking import put_wakes


class _Undone(Exception):
    """Ends a transaction without leaving anything."""

    def __init__(self, why: Saved) -> None:
        self.why = why


@dataclass(frozen=True)
class StoredConversations:
    """The conversations of one channel."""

    engine: AsyncEngine
    vault: Vault
    outbox: Outbox
    channel: str
    clock: Clock
    jobs: Jobs | None = None
    """Where reminders are planned; None for a channel in which nobody can be reached unasked."""

    async def load(self, chat: str) -> Conversation | None:
        where = (table.c.channel == self.channel, table.c.chat == chat)
        async with reading(self.engine) as connection:
            row = (await connection.execute(select(table.c.body, table.c.revision).where(*where))).one_or_none()
        if row is None:
            return None
        body = self.vault.open_json(row.body, table.c.body)
        return Conversation.model_validate(body).but(revision=row.revision)

    async def save(
        self,
        conversation: Conversation,
        messages: Sequence[Message],
        key: str | None,
        reminders: Sequence[Reminder] = (),
        wakes: Sequence[Wake] = (),
        promises: Sequence[Promised] = (),
        happened: Sequence[Happened] = (),
    ) -> Saved:
        try:
            async with self.engine.begin() as connection:
                await self._save(connection, conversation, messages, key)
                await put_promises(connection, self.vault, self.channel, conversation.chat, promises)
                for each in happened:
                    await record(connection, each)
                if self.jobs is not None:
                    await put(connection, self.jobs, self.channel, reminders)
                    await put_wakes(connection, self.jobs, self.channel, conversation.chat, wakes)
        except _Undone as undone:
            return undone.why
        return "saved"

    async def _save(
        self, connection: AsyncConnection, conversation: Conversation, messages: Sequence[Message], key: str | None
    ) -> None:
        now = self.clock()
        if key is not None:
            received = {"channel": self.channel, "key": key, "received_at": now}
            if not await insert_once(connection, delivery, received, unique=("channel", "key")):
                raise _Undone("seen")
        if not await self._put(connection, conversation):
            raise _Undone("overtaken")
        for number, message in enumerate(messages):
            await self.outbox.put(
                connection,
                channel=self.channel,
                chat=conversation.chat,
                key=f"{self.channel}/{conversation.chat}/{conversation.revision + 1}/{number}",
                body=asdict(message),
                due_at=now,
            )

    async def _put(self, connection: AsyncConnection, conversation: Conversation) -> bool:
        """Whether the revision in the database is still the one that was read."""
        body = self.vault.seal_json(conversation.model_dump(mode="json"), table.c.body)
        values = {"revision": conversation.revision + 1, "body": body, "saved_at": self.clock()}
        if conversation.revision == 0:
            row = {"channel": self.channel, "chat": conversation.chat, **values}
            return await insert_once(connection, table, row, unique=("channel", "chat"))
        guarded = (
            update(table)
            .where(table.c.channel == self.channel, table.c.chat == conversation.chat)
            .where(table.c.revision == conversation.revision)
            .values(values)
        )
        return (await connection.execute(guarded)).rowcount == 1
