"""Processes that are killed with SIGKILL at random moments, and begun again each time."""

from __future__ import annotations

import asyncio
import multiprocessing
import random
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerContext, ForkServerProcess
from typing import Any

LOOKS = 0.05
AHEAD = (
    "tests.backends.pair.city",
    "tests.backends.pair.window",
    *("aiosqlite", "alembic.command", "alembic.config", "alembic.context", "httpcore2", "numpy"),
    *("uvicorn.lifespan.off", "uvicorn.loops.auto", "uvicorn.protocols.http.auto", "uvicorn.protocols.websockets.auto"),
)
"""What is imported once for all processes of all trials, beside what the first of them is about."""


@dataclass
class Lives:
    """One process for each of `arguments`, with which `target` is called. A process that returns has done its work."""

    target: Callable[..., None]
    arguments: Sequence[tuple[Any, ...]]
    kills: int
    """How many, while there is work, after `pauses` between so many seconds each."""
    pauses: tuple[float, float]
    seed: int = 7
    deaths: int = 0
    _alive: dict[int, ForkServerProcess] = field(default_factory=dict)

    @asynccontextmanager
    async def living(self) -> AsyncIterator[None]:
        """Until the end of the block. A process that ends by itself, other than well, ends the block."""
        context = multiprocessing.get_context("forkserver")  # begins in an instant
        context.set_forkserver_preload([self.target.__module__, *AHEAD])
        self._alive = {seat: self._begin(context, seat) for seat in range(len(self.arguments))}
        async with asyncio.TaskGroup() as group:
            fates = [group.create_task(self._look_after(context)), group.create_task(self._kill())]
            try:
                yield
            finally:
                for fate in fates:
                    fate.cancel()
                for process in self._alive.values():
                    process.kill()
                    process.join()
                    process.close()

    async def until_done(self) -> None:
        """Until each has done its work."""
        while self._alive:  # noqa: ASYNC110 - other processes
            await asyncio.sleep(LOOKS)

    def _begin(self, context: ForkServerContext, seat: int) -> ForkServerProcess:
        process = context.Process(target=self.target, args=self.arguments[seat])
        process.start()
        return process

    async def _look_after(self, context: ForkServerContext) -> None:
        while True:
            for seat, process in list(self._alive.items()):
                code = process.exitcode
                if code is None:
                    continue
                process.close()
                del self._alive[seat]
                if code == -signal.SIGKILL:
                    self.deaths += 1
                    self._alive[seat] = self._begin(context, seat)
                elif code != 0:
                    raise AssertionError(f"a process ended by itself with {code}")
            await asyncio.sleep(LOOKS)

    async def _kill(self) -> None:
        """One after the other, at random."""
        chance = random.Random(self.seed)
        for _ in range(self.kills):
            await asyncio.sleep(chance.uniform(*self.pauses))
            if self._alive:
                chance.choice(list(self._alive.values())).kill()
