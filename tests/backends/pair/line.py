"""The line between the bot and its One Window: it passes on what is said, and breaks at the worst moments.

Of a request it knows where it begins and ends, and the key in its head; nothing else is read.
"""

from __future__ import annotations

import asyncio
import random
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Literal

Fate = Literal["passes", "before", "after", "middle"]
"""Where a call is cut: before it is passed on; after that, before the answer; or in the middle of the answer."""
PIECE = 65536
LENGTH = re.compile(rb"^content-length: *(\d+)\r$", re.IGNORECASE | re.MULTILINE)
KEY = re.compile(rb"^idempotency-key: *(\S+)\r$", re.IGNORECASE | re.MULTILINE)


@dataclass
class Line:
    """`port`: where the One Window is. `breaks`: the share of calls that are cut, at each of the three places.

    `silences`: how many times, after `pauses` between so many seconds each, nothing is passed for a while; every other
    time who calls is sent away at once instead.
    """

    port: int
    breaks: float
    silences: int
    pauses: tuple[float, float]
    lasts: tuple[float, float]
    seen: Counter[str] = field(default_factory=Counter)
    _keys: set[tuple[bytes, bytes]] = field(default_factory=set)
    _calls: set[asyncio.Task[Any]] = field(default_factory=set)
    _chance: random.Random = field(default_factory=lambda: random.Random(5))
    _open: asyncio.Event = field(default_factory=asyncio.Event)
    _shut: bool = False
    _quiet: bool = False

    @asynccontextmanager
    async def laid(self) -> AsyncIterator[int]:
        """Until the end of the block; gives the port at which the One Window is reached through it."""
        self._open.set()
        server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        falling_silent = asyncio.create_task(self._fall_silent())
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            server.close()
            for task in (left := [falling_silent, *self._calls]):
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    def keep_quiet(self) -> None:
        """From now on it breaks no more."""
        self._quiet = True
        self._shut = False
        self._open.set()

    def figures(self) -> dict[str, int]:
        names = ("calls", "calls repeated", "cut before", "cut after", "cut middle", "silences")
        return {f"  {name}" if name != "calls" else "calls over the line": self.seen[name] for name in names}

    async def _fall_silent(self) -> None:
        for number in range(self.silences):
            await asyncio.sleep(self._chance.uniform(*self.pauses))
            if self._quiet:
                return
            self.seen["silences"] += 1
            self._shut = number % 2 == 1
            if not self._shut:
                self._open.clear()
            await asyncio.sleep(self._chance.uniform(*self.lasts))
            self._shut = False
            self._open.set()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._calls.add(task)  # else nobody keeps one whose caller has gone
        try:
            with suppress(OSError, asyncio.IncompleteReadError, _Cut):
                if not self._shut:
                    theirs = await asyncio.open_connection("127.0.0.1", self.port)
                    try:
                        while True:
                            await self._pass_one(reader, writer, *theirs)
                    finally:
                        await _close(theirs[1])
        finally:
            self._calls.discard(task)
            await _close(writer)

    async def _pass_one(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        their_reader: asyncio.StreamReader,
        their_writer: asyncio.StreamWriter,
    ) -> None:
        """One call. Raises _Cut."""
        request = await _read(reader)
        self._count(request)
        await self._open.wait()
        fate = self._fate()
        if fate != "passes":
            self.seen[f"cut {fate}"] += 1
        if fate == "before":
            raise _Cut
        their_writer.write(request)
        await their_writer.drain()
        answer = await _read(their_reader)
        await self._open.wait()
        if fate == "after":
            raise _Cut
        writer.write(answer[: len(answer) // 2] if fate == "middle" else answer)
        await writer.drain()
        if fate == "middle":
            raise _Cut

    def _fate(self) -> Fate:
        if self._shut:
            raise _Cut
        drawn = self._chance.random()
        if self._quiet or drawn >= 3 * self.breaks:
            return "passes"
        return ("before", "after", "middle")[int(drawn / self.breaks)]

    def _count(self, request: bytes) -> None:
        self.seen["calls"] += 1
        head = request.partition(b"\r\n\r\n")[0] + b"\r"
        key = KEY.search(head)
        if key is None:
            return
        call = request.partition(b"\r\n")[0], key[1]
        self.seen["calls repeated"] += call in self._keys
        self._keys.add(call)


class _Cut(Exception):
    """The line is cut here."""


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()


async def _read(reader: asyncio.StreamReader) -> bytes:
    """A whole request or answer, head and body. Raises IncompleteReadError."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = LENGTH.search(head)
    return head + (await reader.readexactly(int(length[1])) if length else b"")
