"""The way to Telegram, or to another Bot API server, and the two mistakes that end the program in one sentence."""

from __future__ import annotations

import asyncio
import contextlib
import logging

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import AiogramError, TelegramNotFound, TelegramUnauthorizedError

from bot.channels.telegram.trouble import WrongToken

log = logging.getLogger(__name__)
LONGEST_PAUSE = 30.0


def connect(token: str, api_url: str) -> Bot:
    """The bot of this token. Nothing is sent yet; whoever calls closes its session."""
    return Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(api_url)))


async def username_of(bot: Bot, stop: asyncio.Event) -> str:
    """The bot's name, as soon as Telegram answers; empty when `stop` comes first. Raises WrongToken."""
    pause = 1.0
    while not stop.is_set():
        try:
            async with asyncio.timeout(10):
                return (await bot.me()).username or ""
        except (TelegramUnauthorizedError, TelegramNotFound):
            raise WrongToken from None
        except (AiogramError, OSError, TimeoutError) as error:
            log.warning("Telegram does not answer (%s); tried again in %d seconds.", type(error).__name__, pause)
        await wait(stop, pause)
        pause = min(2 * pause, LONGEST_PAUSE)
    return ""


async def wait(stop: asyncio.Event, seconds: float) -> None:
    """So long, or until `stop`."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
