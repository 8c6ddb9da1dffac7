"""Registers are taken down and up by one process, and another one notices; on both databases."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import Table, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backends.onewindow.sharing import tables as sharing
from bot.backends.onewindow.sharing.register import Enquiry, RegisterDown
from bot.backends.onewindow.sharing.verifying import Whole, verify
from bot.database.encryption import Vault
from bot.database.engine import open_engine
from bot.demonstration.people import People
from bot.demonstration.registers import registers
from bot.demonstration.resetting import Forgotten, reset
from bot.demonstration.switches import stored_switches, switch, switch_up, switched
from bot.demonstration.tables import demonstration_switch
from bot.dialogue.shared_data import Asked, Wanted
from bot.identity import tables as identity
from bot.identity.persons import Proof, save
from tests.demonstration.conftest import Clock
from tests.demonstration.looking import look_up, matters, open_shared
from tests.shipped import shipped_province

REAL = "990001197001010014"
"""Somebody who is not of the demonstration."""


async def test_at_first_every_register_is_up(database: AsyncEngine) -> None:
    assert await switched(database) == {}
    assert await stored_switches(database)("tax-records") is None


async def test_another_process_notices_at_once(database: AsyncEngine, database_url: str, people: People) -> None:
    other = open_engine(database_url)
    try:
        register = registers(people, shipped_province(), stored_switches(other), latency=0)["real-estate-register"]
        enquiry = Enquiry(people.citizens["seller-b"].number, "ownership-certificate", "property-transfer", "case")
        assert await register.ask(enquiry) is not None
        await switch(database, ["real-estate-register", "tax-records"], "down")
        with pytest.raises(RegisterDown):
            await register.ask(enquiry)
        await switch(database, ["real-estate-register"], "slow")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(register.ask(enquiry), 0.5)
        assert await switched(database) == {"real-estate-register": "slow", "tax-records": "down"}
        await switch_up(database, ["real-estate-register", "never-switched"])
        assert await register.ask(enquiry) is not None
        assert await switched(other) == {"tax-records": "down"}
    finally:
        await other.dispose()


async def test_doing_it_twice_is_doing_it_once(database: AsyncEngine) -> None:
    for _ in range(2):
        await switch(database, ["tax-records", "tax-records"], "down")
        assert await switched(database) == {"tax-records": "down"}
    await switch(database, [], "slow")
    for _ in range(2):
        await switch_up(database)
        assert await switched(database) == {}


async def test_two_who_switch_at_once_do_not_stumble(database: AsyncEngine) -> None:
    names = sorted(shipped_province().registers)
    await asyncio.gather(
        *(switch(database, order, "down") for _ in range(5) for order in (names, list(reversed(names)))),
        *(switch_up(database, names[:10]) for _ in range(5)),
    )
    assert set(await switched(database)) >= set(names[10:])


async def test_only_known_states_are_kept(database: AsyncEngine) -> None:
    with pytest.raises(IntegrityError):
        async with database.begin() as connection:
            await connection.execute(insert(demonstration_switch).values(register="tax-records", state="odd"))


async def test_a_database_that_is_gone_is_a_register_that_is_down(empty_database_url: str) -> None:
    engine = open_engine(empty_database_url)
    try:
        with pytest.raises(RegisterDown):
            await stored_switches(engine)("tax-records")
    finally:
        await engine.dispose()


async def test_reset_forgets_the_demonstration_and_nobody_else(
    database: AsyncEngine, vault: Vault, people: People, clock: Clock
) -> None:
    shared = open_shared(database, vault, people, clock)
    thing = Wanted(person="you", registers=("tax-records",), document="income-proof")
    real = await shared.agree(REAL, Asked("case", "procedure", "publication", (thing,)), "real")
    await shared.look_up(real.id, (thing,), "real")
    await shared.dispute(real.id, (await shared.look_up(real.id, (thing,), "real"))[0], "real")
    you, matter = next(matters(people))
    (first, *_) = await look_up(shared, people, you, matter)
    for number in (people.citizens["buyer-a"].number, REAL):
        await log_in(database, vault, number, clock)
    given = await shared.agree(people.citizens["buyer-a"].number, Asked("c", "p", "x", (thing,)), "mine")
    await shared.dispute(given.id, (await shared.look_up(given.id, (thing,), "mine"))[0], "mine")
    await switch(database, ["tax-records"], "down")
    assert first.finding.state == "found"
    lines = await count(database, sharing.data_log)

    gone = await reset(database, vault, people)

    assert gone == Forgotten(switches=1, consents=3, evidence=gone.evidence, notices=1, logins=1)
    assert gone.evidence > 10
    assert await switched(database) == {}
    for number in (person.number for person in people.everybody.values()):
        assert (await shared.own_data(number)).consents == ()
    assert await count(database, sharing.evidence) == 0  # nothing was found about the other
    assert [consent.id for consent in (await shared.own_data(REAL)).consents] == [real.id]
    assert await shared.look_up(real.id, (thing,), "real") != ()  # answered as before
    for table in (sharing.notice, identity.person, identity.login):
        assert await count(database, table) == 1
    assert await count(database, sharing.data_log) == lines
    assert isinstance(await verify(database, vault), Whole)
    again = await shared.agree(people.citizens["buyer-a"].number, Asked("c", "p", "x", (thing,)), "mine")
    assert again.id != given.id
    assert await reset(database, vault, people) == Forgotten(0, 1, 0, 0, 0)


async def count(database: AsyncEngine, table: Table) -> int:
    async with database.connect() as connection:
        return await connection.scalar(select(func.count()).select_from(table)) or 0


async def log_in(database: AsyncEngine, vault: Vault, number: str, clock: Clock) -> None:
    async with database.begin() as connection:
        person = await save(connection, vault, Proof(number, "某人", "face"), clock.now)
        await connection.execute(
            insert(identity.login).values(
                chat=f"terminal:{person}",
                key="login",
                level="face",
                state="used",
                expires_at=clock.now,
                token_hash=person.encode(),
                token=vault.seal_json("token", identity.login.c.token),
                person=person,
                wrong=0,
                answer=vault.seal_json({}, identity.login.c.answer),
            )
        )
