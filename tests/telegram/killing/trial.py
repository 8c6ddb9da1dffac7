"""The two trials: kills at random moments among many citizens, and a kill at every commit point."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database.engine import open_engine
from tests.telegram.bot_api import RemoteBotApi, User, running_bot_api
from tests.telegram.killing.citizens import ask, book, read, try_everything
from tests.telegram.killing.lives import Bot, Way, living
from tests.telegram.killing.verdict import Verdict, judge, left_over

FAULTS = {"twice_share": 0.1, "busy_share": 0.05, "slow_share": 0.1, "slow_for": 0.3}
"""Updates delivered again, calls refused with 429, slow answers."""
LOOSE = {"loose": True}
QUIET_WITHIN = 60.0
PAUSES = (2.0, 6.0)
"""Seconds between two kills: a start takes about as long, so some kills hit a bot that has only begun."""


@dataclass(frozen=True)
class Trial:
    """One bot on one database. `tell` hears how far it is."""

    way: Way
    database_url: str
    home: Path
    tell: Callable[[str], None] = lambda _: None

    async def at_random(self, conversations: int, *, kills: int, every_books: int = 10, at_once: int = 40) -> Verdict:
        """Conversations, so many at a time, of which one in `every_books` goes on to a booked place. Kills go on at
        random until there were that many, spread over the conversations.
        """
        async with running_bot_api(self.home / "telegram.jsonl", limits=LOOSE) as api:
            api.set_faults(seed=3, **FAULTS)
            users = [api.user(f"Buyer {number}", "en") for number in range(conversations)]
            bookers = users[::every_books]
            done = Count(conversations, self.tell)
            async with living(self.way, api, self.database_url, self.home) as bot:
                killing = asyncio.create_task(kill_at_random(bot, kills, done))
                await _talk(users, bookers, at_once, done)
                await killing
                await self._until_quiet()
            return await self._judge(api, bot, users, bookers)

    async def at_every_commit_point(self) -> tuple[Verdict, int]:
        """One citizen who tries everything; says also how many commit points there were."""
        died = self.home / "died"
        async with running_bot_api(self.home / "telegram.jsonl", limits=LOOSE) as api:
            user = api.user("Buyer A", "en")
            async with living(self.way, api, self.database_url, self.home, dying=died) as bot:
                await try_everything(user)
                await self._until_quiet()
            verdict = await self._judge(api, bot, [user], [])
        return verdict, len({line.partition(" ")[2] for line in died.read_text(encoding="utf-8").splitlines()})

    async def _judge(self, api: RemoteBotApi, bot: Bot, users: Sequence[User], bookers: Sequence[User]) -> Verdict:
        async with self._database() as engine:
            verdict = await judge(api.record, bot.deaths, engine, booked=len(bookers))
        askers = [user for user in users if user not in bookers] if bookers else []
        chats = [read(user) for user in askers]
        for chat in chats:
            if chat != chats[0]:
                verdict.findings.append(f"two said the same and read different things: {chats[0]} and {chat}")
        return verdict

    async def _until_quiet(self) -> None:
        """Until everything is handled and sent; what is left after a minute is for the verdict."""
        deadline = time.monotonic() + QUIET_WITHIN
        async with self._database() as engine:
            while await left_over(engine) and time.monotonic() < deadline:  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.5)

    @asynccontextmanager
    async def _database(self) -> AsyncIterator[AsyncEngine]:
        engine = open_engine(self.database_url)
        try:
            yield engine
        finally:
            await engine.dispose()


@dataclass
class Count:
    """How many conversations are over."""

    of: int
    tell: Callable[[str], None]
    over: int = 0

    def one_more(self) -> None:
        self.over += 1
        if self.over % max(1, self.of // 10) == 0:
            self.tell(f"{self.over} of {self.of} conversations")


async def _talk(users: Sequence[User], bookers: Sequence[User], at_once: int, done: Count) -> None:
    places = asyncio.Semaphore(at_once)
    booking = {user.id for user in bookers}

    async def talk(user: User) -> None:
        async with places:
            await (book(user) if user.id in booking else ask(user))
            done.one_more()

    await asyncio.gather(*(talk(user) for user in users))


async def kill_at_random(bot: Bot, kills: int, done: Count) -> None:
    """So many kills, none of them before its share of the conversations is over, all before the last one is."""
    chance = random.Random(11)
    while len(bot.deaths) < kills and done.over < done.of:
        await asyncio.sleep(chance.uniform(*PAUSES))
        if done.over * kills >= len(bot.deaths) * done.of * 0.9:
            bot.kill()
            await asyncio.sleep(0.2)  # its death is noted
