"""The bodies that are told what applications came to: each keeps it once, can be down, and can refuse; on both
databases.
"""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backends.onewindow.applications.bodies import BodyDown, BodyRefuses, Message
from bot.backends.onewindow.applications.tables import application
from bot.backends.onewindow.applications.window import AppliedOneWindow
from bot.database.encryption import Vault
from bot.database.engine import open_engine, reading
from bot.database.jobs import Jobs
from bot.demonstration.bodies import DemonstrationBody, make_refuse, open_bodies, refusing, told_by
from bot.demonstration.people import People
from bot.demonstration.resetting import reset
from bot.demonstration.switches import switch, switch_up, switched
from bot.demonstration.tables import demonstration_told
from procedures.vocabulary import Text
from tests.backends.applications.hall import part, submission, then
from tests.demonstration.conftest import Clock
from tests.demonstration.test_switches import REAL, count
from tests.shipped import shipped_definitions, shipped_province


def message(key: str = "A1/company/taxation", case: str = "A1") -> Message:
    what = Text(zh="登记", en="is entered")
    return Message(key, case, "company", what, {"name": "西湖茶叶店"}, {"market-regulation": {"credit_code": "9199"}})


@pytest.fixture
def taxation(database: AsyncEngine, vault: Vault, clock: Clock) -> DemonstrationBody:
    return open_bodies(database, vault, shipped_province(), clock, latency=0)["taxation"]


async def kept(database: AsyncEngine) -> list[Any]:
    async with reading(database) as connection:
        return list(await connection.execute(demonstration_told.select()))


async def test_it_keeps_what_it_is_told_once_for_each_key(
    database: AsyncEngine, vault: Vault, taxation: DemonstrationBody
) -> None:
    await asyncio.gather(*(taxation.tell(message()) for _ in range(5)))
    await taxation.tell(message("A2/company/taxation", "A2"))
    rows = await kept(database)
    assert [(row.body, row.key, row.case) for row in rows] == [
        ("taxation", "A1/company/taxation", "A1"),
        ("taxation", "A2/company/taxation", "A2"),
    ]
    assert vault.open_json(rows[0].message, demonstration_told.c.message) == {
        "procedure": "company",
        "what": {"zh": "登记", "en": "is entered"},
        "form": {"name": "西湖茶叶店"},
        "registered": {"market-regulation": {"credit_code": "9199"}},
    }


async def test_it_is_taken_down_and_up(database: AsyncEngine, database_url: str, taxation: DemonstrationBody) -> None:
    other = open_engine(database_url)
    try:
        await switch(other, ["taxation"], "down")
        with pytest.raises(BodyDown):
            await taxation.tell(message())
        await switch(other, ["taxation"], "slow")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(taxation.tell(message()), 0.2)
        assert await kept(database) == []
        await switch_up(other, ["taxation"])
        await taxation.tell(message())
        assert len(await kept(database)) == 1
    finally:
        await other.dispose()


async def test_it_can_refuse(database: AsyncEngine, taxation: DemonstrationBody) -> None:
    await make_refuse(database, ["taxation", "housing-fund"], "?")
    await make_refuse(database, ["taxation"], "没有这个行业代码")
    await make_refuse(database, [], "?")
    assert await refusing(database) == ["housing-fund", "taxation"]
    with pytest.raises(BodyRefuses) as raised:
        await taxation.tell(message())
    assert raised.value.reason == "没有这个行业代码"
    assert "没有" not in str(raised.value)
    await switch_up(database, ["taxation"])
    await taxation.tell(message())
    assert await refusing(database) == ["housing-fund"]


async def test_a_database_that_is_gone_is_a_body_that_is_down(
    empty_database_url: str, vault: Vault, clock: Clock
) -> None:
    engine = open_engine(empty_database_url)
    try:
        with pytest.raises(BodyDown):
            await open_bodies(engine, vault, shipped_province(), clock, latency=0)["bank"].tell(message())
    finally:
        await engine.dispose()


def test_every_body_that_a_procedure_tells_is_there(database: AsyncEngine, vault: Vault, clock: Clock) -> None:
    told = told_by(shipped_definitions())
    assert {"taxation", "housing-fund", "bank"} <= told
    assert told <= open_bodies(database, vault, shipped_province(), clock).keys()
    assert not told & shipped_province().registers.keys()  # they are switched by the same names


async def test_reset_forgets_the_applications_of_the_demonstration_alone(
    database: AsyncEngine, vault: Vault, people: People, clock: Clock, taxation: DemonstrationBody
) -> None:
    async def nothing(consent: str) -> dict[tuple[str, str], str]:
        return {}

    window = AppliedOneWindow(database, vault, Jobs(vault), shipped_province(), clock, nothing)
    told = part((1, "market-regulation"), then=[then("taxation")])
    for case, number in {"A1": people.citizens["buyer-a"].number, "A2": REAL}.items():
        await window.submit(number, submission(told, case=case), "key")
        await window.give_pass(number, case, "key")
        await taxation.tell(message(f"{case}/company/taxation", case))
    await make_refuse(database, ["taxation"], "?")
    gone = await reset(database, vault, people)
    assert gone.applications == 1
    assert (await refusing(database), await switched(database)) == ([], {})
    assert [row.case for row in await kept(database)] == ["A2"]
    assert (await window.status("A2")).state == "deciding"
    again = await window.submit(people.citizens["buyer-a"].number, submission(told, case="A1"), "key")
    assert len(again.events) == 1
    assert await count(database, application) == 2
