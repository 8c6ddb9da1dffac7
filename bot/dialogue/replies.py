"""What the core says, as values: the wording finds the words in the citizen's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from bot.dialogue.applications import Event, Status
from bot.dialogue.companions.state import CompanionState
from bot.dialogue.messages import Attachment
from bot.dialogue.planned import PlannedVisit
from bot.dialogue.ports import Slot
from bot.dialogue.shared_data import Finding, OwnData, Wanted
from bot.dialogue.sharing.filling import Filled
from bot.dialogue.sharing.state import Thing
from intents.hearing.when import Wish
from procedures.definition import Definition, Giving, Stop
from procedures.outcome import Outcome
from procedures.settling import Item
from procedures.vocabulary import Text


@dataclass(frozen=True)
class Term:
    """A word or sentence of the locale files, by its id."""

    id: str
    values: Mapping[str, Value] = field(default_factory=dict)


Value = str | int | date | datetime | Text | Term | Wish
"""What can stand in a sentence; texts, terms and wishes come out in the citizen's language."""


@dataclass(frozen=True)
class Choice:
    """Something to tap or say. `words`: other ways to say it."""

    key: str
    label: Text | Term
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reply:
    """`planned`: what the citizen's calendar now has to know. `silent`: said while people sleep."""

    choices: tuple[Choice, ...] = field(default=(), kw_only=True)
    planned: tuple[PlannedVisit, ...] = field(default=(), kw_only=True)
    attachments: tuple[Attachment, ...] = field(default=(), kw_only=True)
    silent: bool = field(default=False, kw_only=True)


@dataclass(frozen=True)
class Say(Reply):
    """A sentence of the locale files."""

    id: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Promise(Reply):
    """What is promised before the first question: visits, papers, questions at most; and what was heard already."""

    definition: Definition
    usual: Outcome
    questions_at_most: int
    understood: tuple[tuple[Text, Text], ...]


@dataclass(frozen=True)
class Card(Reply):
    """The outcome, told at once and whole (一次性告知). `seen`: what was looked up and found."""

    outcome: Outcome
    code: str
    seen: Mapping[Thing, Finding] = field(default_factory=dict)


@dataclass(frozen=True)
class ConsentCard(Reply):
    """What would be read, from which registers, whose and what for. `paper`: what is brought instead."""

    definition: Definition
    wanted: tuple[Wanted, ...]
    paper: tuple[Thing, ...] = ()
    others: tuple[str, ...] = ()
    """Whose data only they themselves may agree to."""
    invited: bool = False
    """It is somebody else's matter, and the citizen was asked to agree."""


@dataclass(frozen=True)
class EvidenceCard(Reply):
    """What was found, before it is used."""

    outcome: Outcome
    findings: tuple[Finding, ...]
    disputed: tuple[Thing, ...]


@dataclass(frozen=True)
class FormCard(Reply):
    """The application's fields: what is filled in already, from where, and what is left."""

    outcome: Outcome
    findings: tuple[Finding, ...]
    corrected: Mapping[str, str]


@dataclass(frozen=True)
class Commitments(Reply):
    """What is signed instead of proved, and what follows where it is not true (告知承诺)."""

    outcome: Outcome
    items: tuple[Item, ...]


@dataclass(frozen=True)
class ApplicationCard(Reply):
    """Everything that is handed in, to be looked over before."""

    outcome: Outcome
    way: str
    code: str
    lines: tuple[Filled, ...]
    typed: Mapping[str, str]
    uploads: Mapping[Thing, tuple[str, ...]]
    """The names of the files, by what they show."""
    following: Mapping[Thing, tuple[int, date | None]]
    """Working days within which each of these follows, and the last of them if it were handed in today; None in a year
    whose holidays are not announced.
    """
    signed: tuple[str, ...]
    giving: Giving


@dataclass(frozen=True)
class Receipt(Reply):
    """It is handed in: by which code it is known, who has it now, and by when it is decided."""

    status: Status


@dataclass(frozen=True)
class Progress(Reply):
    """What happened since the citizen last heard. `definition`: the text that the case keeps, if it is still there."""

    status: Status
    news: tuple[Event, ...]
    definition: Definition | None


@dataclass(frozen=True)
class Timeline(Reply):
    """How a case stands: who has it, since when, until when, and what they did."""

    status: Status
    definition: Definition | None


OWN_DATA_SHOWN = 10
"""Consents and readings that are shown; all of them are in the export."""


@dataclass(frozen=True)
class OwnDataCard(Reply):
    """What was read about whoever asks; `now` tells which consents still stand."""

    data: OwnData
    now: datetime


@dataclass(frozen=True)
class TurnedAway(Reply):
    """Not here, not yet, or something else: why, what would change it, and what can be done all the same."""

    outcome: Outcome
    stop: Stop


@dataclass(frozen=True)
class Short(Reply):
    """The outcome in one breath: what to bring, how often to come."""

    outcome: Outcome


@dataclass(frozen=True)
class Why(Reply):
    """Why each of the papers is or is not needed."""

    outcome: Outcome


@dataclass(frozen=True)
class Ticket(Reply):
    """Booked: where, when, with what."""

    outcome: Outcome
    way: str
    code: str
    places: tuple[tuple[str, datetime, Slot], ...]
    """(visit, start by the centre's clock, slot) in the order of the visits."""


@dataclass(frozen=True)
class Reminded(Reply):
    """A visit that comes soon; `start` by the centre's clock."""

    visit: PlannedVisit
    start: datetime
    day: Literal["today", "tomorrow"]
    also: tuple[PlannedVisit, ...] = ()
    """What else is done on the same trip, in the order of its time."""


@dataclass(frozen=True)
class ShowCard(Reply):
    """A visit for the clerk to read, in the other language than the citizen's; `start` by the centre's clock."""

    visit: PlannedVisit
    start: datetime


@dataclass(frozen=True)
class Online(Reply):
    """How to finish without a visit."""

    outcome: Outcome
    way: str
    code: str


@dataclass(frozen=True)
class MatterLine:
    """One matter under /my."""

    code: str
    title: Text
    state: Term
    places: tuple[tuple[datetime, Text], ...]
    """(start by the centre's clock, centre)."""
    waiting: Term | None = None
    """What is waited for, and how many are before."""
    companions: tuple[tuple[Text, CompanionState], ...] = ()
    """(who has to come as well, what they said)."""


@dataclass(frozen=True)
class Mine(Reply):
    matters: tuple[MatterLine, ...]
