"""Invitations on both databases: answered once, for a week, told to the chat that asked in the same transaction."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database.encryption import Vault
from bot.database.engine import reading
from bot.database.jobs import Jobs
from bot.database.tables import job
from bot.dialogue.ports import BackendDown
from bot.dialogue.shared_data import Wanted
from bot.dialogue.sharing.effects import Invite
from bot.storage.invitations import StoredInvitations
from tests.dialogue.talk import Watch

WANTED = (Wanted(person="seller", registers=("home-register",), document="home-certificate"),)
INVITE = Invite(
    case="CASE2345", key="CASE2345.7", person="a1", procedure="p", publication="x", role="seller", wanted=WANTED
)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def invitations(database: AsyncEngine, vault: Vault, watch: Watch) -> StoredInvitations:
    return StoredInvitations(database, vault, Jobs(vault), "telegram", watch)


async def answers(database: AsyncEngine) -> list[str]:
    async with reading(database) as connection:
        return list(await connection.scalars(select(job.c.key)))


async def test_the_same_effect_gives_the_same_code(invitations: StoredInvitations) -> None:
    first = await invitations.invite(INVITE, "42")
    assert await invitations.invite(INVITE, "42") == first
    assert await invitations.find(first.code) == first
    assert (first.role, first.wanted, first.asker) == ("seller", WANTED, "a1")


async def test_an_answer_counts_once_and_is_told_once(database: AsyncEngine, invitations: StoredInvitations) -> None:
    code = (await invitations.invite(INVITE, "42")).code
    assert await invitations.answer(code, "consent", "k1")
    assert await invitations.answer(code, "consent", "k1")  # the same answer once more
    assert not await invitations.answer(code, "another", "k2")
    assert await invitations.find(code) is None
    assert await answers(database) == [f"answer/{code}"]


async def test_of_two_who_answer_at_once_one_counts(database: AsyncEngine, invitations: StoredInvitations) -> None:
    code = (await invitations.invite(INVITE, "42")).code
    counted = await asyncio.gather(*(invitations.answer(code, f"c{n}", f"k{n}") for n in range(6)))
    assert sorted(counted) == [False] * 5 + [True]
    assert await answers(database) == [f"answer/{code}"]


async def test_after_a_week_it_is_over(database: AsyncEngine, invitations: StoredInvitations, watch: Watch) -> None:
    code = (await invitations.invite(INVITE, "42")).code
    watch.wait(days=7)
    assert await invitations.find(code) is None
    assert not await invitations.answer(code, "consent", "k1")
    assert await answers(database) == []


async def test_a_code_that_was_never_given(invitations: StoredInvitations) -> None:
    assert await invitations.find("ABCDEFGH") is None
    assert not await invitations.answer("ABCDEFGH", None, "k1")


async def test_a_silent_database_is_told_as_such(silent: AsyncEngine, vault: Vault, watch: Watch) -> None:
    nowhere = StoredInvitations(silent, vault, Jobs(vault), "telegram", watch)
    for call in (nowhere.invite(INVITE, "42"), nowhere.find("ABCDEFGH"), nowhere.answer("ABCDEFGH", None, "k1")):
        with pytest.raises(BackendDown):
            await call
