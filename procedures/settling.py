"""What becomes of each document that a procedure needs: brought, covered by a register, sent, signed or handed in.

The rule stands in the 2018 Zhejiang regulation on "At Most One Visit", art. 7: what the public data platform can
supply may not be asked for; if the applicant says that the data are wrong, the applicant's papers count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal, TypeVar

from procedures.condition import ALWAYS
from procedures.definition import Definition, DocumentLine
from procedures.journey import Journey
from procedures.provincial import Kind, Province
from procedures.vocabulary import YOU, Line, Text

AnyLine = TypeVar("AnyLine", bound=Line)
GapWhy = Literal["down", "refused", "not_found", "contradicted"]
COUNTED: frozenset[Kind] = frozenset({"identity", "evidence"})
"""The kinds that the reform counts as papers one had to carry."""


class Why(StrEnum):
    """Why a document has to be brought or made."""

    IDENTITY = "identity"
    """It shows who you are; a register cannot do that for you."""
    NO_REGISTER = "no_register"
    """No department's register holds it."""
    NOT_IN_REGISTER = "not_in_register"
    """A register holds such documents, but not in this case."""
    GAP = "gap"
    """The register that covers it does not serve now."""
    HOLDER = "holder"
    """Somebody outside the departments has it, and you fetch it from there."""
    MADE_HERE = "made_here"
    """Filled in, signed or photographed for this matter."""
    PRODUCED = "produced"
    """This matter itself makes it."""
    HANDED_IN = "handed_in"
    """It is given back."""


@dataclass(frozen=True)
class Gaps:
    """Where registers do not serve: whole registers that are down, and answers missing for one person's document."""

    down: frozenset[str] = frozenset()
    people: Mapping[tuple[str, str], GapWhy] = field(default_factory=dict)
    """(document, person) -> why."""


NO_GAPS = Gaps()


@dataclass(frozen=True)
class Item:
    """A document that somebody brings, uploads, signs or hands in."""

    document: str
    kind: Kind
    of: tuple[str, ...]
    why: Why
    because: Text | None = None
    note: Text | None = None
    at: tuple[str, ...] = ()
    """The visits at which it is needed; empty means all."""
    or_else: tuple[str, ...] = ()
    """Other documents that do as well."""
    unless: tuple[tuple[str, str], ...] = ()
    """(document, register): not needed where the register has that one."""
    if_any: bool = False
    tolerated: int | None = None


@dataclass(frozen=True)
class Covered:
    """Evidence that need not be brought, and the register that covers it."""

    document: str
    of: tuple[str, ...]
    register: str
    department: str


@dataclass(frozen=True)
class Sent:
    """A document that its holder sends to the office."""

    document: str
    of: tuple[str, ...]
    holder: str


@dataclass(frozen=True)
class MissingData:
    """A gap that matters in this case: because of it something has to be brought."""

    document: str
    of: tuple[str, ...]
    register: str
    why: GapWhy


@dataclass(frozen=True)
class Settled:
    """What became of every document line, before a way is chosen."""

    items: tuple[Item, ...]
    covered: tuple[Covered, ...]
    sent: tuple[Sent, ...]
    gaps: tuple[MissingData, ...]

    @property
    def papers_before(self) -> int:
        """Identity and evidence that somebody carried before the departments shared, one a document."""
        brought = {item.document for item in self.items if item.kind in COUNTED and item.why is not Why.PRODUCED}
        return len(brought | {entry.document for entry in self.covered})


@dataclass(frozen=True)
class Situation:
    """One citizen's answers and gaps, against which the lines of a definition are read."""

    definition: Definition
    province: Province
    journey: Journey
    gaps: Gaps

    def applying(self, lines: Iterable[AnyLine]) -> tuple[AnyLine, ...]:
        """The lines that certainly hold."""
        return tuple(line for line in lines if self.holds(line))

    def holds(self, line: Line) -> bool:
        if line.when is ALWAYS:  # most lines
            return True
        return line.when.holds(self.journey.answers, self.journey.still_open) is True

    def person(self, name: str) -> str:
        """`you` for whoever the citizen in the conversation is, else the name in the definition."""
        person = self.definition.people.get(name)
        if person is None or person.you_if is None:
            return name
        return YOU if person.you_if.holds(self.journey.answers, self.journey.still_open) else name

    def people(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.person(name) for name in names if self.takes_part(name)))

    def takes_part(self, name: str) -> bool:
        """Whether there is such a person on this path."""
        person = self.definition.people.get(name)
        return person is None or self.holds(person)


