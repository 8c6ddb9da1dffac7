"""The bot is killed -9 in the middle of its work: every effect once, every message at least once."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from tests.backends.books import read_books
from tests.telegram.bot_api import TOKEN, RemoteBotApi, User, running_bot_api
from tests.telegram.test_citizen import TALK
from tests.telegram.watching import sees

CITIZENS, KILLS = 5, 6
TO_THE_TIMES = (("window", "Which district"), ("Xihu", "has these times"))


async def start(api: RemoteBotApi, database_url: str, home: Path) -> asyncio.subprocess.Process:
    told = {"DATABASE_URL": database_url, "TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_URL": api.url, "HOME": str(home)}
    folders = {"XDG_DATA_HOME": str(home / "data"), "XDG_CACHE_HOME": str(home / "cache")}
    command = (sys.executable, "-m", "bot", "telegram")
    environment = {**os.environ, **told, **folders}
    return await asyncio.create_subprocess_exec(*command, env=environment, stderr=asyncio.subprocess.DEVNULL)


async def talk(user: User, choice: int) -> None:
    """Say a line, wait for the answer however long the bot is dead, say the next; each wants a time of one's own."""
    for said, answer in (*TALK, *TO_THE_TIMES, (str(choice), "I keep Xihu"), ("yes", "[Booked]")):
        await user.send(said)
        await sees(user, answer)


async def test_killed_again_and_again_it_loses_nothing(
    database: AsyncEngine, database_url: str, tmp_path: Path
) -> None:
    chance = random.Random(11)
    async with running_bot_api(tmp_path / "telegram.jsonl", limits={"loose": True}) as api:
        users = [api.user(f"Buyer {number}", "en") for number in range(CITIZENS)]
        bot = await start(api, database_url, tmp_path)
        talking = asyncio.gather(*(talk(user, choice) for choice, user in enumerate(users, 1)))
        for _ in range(KILLS):
            await asyncio.sleep(chance.uniform(1.2, 3))
            bot.send_signal(signal.SIGKILL)
            await bot.wait()
            bot = await start(api, database_url, tmp_path)
        await talking
        bot.terminate()
        await asyncio.wait_for(bot.wait(), 30)

        repeated = {text: len(times) for (_, text), times in api.record.times().items() if len(times) > 1}
        assert sum(count - 1 for count in repeated.values()) <= KILLS * CITIZENS
    books = await read_books(database)
    assert sum(line.used for line in books.values()) == CITIZENS, "one place for each, and none twice"
    assert all(line.used == line.taken <= line.capacity for line in books.values())
