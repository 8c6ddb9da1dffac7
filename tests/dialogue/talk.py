"""Talks to the whole house, as a citizen would: real definitions, a real database, the embedded One Window."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app import PublishedTexts
from bot.backends.onewindow.hall.hall import Hall
from bot.backends.onewindow.waiting import AwaitedOneWindow
from bot.backends.onewindow.waiting import handlers as waiting_clocks
from bot.backends.onewindow.window import OneWindow
from bot.catalogue.content import Catalogue
from bot.catalogue.hearing import open_ear
from bot.catalogue.matching import open_matcher
from bot.channels.terminal import Terminal, as_text
from bot.database.encryption import Vault, new_secret
from bot.database.jobs import Jobs, work
from bot.database.outbox import Outbox
from bot.dialogue.conversation import Language
from bot.dialogue.events import Attached, Incoming
from bot.dialogue.identity import Level
from bot.dialogue.messages import Message
from bot.dialogue.ports import Backend
from bot.dialogue.service import Service
from bot.storage import hall, waiting, waking
from bot.storage.conversations import StoredConversations
from bot.storage.papers import StoredPapers
from intents.hearing import Ear
from intents.matcher import Matcher
from procedures.settling import Gaps
from tests.dialogue.departments import Departments
from tests.papers import JPEG
from tests.understood import MODEL

LINK = re.compile(r"https://\S+/login/\S+")
MONDAY = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
"""09:00 on a Monday in Hangzhou, with no holiday near."""


@dataclass
class Watch:
    """A clock that stands until it is moved."""

    moment: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.moment

    def wait(self, **span: int) -> None:
        self.moment += timedelta(**span)


_matchers: dict[int, tuple[Catalogue, Matcher]] = {}


def _matcher(catalogue: Catalogue) -> Matcher:
    """One for each catalogue of this process: what it remembers of a sentence is the same for all towns."""
    if id(catalogue) not in _matchers:
        _matchers[id(catalogue)] = catalogue, open_matcher(catalogue, MODEL, _fail)
    return _matchers[id(catalogue)][1]


@cache
def _ear() -> Ear:
    return open_ear(MODEL)


def _fail(warning: str) -> None:
    raise AssertionError(warning)


@dataclass
class Town:
    """What all citizens share: one database, one One Window, one clock."""

    engine: AsyncEngine
    catalogue: Catalogue
    watch: Watch = field(default_factory=Watch)
    down: Collection[str] = ()
    backend: Backend | None = None
    vault: Vault = field(default_factory=lambda: Vault.from_secret(new_secret()))
    shares: bool = False
    """Whether citizens can be verified and the demonstration's registers asked."""
    applies: bool = False
    """Whether applications are handed in."""
    waits: bool = False
    """Whether one can wait for places."""

    def __post_init__(self) -> None:
        self.matcher, self.ear = _matcher(self.catalogue), _ear()
        self.jobs = Jobs(self.vault)
        self.backend = self.backend or OneWindow(self.engine, self.catalogue.province, self.watch, jobs=self.jobs)
        self.waiting = AwaitedOneWindow(self.engine, self.catalogue.province, self.watch, self.jobs)
        self.hall = Hall(self.engine, self.jobs, self.catalogue.province, self.watch)
        self.citizens: dict[str, Citizen] = {}
        self.taken: dict[str, str] = {}
        self.departments = Departments(self.engine, self.vault, self.jobs, self.catalogue.province, self.watch)

    def citizen(self, name: str = "someone", language: Language | None = None) -> Citizen:
        outbox = Outbox(self.vault)
        service = self.service(name, language)
        papers = StoredPapers(self.engine, self.vault, name, self.watch)
        self.citizens[name] = Citizen(Terminal(service, self.engine, outbox, name, self.watch, papers=papers))
        return self.citizens[name]

    async def work(self) -> None:
        """Do what is due by itself: looks at registers, answers of others, deliveries, news of applications."""
        deliver = waking.delivering(self.service)
        tell = waiting.telling(self.service, self.waiting, self.engine, self.vault)
        handlers = {**dict.fromkeys(waking.KINDS, deliver), waiting.WAITING: tell}
        handlers |= waiting_clocks(self.waiting)
        handlers[hall.HALL] = hall.telling(self.service, self.engine, self.vault)
        if self.applies:
            handlers |= self.departments.office.handlers(self.service)
        while done := await work(self.engine, self.jobs, handlers, now=self.watch(), limit=10):
            assert all(worked.error is None for worked in done), [worked.error for worked in done]

    def service(self, name: str, language: Language | None = None) -> Service:
        """The conversations of one citizen."""
        outbox = Outbox(self.vault)
        assert self.backend is not None
        return Service(
            conversations=StoredConversations(self.engine, self.vault, outbox, name, self.watch, self.jobs),
            sharers=self.departments.sharers(name) if self.shares else None,
            office=self.departments.office.for_citizens if self.applies else None,
            waiting=self.waiting if self.waits else None,
            companions=self.departments.callings(name) if self.shares else None,
            publications=PublishedTexts(self.engine),
            backend=self.backend,
            clock=self.watch,
            province=self.catalogue.province,
            current=self.catalogue.procedures,
            life_events=self.catalogue.life_events,
            matcher=self.matcher,
            ear=self.ear,
            language=language,
            gaps=Gaps(down=frozenset(self.down)),
            new_seed=lambda: f"the seed of {name}",
        )


@dataclass
class Citizen:
    """One chat. Says lines and reads what comes back."""

    terminal: Terminal
    lines: int = 0
    shown: list[Message] = field(default_factory=list)

    async def say(self, *lines: str) -> str:
        """Say some lines; gives back the last block of text."""
        for line in lines:
            self.lines += 1
            self.shown = await self.terminal.hear(line, f"delivery {self.lines}")
        return as_text(self.shown, airy=False)

    async def upload(self, name: str) -> str:
        """Send a small picture by this name."""
        self.lines += 1
        chat, delivery = self.terminal.chat, f"delivery {self.lines}"
        assert self.terminal.papers is not None
        kept = await self.terminal.papers.keep(chat, delivery, name, JPEG)
        await self.terminal.service.receive(Incoming(chat, delivery, Attached(kept)))
        self.shown = await self.terminal.waiting()
        return as_text(self.shown, airy=False)

    async def case(self) -> str:
        """The code of the case that is talked about."""
        code = await self.terminal.service.case(self.terminal.chat)
        assert code is not None, "nothing is being done"
        return code

    async def log_in(self, person: str, departments: Departments, level: Level = "real-name") -> str:
        """Follow the link that was shown last, as this person of the demonstration, and bring the code back."""
        link = next(found[0] for message in reversed(self.shown) if (found := LINK.search(message.text)))
        return await self.say(await departments.show_who(link, person, level))

    async def tap(self, label: str) -> str:
        """Tap the option that has this text in it."""
        labels = [option.label for option in self.terminal.options]
        number = next((i for i, shown in enumerate(labels, 1) if label in shown), None)
        assert number is not None, f"no option with '{label}' among {labels}"
        return await self.say(str(number))

    @property
    def options(self) -> list[str]:
        return [option.label for option in self.terminal.options]
