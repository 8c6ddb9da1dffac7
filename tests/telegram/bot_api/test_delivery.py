"""Updates reach the bot as Telegram brings them, rates are kept, and what goes wrong goes wrong on demand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import aiohttp
import pytest

from tests.telegram.bot_api import BotApi, Limits
from tests.telegram.bot_api.listening import Listener, listening, until
from tests.telegram.bot_api.raw import RawBot, raw_bot

SECRET = "s3cret_-"


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi(limits=Limits.loose()) as running:
        yield running


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[RawBot]:
    async with raw_bot(api) as calling:
        yield calling


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


class TestPolling:
    async def test_an_update_stays_until_a_higher_offset_confirms_it(self, api: BotApi, bot: RawBot) -> None:
        user = api.user("Lin")
        for text in ("1", "2", "3"):
            await user.send(text)
        first = await bot.result("getUpdates", limit=2)
        assert texts(first) == ["1", "2"]
        assert texts(await bot.result("getUpdates")) == ["1", "2", "3"]
        assert texts(await bot.result("getUpdates", offset=first[-1]["update_id"] + 1)) == ["3"]
        assert texts(await bot.result("getUpdates", offset=first[0]["update_id"])) == ["3"]

    async def test_a_long_poll_waits_for_the_next_update(self, api: BotApi, bot: RawBot) -> None:
        user = api.user("Lin")
        polling = asyncio.ensure_future(bot.result("getUpdates", timeout=50))
        await until(lambda: api.world.updates.is_polled)
        assert not polling.done()
        await user.send("now")
        assert texts(await polling) == ["now"]

    async def test_two_polls_at_once_are_a_conflict_for_the_earlier(self, api: BotApi, bot: RawBot) -> None:
        earlier = asyncio.ensure_future(bot("getUpdates", timeout=50))
        await until(lambda: api.world.updates.is_polled)
        later = asyncio.ensure_future(bot("getUpdates", timeout=50))
        refused = await earlier
        assert refused["error_code"] == 409
        assert refused["description"].startswith("Conflict: terminated by other getUpdates request")
        await bot.result("setWebhook", url="http://127.0.0.1:9/")
        assert (await later)["description"] == "Conflict: terminated by setWebhook request"
        assert (await bot("getUpdates"))["description"].startswith(
            "Conflict: can't use getUpdates method while webhook"
        )

    async def test_unwanted_kinds_are_not_even_queued(self, api: BotApi, bot: RawBot) -> None:
        user = api.user("Lin")
        await bot.result("getUpdates", allowed_updates=["edited_message"])
        await user.send("1")
        await user.edit_message("2")
        assert [list(update)[1] for update in await bot.result("getUpdates", allowed_updates=[])] == ["edited_message"]
        api.push_update("something_new", {"x": 1})
        assert (await bot.result("getUpdates"))[-1]["something_new"] == {"x": 1}


class TestRates:
    async def test_a_burst_is_taken_and_then_one_a_second(self, bot: RawBot, api: BotApi) -> None:
        user = api.user("Lin")
        await user.start()
        api.set_limits(**vars(replace(Limits(), chat_burst=2)))
        codes = [(await bot("sendMessage", chat_id=user.id, text="x")).get("error_code") for _ in range(4)]
        assert codes == [None, None, 429, 429]
        refused = await bot("sendMessage", chat_id=user.id, text="x")
        assert refused["description"] == "Too Many Requests: retry after 1"
        assert refused["parameters"] == {"retry_after": 1}
        assert len(api.record.sent()) == 2

    async def test_thirty_in_a_second_over_all_chats(self, bot: RawBot, api: BotApi) -> None:
        people = [api.user(f"P{number}") for number in range(40)]
        for person in people:
            await person.start()
        api.set_limits(total_rate=1, total_burst=30)
        codes = [(await bot("sendMessage", chat_id=person.id, text="x"))["ok"] for person in people]
        assert codes == [True] * 30 + [False] * 10


class TestAccidents:
    async def test_a_failure_has_no_effect_and_a_cut_line_has(self, api: BotApi, bot: RawBot) -> None:
        user = api.user("Lin")
        await user.start()
        api.fail_next(status=429, retry_after=7, times=2, method="sendMessage")
        answers = [await bot("sendMessage", chat_id=user.id, text=text) for text in "abc"]
        assert [answer.get("parameters") for answer in answers] == [{"retry_after": 7}, {"retry_after": 7}, None]
        api.cut_next(method="sendMessage")
        with pytest.raises(aiohttp.ClientError):
            await bot("sendMessage", chat_id=user.id, text="d")
        await bot.result("sendMessage", chat_id=user.id, text="d")
        assert [seen.text for seen in user.chat if seen.by_bot] == ["c", "d", "d"]
        assert {text: len(at) for (_, text, _), at in api.record.times().items()} == {"c": 1, "d": 2}
        assert [call.lost for call in api.record.sent()] == [False, True, False]
        assert api.record.refused() == {("sendmessage", 429): 2}

    async def test_a_slow_answer_comes_after_the_effect(self, api: BotApi, bot: RawBot) -> None:
        user = api.user("Lin")
        await user.start()
        api.set_faults(slow_share=1, slow_for=0.3)
        sending = asyncio.ensure_future(bot.result("sendMessage", chat_id=user.id, text="x"))
        assert [seen.text for seen in await user.next(quiet=0.05)] == ["x"]
        assert not sending.done()
        await sending

    async def test_chances_repeat_with_their_seed(self, api: BotApi, bot: RawBot) -> None:
        user = api.user("Lin")
        await user.start()
        runs = []
        for _ in range(2):
            api.set_faults(seed=1, busy_share=0.3)
            runs.append([(await bot("sendMessage", chat_id=user.id, text="x"))["ok"] for _ in range(30)])
        assert runs[0] == runs[1]
        assert 0 < runs[0].count(False) < 30

    async def test_updates_come_twice_and_out_of_order_but_all_come(self, api: BotApi, bot: RawBot) -> None:
        user = api.user("Lin")
        sent = [str(number) for number in range(300)]
        for text in sent:
            await user.send(text)
        api.set_faults(seed=1, twice_share=0.1, shuffled_share=0.1)
        got: list[str] = []
        offset = 0
        while updates := await bot.result("getUpdates", offset=offset):
            got += texts(updates)
            offset = max(offset, *(update["update_id"] + 1 for update in updates))
        assert set(got) == set(sent)
        assert 10 < len(got) - len(sent) < 60
        assert got != sorted(got, key=int)


class TestWebhook:
    async def test_updates_are_pushed_with_the_secret_until_taken_and_in_order(self, api: BotApi, bot: RawBot) -> None:
        user, listener = api.user("Lin"), Listener(refusals=3)
        await user.send("before")
        async with listening(listener.take) as url:
            await bot.result("setWebhook", url=url, secret_token=SECRET)
            await user.send("after")
            await until(lambda: len(listener.got) == 5)
            assert listener.got == ["before"] * 4 + ["after"]
            assert listener.secrets == {SECRET}
            info = await bot.result("getWebhookInfo")
            assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"
            assert (info["url"], info["pending_update_count"]) == (url, 0)
            await bot.result("deleteWebhook")
        assert await bot.result("getUpdates") == []
        assert set(api.record.deliveries().values()) == {1}

    async def test_nobody_listens_and_nothing_is_lost(self, api: BotApi, bot: RawBot) -> None:
        await bot.result("setWebhook", url="http://127.0.0.1:9/hook", secret_token=SECRET)
        await api.user("Lin").send("kept")
        await until(lambda: api.world.store.get("settings", "webhook_error") is not None)
        assert (await bot.result("getWebhookInfo"))["last_error_message"] == "Connection failed"
        await bot.result("deleteWebhook")
        assert texts(await bot.result("getUpdates")) == ["kept"]

    async def test_pushed_twice_and_out_of_order_but_all_come(self, api: BotApi, bot: RawBot) -> None:
        user, listener, sent = api.user("Lin"), Listener(), [str(number) for number in range(200)]
        api.set_faults(seed=1, twice_share=0.1, shuffled_share=0.1)
        async with listening(listener.take) as url:
            await bot.result("setWebhook", url=url)
            for text in sent:
                await user.send(text)
            await until(lambda: set(listener.got) == set(sent))
            await until(lambda: api.webhook.is_idle)
            await bot.result("deleteWebhook")
        assert 5 < len(listener.got) - len(sent) < 50
        assert listener.got != sorted(listener.got, key=int)

    async def test_a_wrong_secret_token_is_refused(self, bot: RawBot) -> None:
        refusal = await bot.refusal("setWebhook", url="http://127.0.0.1:9/", secret_token="söcret")
        assert refusal == "Bad Request: secret token contains unallowed characters"
