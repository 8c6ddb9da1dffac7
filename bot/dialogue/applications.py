"""The application, handed in once at one window and followed until the result is in hand: values and their port.

A case is submitted with everything it needs: several departments decide on it, in order or side by side. What they
do makes the timeline, which the citizen can read at any time. A submitted case keeps the text that it began with.

    Refused
    ├── AlreadySubmitted    this case was handed in before
    ├── Incomplete          something that it needs is missing by now
    ├── Closed              it is decided or withdrawn, so nothing is changed any more
    ├── NotAsked            nothing more was asked for
    └── Unknown             no such case, or it is somebody else's
    BackendDown             no answer now; the same call may be made again
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict

from bot.dialogue.ports import Refused
from procedures.definition import Approval, Giving, Then, Time
from procedures.vocabulary import Text


class AlreadySubmitted(Refused):
    pass


class Incomplete(Refused):
    """`missing`: the fields of the form, by their ids, that no register fills any more, and papers that are gone."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class Closed(Refused):
    pass


class NotAsked(Refused):
    pass


# --- what is handed in -----------------------------------------------------------------------------------------------


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Entered(_Value):
    """One line of the form. `value`: what the citizen wrote; None where what a register says counts."""

    id: str
    label: Text
    person: str
    """Whose: a name of the procedure, or `you`."""
    value: str | None = None
    source: str | None = None
    """`register.field`: what fills it, or what the citizen wrote something else than."""


class HandedIn(_Value):
    """A paper as it was uploaded, or `None` for one that follows by a day (容缺受理)."""

    document: str
    person: str
    paper: str | None = None
    """The id of the kept file."""
    follows_within: int | None = None
    """Working days, where it is tolerated that it comes later."""


class Part(_Value):
    """One procedure of the application, by the text that its case began with."""

    procedure: str
    publication: str
    title: Text
    answers: dict[str, str]
    form: tuple[Entered, ...] = ()
    consents: tuple[str, ...] = ()
    """On which of them registers fill the form."""
    papers: tuple[HandedIn, ...] = ()
    signed: tuple[str, ...] = ()
    """Commitments (告知承诺), by document."""
    approvals: tuple[Approval, ...]
    then: tuple[Then, ...] = ()
    time: Time


class Submission(_Value):
    """One application: one code, one receipt, one timeline, for one procedure or a bundle of them."""

    case: str
    parts: tuple[Part, ...]
    give: Giving
    """How the result comes."""


class Added(_Value):
    """What was asked for afterwards, all at once."""

    papers: tuple[HandedIn, ...] = ()
    note: str | None = None
    """What the citizen writes to it."""


# --- what has become of it -----------------------------------------------------------------------------------------

StepState = Literal["waiting", "open", "approved", "refused", "dropped"]
"""`waiting`: its turn has not come. `dropped`: it is not needed any more, since another refused or it was withdrawn."""
CaseState = Literal["deciding", "approved", "partly", "refused", "withdrawn"]
DeliveryState = Literal["waiting", "sending", "delivered", "refused", "settled", "dropped"]
"""`sending`: it is being told, perhaps again and again. `refused`: a clerk has it. `settled`: the clerk has dealt with
it. `dropped`: what it would tell did not come about.
"""
Happening = Literal[
    "submitted",
    "approved",
    "refused",
    "asked",
    "added",
    "late",
    "withdrawn",
    "decided",
    "delivered",
    "delivery-waits",
    "delivery-refused",
    "delivery-settled",
    "paper-missing",
    "in-hand",
]


@dataclass(frozen=True)
class Refusal:
    """Why a department says no, and what would change it."""

    reason: str
    """In the clerk's words."""
    fact: str | None = None
    """The one fact that blocks, if it is one that the procedure asks for: a question's id."""
    changes_on: date | None = None
    """From when on it would be otherwise, if that is known."""


@dataclass(frozen=True)
class StepNow:
    """One department's decision."""

    part: str
    """The procedure."""
    step: int
    department: str
    state: StepState
    decides: Text | None = None
    since: datetime | None = None
    """Since when the department has it."""
    until: datetime | None = None
    """When it has to be decided; None while its turn has not come, and in a year whose holidays are not announced."""
    earliest: datetime | None = None
    """It is announced until then (公示); before that nothing is decided."""
    decided_at: datetime | None = None
    late: bool = False
    refusal: Refusal | None = None


@dataclass(frozen=True)
class DeliveryNow:
    """What the result sets off in another body."""

    part: str
    tell: str
    what: Text
    state: DeliveryState
    since: datetime | None = None
    delivered_at: datetime | None = None
    tries: int = 0
    note: str | None = field(default=None, repr=False)
    """Why it was refused there, or what the clerk did."""


@dataclass(frozen=True)
class Event:
    """One line of the timeline. `number` counts from 1 within the case and never changes."""

    number: int
    at: datetime
    what: Happening
    part: str | None = None
    """The procedure it is about."""
    body: str | None = None
    """The department, or who was told."""
    until: datetime | None = None
    """By when something is due: the decision, a supplement, a paper."""
    state: CaseState | None = None
    """Of a decision: what the whole came to."""
    refusal: Refusal | None = None
    asked: tuple[str, ...] = ()
    """What is to be handed in besides, each in the clerk's words; or the documents that are missing."""
    given: Giving | None = None
    """How the result came into the citizen's hands."""
    number_of_post: str | None = None


@dataclass(frozen=True)
class Status:
    """A case as it stands."""

    case: str
    state: CaseState
    titles: tuple[tuple[str, Text], ...]
    """(procedure, its name), in the order in which they were handed in."""
    submitted_at: datetime
    until: datetime | None
    """When the whole is to be decided."""
    give: Giving
    steps: tuple[StepNow, ...]
    deliveries: tuple[DeliveryNow, ...]
    events: tuple[Event, ...]
    asked: tuple[str, ...] = ()
    """What the citizen is still to add: in a clerk's words, or a document that was to follow, by its id."""
    asked_until: datetime | None = None
    in_hand: bool = False

    @property
    def over(self) -> bool:
        """Whether nothing more is going to happen that the citizen waits for."""
        return self.in_hand or self.state in ("refused", "withdrawn")


@dataclass(frozen=True)
class Pass:
    """A one-time code with which anybody may read a case once."""

    code: str = field(repr=False)
    until: datetime


class Applications(Protocol):
    """Where applications are handed in and decided. Every call that changes something takes a `key`: the second call
    with it changes nothing more and answers as the first did. All raise BackendDown.

    `number` is the citizen number of the applicant. It is used and never given back.
    """

    async def submit(self, number: str, submission: Submission, key: str) -> Status:
        """Hand it in. Raises AlreadySubmitted, Incomplete."""

    async def status(self, case: str, number: str | None = None) -> Status:
        """How it stands; with a number, only to whom it belongs. Raises Unknown."""

    async def add(self, number: str, case: str, added: Added, key: str) -> Status:
        """Hand in what was asked for, or a paper that was to follow. Raises NotAsked, Closed, Unknown."""

    async def withdraw(self, number: str, case: str, key: str) -> Status:
        """Take it back, while it is not decided. Raises Closed, Unknown."""

    async def give_pass(self, number: str, case: str, key: str) -> Pass:
        """A one-time code, good for some minutes; a new one replaces the one before. Raises Unknown."""

    async def read_with_pass(self, case: str, code: str, key: str) -> Status:
        """How it stands, to whoever has the code, once. Too many wrong codes end it. Raises Unknown."""
