"""The webhook: Telegram brings updates, and hears that one arrived only after it is stored.

Telegram shows in each request the secret that it was given; without it nothing of the request is read. What is not
answered with 200 is brought again for a day, so trouble with the database loses nothing.
https://core.telegram.org/bots/api#setwebhook
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from fastapi import APIRouter, Request, Response

from bot.channels.telegram.connecting import LONGEST_PAUSE, wait
from bot.channels.telegram.reading import ALLOWED_UPDATES
from bot.channels.telegram.receiving import Inbox
from bot.channels.telegram.trouble import WebhookRefused, WrongToken
from bot.dialogue.ports import Clock

log = logging.getLogger(__name__)
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LONGEST_BODY = 1 << 20
"""Bytes. The longest text with all its formatting stays far below."""
CONNECTIONS = 40
"""So many requests of Telegram at the same time."""


async def announce(bot: Bot, url: str, secret: str, stop: asyncio.Event) -> None:
    """Tell Telegram where to bring updates, as soon as it answers. Raises WrongToken, WebhookRefused."""
    pause = 1.0
    while not stop.is_set():
        try:
            await bot.set_webhook(
                url,
                secret_token=secret,
                allowed_updates=ALLOWED_UPDATES,
                max_connections=CONNECTIONS,
                request_timeout=10,
            )
            return
        except (TelegramUnauthorizedError, TelegramNotFound):
            raise WrongToken from None
        except TelegramBadRequest as refused:
            raise WebhookRefused(refused.message) from None
        except TelegramRetryAfter as refused:
            pause = float(refused.retry_after)
        except (AiogramError, OSError, TimeoutError) as error:
            log.warning("The webhook could not be set (%s); tried again.", type(error).__name__)
            pause = min(2 * pause, LONGEST_PAUSE)
        await wait(stop, pause)


@dataclass(frozen=True)
class Webhook:
    """Takes the updates of one bot. `arrived` is called when new ones are stored."""

    url: str
    secret: str
    inbox: Inbox
    clock: Clock
    arrived: Callable[[], None]

    def router(self) -> APIRouter:
        """The route at the path of the public address."""
        router = APIRouter()
        router.add_api_route(urlsplit(self.url).path or "/", self.receive, methods=["POST"])
        return router

    async def receive(self, request: Request) -> Response:
        """401 without the secret, 413 and 400 for what Telegram never sends, 503 while nothing can be stored."""
        shown = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(shown.encode(), self.secret.encode()):
            return Response(status_code=401)
        body = await _read(request)
        if body is None:
            return Response(status_code=413)
        update = _update(body)
        if update is None:
            return Response(status_code=400)
        try:
            await self.inbox.store([update], now=self.clock())
        except Exception as error:
            log.error("An update could not be stored (%s); it comes again.", type(error).__name__, exc_info=error)
            return Response(status_code=503)
        self.arrived()
        return Response(status_code=200)


async def _read(request: Request) -> bytes | None:
    """The body; None if it is too long, of which no more is read than it takes to know."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_BODY:
            return None
    return bytes(body)


def _update(body: bytes) -> dict[str, Any] | None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    number = update.get("update_id") if isinstance(update, dict) else None
    return update if isinstance(number, int) and not isinstance(number, bool) and abs(number) < 1 << 63 else None
