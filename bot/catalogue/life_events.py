"""The life events that go with a folder of definitions: read, checked, and left out where they do not fit."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.catalogue.content import LIFE_EVENTS, SHIPPED, life_events_of
from procedures.checks.life_events import check_life_event
from procedures.definition import Definition
from procedures.life_event import LifeEvent
from procedures.life_event_reading import ReadEvent, read_life_event
from procedures.problem import Problem, Source
from procedures.reading import read_definition


@dataclass(frozen=True)
class ExaminedEvent:
    """A file, read and checked: its life event as far as it could be read, and all that was found."""

    source: Source
    event: LifeEvent | None
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        return self.event is not None and not self.problems


def examine_life_events(
    definitions: Path, offered: Mapping[str, Definition], names: Collection[str]
) -> tuple[ExaminedEvent, ...]:
    """Read and check the life events of the folder `definitions`. `offered`: its definitions without an error, by id;
    `names`: the ids of all that have a file there.

    Where the folder has none of its own, the shipped ones count, and those that name a procedure which is not offered
    here are not there at all: they were written for another office, and nobody has to mend them.
    """
    folder = life_events_of(definitions)
    own = folder.parent == definitions.absolute().parent
    if not own and not any((SHIPPED / "definitions" / f"{name}.yaml").exists() for name in offered):
        return ()  # no shipped procedure is offered: reading would only take time
    read = [read_life_event(path) for path in sorted(folder.glob("*.yaml"))]
    if not own:
        read = [each for each in read if each.event is not None and named(each.event) <= offered.keys()]
    return tuple(examined_event(each, offered, names) for each in read)


def examine_one(file: Path, definitions: Path) -> ExaminedEvent:
    """Read and check one file, against the definitions in the folder beside its own, else in `definitions`."""
    beside = file.absolute().parent.parent / "definitions"
    folder = beside if beside.is_dir() else definitions
    names = {path.stem for path in folder.glob("*.yaml")}
    read = read_life_event(file)
    wanted = names & named(read.event) if read.event is not None else ()
    found = (read_definition(folder / f"{name}.yaml").definition for name in sorted(wanted))
    return examined_event(read, {each.id: each for each in found if each is not None}, names)


def is_life_event(file: Path) -> bool:
    """Whether the file is a life event and not a definition, told by the folder it is in."""
    return file.absolute().parent.name == LIFE_EVENTS


def examined_event(read: ReadEvent, offered: Mapping[str, Definition], names: Collection[str]) -> ExaminedEvent:
    """What was read, checked; of `offered` only what the event names is looked at."""
    if read.event is None:
        return ExaminedEvent(read.source, None, read.problems)
    return ExaminedEvent(read.source, read.event, check_life_event(read.event, read.source, offered, names))


def named(event: LifeEvent) -> frozenset[str]:
    """The procedures that belong to it."""
    return frozenset(part.procedure for part in event.procedures)
