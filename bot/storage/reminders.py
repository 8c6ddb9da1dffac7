"""Reminders in SQL: put with the save that calls for them, said in the transaction that marks them done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database.jobs import Finish, Handler, Job, Jobs
from bot.database.outbox import Outbox
from bot.dialogue.conversation import Conversation
from bot.dialogue.ports import Clock
from bot.dialogue.reminding import Reminder
from bot.dialogue.service import Service
from bot.storage.tables import conversation as table

KIND = "reminder"
"""The kind of job."""


class _Overtaken(Exception):
    """The citizen did something while the reminder was being worded."""


async def put(connection: AsyncConnection, jobs: Jobs, channel: str, reminders: Sequence[Reminder]) -> None:
    """Plan them, in the transaction of the booking. One that was planned before is not planned again."""
    for reminder in reminders:
        payload = {"channel": channel, **asdict(reminder), "due_at": reminder.due_at.isoformat()}
        await jobs.put(connection, kind=KIND, key=f"{KIND}/{reminder.key}", payload=payload, due_at=reminder.due_at)


def reminding(service_of: Callable[[str], Service], outbox: Outbox, clock: Clock) -> Handler:
    """The handler of these jobs, for the conversations of every channel.

    What is said is true of the conversation as it is when the message is put: if the citizen moved or cancelled
    meanwhile, it is worded once more.
    """

    async def remind(job: Job, finish: Finish) -> None:
        channel, reminder = _read(job.payload)
        while True:
            conversation, message = await service_of(channel).remind(reminder)
            with suppress(_Overtaken):
                async with finish() as connection:
                    await _hold_still(connection, channel, conversation)
                    if message is not None:
                        body, now = asdict(message), clock()
                        await outbox.put(
                            connection, channel=channel, chat=reminder.chat, key=job.key, body=body, due_at=now
                        )
                return

    return remind


async def _hold_still(connection: AsyncConnection, channel: str, conversation: Conversation) -> None:
    """Lets nobody save this chat until the transaction ends. Raises _Overtaken if somebody did since it was loaded."""
    where = (table.c.channel == channel, table.c.chat == conversation.chat)
    revision = (await connection.execute(select(table.c.revision).where(*where).with_for_update())).scalar()
    if (revision or 0) != conversation.revision:
        raise _Overtaken


def _read(payload: Any) -> tuple[str, Reminder]:
    told = dict(payload)
    channel = told.pop("channel")
    return channel, Reminder(**{**told, "due_at": datetime.fromisoformat(told["due_at"])})
