"""The methods that change what is already in a chat, and the answer to a tap."""

from __future__ import annotations

import time

from tests.telegram.bot_api.errors import bad_request
from tests.telegram.bot_api.keyboards import check_markup
from tests.telegram.bot_api.params import Params
from tests.telegram.bot_api.sending import read_text, written
from tests.telegram.bot_api.store import Row
from tests.telegram.bot_api.world import World

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
LONGEST_ANSWER = 200


def edit_message_text(world: World, params: Params) -> Row:
    """Another text; the keyboard goes unless it comes with the call again."""
    text = read_text(params)
    chat, row = _own(world, params)
    if "text" not in row["message"]:
        raise bad_request("there is no text in the message to edit")
    kept = {name: value for name, value in row["message"].items() if name not in ("text", "entities", "reply_markup")}
    return _revise(world, chat, row, kept | written("text", "entities", text) | _inline(params))


def edit_message_reply_markup(world: World, params: Params) -> Row:
    """Another keyboard, or none."""
    chat, row = _own(world, params)
    kept = {name: value for name, value in row["message"].items() if name != "reply_markup"}
    return _revise(world, chat, row, kept | _inline(params))


def delete_message(world: World, params: Params) -> bool:
    """Anything in a private chat, one's own messages in a group."""
    chat, number = world.check_reach(params.text("chat_id")), params.integer("message_id")
    row = world.find(chat, number)
    if row is None:
        raise bad_request("message to delete not found")
    if chat < 0 and not row["by_bot"]:
        raise bad_request("message can't be deleted")
    world.delete(chat, number)
    return True


def answer_callback_query(world: World, params: Params) -> bool:
    """Once, and soon: the person's button spins until then."""
    number, text = params.text("callback_query_id"), params.text("text")
    tap = world.store.get("taps", number) if number else None
    if tap is None or tap["answered"] or time.time() - tap["at"] > world.limits.answer_within:
        raise bad_request(TOO_OLD)
    if len(text) > LONGEST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = {"text": text, "alert": params.flag("show_alert"), "after": time.time() - tap["at"]}
    world.store.put("taps", number, tap | {"answered": True} | answer)
    return True


def _own(world: World, params: Params) -> tuple[int, Row]:
    chat = world.check_reach(params.text("chat_id"))
    if not params.text("message_id"):
        raise bad_request("message identifier is not specified")
    row = world.find(chat, params.integer("message_id"))
    if row is None:
        raise bad_request("message to edit not found")
    if not row["by_bot"]:
        raise bad_request("message can't be edited")
    return chat, row


def _inline(params: Params) -> Row:
    markup = check_markup(params.object("reply_markup"), inline_only=True)
    return {"reply_markup": markup} if markup else {}


def _revise(world: World, chat: int, row: Row, message: Row) -> Row:
    if message == row["message"]:
        raise bad_request(NOT_MODIFIED)
    if world.limits.edits_count:
        world.meter.spend(chat)
    return world.revise(chat, message)
