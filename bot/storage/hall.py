"""What happens in the hall, brought to the chat that has the case: a job for each, whose handler is a delivery.

The delivery carries the job's key, so news that is brought twice is received once. Whether somebody came is recorded
against the promise, also where the chat is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database.encryption import Vault
from bot.database.engine import reading
from bot.database.jobs import Finish, Handler, Job
from bot.dialogue.events import Incoming
from bot.dialogue.hall import HallNews, InTheHall
from bot.dialogue.promising import Happened, HappenedKind
from bot.dialogue.service import Service
from bot.storage.promises import chats_of, record

HALL = "hall"
"""The kind of job, put by the One Window in the transaction of what happened."""
MEASURED: Mapping[HallNews, HappenedKind] = {"served": "visited", "missed": "missed"}
_told = TypeAdapter(InTheHall)


def telling(service_of: Callable[[str], Service], engine: AsyncEngine, vault: Vault) -> Handler:
    """The handler of these jobs, for the conversations of every channel."""

    async def tell(job: Job, finish: Finish) -> None:
        told = _told.validate_python(job.payload)
        async with reading(engine) as connection:
            found = await chats_of(connection, vault, told.case)
        if found is not None:
            channel, chat = found
            await service_of(channel).receive(Incoming(chat, f"job/{job.key}", told))
        async with finish() as connection:
            if told.what in MEASURED:
                await record(connection, Happened(told.case, MEASURED[told.what], told.starts_at))

    return tell
