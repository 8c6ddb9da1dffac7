"""Loops that never die and tasks that are never forgotten: what handling and sending have in common."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

log = logging.getLogger(__name__)
PAUSE_AFTER_TROUBLE = 2.0


@dataclass
class Bell:
    """Wakes a loop that waits for something to do."""

    _rung: asyncio.Event = field(default_factory=asyncio.Event)

    def ring(self) -> None:
        self._rung.set()

    async def wait(self, seconds: float) -> None:
        """Until it rings, at most so long."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._rung.wait(), seconds)
        self._rung.clear()


@dataclass
class Crew:
    """Tasks under way, at most `most`; `ended` is called after each. What one of them raises is logged by its name:
    its row is taken again when the lease ends.
    """

    most: int
    ended: Callable[[], None]
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def room(self) -> int:
        return self.most - len(self._tasks)

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._end)

    async def finish(self) -> None:
        """Until nothing is under way."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _end(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("Something was left for another try (%s).", type(error).__name__, exc_info=error)
        self.ended()


async def keep_at(
    work: Callable[[], Awaitable[int]], bell: Bell, stop: asyncio.Event, idle: Callable[[], float]
) -> None:
    """Do the work again and again; when there is none, wait for the bell. Trouble is logged, and the loop goes on."""
    while not stop.is_set():
        try:
            done = await work()
        except Exception as error:
            log.error("Tried again soon: %s", type(error).__name__, exc_info=error)
            await _sleep(stop, PAUSE_AFTER_TROUBLE)
            continue
        if not done:
            await bell.wait(idle())


async def _sleep(stop: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
