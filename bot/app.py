"""The one place where the objects meet."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.api.backend.owners import Owners
from bot.api.feed.calling_back import CallingBack
from bot.api.feed.feed import CALLBACK, Feed
from bot.api.feed.routing import routed
from bot.backends.onewindow.hall.hall import Hall
from bot.backends.onewindow.tables import place
from bot.catalogue import publications
from bot.catalogue.content import Catalogue
from bot.catalogue.hearing import open_ear
from bot.catalogue.matching import open_matcher
from bot.database.encryption import Vault
from bot.database.engine import open_engine, reach
from bot.database.jobs import Handler, Jobs
from bot.database.migrations import migrate
from bot.database.outbox import Outbox
from bot.dialogue.conversation import Conversation, Language
from bot.dialogue.ports import Backend, Booker, Clock
from bot.dialogue.service import Service
from bot.dialogue.waiting_list import WaitingList
from bot.office import OneOffice, RemoteOffice
from bot.opening import open_window
from bot.settings import Settings
from bot.sharing import Sharing
from bot.starting import without_collecting
from bot.storage import hall as hall_news
from bot.storage import reminders, waiting, waking
from bot.storage.callings import StoredCallings
from bot.storage.conversations import StoredConversations
from bot.storage.papers import StoredPapers
from bot.tickets.issuing import issuing
from bot.window import Installation
from intents.hearing import Ear
from intents.matcher import Matcher
from procedures.definition import Definition
from procedures.settling import NO_GAPS, Gaps

if TYPE_CHECKING:
    from bot.backends.client import Client
    from bot.backends.listening import Listener

log = logging.getLogger(__name__)
KEPT = timedelta(days=30)
"""How long it is remembered that a message was sent and a job done: far longer than either could come again."""


def present() -> datetime:
    """The moment by the machine's clock."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class PublishedTexts:
    """The publications in the database, as the core asks for them."""

    engine: AsyncEngine

    async def find(self, name: str) -> Definition | None:
        return await publications.find(self.engine, name)


