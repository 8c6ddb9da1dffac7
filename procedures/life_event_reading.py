"""From YAML to life events: every mistake with its line, its column and its remedy, as in reading.py."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from procedures.explaining import explain
from procedures.life_event import LifeEvent
from procedures.placed import load
from procedures.problem import Problem, Source


@dataclass(frozen=True)
class ReadEvent:
    """A file as far as it could be read. Without an event there is at least one problem."""

    source: Source
    event: LifeEvent | None
    problems: tuple[Problem, ...] = ()


def read_life_event(path: Path) -> ReadEvent:
    """Read one life event. The file's name has to be its id."""
    plain, source, problems = load(path)
    if problems:
        return ReadEvent(source, None, problems)
    try:
        event = LifeEvent.model_validate(plain)
    except ValidationError as error:
        return ReadEvent(source, None, explain(source, error.errors()))
    if event.id != path.stem:
        what = f"The file is called '{path.name}' but the life event is '{event.id}'."
        problem = source.problem("file-name", ("id",), what, f"Call the file '{event.id}.yaml'.")
        return ReadEvent(source, None, (problem,))
    return ReadEvent(source, event)
