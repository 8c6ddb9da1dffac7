"""A backend that plays what a test tells it, and keeps what it was asked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import httpx2

from bot.backends.client import Client, Patience
from bot.backends.wire.problems import TYPE
from tests.backends.town import Clock

Message = MutableMapping[str, Any]
KEY = "ov1_000000000000_" + "0" * 64
ABOUT = {"offers": ["places"], "hold_seconds": 600}
SLOT = {
    "id": "xihu.passport.20261202T0030Z",
    "centre": "xihu",
    "counter": "passport",
    "starts_at": "2026-12-02T00:30:00Z",
    "minutes": 60,
    "free": 1,
}
APPOINTMENT = {"id": "a1", "case": "A1", "visit": "apply", "slot": SLOT, "state": "booked", "revision": 0}


@dataclass(frozen=True)
class Plays:
    """One answer. `told`: JSON, or bytes as they are."""

    told: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def body(self) -> bytes:
        return self.told if isinstance(self.told, bytes) else json.dumps(self.told).encode()


def problem(name: str, status: int = 409, **more: Any) -> Plays:
    return Plays({"type": TYPE + name, "title": "-", "status": status, "detail": "-", **more}, status)


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Backend:
    """Plays its answers in order, and the last one again and again. An exception is a connection that breaks."""

    plays: list[Plays | Exception] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)

    async def __call__(
        self, scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        body, more = b"", True
        while more:
            event = await receive()
            body, more = body + event.get("body", b""), event.get("more_body", False)
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        path = scope["raw_path"].decode()
        self.asked.append(Asked(scope["method"], path, scope["query_string"].decode(), headers, body))
        played = self.plays.pop(0) if len(self.plays) > 1 else self.plays[0]
        if isinstance(played, Exception):
            raise played
        told = [(name.encode(), value.encode()) for name, value in played.headers.items()]
        await send({"type": "http.response.start", "status": played.status, "headers": told})
        await send({"type": "http.response.body", "body": played.body()})


@dataclass
class Pauses:
    """The pauses before further tries, which take no time here. Each is as long as it may be at most."""

    taken: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        self.taken.append(seconds)

    def patience(self, **changed: Any) -> Patience:
        return Patience(sleep=self.sleep, draw=lambda shortest, longest: longest, **changed)


def client_of(backend: Backend, clock: Clock, patience: Patience) -> Client:
    transport = httpx2.ASGITransport(backend)
    return Client("http://backend.example", KEY, clock=clock, transport=transport, patience=patience)


Speak = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def served(speak: Speak) -> AsyncIterator[str]:
    """The address of a server that speaks so with whoever calls, until each has hung up."""
    conversations: list[asyncio.Task[None]] = []

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            await speak(reader, writer)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        conversations.append(asyncio.create_task(converse(reader, writer)))

    server = await asyncio.start_server(begin, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    await asyncio.gather(*conversations)
