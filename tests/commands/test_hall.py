"""The day in the hall from a shell: numbers on stdout, words on stderr, refusals in one sentence. On both databases."""

from __future__ import annotations

import asyncio

import pytest

from bot.api.keys import ApiKeys
from bot.backends.onewindow import OneWindow
from bot.database.engine import open_engine
from tests.backends.contract import asking
from tests.backends.town import Clock
from tests.commands.conftest import Ended, Office
from tests.small import small_province

CASE = "ABCD2345"
EAST = ("--centre", "east")


@pytest.fixture
def clock(office: Office, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Clock:
    monkeypatch.setenv("DATABASE_URL", database_url)
    clock = Clock()
    for module in ("hall_desk", "api_keys"):
        monkeypatch.setattr(f"bot.commands.{module}.present", clock)
    return clock


def test_a_day(office: Office, database_url: str, clock: Clock) -> None:
    def hall(*arguments: str) -> Ended:
        return office.run("hall", *arguments, *EAST)

    async def book() -> None:
        engine = open_engine(database_url)
        await asking.book(OneWindow(engine, small_province(), clock), "east.permits.20261201T0100Z", CASE)
        await engine.dispose()

    assert hall("queue").out == "Nobody is in the hall.\n"
    asyncio.run(book())
    came = hall("check-in", "abcd 2345")
    assert (came.code, came.out) == (0, "A001\n")
    assert came.err == "A001: waits, permits, by appointment, 0 before, about 50 min by plan, too few measured\n"
    first = hall("walk-in", "permits", "--key", "k1")
    assert [first.out, hall("walk-in", "permits", "--key", "k1").out] == ["A002\n", "A002\n"]
    clock.turn(50)
    assert hall("call", "permits", "--window", "5").out == "A001\n"
    busy = hall("call", "permits", "--window", "5")
    assert (busy.code, busy.err) == (1, "The window still has A001: finish it first with done, left or no-show.\n")
    assert [line.split("  ")[0] for line in hall("queue").out.splitlines()] == ["Number", "A001", "A002"]
    assert hall("done", "a001").err == "A001: served, permits, by appointment\n"
    [waits] = hall("queue", "--json").lines
    assert (waits["number"], waits["wait"]) == ("A002", {"ahead": 0, "minutes": 0, "measured": False})
    assert hall("call", "permits", "--window", "5").out == "A002\n"
    assert hall("no-show", "A002").err.startswith("A002: waits")
    assert hall("left", "A002").err == "A002: left, permits, without appointment\n"
    nobody = hall("call", "permits", "--window", "5")
    assert (nobody.code, nobody.out, nobody.err) == (1, "", "Nobody waits for permits in east.\n")


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["walk-in", "permitz", *EAST], 2, 'In centre east there is no counter "permitz". Did you mean "permits"?'),
        (["queue", "--centre", "eats"], 2, 'There is no centre "eats". Did you mean "east"?'),
        (
            ["check-in", "nobody", *EAST],
            2,
            '"nobody" is no code of a case: that is eight letters and digits, as in',
        ),
        (["check-in", CASE, *EAST], 1, "Today there is no ABCD 2345 in east: look at the code or the number, or give"),
        (["check-in", "OV1:00C0FFEE42:ABC", *EAST], 1, "The ticket is not genuine, or not of this installation:"),
        (["done", "A001", *EAST], 1, "Today there is no A001 in east: look at the code or the number, or give one"),
        (["done", "five", *EAST], 2, "number: String should match pattern"),
    ],
    ids=["counter", "centre", "no code", "no case", "no ticket", "no number", "no such number"],
)
def test_what_cannot_be_is_said_in_one_sentence(
    office: Office, clock: Clock, arguments: list[str], code: int, sentence: str
) -> None:
    ended = office.run("hall", *arguments)
    assert (ended.code, ended.out) == (code, "")
    assert ended.err.startswith(sentence)
    assert ended.err.count("\n") == 1


def test_a_key_for_one_hall(office: Office, database_url: str, clock: Clock) -> None:
    key = office.run("api-keys", "add", "hall:east").out.strip()

    async def whose() -> tuple[str | None, str | None]:
        engine = open_engine(database_url)
        caller = await ApiKeys(engine, clock).verify(key)
        await engine.dispose()
        return caller.hall, caller.department

    assert asyncio.run(whose()) == ("east", None)
    wrong = office.run("api-keys", "add", "hall:eats")
    assert (wrong.code, wrong.err) == (2, 'There is no department "hall:eats". Did you mean "hall:east"?\n')
