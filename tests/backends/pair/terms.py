"""What all processes of a trial know: both installations, the line between them, and the time in which it happens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from pydantic import SecretStr
from sqlalchemy import Column, MetaData, String, Table

from bot.backends import listening
from bot.backends.client.calling import Patience
from bot.catalogue.content import Catalogue
from bot.database import working
from bot.settings import Settings
from procedures.publication import publish
from tests.backends.race.offer import Clock
from tests.dialogue.core import two_centres
from tests.small import SMALL, small_definition

CHANNEL = "pair"
CLIENT = "city"
REPLICAS = 2
"""Processes of the bot."""
DEPARTMENTS = ("housing", "traffic")
PAGES = "http://pages.example"
"""Where nobody looks: citizens of the trial show who they are without a browser."""
PATIENCE = Patience(read=3.0, deadline=6.0, open_for=timedelta(seconds=15))
"""As short as the time of a trial is fast."""
WORKS, HEARS = 0.25, 1.0
"""Seconds between two looks for jobs, and for news of the One Window."""
CATALOGUE = Catalogue(province=two_centres(), procedures={SMALL: publish(small_definition())})
"""One procedure, at two centres."""

over = Table("trial_over", MetaData(), Column("chat", String(32), primary_key=True))
"""Beside the books of the bot: whose story is over."""


@dataclass(frozen=True)
class Terms:
    """`window_…`: of the One Window; `city_…`: of the bot, which is called back at its port. `line_port`: where the bot
    reaches the One Window, through the line. `key`: what it shows there.
    """

    window_database: str
    city_database: str
    window_secret: str = field(repr=False)
    city_secret: str = field(repr=False)
    key: str = field(repr=False)
    window_port: int
    line_port: int
    city_port: int
    folder: Path
    clock: Clock
    citizens: int
    faulty: bool = False
    """Planted mistakes on both sides, for the judge to find: see faults.py."""

    def window(self) -> Settings:
        told = {"DATABASE_URL": self.window_database, "registers": f"{__package__}.departments:open_registers"}
        return self._settings(secret=SecretStr(self.window_secret), backend_url=None, backend_key=None, **told)

    def city(self) -> Settings:
        told = {
            "DATABASE_URL": self.city_database,
            "public_url": f"http://127.0.0.1:{self.city_port}",
            "backend_url": f"http://127.0.0.1:{self.line_port}",
        }
        return self._settings(secret=SecretStr(self.city_secret), backend_key=SecretStr(self.key), **told)

    def log(self, name: str) -> Path:
        """Of one process, in all its lives."""
        return self.folder / f"{name}.log"

    def chats(self, replica: int) -> range:
        """The citizens who are served by a replica, by their numbers."""
        return range(replica, self.citizens, REPLICAS)

    def _settings(self, **told: object) -> Settings:
        return Settings(_env_file=None, language="en", model=self.folder / "nothing learned", **told)  # type: ignore[arg-type]


@contextmanager
def hurried() -> Iterator[None]:
    """The pauses of this process as short as its time is fast."""
    with ExitStack() as stack:
        stack.enter_context(patch.object(working, "PAUSE", WORKS))
        stack.enter_context(patch.object(listening, "EVERY", HEARS))
        yield
