"""A call whose answer may come before its body is through: who sends too much, and who stops half-way.

An HTTP client reads no answer before it has sent all it has, and loses one after which the connection is closed. So on
a network this speaks through a connection of its own, and listens while it sends.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from typing import Any

from bot.backends.wire.operations import PREFIX, Operation
from bot.conformance.calls import Calls, Came

LARGEST = 64 * 1024
"""Bytes of an answer that are read, and of a body that are sent at a time."""


async def stall(calls: Calls, operation: Operation[Any], body: bytes) -> Came[Any]:
    """What comes of half a body, and then nothing more. Ends when the backend ends it, or is cancelled."""
    how = "of its body only the first half, and then nothing more"
    return await _send(calls, operation, len(body), _half(body), how)


async def pour(calls: Calls, operation: Operation[Any], body: bytes) -> Came[Any]:
    """What comes of a body that is too large."""
    return await _send(calls, operation, len(body), _pieces(body), f"with a body of {len(body)} bytes")


async def _half(body: bytes) -> AsyncIterator[bytes]:
    yield body[: len(body) // 2]
    await asyncio.Event().wait()


async def _pieces(body: bytes) -> AsyncIterator[bytes]:
    for at in range(0, len(body), LARGEST):
        yield body[at : at + LARGEST]


async def _send(
    calls: Calls, operation: Operation[Any], length: int, body: AsyncIterator[bytes], how: str
) -> Came[Any]:
    sent = f"{operation.method} {PREFIX}{operation.path}, {how}"
    headers = {
        "Content-Type": "application/json",
        "Content-Length": str(length),
        "Idempotency-Key": calls.fresh_key(),
    }
    if not calls.on_network:
        return await calls.request(operation.method, PREFIX + operation.path, body, headers=headers, sent=sent)
    try:
        return await _over_a_connection(calls, operation, body, headers, sent)
    except (OSError, EOFError, ValueError):
        return Came(sent, None, 0, trouble="the connection was closed")


async def _over_a_connection(
    calls: Calls, operation: Operation[Any], body: AsyncIterator[bytes], headers: dict[str, str], sent: str
) -> Came[Any]:
    url = calls.http.base_url.join(calls.http.base_url.path.rstrip("/") + PREFIX + operation.path)
    secure = url.scheme == "https"
    context = ssl.create_default_context() if secure else None
    reader, writer = await asyncio.open_connection(url.host, url.port or (443 if secure else 80), ssl=context)
    told = {
        "Host": url.netloc.decode(),
        "Authorization": f"Bearer {calls.key}",
        "Accept": "application/json, application/problem+json",
        **headers,
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    writer.write(f"{operation.method} {url.raw_path.decode()} HTTP/1.1\r\n{lines}\r\n".encode())
    sending = asyncio.create_task(_write(writer, body))
    try:
        status, answered = await _read_head(reader)
        length = answered.get("content-length", "")
        content = (
            await reader.readexactly(min(int(length), LARGEST)) if length.isdecimal() else await _read_rest(reader)
        )
        return Came(sent, None, status, answered, content)
    finally:
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


async def _write(writer: asyncio.StreamWriter, body: AsyncIterator[bytes]) -> None:
    with contextlib.suppress(OSError):  # that it was closed, reading tells
        async for piece in body:
            writer.write(piece)
            await writer.drain()


async def _read_head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    """Raises ValueError for what is no HTTP."""
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    except asyncio.LimitOverrunError:
        raise ValueError("no end of the headers") from None
    version, _, rest = head[0].partition(" ")
    if not version.startswith("HTTP/") or not rest[:3].isdecimal():
        raise ValueError("no HTTP")
    pairs = (line.partition(":") for line in head[1:] if line)
    return int(rest[:3]), {name.strip().lower(): value.strip() for name, _, value in pairs}


async def _read_rest(reader: asyncio.StreamReader) -> bytes:
    content = b""
    while len(content) < LARGEST and (piece := await reader.read(LARGEST)):
        content += piece
    return content
