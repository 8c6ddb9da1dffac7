"""One process that works and decides until it is killed.

Its clock runs fast, so that leases end, pauses pass and bodies come back within seconds. Besides being killed from
outside, it kills itself now and then at the worst moment: after somebody heard, before that is noted.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlalchemy import Insert, insert
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backends.onewindow.applications.bodies import BodyDown, Message
from bot.backends.onewindow.applications.desk import Desk
from bot.backends.onewindow.applications.handlers import handlers
from bot.backends.onewindow.applications.window import AppliedOneWindow
from bot.database.encryption import Vault
from bot.database.engine import open_engine
from bot.database.errors import LeaseLost
from bot.database.jobs import Finish, Job, Jobs, work
from bot.demonstration.switches import stored_switches
from bot.dialogue.applications import Added, Refusal
from bot.dialogue.ports import Refused
from tests.backends.applications.torture.scratch import heard, overtaken, said
from tests.backends.applications.torture.stories import BODIES, DEPARTMENTS, story_of
from tests.backends.town import build_town

SPEED = 60
"""Its seconds for one of ours: a lease of five minutes ends after five seconds."""
IDLE, READS = 0.1, 0.4
"""Seconds until somebody looks again: a worker without a job, and a department."""
AT_ONCE, INBOX = 5, 15
"""Jobs that a worker takes, and cases that a department takes from its inbox."""


@dataclass(frozen=True)
class Clock:
    """`born`: when the trial began, in seconds since 1970."""

    born: float

    def __call__(self) -> datetime:
        return datetime.fromtimestamp(self.born, UTC) + timedelta(seconds=(time.time() - self.born) * SPEED)


@dataclass(frozen=True)
class Terms:
    """What every process of a trial knows. `dies`: how often it kills itself, as a share of what others hear.

    `keyless`: a planted fault, for the judge to find: bodies are told under another key each time.
    """

    database_url: str
    secret: str
    born: float
    dies: float = 0.005
    keyless: bool = False


async def nothing(consent: str) -> dict[tuple[str, str], str]:
    """No register fills anything here."""
    return {}


class Life:
    """One process."""

    def __init__(self, terms: Terms, engine: AsyncEngine, clock: Callable[[], datetime] | None = None) -> None:
        self.terms, self.engine = terms, engine
        self.chance = random.Random()
        vault, clock, town = Vault.from_secret(terms.secret), clock or Clock(terms.born), build_town()
        self.clock, self.jobs = clock, Jobs(vault, attempts=100)
        self.desk = Desk(engine, vault, self.jobs, town, clock)
        self.window = AppliedOneWindow(engine, vault, self.jobs, town, clock, nothing)
        bodies = {name: TrialBody(name, self) for name in BODIES}
        self.doers = {**handlers(engine, vault, self.jobs, town, clock, bodies), "progress": self.say}

    async def live(self) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self.work())
            for department in DEPARTMENTS:
                group.create_task(self.decide(department))

    async def work(self) -> None:
        while True:
            if not await self.work_once():
                await asyncio.sleep(IDLE)

    async def work_once(self) -> bool:
        """Whether there was something to do."""
        worked = await work(self.engine, self.jobs, self.doers, now=self.clock(), limit=AT_ONCE)
        for each in worked:
            if isinstance(each.error, LeaseLost):
                await self.write_down(insert(overtaken))
        return bool(worked)

    async def say(self, job: Job, finish: Finish) -> None:
        """The citizen hears it; then that is noted."""
        await self.write_down(insert(said).values(case=job.payload["case"], number=job.payload["number"]))
        async with finish():
            pass

    async def decide(self, department: str) -> None:
        while True:
            if await self.decide_some(department) < INBOX:
                await asyncio.sleep(READS)

    async def decide_some(self, department: str) -> int:
        """How many there were."""
        waiting = await self.desk.inbox(department)
        for step in self.chance.sample(waiting, min(INBOX, len(waiting))):
            with suppress(Refused):
                await self._decide(step.case, department)
        return len(waiting)

    async def _decide(self, case: str, department: str) -> None:
        """By the story; the key is the same in every life."""
        story = story_of(case)
        if story.asks(department):
            await self.desk.ask(case, department, ["合同"], "ask")
            await self.window.add(story.citizen, case, Added(note="合同"), "add")
        if story.refuses(department):
            await self.desk.refuse(case, department, Refusal("不行"), "decide")
        else:
            await self.desk.approve(case, department, "decide")

    async def write_down(self, statement: Insert) -> None:
        async with self.engine.begin() as connection:
            await connection.execute(statement)
        if self.chance.random() < self.terms.dies:
            os.kill(os.getpid(), signal.SIGKILL)


class TrialBody:
    """Writes down each time that it is told something, unless somebody has taken it down."""

    def __init__(self, name: str, life: Life) -> None:
        self.name, self.life = name, life
        self.switches = stored_switches(life.engine)

    async def tell(self, message: Message) -> None:
        if await self.switches(self.name) == "down":
            raise BodyDown
        key = uuid4().hex if self.life.terms.keyless else message.key
        await self.life.write_down(insert(heard).values(body=self.name, case=message.case, key=key))


def live(terms: Terms) -> None:
    """The process."""

    async def opened() -> None:
        engine = open_engine(terms.database_url)
        try:
            await Life(terms, engine).live()
        finally:
            await engine.dispose()

    asyncio.run(opened())
