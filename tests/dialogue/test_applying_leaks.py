"""What citizens write and upload, what clerks ask and decide: none of it is in a log or plain in the database."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.catalogue.content import Catalogue
from bot.dialogue.applications import Refusal
from tests.dialogue.talk import Citizen, Town
from tests.dialogue.test_leaks import file_of, plain

WRITTEN = ("机密一号书店", "机密二号图书零售", "机密三号街8号", "机密四号法人", "13800138099", "机密五号附件.jpg")
DECIDED = ("机密六号材料", "机密七号理由", "机密八号登记号")


async def prepared(town: Town, name: str) -> Citizen:
    """Somebody whose company is ready to be handed in, but for the face."""
    citizen = town.citizen(name)
    await citizen.say("我要注册一家公司")
    for label in ("一个自然人", "只开网店", "一般项目", "公积金和预约开户", "都能", "网上办", "就在这里提交"):
        await citizen.tap(label)
    await citizen.log_in("founder", town.departments)
    for label in ("同意，帮我查", "没问题，就用这些"):
        await citizen.tap(label)
    await citizen.say(*WRITTEN[:4], "100万", WRITTEN[4])
    for label in ("都属实", "电子的", "没问题，提交"):
        await citizen.tap(label)
    await citizen.log_in("founder", town.departments, "face")
    return citizen


async def test_nothing_of_an_application_leaks(
    database: AsyncEngine, catalogue: Catalogue, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    town = Town(database, catalogue, shares=True, applies=True)
    citizen, desk = await prepared(town, "someone"), town.departments.office.desk
    case, department = await citizen.case(), "market-regulation"
    await desk.ask(case, department, [DECIDED[0]], "1")
    await town.work()
    assert DECIDED[0] in "".join(message.text for message in await citizen.terminal.waiting())
    await citizen.upload(WRITTEN[5])
    await citizen.tap("就这些，补交")
    await desk.approve(case, department, "2", {"credit_code": DECIDED[2]})
    town.watch.wait(minutes=3)
    await town.work()

    other = await prepared(town, "other")
    await desk.refuse(await other.case(), department, Refusal(DECIDED[1]), "3")
    await town.work()
    assert DECIDED[1] in "".join(message.text for message in await other.terminal.waiting())

    rows = list(await plain(database))
    tables = {name for name, _ in rows}
    assert {"application", "application_event", "paper", "demonstration_told", "promise", "conversation"} <= tables, (
        tables
    )
    secret = (*WRITTEN, *DECIDED)
    assert [(name, value) for name, text in rows for value in secret if value in text] == []
    assert [value for value in secret if value.encode() in file_of(database)] == []
    assert [value for value in secret if value in caplog.text] == []
