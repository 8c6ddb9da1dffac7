"""What was asked and what was answered: a line before each call and a line for each answer, written at once.

A worker that is killed leaves the lines it wrote. The one that takes its seat reads them, and goes on where it stopped:
what is settled is not asked again, anything else is, with the same key.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from bot.dialogue.ports import Appointment, Booker, Claim, Hold, Move

Call = Literal["hold", "confirm", "move", "cancel", "release"]


@dataclass(frozen=True)
class Wish:
    """A call and what it names."""

    call: Call
    claims: tuple[Claim, ...] = ()
    booker: Booker | None = None
    ids: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()

    @property
    def slots(self) -> list[str]:
        """The slots in which a place is wanted."""
        return [*(claim.slot for claim in self.claims), *(move.slot for move in self.moves)]

    @property
    def concerned(self) -> list[str]:
        """The holds or appointments that are named."""
        return [*self.ids, *(move.appointment for move in self.moves)]


@dataclass(frozen=True)
class Told:
    """One place in an answer. Times are seconds since 1970, by the clock of the race."""

    id: str
    slot: str
    free: int
    until: float | None = None
    case: str | None = None
    visit: str | None = None
    state: str | None = None
    revision: int | None = None


@dataclass(frozen=True)
class Answer:
    """To a call that was made between `since` and `at`."""

    since: float
    at: float
    told: tuple[Told, ...] = ()
    refused: str | None = None
    """The name of the refusal."""


@dataclass(frozen=True)
class Line:
    """Begins, answers or settles the call with `key`, or ends the attempt of that number."""

    at: float
    key: str = ""
    asked: Wish | None = None
    answered: Answer | None = None
    settled: bool = False
    over: int | None = None


_LINE = TypeAdapter(Line)


@dataclass
class Step:
    """All that became of one key."""

    key: str
    wish: Wish
    asked: float
    """The first time."""
    answers: list[Answer] = field(default_factory=list)
    rounds: int = 1
    settled: bool = False

    @property
    def attempt(self) -> str:
        """The number of the citizen, with which the key begins."""
        return self.key.partition("/")[0]

    @property
    def outcome(self) -> Answer:
        return outcome_of(self.answers)

    @property
    def accepted(self) -> Answer | None:
        return None if not self.answers or self.outcome.refused is not None else self.outcome


class Journal:
    """The pen of one worker."""

    def __init__(self, file: Path) -> None:
        self._file = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(self._file, b"\n")  # the life before may have ended in the middle of a line

    def write(self, line: Line) -> None:
        """In one piece and past every buffer of this process, so that it outlives it."""
        os.write(self._file, _LINE.dump_json(line, exclude_defaults=True) + b"\n")

    def close(self) -> None:
        os.close(self._file)


@dataclass
class Record:
    """Everything that is written: the steps in the order in which they began, and the attempts that are over."""

    steps: dict[str, Step] = field(default_factory=dict)
    over: set[int] = field(default_factory=set)

    @classmethod
    def read(cls, files: Iterable[Path]) -> Record:
        record = cls()
        for file in files:
            for line in _lines(file):
                record.add(line)
        return record

    def add(self, line: Line) -> None:
        if line.over is not None:
            self.over.add(line.over)
        elif line.asked is not None:
            known = self.steps.setdefault(line.key, Step(line.key, line.asked, line.at, rounds=0))
            known.rounds += 1
        elif line.answered is not None:
            self.steps[line.key].answers.append(line.answered)
        else:
            self.steps[line.key].settled = True


def outcome_of(answers: Sequence[Answer]) -> Answer:
    """A yes, if there was one: a refusal is not kept, so the second call with a key may find a place."""
    return next((each for each in answers if each.refused is None), answers[-1])


def told(answer: Iterable[Hold | Appointment]) -> tuple[Told, ...]:
    """The answer as it is written down."""
    return tuple(_told(each) for each in answer)


def _told(each: Hold | Appointment) -> Told:
    if isinstance(each, Hold):
        return Told(each.id, each.slot.id, each.slot.free, until=each.until.timestamp())
    return Told(
        each.id,
        each.slot.id,
        each.slot.free,
        case=each.case,
        visit=each.visit,
        state=each.state,
        revision=each.revision,
    )


def _lines(file: Path) -> Iterator[Line]:
    """A torn line was never acted upon: a call is made after its line, and an answer given after its own."""
    if not file.exists():
        return
    for line in file.read_bytes().splitlines():
        if line:
            try:
                yield _LINE.validate_json(line)
            except ValidationError:
                continue
