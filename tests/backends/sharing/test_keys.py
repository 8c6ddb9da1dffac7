"""The same key twice, at once, from two replicas, and from a process that was killed: one answer, one trace."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backends.onewindow.sharing.tables import consent, data_log, evidence, notice, sharing_call
from bot.backends.onewindow.sharing.verifying import Whole, verify
from bot.database.engine import open_engine
from bot.dialogue.shared_data import Erased
from tests.backends.sharing.conftest import County
from tests.backends.sharing.county import BUYER, HOME, SELLER, about, citizen, entry
from tests.backends.sharing.registers import Register
from tests.backends.sharing.story import CHILD, FILLING, KINDS, Killed, Told, fill, killed_at, live, mark, until_done

CHILDREN = (citizen(501), citizen(502))


def fill_all(county: County, number: str = BUYER) -> None:
    fill(county.registers, number, CHILDREN)


async def test_each_call_answers_twice_the_same(county: County) -> None:
    fill_all(county)
    window = county.window
    given = await window.agree(BUYER, about(FILLING), "k1")
    county.clock.turn(5)
    assert await window.agree(BUYER, about(FILLING), "k1") == given
    findings = await window.look_up(given.id, (FILLING,), "k1")
    county.registers["home-register"].entries.clear()
    assert await window.look_up(given.id, (FILLING,), "k1") == findings
    exported = await window.export(BUYER, "k1")
    county.clock.turn(5)
    assert await window.export(BUYER, "k1") == exported
    erased = await window.erase(BUYER, "k1")
    await window.agree(BUYER, about(FILLING), "k2")
    assert await window.erase(BUYER, "k1") == erased
    assert len((await window.own_data(BUYER)).consents) == 1
    assert [kind for kind, *_ in await county.log()] == ["agreed", "read", "exported", "erased", "agreed"]


async def test_a_repeated_agreement_does_not_come_back_to_life(county: County) -> None:
    given = await county.window.agree(BUYER, about(HOME), "k1")
    await county.window.erase(BUYER, "k2")
    assert await county.window.agree(BUYER, about(HOME), "k1") == given
    assert await county.rows(consent) == []


async def test_registers_are_not_asked_again_for_a_key_that_was_answered(county: County) -> None:
    fill_all(county)
    given = await county.agree()
    await county.window.look_up(given, (HOME,), "k1")
    await county.window.look_up(given, (HOME,), "k1")
    assert county.registers["home-register"].asked == [BUYER]


async def test_a_key_counts_for_one_citizen_alone(county: County) -> None:
    """Keys are made from cases, so this should not be; if it is, nobody is answered with what another was."""
    fill_all(county)
    fill_all(county, SELLER)
    first, second = [await county.window.agree(number, about(FILLING), "k1") for number in (BUYER, SELLER)]
    assert first.id != second.id
    own, other = [(await county.window.look_up(each.id, (FILLING,), "k1"))[0] for each in (first, second)]
    assert own.shown != other.shown
    assert mark(SELLER) in await county.window.export(SELLER, "k1")
    assert mark(SELLER) not in await county.window.export(BUYER, "k1")


async def test_eight_at_once_with_one_key_get_one_answer(county: County, database_url: str) -> None:
    """Each finds the register in another state; one answer is kept, and that is everybody's."""
    county.registers["home-register"] = Register(script=[entry(BUYER, area=str(n)) for n in range(8)])
    given = await county.agree()
    engine = open_engine(database_url)
    replicas = [county.window, county.replica(engine=engine)] * 4
    answers = await asyncio.gather(*(one.look_up(given, (HOME,), "k1") for one in replicas))
    await engine.dispose()
    assert len(set(answers)) == 1
    assert [kind for kind, *_ in await county.log()] == ["agreed", "read"]
    assert (len(await county.rows(evidence)), len(await county.rows(sharing_call))) == (1, 2)


async def test_eight_at_once_agree_dispute_withdraw_export_and_erase_once(county: County) -> None:
    fill_all(county)
    window = county.window
    consents = await asyncio.gather(*(window.agree(BUYER, about(FILLING), "k") for _ in range(8)))
    assert len({each.id for each in consents}) == 1
    given = consents[0].id
    [finding] = await window.look_up(given, (FILLING,), "k")
    await asyncio.gather(*(window.dispute(given, finding, "k") for _ in range(8)))
    assert len(await county.rows(notice)) == 1
    assert len(set(await asyncio.gather(*(window.export(BUYER, "k") for _ in range(8))))) == 1
    await asyncio.gather(*(window.withdraw(BUYER, given, "k") for _ in range(8)))
    assert len(set(await asyncio.gather(*(window.erase(BUYER, "k") for _ in range(8))))) == 1
    kinds = [kind for kind, *_ in await county.log()]
    assert kinds == ["agreed", "read", "disputed", "exported", "withdrawn", "erased"]


