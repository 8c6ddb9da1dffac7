"""What a catalogue is, and where its definitions and its province lie."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import procedures
from procedures.problem import Problem
from procedures.provincial import Province
from procedures.publication import Publication
from procedures.vocabulary import Model

SHIPPED = Path(procedures.__file__).parent
"""Where the definitions and the province that come with the program are."""


class Catalogue(Model):
    """Everything the office offers. `problems` names every definition that was left out, and why."""

    province: Province
    procedures: Mapping[str, Publication]
    problems: tuple[Problem, ...] = ()


class ProvinceBroken(Exception):
    """Without the province no definition can be served."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"The province cannot be read: {problems[0]}")
        self.problems = problems


def province_of(definitions: Path) -> Path:
    """The folder of the province: beside the definitions if there is one, else the shipped one."""
    beside = definitions.absolute().parent / "province"
    return beside if beside.is_dir() else SHIPPED / "province"
