"""Plays identity provider, registers and invitations to the pure core: in memory, answering what it is told to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import cycle
from typing import get_args

from bot.dialogue.conversation import case_code
from bot.dialogue.identity import Level, LoginLink, Verified
from bot.dialogue.shared_data import Consent, Erased, Finding, GivenConsent, OwnData, Reading, State, Wanted
from bot.dialogue.sharing.effects import (
    Agreed,
    AnswerInvitation,
    ConsentGone,
    DataErased,
    Dispute,
    Disputed,
    EraseOwnData,
    Exported,
    ExportOwnData,
    FindInvitation,
    FinishLogin,
    GiveConsent,
    InvitationAnswered,
    InvitationFound,
    Invite,
    Invited,
    LoggedIn,
    LoginFailed,
    LoginOpened,
    LookedUp,
    LookUp,
    NoInvitation,
    OpenLogin,
    OwnDataRead,
    PersonGone,
    ReadOwnData,
    SharingEffect,
    SharingEvent,
    Withdraw,
    Withdrawn,
)

RIGHT, PERSON = "123456", "somebody"
STATES: tuple[State, ...] = get_args(State)


@dataclass
class Offices:
    """`states`: what comes of the next look-ups, one after the other and then from the start."""

    states: tuple[State, ...] = ("found",)
    consents: dict[str, GivenConsent] = field(default_factory=dict)
    invitations: dict[str, Invite] = field(default_factory=dict)
    disputed: list[Finding] = field(default_factory=list)
    known: bool = True
    person: str = PERSON
    """Who logs in next."""
    level: Level = "real-name"
    """How surely."""

    def __post_init__(self) -> None:
        self._states = cycle(self.states)

    def answer(self, effect: SharingEffect, now: datetime) -> SharingEvent:
        match effect:
            case OpenLogin():
                link = LoginLink(f"https://onevisit.example.org/login/{effect.key}", now + timedelta(minutes=10))
                return LoginOpened(effect, link)
            case FinishLogin() if effect.code != RIGHT:
                return LoginFailed(effect, "wrong")
            case FinishLogin():
                until = now + timedelta(minutes=30)
                self.known = True
                return LoggedIn(effect, Verified(person=self.person, called="甲*", level=self.level, until=until))
            case LookUp() | Dispute():
                return self._read(effect)
            case Invite() | FindInvitation() | AnswerInvitation():
                return self._invite(effect, now)
        if self.known:
            return self._as_person(effect, now)
        return DataErased(effect, None) if isinstance(effect, EraseOwnData) else PersonGone(effect)

    def _read(self, effect: LookUp | Dispute) -> SharingEvent:
        if effect.consent not in self.consents:
            return ConsentGone(effect)
        if isinstance(effect, LookUp):
            return LookedUp(effect, tuple(find(wanted, next(self._states)) for wanted in effect.wanted))
        self.disputed.append(effect.finding)
        return Disputed(effect)

    def _as_person(
        self, effect: GiveConsent | Withdraw | ReadOwnData | ExportOwnData | EraseOwnData, now: datetime
    ) -> SharingEvent:
        match effect:
            case GiveConsent():
                registers = tuple(sorted({name for wanted in effect.wanted for name in wanted.registers}))
                id, until = f"consent-{len(self.consents) + 1}", now + timedelta(days=90)
                self.consents[id] = GivenConsent(id, effect.case, effect.procedure, registers, now, until, None)
                return Agreed(effect, Consent(id, until))
            case Withdraw():
                return Withdrawn(effect) if self.consents.pop(effect.consent, None) else ConsentGone(effect)
            case ReadOwnData():
                read = tuple(
                    Reading(now, given.case, given.procedure, register, None, "found", "citizen")
                    for given in self.consents.values()
                    for register in given.registers
                )
                return OwnDataRead(effect, OwnData(tuple(self.consents.values()), read))
            case ExportOwnData():
                return Exported(effect, '{"consents": []}')
            case EraseOwnData():
                self.known = False
                return DataErased(effect, Erased(1, len(self.consents), 3))

    def _invite(self, effect: Invite | FindInvitation | AnswerInvitation, now: datetime) -> SharingEvent:
        if isinstance(effect, Invite):
            code = case_code(effect.key, 1)
            self.invitations[code] = effect
            return Invited(effect, code, now + timedelta(days=7))
        invite = self.invitations.get(effect.code)
        if invite is None:
            return NoInvitation(effect)
        if isinstance(effect, FindInvitation):
            until = now + timedelta(days=7)
            return InvitationFound(
                effect,
                invite.case,
                invite.procedure,
                invite.publication,
                invite.role,
                invite.wanted,
                invite.person,
                until,
            )
        del self.invitations[effect.code]
        return InvitationAnswered(effect)


def find(wanted: Wanted, state: State) -> Finding:
    """A finding in this state, as a register would lead to it."""
    register = wanted.registers[0]
    return Finding(
        person=wanted.person,
        document=wanted.document,
        register=register,
        state=state,
        recorded=date(2020, 2, 3) if state in ("found", "contradicted", "expired") else None,
        valid_until=date(2021, 2, 3) if state == "expired" else None,
        shown=tuple((field, "甲***") for field in wanted.fields),
        fills=wanted.fields if state == "found" else (),
        candidates=("甲*", "乙*") if state == "several" else (),
    )
