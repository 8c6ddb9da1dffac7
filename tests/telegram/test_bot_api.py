"""The server refuses what Telegram refuses, in Telegram's words, and shows people what a bot wrote."""

from __future__ import annotations

import struct
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.telegram.bot_api import USERNAME, BotApi, Limits, User
from tests.telegram.bot_api.formatting import parse_html
from tests.telegram.bot_api.raw import RawBot, raw_bot

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + struct.pack(">II", 200, 200) + b"\x08\x00\0\0\0"
TAP = {"text": "Yes", "callback_data": "yes"}


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi(limits=Limits.loose()) as running:
        yield running


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[RawBot]:
    async with raw_bot(api) as calling:
        yield calling


@pytest.fixture
async def user(api: BotApi) -> User:
    somebody = api.user("Lin", "en")
    await somebody.start()
    return somebody


def keyboard(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


class TestWhoMayCall:
    async def test_a_wrong_token_is_401_and_no_token_is_404(self, bot: RawBot) -> None:
        assert (await bot("getMe", token="42:wrong"))["error_code"] == 401
        assert (await bot("getMe", token="nothing"))["error_code"] == 404
        assert (await bot("getYou"))["description"] == "Not Found: method not found"

    async def test_the_bot_is_told_who_it_is(self, bot: RawBot) -> None:
        me = await bot.result("getme")
        assert (me["id"], me["is_bot"], me["username"]) == (42, True, USERNAME)


class TestText:
    @pytest.mark.parametrize(
        ("text", "mode", "reason"),
        [
            ("", "", "message text is empty"),
            (" \n ", "", "text must be non-empty"),
            ("<b></b>", "HTML", "text must be non-empty"),
            ("x" * 4097, "", "message is too long"),
            ("😀" * 2049, "", "message is too long"),
            ("*x*", "MarkdownV2", "unsupported parse_mode"),
            ("<b>x", "HTML", "can't parse entities: Can't find end tag corresponding to start tag b"),
            ("中<x>y</x>", "HTML", 'can\'t parse entities: Unsupported start tag "x" at byte offset 3'),
            ("5 < 6", "HTML", 'can\'t parse entities: Unsupported start tag "" at byte offset 2'),
            ("5 <6", "HTML", "can't parse entities: Unclosed start tag at byte offset 2"),
            ("x</b>", "HTML", "can't parse entities: Unexpected end tag at byte offset 1"),
            (
                "<b><i>x</b></i>",
                "HTML",
                'can\'t parse entities: Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
            ),
        ],
    )
    async def test_what_is_refused(self, bot: RawBot, user: User, text: str, mode: str, reason: str) -> None:
        assert await bot.refusal("sendMessage", chat_id=user.id, text=text, parse_mode=mode) == f"Bad Request: {reason}"
        assert [seen.by_bot for seen in user.chat] == [False]

    async def test_the_longest_text_counts_after_the_tags(self, bot: RawBot, user: User) -> None:
        await bot.result("sendMessage", chat_id=user.id, text=f"<b>{'x' * 4096}</b>", parse_mode="HTML")
        assert len(user.last.text) == 4096

    def test_html_becomes_text_with_places_in_utf_16(self) -> None:
        read = parse_html('😀 <b>A &amp; <i>B</i></b> &nbsp; <a href="https://e.org/?a=1&amp;b=2">C</a> &#20013;')
        assert read.text == "😀 A & B &nbsp; C 中"
        assert read.entities == [
            {"type": "bold", "offset": 3, "length": 5},
            {"type": "italic", "offset": 7, "length": 1},
            {"type": "text_link", "offset": 16, "length": 1, "url": "https://e.org/?a=1&b=2"},
        ]


class TestButtons:
    @pytest.mark.parametrize(
        ("markup", "reason"),
        [
            (keyboard([TAP | {"callback_data": "x" * 65}]), "BUTTON_DATA_INVALID"),
            (keyboard([TAP | {"callback_data": "中" * 22}]), "BUTTON_DATA_INVALID"),
            (
                keyboard([TAP | {"callback_data": ""}]),
                "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
            ),
            (keyboard([TAP | {"text": " "}]), "inline keyboard button text must be non-empty"),
            (keyboard(*[[TAP] for _ in range(101)]), "reply markup is too long"),
            (keyboard([TAP | {"text": "x" * 10_000}]), "reply markup is too long"),
            (keyboard([TAP] * 9), "more than 8 buttons in a row would not be shown"),
            (
                keyboard([TAP | {"url": "https://e.org"}]),
                "can't parse inline keyboard button: exactly one action must be used",
            ),
        ],
    )
    async def test_what_is_refused(self, bot: RawBot, user: User, markup: dict[str, Any], reason: str) -> None:
        refusal = await bot.refusal("sendMessage", chat_id=user.id, text="x", reply_markup=markup)
        assert refusal == f"Bad Request: {reason}"

    async def test_a_person_taps_the_newest_button_with_this_text(self, bot: RawBot, user: User) -> None:
        markup = keyboard([TAP, {"text": "Page", "url": "https://e.org"}])
        await bot.result("sendMessage", chat_id=user.id, text="older", reply_markup=markup)
        newer = await bot.result("sendMessage", chat_id=user.id, text="newer", reply_markup=keyboard([TAP]))
        await user.tap("Yes")
        query = (await bot.result("getUpdates"))[-1]["callback_query"]
        assert (query["data"], query["message"]["message_id"]) == ("yes", newer["message_id"])
        assert user.link("Page") == "https://e.org"
        with pytest.raises(AssertionError, match="no button 'No'; there are"):
            await user.tap("No")

    async def test_a_tap_is_answered_once_and_in_time(self, api: BotApi, bot: RawBot, user: User) -> None:
        await bot.result("sendMessage", chat_id=user.id, text="?", reply_markup=keyboard([TAP]))
        tap, old = "query is too old and response timeout expired or query ID is invalid", f"{await user.tap('Yes')}"
        await bot.result("answerCallbackQuery", callback_query_id=old, text="Done")
        assert [answer["text"] for answer in user.answers] == ["Done"]
        assert await bot.refusal("answerCallbackQuery", callback_query_id=old) == f"Bad Request: {tap}"
        assert await bot.refusal("answerCallbackQuery", callback_query_id="77") == f"Bad Request: {tap}"
        late = await user.tap("Yes")
        api.set_limits(answer_within=0)
        assert await bot.refusal("answerCallbackQuery", callback_query_id=late) == f"Bad Request: {tap}"


class TestEdits:
    async def test_the_person_sees_the_edit_and_a_stale_tap_still_arrives(self, bot: RawBot, user: User) -> None:
        sent = await bot.result("sendMessage", chat_id=user.id, text="?", reply_markup=keyboard([TAP]))
        [asked] = await user.next(quiet=0.05)
        await bot.result("editMessageText", chat_id=user.id, message_id=sent["message_id"], text="Yes, then.")
        [edited] = await user.next(quiet=0.05)
        assert (edited.id, edited.text, edited.labels, edited.edited) == (asked.id, "Yes, then.", [], True)
        await user.tap("Yes", on=asked)
        assert (await bot.result("getUpdates"))[-1]["callback_query"]["message"]["text"] == "Yes, then."

    async def test_what_is_refused(self, bot: RawBot, user: User) -> None:
        sent = await bot.result("sendMessage", chat_id=user.id, text=" <b>x</b> ", parse_mode="HTML")
        here = {"chat_id": user.id, "message_id": sent["message_id"]}
        again = await bot.refusal("editMessageText", **here, text="<b>x</b>", parse_mode="HTML")
        assert again.startswith("Bad Request: message is not modified: specified new message content")
        assert (await bot.refusal("editMessageReplyMarkup", **here)).startswith("Bad Request: message is not modified")
        unknown = await bot.refusal("editMessageText", chat_id=user.id, message_id=999, text="y")
        assert unknown == "Bad Request: message to edit not found"
        theirs = await bot.refusal("editMessageText", chat_id=user.id, message_id=user.chat[0].id, text="y")
        assert theirs == "Bad Request: message can't be edited"
        assert await bot.result("deleteMessage", **here)
        assert await bot.refusal("deleteMessage", **here) == "Bad Request: message to delete not found"
        assert len(user.chat) == 1


class TestReach:
    async def test_only_who_has_written_can_be_written_to(self, api: BotApi, bot: RawBot, user: User) -> None:
        stranger = api.user("Wu")
        assert await bot.refusal("sendMessage", chat_id=1, text="x") == "Bad Request: chat not found"
        assert await bot.refusal("sendMessage", chat_id=stranger.id, text="x") == "Bad Request: chat not found"
        await stranger.make_group("Family")
        refusal = await bot.refusal("sendMessage", chat_id=stranger.id, text="x")
        assert refusal == "Forbidden: bot can't initiate conversation with a user"
        await user.block()
        assert await bot.refusal("sendMessage", chat_id=user.id, text="x") == "Forbidden: bot was blocked by the user"
        await user.unblock()
        await bot.result("sendMessage", chat_id=user.id, text="x")
        statuses = [
            update["my_chat_member"]["new_chat_member"]["status"]
            for update in await bot.result("getUpdates")
            if "my_chat_member" in update
        ]
        assert statuses == ["member", "kicked", "member"]

    async def test_in_a_group_the_bot_hears_what_is_meant_for_it(self, bot: RawBot, user: User) -> None:
        group = await user.make_group("Family")
        for text in ("hello", "/help", "/help@another_bot", f"/help@{USERNAME}", f"you, @{USERNAME}?"):
            await group.send(text)
        await bot.result("sendMessage", chat_id=group.id, text="Yes?")
        await group.send("an answer", reply_to=group.last)
        heard = [update["message"].get("text") for update in await bot.result("getUpdates") if "message" in update]
        assert heard == ["/start", None, "/help", f"/help@{USERNAME}", f"you, @{USERNAME}?", "an answer"]


class TestFiles:
    async def test_photo_and_document_arrive_whole(self, bot: RawBot, user: User) -> None:
        here = {"chat_id": str(user.id)}
        await bot.upload("sendPhoto", "photo", "qr.png", PNG, **here, caption="<b>A-1</b>", parse_mode="HTML")
        sent = await bot.upload("sendDocument", "calendar", "a.ics", b"ICS", **here, document="attach://calendar")
        photo, document = await user.next(quiet=0.05)
        assert photo.photo is not None
        assert (photo.photo.content, photo.text) == (PNG, "A-1")
        assert document.document is not None
        assert (document.document.name, document.document.content) == ("a.ics", b"ICS")
        found = await bot.result("getFile", file_id=sent["result"]["document"]["file_id"])
        assert await bot.download(found["file_path"]) == b"ICS"

    @pytest.mark.parametrize(
        ("content", "caption", "reason"),
        [
            (PNG, "x" * 1025, "message caption is too long"),
            (b"", "", "file must be non-empty"),
            (b"text", "", "IMAGE_PROCESS_FAILED"),
            (PNG[:16] + struct.pack(">II", 10, 201) + PNG[24:], "", "PHOTO_INVALID_DIMENSIONS"),
        ],
    )
    async def test_what_is_refused(self, bot: RawBot, user: User, content: bytes, caption: str, reason: str) -> None:
        answer = await bot.upload("sendPhoto", "photo", "x.png", content, chat_id=str(user.id), caption=caption)
        assert answer["description"] == f"Bad Request: {reason}"


class TestTheBotItself:
    async def test_commands_and_descriptions_by_language(self, bot: RawBot) -> None:
        await bot.result("setMyCommands", commands=[{"command": "help", "description": "帮助"}], language_code="zh")
        assert await bot.result("getMyCommands", language_code="zh") == [{"command": "help", "description": "帮助"}]
        assert await bot.result("getMyCommands") == []
        wrong = await bot.refusal("setMyCommands", commands=[{"command": "Help!", "description": "x"}])
        assert wrong == "Bad Request: BOT_COMMAND_INVALID"
        await bot.result("setMyDescription", description="One visit")
        assert await bot.result("getMyDescription", language_code="zh") == {"description": "One visit"}
        assert not (await bot("setMyShortDescription", short_description="x" * 121))["ok"]

    async def test_places_and_being_busy(self, bot: RawBot, user: User) -> None:
        place = {"chat_id": user.id, "latitude": 30.25, "longitude": 120.15}
        await bot.result("sendVenue", **place, title="Centre", address="No. 1")
        assert user.last.location == (30.25, 120.15)
        assert await bot.refusal("sendVenue", **place, title="Centre") == 'Bad Request: parameter "address" is required'
        await bot.result("sendChatAction", chat_id=user.id, action="typing")
        assert user.actions == ["typing"]
        wrong = await bot.refusal("sendChatAction", chat_id=user.id, action="dancing")
        assert wrong == "Bad Request: wrong parameter action in request"
