"""What to do about each kind of update: one table, which docs/telegram.md shows too.

Every kind gets a helpful reply or a deliberate silence. What Telegram may invent later falls under `unknown`, or in a
private chat under `other`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiogram.enums import ChatMemberStatus
from aiogram.types import CallbackQuery, Message, Update

from bot.channels.telegram.markup import BY_LABEL
from bot.dialogue.events import Located, Said, Tapped

PHOTO = "photo.jpg"
"""Pictures have no name of their own."""
ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
"""What Telegram is asked to send: the rest would only be kept silent about."""


@dataclass(frozen=True)
class Hear:
    """The core hears it."""

    event: Said | Tapped | Located


@dataclass(frozen=True)
class Fetch:
    """A file: it is brought here and kept, and the core hears of it."""

    file: str
    """Telegram's id of it."""
    name: str = field(repr=False)
    size: int | None
    """Bytes, as Telegram tells beforehand."""


@dataclass(frozen=True)
class Tell:
    """A sentence of the channel's own, by its id."""

    sentence: str


@dataclass(frozen=True)
class Show:
    """The tapped question keeps its text, loses its buttons and shows what was chosen."""

    message: int
    html: str
    """Empty where the message has no text."""
    chosen: str


@dataclass(frozen=True)
class Greet:
    """A polite word in a group, once."""


@dataclass(frozen=True)
class Leave:
    """The bot was blocked or removed: nothing is written here until somebody writes again."""


@dataclass(frozen=True)
class Return:
    """The bot may write here again; it waits to be spoken to."""


Act = Hear | Fetch | Tell | Show | Greet | Leave | Return
Handle = Callable[[Update], tuple[Act, ...]]


def read(update: Update) -> tuple[Act, ...]:
    """What to do about an update, in this order. Nothing is a deliberate silence."""
    return TABLE[kind_of(update)](update)


def language_of(update: Update) -> str | None:
    """The language of the sender's app, a hint while the citizen has said nothing."""
    who = update.message or update.callback_query or update.my_chat_member
    sender = who.from_user if who is not None else None
    return sender.language_code if sender is not None else None


def kind_of(update: Update) -> str:
    """The row of the table an update belongs to."""
    if update.message is not None:
        return _kind_of_message(update.message)
    if update.callback_query is not None:
        message = update.callback_query.message
        private = message is not None and message.chat.type == "private"
        return "tap" if private and update.callback_query.data else "tap-elsewhere"
    if update.my_chat_member is not None:
        status = update.my_chat_member.new_chat_member.status
        out = status in (ChatMemberStatus.KICKED, ChatMemberStatus.LEFT)
        if update.my_chat_member.chat.type == "private":
            return "blocked" if out else "unblocked"
        return "removed" if out else "added" if update.my_chat_member.chat.type != "channel" else "channel"
    if update.edited_message is not None:
        edited = update.edited_message
        return "edited" if edited.chat.type == "private" and edited.text is not None else "edited-otherwise"
    return "channel" if update.channel_post or update.edited_channel_post else "unknown"


def _kind_of_message(message: Message) -> str:
    if message.chat.type != "private":
        return "group" if message.chat.type in ("group", "supergroup") else "channel"
    if message.from_user is not None and message.from_user.is_bot:
        return "from-a-bot"
    if message.forward_origin is not None:
        return "forwarded"
    if message.text is not None:
        return "command" if message.text.startswith("/") else "text"
    content = str(getattr(message.content_type, "value", message.content_type))
    return next((kind for kind, contents in CONTENTS.items() if content in contents), "other")


CONTENTS = {
    "location": ("location", "venue"),
    "sticker": ("sticker", "animation", "dice", "game"),
    "voice": ("voice", "audio", "video_note", "video"),
    "photo": ("photo",),
    "document": ("document",),
    "contact": ("contact", "users_shared", "user_shared", "chat_shared"),
    "poll": ("poll", "checklist"),
    "service": (
        "pinned_message",
        "message_auto_delete_timer_changed",
        "write_access_allowed",
        "boost_added",
        "chat_background_set",
        "connected_website",
        "web_app_data",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
    ),
}
"""Kinds of private messages by the content that Telegram names."""


