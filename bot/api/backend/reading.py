"""A body as it is read: of the right kind, in bounds of size and time, and checked before anything is done.

While it comes, nothing is held that others need: no connection to a database, no turn. So a client that stalls waits
for itself alone, and for no longer than `BODY_WITHIN`.
"""

from __future__ import annotations

import asyncio
from functools import cache
from typing import Any

from fastapi import Request
from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json, to_json

from bot.api.backend.asked import fields_of
from bot.api.problems import Problem
from bot.backends.wire.operations import Operation
from bot.dialogue.papers import LARGEST as LARGEST_PAPER

LARGEST = 1024 * 1024
"""Bytes of a body in JSON."""
HEARD_OUT = 16 * 1024 * 1024
"""Bytes beyond what is allowed that are still heard out."""
PAPER_TYPES = ("application/octet-stream", "image/jpeg", "image/png", "application/pdf")
"""As what a paper may be sent. What it really is, its content tells."""


async def read_said(request: Request, operation: Operation[Any], within: float) -> Any:
    """What the body says; None where the operation has none, and whatever is sent is not read.

    Raises Problem: `wrong-type`, `too-large`, `too-slow`, `wrong-body`.
    """
    if operation.says is None:
        return None
    if operation.says is bytes:
        _check_type(request, PAPER_TYPES, or_none=True)
        return await read_bytes(request, LARGEST_PAPER, within)
    _check_type(request, ("application/json",))
    body = await read_bytes(request, LARGEST, within)
    adapter = _adapter(operation)
    try:
        told = _with_whole_numbers(from_json(body))
        said = adapter.validate_json(to_json(told), strict=True)
        # Once more, since reading JSON lets a field pass by its name where it has to be called by its alias.
        adapter.validate_python(told)
        return said
    except ValidationError as error:
        raise Problem("wrong-body", fields=fields_of(error)) from None
    except ValueError:
        raise Problem.in_field("", "it is not JSON in UTF-8") from None


async def read_bytes(request: Request, most: int, within: float) -> bytes:
    """The whole body, counted while it comes. Raises Problem `too-large`, `too-slow`.

    What is somewhat too large is heard to its end and thrown away. A connection that is closed on somebody who still
    sends takes the answer with it (RFC 9112, 9.6).
    """
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and (len(length) > 12 or int(length) > most + HEARD_OUT):
        raise Problem("too-large")
    body, size = bytearray(), 0
    try:
        async with asyncio.timeout(within):
            async for piece in request.stream():
                size += len(piece)
                if size > most + HEARD_OUT:
                    raise Problem("too-large")
                if size <= most:
                    body += piece
    except TimeoutError:
        raise Problem("too-slow") from None
    if size > most:
        raise Problem("too-large")
    return bytes(body)


def _check_type(request: Request, known: tuple[str, ...], *, or_none: bool = False) -> None:
    """Raises Problem `wrong-type`."""
    kind, _, more = request.headers.get("Content-Type", "").partition(";")
    named, _, charset = more.strip().lower().partition("=")
    in_utf8 = named != "charset" or charset.strip('"') in ("utf-8", "utf8")
    if not ((kind.strip().lower() in known and in_utf8) or (or_none and not kind)):
        raise Problem("wrong-type")


def _with_whole_numbers(told: Any) -> Any:
    """In JSON 5.0 is 5, as in the description; no call says a fraction."""
    match told:
        case float() if told.is_integer():
            return int(told)
        case dict():
            return {name: _with_whole_numbers(each) for name, each in told.items()}
        case list():
            return [_with_whole_numbers(each) for each in told]
    return told


@cache
def _adapter(operation: Operation[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(operation.says)
