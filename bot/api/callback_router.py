"""Where the backend of this installation calls back. What is said is not acted upon: the feed is read, that is all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from starlette.requests import ClientDisconnect

from bot.backends.wire.problems import MEDIA_TYPE, TYPE
from bot.backends.wire.signing import WrongSignature, WrongTime, verify
from bot.dialogue.ports import Clock

LARGEST = 64 * 1024
"""Bytes of a body."""
WITHIN = 10.0
"""Seconds that a body may take."""


def callback_router(
    path: str, secrets: Sequence[str], nudge: Callable[[], None], clock: Clock, within: float = WITHIN
) -> APIRouter:
    """The route at `path`. `secrets`: those of which one has signed. `nudge`: has the feed read."""

    async def hear(request: Request) -> Response:
        try:
            body = await _read(request, within)
            _check(request, secrets, clock(), body)
        except _TooLarge:
            return _refuse(413, "too-large")
        except TimeoutError:
            return _refuse(408, "too-slow")
        except WrongSignature:
            return _refuse(401, "wrong-signature")
        except WrongTime:
            return _refuse(400, "wrong-time")
        except ClientDisconnect:  # nobody hears the answer
            return Response(None, 400)
        nudge()
        return Response(None, 204)

    router = APIRouter()
    router.add_api_route(path, hear, methods=["POST"], include_in_schema=False)
    return router


class _TooLarge(Exception):
    pass


async def _read(request: Request, within: float) -> bytes:
    """Counted while it comes: whoever may say anything may also say a wrong length."""
    body = bytearray()
    async with asyncio.timeout(within):
        async for piece in request.stream():
            body += piece
            if len(body) > LARGEST:
                raise _TooLarge
    return bytes(body)


def _check(request: Request, secrets: Sequence[str], now: datetime, body: bytes) -> None:
    """Signed with one of the secrets. Raises WrongSignature, WrongTime."""
    headers = {name.lower(): told for name, told in request.headers.items()}
    for secret in reversed(secrets):
        try:
            verify(secret, headers, now, body)
        except WrongSignature:
            continue
        return
    raise WrongSignature


def _refuse(status: int, name: str) -> Response:
    """No more than that: it may be anybody who asks."""
    headers = {"Cache-Control": "no-store"}
    if status == 401:
        headers["WWW-Authenticate"] = "webhook-signature"  # RFC 9110, 15.5.2 wants the header
    if status in (408, 413):  # what is left of the body is not read
        headers["Connection"] = "close"
    return JSONResponse({"type": TYPE + name, "status": status}, status, headers, MEDIA_TYPE)