async def test_a_look_up_and_a_withdrawal_at_once_leave_all_or_nothing(county: County) -> None:
    fill_all(county)
    for turn in range(10):
        given = await county.agree(case=f"A{turn}")
        looked, _ = await asyncio.gather(
            county.window.look_up(given, (HOME,), "k1"),
            county.window.withdraw(BUYER, given, f"k{turn}"),
            return_exceptions=True,
        )
        assert isinstance(looked, tuple | Exception)
        assert await county.rows(evidence) == []
        assert [row for row in await county.rows(sharing_call) if row.call == "look_up" and row.answer] == []
    assert isinstance(await verify(county.engine, county.vault), Whole)


async def test_an_export_and_an_erasure_at_once_leave_no_copy(county: County) -> None:
    fill_all(county)
    for turn in range(10):
        given = await county.agree(case=f"A{turn}")
        await county.window.look_up(given, (HOME,), "k1")
        await asyncio.gather(county.window.export(BUYER, f"e{turn}"), county.window.erase(BUYER, f"k{turn}"))
        copies = [row for row in await county.rows(sharing_call) if row.call == "export" and row.answer]
        texts = [county.vault.open_json(row.answer, sharing_call.c.answer) for row in copies]
        assert [text for text in texts if "示范市" in text] == []


async def test_the_story_ends_well(county: County) -> None:
    fill_all(county)
    told = await live(county.window, BUYER)
    assert [each.state for each in told.findings] == ["found", "several", "found"]
    assert mark(BUYER) in told.exported
    assert told.erased == Erased(evidence=0, consents_ended=1, kept=len(KINDS))
    assert [kind for kind, *_ in await county.log()] == KINDS
    assert await county.rows(evidence) == []


async def test_killed_before_a_step_of_the_database_it_ends_as_if_it_had_not_been(
    county: County, database: AsyncEngine
) -> None:
    """One citizen for each killing. Every sixth step on each database, and on each another sixth: all take minutes."""
    fill_all(county, citizen(0))
    with killed_at(database, 0) as made:
        well = await live(county.window, citizen(0))
    steps = made[0]
    assert steps > 60
    killings = range(1 if database.dialect.name == "sqlite" else 4, steps + 1, 6)
    for step in killings:
        number = citizen(step)
        fill_all(county, number)
        with killed_at(database, step) as made:
            answers = await live(county.window, number, until_done)
        assert made[0] > step
        assert _plain(answers, number) == _plain(well, citizen(0))
    log = await county.rows(data_log)
    by_person: dict[bytes, list[str]] = {}
    for row in log:
        by_person.setdefault(row.person, []).append(row.kind)
    assert list(by_person.values()) == [KINDS] * (len(killings) + 1)
    assert (len(await county.rows(notice)), await county.rows(evidence)) == (len(killings) + 1, [])
    assert await verify(database, county.vault) == Whole(len(log), log[-1].hash.hex())


@pytest.mark.parametrize("register", ["home-register", "population-register", "birth-certificates"])
async def test_killed_while_a_register_is_asked(county: County, register: str) -> None:
    fill_all(county)
    given = await county.agree(BUYER, FILLING, CHILD)
    wanted = (FILLING, replace(CHILD, which=0))
    county.registers[register].script = iter([Killed()])
    with pytest.raises(BaseExceptionGroup) as killed:
        await county.window.look_up(given, wanted, "k1")
    assert killed.value.split(Killed)[1] is None
    assert (await county.rows(evidence), [kind for kind, *_ in await county.log()]) == ([], ["agreed"])
    assert [each.state for each in await county.window.look_up(given, wanted, "k1")] == ["found", "found"]
    assert len(await county.rows(evidence)) == 2
    assert [kind for kind, *_ in await county.log()] == ["agreed", *["read"] * 4]


def _plain(answers: Told, number: str) -> str:
    return str(answers).replace(mark(number), "....").replace("*" * 14 + number[-4:], "....")
