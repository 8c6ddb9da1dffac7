"""News of a case brought to the chat that handed it in: a job for each, whose handler is a delivery.

The delivery carries the job's key, so news that is brought twice is received once. What the chat has heard meanwhile
is not said again.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database.encryption import Vault
from bot.database.engine import reading
from bot.database.errors import NotNow
from bot.database.jobs import Finish, Handler, Job
from bot.dialogue.applications import Applications, Status
from bot.dialogue.applying.effects import Progressed
from bot.dialogue.events import Incoming
from bot.dialogue.ports import BackendDown, Unknown
from bot.dialogue.promising import Happened
from bot.dialogue.service import Service
from bot.storage.promises import chats_of, record

PROGRESS = "progress"
"""The kind of job, put by the One Window in the transaction of what happened."""


def telling(
    service_of: Callable[[str], Service], applications: Applications, engine: AsyncEngine, vault: Vault
) -> Handler:
    """The handler of these jobs, for the conversations of every channel."""

    async def tell(job: Job, finish: Finish) -> None:
        case = job.payload["case"]
        try:
            status = await applications.status(case)
        except BackendDown:
            raise NotNow("the One Window does not answer") from None
        except Unknown:  # it was erased meanwhile, and nobody is told any more
            async with finish():
                return
        async with reading(engine) as connection:
            found = await chats_of(connection, vault, case)
        if found is not None:
            channel, chat = found
            await service_of(channel).receive(Incoming(chat, f"job/{job.key}", Progressed(case, status)))
        async with finish() as connection:
            for happened in _measured(status):
                await record(connection, happened)

    return tell


def _measured(status: Status) -> tuple[Happened, ...]:
    """When it was decided, once the citizen has the result: that is what the promised time is measured by."""
    decided = next((event for event in status.events if event.what == "decided"), None)
    return (Happened(status.case, "done", decided.at),) if decided and status.in_hand else ()
