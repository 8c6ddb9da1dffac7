"""From YAML to the catalogue: for `check`, and for the first start after a change. Nothing else imports this."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.catalogue.content import Catalogue, ProvinceBroken, province_of
from procedures.checks import check
from procedures.definition import Definition
from procedures.problem import Problem, Source
from procedures.provincial import Province
from procedures.publication import publish
from procedures.reading import Read, read_definition, read_province


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
    return Catalogue(
        province=province,
        procedures={e.definition.id: publish(e.definition) for e in examined if e.definition and e.ok},
        problems=(*problems, *(problem for e in examined for problem in e.problems)),
    )


def names_in(definitions: Path) -> frozenset[str]:
    """The ids of all procedures in the folder, broken ones too: a definition may name them all the same."""
    return frozenset(path.stem for path in definitions.glob("*.yaml"))


def examine(files: Iterable[Path], province: Province | None, names: frozenset[str]) -> tuple[Examined, ...]:
    """Read every file and check it against the province; without a province they can only be read."""
    return tuple(_examine(file, province, names | {file.stem}) for file in files)


def _examine(file: Path, province: Province | None, names: frozenset[str]) -> Examined:
    read = _read(file)
    if read.definition is None or province is None:
        return Examined(read.source, read.definition, read.problems)
    checked = check(read.definition, read.source, province, names)
    return Examined(read.source, read.definition, (*read.problems, *checked.problems), checked.paths)


def _read(file: Path) -> Read:
    """One file that is nested beyond reading must not take the others down."""
    try:
        return read_definition(file)
    except RecursionError:
        source = Source(file, file.stem)
        problem = source.problem("too-deep", (), "The file is nested too deeply.", "Close the brackets that are open.")
        return Read(source, None, (problem,))
