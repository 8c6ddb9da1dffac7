"""What reaches a chat by itself: a matter looked at again, answers of others. Jobs whose handler is a delivery.

The delivery carries the job's key, so a job that is done twice is received once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database.jobs import Finish, Handler, Job, Jobs
from bot.dialogue.companions.effects import CompanionAnswered
from bot.dialogue.conversation import Wake
from bot.dialogue.events import Incoming
from bot.dialogue.service import Service
from bot.dialogue.sharing.effects import OtherAnswered, Woken

WAKE, ANSWER, COMPANION = "wake", "answer", "companion"
KINDS = (WAKE, ANSWER, COMPANION)
"""The kinds of job."""


async def put_wakes(connection: AsyncConnection, jobs: Jobs, channel: str, chat: str, wakes: Sequence[Wake]) -> None:
    """Plan them, in the transaction of what calls for them."""
    for wake in wakes:
        payload = {"channel": channel, "chat": chat, "case": wake.case}
        await jobs.put(connection, kind=WAKE, key=f"{WAKE}/{wake.key}", payload=payload, due_at=wake.at)


async def put_answer(
    connection: AsyncConnection, jobs: Jobs, code: str, channel: str, chat: str, answer: OtherAnswered, now: datetime
) -> None:
    """Let the chat that asked know, in the transaction of the answer."""
    payload = {"channel": channel, "chat": chat, "case": answer.case, "role": answer.role, "consent": answer.consent}
    await jobs.put(connection, kind=ANSWER, key=f"{ANSWER}/{code}", payload=payload, due_at=now)


async def put_companion(
    connection: AsyncConnection,
    jobs: Jobs,
    code: str,
    channel: str,
    chat: str,
    answer: CompanionAnswered,
    now: datetime,
) -> None:
    """Let the chat that booked know whether somebody comes, in the transaction of the answer."""
    payload = {"channel": channel, "chat": chat, **asdict(answer)}
    await jobs.put(connection, kind=COMPANION, key=f"{COMPANION}/{code}", payload=payload, due_at=now)


def _told(kind: str, told: Any) -> Woken | OtherAnswered | CompanionAnswered:
    if kind == COMPANION:
        return CompanionAnswered(told["case"], told["visit"], told["slot"], told["role"], told["comes"])
    return OtherAnswered(told["case"], told["role"], told["consent"]) if kind == ANSWER else Woken(told["case"])


def delivering(service_of: Callable[[str], Service]) -> Handler:
    """The handler of all of these kinds."""

    async def deliver(job: Job, finish: Finish) -> None:
        told = job.payload
        event = _told(job.kind, told)
        await service_of(told["channel"]).receive(Incoming(told["chat"], f"job/{job.key}", event))
        async with finish():
            pass

    return deliver
