"""A bot in a process of its own, which is started again whenever it dies."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from tests.ports import kept_port
from tests.shipped import CACHE
from tests.telegram.bot_api import TOKEN, RemoteBotApi

Way = Literal["polling", "webhook"]
SECRET = "between-us"


@dataclass
class Bot:
    """`deaths`: when it died, in seconds since 1970. It is to run until `ended`."""

    way: Way
    command: tuple[str, ...]
    environment: dict[str, str]
    log: Path
    deaths: list[float] = field(default_factory=list)
    ended: bool = False
    _process: asyncio.subprocess.Process | None = None

    async def live(self) -> None:
        """Live again after every death."""
        while not self.ended:
            with self.log.open("ab") as log:
                self._process = await asyncio.create_subprocess_exec(*self.command, env=self.environment, stderr=log)
            code = await self._process.wait()
            if not self.ended:
                self.deaths.append(time.time())
                if code != -signal.SIGKILL:
                    raise AssertionError(f"the bot ended by itself with {code}: {self.log.read_text(encoding='utf-8')}")

    def kill(self) -> None:
        """SIGKILL, if it lives just now."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()

    async def end(self) -> None:
        """As an operator ends it."""
        self.ended = True
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
            await asyncio.wait_for(self._process.wait(), 60)


@asynccontextmanager
async def living(
    way: Way, api: RemoteBotApi, database_url: str, home: Path, dying: Path | None = None
) -> AsyncIterator[Bot]:
    """The bot lives until the end of the block. `dying`: it dies at every commit point once, and notes it there.

    A bot that ends by itself ends the block too, with what it said.
    """
    name = "telegram" if way == "polling" else "serve"
    module = ("tests.telegram.killing.dying", str(dying)) if dying is not None else ("bot",)
    with kept_port() as port:
        environment = _environment(api, database_url, home, port)
        bot = Bot(way, (sys.executable, "-m", *module, name), environment, home / "bot.log")
        try:
            async with asyncio.TaskGroup() as group:
                life = group.create_task(bot.live())
                yield bot
                await bot.end()
                await life
        finally:
            bot.ended = True
            bot.kill()


def _environment(api: RemoteBotApi, database_url: str, home: Path, port: int) -> dict[str, str]:
    return {
        **os.environ,
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CACHE_HOME": str(CACHE),
        "DATABASE_URL": database_url,
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": api.url,
        "WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
        "WEBHOOK_SECRET": SECRET,
        "PORT": str(port),
    }