def _text(update: Update) -> tuple[Act, ...]:
    return (Hear(Said(_clean(update.message.text or ""))),) if update.message else ()


def _command(update: Update) -> tuple[Act, ...]:
    """`/start property-transfer`, as a QR at a counter opens it, begins that procedure; the core knows the commands."""
    text = _clean(update.message.text or "") if update.message else ""
    name, _, rest = text.partition(" ")
    return (Hear(Said(f"{name.partition('@')[0]} {rest}".strip())),)


def _tap(update: Update) -> tuple[Act, ...]:
    tap = update.callback_query
    if tap is None or tap.message is None or tap.data is None:
        return ()
    message, label = tap.message, _label(tap)
    html = _clean(message.html_text) if isinstance(message, Message) and message.text else ""
    by_label = label and tap.data.startswith(BY_LABEL)
    heard = Hear(Said(label) if by_label else Tapped(_clean(tap.data)))
    return (Show(message.message_id, html, label), heard) if label else (heard,)


def _label(tap: CallbackQuery) -> str:
    """What stands on the tapped button; empty where the message is too old to be shown."""
    markup = tap.message.reply_markup if isinstance(tap.message, Message) else None
    buttons = [button for row in markup.inline_keyboard for button in row] if markup else []
    return next((_clean(button.text) for button in buttons if button.callback_data == tap.data), "")


def _location(update: Update) -> tuple[Act, ...]:
    place = update.message.location if update.message else None
    return (Hear(Located(place.latitude, place.longitude)),) if place else ()


def _photo(update: Update) -> tuple[Act, ...]:
    """Telegram keeps a picture in several sizes: the largest can be read."""
    sizes = (update.message.photo or []) if update.message else []
    if not sizes:
        return ()
    largest = max(sizes, key=lambda size: size.width * size.height)
    return Fetch(largest.file_id, PHOTO, largest.file_size), *_caption(update)


def _document(update: Update) -> tuple[Act, ...]:
    file = update.message.document if update.message else None
    return (Fetch(file.file_id, _clean(file.file_name or ""), file.file_size), *_caption(update)) if file else ()


def _caption(update: Update) -> tuple[Act, ...]:
    """The words under a file are heard."""
    caption = _clean(update.message.caption or "") if update.message else ""
    return (Hear(Said(caption)),) if caption.strip() else ()


def _voice(update: Update) -> tuple[Act, ...]:
    """It is not opened, and that is said."""
    return Tell("tg-voice"), *_caption(update)


def _always(*acts: Act) -> Handle:
    return lambda _: acts


def _clean(text: str) -> str:
    """Half a surrogate pair, which JSON allows, can be neither stored nor sent."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


TABLE: dict[str, Handle] = {
    "text": _text,
    "command": _command,
    "tap": _tap,
    "tap-elsewhere": _always(),
    "location": _location,
    "edited": _always(Tell("tg-edited")),
    "edited-otherwise": _always(),
    "forwarded": _always(Tell("tg-forwarded")),
    "sticker": _always(Tell("tg-sticker")),
    "voice": _voice,
    "photo": _photo,
    "document": _document,
    "contact": _always(Tell("tg-contact")),
    "poll": _always(Tell("tg-words-only")),
    "other": _always(Tell("tg-words-only")),
    "service": _always(),
    "from-a-bot": _always(),
    "group": _always(Greet()),
    "added": _always(Return(), Greet()),
    "removed": _always(Leave()),
    "blocked": _always(Leave()),
    "unblocked": _always(Return()),
    "channel": _always(),
    "unknown": _always(),
}


def parse(raw: dict[str, Any]) -> Update | None:
    """The update in aiogram's words; None where this release of aiogram cannot read it."""
    try:
        return Update.model_validate(raw)
    except ValueError:
        return None
