"""After everything that can happen, no number, name or address stands anywhere in plain text."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import LargeBinary, TypeDecorator

from bot.backends.onewindow.sharing.tables import consent, data_log, evidence, notice, sharing_call
from bot.database.migrations.models import all_tables
from bot.database.types import SealedBinary
from tests.backends.sharing.conftest import County
from tests.backends.sharing.county import ADDRESS, BUYER, SELLER, citizen, entry
from tests.backends.sharing.story import CHILD, FILLING, fill, live, mark

CHILDREN = (citizen(501), citizen(502))


async def test_nothing_personal_stands_in_plain_text(
    county: County, caplog: pytest.LogCaptureFixture, database_url: str
) -> None:
    caplog.set_level(logging.DEBUG)
    for number in (BUYER, SELLER):
        fill(county.registers, number, CHILDREN)
    await live(county.window, BUYER)
    given = await county.agree(SELLER, FILLING, CHILD)
    findings = await county.window.look_up(given, (FILLING, CHILD), "k1")
    await county.window.dispute(given, findings[0], "k2")
    await county.window.export(SELLER, "k3")
    county.registers["home-register"].script = iter([entry(BUYER, owner="买方甲乙丙丁"), "<html>", ValueError(SELLER)])
    await county.window.look_up(given, (FILLING,), "k4")
    await county.window.look_up(given, (FILLING,), "k5")

    held = {table.name: await county.rows(table) for table in (consent, evidence, notice, data_log, sharing_call)}
    assert all(held.values())
    personal = (BUYER, SELLER, *CHILDREN, ADDRESS, mark(BUYER), mark(SELLER), "买方", "孩子", BUYER[-8:], "示范市")
    for name, table in all_tables().tables.items():
        for row in await county.rows(table):
            for value in row:
                text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
                assert [word for word in personal if word in text] == [], name
    assert [word for word in personal if word in caplog.text.replace(database_url, "")] == []


def test_what_is_sealed_is_sealed_by_its_type() -> None:
    """Other bytes are a blind index or a hash."""
    plain = {
        str(column)
        for table in (consent, evidence, notice, data_log, sharing_call)
        for column in table.columns
        if isinstance(column.type, LargeBinary) and not isinstance(column.type, TypeDecorator)
    }
    assert plain == {"consent.person", "data_log.person", "data_log.previous", "data_log.hash"}
    sealed = {
        str(column)
        for table in (consent, evidence, notice, data_log, sharing_call)
        for column in table.columns
        if isinstance(column.type, SealedBinary)
    }
    assert sealed == {
        "consent.number",
        "consent.wanted",
        "consent.told",
        "evidence.record",
        "notice.body",
        "data_log.body",
        "sharing_call.answer",
    }
