"""What the bot does where it is not alone, not wanted, or too long-winded, over real HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from bot.app import App
from bot.channels.telegram import handling
from bot.channels.telegram.calls import plain
from bot.channels.telegram.handling import CHANNEL
from bot.channels.telegram.trouble import SomebodyPolls, WrongToken
from bot.commands import telegram
from bot.database.engine import reading
from bot.database.tables import outbox
from bot.dialogue.ports import Backend
from tests.telegram.bot_api import TOKEN, USERNAME, BotApi, User
from tests.telegram.bot_api.raw import raw_bot
from tests.telegram.killing.citizens import TALK
from tests.telegram.watching import LOOK_EVERY, PATIENCE, sees, until


@pytest.mark.usefixtures("bot")
async def test_a_group_is_shown_the_way_once_and_nobody_is_answered_there(api: BotApi) -> None:
    user = api.user("Lin", "en")
    group = await user.make_group("Neighbours")
    greeting = await until(group, lambda: next((s for s in group.chat if s.by_bot), None), "a word in the group")
    assert f"https://t.me/{USERNAME}" in greeting.text
    await group.send("I bought a second-hand flat")
    await group.send(f"/start@{USERNAME}")
    await user.send("hello")
    await sees(user, "It is free")
    assert [seen.text for seen in group.chat if seen.by_bot] == [greeting.text]


@pytest.mark.usefixtures("bot")
async def test_whoever_blocks_the_bot_hears_nothing_until_writing_again(api: BotApi, app: App) -> None:
    user, other = api.user("Lin", "en"), api.user("Chen", "en")
    for person in (user, other):
        await person.send("hello")
        await sees(person, "It is free")
    await user.block()
    await put(app, user, "a notice while away")
    await put(app, other, "a notice")
    await sees(other, "a notice")
    await until_dropped(app, "a notice while away")
    await user.unblock()
    await user.send("my ID card is lost")
    await sees(user, "[Replacing a lost ID card]")
    assert "a notice while away" not in user.show()
    assert api.record.refused()["sendmessage", 403] <= 1  # the notice may have been quicker than the block


@pytest.mark.usefixtures("bot")
async def test_a_refusal_is_not_provoked_again(api: BotApi, app: App) -> None:
    user, other = api.user("Lin", "en"), api.user("Chen", "en")
    for person in (user, other):
        await person.send("hello")
        await sees(person, "It is free")
    api.fail_next(403, method="sendMessage", reason="bot was blocked by the user")
    for number in range(3):
        await put(app, user, f"notice {number}")
    await until(other, lambda: other.chat[-1] if api.record.refused() else None, "a refusal")
    await put(app, other, "a notice")
    await sees(other, "a notice")
    assert "notice" not in user.show()
    await user.send("my ID card is lost")
    await sees(user, "[Replacing a lost ID card]")
    assert api.record.refused() == {("sendmessage", 403): 1}


@pytest.mark.usefixtures("bot")
async def test_a_long_text_comes_in_parts_with_the_buttons_under_the_last(api: BotApi, app: App) -> None:
    user = api.user("Lin", "en")
    await user.send("hello")
    await sees(user, "It is free")
    paragraphs = [f"{number} <b>&amp; " + "x" * 2000 for number in range(5)]
    await put(app, user, "\n\n".join([*paragraphs, "the end"]))
    await sees(user, "the end")
    parts = [seen.text for seen in user.chat if seen.by_bot][1:]
    assert "\n\n".join(parts) == "\n\n".join([*paragraphs, "the end"])
    assert len(parts) == 3


async def test_an_answer_that_takes_long_is_announced_by_typing(
    api: BotApi, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = api.user("Lin", "en")
    monkeypatch.setattr(handling, "TYPING_AFTER", 3600)
    monkeypatch.setattr(handling, "TYPING_AGAIN", 3600)
    async with polling(replace(app, backend=Slow(app.backend, user)), api):
        for said, answer in (*TALK, ("window", "Which district")):
            await user.send(said)
            await sees(user, answer)
        assert user.actions == []
        monkeypatch.setattr(handling, "TYPING_AFTER", 0.1)
        await user.send("Xihu")
        await sees(user, "has these times")
        assert user.actions == ["typing"]


async def test_a_second_process_that_polls_ends_with_one_sentence(api: BotApi, app: App) -> None:
    stop = asyncio.Event()
    first = asyncio.create_task(telegram.run(app, TOKEN, api.url, stop))
    user = api.user("Lin", "en")
    await user.send("hello")
    await sees(user, "It is free")
    second = asyncio.create_task(telegram.run(app, TOKEN, api.url, asyncio.Event()))
    done, _ = await asyncio.wait({first, second}, timeout=90, return_when=asyncio.FIRST_COMPLETED)
    assert len(done) == 1
    assert isinstance(done.pop().exception(), SomebodyPolls)
    stop.set()
    for left in {first, second}:
        left.cancel()
    await asyncio.gather(first, second, return_exceptions=True)


async def test_polling_takes_a_webhook_away_and_fetches_what_waited(api: BotApi, app: App) -> None:
    async with raw_bot(api) as caller:
        await caller.result("setWebhook", url="http://127.0.0.1:9/nobody-is-there")
    user = api.user("Lin", "en")
    await user.send("hello")
    async with polling(app, api):
        await sees(user, "It is free")


async def test_a_wrong_token_ends_with_one_sentence(api: BotApi, app: App) -> None:
    with pytest.raises(WrongToken, match="TELEGRAM_TOKEN is not accepted"):
        await telegram.run(app, "42:another-token-of-no-bot", api.url, asyncio.Event())


@asynccontextmanager
async def polling(app: App, api: BotApi) -> AsyncIterator[None]:
    stop = asyncio.Event()
    running = asyncio.create_task(telegram.run(app, TOKEN, api.url, stop))
    try:
        yield
    finally:
        stop.set()
        await running


async def until_dropped(app: App, text: str) -> None:
    """What still waits when a citizen comes back is sent."""
    dropped = select(outbox.c.id).where(outbox.c.key == text[:20], outbox.c.state == "gone")
    async with asyncio.timeout(PATIENCE):
        while True:
            async with reading(app.engine) as connection:
                if (await connection.execute(dropped)).first() is not None:
                    return
            await asyncio.sleep(LOOK_EVERY)


async def put(app: App, user: User, text: str) -> None:
    """A notice into the outbox."""
    async with app.engine.begin() as connection:
        await app.outbox.put(
            connection, channel=CHANNEL, chat=str(user.id), key=text[:20], body=plain(text), due_at=app.clock()
        )


class Slow:
    """A One Window that answers once the citizen has seen that the bot is at work."""

    def __init__(self, backend: Backend, user: User) -> None:
        self._backend = backend
        self._user = user

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._backend, name)

        async def slow(*arguments: Any, **named: Any) -> Any:
            async with asyncio.timeout(PATIENCE):
                while not self._user.actions:  # noqa: ASYNC110 - what is awaited happens behind HTTP
                    await asyncio.sleep(LOOK_EVERY)
            return await call(*arguments, **named)

        return slow
