"""Citizens on Telegram: words and taps over real HTTP, to the booked place, on both databases."""

from __future__ import annotations

import asyncio
import re

import pytest

from bot.app import App
from bot.tickets.checklist import verify
from bot.tickets.keys import by_fingerprint, signing_keys
from tests.channels.qr_reader import read_qr
from tests.telegram.bot_api import BotApi, User
from tests.telegram.watching import sees, tap, until

pytestmark = pytest.mark.usefixtures("bot")


async def test_the_home_sale_from_a_sentence_to_a_booked_place(api: BotApi, app: App) -> None:
    user = api.user("买方甲", "zh-hans")
    await user.send("我买了套二手房，要带啥东西去过户？")
    await sees(user, "最多跑 1 次")
    await tap(user, "本人办")
    await sees(user, "→ 本人办")  # the question is edited into its answer
    await tap(user, "已婚")
    await sees(user, "这是您家在本市的第几套房？")
    await user.send("首套，没有贷款")
    card = await sees(user, "【办理结果】")
    assert "· 身份证（您和对方）" in card
    assert "不用带（8 样，部门之间已经共享）" in card
    await tap(user, "窗口办（我帮您预约）")
    await sees(user, "房子在哪个区县？")
    await user.send("西湖")
    await sees(user, "西湖区行政服务中心，下面这些时间有号")
    await user.send("周三下午")
    await tap(user, "12月2日周三 13:30")
    await tap(user, "就约这个")
    await sees(user, "【约好了】")
    code = await until(user, lambda: next((s for s in user.chat if s.by_bot and s.photo), None), "the QR picture")
    assert code.photo is not None
    ticket = verify(read_qr(code.photo.content), by_fingerprint(key.public for key in signing_keys(app.vault)))
    assert (ticket.procedure, ticket.centre, ticket.way, ticket.visits) == ("property-transfer", "xihu", "window", 1)
    assert [bring.documents[0] for bring in ticket.bring] == ["id-card", "old-ownership-certificate"]
    await until(user, lambda: next((s for s in user.chat if s.by_bot and s.venue), None), "the place on the map")
    assert any(s.document and s.document.name.endswith(".ics") for s in user.chat if s.by_bot)


async def test_a_position_finds_the_nearest_centre_where_any_will_do(api: BotApi) -> None:
    user = api.user("Buyer A", "en")
    await user.send("my ID card is lost")
    await tap(user, "16 or older")
    await tap(user, "no or not sure")
    await tap(user, "elsewhere")
    await tap(user, "yes, urgently")
    await sees(user, "Which district or county suits you?")
    await user.send_location(30.26, 120.13)
    await sees(user, "The nearest to you is Xihu District Service Centre")


async def test_an_old_button_and_somebody_elses_button_get_the_present_state(api: BotApi) -> None:
    user, stranger = api.user("Buyer A", "en"), api.user("Firm B", "en")
    await user.send("I bought a second-hand flat and want to transfer it")
    asked = await until(user, lambda: next((s for s in user.chat if s.find_button("myself")), None), "myself")
    button = asked.find_button("myself")
    assert button is not None
    assert button.data is not None
    await user.tap("myself")
    await sees(user, "What is your marital status?")
    await user.tap_data(asked.id, button.data.replace("self", "renamed-since"))
    await sees(user, "That button is from earlier")
    await stranger.send("hello")
    hello = await until(stranger, lambda: next((s for s in stranger.chat if s.by_bot), None), "a greeting")
    await stranger.tap_data(hello.id, button.data)
    await sees(stranger, "That button is from earlier")


async def test_what_is_no_text_gets_a_helpful_word(api: BotApi) -> None:
    user = api.user("Citizen C", "en")
    await user.send_sticker()
    await sees(user, "Please type")
    await user.send_voice()
    await sees(user, "cannot listen")
    await user.start("newborn")
    await sees(user, "[Newborn")


TALK = (
    ("I bought a second-hand flat and want to transfer it", "Do you act yourself"),
    ("myself", "What is your marital status?"),
    ("married", "Which home of your family"),
    ("first", "Is there a mortgage"),
    ("no mortgage", "How would you like to do it?"),
)


async def test_trouble_on_the_way_changes_nothing(api: BotApi) -> None:
    """Updates twice, refusals for being too fast, slow answers: the same messages, once each, in the same order."""
    calm, troubled = api.user("Buyer A", "en"), [api.user(f"Buyer {number}", "en") for number in range(6)]
    await talk(calm)
    api.set_faults(seed=7, twice_share=0.3, busy_share=0.1, slow_share=0.2, slow_for=0.3)
    await asyncio.gather(*(talk(user) for user in troubled))
    for user in troubled:
        assert read(user) == read(calm)


async def talk(user: User) -> None:
    for said, answer in TALK:
        await user.send(said)
        await sees(user, answer)


def read(user: User) -> list[str]:
    """What the bot wrote, without the code that each case has for itself."""
    return [re.sub(r"code [0-9A-Z]{8}", "code", seen.text) for seen in user.chat if seen.by_bot]
