"""The trial: both installations with their killing and the line between them; afterwards quiet, and the verdict."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.api.feed.tables import feed_client
from bot.api.keys import ApiKeys
from bot.backends.onewindow.applications.books import DELIVER, PROGRESS
from bot.backends.onewindow.applications.tables import application
from bot.backends.tables import backend_cursor
from bot.database.encryption import new_secret
from bot.database.engine import open_engine, reading
from bot.database.migrations import migrate
from bot.database.tables import job, outbox
from tests.backends.lives import Lives
from tests.backends.pair import city, window
from tests.backends.pair.departments import Clerks
from tests.backends.pair.line import Line
from tests.backends.pair.terms import CLIENT, DEPARTMENTS, REPLICAS, Terms, over
from tests.backends.pair.verdict import Verdict, judge
from tests.backends.race.offer import Clock
from tests.ports import kept_port

TELLING = (DELIVER, PROGRESS)
"""The kinds of jobs after which somebody hears something."""
LOOKS, TELLS, BEGINS_WITHIN = 0.4, 10.0, 60.0


@dataclass
class Trial:
    """`kills`: of the One Window, and of the replicas of the bot, after `pauses` between so many seconds each.

    `breaks`, `silences`, `lasts`: of the line, see line.py. `speed`: seconds of the trial for one of ours. It is over
    when nothing is left to be done, or nothing has changed for `patience` seconds. `tell` hears how far it is.
    """

    window_database: str
    city_database: str
    folder: Path
    citizens: int
    kills: int
    silences: int
    breaks: float = 0.02
    speed: float = 60.0
    pauses: tuple[float, float] = (1.0, 3.0)
    lasts: tuple[float, float] = (0.5, 2.5)
    patience: float = 90.0
    faulty: bool = False
    tell: Callable[[str], None] = lambda _: None
    terms: Terms = field(init=False)
    """What was judged by."""

    async def run(self) -> Verdict:
        books = open_engine(self.window_database), open_engine(self.city_database)
        try:
            for engine in books:
                await migrate(engine)
            async with books[1].begin() as connection:
                await connection.run_sync(over.metadata.create_all)
            figures = await self._live(*books)
            verdict = await judge(*books, self.terms)
            return Verdict({**figures, **verdict.figures}, verdict.findings)
        finally:
            for engine in books:
                await engine.dispose()

    async def _live(self, ours: AsyncEngine, theirs: AsyncEngine) -> dict[str, int]:
        """Says how often what was killed and cut."""
        clock = Clock(time.monotonic(), self.speed)
        keys = ApiKeys(ours, clock)
        departments = {name: await keys.add(name) for name in DEPARTMENTS}
        async with AsyncExitStack() as stack:
            window_port, city_port = stack.enter_context(kept_port()), stack.enter_context(kept_port())
            line = Line(window_port, self.breaks, self.silences, self.pauses, self.lasts)
            self.terms = Terms(
                window_database=self.window_database,
                city_database=self.city_database,
                window_secret=new_secret(),
                city_secret=new_secret(),
                key=await keys.add(f"client:{CLIENT}"),
                window_port=window_port,
                line_port=await stack.enter_async_context(line.laid()),
                city_port=city_port,
                folder=self.folder,
                clock=clock,
                citizens=self.citizens,
                faulty=self.faulty,
            )
            windows = Lives(window.serve, [(self.terms,)], self.kills, self.pauses)
            replicas = [(self.terms, each) for each in range(REPLICAS)]
            cities = Lives(city.serve, replicas, self.kills, self.pauses, seed=8)
            await stack.enter_async_context(windows.living())
            await stack.enter_async_context(cities.living())
            clerks = asyncio.create_task(Clerks(f"http://127.0.0.1:{window_port}", departments).decide())
            try:
                await self._until_quiet(ours, theirs, line, (windows, cities))
            finally:
                clerks.cancel()
        return {
            "kills of the One Window": windows.deaths,
            "kills of the bot": cities.deaths,
            **line.figures(),
        }

    async def _until_quiet(
        self, ours: AsyncEngine, theirs: AsyncEngine, line: Line, lives: tuple[Lives, Lives]
    ) -> None:
        """What is left after that is for the verdict."""
        now = time.monotonic()
        tells_at, changed_at, before = now + TELLS, now + BEGINS_WITHIN, Standing({}, 0)
        while time.monotonic() < changed_at + self.patience:
            standing = await _look(ours, theirs, self.citizens)
            left = standing.left
            if left["citizens"] == 0 and all(each.deaths >= self.kills for each in lives):
                line.keep_quiet()
                if not any(left.values()):
                    return
            if standing.told > 0 and standing != before:
                before, changed_at = standing, time.monotonic()
            if time.monotonic() >= tells_at:
                deaths = " and ".join(str(each.deaths) for each in lives)
                self.tell(f"{', '.join(f'{number} {name}' for name, number in left.items())} left, {deaths} kills")
                tells_at += TELLS
            await asyncio.sleep(LOOKS)


@dataclass(frozen=True)
class Standing:
    """`left`: citizens whose story is not over, applications that are open, jobs that tell something, and news on its
    way. `told`: messages to citizens.
    """

    left: dict[str, int]
    told: int


async def _look(ours: AsyncEngine, theirs: AsyncEngine, citizens: int) -> Standing:
    open_ones = select(func.count()).where(application.c.state == "deciding")
    jobs = select(func.count()).where(job.c.kind.in_(TELLING), job.c.state == "waiting")
    async with reading(ours) as connection:
        undecided, telling = await connection.scalar(open_ones) or 0, await connection.scalar(jobs) or 0
        newest = await connection.scalar(select(feed_client.c.last)) or 0
    async with reading(theirs) as connection:
        done = await connection.scalar(select(func.count()).select_from(over)) or 0
        told = await connection.scalar(select(func.count()).select_from(outbox)) or 0
        telling += await connection.scalar(jobs) or 0
        heard = int(await connection.scalar(select(backend_cursor.c.cursor)) or 0)
    left = {"citizens": citizens - done, "applications": undecided, "jobs": telling, "events": newest - heard}
    return Standing(left, told)
