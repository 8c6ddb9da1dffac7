"""Conversations in SQL: all of a save or nothing of it, guarded by the revision, sealed."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database.encryption import Vault
from bot.database.outbox import Outbox
from bot.database.tables import outbox
from bot.dialogue.conversation import Conversation, Matter
from bot.dialogue.messages import Message, Option
from bot.storage.conversations import StoredConversations
from bot.storage.tables import conversation, delivery
from tests.dialogue.talk import MONDAY

CHAT = "chat-1"
BEGUN = Conversation(chat=CHAT, seed="a seed", language="en")
ASKED = Message("Who applies?", (Option("q:ABCDEF:handled_by:self", "the keeper"),))


@pytest.fixture
def conversations(database: AsyncEngine, vault: Vault) -> StoredConversations:
    return StoredConversations(database, vault, Outbox(vault), "telegram", lambda: MONDAY)


async def count_rows(engine: AsyncEngine) -> tuple[int, int, int]:
    """Conversations, deliveries and messages."""
    async with engine.connect() as connection:
        counts = [
            await connection.scalar(select(func.count()).select_from(t)) for t in (conversation, delivery, outbox)
        ]
    first, second, third = (count or 0 for count in counts)
    return first, second, third


async def reload(conversations: StoredConversations, chat: str = CHAT) -> Conversation:
    found = await conversations.load(chat)
    assert found is not None
    return found


async def test_nobody_wrote_yet(conversations: StoredConversations) -> None:
    assert await conversations.load(CHAT) is None


async def test_what_is_saved_is_loaded_with_the_next_revision(conversations: StoredConversations) -> None:
    matter = Matter(code="ABCDEF", procedure="parking-permit", publication="1" * 16, answers={"dwelling": "owned"})
    assert await conversations.save(BEGUN.put(matter), [ASKED], "delivery 1") == "saved"
    assert await reload(conversations) == BEGUN.put(matter).but(revision=1)


async def test_all_is_saved_together(conversations: StoredConversations, database: AsyncEngine) -> None:
    await conversations.save(BEGUN, [ASKED, ASKED], "delivery 1")
    assert await count_rows(database) == (1, 1, 2)


async def test_a_delivery_seen_before_adds_nothing(conversations: StoredConversations, database: AsyncEngine) -> None:
    await conversations.save(BEGUN, [ASKED], "delivery 1")
    again = (await reload(conversations)).but(language="zh")
    assert await conversations.save(again, [ASKED], "delivery 1") == "seen"
    assert await count_rows(database) == (1, 1, 1)
    assert (await reload(conversations)).language == "en"


@pytest.mark.parametrize("revision", [0, 1])
async def test_who_was_overtaken_adds_nothing(
    conversations: StoredConversations, database: AsyncEngine, revision: int
) -> None:
    """The delivery counts as not received either, so that it is taken again."""
    await conversations.save(BEGUN, [], None)
    await conversations.save(await reload(conversations), [], None)
    assert await conversations.save(BEGUN.but(revision=revision), [ASKED], "delivery 1") == "overtaken"
    assert await count_rows(database) == (1, 0, 0)
    assert await conversations.save(await reload(conversations), [ASKED], "delivery 1") == "saved"


@pytest.mark.parametrize("begun", [False, True], ids=["the first save", "a later save"])
async def test_of_saves_at_once_one_is_kept(
    conversations: StoredConversations, database: AsyncEngine, begun: bool
) -> None:
    if begun:
        await conversations.save(BEGUN, [], None)
    read = BEGUN.but(revision=int(begun))
    saved = await asyncio.gather(*(conversations.save(read, [ASKED], f"delivery {n}") for n in range(16)))
    assert sorted(saved) == ["overtaken"] * 15 + ["saved"]
    assert await count_rows(database) == (1, 1, 1)


async def test_a_key_of_another_channel_is_another_delivery(
    conversations: StoredConversations, database: AsyncEngine
) -> None:
    web = replace(conversations, channel="web")
    assert await conversations.save(BEGUN, [], "1") == "saved"
    assert await web.save(BEGUN, [], "1") == "saved"
    assert await count_rows(database) == (2, 2, 0)


async def test_chats_are_apart(conversations: StoredConversations) -> None:
    await conversations.save(BEGUN, [], None)
    await conversations.save(BEGUN.but(chat="chat-2", language="zh"), [], None)
    assert ((await reload(conversations)).language, (await reload(conversations, "chat-2")).language) == ("en", "zh")


async def test_what_lies_in_the_database_cannot_be_read(
    conversations: StoredConversations, database: AsyncEngine
) -> None:
    matter = Matter(code="ABCDEF", procedure="parking-permit", publication="1" * 16, answers={"marital": "divorced"})
    await conversations.save(BEGUN.put(matter), [Message("You said: divorced")], None)
    async with database.connect() as connection:
        bodies = [
            *await connection.scalars(select(conversation.c.body)),
            *await connection.scalars(select(outbox.c.body)),
        ]
    assert len(bodies) == 2
    assert not any(b"divorced" in bytes(body) for body in bodies)


async def test_what_a_newer_version_wrote_is_read(conversations: StoredConversations) -> None:
    """Replicas of two versions run side by side while a release is rolled out."""
    newer = BEGUN.model_dump(mode="json") | {"mood": "cheerful"}
    assert Conversation.model_validate(newer) == BEGUN
