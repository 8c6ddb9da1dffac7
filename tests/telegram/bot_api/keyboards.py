"""Refuses a keyboard that Telegram refuses, and a few that Telegram silently cuts, which is worse for the citizen.

As Telegram: callback data of 1 to 64 bytes, a text and exactly one action a button, 100 buttons, 10 kB of JSON.
Stricter: TDLib leaves out a button without text and everything past the twelfth in a row without a word
(td/telegram/ReplyMarkup.cpp, `get_reply_markup`); here both are refused, so that a test notices.
"""

from __future__ import annotations

import json
from typing import Any

from tests.telegram.bot_api.errors import bad_request

MOST_BUTTONS = 100
MOST_IN_A_ROW = 8  # what clients show; github.com/tginfo/Telegram-Limits, issue 228
LONGEST_DATA = 64
LONGEST_MARKUP = 10_000  # bytes; the same, issue 187
ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
OTHER_KINDS = ("keyboard", "remove_keyboard", "force_reply")


def check_markup(markup: Any, inline_only: bool = False) -> dict[str, Any] | None:
    """The markup as the message will carry it; None when there is none.

    :raises Refused: 400 with Telegram's sentence
    """
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    rows = markup.get("inline_keyboard")
    if rows is None:
        if inline_only or not any(kind in markup for kind in OTHER_KINDS):
            raise bad_request("inline keyboard expected")
        _check_size(markup, markup.get("keyboard") or [])
        return markup
    _check_size(markup, rows)
    for row in rows:
        for button in row:
            _check_button(button)
    return {"inline_keyboard": rows} if any(rows) else None


def _check_size(markup: dict[str, Any], rows: list[list[Any]]) -> None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    if any(len(row) > MOST_IN_A_ROW for row in rows):
        raise bad_request(f"more than {MOST_IN_A_ROW} buttons in a row would not be shown")
    size = len(json.dumps(markup, ensure_ascii=False).encode())
    if sum(map(len, rows)) > MOST_BUTTONS or size > LONGEST_MARKUP:
        raise bad_request("reply markup is too long")


def _check_button(button: Any) -> None:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    actions = [action for action in ACTIONS if button.get(action) not in (None, "")]
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request("can't parse inline keyboard button: exactly one action must be used")
    if actions == ["callback_data"] and len(str(button["callback_data"]).encode()) > LONGEST_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if actions == ["url"] and not str(button["url"]).startswith(("http://", "https://", "tg://")):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
