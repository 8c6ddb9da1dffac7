"""The process is killed between any two steps of an application: it is handed in once, decided once, and told."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backends.onewindow.applications import tables
from bot.catalogue.content import Catalogue
from bot.database.engine import open_engine, reading
from bot.database.migrations import migrate
from bot.demonstration.tables import demonstration_told
from bot.dialogue.identity import Level
from tests.conftest import KINDS
from tests.dialogue.failing import Killed
from tests.dialogue.talk import LINK, Citizen, Town
from tests.dialogue.test_sharing_crashes import Dying

CALLS = ("submit", "status", "add", "give_pass", "read_with_pass")
ONCE = re.compile(r"进度 (\w{4} \w{4}) (\d{6})")
STORY = (
    ("founder", "我要注册一家公司"),
    ("founder", "[一个自然人]"),
    ("founder", "[只开网店]"),
    ("founder", "[一般项目]"),
    ("founder", "[公积金和预约开户]"),
    ("founder", "[都能]"),
    ("founder", "[网上办]"),
    ("founder", "[就在这里提交]"),
    ("founder", "login:real-name"),
    ("founder", "[同意，帮我查]"),
    ("founder", "[没问题，就用这些]"),
    ("founder", "灯笼书店有限公司"),
    ("founder", "图书零售"),
    ("founder", "运河街8号"),
    ("founder", "由我来任"),
    ("founder", "100万"),
    ("founder", "13800138000"),
    ("founder", "[都属实]"),
    ("founder", "[电子的]"),
    ("founder", "[没问题，提交]"),
    ("founder", "login:face"),
    ("market-regulation", "ask"),
    ("founder", "work"),
    ("founder", "upload"),
    ("founder", "[就这些，补交]"),
    ("founder", "[让家人也能看一次]"),
    ("family", "CODE"),
    ("market-regulation", "approve"),
    ("founder", "work"),
    ("founder", "[看办到哪一步了]"),
)
"""What is typed, or tapped where it stands in brackets; what a department does; what comes by itself."""
EVENTS = ["submitted", "asked", "added", "approved", "decided", "in-hand", *["delivered"] * 6]
TOLD = ["bank", "housing-fund", "human-resources", "medical-insurance", "public-security", "taxation"]


@dataclass
class FatefulTown(Town):
    """A town whose office dies once in each of `calls`."""

    calls: set[str] = field(default_factory=set)
    after: bool = False
    digits: dict[str, str] = field(default_factory=dict)
    deaths: int = 0
    once: str = ""

    async def play(self) -> list[str]:
        """What each line of the story led to."""
        self.shares = self.applies = True
        office = self.departments.office
        office.__dict__["applications"] = Dying(office.applications, self.calls, self.after)
        for name in ("founder", "family"):
            self.citizen(name)
        said = []
        for name, line in STORY:
            text = await self.persist(name, line)
            said.append(ONCE.sub("a code", LINK.sub("a link", text)))
            self.once = found[0] if (found := ONCE.search(text)) else self.once
        return said

    async def persist(self, name: str, line: str) -> str:
        """Whatever dies, the channel brings the line once more."""
        while True:
            try:
                return await self.do(name, line)
            except Killed:
                self.deaths += 1
                self.restart()
                self.citizens[name].lines -= line != "work"

    def restart(self) -> None:
        """Another process: it knows nothing of the one before, and what that one was doing falls to it in time."""
        self.watch.wait(minutes=6)
        for name, before in list(self.citizens.items()):
            citizen = self.citizen(name)
            citizen.lines, citizen.shown = before.lines, before.shown
            citizen.terminal.options = before.terminal.options

    async def do(self, name: str, line: str) -> str:
        if name not in self.citizens:
            await self.decide(name, line)
            return ""
        citizen = self.citizens[name]
        if line == "work":
            return await self.do_work(citizen)
        if line == "upload":
            return await citizen.upload("lease.jpg")
        if line == "CODE":
            return await citizen.say(self.once)
        if line.startswith("["):
            return await citizen.tap(line.strip("[]"))
        if line.startswith("login:"):
            level: Level = "face" if line.endswith("face") else "real-name"
            return await citizen.say(await self.show_who(citizen, level))
        return await citizen.say(line)

    async def decide(self, department: str, what: str) -> None:
        desk, case = self.departments.office.desk, await self.citizens["founder"].case()
        if what == "ask":
            await desk.ask(case, department, ["场地照片"], "the first")
        else:
            await desk.approve(case, department, "the second", {"credit_code": "91990001MA0000098D"})

    async def do_work(self, citizen: Citizen) -> str:
        """All that comes by itself within ten minutes."""
        shown: list[str] = []
        for _ in range(10):
            self.watch.wait(minutes=1)
            await self.work()
            citizen.shown = await citizen.terminal.waiting() or citizen.shown
            shown += [message.text for message in citizen.shown if message.text not in shown]
        return "\n".join(shown)

    async def show_who(self, citizen: Citizen, level: Level) -> str:
        """The digits; a browser that has shown them goes on showing them."""
        if level not in self.digits:
            link = next(found[0] for message in reversed(citizen.shown) if (found := LINK.search(message.text)))
            self.digits[level] = await self.departments.show_who(link, "founder", level)
        return self.digits[level]


async def kept(engine: AsyncEngine) -> tuple[list[str], list[str], int]:
    """What is left of it all: events in their order, bodies that were told, applications."""
    async with reading(engine) as connection:
        events = list(await connection.scalars(select(tables.event.c.what).order_by(tables.event.c.number)))
        told = list(await connection.scalars(select(demonstration_told.c.body).order_by("body")))
        return events, told, len(list(await connection.execute(select(tables.application))))


@pytest.fixture(scope="module")
def undisturbed(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What each line of the story leads to when nobody dies."""

    async def play() -> list[str]:
        engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('undisturbed') / 'town.db'}")
        await migrate(engine)
        said = await FatefulTown(engine, catalogue).play()
        assert await kept(engine) == (EVENTS, TOLD, 1)
        await engine.dispose()
        return said

    return asyncio.run(play())


@pytest.mark.parametrize("database_url", KINDS, indirect=True)
@pytest.mark.parametrize("after", [False, True])
async def test_a_process_killed_at_any_moment_goes_on(
    database: AsyncEngine, catalogue: Catalogue, undisturbed: list[str], after: bool
) -> None:
    """In each call once: what one death leaves behind is what the next begins with."""
    town = FatefulTown(database, catalogue, calls=set(CALLS), after=after)
    said = await town.play()
    assert (town.deaths, town.calls) == (len(CALLS), set())
    assert timeless(said) == timeless(undisturbed)
    assert await kept(database) == (EVENTS, TOLD, 1)


def timeless(said: list[str]) -> list[str]:
    """Whoever died comes back minutes later."""
    return [re.sub(r"\d+月\d+日周. \d\d:\d\d|\d+ 分钟", "a time", text) for text in said]


def test_the_story_ends_well(undisturbed: list[str]) -> None:
    """So that what is compared above is worth comparing."""
    assert "已提交" in undisturbed[20]
    assert "场地照片" in undisturbed[22]
    assert "【进度】" in undisturbed[26]
    assert "结果已经给您了" in undisturbed[28]
    assert "银行" in undisturbed[28]