@dataclass(frozen=True)
class App:
    """Everything that a channel needs."""

    engine: AsyncEngine
    outbox: Outbox
    jobs: Jobs
    vault: Vault
    clock: Clock
    catalogue: Catalogue
    backend: Backend
    matcher: Matcher
    gaps: Gaps
    language: Language | None
    default_language: Language
    ear: Ear = field(default_factory=Ear)
    sharing: Sharing | None = None
    """None where no browser could reach the pages of a login."""
    office: OneOffice | RemoteOffice | None = None
    """Where applications are handed in; None where nobody can show who they are."""
    waiting: WaitingList | None = None
    """Where one waits for places; None where there is no such list."""
    clocks: Mapping[str, Handler] = field(default_factory=dict)
    """Who ends in time what is over in the embedded One Window."""
    client: Client | None = None
    """The way to the One Window of somebody else; None where it is embedded."""
    listener: Listener | None = None
    """Hears what that one tells by itself; None where there is nothing to hear."""

    def service(self, channel: str, *, reminds: bool = True) -> Service:
        """The conversations of one channel. `reminds`: whether it reaches people who have not just written."""
        jobs = self.jobs if reminds else None
        return Service(
            conversations=StoredConversations(self.engine, self.vault, self.outbox, channel, self.clock, jobs),
            publications=PublishedTexts(self.engine),
            backend=self.backend,
            clock=self.clock,
            province=self.catalogue.province,
            current=self.catalogue.procedures,
            life_events=self.catalogue.life_events,
            matcher=self.matcher,
            ear=self.ear,
            sharers=self.sharing.sharers(channel) if self.sharing else None,
            office=self.office.for_citizens if self.office else None,
            waiting=self.waiting if reminds else None,
            companions=self._callings(channel) if reminds else None,
            issue=issuing(self.vault),
            language=self.language,
            default_language=self.default_language,
            gaps=self.gaps,
            booker_of=lambda conversation: self._booker(channel, conversation),
        )

    def _booker(self, channel: str, conversation: Conversation) -> Booker:
        """By what the One Window knows chat and person again, and nobody who they are."""
        chat = self.vault.blind_index(f"{channel}/{conversation.chat}", place.c.chat).hex()
        person = conversation.verified.person if conversation.verified else None
        return Booker(chat, self.vault.blind_index(person, place.c.person).hex() if person else None)

    def _callings(self, channel: str) -> StoredCallings:
        return StoredCallings(self.engine, self.vault, self.jobs, channel, self.clock)

    def papers(self, channel: str) -> StoredPapers:
        """What citizens upload in one channel."""
        return StoredPapers(self.engine, self.vault, channel, self.clock)

    @property
    def hall(self) -> Hall:
        """The halls of the centres, for whoever works there."""
        return Hall(self.engine, self.jobs, self.catalogue.province, self.clock)

    @property
    def feed(self) -> Feed:
        """What clients of the embedded One Window are told."""
        return Feed(self.engine, self.vault, self.jobs)

    def handlers(self) -> Mapping[str, Handler]:
        """Who does which kind of job. News of a client's case goes to the client's feed."""
        deliver = waking.delivering(self.service)
        remind = reminders.reminding(self.service, self.outbox, self.clock)
        hall = {hall_news.HALL: hall_news.telling(self.service, self.engine, self.vault)}
        office = {**hall, **self._waiting_handlers(), **(self.office.handlers(self.service) if self.office else {})}
        news = routed(office, Owners(self.engine, self.clock).of, self.feed, self.clock)
        called_back = {CALLBACK: CallingBack(self.feed, self.clock)}
        own = {reminders.KIND: remind, **dict.fromkeys(waking.KINDS, deliver)}
        return {**self.clocks, **news, **called_back, **own}

    def _waiting_handlers(self) -> Mapping[str, Handler]:
        if self.waiting is None:
            return {}
        return {waiting.WAITING: waiting.telling(self.service, self.waiting, self.engine, self.vault)}

    async def sweep(self) -> None:
        """Forget messages and jobs that were settled long ago; in the halls, what nobody came for is over."""
        before = self.clock() - KEPT
        async with self.engine.begin() as connection:
            await self.outbox.sweep(connection, before=before)
            await self.jobs.sweep(connection, before=before)
            await self.feed.sweep(connection, before=before)
        if self.client is None:
            await self.hall.sweep(before)
        await self.papers("").sweep()  # those of all channels
        if self.sharing is not None:
            await self.sharing.sweep(before)
        if self.office is not None:
            await self.office.sweep(before)


@asynccontextmanager
async def build(
    settings: Settings,
    catalogue: Catalogue,
    *,
    backend: Backend | None = None,
    clock: Clock = present,
    gaps: Gaps = NO_GAPS,
    language: Language | None = None,
    public_url: str | None = None,
    warn: Callable[[str], None] = log.warning,
) -> AsyncIterator[App]:
    """Open the database, bring it up to date, publish the catalogue and join the parts.

    Raises DatabaseProblem, in one sentence, where the database or the keys cannot be used. `warn` hears what works less
    well than it might. `public_url`: where browsers reach the pages of a login; without it nobody can log in.
    """
    engine = open_engine(settings.database_url)
    try:
        await reach(engine)
        await migrate(engine)
        await publications.publish(engine, catalogue, clock())
        vault = open_vault(settings)
        jobs = Jobs(vault)
        here = Installation(settings, engine, vault, jobs, catalogue.province, clock, public_url)
        with without_collecting():
            matcher, ear = open_matcher(catalogue, settings.model, warn), open_ear(settings.model)
        async with open_window(here, warn) as window:
            yield App(
                engine=engine,
                outbox=Outbox(vault),
                jobs=jobs,
                vault=vault,
                clock=clock,
                catalogue=catalogue,
                backend=backend or window.backend,
                waiting=window.waiting if backend is None else None,
                clocks=window.clocks if backend is None else {},
                client=window.client,
                listener=window.listener,
                matcher=matcher,
                ear=ear,
                gaps=gaps,
                language=language,
                default_language=settings.language,
                sharing=window.sharing,
                office=window.office,
            )
    finally:
        await engine.dispose()


def open_vault(settings: Settings) -> Vault:
    """The keys for personal data: the secret, or the file, which is made at the first start."""
    if settings.secret is not None:
        return Vault.from_secret(settings.secret.get_secret_value())
    return Vault.from_file(settings.keys_file)
