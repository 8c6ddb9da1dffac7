"""An installation at whose desk cases wait: handed in by a citizen, decided by commands."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import pytest

from bot.app import open_vault
from bot.catalogue.publications import publish
from bot.commands import serving
from bot.database.engine import open_engine
from bot.dialogue.applications import HandedIn, Part
from bot.settings import read_settings
from bot.storage.papers import StoredPapers
from tests.backends.applications.hall import Body, Hall, part, then
from tests.backends.town import Clock
from tests.commands.conftest import Ended, Office
from tests.papers import JPEG
from tests.small import SMALL

CASE, OTHER = "ABCD2345", "WXYZ6789"
Result = TypeVar("Result")


@dataclass
class Counter:
    """`bodies`: what is told; `clock`: what commands and the hall read."""

    office: Office
    clock: Clock
    bodies: Mapping[str, Body]

    def run(self, *arguments: str) -> Ended:
        return self.office.run("cases", *arguments)

    def done(self, *arguments: str) -> str:
        """Runs a command that has to succeed; what it says."""
        ended = self.run(*arguments)
        assert (ended.code, ended.out) == (0, ""), ended
        return ended.err

    def inside(self, act: Callable[[Hall], Awaitable[Result]]) -> Result:
        """What happens elsewhere in the meantime."""

        async def within() -> Result:
            engine = open_engine(read_settings().database_url)
            try:
                hall = Hall(engine, open_vault(read_settings()), self.clock)
                hall.bodies.update(self.bodies)
                return await act(hall)
            finally:
                await engine.dispose()

        return asyncio.run(within())

    def hand_in(self, *parts: Part, case: str = CASE, give: Any = "electronic") -> None:
        self.inside(lambda hall: hall.submit(*(parts or [permit()]), case=case, give=give))

    def work(self, minutes: int = 0) -> None:
        self.inside(lambda hall: hall.work(minutes))

    def keep_paper(self) -> str:
        """The id of an uploaded paper."""

        async def keep(hall: Hall) -> str:
            papers = StoredPapers(hall.engine, hall.vault, "web", hall.clock)
            return (await papers.keep("chat", "upload", "lease.jpg", JPEG)).id

        return self.inside(keep)


def permit(*approvals: Any, procedure: str = SMALL, **told: Any) -> Part:
    """A parking permit: housing decides, then traffic; the employer is told."""
    steps = approvals or ((1, "housing"), (2, "traffic"))
    texts = serving.open_catalogue(read_settings()).procedures
    usual: dict[str, Any] = {
        "publication": texts[SMALL].hash,
        "then": [then("employer")],
        "answers": {"dwelling": "owned", "handled_by": "self"},
    }
    return part(*steps, procedure=procedure, **{**usual, **told})


def handed_in(paper: str) -> HandedIn:
    return HandedIn(document="lease", person="keeper", paper=paper)


@pytest.fixture
def counter(office: Office, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Counter:
    monkeypatch.setenv("DATABASE_URL", database_url)
    clock = Clock()
    for module in ("cases", "cases_desk", "api_keys"):
        monkeypatch.setattr(f"bot.commands.{module}.present", clock)
    counter = Counter(office, clock, {"employer": Body(), "housing": Body()})
    catalogue = serving.open_catalogue(read_settings())
    counter.inside(lambda hall: publish(hall.engine, catalogue, clock()))
    return counter
