"""The trial: so many applications, a few processes that are killed and begun again, and a body that comes and goes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backends.onewindow.applications.books import DELIVER, PROGRESS
from bot.backends.onewindow.applications.tables import application
from bot.database.encryption import new_secret
from bot.database.engine import open_engine, reading
from bot.database.migrations import migrate
from bot.database.tables import job
from bot.demonstration.switches import switch, switch_up
from bot.dialogue.ports import Refused
from tests.backends.applications.torture import scratch
from tests.backends.applications.torture.life import Life, Terms, live
from tests.backends.applications.torture.stories import Story
from tests.backends.applications.torture.verdict import Verdict, judge
from tests.backends.lives import Lives

AT_ONCE = 8
"""Citizens who hand in at the same moment."""
DOWN_FOR = 3.0
"""Seconds in which a body is down: three minutes by the clock of the trial."""
LOOKS, TELLS = 0.2, 10.0
PAUSES = (0.3, 1.5)
"""Seconds between two kills."""


@dataclass
class Trial:
    """`tell` hears how far it is. `quiet_within`: seconds after the last application in which all has to be done."""

    database_url: str
    count: int
    kills: int
    processes: int = 3
    dies: float = 0.005
    keyless: bool = False
    quiet_within: float = 60.0
    tell: Callable[[str], None] = lambda _: None
    lives: Lives = field(init=False)

    async def run(self) -> Verdict:
        engine = open_engine(self.database_url)
        try:
            await migrate(engine)
            await scratch.make(engine)
            terms = Terms(self.database_url, new_secret(), time.time(), self.dies, self.keyless)
            self.lives = Lives(live, [(terms,)] * self.processes, self.kills, PAUSES)
            async with self.lives.living():
                await self._hand_in(Life(terms, engine))
                await self._until_quiet(engine)
            return await judge(engine, self.count, self.lives.deaths)
        finally:
            await engine.dispose()

    async def _hand_in(self, citizens: Life) -> None:
        """Each twice with its key, as if the first answer had been lost."""
        places, handed_in = asyncio.Semaphore(AT_ONCE), 0

        async def hand_in(story: Story) -> None:
            nonlocal handed_in
            async with places:
                for _ in range(2):
                    await citizens.window.submit(story.citizen, story.submission, "submit")
                if story.withdraws:
                    with suppress(Refused):
                        await citizens.window.withdraw(story.citizen, story.case, "withdraw")
                handed_in += 1
                if handed_in % max(1, self.count // 10) == 0:
                    self.tell(f"{handed_in} of {self.count} handed in, {self.lives.deaths} deaths")
                if handed_in % max(1, self.count // 4) == 0:
                    await self._take_down(citizens.engine)

        await asyncio.gather(*(hand_in(Story(number)) for number in range(self.count)))

    async def _take_down(self, engine: AsyncEngine) -> None:
        await switch(engine, ["taxation"], "down")
        await asyncio.sleep(DOWN_FOR)
        await switch_up(engine, ["taxation"])

    async def _until_quiet(self, engine: AsyncEngine) -> None:
        """What is left after that is for the verdict."""
        deadline, tells_at = time.monotonic() + self.quiet_within, time.monotonic() + TELLS
        while (left := await _left(engine)) and time.monotonic() < deadline:
            await asyncio.sleep(LOOKS)
            if time.monotonic() >= tells_at:
                self.tell(f"{left} left, {self.lives.deaths} deaths")
                tells_at += TELLS


async def _left(engine: AsyncEngine) -> int:
    """Applications that are open, and jobs that are not done."""
    open_ones = select(func.count()).where(application.c.state == "deciding")
    jobs = select(func.count()).where(job.c.kind.in_((DELIVER, PROGRESS)), job.c.state == "waiting")
    async with reading(engine) as connection:
        return (await connection.scalar(open_ones) or 0) + (await connection.scalar(jobs) or 0)
