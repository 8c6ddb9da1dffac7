"""One application as it is kept. A transaction reads it whole, changes it here, and writes back what is different."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.dialogue.applications import (
    Added,
    CaseState,
    DeliveryNow,
    DeliveryState,
    Event,
    Refusal,
    Status,
    StepNow,
    StepState,
    Submission,
)
from procedures.definition import Giving, Time
from procedures.vocabulary import Duration, Text

AskState = Literal["open", "added", "missing", "decided"]
"""`missing`: it did not come in time. `decided`: the department decided without it."""
OwedState = Literal["open", "added", "missing"]
Result = Literal["deciding", "approved", "partly", "refused"]
NOTHING: Mapping[str, str] = {}
DECIDED = ("approved", "refused")
PENDING = ("waiting", "open")


class Addition(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    at: datetime
    added: Added


class Body(BaseModel):
    """All that is personal in an application."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    submission: Submission
    values: dict[str, dict[str, str]]
    """The form as it was handed in: by procedure, by field."""
    added: tuple[Addition, ...] = ()


@dataclass(frozen=True)
class Part:
    """One procedure of it."""

    procedure: str
    publication: str
    title: Text
    time: Time


@dataclass(frozen=True)
class Step:
    """One department's decision. `number` counts the steps of the application."""

    number: int
    part: str
    step: int
    department: str
    decides: Text | None
    publicity: Duration | None
    apart: bool
    state: StepState = "waiting"
    since: datetime | None = None
    until: datetime | None = None
    earliest: datetime | None = None
    decided_at: datetime | None = None
    late: bool = False
    refusal: Refusal | None = field(default=None, repr=False)
    registered: Mapping[str, str] = field(default_factory=dict, repr=False, hash=False)

    def as_now(self) -> StepNow:
        return StepNow(
            part=self.part,
            step=self.step,
            department=self.department,
            state=self.state,
            decides=self.decides,
            since=self.since,
            until=self.until,
            earliest=self.earliest,
            decided_at=self.decided_at,
            late=self.late,
            refusal=self.refusal,
        )


@dataclass(frozen=True)
class Ask:
    """What a department asked for, in the clerk's words. `ended_at`: since when its clock goes on."""

    department: str
    step: int
    """Its number."""
    state: AskState
    asked_at: datetime
    until: datetime
    ended_at: datetime | None = None
    items: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Owed:
    """A paper that was to follow by a day."""

    number: int
    part: str
    document: str
    person: str
    state: OwedState
    until: datetime | None


@dataclass(frozen=True)
class Delivery:
    """What another body is told."""

    number: int
    part: str
    tell: str
    what: Text
    once: Literal["approved", "submitted"]
    after: tuple[str, ...]
    state: DeliveryState = "waiting"
    since: datetime | None = None
    next_at: datetime | None = None
    delivered_at: datetime | None = None
    tries: int = 0
    waits: bool = False
    note: str | None = field(default=None, repr=False)

    def as_now(self) -> DeliveryNow:
        return DeliveryNow(
            self.part, self.tell, self.what, self.state, self.since, self.delivered_at, self.tries, self.note
        )


@dataclass
class Application:
    """Lists are in the order of their numbers. `person`, `number` and `body` are empty once they were erased."""

    case: str
    person: bytes | None = field(repr=False)
    number: str | None = field(repr=False)
    body: Body | None = field(repr=False)
    give: Giving
    submitted_at: datetime
    parts: list[Part]
    steps: list[Step]
    deliveries: list[Delivery]
    asks: list[Ask] = field(default_factory=list)
    owed: list[Owed] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    state: CaseState = "deciding"
    until: datetime | None = None
    decided_at: datetime | None = None
    over_at: datetime | None = None
    in_hand: bool = False

    def copy(self) -> Application:
        """As it is now; later changes do not touch it."""
        return replace(
            self,
            parts=list(self.parts),
            steps=list(self.steps),
            deliveries=list(self.deliveries),
            asks=list(self.asks),
            owed=list(self.owed),
            events=list(self.events),
        )

    def steps_of(self, part: str) -> list[Step]:
        return [step for step in self.steps if step.part == part]

    def result(self, part: str) -> Result:
        """What a part came to. Steps that stand apart take nothing from the others."""
        steps = self.steps_of(part)
        if any(step.state in PENDING for step in steps):
            return "deciding"
        if any(step.state == "dropped" or (step.state == "refused" and not step.apart) for step in steps):
            return "refused"
        refused = [step for step in steps if step.state == "refused"]
        if not refused:
            return "approved"
        return "partly" if len(refused) < len(steps) else "refused"

    def put_step(self, step: Step) -> None:
        self.steps[step.number - 1] = step

    def put_delivery(self, delivery: Delivery) -> None:
        self.deliveries[delivery.number - 1] = delivery

    def put_owed(self, owed: Owed) -> None:
        self.owed[owed.number - 1] = owed

    def put_ask(self, ask: Ask) -> None:
        self.asks = [ask if each.department == ask.department else each for each in self.asks]

    def asked_of(self, step: Step, *states: AskState) -> bool:
        return any(ask.step == step.number and ask.state in states for ask in self.asks)

    def as_status(self) -> Status:
        """As everybody sees it who may."""
        asks = [ask for ask in self.asks if self._awaited(ask)]
        owed = [each for each in self.owed if each.state != "added"] if self.state == "deciding" else []
        due = [each.until for each in asks if each.state == "open"]
        due += [each.until for each in owed if each.state == "open" and each.until is not None]
        return Status(
            case=self.case,
            state=self.state,
            titles=tuple((part.procedure, part.title) for part in self.parts),
            submitted_at=self.submitted_at,
            until=self.until,
            give=self.give,
            steps=tuple(step.as_now() for step in self.steps),
            deliveries=tuple(delivery.as_now() for delivery in self.deliveries),
            events=tuple(self.events),
            asked=(*(item for ask in asks for item in ask.items), *_unique(each.document for each in owed)),
            asked_until=min(due, default=None),
            in_hand=self.in_hand,
        )

    def _awaited(self, ask: Ask) -> bool:
        """Also what comes late may still be of use, while the department has not decided."""
        return ask.state in ("open", "missing") and self.steps[ask.step - 1].state == "open"


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
