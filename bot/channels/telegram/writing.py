"""One call to Telegram, and what became of it. Whatever Telegram answers is a result, never an exception.

What was refused is logged by its kind and Telegram's own reason, never with the text: that is somebody's life.
"""

from __future__ import annotations

import logging
from typing import Any

from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import EditMessageReplyMarkup, EditMessageText, SendDocument, SendMessage, SendPhoto, SendVenue
from aiogram.methods.base import TelegramMethod
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions

from bot.channels.telegram.calls import Calendar, Call, Edit, File, Gone, Later, Picture, Result, Sent, Text, Venue
from bot.channels.telegram.markup import LONGEST_CAPTION, Keyboard, as_html, shorten
from bot.dialogue.messages import Entry

log = logging.getLogger(__name__)
TIMEOUT = 20
"""Seconds for one call; the lease of an outbox row is longer."""
PAUSE = 2.0
"""Seconds until a call is tried again that the network lost."""
SILENTLY_DONE = ("message is not modified", "message to edit not found", "message can't be edited")
"""Nothing is left to be changed: the citizen deleted it, or it was changed before a crash."""


async def write(bot: Bot, chat: str, call: Call) -> Result:
    """Make one call."""
    try:
        await bot(_method(chat, call), request_timeout=TIMEOUT)
    except TelegramRetryAfter as wait:
        return Later(float(wait.retry_after))
    except TelegramForbiddenError:
        return Gone(for_good=True)
    except TelegramBadRequest as refused:
        return _refused(call, refused)
    except (TelegramNotFound, TelegramMigrateToChat):
        return Gone(for_good=False)
    except TelegramUnauthorizedError:
        log.error("Telegram no longer accepts the bot's token; messages wait.")
        return Later(60, everywhere=True)
    except (AiogramError, OSError, TimeoutError) as trouble:
        log.warning("Telegram did not answer a %s (%s); tried again soon.", call.kind, type(trouble).__name__)
        return Later(PAUSE)
    return Sent()


def _refused(call: Call, refused: TelegramBadRequest) -> Result:
    reason = refused.message.casefold()
    if isinstance(call, Edit) and any(harmless in reason for harmless in SILENTLY_DONE):
        return Sent()
    if "chat not found" in reason or "user is deactivated" in reason:
        return Gone(for_good=True)
    log.error("Telegram refused a %s and it is dropped: %s", call.kind, refused.message)
    return Gone(for_good=False)


def _method(chat: str, call: Call) -> TelegramMethod[Any]:
    sound: dict[str, Any] = {"chat_id": int(chat), "disable_notification": call.silent or None}
    match call:
        case Text():
            return SendMessage(
                **sound,
                text=call.html,
                parse_mode="HTML",
                reply_markup=_markup(call.keyboard),
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        case Edit(message=message, html=""):
            return EditMessageReplyMarkup(chat_id=int(chat), message_id=message)
        case Edit():
            return EditMessageText(
                chat_id=int(chat),
                message_id=call.message,
                text=call.html,
                parse_mode="HTML",
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        case Picture(entry=entry):
            return SendPhoto(**sound, photo=_qr(entry), caption=_caption(entry), parse_mode="HTML")
        case Calendar(entry=entry):
            return SendDocument(**sound, document=_calendar(entry))
        case File():
            return SendDocument(**sound, document=BufferedInputFile(call.content.encode(), call.name))
        case Venue(entry=entry):
            return SendVenue(
                **sound,
                latitude=entry.latitude or 0.0,
                longitude=entry.longitude or 0.0,
                title=entry.place,
                address=entry.address,
            )


def _markup(rows: Keyboard) -> InlineKeyboardMarkup | None:
    buttons = [[InlineKeyboardButton(text=label, callback_data=data) for label, data in row] for row in rows]
    return InlineKeyboardMarkup(inline_keyboard=buttons) if buttons else None


def _caption(entry: Entry) -> str:
    return as_html(shorten(f"{entry.title}\n{entry.code}\n{entry.about}".strip(), LONGEST_CAPTION))


def _qr(entry: Entry) -> BufferedInputFile:
    from bot.channels.ticket import qr_picture, qr_text  # only a ticket needs it

    return BufferedInputFile(qr_picture(qr_text(entry)), f"{entry.code}.png")


def _calendar(entry: Entry) -> BufferedInputFile:
    from bot.channels.ticket import calendar_file  # only a ticket needs it

    return BufferedInputFile(calendar_file(entry), f"{entry.code}.ics")
