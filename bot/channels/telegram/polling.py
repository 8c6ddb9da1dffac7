"""Long polling: fetch updates, store them, and only then confirm them by asking for the next ones."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from typing import Any

from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramConflictError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import GetUpdates
from aiogram.methods.base import TelegramMethod

from bot.channels.telegram.connecting import LONGEST_PAUSE, wait
from bot.channels.telegram.reading import ALLOWED_UPDATES
from bot.channels.telegram.receiving import Inbox
from bot.channels.telegram.trouble import SomebodyPolls, WrongToken
from bot.dialogue.ports import Clock

log = logging.getLogger(__name__)
POLL = 30
"""Seconds that Telegram keeps a request open while nothing happens."""
CONFLICTS = 3
"""So many within CONFLICT_TIME mean a second process; one is only the poll that a killed process left open."""
CONFLICT_TIME = 60.0


class FetchUpdates(TelegramMethod[list[dict[str, Any]]]):
    """getUpdates with the updates as Telegram wrote them: one that cannot be understood must not stop the others."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = GetUpdates.__api_method__

    offset: int | None = None
    timeout: int = POLL
    allowed_updates: list[str] = ALLOWED_UPDATES


async def take_over(bot: Bot, stop: asyncio.Event) -> None:
    """Take a webhook away, if there is one: with it nothing can be fetched. What waits in Telegram stays there."""
    while not stop.is_set():
        try:
            if (await bot.get_webhook_info(request_timeout=10)).url:
                await bot.delete_webhook(request_timeout=10)
                log.warning("The bot had a webhook. It is taken away: from now on updates are fetched here.")
            return
        except (AiogramError, OSError, TimeoutError) as error:
            log.warning("Telegram does not tell of a webhook (%s); asked again.", type(error).__name__)
        await wait(stop, 2.0)


async def poll(bot: Bot, inbox: Inbox, clock: Clock, arrived: Callable[[], None], stop: asyncio.Event) -> None:
    """Until `stop`; what was fetched and not stored comes again. Raises SomebodyPolls, WrongToken."""
    offset: int | None = None
    conflicts: list[float] = []
    pause = 1.0
    while not stop.is_set():
        try:
            updates = await _unless(stop, bot(FetchUpdates(offset=offset), request_timeout=POLL + 10))
            if updates:
                await inbox.store(updates, now=clock())
                offset = max(update["update_id"] for update in updates) + 1
                arrived()
            pause = 1.0
            continue
        except TelegramConflictError:
            conflicts = [when for when in (*conflicts, time.monotonic()) if when > time.monotonic() - CONFLICT_TIME]
            if len(conflicts) >= CONFLICTS:
                raise SomebodyPolls from None
        except (TelegramUnauthorizedError, TelegramNotFound):
            raise WrongToken from None
        except TelegramRetryAfter as refused:
            pause = float(refused.retry_after)
        except (AiogramError, OSError, TimeoutError) as error:
            log.warning("Updates could not be fetched (%s); tried again.", type(error).__name__)
            pause = min(2 * pause, LONGEST_PAUSE)
        except Exception as error:
            log.error("Updates could not be stored (%s); they are fetched again.", type(error).__name__, exc_info=error)
            pause = min(2 * pause, LONGEST_PAUSE)
        await wait(stop, pause)


async def _unless(stop: asyncio.Event, fetching: Any) -> list[dict[str, Any]]:
    """What is fetched; nothing when `stop` comes first, since a poll may take half a minute."""
    fetch = asyncio.ensure_future(fetching)
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({fetch, stopping}, return_when=asyncio.FIRST_COMPLETED)
        return (await fetch) if fetch.done() else []
    finally:
        for task in (fetch, stopping):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await task
