"""The office asked: an effect goes out, and what came of it comes back as an event."""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialogue.applications import AlreadySubmitted, Applications, Closed, Incomplete, NotAsked, Status
from bot.dialogue.applying.effects import (
    AddToCase,
    ApplicationEvent,
    CaseCall,
    CaseTold,
    CaseTurnedDown,
    GivePass,
    PassGiven,
    ReadCase,
    ReadWithPass,
    Submit,
    TakeBack,
)
from bot.dialogue.identity import Identity
from bot.dialogue.ports import Unknown

Personal = Submit | AddToCase | TakeBack | GivePass


@dataclass(frozen=True)
class Office:
    """Where applications are handed in, and who knows the citizens."""

    identity: Identity
    applications: Applications

    async def perform(self, effect: CaseCall) -> ApplicationEvent:
        """Do it. Raises BackendDown, IdentityDown."""
        try:
            return await self._done(effect)
        except Incomplete as incomplete:
            return CaseTurnedDown(effect, "incomplete", incomplete.missing)
        except Closed:
            return CaseTurnedDown(effect, "closed")
        except NotAsked:
            return CaseTurnedDown(effect, "not-asked")
        except Unknown:
            return CaseTurnedDown(effect, "unknown")

    async def _done(self, effect: CaseCall) -> ApplicationEvent:
        match effect:
            case ReadWithPass():
                return CaseTold(effect, await self.applications.read_with_pass(effect.of, effect.code, effect.key))
            case ReadCase(person=None):
                return CaseTold(effect, await self.applications.status(effect.of))
        number = await self.identity.number(effect.person) if effect.person else None
        if number is None:
            return CaseTurnedDown(effect, "person-gone")
        if isinstance(effect, ReadCase):
            return CaseTold(effect, await self.applications.status(effect.of, number))
        return await self._as_person(effect, number)

    async def _as_person(self, effect: Personal, number: str) -> ApplicationEvent:
        """What needs the applicant's own number, which stays in this call."""
        match effect:
            case Submit():
                return CaseTold(effect, await self._submit(effect, number))
            case AddToCase():
                return CaseTold(effect, await self.applications.add(number, effect.case, effect.added, effect.key))
            case TakeBack():
                return CaseTold(effect, await self.applications.withdraw(number, effect.case, effect.key))
            case GivePass():
                given = await self.applications.give_pass(number, effect.case, effect.key)
                return PassGiven(effect, given.code, given.until)

    async def _submit(self, effect: Submit, number: str) -> Status:
        """Handed in, or as it stands if it was handed in before: the citizen wants it there once."""
        try:
            return await self.applications.submit(number, effect.submission, effect.key)
        except AlreadySubmitted:
            return await self.applications.status(effect.case, number)
