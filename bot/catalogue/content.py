"""What a catalogue is, and where its definitions, its life events and its province lie."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import procedures
from procedures.life_event import LifeEvent
from procedures.problem import Problem
from procedures.provincial import Province
from procedures.publication import Publication
from procedures.vocabulary import Model

SHIPPED = Path(procedures.__file__).parent
"""Where the definitions, the life events and the province that come with the program are."""
LIFE_EVENTS = "life_events"
"""What the folder of the life events is called."""


class Catalogue(Model):
    """Everything the office offers. `problems` names every definition and life event that was left out, and why.

    A life event names procedures that are offered here, and no others.
    """

    province: Province
    procedures: Mapping[str, Publication]
    life_events: Mapping[str, LifeEvent] = {}
    problems: tuple[Problem, ...] = ()


class ProvinceBroken(Exception):
    """Without the province no definition can be served."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"The province cannot be read: {problems[0]}")
        self.problems = problems


def province_of(definitions: Path) -> Path:
    """The folder of the province: beside the definitions if there is one, else the shipped one."""
    return _beside(definitions, "province")


def life_events_of(definitions: Path) -> Path:
    """The folder of the life events: beside the definitions if there is one, else the shipped one."""
    return _beside(definitions, LIFE_EVENTS)


def _beside(definitions: Path, folder: str) -> Path:
    beside = definitions.absolute().parent / folder
    return beside if beside.is_dir() else SHIPPED / folder
