"""The process is killed between any two steps of sharing: nothing is lost, and nothing happens twice."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backends.onewindow.sharing.tables import consent, data_log, evidence, notice
from bot.catalogue.content import Catalogue
from bot.database.engine import open_engine, reading
from bot.database.migrations import migrate
from bot.dialogue.conversation import Language
from bot.dialogue.service import Service
from bot.identity.tables import login, person
from bot.storage.tables import invitation
from tests.conftest import KINDS
from tests.dialogue.failing import Killed
from tests.dialogue.talk import LINK, Citizen, Town

CALLS = {
    "identity": ("open_login", "finish_login", "number", "forget"),
    "shared": ("agree", "look_up", "dispute", "own_data", "withdraw", "export", "erase"),
    "invitations": ("invite", "find", "answer"),
}
STORY = (
    ("buyer", "我买了套二手房，我是买方，本人办，已婚，首套，没有贷款"),
    ("buyer", "[先请部门帮我核一遍]"),
    ("buyer", "login:buyer-a"),
    ("buyer", "[同意，帮我查]"),
    ("buyer", "[有一项不对]"),
    ("buyer", "[婚姻状况证明]"),
    ("buyer", "[请卖方也同意查]"),
    ("seller", "同意码 CODE"),
    ("seller", "login:seller-b"),
    ("seller", "[同意查我的这些]"),
    ("buyer", "work"),
    ("buyer", "[没问题，就用这些]"),
    ("seller", "/mydata"),
    ("seller", "[导出我的数据]"),
    ("seller", "/mydata"),
    ("seller", "[撤回编号]"),
    ("seller", "删除我的数据"),
    ("seller", "[确定]"),
)
"""What is typed, or tapped where it stands in brackets."""
KEPT = {
    "consent": 1,  # the buyer's, like the rest; the seller withdrew, and had everything erased
    "evidence": 4,
    "notice": 1,
    "invitation": 1,
    "person": 2,
    "login": 1,
    "log": ["agreed", *["read"] * 4, "disputed", "agreed", *["read"] * 7, "exported", "withdrawn", "erased"],
}


class Dying:
    """A part that kills the process once in each of `calls`, before or after the call took effect."""

    def __init__(self, inner: Any, calls: set[str], after: bool) -> None:
        self._inner, self._calls, self._after = inner, calls, after

    def __getattr__(self, name: str) -> Any:
        act = getattr(self._inner, name)
        if name not in self._calls:
            return act

        async def die(*told: Any, **named: Any) -> None:
            self._calls.remove(name)
            if self._after:
                await act(*told, **named)
            raise Killed

        return die


@dataclass
class FatefulTown(Town):
    """A town in which sharing dies once in each call of `fates`, or never."""

    fates: dict[str, set[str]] = field(default_factory=dict)
    after: bool = False
    digits: dict[str, str] = field(default_factory=dict)
    deaths: int = 0

    def service(self, name: str, language: Language | None = None) -> Service:
        service = super().service(name, language)
        if service.sharers is None:
            return service
        dying: dict[str, Any] = {
            part: Dying(getattr(service.sharers, part), calls, self.after) for part, calls in self.fates.items()
        }
        return replace(service, sharers=replace(service.sharers, **dying))

    async def play(self) -> list[str]:
        """What each line of the story led to."""
        self.shares = True
        said, code = [], ""
        for name in ("buyer", "seller"):
            self.citizen(name)
        for name, line in STORY:
            line = line.replace("CODE", code)
            text = await self.persist(name, line)
            said.append(re.sub(r"[0-9a-f]{32}", "an id", LINK.sub("a link", text)))
            code = text.partition("同意码 ")[2][:8] or code
        return said

    async def persist(self, name: str, line: str) -> str:
        """Whatever dies, the channel brings the line once more."""
        while True:
            try:
                return await self.do(name, line)
            except Killed:
                self.deaths += 1
                self.restart()
                self.citizens[name].lines -= 1

    def restart(self) -> None:
        """Another process: it knows nothing of the one before."""
        for name, before in list(self.citizens.items()):
            citizen = self.citizen(name)
            citizen.lines, citizen.shown = before.lines, before.shown
            citizen.terminal.options = before.terminal.options

    async def do(self, name: str, line: str) -> str:
        citizen = self.citizens[name]
        if line == "work":
            return await self.do_work(citizen)
        if line.startswith("["):
            return await citizen.tap(line.strip("[]"))
        if line.startswith("login:"):
            line = await self.show_who(citizen, line.removeprefix("login:"))
        return await citizen.say(line)

    async def do_work(self, citizen: Citizen) -> str:
        await self.work()
        citizen.shown = await citizen.terminal.waiting()
        return "\n".join(message.text for message in citizen.shown)

    async def show_who(self, citizen: Citizen, who: str) -> str:
        """The digits; a browser that has shown them goes on showing them."""
        if who not in self.digits:
            link = next(found[0] for message in reversed(citizen.shown) if (found := LINK.search(message.text)))
            self.digits[who] = await self.departments.show_who(link, who, "real-name")
        return self.digits[who]


async def kept(engine: AsyncEngine) -> dict[str, object]:
    """What is left of it all."""
    async with reading(engine) as connection:
        counts = {
            table.name: await connection.scalar(select(func.count()).select_from(table))
            for table in (consent, evidence, notice, invitation, person, login)
        }
        kinds = list(await connection.scalars(select(data_log.c.kind).order_by(data_log.c.seq)))
    return {**counts, "log": kinds}


@pytest.fixture(scope="module")
def undisturbed(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What each line of the story leads to when nobody dies."""

    async def play() -> list[str]:
        engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('undisturbed') / 'town.db'}")
        await migrate(engine)
        said = await FatefulTown(engine, catalogue).play()
        assert await kept(engine) == KEPT
        await engine.dispose()
        return said

    return asyncio.run(play())


@pytest.mark.parametrize("database_url", KINDS, indirect=True)
@pytest.mark.parametrize("after", [False, True])
async def test_a_process_killed_at_any_moment_goes_on(
    database: AsyncEngine, catalogue: Catalogue, undisturbed: list[str], after: bool
) -> None:
    """In each call once: what one death leaves behind is what the next begins with."""
    fates = {part: set(calls) for part, calls in CALLS.items()}
    town = FatefulTown(database, catalogue, fates=fates, after=after)
    said = await town.play()
    assert (town.deaths, *fates.values()) == (sum(map(len, CALLS.values())), set(), set(), set())
    assert said[:-1] == undisturbed[:-1]
    if after:  # it was forgotten before it was told how much there was
        assert "删好了" in said[-1]
    else:
        assert said[-1] == undisturbed[-1]
    assert await kept(database) == KEPT


def test_the_story_ends_well(undisturbed: list[str]) -> None:
    """So that what is compared above is worth comparing."""
    assert "已撤回" in undisturbed[-3]
    assert re.search(r"户口簿（卖方）：已在.+查到", undisturbed[11])
