"""A one-time code reads a case once, for some minutes, and not after a few guesses."""

from __future__ import annotations

import asyncio

import pytest

from bot.backends.onewindow.applications.tables import call, one_time
from bot.dialogue.applications import Status
from bot.dialogue.ports import Unknown
from tests.backends.applications.hall import Hall
from tests.backends.sharing.county import BUYER, SELLER


def other(code: str, n: int = 1) -> str:
    return f"{(int(code) + n) % 1_000_000:06}"


async def test_it_reads_once(hall: Hall) -> None:
    status = await hall.submit()
    given = await hall.window.give_pass(BUYER, "A1", "give")
    assert (len(given.code), given.code.isdecimal()) == (6, True)
    assert (given.until - hall.clock()).total_seconds() == 600
    assert await hall.window.read_with_pass("A1", given.code, "read") == status
    with pytest.raises(Unknown):
        await hall.window.read_with_pass("A1", given.code, "again")
    hall.clock.turn(60)
    assert await hall.window.read_with_pass("A1", given.code, "read") == status  # the same call


async def test_it_is_good_for_ten_minutes(hall: Hall) -> None:
    await hall.submit()
    given = await hall.window.give_pass(BUYER, "A1", "give")
    hall.clock.turn(9)
    again = await hall.window.give_pass(BUYER, "A1", "give")
    assert again == given
    hall.clock.turn(1)
    with pytest.raises(Unknown):
        await hall.window.read_with_pass("A1", given.code, "read")


async def test_a_new_one_takes_the_place_of_the_one_before(hall: Hall) -> None:
    await hall.submit()
    first = await hall.window.give_pass(BUYER, "A1", "one")
    second = await hall.window.give_pass(BUYER, "A1", "two")
    if first.code != second.code:
        with pytest.raises(Unknown):
            await hall.window.read_with_pass("A1", first.code, "first")
    assert isinstance(await hall.window.read_with_pass("A1", second.code, "second"), Status)


@pytest.mark.parametrize(("wrong", "good"), [(4, True), (5, False)])
async def test_five_guesses_end_it(hall: Hall, wrong: int, good: bool) -> None:
    await hall.submit()
    given = await hall.window.give_pass(BUYER, "A1", "give")
    for n in range(1, wrong + 1):
        with pytest.raises(Unknown):
            await hall.window.read_with_pass("A1", other(given.code, n), f"guess {n}")
    try:
        await hall.window.read_with_pass("A1", given.code, "read")
        read = True
    except Unknown:
        read = False
    assert read is good


async def test_the_same_guess_with_its_key_is_one_guess(hall: Hall) -> None:
    await hall.submit()
    given = await hall.window.give_pass(BUYER, "A1", "give")
    for _ in range(9):
        with pytest.raises(Unknown):
            await hall.window.read_with_pass("A1", other(given.code), "guess")
    assert (await hall.rows(one_time))[0].wrong == 1


async def test_guesses_at_the_same_moment_are_all_counted(hall: Hall) -> None:
    await hall.submit()
    given = await hall.window.give_pass(BUYER, "A1", "give")

    async def guess(n: int) -> None:
        with pytest.raises(Unknown):
            await hall.window.read_with_pass("A1", other(given.code, n), f"guess {n}")

    await asyncio.gather(*(guess(n) for n in range(1, 11)))
    assert await hall.rows(one_time) == []


async def test_of_two_who_read_at_the_same_moment_one_does(hall: Hall) -> None:
    await hall.submit()
    given = await hall.window.give_pass(BUYER, "A1", "give")
    reads = (hall.window.read_with_pass("A1", given.code, f"read {n}") for n in range(10))
    answers = await asyncio.gather(*reads, return_exceptions=True)
    assert sum(isinstance(answer, Status) for answer in answers) == 1
    assert sum(isinstance(answer, Unknown) for answer in answers) == 9


async def test_it_opens_its_own_case_alone(hall: Hall) -> None:
    await hall.submit()
    await hall.submit(case="A2")
    given = await hall.window.give_pass(BUYER, "A1", "give")
    for case in ("A2", "A3"):
        with pytest.raises(Unknown):
            await hall.window.read_with_pass(case, given.code, "read")
    with pytest.raises(Unknown):
        await hall.window.give_pass(SELLER, "A1", "give")
    with pytest.raises(Unknown):
        await hall.window.give_pass(BUYER, "A3", "give")


async def test_no_code_can_be_read_in_the_database(hall: Hall) -> None:
    await hall.submit()
    given = await hall.window.give_pass(BUYER, "A1", "give")
    rows = [*await hall.rows(one_time), *await hall.rows(call)]
    stored = [bytes(value) if isinstance(value, bytes) else str(value).encode() for row in rows for value in row]
    assert not any(given.code.encode() in value for value in stored)
