"""Takes stored updates in turn and does what the table says: at most one of a chat at a time, several chats at once.

Handling an update twice changes nothing: what the core hears carries the update's number, and what the channel says
itself is put into the outbox under it. So a process that dies in the middle leaves no trace but a short delay.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from html import escape
from typing import Any

from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.exceptions import AiogramError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.channels.telegram import reading
from bot.channels.telegram.calls import Edit, plain, rest
from bot.channels.telegram.chats import Chats
from bot.channels.telegram.crew import Crew
from bot.channels.telegram.fetching import ATTEMPTS, LONGEST_PAUSE, NotFetched, fetch
from bot.channels.telegram.markup import LONGEST_TEXT, length
from bot.channels.telegram.reading import Act, Fetch, Greet, Hear, Leave, Return, Show, Tell
from bot.channels.telegram.receiving import Inbox, Received
from bot.database.outbox import Outbox
from bot.dialogue.conversation import Language
from bot.dialogue.events import Attached, Incoming
from bot.dialogue.papers import LARGEST, PaperRefused, Papers
from bot.dialogue.ports import BackendDown, Clock
from bot.dialogue.service import Service
from bot.dialogue.words import Words

log = logging.getLogger(__name__)
CHANNEL = "telegram"
ANSWERED_WITHIN = timedelta(seconds=10)
TYPING_AFTER = 1.0
"""Seconds of silence after which "typing" is shown; Telegram shows it for five."""
TYPING_AGAIN = 4.5


@dataclass(frozen=True)
class Handler:
    """Handles the updates of one bot. `wrote` is called when rows were put into the outbox."""

    bot: Bot
    engine: AsyncEngine
    inbox: Inbox
    chats: Chats
    outbox: Outbox
    papers: Papers
    service: Service
    clock: Clock
    crew: Crew
    wrote: Callable[[], None]

    async def handle_some(self) -> int:
        """Begin to handle what is due, as far as there is room; says how many updates."""
        taken = await self.inbox.take(now=self.clock(), limit=self.crew.room) if self.crew.room else []
        for received in taken:
            self.crew.begin(self._handle(received))
        return len(taken)

    async def _handle(self, received: Received) -> None:
        try:
            await self._act_on(received)
            await self.inbox.done(received, now=self.clock())
        except NotFetched as trouble:
            await self._fetch_later(received, trouble)
        except (OperationalError, InterfaceError, BackendDown):
            raise  # the lease ends, and the update is handled when the database is back
        except Exception:
            log.exception("Update %s of bot %s could not be handled.", received.update_id, self.bot.id)
            if received.is_last_attempt:
                await self._say(received, "tg-trouble", number=str(received.id))
            await self.inbox.failed(received, now=self.clock())
        self.wrote()

    async def _act_on(self, received: Received) -> None:
        update = reading.parse(received.update)
        if update is None:
            log.warning("Update %s is of a form that is not known here.", received.update_id)
            return
        if update.callback_query is not None:
            await self._answer_tap(received, update.callback_query.id)
            if await self.inbox.is_double_tap(received):
                return
        for act in reading.read(update):
            await self._do(act, received, reading.language_of(update))

    async def _answer_tap(self, received: Received, tap: str) -> None:
        """So that the button stops waiting. Telegram refuses a second answer and a late one: then it has stopped."""
        if received.attempts == 1 and self.clock() - received.received_at < ANSWERED_WITHIN:
            with contextlib.suppress(AiogramError, OSError):
                await self.bot.answer_callback_query(tap)

    async def _do(self, act: Act, received: Received, code: str | None) -> None:
        match act:
            case Hear(event):
                await self._hear(Incoming(received.chat, self._delivery(received), event), code)
            case Fetch():
                await self._take(act, received, code)
            case Tell(sentence):
                await self.chats.welcome_back(received.chat)
                await self._say(received, sentence, code)
            case Show():
                await self._show(act, received)
            case Greet():
                await self._greet(received, code)
            case Leave():
                await self.chats.left(received.chat, update_id=received.update_id, now=self.clock())
            case Return():
                await self.chats.welcome_back(received.chat)

    async def _hear(self, incoming: Incoming, code: str | None) -> None:
        await self.chats.welcome_back(incoming.chat)
        async with self._beside(self._show_typing(incoming.chat)):
            await self._service(code).receive(incoming)

    async def _take(self, file: Fetch, received: Received, code: str | None) -> None:
        """Keep a file, and let the core hear of it. What does not arrive is asked for again, at last of the citizen."""
        key = f"{self._delivery(received)}/file"
        try:
            async with self._beside(self._hold(received)), self._beside(self._show_typing(received.chat)):
                event = await self._keep(file, received.chat, key)
        except NotFetched:
            if received.attempts < ATTEMPTS:
                raise
            await self._say(received, "tg-not-fetched", code)
            return
        await self._hear(Incoming(received.chat, key, event), code)

    async def _keep(self, file: Fetch, chat: str, key: str) -> Attached:
        """Fetched once, whatever ended in between. Raises NotFetched, BackendDown."""
        kept = await self.papers.find(key)
        if kept is not None:
            return Attached(kept)
        if (file.size or 0) > LARGEST:
            return Attached(why="too-big")
        try:
            return Attached(await self.papers.keep(chat, key, file.name, await fetch(self.bot, file.file)))
        except PaperRefused as refused:
            return Attached(why=refused.why)

    async def _fetch_later(self, received: Received, trouble: NotFetched) -> None:
        log.warning("A file of update %s could not be fetched (%s); tried again.", received.update_id, trouble)
        pause = min(max(trouble.pause, 2.0 ** (received.attempts - 1)), LONGEST_PAUSE)
        await self.inbox.later(received, due_at=self.clock() + timedelta(seconds=pause))

    async def _hold(self, received: Received) -> None:
        """Keep the update while its file is on the way."""
        while True:
            await asyncio.sleep(self.inbox.lease.total_seconds() / 3)
            with contextlib.suppress(OperationalError, InterfaceError):
                await self.inbox.hold(received, now=self.clock())

    def _service(self, code: str | None) -> Service:
        """The core, which begins in the language of the citizen's app while nothing else tells which."""
        return replace(self.service, default_language=_language(code) or self.service.default_language)

    async def _say(self, received: Received, sentence: str, code: str | None = None, **values: str) -> None:
        conversation = await self.service.settle(received.chat)
        words = self._words(conversation.language or _language(code))
        await self._put(received, "say", plain(words.say(sentence, **values)))

    async def _greet(self, received: Received, code: str | None) -> None:
        me = await self.bot.me()  # asked once
        text = self._words(_language(code)).say("tg-group", link=f"https://t.me/{me.username}")
        async with self.engine.begin() as connection:
            if await self.chats.greet_once(connection, received.chat, now=self.clock()):
                await self.outbox.put(
                    connection,
                    channel=CHANNEL,
                    chat=received.chat,
                    key=self._key(received, "greet"),
                    body=plain(text),
                    due_at=self.clock(),
                )

    async def _show(self, show: Show, received: Received) -> None:
        """The answer under its question; where both are too long for one message, only the buttons go."""
        html = f"{show.html}\n→ {escape(show.chosen, quote=False)}"
        fits = show.html and length(html) <= LONGEST_TEXT
        await self._put(received, "show", rest([Edit(message=show.message, html=html if fits else "")]))

    async def _put(self, received: Received, what: str, body: object) -> None:
        async with self.engine.begin() as connection:
            await self.outbox.put(
                connection,
                channel=CHANNEL,
                chat=received.chat,
                key=self._key(received, what),
                body=body,
                due_at=self.clock(),
            )
        self.wrote()

    def _delivery(self, received: Received) -> str:
        """The key under which the core hears of an update, once."""
        return f"update/{self.bot.id}/{received.update_id}"

    def _key(self, received: Received, what: str) -> str:
        return f"{CHANNEL}/{self.bot.id}/update/{received.update_id}/{what}"

    def _words(self, language: Language | None) -> Words:
        return Words(language or self.service.default_language, self.service.province)

    @asynccontextmanager
    async def _beside(self, work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
        """Does the work while the block goes on."""
        beside = asyncio.create_task(work)
        try:
            yield
        finally:
            beside.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await beside

    async def _show_typing(self, chat: str) -> None:
        """Shows "typing" while something takes longer."""
        await asyncio.sleep(TYPING_AFTER)
        while True:
            with contextlib.suppress(AiogramError, OSError):
                await self.bot.send_chat_action(int(chat), ChatAction.TYPING)
            await asyncio.sleep(TYPING_AGAIN)


def _language(code: str | None) -> Language | None:
    """The language of an app, as far as it is spoken here."""
    match (code or "").partition("-")[0]:
        case "zh":
            return "zh"
        case "en":
            return "en"
    return None
