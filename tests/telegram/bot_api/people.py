"""The people of a test: they write, tap the button with this text, and see what a citizen would see.

Their methods are coroutines although each is done at once: the bot may live in the same loop and wants its turn.
"""

from __future__ import annotations

import asyncio
import base64
import time
from typing import TYPE_CHECKING

from tests.telegram.bot_api.seen import Button, Seen, look_at, look_for_news
from tests.telegram.bot_api.store import Row

if TYPE_CHECKING:
    from tests.telegram.bot_api.scene import Scene

LOOK_EVERY = 0.01  # seconds


class Chat:
    """One person in one chat: the private one with the bot, or a group."""

    def __init__(self, scene: Scene, chat_id: int, person_id: int) -> None:
        self._scene = scene
        self.id = chat_id
        self.person_id = person_id
        self._known = 0

    @property
    def chat(self) -> list[Seen]:
        """The messages as they are now, oldest first, one's own among them."""
        self._scene.store.refresh()
        return look_at(self._scene.store, self.id)

    @property
    def last(self) -> Seen:
        """The bot's newest message."""
        return next(seen for seen in reversed(self.chat) if seen.by_bot)

    @property
    def keyboard(self) -> list[Button]:
        """The reply keyboard below the chat, if the bot has put one there."""
        for seen in reversed(self.chat):
            row = self._scene.store.get(f"messages:{self.id}", seen.id)
            if row is not None and row["keyboard"] is not None:
                return [button for line in seen.keyboard for button in line]
        return []

    @property
    def actions(self) -> list[str]:
        """What the bot said it was doing ("typing"), oldest first."""
        self._scene.store.refresh()
        return [row["action"] for row in self._scene.store.rows(f"actions:{self.id}")]

    @property
    def answers(self) -> list[Row]:
        """This person's taps that were answered: text, alert, `after` seconds, data."""
        self._scene.store.refresh()
        taps = self._scene.store.rows("taps")
        return [row for row in taps if row["person"] == self.person_id and row["answered"]]

    async def next(self, seconds: float = 5.0, quiet: float = 0.3) -> list[Seen]:
        """The bot's messages that are new or changed since the last `next`, once nothing came for `quiet` seconds.

        :raises AssertionError: nothing came within `seconds`
        """
        deadline, calm_since, last = time.monotonic() + seconds, 0.0, self._known
        while True:
            self._scene.store.refresh()
            news, changed = look_for_news(self._scene.store, self.id, self._known)
            now = time.monotonic()
            if changed > last:
                last, calm_since = changed, now
            if last > self._known and now - calm_since >= quiet:
                self._known = last
                return news
            if last == self._known and now >= deadline:
                raise AssertionError(f"the bot said nothing for {seconds} s; the chat is\n{self.show()}")
            await asyncio.sleep(LOOK_EVERY)

    async def hears_nothing(self, seconds: float = 0.5) -> bool:
        """Whether the bot keeps silent for so long."""
        await asyncio.sleep(seconds)
        self._scene.store.refresh()
        news, _ = look_for_news(self._scene.store, self.id, self._known)
        return not news

    async def tap(self, label: str, on: Seen | None = None) -> str:
        """Press the inline button with exactly this text: on the newest message that has it, or on a message as it was
        seen earlier (a stale tap). On a button of the reply keyboard, send its text.

        :returns: the number of the tap
        :raises AssertionError: there is no such button; says which there are
        """
        messages = [on] if on is not None else [seen for seen in reversed(self.chat) if seen.by_bot]
        for seen in messages:
            if (button := seen.find_button(label)) is not None:
                if not button.data:
                    raise AssertionError(f"{label!r} opens {button.url} and tells the bot nothing")
                return await self.tap_data(seen.id, button.data)
        if on is None and label in [button.text for button in self.keyboard]:
            await self.send(label)
            return ""
        labels = [seen.labels for seen in messages if seen.labels]
        raise AssertionError(f"no button {label!r}; there are {labels or 'none'}\n{self.show()}")

    async def tap_data(self, message_id: int, data: str) -> str:
        """What a client of an earlier day may send: any data, on any message that is still there."""
        return str(await self._do("tap", number=message_id, data=data))

    def link(self, label: str) -> str:
        """Where the newest button with this text leads."""
        buttons = (seen.find_button(label) for seen in reversed(self.chat))
        return next(button.url for button in buttons if button is not None)

    async def send(self, text: str, reply_to: Seen | None = None) -> Seen:
        """Write something."""
        return await self._say({"text": text} | ({"reply_to_message": reply_to.raw} if reply_to else {}))

    async def start(self, payload: str = "") -> Seen:
        """Press START, or open a link `t.me/bot?start=payload`."""
        return await self.send(f"/start {payload}".rstrip())

    async def send_location(self, latitude: float, longitude: float) -> Seen:
        """Share a point."""
        return await self._say({"location": {"latitude": latitude, "longitude": longitude}})

    async def send_sticker(self, emoji: str = "👍") -> Seen:
        """A sticker with this meaning."""
        sticker = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return await self._say({"sticker": sticker | {"emoji": emoji}}, "sticker", "s.webp", "image/webp", b"RIFF")

    async def send_voice(self, seconds: int = 3) -> Seen:
        """A voice message."""
        return await self._say({"voice": {"duration": seconds}}, "voice", "v.ogg", "audio/ogg", b"OggS")

    async def send_photo(self, content: bytes = b"\xff\xd8\xff", caption: str = "", album: str = "") -> Seen:
        """A picture; those of one album are sent one by one."""
        about: Row = {"photo": {"width": 90, "height": 90}} | ({"caption": caption} if caption else {})
        about |= {"media_group_id": album} if album else {}
        return await self._say(about, "photo", "p.jpg", "image/jpeg", content)

    async def send_document(self, name: str, content: bytes, mime: str = "application/pdf") -> Seen:
        """A file."""
        return await self._say({"document": {"file_name": name, "mime_type": mime}}, "document", name, mime, content)

    async def send_contact(self, phone_number: str, first_name: str) -> Seen:
        """Somebody's card."""
        return await self._say({"contact": {"phone_number": phone_number, "first_name": first_name}})

    async def forward(self, text: str, author: str = "Somebody") -> Seen:
        """What somebody else wrote elsewhere."""
        origin = {"type": "hidden_user", "sender_user_name": author, "date": int(time.time()) - 60}
        return await self._say({"text": text, "forward_origin": origin})

    async def edit_message(self, text: str, message: Seen | None = None) -> None:
        """Change an own message: the newest, if none is named."""
        message = message or next(seen for seen in reversed(self.chat) if not seen.by_bot)
        await self._scene.do("revise", chat=self.id, number=message.id, text=text)

    def show(self) -> str:
        """The chat for a reader of a failed test."""
        return "\n".join(
            f"{'bot' if seen.by_bot else 'you'}: {seen.text or sorted(seen.raw)}"
            + (f" {seen.labels}" * bool(seen.labels))
            for seen in self.chat
        )

    async def _say(self, content: Row, kind: str = "", name: str = "", mime: str = "", file: bytes = b"") -> Seen:
        encoded = base64.b64encode(file).decode()
        upload = {"kind": kind, "name": name, "mime": mime, "content": encoded} if kind else None
        message = await self._do("say", content=content, file=upload)
        return next(seen for seen in reversed(self.chat) if seen.id == message["message_id"])

    async def _do(self, deed: str, **details: object) -> Row:
        result: Row = await self._scene.do(deed, chat=self.id, person=self.person_id, **details)
        return result


class User(Chat):
    """A person, in the private chat with the bot."""

    def __init__(self, scene: Scene, name: str, person_id: int) -> None:
        super().__init__(scene, person_id, person_id)
        self.name = name

    async def block(self) -> None:
        """The bot's calls get 403 from now on."""
        await self._scene.do("block", person=self.id)

    async def unblock(self) -> None:
        """The bot may write again."""
        await self._scene.do("unblock", person=self.id)

    async def make_group(self, title: str) -> Chat:
        """A new group with the bot in it, seen by this person."""
        chat_id: int = await self._scene.do("add_group", title=title, person=self.id)
        return Chat(self._scene, chat_id, self.id)

    def join(self, group: Chat) -> Chat:
        """The same group, seen by this person."""
        return Chat(self._scene, group.id, self.id)
