"""A message as a person sees it now: edits applied, buttons by their text, files as bytes."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

from tests.telegram.bot_api.store import Row, Store


@dataclass(frozen=True)
class Button:
    """`data` comes back to the bot with a tap, `url` opens elsewhere; a reply keyboard's button has neither."""

    text: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True)
class File:
    """A photo or a document."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True)
class Seen:
    """`text` is the text or the caption. `at` is when it was sent or last changed, in seconds since 1970."""

    id: int
    chat: int
    by_bot: bool
    text: str
    entities: tuple[Row, ...]
    buttons: tuple[tuple[Button, ...], ...]
    keyboard: tuple[tuple[Button, ...], ...]
    """The reply keyboard that came with it."""
    photo: File | None
    document: File | None
    location: tuple[float, float] | None
    venue: Row | None
    edited: bool
    at: float
    raw: Row
    """As the Bot API shows it."""

    @property
    def labels(self) -> list[str]:
        """The texts of the inline buttons, row by row."""
        return [button.text for row in self.buttons for button in row]

    def find_button(self, label: str) -> Button | None:
        """The inline button with exactly this text."""
        return next((button for row in self.buttons for button in row if button.text == label), None)


def look_at(store: Store, chat: int) -> list[Seen]:
    """All messages of a chat that are there now, oldest first."""
    return [_see(store, chat, row) for row in store.rows(f"messages:{chat}") if not row["deleted"]]


def look_for_news(store: Store, chat: int, after: int) -> tuple[list[Seen], int]:
    """What the bot has sent or changed since change number `after`, and the number of the last change in this chat."""
    rows = store.rows(f"messages:{chat}")
    news = [row for row in rows if row["change"] > after]
    shown = [_see(store, chat, row) for row in news if row["by_bot"] and not row["deleted"]]
    return shown, max((row["change"] for row in rows if row["by_bot"]), default=0)


def _see(store: Store, chat: int, row: Row) -> Seen:
    message = row["message"]
    location = message.get("location")
    return Seen(
        id=message["message_id"],
        chat=chat,
        by_bot=row["by_bot"],
        text=message.get("text") or message.get("caption") or "",
        entities=tuple(message.get("entities") or message.get("caption_entities") or ()),
        buttons=_buttons((message.get("reply_markup") or {}).get("inline_keyboard")),
        keyboard=_buttons((row["keyboard"] or {}).get("keyboard")),
        photo=_file(store, (message.get("photo") or [None])[-1]),
        document=_file(store, message.get("document")),
        location=(location["latitude"], location["longitude"]) if location else None,
        venue=message.get("venue"),
        edited="edit_date" in message,
        at=row["at"],
        raw=message,
    )


def _buttons(rows: list[list[Any]] | None) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(_button(button) for button in row) for row in rows or ())


def _button(button: Any) -> Button:
    if isinstance(button, str):
        return Button(button)
    return Button(button["text"], button.get("callback_data", ""), button.get("url", ""))


def _file(store: Store, shown: Row | None) -> File | None:
    row = store.get("files", shown["file_id"]) if shown else None
    return File(row["name"], row["mime"], base64.b64decode(row["content"])) if row else None
