"""Identity and registers for conversations in tests: the demonstration's people, and a browser without pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import count

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backends.onewindow.sharing.asking import Patience
from bot.backends.onewindow.sharing.register import Register
from bot.backends.onewindow.sharing.window import SharedOneWindow
from bot.database.encryption import Vault
from bot.database.jobs import Jobs
from bot.demonstration.bodies import open_bodies
from bot.demonstration.people import People, read_people
from bot.demonstration.registers import registers
from bot.demonstration.switches import stored_switches
from bot.dialogue.identity import Level
from bot.dialogue.ports import Clock
from bot.dialogue.sharing.performing import Sharers
from bot.identity.attempts import Attempts
from bot.identity.logins import Logins
from bot.identity.persons import Proof
from bot.identity.settings import ProviderSettings
from bot.office import OneOffice
from bot.sharing import OwnSharing
from bot.storage.callings import StoredCallings
from bot.storage.invitations import StoredInvitations
from bot.storage.papers import StoredPapers
from procedures.provincial import Province

PATIENCE = Patience(deadline=3.0, first_pause=0.01)
"""Long enough for a busy machine. Registers that are down say so at once."""
PROVIDER = ProviderSettings("https://id.example.org", "onevisit", None, "https://onevisit.example.org")


@cache
def everybody() -> People:
    """The demonstration's persons and firms."""
    return read_people()


@dataclass
class Departments:
    """What all citizens of a town share besides the One Window's places."""

    engine: AsyncEngine
    vault: Vault
    jobs: Jobs
    province: Province
    clock: Clock
    numbers: count[int] = field(default_factory=lambda: count(1))
    people: People = field(default_factory=everybody)
    spoiled: Callable[[Mapping[str, Register]], Mapping[str, Register]] = lambda registers: registers
    """What becomes of the registers before they are asked."""

    @cached_property
    def logins(self) -> Logins:
        return Logins(self.engine, self.vault, self.clock, PROVIDER)

    @cached_property
    def window(self) -> SharedOneWindow:
        found = self.spoiled(registers(self.people, self.province, stored_switches(self.engine), latency=0.0))
        return SharedOneWindow(self.engine, self.vault, self.province, found, self.clock, PATIENCE)

    @cached_property
    def office(self) -> OneOffice:
        """Where applications are handed in, with the demonstration's bodies behind it."""
        sharing = OwnSharing(self.engine, self.vault, self.jobs, self.clock, PROVIDER, self.logins, self.window, True)
        bodies = open_bodies(self.engine, self.vault, self.province, self.clock, latency=0.0)
        return OneOffice(sharing, self.province, bodies)

    def callings(self, channel: str) -> StoredCallings:
        return StoredCallings(
            self.engine, self.vault, self.jobs, channel, self.clock, lambda: f"calling {next(self.numbers)}"
        )

    def sharers(self, channel: str) -> Sharers:
        invitations = StoredInvitations(
            self.engine, self.vault, self.jobs, channel, self.clock, lambda: f"invitation {next(self.numbers)}"
        )
        papers = StoredPapers(self.engine, self.vault, channel, self.clock)
        return Sharers(self.logins, self.window, invitations, papers, channel)

    async def show_who(self, link: str, person: str, level: Level) -> str:
        """Open a link, press its button, show who one is; gives the code of the last page."""
        attempts = Attempts(self.engine, self.vault, self.clock)
        token = link.rpartition("/")[2]
        begun = await attempts.begin(token, {})
        cookies = {begun.cookie: begun.browser}
        attempt = await attempts.claim(begun.attempt.state, cookies)
        known = self.people.everybody[person]
        await attempts.keep(attempt, Proof(known.number, known.called, level))
        return (await attempts.code(token, cookies)).code