Fate = Item | Covered | Sent | MissingData


def settle(situation: Situation) -> Settled:
    """What becomes of every document line that applies; one entry a document and fate, with all its people."""
    fates: list[Fate] = []
    for line in situation.applying(situation.definition.documents):
        for person in situation.people(line.of):
            fates.extend(_fates(situation, line, person))
    return Settled(
        items=_merged(f for f in fates if isinstance(f, Item)),
        covered=_merged(f for f in fates if isinstance(f, Covered)),
        sent=_merged(f for f in fates if isinstance(f, Sent)),
        gaps=_merged(f for f in fates if isinstance(f, MissingData)),
    )


def _fates(situation: Situation, line: DocumentLine, person: str) -> list[Fate]:
    document = line.documents[0]
    kind = situation.province.documents[document].kind
    if line.produced:
        return [_item(line, document, kind, person, Why.PRODUCED)]
    if kind == "hand-in":
        return [_item(line, document, kind, person, Why.HANDED_IN)]
    if line.sent_by == "holder" and line.holder is not None:
        return [Sent(document, (person,), line.holder)]
    if kind == "identity":
        return [replace(_item(line, document, kind, person, Why.IDENTITY), or_else=line.documents[1:])]
    if kind != "evidence":
        return [_item(line, document, kind, person, Why.MADE_HERE)]
    return _evidence(situation, line, person)


def _evidence(situation: Situation, line: DocumentLine, person: str) -> list[Fate]:
    """Evidence is covered where a register serves; of alternatives the first uncovered one is brought."""
    if line.sent_by == "you":
        return [_item(line, line.documents[0], "evidence", person, Why.HOLDER)]
    if line.on_paper_if is not None:
        lacking = line.on_paper_if.holds(situation.journey.answers, situation.journey.still_open)
        if lacking is None:
            return []
        if lacking:
            return [_item(line, line.documents[0], "evidence", person, Why.NOT_IN_REGISTER)]
    missing = [m for document in line.documents if (m := _missing(situation, document, person))]
    served = {d: r for d in line.documents if (r := _serving(situation, d, person)) is not None}
    uncovered = [document for document in line.documents if document not in served]
    if not uncovered:
        register = served[line.documents[0]]
        department = situation.province.department_of(register)
        return [Covered(line.documents[0], (person,), register, department)]
    gap = any(m.document == uncovered[0] for m in missing)
    item = _item(line, uncovered[0], "evidence", person, Why.GAP if gap else Why.NO_REGISTER)
    return [*missing, replace(item, or_else=tuple(uncovered[1:]), unless=tuple(served.items()))]


def _serving(situation: Situation, document: str, person: str) -> str | None:
    if (document, person) in situation.gaps.people:
        return None
    return situation.province.register_for(document, situation.gaps.down)


def _missing(situation: Situation, document: str, person: str) -> MissingData | None:
    held_by = situation.province.documents[document].held_by
    if not held_by or _serving(situation, document, person) is not None:
        return None
    why = situation.gaps.people.get((document, person), "down")
    return MissingData(document, (person,), held_by[0], why)


def _item(line: DocumentLine, document: str, kind: Kind, person: str, why: Why) -> Item:
    return Item(
        document,
        kind,
        (person,),
        why,
        because=line.because,
        note=line.note,
        at=line.at,
        if_any=line.hand_in == "if-any",
        tolerated=line.tolerated,
    )


Entry = TypeVar("Entry", Item, Covered, Sent, MissingData)


def _merged(fates: Iterable[Entry]) -> tuple[Entry, ...]:
    """One entry for all people who share a document and its fate."""
    merged: list[Entry] = []
    for fate in fates:
        same = next((i for i in range(len(merged)) if _alike(merged[i], fate)), None)
        if same is None:
            merged.append(fate)
        else:
            merged[same] = _joined(merged[same], fate.of)
    return tuple(merged)


def _alike(entry: Entry, other: Entry) -> bool:
    """Whether only the people differ."""
    return entry.document == other.document and replace(other, of=entry.of) == entry


def _joined(entry: Entry, people: Iterable[str]) -> Entry:
    return replace(entry, of=tuple(dict.fromkeys((*entry.of, *people))))
