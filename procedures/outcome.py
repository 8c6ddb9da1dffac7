"""What follows from the answers: what to bring and why, what the departments already know, where, how long, how much.

    outcome(definition, province, answers, gaps) -> Outcome

Nothing here reads a clock, a file or a network. The same input gives the same outcome.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from procedures.definition import (
    Approval,
    Definition,
    Errand,
    Fee,
    First,
    FormField,
    Note,
    Stop,
    Tax,
    Then,
    Visit,
    Way,
)
from procedures.journey import Journey, replay
from procedures.provincial import Province
from procedures.settling import (
    COUNTED,
    NO_GAPS,
    Covered,
    Gaps,
    Item,
    MissingData,
    Sent,
    Settled,
    Situation,
    Why,
    settle,
)

Owed = TypeVar("Owed", Fee, Tax)


@dataclass(frozen=True)
class WayOut:
    """One way to finish, with what it asks of the citizen."""

    way: Way
    bring: tuple[Item, ...]
    """Identity and papers; nothing else counts."""
    hand_in: tuple[Item, ...]
    also: tuple[Item, ...]
    visits: tuple[Visit, ...]
    errands: tuple[Errand, ...]
    collects: bool
    who: tuple[str, ...]
    attend: Mapping[str, tuple[str, ...]]
    """Who comes to each visit."""

    @property
    def visit_count(self) -> int:
        """Trips to a government counter until the result is in hand, collecting included."""
        return len(self.visits) + (1 if self.collects else 0)

    def at(self, visit: Visit) -> tuple[Item, ...]:
        """What to have along at one of the visits."""
        return tuple(i for i in (*self.bring, *self.hand_in, *self.also) if not i.at or visit.id in i.at)


@dataclass(frozen=True)
class Outcome:
    """Where the answers lead. While questions are open it holds what is certain so far."""

    definition: Definition
    journey: Journey
    first: tuple[First, ...] = ()
    ways: tuple[WayOut, ...] = ()
    covered: tuple[Covered, ...] = ()
    sent: tuple[Sent, ...] = ()
    gaps: tuple[MissingData, ...] = ()
    form: tuple[FormField, ...] = ()
    fee: tuple[tuple[Fee, str], ...] = ()
    """Each fee with the person who pays it."""
    taxes: tuple[tuple[Tax, str], ...] = ()
    approvals: tuple[Approval, ...] = ()
    then: tuple[Then, ...] = ()
    notes: tuple[Note, ...] = ()
    papers_before: int = 0

    @property
    def complete(self) -> bool:
        return self.journey.complete

    @property
    def stop(self) -> Stop | None:
        return self.journey.stop

    def way(self, name: str | None = None) -> WayOut | None:
        """The way called `name`; without a name the window where there is one, else the first."""
        wanted = name or "window"
        found = next((w for w in self.ways if w.way.way == wanted), None)
        return found if found or name else next(iter(self.ways), None)

    @property
    def best_way(self) -> WayOut | None:
        """The way with the fewest visits and, among those, the least to bring."""
        return min(self.ways, key=lambda w: (w.visit_count, len(w.bring)), default=None)


def outcome(definition: Definition, province: Province, answers: Mapping[str, str], gaps: Gaps = NO_GAPS) -> Outcome:
    """What `answers` and `gaps` lead to. Answers that this path does not ask for are ignored, never an error."""
    journey = replay(definition, answers)
    if journey.stop is not None:
        return Outcome(definition, journey)
    situation = Situation(definition, province, journey, gaps)
    settled = settle(situation)
    return Outcome(
        definition,
        journey,
        first=situation.applying(definition.first),
        ways=tuple(_way_out(situation, way, settled) for way in situation.applying(definition.ways)),
        covered=settled.covered,
        sent=settled.sent,
        gaps=settled.gaps,
        form=tuple(field for field in situation.applying(definition.form) if situation.takes_part(field.of)),
        fee=tuple((fee, situation.person(fee.who)) for fee in _owed(situation, definition.fee)),
        taxes=tuple((tax, situation.person(tax.who)) for tax in _owed(situation, definition.taxes)),
        approvals=situation.applying(definition.approvals),
        then=situation.applying(definition.then),
        notes=tuple(note for note in situation.applying(definition.notes) if note.to == "citizen"),
        papers_before=settled.papers_before,
    )


def _owed(situation: Situation, lines: Iterable[Owed]) -> tuple[Owed, ...]:
    """What falls due for somebody who is there on this path."""
    return tuple(line for line in situation.applying(lines) if situation.takes_part(line.who))


def _way_out(situation: Situation, way: Way, settled: Settled) -> WayOut:
    """What this way asks for: a face replaces identity documents, and a paper for a visit needs that visit."""
    visits = situation.applying(way.visits)
    happening = {visit.id for visit in visits}
    items = [item for item in settled.items if not item.at or happening & set(item.at)]
    carried = [i for i in items if i.kind in COUNTED and i.why is not Why.PRODUCED]
    return WayOut(
        way,
        bring=tuple(i for i in carried if i.kind != "identity" or way.identity == "document"),
        hand_in=tuple(i for i in items if i.why is Why.HANDED_IN),
        also=tuple(i for i in items if i.why in (Why.MADE_HERE, Why.PRODUCED)),
        visits=visits,
        errands=situation.applying(way.errands),
        collects=set(situation.definition.result.give) == {"collect"},
        who=situation.people(way.who),
        attend={visit.id: situation.people(visit.who or way.who) for visit in visits},
    )
