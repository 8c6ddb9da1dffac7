"""Where applications are handed in, of one installation: the window, the departments' desk, and the bodies told of it.

Without bodies of its own, an installation has the demonstration's, which keep what they are told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backends.onewindow.applications import handlers as onewindow
from bot.backends.onewindow.applications.bodies import Body
from bot.backends.onewindow.applications.desk import Desk
from bot.backends.onewindow.applications.window import AppliedOneWindow
from bot.database.encryption import Vault
from bot.database.jobs import Handler
from bot.dialogue.applications import Applications
from bot.dialogue.applying.performing import Office
from bot.dialogue.ports import Clock
from bot.dialogue.service import Service
from bot.settings import Settings
from bot.sharing import OwnSharing, Sharing, opener
from bot.storage.papers import StoredPapers
from bot.storage.progress import PROGRESS, telling
from procedures.provincial import Province

Open = Callable[[AsyncEngine, Vault, Province, Clock], Mapping[str, Body]]
"""Opens the bodies of an installation: what the setting BODIES names."""


@dataclass(frozen=True)
class OneOffice:
    """The pieces, all on the database of the installation."""

    sharing: OwnSharing
    province: Province
    bodies: Mapping[str, Body]

    @cached_property
    def applications(self) -> AppliedOneWindow:
        shared = self.sharing
        papers = StoredPapers(shared.engine, shared.vault, "", shared.clock)
        return AppliedOneWindow(
            shared.engine, shared.vault, shared.jobs, self.province, shared.clock, shared.window.values, papers
        )

    @cached_property
    def desk(self) -> Desk:
        shared = self.sharing
        return Desk(shared.engine, shared.vault, shared.jobs, self.province, shared.clock)

    @property
    def for_citizens(self) -> Office:
        """What a conversation needs of it."""
        return Office(self.sharing.logins, self.applications)

    def handlers(self, service_of: Callable[[str], Service]) -> Mapping[str, Handler]:
        """Who does which kind of job."""
        shared = self.sharing
        own = onewindow.handlers(shared.engine, shared.vault, shared.jobs, self.province, shared.clock, self.bodies)
        return {**own, PROGRESS: telling(service_of, self.applications, shared.engine, shared.vault)}

    async def sweep(self, before: datetime) -> None:
        """Erase what is personal in cases that are over since before that moment."""
        await self.applications.sweep(before)


@dataclass(frozen=True)
class RemoteOffice:
    """Applications are handed in at somebody else's One Window. Its departments decide there; news of it comes here."""

    sharing: Sharing
    applications: Applications

    @property
    def for_citizens(self) -> Office:
        """What a conversation needs of it."""
        return Office(self.sharing.logins, self.applications)

    def handlers(self, service_of: Callable[[str], Service]) -> Mapping[str, Handler]:
        """Who does which kind of job."""
        return {PROGRESS: telling(service_of, self.applications, self.sharing.engine, self.sharing.vault)}

    async def sweep(self, before: datetime) -> None:
        """There is nothing here to erase."""


def open_office(settings: Settings, sharing: OwnSharing, province: Province) -> OneOffice:
    """Join the pieces. Raises WrongSetting."""
    open_bodies: Open = opener("BODIES", settings.bodies)
    return OneOffice(sharing, province, open_bodies(sharing.engine, sharing.vault, province, sharing.clock))
