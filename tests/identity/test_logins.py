"""What the chat calls: links, codes, who it was. Every test on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database.encryption import Vault, new_secret
from bot.dialogue.identity import Identity, IdentityDown, LoginOver, Verified, WrongCode
from bot.identity.attempts import Attempts
from bot.identity.logins import Logins
from bot.identity.persons import Proof
from bot.identity.refusals import LinkOver
from bot.identity.tables import LIVE, login
from tests.identity.conftest import CHAT, NOW, OTHER_CHAT, SETTINGS, Clock, Office, wrong
from tests.identity.people import BUYER, SELLER, SELLER_NAME

SELLER_PROOF = Proof(SELLER, SELLER_NAME, "real-name")


async def count_live(engine: AsyncEngine, chat: str) -> int:
    async with engine.connect() as connection:
        live = select(func.count()).select_from(login).where(login.c.chat == chat, login.c.state.in_(LIVE))
        return (await connection.execute(live)).scalar_one()


async def test_a_link_is_good_for_ten_minutes(office: Office) -> None:
    identity: Identity = office.logins
    link = await identity.open_login(CHAT, "face", "k1")
    token = link.url.removeprefix("http://bot.example/login/")
    assert len(token) == 43  # 256 bits
    assert link.until == NOW + timedelta(minutes=10)
    page = await office.attempts.look(token, {})
    assert (page.level, page.until) == ("face", link.until)


async def test_the_same_key_gives_the_same_link(office: Office) -> None:
    first = await office.logins.open_login(CHAT, "face", "k1")
    office.clock.turn(3)
    assert await office.logins.open_login(CHAT, "face", "k1") == first
    assert len((await office.tables())["login"]) == 1


async def test_the_same_key_of_another_chat_is_another_call(office: Office) -> None:
    own, other = await office.link(CHAT, "k1"), await office.link(OTHER_CHAT, "k1")
    assert own != other


async def test_the_same_call_eight_times_at_once_opens_one_login(office: Office) -> None:
    links = await asyncio.gather(*(office.link() for _ in range(8)))
    assert len(set(links)) == 1
    assert len((await office.tables())["login"]) == 1
    await office.attempts.look(links[0].rpartition("/")[2], {})


async def test_of_eight_links_at_once_one_stays_good(office: Office) -> None:
    links = await asyncio.gather(*(office.link(key=f"k{n}") for n in range(8)))
    assert len(set(links)) == 8
    assert await count_live(office.engine, CHAT) == 1
    tokens = [link.rpartition("/")[2] for link in links]
    looks = await asyncio.gather(*(office.attempts.look(token, {}) for token in tokens), return_exceptions=True)
    assert sum(isinstance(look, LinkOver) for look in looks) == 7


async def test_a_newer_link_makes_the_older_worthless(office: Office) -> None:
    code = await office.show_code()
    await office.link(key="open-2")
    with pytest.raises(LinkOver):
        await office.attempts.look(await office.token(), {})
    with pytest.raises(WrongCode):
        await office.logins.finish_login(CHAT, code, "f1")
    assert (await office.tables())["person"] == []


async def test_a_repeated_call_for_the_older_link_leaves_the_newer_alone(office: Office) -> None:
    await office.link(key="open-1")
    newer = await office.token(key="open-2")
    await office.link(key="open-1")
    await office.attempts.look(newer, {})


async def test_links_of_other_chats_stay_good(office: Office) -> None:
    other = await office.token(OTHER_CHAT)
    await office.link(CHAT)
    await office.attempts.look(other, {})


async def test_the_code_tells_who_it_was(office: Office) -> None:
    code = await office.show_code()
    office.clock.turn(2)
    verified = await office.logins.finish_login(CHAT, code, "f1")
    assert (verified.called, verified.level) == ("买**", "face")
    assert verified.until == NOW + timedelta(minutes=32)
    assert BUYER not in verified.model_dump_json()
    assert await office.logins.number(verified.person) == BUYER


async def test_the_same_call_answers_the_same(office: Office) -> None:
    code = await office.show_code()
    first = await office.logins.finish_login(CHAT, code, "f1")
    office.clock.turn(20)
    assert await office.logins.finish_login(CHAT, code, "f1") == first
    await office.link(key="open-2")
    assert await office.logins.finish_login(CHAT, code, "f1") == first


async def test_the_same_call_eight_times_at_once_answers_once(office: Office) -> None:
    code = await office.show_code()
    answers = await asyncio.gather(*(office.logins.finish_login(CHAT, code, "f1") for _ in range(8)))
    assert len({answer.model_dump_json() for answer in answers}) == 1
    assert len((await office.tables())["person"]) == 1


async def test_of_eight_calls_at_once_with_their_own_keys_one_wins(office: Office) -> None:
    code = await office.show_code()
    calls = (office.logins.finish_login(CHAT, code, f"f{n}") for n in range(8))
    answers = await asyncio.gather(*calls, return_exceptions=True)
    assert sum(isinstance(answer, Verified) for answer in answers) == 1
    assert sum(isinstance(answer, LoginOver) for answer in answers) == 7


async def test_a_used_code_is_used(office: Office) -> None:
    code = await office.show_code()
    await office.logins.finish_login(CHAT, code, "f1")
    with pytest.raises(LoginOver):
        await office.logins.finish_login(CHAT, code, "f2")


async def test_the_code_is_good_in_its_own_chat_only(office: Office) -> None:
    code = await office.show_code()
    with pytest.raises(WrongCode):
        await office.logins.finish_login(OTHER_CHAT, code, "f1")
    await office.link(OTHER_CHAT)
    with pytest.raises(WrongCode):
        await office.logins.finish_login(OTHER_CHAT, code, "f2")
    assert await office.logins.finish_login(CHAT, code, "f1")


async def test_another_chat_with_the_same_key_is_not_told_who_it_was(office: Office) -> None:
    code = await office.show_code()
    await office.logins.finish_login(CHAT, code, "f1")
    with pytest.raises(WrongCode):
        await office.logins.finish_login(OTHER_CHAT, code, "f1")


async def test_the_fifth_wrong_code_ends_the_login(office: Office) -> None:
    code = await office.show_code()
    for n in range(4):
        with pytest.raises(WrongCode):
            await office.logins.finish_login(CHAT, wrong(code), f"f{n}")
    with pytest.raises(LoginOver):
        await office.logins.finish_login(CHAT, wrong(code), "f4")
    with pytest.raises(LoginOver):
        await office.logins.finish_login(CHAT, code, "f5")
    assert (await office.tables())["person"] == []


async def test_after_four_wrong_codes_the_right_one_counts(office: Office) -> None:
    code = await office.show_code()
    for n in range(4):
        with pytest.raises(WrongCode):
            await office.logins.finish_login(CHAT, wrong(code), f"f{n}")
    assert await office.logins.finish_login(CHAT, code, "f4")


async def test_a_repeated_call_with_a_wrong_code_counts_once(office: Office) -> None:
    code = await office.show_code()
    for _ in range(9):
        with pytest.raises(WrongCode):
            await office.logins.finish_login(CHAT, wrong(code), "f1")
    assert await office.logins.finish_login(CHAT, code, "f2")


async def test_wrong_codes_at_once_are_all_counted(office: Office) -> None:
    code = await office.show_code()
    calls = (office.logins.finish_login(CHAT, wrong(code), f"f{n}") for n in range(8))
    answers = await asyncio.gather(*calls, return_exceptions=True)
    assert [sum(isinstance(answer, kind) for answer in answers) for kind in (WrongCode, LoginOver)] == [4, 4]


@pytest.mark.parametrize("code", ["", "12345", "1234567", "１２３４５６", "\ud800", "abcdef", "%", "0" * 10_000])
async def test_what_is_no_code_is_a_wrong_one(office: Office, code: str) -> None:
    await office.show_code()
    with pytest.raises(WrongCode):
        await office.logins.finish_login(CHAT, code, "f1")


async def test_no_code_can_be_guessed_before_one_is_shown(office: Office) -> None:
    with pytest.raises(WrongCode):
        await office.logins.finish_login(CHAT, "123456", "f0")
    await office.link()
    for n in range(9):
        with pytest.raises(WrongCode):
            await office.logins.finish_login(CHAT, f"{n:06}", f"f{n}")
    code = await office.show_code()
    assert await office.logins.finish_login(CHAT, code, "f10")


async def test_the_minutes_end_on_time(office: Office) -> None:
    code = await office.show_code()
    office.clock.turn(10)
    with pytest.raises(LoginOver):
        await office.logins.finish_login(CHAT, code, "f1")
    office.clock.turn(-1 / 60)
    assert await office.logins.finish_login(CHAT, code, "f1")


async def test_a_person_has_one_pseudonym_in_one_installation(office: Office) -> None:
    here = await office.logins.finish_login(CHAT, await office.show_code(CHAT), "f1")
    there = await office.logins.finish_login(OTHER_CHAT, await office.show_code(OTHER_CHAT), "f1")
    other = await office.logins.finish_login(CHAT, await office.show_code(CHAT, "open-2", SELLER_PROOF), "f2")
    assert here.person == there.person != other.person
    assert len((await office.tables())["person"]) == 2

    vault = Vault.from_secret(new_secret())
    logins, attempts = (
        Logins(office.engine, vault, office.clock, SETTINGS),
        Attempts(office.engine, vault, office.clock),
    )
    elsewhere = Office(office.engine, vault, office.clock, SETTINGS, office.fake, attempts, logins)
    abroad = await elsewhere.logins.finish_login("web/9", await elsewhere.show_code("web/9"), "f1")
    assert abroad.person != here.person


async def test_the_newest_login_tells_name_and_level(office: Office) -> None:
    first = await office.logins.finish_login(CHAT, await office.show_code(), "f1")
    married = Proof(BUYER, "新名", "real-name")
    second = await office.logins.finish_login(CHAT, await office.show_code(CHAT, "open-2", married), "f2")
    assert (second.person, second.called, second.level) == (first.person, "新*", "real-name")
    assert len((await office.tables())["person"]) == 1


async def test_nobody_knows_the_number_of_a_stranger(office: Office) -> None:
    assert await office.logins.number("0" * 32) is None


async def test_who_is_forgotten_leaves_nothing_sealed(office: Office) -> None:
    verified = await office.logins.finish_login(CHAT, await office.show_code(), "f1")
    waiting = await office.show_code(OTHER_CHAT)
    stranger = await office.logins.finish_login("web/3", await office.show_code("web/3", proof=SELLER_PROOF), "f1")

    await office.logins.forget(verified.person)
    await office.logins.forget(verified.person)

    assert await office.logins.number(verified.person) is None
    with pytest.raises(WrongCode):
        await office.logins.finish_login(OTHER_CHAT, waiting, "f1")
    tables = await office.tables()
    assert [row[:3] for row in tables["person"] if row[0] == verified.person] == [(verified.person, None, None)]
    assert len(tables["login"]) == 1
    assert await office.logins.number(stranger.person) == SELLER


async def test_who_was_forgotten_may_come_back(office: Office) -> None:
    before = await office.logins.finish_login(CHAT, await office.show_code(), "f1")
    await office.logins.forget(before.person)
    after = await office.logins.finish_login(CHAT, await office.show_code(key="open-2"), "f2")
    assert after.person == before.person
    assert await office.logins.number(after.person) == BUYER


async def test_the_sweep_erases_at_once_and_deletes_after_a_day(office: Office) -> None:
    await office.show_code("telegram/over")
    used = await office.show_code("telegram/used")
    verified = await office.logins.finish_login("telegram/used", used, "f1")
    office.clock.turn(10)
    await office.link("telegram/alive")

    assert await office.logins.sweep() == 0
    async with office.engine.connect() as connection:
        sealed = select(login.c.chat).where(login.c.proof.is_not(None) | login.c.attempt.is_not(None))
        assert (await connection.execute(sealed)).scalars().all() == []
    assert await office.logins.finish_login("telegram/used", used, "f1") == verified

    office.clock.turn(24 * 60)
    await office.link("telegram/newest")
    assert await office.logins.sweep() == 2
    async with office.engine.connect() as connection:
        chats = (await connection.execute(select(login.c.chat).order_by(login.c.id))).scalars().all()
    assert chats == ["telegram/alive", "telegram/newest"]
    assert await office.logins.number(verified.person) == BUYER


CALLS: dict[str, Callable[[Logins], Awaitable[object]]] = {
    "open_login": lambda logins: logins.open_login(CHAT, "face", "k1"),
    "finish_login": lambda logins: logins.finish_login(CHAT, "123456", "k1"),
    "number": lambda logins: logins.number("p1"),
    "forget": lambda logins: logins.forget("p1"),
    "sweep": lambda logins: logins.sweep(),
}


@pytest.mark.parametrize("call", CALLS)
async def test_a_silent_database_is_told_as_such(silent: AsyncEngine, vault: Vault, call: str) -> None:
    with pytest.raises(IdentityDown):
        await CALLS[call](Logins(silent, vault, Clock(), SETTINGS))
