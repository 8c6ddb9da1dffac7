"""A process of the bot: it talks to its share of the citizens, works and listens, until it is killed.

A life begins with nothing but the database: what was under way is finished, and each citizen goes on from what was
said to them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack, ExitStack
from functools import partial
from unittest.mock import patch

from sqlalchemy import select

from bot import remote_window, web
from bot.app import App, build
from bot.backends.client import Client
from bot.commands import running
from bot.database.engine import reading
from bot.database.leasing import insert_once
from bot.dialogue.events import Incoming, Said, Tapped
from bot.dialogue.service import Service
from bot.dialogue.words import spoken
from bot.identity.attempts import Attempts
from bot.identity.logins import hash_secret
from bot.identity.persons import CodedProof, Proof
from bot.identity.refusals import PageRefused
from bot.identity.tables import PROVED, login
from bot.pages import called_back_routers
from tests.backends.pair.chats import Chats, Seen
from tests.backends.pair.faults import Hasty
from tests.backends.pair.logs import log_plainly
from tests.backends.pair.stories import Act, LogIn, Story
from tests.backends.pair.terms import CATALOGUE, CHANNEL, PATIENCE, Terms, hurried, over

spoken()  # the sentences are read once for all lives, not anew in each
AT_A_TIME = 20
"""Citizens of a replica who talk at the same moment."""
LOOKS, PATIENT_LOOKS = 0.25, 4
"""Seconds between two looks at the chats; and how many until what was begun in one is taken up again."""
IN_A_WHILE = 1.0
"""Seconds after which one tries again what got no answer and is not tried by itself."""
MOST = 120
"""What one says at most: who has said so much never comes to an end."""


class Citizens:
    """Those whom one replica serves."""

    def __init__(self, app: App, service: Service) -> None:
        self._app, self._service = app, service
        self._chats = Chats(app.engine, app.vault)
        self._seats, self._looked = asyncio.Semaphore(AT_A_TIME), asyncio.Condition()
        self._revisions: Mapping[str, int] = {}

    async def live(self, numbers: range) -> None:
        """For ever: there may be news when the story of each is over."""
        async with reading(self._app.engine) as connection:
            done = set(await connection.scalars(select(over.c.chat)))
        async with asyncio.TaskGroup() as group:
            group.create_task(self._watch())
            for story in map(Story, numbers):
                if story.chat not in done:
                    group.create_task(self._live(story))

    async def _watch(self) -> None:
        """One look at all chats, for all who wait for something to happen in theirs."""
        while True:
            await asyncio.sleep(LOOKS)
            self._revisions = await self._chats.revisions()
            async with self._looked:
                self._looked.notify_all()

    async def _live(self, story: Story) -> None:
        async with self._seats:
            while (seen := await self._go_on(story)) is not None:
                await self._until_something_happens(seen)
        async with self._app.engine.begin() as connection:
            await insert_once(connection, over, {"chat": story.chat}, unique=("chat",))

    async def _go_on(self, story: Story) -> Seen | None:
        """All that can be done now; what they see then, or None when their story is over."""
        while True:
            seen = await self._chats.look(story.chat)
            if story.is_over(seen) or seen.spoken >= MOST:
                return None
            act = story.next(seen)
            if act is None:
                return seen
            if seen.kept is not None and seen.kept.unanswered is not None:
                await asyncio.sleep(IN_A_WHILE)
            event = await self._told(act, story)
            await self._service.receive(Incoming(story.chat, f"{story.chat}/{seen.spoken}", event))

    async def _until_something_happens(self, seen: Seen) -> None:
        """What a life before has left is taken up in the end, as by a channel that brings its update again."""
        for _ in range(PATIENT_LOOKS):
            async with self._looked:
                await self._looked.wait()
            if self._revisions.get(seen.chat, 0) != seen.revision:
                return
        await self._service.settle(seen.chat)

    async def _told(self, act: Act, story: Story) -> Said | Tapped:
        if not isinstance(act, LogIn):
            return act
        try:
            return Said(await self._show_who(act.token, story))
        except PageRefused:  # its minutes are over
            return Tapped("unlogin:")

    async def _show_who(self, token: str, story: Story) -> str:
        """The code on the last page of a login. It is the same in every life: the browser does not die with the bot."""
        attempts = Attempts(self._app.engine, self._app.vault, self._app.clock)
        code = await self._shown(token)
        if code is None:
            begun = await attempts.begin(token, {})
            attempt = await attempts.claim(begun.attempt.state, {begun.cookie: begun.browser})
            await attempts.keep(attempt, Proof(story.citizen_number, "张三", "face"))
            code = await self._shown(token)
        assert code is not None, "the page shows no code"
        return code

    async def _shown(self, token: str) -> str | None:
        wanted = select(login.c.proof).where(login.c.token_hash == hash_secret(token), login.c.state == PROVED)
        async with reading(self._app.engine) as connection:
            proof = await connection.scalar(wanted)
        return None if proof is None else CodedProof.open(self._app.vault, proof).code


def serve(terms: Terms, replica: int) -> None:
    """The process."""
    log_plainly(terms.log(f"city-{replica}"))
    told = terms.city()

    async def opened() -> None:
        async with build(told, CATALOGUE, clock=terms.clock, public_url=told.public_url, language="en") as app:
            await _serve(app, terms, replica)

    with hurried(), patch.object(remote_window, "Client", partial(Client, patience=PATIENCE)), ExitStack() as stack:
        if terms.faulty:
            stack.enter_context(patch.object(remote_window, "RemoteOneWindow", Hasty))
        asyncio.run(opened())


async def _serve(app: App, terms: Terms, replica: int) -> None:
    """The first replica is called back. Neither ends by itself: there may be news."""
    async with AsyncExitStack() as stack:
        if replica == 0:
            place = stack.enter_context(web.listen("127.0.0.1", terms.city_port))
            called_back = web.application(app.engine, called_back_routers(app))
            await stack.enter_async_context(web.serving(called_back, place))
        await stack.enter_async_context(running.working(app))
        await Citizens(app, app.service(CHANNEL)).live(terms.chats(replica))
