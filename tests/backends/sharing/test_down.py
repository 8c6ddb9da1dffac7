"""A database that does not answer is a backend that is down, whatever was called."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backends.onewindow.sharing.tables import data_log, evidence
from bot.backends.onewindow.sharing.verifying import verify
from bot.backends.onewindow.sharing.window import SharedOneWindow
from bot.database.encryption import Vault
from bot.dialogue.ports import BackendDown
from bot.dialogue.shared_data import Finding
from tests.backends.sharing.conftest import County
from tests.backends.sharing.county import BUYER, HOME, about, build_county, entry
from tests.backends.sharing.registers import Register
from tests.backends.town import Clock

FINDING = Finding(person="you", document="home-certificate", register="home-register", state="found")
CALLS: dict[str, Callable[[SharedOneWindow], Awaitable[object]]] = {
    "agree": lambda window: window.agree(BUYER, about(HOME), "k1"),
    "look_up": lambda window: window.look_up("c1", (HOME,), "k1"),
    "dispute": lambda window: window.dispute("c1", FINDING, "k1"),
    "withdraw": lambda window: window.withdraw(BUYER, "c1", "k1"),
    "own_data": lambda window: window.own_data(BUYER),
    "export": lambda window: window.export(BUYER, "k1"),
    "erase": lambda window: window.erase(BUYER, "k1"),
    "values": lambda window: window.values("c1"),
    "sweep": lambda window: window.sweep(Clock()()),
}


@pytest.mark.parametrize("call", CALLS)
async def test_a_database_that_does_not_answer(silent: AsyncEngine, vault: Vault, call: str) -> None:
    with pytest.raises(BackendDown):
        await CALLS[call](SharedOneWindow(silent, vault, build_county(), {}, Clock()))


async def test_a_log_that_cannot_be_read_is_not_called_whole(silent: AsyncEngine, vault: Vault) -> None:
    with pytest.raises(BackendDown):
        await verify(silent, vault)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_connection_lost_while_it_is_kept_undoes_the_look_up(county: County) -> None:
    """Lost after the evidence was written and before the log was; the same key then ends well."""
    county.registers["home-register"] = Register(entry(BUYER))
    given = await county.agree()
    lost: list[str] = []

    def lose(connection: object, cursor: object, statement: str, *_: object) -> None:
        if "INTO data_log" in statement and not lost:
            lost.append(statement)
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")  # type: ignore[attr-defined]

    event.listen(county.engine.sync_engine, "before_cursor_execute", lose)
    with pytest.raises(BackendDown):
        await county.window.look_up(given, (HOME,), "k1")
    event.remove(county.engine.sync_engine, "before_cursor_execute", lose)
    assert (await county.rows(evidence), len(await county.rows(data_log))) == ([], 1)
    assert [each.state for each in await county.window.look_up(given, (HOME,), "k1")] == ["found"]
    assert (len(await county.rows(evidence)), len(await county.rows(data_log))) == (1, 2)
    async with county.engine.connect() as connection:
        assert await connection.scalar(text("SELECT 1")) == 1
