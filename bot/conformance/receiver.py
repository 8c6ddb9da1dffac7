"""Where callbacks arrive while the lines are looked at: a small server that keeps what came, and can say no first."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import secrets
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, MutableMapping
from dataclasses import dataclass, field
from typing import Any

import uvicorn

from bot.backends.wire.signing import ID, written

PATH = "/onevisit-check/"
"""How the path begins below which callbacks are asked for; by it a later run knows what one before left behind."""
LARGEST = 1024 * 1024
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


@dataclass(frozen=True)
class Callback:
    """One that came. `answered`: with which status."""

    headers: dict[str, str]
    body: bytes = field(repr=False)
    answered: int

    @property
    def id(self) -> str:
        return self.headers.get(ID, "")


@dataclass
class Receiver:
    """`url`: by which the backend reaches it. `refuse`: how many callbacks are answered 500 from now on."""

    url: str
    path: str
    came: list[Callback] = field(default_factory=list)
    refuse: int = 0

    @staticmethod
    def new_secret() -> str:
        return written(secrets.token_bytes(32))

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Answers as an ASGI application."""
        if scope["type"] != "http":
            return
        body = await _read(receive)
        if scope["method"] != "POST" or scope["path"] != self.path:
            await _answer(send, 404)
            return
        status = 500 if self.refuse > 0 else 204
        self.refuse = max(0, self.refuse - 1)
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        self.came.append(Callback(headers, body, status))
        await _answer(send, status)


@contextlib.asynccontextmanager
async def receiving(host: str, port: int) -> AsyncIterator[Receiver]:
    """A receiver that a backend reaches at this address, until the end of the block. An address that is not this
    machine's own is taken to lead here. Raises OSError where it cannot be listened at.
    """
    with _listen(host, port) as place:
        bound, path = place.getsockname()[1], PATH + secrets.token_hex(8)
        shown = f"[{host}]:{bound}" if ":" in host else f"{host}:{bound}"
        receiver = Receiver(f"http://{shown}{path}", path)
        told = uvicorn.Config(
            receiver,
            log_config=None,
            log_level=logging.WARNING,
            access_log=False,
            lifespan="off",
            interface="asgi3",
            timeout_graceful_shutdown=1,
        )
        server = _Server(told)
        running = asyncio.create_task(server.serve(sockets=[place]))
        try:
            yield receiver
        finally:
            server.should_exit = True
            await running


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        if not isinstance(error, socket.gaierror) and error.errno != errno.EADDRNOTAVAIL:
            raise
    return socket.create_server(("", port))


class _Server(uvicorn.Server):
    """Leaves signals to whoever started it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _read(receive: Receive) -> bytes:
    body, more = b"", True
    while more and len(body) <= LARGEST:
        message = await receive()
        if message["type"] != "http.request":
            break
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


async def _answer(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": b""})
