"""Callings on both databases: answered once, until the visit begins, by anybody but the chat that asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database.encryption import Vault
from bot.database.engine import reading
from bot.database.jobs import Jobs
from bot.database.tables import job
from bot.dialogue.companions.effects import AskAlong
from bot.dialogue.companions.state import Brought, Calling
from bot.dialogue.ports import Slot
from bot.storage.callings import StoredCallings
from bot.storage.invitations import StoredInvitations
from procedures.vocabulary import Text
from tests.dialogue.talk import MONDAY, Watch

SLOT = Slot("east.permits.20261203T0200Z", "east", "permits", MONDAY + timedelta(days=3, hours=1), 15, 2)
CALLING = Calling(
    case="CASE2345",
    visit="apply",
    role="witness",
    title=Text(zh="停车证", en="permit"),
    appointment="a1",
    slot=SLOT,
    minutes=15,
    bring=(Brought(document="driving-licence", whose=(Text(zh="车主", en="keeper"),)),),
)
ASK = AskAlong(case="CASE2345", key="CASE2345.7", calling=CALLING)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def callings(database: AsyncEngine, vault: Vault, watch: Watch) -> StoredCallings:
    return StoredCallings(database, vault, Jobs(vault), "telegram", watch)


async def test_a_calling_is_found_by_others_and_is_nobodys_consent(
    database: AsyncEngine, vault: Vault, watch: Watch, callings: StoredCallings
) -> None:
    kept = await callings.ask(ASK, "42")
    assert await callings.ask(ASK, "42") == kept
    assert kept == CALLING.model_copy(update={"code": kept.code})
    assert await callings.find(kept.code, "43") == (kept, "open")
    assert await callings.find(kept.code, "42") == (kept, "own")
    elsewhere = StoredCallings(database, vault, Jobs(vault), "terminal", watch)
    assert await elsewhere.find(kept.code, "42") == (kept, "open"), "another channel may have a chat of that name"
    assert await StoredInvitations(database, vault, Jobs(vault), "telegram", watch).find(kept.code) is None
    assert await callings.find("ABCDEFGH", "43") is None


async def test_one_answer_counts_and_is_told_once(database: AsyncEngine, callings: StoredCallings) -> None:
    code = (await callings.ask(ASK, "42")).code
    assert await callings.answer(code, False, "k1")
    assert await callings.answer(code, False, "k1"), "the same answer once more"
    assert not await callings.answer(code, True, "k2")
    assert (await callings.find(code, "43") or ("", ""))[1] == "answered"
    async with reading(database) as connection:
        assert list(await connection.scalars(select(job.c.key))) == [f"companion/{code}"]


async def test_it_ends_when_the_visit_begins(callings: StoredCallings, watch: Watch) -> None:
    code = (await callings.ask(ASK, "42")).code
    watch.moment = SLOT.starts_at
    assert (await callings.find(code, "43") or ("", ""))[1] == "over"
    assert not await callings.answer(code, True, "k1")
