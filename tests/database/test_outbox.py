"""Messages arrive in order and at least once, whoever dies on the way."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database.encryption import Vault
from bot.database.outbox import Outbox, Waiting
from bot.database.tables import outbox as table

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
LEASE = timedelta(seconds=60)


class Office:
    """An outbox on a database, with every step in a transaction of its own."""

    def __init__(self, engine: AsyncEngine, vault: Vault) -> None:
        self.engine = engine
        self.outbox = Outbox(vault, lease=LEASE)

    async def put(self, chat: str, *keys: str, channel: str = "web", due_at: datetime = NINE) -> list[bool]:
        async with self.engine.begin() as connection:
            return [
                await self.outbox.put(
                    connection, channel=channel, chat=chat, key=key, body={"text": f"say {key}"}, due_at=due_at
                )
                for key in keys
            ]

    async def take(self, now: datetime = NINE, limit: int = 10, channel: str = "web") -> list[Waiting]:
        async with self.engine.begin() as connection:
            return await self.outbox.take(connection, [channel], now=now, limit=limit)

    async def sent(self, message: Waiting, now: datetime = NINE) -> bool:
        async with self.engine.begin() as connection:
            return await self.outbox.sent(connection, message, now=now)

    async def later(self, message: Waiting, due_at: datetime) -> bool:
        async with self.engine.begin() as connection:
            return await self.outbox.later(connection, message, due_at=due_at)

    async def gone(self, message: Waiting) -> bool:
        async with self.engine.begin() as connection:
            return await self.outbox.gone(connection, message, now=NINE)


@pytest.fixture
def office(database: AsyncEngine, vault: Vault) -> Office:
    return Office(database, vault)


def keys(messages: list[Waiting]) -> list[str]:
    return [message.key for message in messages]


async def test_a_message_comes_out_as_it_went_in(office: Office) -> None:
    await office.put("li", "hello")
    [message] = await office.take()
    assert (message.channel, message.chat, message.key) == ("web", "li", "hello")
    assert (message.body, message.attempts) == ({"text": "say hello"}, 1)


async def test_the_text_is_sealed_while_it_waits_and_erased_once_sent(office: Office) -> None:
    await office.put("li", "hello")
    async with office.engine.connect() as connection:
        assert b"say hello" not in bytes((await connection.execute(select(table.c.body))).scalar_one())
    [message] = await office.take()
    await office.sent(message)
    async with office.engine.connect() as connection:
        assert (await connection.execute(select(table.c.body, table.c.state))).one() == (None, "sent")


async def test_one_message_a_chat_at_a_time_and_in_order(office: Office) -> None:
    await office.put("li", "li-1", "li-2", "li-3")
    await office.put("wang", "wang-1", "wang-2")

    heard: list[list[str]] = []
    while taken := await office.take():
        assert await office.take() == []
        heard.append(keys(taken))
        for message in taken:
            assert await office.sent(message)
    assert heard == [["li-1", "wang-1"], ["li-2", "wang-2"], ["li-3"]]


async def test_a_message_that_is_due_waits_behind_an_earlier_one_that_is_not(office: Office) -> None:
    await office.put("li", "first", due_at=NINE + 10 * SECOND)
    await office.put("li", "second", due_at=NINE)
    assert await office.take(NINE + 9 * SECOND) == []
    assert keys(await office.take(NINE + 10 * SECOND)) == ["first"]


async def test_a_busy_channel_delays_the_chat_and_keeps_the_order(office: Office) -> None:
    await office.put("li", "first", "second")
    await office.put("wang", "other")
    first, other = await office.take()
    assert await office.later(first, NINE + 30 * SECOND)
    assert await office.sent(other)

    assert await office.take(NINE + 29 * SECOND) == []
    [again] = await office.take(NINE + 30 * SECOND)
    assert (again.key, again.attempts) == ("first", 2)


async def test_what_can_never_be_written_lets_the_next_through(office: Office) -> None:
    await office.put("li", "first", "second")
    [first] = await office.take()
    assert await office.gone(first)
    assert keys(await office.take()) == ["second"]


async def test_a_message_is_taken_over_when_its_sender_died(office: Office) -> None:
    await office.put("li", "first", "second")
    await office.take()
    assert await office.take(NINE + LEASE - SECOND) == []
    [again] = await office.take(NINE + LEASE)
    assert (again.key, again.attempts) == ("first", 2)


async def test_a_sender_that_was_too_slow_settles_nothing(office: Office) -> None:
    await office.put("li", "first", "second")
    [slow] = await office.take()
    [quick] = await office.take(NINE + LEASE)

    assert not await office.later(slow, NINE + 10 * LEASE)
    assert not await office.gone(slow)
    assert not await office.sent(slow)
    assert await office.take(NINE + LEASE) == []
    assert await office.sent(quick)
    assert keys(await office.take(NINE + LEASE)) == ["second"]


async def test_a_key_put_before_adds_nothing_even_after_it_was_sent(office: Office) -> None:
    assert await office.put("li", "hello", "hello") == [True, False]
    [message] = await office.take()
    await office.sent(message)
    assert await office.put("li", "hello") == [False]
    assert await office.take() == []


async def test_a_message_of_a_failed_transaction_was_never_put(office: Office) -> None:
    async def stumble() -> None:
        async with office.engine.begin() as connection:
            await office.outbox.put(connection, channel="web", chat="li", key="hello", body="", due_at=NINE)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await stumble()
    assert await office.take() == []


async def test_each_channel_takes_its_own(office: Office) -> None:
    await office.put("li", "by-telegram", channel="telegram")
    await office.put("li", "by-web")
    assert keys(await office.take()) == ["by-web"]
    assert keys(await office.take(channel="telegram")) == ["by-telegram"]


async def test_many_senders_write_each_message_once_and_in_order(office: Office) -> None:
    chats = {f"chat-{number}": [f"{number}.{place}" for place in range(10)] for number in range(8)}
    for chat, messages in chats.items():
        await office.put(chat, *messages)
    heard: dict[str, list[str]] = {chat: [] for chat in chats}

    async def send() -> None:
        while sum(map(len, heard.values())) < 80:
            for message in await office.take(limit=3):
                heard[message.chat].append(message.key)
                assert await office.sent(message)

    async with asyncio.timeout(30):
        await asyncio.gather(*(send() for _ in range(4)))
    assert heard == chats


async def test_forgetting_a_chat_leaves_the_others(office: Office) -> None:
    await office.put("li", "li-1", "li-2")
    await office.put("wang", "wang-1")
    async with office.engine.begin() as connection:
        assert await office.outbox.forget(connection, channel="web", chat="li") == 2
    assert keys(await office.take()) == ["wang-1"]


async def test_a_sender_of_a_forgotten_message_cannot_settle_a_new_one(office: Office) -> None:
    await office.put("li", "old")
    [old] = await office.take()
    async with office.engine.begin() as connection:
        await office.outbox.forget(connection, channel="web", chat="li")
    await office.put("li", "new")
    [new] = await office.take()
    assert not await office.sent(old)
    assert await office.sent(new)


async def test_sweeping_deletes_what_was_settled_long_ago(office: Office) -> None:
    await office.put("li", "old", "new", "waiting")
    for settled_at in (NINE, NINE + 5 * SECOND):
        [message] = await office.take()
        await office.sent(message, settled_at)
    async with office.engine.begin() as connection:
        assert await office.outbox.sweep(connection, before=NINE + 5 * SECOND) == 1
        assert (await connection.execute(select(func.count()).select_from(table))).scalar_one() == 2


async def test_whoever_has_asked_is_answered_before_a_broadcast(office: Office) -> None:
    async with office.engine.begin() as connection:
        for chat in ("li", "wang"):
            key = f"news for {chat}"
            await office.outbox.put(connection, channel="web", chat=chat, key=key, body={}, due_at=NINE, broadcast=True)
    await office.put("zhao", "reply", due_at=NINE + SECOND)
    assert keys(await office.take(now=NINE + SECOND, limit=1)) == ["reply"]
    assert keys(await office.take(now=NINE + SECOND)) == ["news for li", "news for wang"]


async def test_a_resting_chat_is_left_alone(office: Office) -> None:
    await office.put("li", "first")
    await office.put("wang", "second")
    async with office.engine.begin() as connection:
        taken = await office.outbox.take(connection, ["web"], now=NINE, limit=10, resting=["li"])
    assert keys(taken) == ["second"]


async def test_what_is_left_of_a_message_keeps_its_place(office: Office) -> None:
    await office.put("li", "long", "next")
    [long] = await office.take()
    async with office.engine.begin() as connection:
        assert await office.outbox.partly_sent(connection, long, {"text": "the rest"}, now=NINE)
    [again] = await office.take()
    assert (again.key, again.body) == ("long", {"text": "the rest"})
    await office.sent(again)
    assert keys(await office.take()) == ["next"]
