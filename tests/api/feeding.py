"""A feed on a database, what is put in it, and a client's program that is called back over a real connection."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.api.feed.feed import NO_CURSOR, Feed
from bot.backends.wire.events import ApplicationEvent, Event
from bot.database.encryption import Vault
from bot.database.jobs import Jobs

CITY, OTHER = "city", "other"
NOON = datetime(2026, 12, 1, 4, tzinfo=UTC)


def feed_on(engine: AsyncEngine, vault: Vault) -> Feed:
    return Feed(engine, vault, Jobs(vault))


def happened(case: str, number: int = 1) -> Event:
    """Something that is not numbered yet."""
    return ApplicationEvent(cursor=NO_CURSOR, at=NOON, case=case, number=number)


async def tell(feed: Feed, *cases: str, client: str = CITY, now: datetime = NOON) -> list[str]:
    """An event for each, each in a transaction of its own; their cursors."""
    cursors = []
    for case in cases:
        async with feed.engine.begin() as connection:
            cursors.append(await feed.append(connection, client, happened(case), now))
    return cursors


async def read_on(feed: Feed, after: str | None = None, limit: int = 1000, client: str = CITY) -> list[tuple[str, str]]:
    """(cursor, case) of a page."""
    page = await feed.read(client, after, limit)
    return [(event.cursor, event.case) for event in page.events]


@dataclass(frozen=True)
class Heard:
    """A request as it came."""

    line: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Receiver:
    """A client's program. `answers`: the statuses it gives in turn, the last one for ever; 0 for no answer. `before`:
    what it does first.
    """

    answers: Sequence[int]
    heard: list[Heard] = field(default_factory=list)
    url: str = ""
    before: Callable[[], Awaitable[None]] | None = None

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        body = await reader.readexactly(int(headers["content-length"]))
        self.heard.append(Heard(head[0], headers, body))
        if self.before is not None:
            await self.before()
        status = self.answers[min(len(self.heard), len(self.answers)) - 1]
        if status:
            told = f"HTTP/1.1 {status} Told\r\nLocation: {self.url}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            writer.write(told.encode())
            await writer.drain()
        else:
            await reader.read()  # until the other side gives up
        writer.close()
        await writer.wait_closed()


@asynccontextmanager
async def receiving(*answers: int) -> AsyncIterator[Receiver]:
    """Listens on a port of this machine."""
    receiver = Receiver(answers)
    server = await asyncio.start_server(receiver.answer, "127.0.0.1", 0)
    receiver.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/news?of=city"
    async with server:
        yield receiver


def numbers(until: int) -> Iterator[str]:
    """Cursors in order, from the first."""
    return (str(number) for number in range(1, until + 1))
