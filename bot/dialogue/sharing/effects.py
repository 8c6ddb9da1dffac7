"""What the core asks of identity and shared data, and what came of it. Values only."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.dialogue.effect import CaseEffect
from bot.dialogue.identity import Level, LoginLink, Verified
from bot.dialogue.shared_data import Consent, Erased, Finding, OwnData, Wanted

# --- what must happen ----------------------------------------------------------------------------------------------


class OpenLogin(CaseEffect):
    kind: Literal["open-login"] = "open-login"
    level: Level


class FinishLogin(CaseEffect):
    kind: Literal["finish-login"] = "finish-login"
    code: str


class GiveConsent(CaseEffect):
    kind: Literal["agree"] = "agree"
    person: str
    """Who agrees."""
    procedure: str
    publication: str
    wanted: tuple[Wanted, ...]
    invitation: str | None = None
    """The code by which somebody else was asked to agree."""


class LookUp(CaseEffect):
    kind: Literal["look-up"] = "look-up"
    consent: str
    wanted: tuple[Wanted, ...]


class Dispute(CaseEffect):
    kind: Literal["dispute"] = "dispute"
    consent: str
    finding: Finding


class Withdraw(CaseEffect):
    kind: Literal["withdraw"] = "withdraw"
    person: str
    consent: str


class ReadOwnData(CaseEffect):
    kind: Literal["own-data"] = "own-data"
    person: str


class ExportOwnData(CaseEffect):
    kind: Literal["export"] = "export"
    person: str


class EraseOwnData(CaseEffect):
    kind: Literal["erase"] = "erase"
    person: str


class Invite(CaseEffect):
    kind: Literal["invite"] = "invite"
    person: str
    """Who asks."""
    procedure: str
    publication: str
    role: str
    """Who is to agree, by the procedure's name."""
    wanted: tuple[Wanted, ...]


class FindInvitation(CaseEffect):
    kind: Literal["find-invitation"] = "find-invitation"
    code: str


class AnswerInvitation(CaseEffect):
    kind: Literal["answer-invitation"] = "answer-invitation"
    code: str
    consent: str | None
    """None: they do not agree."""


SharingEffect = (
    OpenLogin
    | FinishLogin
    | GiveConsent
    | LookUp
    | Dispute
    | Withdraw
    | ReadOwnData
    | ExportOwnData
    | EraseOwnData
    | Invite
    | FindInvitation
    | AnswerInvitation
)

# --- what came of it -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LoginOpened:
    effect: OpenLogin
    link: LoginLink


@dataclass(frozen=True)
class LoggedIn:
    effect: FinishLogin
    verified: Verified


@dataclass(frozen=True)
class LoginFailed:
    effect: FinishLogin
    why: Literal["wrong", "over", "not-sure"]


@dataclass(frozen=True)
class Agreed:
    effect: GiveConsent
    consent: Consent


@dataclass(frozen=True)
class LookedUp:
    effect: LookUp
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Disputed:
    effect: Dispute


@dataclass(frozen=True)
class Withdrawn:
    effect: Withdraw


@dataclass(frozen=True)
class OwnDataRead:
    effect: ReadOwnData
    data: OwnData


@dataclass(frozen=True)
class Exported:
    effect: ExportOwnData
    document: str = field(repr=False)


@dataclass(frozen=True)
class DataErased:
    effect: EraseOwnData
    erased: Erased | None
    """None: it was erased before, perhaps by a process that died before it could say so."""


@dataclass(frozen=True)
class Invited:
    effect: Invite
    code: str
    until: datetime


@dataclass(frozen=True)
class InvitationFound:
    effect: FindInvitation
    case: str
    procedure: str
    publication: str
    role: str
    wanted: tuple[Wanted, ...]
    asker: str
    until: datetime


@dataclass(frozen=True)
class NoInvitation:
    """The code is wrong, over, or was answered."""

    effect: FindInvitation | AnswerInvitation


@dataclass(frozen=True)
class InvitationAnswered:
    effect: AnswerInvitation


@dataclass(frozen=True)
class ConsentGone:
    """Withdrawn or over: nothing is read."""

    effect: LookUp | Dispute | Withdraw


@dataclass(frozen=True)
class PersonGone:
    """Who was verified is no longer known here."""

    effect: GiveConsent | Withdraw | ReadOwnData | ExportOwnData


SharingEvent = (
    LoginOpened
    | LoggedIn
    | LoginFailed
    | Agreed
    | LookedUp
    | Disputed
    | Withdrawn
    | OwnDataRead
    | Exported
    | DataErased
    | Invited
    | InvitationFound
    | NoInvitation
    | InvitationAnswered
    | ConsentGone
    | PersonGone
)

# --- what reaches a chat by itself -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Woken:
    """It is time to look up again what was not available, or to try again what got no answer."""

    case: str
    """The matter, or the name of what is unsettled."""


@dataclass(frozen=True)
class OtherAnswered:
    """Somebody who was asked to agree did so, or did not."""

    case: str
    role: str
    consent: str | None
