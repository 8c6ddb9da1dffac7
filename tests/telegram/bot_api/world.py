"""What Telegram knows: people, chats and messages, as rows in the shape in which the Bot API shows them.

A message row is `{message, change, at, by_bot, deleted, keyboard}`: the message as the API shows it, and the running
number of its last change, by which a test knows what is new. A reply keyboard is no part of the message in the API.
"""

from __future__ import annotations

import base64
import time
from dataclasses import replace
from typing import Any

from tests.telegram.bot_api.errors import Refused, bad_request
from tests.telegram.bot_api.faults import Faults
from tests.telegram.bot_api.limits import Limits, Meter
from tests.telegram.bot_api.params import Upload
from tests.telegram.bot_api.store import Row, Store
from tests.telegram.bot_api.updates import Updates

FIRST_PERSON = 5_000_001
FIRST_GROUP = 4_000_001


class World:
    """Everything that the methods of the bot and the deeds of the people work on."""

    def __init__(self, store: Store, limits: Limits, token: str, username: str) -> None:
        self.store = store
        self.limits = replace(limits)
        self.token = token
        self.username = username
        self.meter = Meter(self.limits)
        self.faults = Faults()
        self.updates = Updates(store, self.limits, self.faults)

    @property
    def me(self) -> Row:
        """The bot as a user."""
        name = (self.store.get("settings", "name:") or {}).get("text") or "Bot"
        number = int(self.token.partition(":")[0])
        return {"id": number, "is_bot": True, "first_name": name, "username": self.username}

    # People and chats

    def add_person(self, name: str, language_code: str) -> int:
        """Somebody who has not yet written to the bot."""
        number = self.store.next_number("person", FIRST_PERSON)
        user = {"id": number, "is_bot": False, "first_name": name, "language_code": language_code}
        chat = {"id": number, "type": "private", "first_name": name}
        self.store.put("people", number, {"user": user, "started": False, "blocked": False, "met": False})
        self.store.put("chats", number, {"chat": chat})
        return number

    def add_group(self, title: str) -> int:
        """A group that the bot is in, an ordinary member with privacy mode on."""
        number = -self.store.next_number("group", FIRST_GROUP)
        self.store.put("chats", number, {"chat": {"id": number, "type": "group", "title": title}})
        return number

    def person(self, number: int) -> Row:
        """:raises KeyError: nobody has this number"""
        return self.store.tables["people"][str(number)]

    def change_person(self, number: int, **changes: bool) -> None:
        """started, blocked or met."""
        self.store.put("people", number, self.person(number) | changes)

    def chat(self, number: int) -> Row:
        """The chat as the API shows it."""
        return dict(self.store.tables["chats"][str(number)]["chat"])

    def check_reach(self, chat_id: str) -> int:
        """The chat that the bot may write to.

        :raises Refused: 400 for a chat the bot has never seen, 403 when the person does not want to hear
        """
        if not chat_id:
            raise bad_request("chat_id is empty")
        if self.store.get("chats", chat_id) is None:
            raise bad_request("chat not found")
        person = self.store.get("people", chat_id)
        if person is None or (person["started"] and not person["blocked"]):
            return int(chat_id)
        if person["blocked"]:
            raise Refused(403, "bot was blocked by the user")
        raise (
            Refused(403, "bot can't initiate conversation with a user")
            if person["met"]
            else bad_request("chat not found")
        )

    # Messages

    def add_message(self, chat: int, sender: Row, content: Row, keyboard: Row | None = None) -> Row:
        """A new message; its number counts over all chats, as a bot sees it."""
        number = self.store.next_number("message")
        message = {"message_id": number, "from": sender, "chat": self.chat(chat), "date": int(time.time())} | content
        self._put(chat, message, by_bot=bool(sender["is_bot"]), keyboard=keyboard)
        return message

    def post(self, chat: int, content: Row, markup: Row | None) -> Row:
        """The bot writes.

        :raises Refused: 429 when it writes too fast
        """
        self.meter.spend(chat)
        inline = {"reply_markup": markup} if markup and "inline_keyboard" in markup else {}
        return self.add_message(chat, self.me, content | inline, keyboard=None if inline else markup)

    def revise(self, chat: int, message: Row) -> Row:
        """A message has other content now."""
        row = self.store.tables[f"messages:{chat}"][str(message["message_id"])]
        revised = message | {"edit_date": int(time.time())}
        self._put(chat, revised, by_bot=row["by_bot"], keyboard=row["keyboard"])
        return revised

    def delete(self, chat: int, number: int) -> None:
        """The message is gone for everybody."""
        row = self.store.tables[f"messages:{chat}"][str(number)]
        change = self.store.next_number("change")
        self.store.put(f"messages:{chat}", number, row | {"deleted": True, "change": change})

    def find(self, chat: int, number: int) -> Row | None:
        """The row of a message that is still there."""
        row = self.store.get(f"messages:{chat}", number)
        return None if row is None or row["deleted"] else row

    def _put(self, chat: int, message: Row, *, by_bot: bool, keyboard: Row | None) -> None:
        row = {
            "message": message,
            "change": self.store.next_number("change"),
            "at": time.time(),
            "by_bot": by_bot,
            "deleted": False,
            "keyboard": keyboard,
        }
        self.store.put(f"messages:{chat}", message["message_id"], row)

    # Files

    def keep(self, upload: Upload, mime: str) -> Row:
        """Store a file.

        :returns: the part that every file of the API has
        """
        number = self.store.next_number("file")
        shown: dict[str, Any] = {
            "file_id": f"file-{number:06}",
            "file_unique_id": f"unique-{number:06}",
            "file_size": len(upload.content),
        }
        content = base64.b64encode(upload.content).decode()
        row = {"shown": shown, "name": upload.name, "mime": mime, "content": content}
        self.store.put("files", shown["file_id"], row)
        return shown
