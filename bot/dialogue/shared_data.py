"""What the departments already know, asked with the citizen's consent: values and the port behind which they lie.

A citizen agrees to what is read, from which registers and for which procedure; only then is it read, and only for as
long as the consent lasts. What a register really returned for a person is evidence; why it cannot serve is a gap.

    Refused
    └── NoConsent      withdrawn, expired, or never given for this
    BackendDown        no answer now; the same call may be made again
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, Protocol

from bot.dialogue.ports import Refused

State = Literal["found", "not_found", "contradicted", "unavailable", "expired", "several"]
"""What came of asking. `contradicted`: the register says something else than the citizen. `expired`: what it has is no
longer valid. `several`: the citizen may act for more than one such person, and has to say for which.
"""
CONSENT_LASTS = timedelta(days=90)
"""What a citizen is told, and what is kept to: after that a consent ends by itself."""
Relation = Literal["child", "company"]
"""For whom a citizen may act besides themselves; a register tells whether it is so."""


class NoConsent(Refused):
    pass


@dataclass(frozen=True)
class Wanted:
    """One thing to look up: a document of one of the procedure's people, or what fills the form alone."""

    person: str
    """Whose: a name of the procedure, or `you`."""
    registers: tuple[str, ...]
    """In the order in which they are asked: the first that has it, serves."""
    document: str | None = None
    """The document that these registers stand in for; None for what only fills the form."""
    fields: tuple[str, ...] = ()
    """Fields of the form that these fill, as `register.field`."""
    claims: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """What the citizen says, as (`register.field`, entries that agree with it): compared there, not read out."""
    acting_as: Relation | None = None
    """The citizen who agrees acts for this person: the registers are asked about the child or the company."""
    which: int | None = None
    """Which of several, counted from 0 in the order of `Finding.candidates`."""


@dataclass(frozen=True)
class Finding:
    """What came of one wanted thing. Values are shown as far as the province lets them be shown; the rest stays where
    it is.
    """

    person: str
    document: str | None
    register: str
    """The register that answered, or the first that should have."""
    state: State
    recorded: date | None = None
    """When the register's owner recorded it."""
    valid_until: date | None = None
    shown: tuple[tuple[str, str], ...] = ()
    """(`register.field`, what is shown of it)."""
    fills: tuple[str, ...] = ()
    """Fields, as `register.field`, for which there is a value."""
    candidates: tuple[str, ...] = ()
    """Where `several`: those to choose from, shown as far as names are shown."""


@dataclass(frozen=True)
class Asked:
    """What somebody is asked to agree to."""

    case: str
    procedure: str
    publication: str
    wanted: tuple[Wanted, ...]


@dataclass(frozen=True)
class Consent:
    """Given by one person for one case; `until` it ends by itself."""

    id: str
    until: datetime


@dataclass(frozen=True)
class Reading:
    """One thing that was read about a person, or tried: one line under /mydata."""

    at: datetime
    case: str
    procedure: str
    register: str
    document: str | None
    state: State
    by: str
    """Who read it: `citizen` in the chat, or a department."""


@dataclass(frozen=True)
class GivenConsent:
    """A consent, as its giver sees it."""

    id: str
    case: str
    procedure: str
    registers: tuple[str, ...]
    given_at: datetime
    until: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class OwnData:
    """What is known here about one person, newest first."""

    consents: tuple[GivenConsent, ...]
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class Erased:
    """What was erased, and what the law makes us keep."""

    evidence: int
    consents_ended: int
    kept: int
    """Lines of the log."""


class SharedData(Protocol):
    """The registers behind the One Window. Every call that changes something takes a `key`: the second call with it
    changes nothing more and answers as the first did. All raise BackendDown.

    `number` is the citizen number of a verified person. It is used and never given back.
    """

    async def agree(self, number: str, asked: Asked, key: str, within: timedelta | None = None) -> Consent:
        """Note that this person agrees, until the consent ends by itself, and for no longer than `within`."""

    async def look_up(self, consent: str, wanted: tuple[Wanted, ...], key: str) -> tuple[Finding, ...]:
        """Ask the registers, all at once and within a deadline; one finding for each thing, in the same order.

        What was found is kept as evidence of the case. A register that does not answer never raises: it is
        `unavailable`. Raises NoConsent, also where the consent is withdrawn while the registers are being asked: then
        nothing is kept.
        """

    async def dispute(self, consent: str, finding: Finding, key: str) -> None:
        """The citizen says that a register is wrong: its owner gets a notice, and the evidence is no longer used.

        The applicant's papers count instead (2018 Zhejiang regulation on "At Most One Visit", art. 7).
        """

    async def withdraw(self, number: str, consent: str, key: str) -> None:
        """End a consent that this person gave; what was read on it is erased. Raises NoConsent if it is not theirs."""

    async def own_data(self, number: str) -> OwnData:
        """What was read about this person, why, when, and what they agreed to."""

    async def export(self, number: str, key: str) -> str:
        """All of it, evidence included, as JSON."""

    async def erase(self, number: str, key: str) -> Erased:
        """Erase what the law lets erase: evidence and what was agreed to; the log of readings stays its time."""
