"""The log: what stands in it, that lines are never lost or doubled, and that whoever touches it is found out."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backends.onewindow.sharing.log import Line, Log
from bot.backends.onewindow.sharing.tables import data_log, data_log_head
from bot.backends.onewindow.sharing.verifying import Broken, Whole, verify
from bot.database.encryption import Vault, new_key, new_secret
from bot.dialogue.shared_data import NoConsent, Reading
from tests.backends.sharing.conftest import County
from tests.backends.sharing.county import BUYER, HOME, NOW, SELLER, citizen, entry
from tests.backends.sharing.registers import DOWN, Register
from tests.backends.sharing.story import CHILD, fill

LINES = 5
PERSON = b"p" * 16


@pytest.fixture
async def lines(database: AsyncEngine, vault: Vault) -> list[Any]:
    """A log of five lines, as rows."""
    async with database.begin() as connection:
        for number in range(LINES):
            line = Line("read", PERSON, {"register": f"r{number}", "document": "证明"})
            await Log(vault).append(connection, NOW + timedelta(seconds=number, microseconds=number), [line])
    async with database.connect() as connection:
        return list(await connection.execute(data_log.select().order_by(data_log.c.seq)))


async def test_every_reading_and_every_failed_attempt_is_a_line(county: County) -> None:
    county.registers["home-register"] = Register(script=[DOWN, DOWN, DOWN])
    county.registers["archive"] = Register(entry(BUYER))
    given = await county.agree()
    await county.window.look_up(given, (HOME,), "k1")
    assert await county.log() == [
        ("agreed", None, None),
        ("read", "home-register", "unavailable"),
        ("read", "archive", "found"),
    ]


async def test_the_entry_of_another_person_is_noted_besides(county: County) -> None:
    county.registers["home-register"] = Register(script=[entry(SELLER)])
    given = await county.agree()
    await county.window.look_up(given, (HOME,), "k1")
    assert (await county.log())[1:3] == [
        ("read", "home-register", "unavailable"),
        ("wrong-person", "home-register", "unavailable"),
    ]


async def test_what_is_read_for_a_child_stands_with_the_citizen_who_agreed(county: County) -> None:
    fill(county.registers, BUYER, (citizen(501),))
    given = await county.agree(BUYER, CHILD)
    await county.window.look_up(given, (CHILD,), "k1")
    rows = await county.rows(data_log)
    bodies = [county.vault.open_json(row.body, data_log.c.body) for row in rows if row.kind == "read"]
    assert [(body["role"], body["register"]) for body in bodies] == [
        ("child", "birth-certificates"),
        ("child", "population-register"),
        ("child", "population-register"),
    ]
    assert {row.person for row in rows} == {rows[0].person}
    assert (await county.window.own_data(citizen(501))).readings == ()


async def test_readings_are_seen_newest_first(county: County) -> None:
    county.registers["home-register"] = Register(entry(BUYER))
    given = await county.agree()
    await county.window.look_up(given, (HOME,), "k1")
    county.clock.turn(1)
    county.registers["home-register"].entries.clear()
    await county.window.look_up(given, (HOME,), "k2")

    def reading(minutes: int, register: str, state: Any) -> Reading:
        at = NOW + timedelta(minutes=minutes)
        return Reading(at, "A1", "property-transfer", register, "home-certificate", state, "citizen")

    assert (await county.window.own_data(BUYER)).readings == (
        reading(1, "archive", "not_found"),
        reading(1, "home-register", "not_found"),
        reading(0, "home-register", "found"),
    )
    assert (await county.window.own_data(SELLER)).readings == ()


async def test_the_last_two_hundred_readings_are_seen(county: County) -> None:
    given = await county.agree()
    for number in range(101):
        await county.window.look_up(given, (HOME,), f"k{number}")
    assert len((await county.window.own_data(BUYER)).readings) == 200


async def test_what_was_refused_beforehand_leaves_no_line(county: County) -> None:
    given = await county.agree()
    await county.window.withdraw(BUYER, given, "k1")
    with pytest.raises(NoConsent):
        await county.window.look_up(given, (HOME,), "k2")
    assert [kind for kind, *_ in await county.log()] == ["agreed", "withdrawn"]


async def test_many_at_once_leave_a_chain_without_gaps(county: County) -> None:
    numbers = [citizen(n) for n in range(64)]
    await asyncio.gather(*(county.agree(number) for number in numbers))
    rows = await county.rows(data_log)
    assert [row.seq for row in rows] == list(range(1, 65))
    assert len({row.person for row in rows}) == 64
    assert await verify(county.engine, county.vault) == Whole(64, rows[-1].hash.hex())


async def test_what_is_undone_takes_its_lines_with_it(database: AsyncEngine, vault: Vault, lines: list[Any]) -> None:
    async with database.connect() as connection:
        await Log(vault).append(connection, NOW, [Line("read", PERSON, {})])
        await connection.rollback()
    assert await verify(database, vault) == Whole(LINES, lines[-1].hash.hex())


async def test_an_empty_log_is_whole(database: AsyncEngine, vault: Vault) -> None:
    assert await verify(database, vault) == Whole(0, bytes(32).hex())


@pytest.mark.parametrize("batch", [1, 2, LINES, 500])
async def test_it_is_walked_in_batches(database: AsyncEngine, vault: Vault, lines: list[Any], batch: int) -> None:
    assert await verify(database, vault, batch) == Whole(LINES, lines[-1].hash.hex())
    await _change(database, data_log.delete().where(data_log.c.seq == 4))
    assert await verify(database, vault, batch) == Broken(4, "Line 4 of the log is missing.")


async def test_equal_lines_have_unequal_hashes(database: AsyncEngine, vault: Vault) -> None:
    """Without random bytes in each, a hash would tell whoever guesses right what it stands for."""
    async with database.begin() as connection:
        await Log(vault).append(connection, NOW, [Line("read", PERSON, {})])
        [first] = await connection.execute(data_log.select())
        await connection.execute(delete(data_log))
        await connection.execute(delete(data_log_head))
        await Log(vault).append(connection, NOW, [Line("read", PERSON, {})])
        [second] = await connection.execute(data_log.select())
    assert (first.seq, first.previous, first.at) == (second.seq, second.previous, second.at)
    assert first.hash != second.hash


async def test_sealed_anew_with_another_key_it_stays_whole(database: AsyncEngine) -> None:
    index, first, second = new_key(), new_key(), new_key()
    old = Vault.from_secret(f"index:{index} 1:{first}")
    both, new = (Vault.from_secret(f"index:{index} {keys}") for keys in (f"1:{first} 2:{second}", f"2:{second}"))
    async with database.begin() as connection:
        await Log(old).append(connection, NOW, [Line("read", PERSON, {"register": "证明", "n": [1, None, 0.5]})] * 3)
        for row in list(await connection.execute(data_log.select())):
            body = both.seal(both.open(row.body, data_log.c.body), data_log.c.body)
            await connection.execute(_set(row.seq, body=body))
    assert isinstance(await verify(database, new), Whole)
    found = await verify(database, old)
    assert isinstance(found, Broken)
    assert (found.line, "its key is not in the key file" in found.why) == (1, True)


OTHER = bytes(31) + b"\1"


def _set(seq: int, /, **values: Any) -> Any:
    return update(data_log).where(data_log.c.seq == seq).values(**values)


@pytest.mark.parametrize("seq", range(1, LINES + 1))
@pytest.mark.parametrize(
    ("column", "value", "why"),
    [
        ("at", NOW - timedelta(days=1), "was altered"),
        ("kind", "agreed", "was altered"),
        ("person", b"q" * 16, "was altered"),
        ("previous", OTHER, "does not follow the line before it"),
        ("hash", OTHER, "was altered"),
        ("seq", 99, "is missing"),
    ],
)
async def test_a_changed_column_is_found_out(
    database: AsyncEngine, vault: Vault, lines: list[Any], seq: int, column: str, value: Any, why: str
) -> None:
    await _change(database, _set(seq, **{column: value}))
    found = await verify(database, vault)
    assert isinstance(found, Broken)
    assert (found.line, why in found.why, str(seq) in found.why) == (seq, True, True)


@pytest.mark.parametrize("seq", range(1, LINES + 1))
async def test_a_changed_body_is_found_out(database: AsyncEngine, vault: Vault, lines: list[Any], seq: int) -> None:
    forged = {"bits flipped": _flip(lines[seq - 1].body), "another vault": _strange(), "a line more": None}
    for name, body in forged.items():
        body = body or vault.seal_json({"register": "r9"}, data_log.c.body)
        await _change(database, _set(seq, body=body))
        found = await verify(database, vault)
        assert isinstance(found, Broken), name
        assert found.line == seq
        assert ("cannot be opened" in found.why) == (name != "a line more")
    other = lines[seq % LINES].body
    await _change(database, _set(seq, body=other))
    assert await verify(database, vault) == Broken(seq, f"Line {seq} of the log was altered.")
    await _change(database, _set(seq, body=lines[seq - 1].body))
    assert isinstance(await verify(database, vault), Whole)


@pytest.mark.parametrize("seq", range(1, LINES + 1))
async def test_a_line_that_was_taken_out_is_found_out(
    database: AsyncEngine, vault: Vault, lines: list[Any], seq: int
) -> None:
    await _change(database, delete(data_log).where(data_log.c.seq == seq))
    found = await verify(database, vault)
    assert isinstance(found, Broken)
    assert (found.line, found.why.startswith(f"Line {seq} of the log is missing")) == (seq, True)


@pytest.mark.parametrize("seq", range(1, LINES))
async def test_a_gap_that_was_closed_is_found_out(
    database: AsyncEngine, vault: Vault, lines: list[Any], seq: int
) -> None:
    closing = [_set(later, seq=later - 1) for later in range(seq + 1, LINES + 1)]
    await _change(database, delete(data_log).where(data_log.c.seq == seq), *closing)
    found = await verify(database, vault)
    assert isinstance(found, Broken)
    assert found.line == seq


@pytest.mark.parametrize("left", range(LINES))
async def test_an_end_that_was_cut_off_is_found_out(
    database: AsyncEngine, vault: Vault, lines: list[Any], left: int
) -> None:
    await _change(database, delete(data_log).where(data_log.c.seq > left))
    assert await verify(database, vault) == Broken(
        left + 1, f"Line {left + 1} of the log is missing: 5 lines were written."
    )


@pytest.mark.parametrize(("first", "second"), [(1, 2), (2, 4), (4, 5), (1, 5)])
async def test_lines_that_were_swapped_are_found_out(
    database: AsyncEngine, vault: Vault, lines: list[Any], first: int, second: int
) -> None:
    await _change(database, _set(first, seq=99), _set(second, seq=first), _set(99, seq=second))
    found = await verify(database, vault)
    assert isinstance(found, Broken)
    assert found.line == first


@pytest.mark.parametrize(
    ("values", "broken"),
    [
        ({"seq": 4}, Broken(5, "Line 5 of the log was added behind its back: 4 lines were written.")),
        ({"seq": 6}, Broken(6, "Line 6 of the log is missing: 6 lines were written.")),
        ({"hash": OTHER}, Broken(5, "Line 5 of the log is not the one that was written last.")),
    ],
)
async def test_a_changed_head_is_found_out(
    database: AsyncEngine, vault: Vault, lines: list[Any], values: dict[str, Any], broken: Broken
) -> None:
    await _change(database, update(data_log_head).values(**values))
    assert await verify(database, vault) == broken


async def test_a_head_that_is_gone_is_found_out(database: AsyncEngine, vault: Vault, lines: list[Any]) -> None:
    await _change(database, delete(data_log_head))
    assert await verify(database, vault) == Broken(
        1, "Line 1 of the log was added behind its back: 0 lines were written."
    )


async def test_a_line_with_a_right_hash_at_the_end_is_found_out(
    database: AsyncEngine, vault: Vault, lines: list[Any]
) -> None:
    """Copied whole under the next number: it does not follow the last."""
    last = lines[-1]
    copy = {"seq": 6, "at": last.at, "kind": last.kind, "person": last.person, "body": last.body}
    await _change(database, data_log.insert().values(**copy, previous=last.hash, hash=last.hash))
    assert await verify(database, vault) == Broken(6, "Line 6 of the log was altered.")


async def _change(database: AsyncEngine, *statements: Any) -> None:
    async with database.begin() as connection:
        for statement in statements:
            await connection.execute(statement)


def _flip(sealed: Any) -> Any:
    return type(sealed)(sealed[:-1] + bytes([sealed[-1] ^ 1]))


def _strange() -> Any:
    return Vault.from_secret(new_secret()).seal_json({}, data_log.c.body)
