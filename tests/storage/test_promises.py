"""What was promised and what happened, in SQL: told anew until something happens, and each thing once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.database.encryption import Vault
from bot.database.outbox import Outbox
from bot.dialogue.conversation import Conversation
from bot.dialogue.promising import Happened, Promised
from bot.storage.conversations import StoredConversations
from bot.storage.promises import Told, chats_of, forget_chat, put_promises, read_happened, read_told, record
from bot.storage.tables import happening, promise
from tests.dialogue.talk import MONDAY

CASE, PROCEDURE = "ABCDEF23", "parking-permit"
PROMISED = Promised(CASE, PROCEDURE, "1" * 64, MONDAY, "window", 1, 1, 0, ("id-card",), 2, "30 minutes")
ONLINE = replace(PROMISED, way="online", visits=0, booked_visits=0, told_at=MONDAY + timedelta(minutes=1))
LATER = MONDAY + timedelta(days=1)


async def put(connection: AsyncConnection, vault: Vault, *promises: Promised, chat: str = "7") -> None:
    await put_promises(connection, vault, "telegram", chat, promises)


async def told(engine: AsyncEngine, procedure: str | None = None) -> list[Told]:
    async with engine.connect() as connection:
        return list(await read_told(connection, procedure))


async def test_it_is_kept_with_the_chat_that_was_told(database: AsyncEngine, vault: Vault) -> None:
    async with database.begin() as connection:
        await put(connection, vault, PROMISED)
        assert await chats_of(connection, vault, CASE) == ("telegram", "7")
        assert await chats_of(connection, vault, "NOBODYS2") is None
        [row] = await connection.execute(select(promise))
    assert await told(database) == [Told(CASE, PROCEDURE, MONDAY, 1, 1, "30 minutes")]
    assert (row.publication, row.way, row.papers, row.questions) == ("1" * 64, "window", 0, 2)


async def test_whose_it_is_cannot_be_read(database: AsyncEngine, vault: Vault) -> None:
    async with database.begin() as connection:
        await put(connection, vault, PROMISED, chat="chat-of-somebody")
        [row] = await connection.execute(select(promise))
    assert not any("somebody" in str(value) for value in row)


async def test_told_anew_it_replaces_what_was(database: AsyncEngine, vault: Vault) -> None:
    async with database.begin() as connection:
        await put(connection, vault, PROMISED)
        await put(connection, vault, ONLINE)
    assert [(each.visits, each.told_at) for each in await told(database)] == [(0, ONLINE.told_at)]


@pytest.mark.parametrize("what", ["submitted", "asked-else", "visited", "missed", "enough", "again", "done"])
async def test_once_something_has_happened_it_stays(database: AsyncEngine, vault: Vault, what: str) -> None:
    async with database.begin() as connection:
        await put(connection, vault, PROMISED, replace(PROMISED, case="OTHERS23"))
        assert await record(connection, Happened(CASE, what, LATER))  # type: ignore[arg-type]
        await put(connection, vault, ONLINE, replace(ONLINE, case="OTHERS23"))
    assert {each.case: each.visits for each in await told(database)} == {CASE: 1, "OTHERS23": 0}


async def test_each_thing_happens_once_but_visits(database: AsyncEngine, vault: Vault) -> None:
    """The same visit told twice is one visit, also by the clock of another zone."""
    async with database.begin() as connection:
        await put(connection, vault, PROMISED)
        for what, times in (("asked-else", 1), ("done", 1), ("submitted", 1), ("visited", 2), ("missed", 2)):
            new = [
                await record(connection, Happened(CASE, what, at))  # type: ignore[arg-type]
                for at in (MONDAY, LATER, MONDAY, MONDAY.astimezone())
            ]
            assert (what, sum(new)) == (what, times)
        assert await connection.scalar(select(func.count()).select_from(happening)) == 7
        kept = await read_happened(connection)
    assert [each.at for each in kept if each.what == "done"] == [MONDAY], "the first that was heard"


async def test_two_who_tell_it_at_once_count_once(database: AsyncEngine) -> None:
    async def tell() -> bool:
        async with database.begin() as connection:
            return await record(connection, Happened(CASE, "done", MONDAY))

    assert sorted(await asyncio.gather(*(tell() for _ in range(8)))) == [False] * 7 + [True]


async def test_procedures_are_apart(database: AsyncEngine, vault: Vault) -> None:
    other = replace(PROMISED, case="OTHERS23", procedure="garden-plot")
    async with database.begin() as connection:
        await put(connection, vault, PROMISED, other)
        for case in (CASE, "OTHERS23", "UNTOLD23"):
            await record(connection, Happened(case, "done", MONDAY))
        assert [each.case for each in await read_happened(connection, PROCEDURE)] == [CASE]
        assert {each.case for each in await read_happened(connection)} == {CASE, "OTHERS23"}, "told before it happened"
    assert [each.case for each in await told(database, "garden-plot")] == ["OTHERS23"]


async def test_a_chat_that_is_forgotten_leaves_its_figures(database: AsyncEngine, vault: Vault) -> None:
    others = replace(PROMISED, case="OTHERS23")
    async with database.begin() as connection:
        await put(connection, vault, PROMISED)
        await put(connection, vault, others, chat="8")
        assert await forget_chat(connection, vault, "telegram", "7") == 1
        assert await chats_of(connection, vault, CASE) is None
        assert await chats_of(connection, vault, "OTHERS23") == ("telegram", "8")
        [row] = await connection.execute(select(promise).where(promise.c.case == CASE))
    assert (row.chat, row.address) == (None, None)
    assert len(await told(database)) == 2


# --- in the transaction of the turn ----------------------------------------------------------------------------------


async def test_a_turn_that_is_not_saved_promises_nothing(database: AsyncEngine, vault: Vault) -> None:
    kept = StoredConversations(database, vault, Outbox(vault), "telegram", lambda: MONDAY)
    begun = Conversation(chat="7", seed="a seed")
    asked = Happened(CASE, "asked-else", MONDAY)
    assert await kept.save(begun, (), "1") == "saved"
    assert await kept.save(begun, (), "2", promises=(PROMISED,), happened=(asked,)) == "overtaken"
    assert await kept.save(begun.but(revision=1), (), "1", promises=(PROMISED,), happened=(asked,)) == "seen"
    assert await told(database) == []
    async with database.connect() as connection:
        assert await connection.scalar(select(func.count()).select_from(happening)) == 0
    assert await kept.save(begun.but(revision=1), (), "3", promises=(PROMISED,), happened=(asked,)) == "saved"
    async with database.connect() as connection:
        assert await read_happened(connection) == [asked]
    assert len(await told(database)) == 1
