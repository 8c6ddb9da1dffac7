"""Over 200 values are given to registers, providers and chats, and everything goes wrong that can: none of them stands
in a log, in the row of a job or of anything else in plain, or in the file of the database.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine
from stdnum.cn import ric

from bot.backends.onewindow.sharing.register import Enquiry, Register
from bot.catalogue.content import Catalogue
from bot.database.engine import reading
from bot.database.migrations.models import all_tables
from bot.demonstration.people import People
from tests.dialogue.failing import Killed
from tests.dialogue.talk import Citizen, Town
from tests.shipped import shipped_province

REGISTERS = ("population-register", "marriage-register", "real-estate-register", "housing-transaction")
"""Those that the buyer of a home agrees to."""
PEOPLE = ("calm", "raises", "nonsense", "stranger", "late", "killed", "bug")
"""Each by what goes wrong for them."""
TYPED = ("机密手打一号", "机密手打二号")
"""What citizens write by themselves."""


@dataclass
class Seeds:
    """Everybody's values, each like no other text."""

    values: list[str] = field(default_factory=list)

    def new(self) -> str:
        self.values.append(f"机密{len(self.values):04d}号值")
        return self.values[-1]

    def person(self, number: int) -> dict[str, Any]:
        digits = f"99000119900101{700 + number}"
        own = digits + ric.calc_check_digit(digits)
        self.values.append(own)
        entries = {
            register: {
                "recorded": "2020-01-01",
                "fields": {name: self.new() for name in shipped_province().registers[register].fields},
            }
            for register in REGISTERS
        }
        return {"name": {"zh": self.new(), "en": "Somebody"}, "number": own, "entries": entries}


def people(seeds: Seeds) -> People:
    return People.model_validate({"citizens": {name: seeds.person(number) for number, name in enumerate(PEOPLE)}})


@dataclass(frozen=True)
class Spoiled:
    """A register that quotes what it knows where it should not."""

    inner: Register
    people: People

    async def ask(self, enquiry: Enquiry) -> Any:
        known = self.people.with_number(enquiry.number)
        trouble = next(name for name, person in self.people.citizens.items() if person is known)
        answer = await self.inner.ask(enquiry)
        if trouble == "raises":
            raise ValueError(f"{enquiry.number}: {answer}", vars(answer))
        if trouble == "late":
            raise TimeoutError(f"{enquiry.number} {answer}")
        if trouble == "nonsense":
            return {"found": vars(answer), "number": enquiry.number}
        if trouble == "stranger":
            return await self.inner.ask(Enquiry(self.people.citizens["calm"].number, enquiry.document, "", ""))
        return answer

    async def represented(self, number: str, relation: Any) -> Any:
        return await self.inner.represented(number, relation)


def spoil(registers: Mapping[str, Register], known: People) -> Mapping[str, Register]:
    return {name: Spoiled(register, known) for name, register in registers.items()}


async def live(town: Town, name: str, values: Collection[str], monkeypatch: pytest.MonkeyPatch) -> str:
    """One person's story; gives all that this person was shown."""
    citizen, shown = town.citizen(name), []

    async def do(line: str) -> None:
        try:
            shown.append(await (citizen.tap(line[1:]) if line.startswith("*") else citizen.say(line)))
        except Killed:
            shown.append(await restarted(town, name, citizen).say(line))

    await do("我买了套二手房，我是买方，本人办，已婚，首套，没有贷款")
    await do("*先请部门帮我核一遍")
    shown.append(await citizen.log_in(name, town.departments))
    with monkeypatch.context() as patch:
        if name == "killed":
            patch.setattr(town.departments.window, "look_up", killing(town))
        await do("*同意，帮我查")
    with monkeypatch.context() as patch:
        if name == "bug":
            patch.setattr("bot.dialogue.tapping.HANDLERS", {"doubt": failing(values), "use": failing(values)})
            await do("*没问题，就用这些")
    if name == "calm":
        for line in ("*有一项不对", "*房屋买卖合同", "*看看表格", "*改：买方姓名", TYPED[0], "*请卖方也同意查"):
            await do(line)
    used = "*先留着" if name in ("raises", "late") else "没问题"
    for line in (used, TYPED[1], "我的电话是13800001234", "/mydata", "*导出我的数据"):
        await do(line)
    return "\n".join(shown)


def restarted(town: Town, name: str, before: Citizen) -> Citizen:
    citizen = town.citizen(name)
    citizen.lines = before.lines - 1
    return citizen


def killing(town: Town) -> Any:
    """A look-up that does everything, and dies before it answers; the next one answers."""
    look_up = town.departments.window.look_up
    deaths: list[int] = []

    async def die(*told: Any) -> Any:
        answer = await look_up(*told)
        if not deaths:
            deaths.append(1)
            raise Killed
        return answer

    return die


def failing(values: Collection[str]) -> Any:
    def fail(*_: object) -> None:
        raise RuntimeError("a bug, and all that it had in its hands", list(values))

    return fail


async def plain(engine: AsyncEngine) -> Iterator[tuple[str, str]]:
    """Everything that stands in a column, as text, with the table's name."""
    found = []
    async with reading(engine) as connection:
        for name, table in all_tables().tables.items():
            for row in await connection.execute(select(table)):
                for value in row:
                    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
                    found.append((name, text))
    return iter(found)


def file_of(engine: AsyncEngine) -> bytes:
    """The database's own files, as a thief would read them."""
    if engine.dialect.name != "sqlite":
        return b""
    path = Path(str(engine.url.database))
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


async def test_none_of_over_200_values_leaks(
    database: AsyncEngine, catalogue: Catalogue, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    seeds = Seeds()
    known = people(seeds)
    values = (*seeds.values, *TYPED, "13800001234")
    assert len(set(values)) > 200
    town = Town(database, catalogue, shares=True)
    town.departments.people = known
    town.departments.spoiled = lambda registers: spoil(registers, known)
    shown = {name: await live(town, name, values, monkeypatch) for name in PEOPLE}
    await town.work()

    assert "以您带的材料为准" in shown["calm"]
    assert "暂时没有回应" in shown["stranger"] + shown["nonsense"] + shown["raises"]
    assert "刚才出了点差错" in shown["bug"]
    for name, text in shown.items():  # nobody is shown what is somebody else's
        others = [v for other in PEOPLE if other != name for v in own(known, other)]
        assert [value for value in others if value in text] == [], name

    rows = list(await plain(database))
    assert {"consent", "evidence", "data_log", "notice", "conversation", "job", "login"} <= {name for name, _ in rows}
    assert [(name, value) for name, text in rows for value in values if value in text] == []
    raw = file_of(database)
    assert [value for value in values if value.encode() in raw] == []
    assert len([record for record in caplog.records if record.name.startswith("bot")]) >= 3
    assert [value for value in values if value in caplog.text] == []


def own(known: People, name: str) -> Iterator[str]:
    person = known.citizens[name]
    yield person.number
    for entry in person.entries.values():
        yield from entry.fields.values()
