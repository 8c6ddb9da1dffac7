"""Windows closed and opened again, from a shell."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.backends.onewindow import OneWindow
from bot.database.engine import open_engine
from tests.backends.contract.asking import book
from tests.backends.town import NOW, Clock
from tests.commands.conftest import Office
from tests.small import small_province

# The small town's one centre has two windows for permits, in slots of fifteen minutes from 09:00 on.
SLOT = "east.permits.20261202T0100Z"


@pytest.fixture(autouse=True)
def installation(office: Office, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setattr("bot.commands.leave.present", Clock())


def at_the_window(database_url: str, act: Callable[[OneWindow], Awaitable[Any]]) -> Any:
    async def acted() -> Any:
        engine = open_engine(database_url)
        try:
            return await act(OneWindow(engine, small_province(), Clock()))
        finally:
            await engine.dispose()

    return asyncio.run(acted())


def offered(database_url: str) -> list[int]:
    """Free places in the first two slots of that Wednesday."""
    slots = at_the_window(database_url, lambda window: window.slots("east", "permits", NOW.date(), 2))
    return [slot.free for slot in slots if slot.starts_at >= datetime(2026, 12, 2, 1, tzinfo=UTC)][:2]


def test_a_leave_is_entered_listed_and_removed(office: Office, database_url: str) -> None:
    added = office.run("leave", "add", "east", "permits", "2026-12-02", "2026-12-02T09:15")
    assert (added.code, added.err) == (0, "")
    id = added.out.strip()
    assert re.fullmatch(r"[0-9a-f]{8}", id)
    assert offered(database_url) == [1, 2]
    listed = office.run("leave", "list")
    assert listed.out == f"{id}  east  permits  2026-12-02T00:00  2026-12-02T09:15  1\n"
    removed = office.run("leave", "remove", id)
    assert (removed.code, removed.out) == (0, "")
    assert offered(database_url) == [2, 2]
    assert office.run("leave", "list").out == ""
    again = office.run("leave", "remove", id)
    assert (again.code, again.err.startswith(f'There is no leave "{id}".')) == (2, True)


def test_a_last_day_is_closed_to_its_end_and_crowds_are_told(office: Office, database_url: str) -> None:
    at_the_window(database_url, lambda window: book(window, SLOT, "A1"))
    added = office.run("leave", "add", "east", "permits", "2026-12-02", "2026-12-03", "--windows", "2")
    assert added.err == "2026-12-02T09:00  1 booked, windows open: 0. They come all the same.\n"
    assert office.run("leave", "list").out.split()[3:] == ["2026-12-02T00:00", "2026-12-04T00:00", "2"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["eats", "permits", "2026-12-02", "2026-12-03"], 'There is no centre "eats". Did you mean "east"?'),
        (["east", "permit", "2026-12-02", "2026-12-03"], 'no counter "permit". Did you mean "permits"?'),
        (["east", "permits", "2026-12-03", "2026-12-02"], "TO has to be later than FROM"),
        (["east", "permits", "2026-12-02T10:00", "2026-12-02T10:00"], "TO has to be later than FROM"),
        (["east", "permits", "2026-11-02", "2026-11-30"], '"2026-11-30" is over'),
        (["east", "permits", "2026-13-02", "2026-12-03"], '"2026-13-02" is no time: write 2026-12-02'),
        (["east", "permits", "2026-12-02", "9999-12-31"], '"9999-12-31" is no time'),
        (["east", "permits", "2026-12-02", "2026-12-03", "--windows", "3"], "has no more windows than 2"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_written_wrong_is_said(office: Office, arguments: list[str], says: str) -> None:
    ended = office.run("leave", "add", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert says in ended.err
