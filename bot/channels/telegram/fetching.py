"""A file that a citizen sent: asked for, and brought here from the Bot API server that is set.

Telegram gives bots files of at most 20 MB, and keeps the address it tells for an hour:
https://core.telegram.org/bots/api#getfile. The address has the token in it, so no error of a download goes on.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import Any

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest, TelegramRetryAfter
from aiohttp import ClientError

from bot.dialogue.papers import LARGEST, PaperRefused

PATIENCE = 60.0
"""Seconds for one download."""
ATTEMPTS = 5
"""After which the citizen is asked to send it again."""
LONGEST_PAUSE = 30.0
TOO_BIG = "file is too big"


class NotFetched(Exception):
    """It did not arrive. `pause`: seconds that Telegram asks to wait, if it does."""

    def __init__(self, why: str, pause: float = 0.0) -> None:
        super().__init__(why)
        self.pause = pause


async def fetch(bot: Bot, file: str) -> bytes:
    """The content of a file, by its id. Raises NotFetched; PaperRefused for one that is too big."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await _fetch(bot, file)
    except TelegramRetryAfter as refused:
        raise NotFetched(type(refused).__name__, float(refused.retry_after)) from None
    except TelegramBadRequest as refused:
        if TOO_BIG in refused.message:
            raise PaperRefused("too-big") from None
        raise NotFetched(type(refused).__name__) from None
    except (AiogramError, ClientError, OSError, TimeoutError) as error:
        raise NotFetched(type(error).__name__) from None


async def _fetch(bot: Bot, file: str) -> bytes:
    found = await bot.get_file(file)
    if (found.file_size or 0) > LARGEST:
        raise PaperRefused("too-big")
    if found.file_path is None:
        raise NotFetched("no path")
    content = bytearray()
    url = bot.session.api.file_url(bot.token, found.file_path)
    stream: Any = bot.session.stream_content(url, timeout=int(PATIENCE), raise_for_status=True)
    async with aclosing(stream):
        async for part in stream:
            content += part
            if len(content) > LARGEST:
                raise PaperRefused("too-big")
    return bytes(content)
