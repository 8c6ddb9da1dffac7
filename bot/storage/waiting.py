"""Offered places and waiting in vain, brought to the chat that waits: a job for each, whose handler is a delivery.

The delivery carries the job's key, so news that is brought twice is received once. An offer that is over meanwhile is
not told; one whose chat is forgotten goes to the next at once.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database.encryption import Vault
from bot.database.engine import reading
from bot.database.errors import NotNow
from bot.database.jobs import Finish, Handler, Job
from bot.dialogue.events import Incoming
from bot.dialogue.ports import BackendDown, Unknown
from bot.dialogue.service import Service
from bot.dialogue.waiting.effects import PlaceOffered, WaitedInVain, WaitingNews
from bot.dialogue.waiting_list import WaitingList
from bot.storage.promises import chats_of

WAITING = "waiting"
"""The kind of job, put by the One Window in the transaction of what happened."""


def telling(
    service_of: Callable[[str], Service], waiting_list: WaitingList, engine: AsyncEngine, vault: Vault
) -> Handler:
    """The handler of these jobs, for the conversations of every channel."""

    async def read(job: Job) -> WaitingNews | None:
        told = job.payload
        if told["what"] != "offered":
            return WaitedInVain(told["case"], told["waiting"], told["what"])
        try:
            return PlaceOffered(await waiting_list.find_offer(told["offer"]))
        except Unknown:
            return None

    async def tell(job: Job, finish: Finish) -> None:
        try:
            await bring(job)
        except BackendDown:
            raise NotNow("the One Window does not answer") from None
        async with finish():
            pass

    async def bring(job: Job) -> None:
        news = await read(job)
        async with reading(engine) as connection:
            found = await chats_of(connection, vault, job.payload["case"])
        if news is not None and found is not None:
            channel, chat = found
            await service_of(channel).receive(Incoming(chat, f"job/{job.key}", news))
        elif isinstance(news, PlaceOffered):
            await waiting_list.decline(news.offer.id)

    return tell
