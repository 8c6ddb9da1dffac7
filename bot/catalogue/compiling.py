"""From YAML to the catalogue: for `check`, and for the first start after a change. Nothing else imports this."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.catalogue.content import Catalogue, ProvinceBroken, province_of
from bot.catalogue.cores import spread
from bot.catalogue.life_events import examine_life_events
from procedures.checks import check
from procedures.definition import Definition
from procedures.problem import Problem, Source
from procedures.provincial import Province
from procedures.publication import publish
from procedures.reading import read_definition, read_province

MANY = 8
"""Files from which on it pays to begin further processes."""


@dataclass(frozen=True)
class Examined:
    """A file, read and checked: its definition as far as it could be read, and all that was found."""

    source: Source
    definition: Definition | None
    problems: tuple[Problem, ...]
    paths: int = 0

    @property
    def ok(self) -> bool:
        return self.definition is not None and not any(problem.level == "error" for problem in self.problems)


def compile_catalogue(definitions: Path) -> Catalogue:
    """Read and check the folder. Raises ProvinceBroken."""
    province, problems = read_province(province_of(definitions))
    if province is None:
        raise ProvinceBroken(problems)
    examined = examine(sorted(definitions.glob("*.yaml")), province, names_in(definitions))
    offered = offered_of(examined)
    events = examine_life_events(definitions, offered, names_in(definitions))
    return Catalogue(
        province=province,
        procedures={name: publish(definition) for name, definition in offered.items()},
        life_events={each.event.id: each.event for each in events if each.event and each.ok},
        problems=(
            *problems,
            *(problem for each in examined for problem in each.problems),
            *(problem for each in events for problem in each.problems),
        ),
    )


def offered_of(examined: Iterable[Examined]) -> dict[str, Definition]:
    """The definitions without an error, by id."""
    return {each.definition.id: each.definition for each in examined if each.definition and each.ok}


def names_in(definitions: Path) -> frozenset[str]:
    """The ids of all procedures in the folder, broken ones too: a definition may name them all the same."""
    return frozenset(path.stem for path in definitions.glob("*.yaml"))


def examine(files: Sequence[Path], province: Province | None, names: frozenset[str]) -> tuple[Examined, ...]:
    """Read every file and check it against the province; without a province they can only be read.

    Where there are many, every core has its share.
    """
    work = partial(_examine, province=province, names=names)
    return tuple(spread(work, files, processes=None if len(files) >= MANY else 1))


def _examine(file: Path, province: Province | None, names: frozenset[str]) -> Examined:
    read = read_definition(file)
    if read.definition is None or province is None:
        return Examined(read.source, read.definition, read.problems)
    checked = check(read.definition, read.source, province, names | {file.stem})
    return Examined(read.source, read.definition, (*read.problems, *checked.problems), checked.paths)
