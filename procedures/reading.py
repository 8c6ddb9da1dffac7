"""From YAML to definitions: every mistake with its line, its column and its remedy; never a traceback.

Reading is for `check`, for editing and for the first start after a change. Running processes load what was compiled.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from procedures.definition import Definition
from procedures.explaining import explain
from procedures.glossary import doubled
from procedures.placed import load
from procedures.problem import Location, Problem, Source, nearest
from procedures.provincial import OPTIONAL, PARTS, Province

SHIPPED = Path(__file__).parent
"""The folder of the definitions that come with the program."""


@dataclass(frozen=True)
class Read:
    """A file as far as it could be read. Without a definition there is at least one problem."""

    source: Source
    definition: Definition | None
    problems: tuple[Problem, ...] = ()


def read_definition(path: Path) -> Read:
    """Read one definition. The file's name has to be its id."""
    plain, source, problems = load(path)
    if problems:
        return Read(source, None, problems)
    try:
        definition = Definition.model_validate(plain)
    except ValidationError as error:
        return Read(source, None, explain(source, error.errors()))
    if definition.id != path.stem:
        return Read(
            source,
            None,
            (
                source.problem(
                    "file-name",
                    ("id",),
                    f"The file is called '{path.name}' but the procedure is '{definition.id}'.",
                    f"Call the file '{definition.id}.yaml'.",
                ),
            ),
        )
    return Read(source, definition)


def read_definitions(folder: Path) -> tuple[Read, ...]:
    """Read every definition in `folder`, in the order of their names."""
    return tuple(read_definition(path) for path in sorted(folder.glob("*.yaml")))


def read_province(folder: Path) -> tuple[Province | None, tuple[Problem, ...]]:
    """Read the files of the province, one a part: departments, registers, documents … Some may be missing."""
    problems: list[Problem] = []
    parts: dict[str, Any] = {}
    sources: dict[str, Source] = {}
    for name, file in PARTS.items():
        if name in OPTIONAL and not (folder / file).exists():
            continue
        parts[name], sources[name], found = load(folder / file)
        problems.extend(found)
    if problems:
        return None, tuple(problems)
    try:
        province = Province.model_validate(parts)
    except ValidationError as error:
        for part, source in sources.items():
            within = [details for details in error.errors() if details["loc"][0] == part]
            for details in within:
                details["loc"] = details["loc"][1:]
            problems.extend(explain(source, within))
        return None, tuple(problems)
    problems.extend(_unknown_names(province, sources))
    for name, word, earlier in doubled(province.glossary):
        what = f"'{word}' is already explained under '{earlier}'."
        problems.append(sources["glossary"].problem("doubled-name", (name,), what, "Keep one of the two."))
    problems.extend(_decided_twice(province, sources))
    return (None if problems else province), tuple(problems)


def _decided_twice(province: Province, sources: Mapping[str, Source]) -> Iterator[Problem]:
    """Between the same procedures one question decides."""
    earlier: dict[frozenset[str], str] = {}
    for name, deciding in province.deciding.items():
        first = earlier.setdefault(frozenset(deciding.options), name)
        if first != name:
            what = f"'{name}' decides between the same procedures as '{first}'."
            yield sources["deciding"].problem("doubled-name", (name,), what, "Keep one of the two.")


def _unknown_names(province: Province, sources: Mapping[str, Source]) -> Iterator[Problem]:
    """What the parts of the province name in each other has to exist."""
    named: list[tuple[str, Location, str, Collection[str]]] = []
    for name, register in province.registers.items():
        named.append(("registers", (name, "department"), register.department, province.departments))
    for name, document in province.documents.items():
        named += [("documents", (name, "held_by", i), r, province.registers) for i, r in enumerate(document.held_by)]
    for name, centre in province.centres.items():
        named += [("centres", (name, "counters", counter), counter, province.counters) for counter in centre.counters]
    for name, deciding in province.deciding.items():
        named += [("deciding", (name, "options", matter), matter, province.matters) for matter in deciding.options]
    nouns = {"registers": "department", "documents": "register", "centres": "counter", "deciding": "procedure"}
    for part, location, name, known in named:
        if name not in known:
            noun = nouns[part]
            what = f"There is no {noun} '{name}'."
            yield sources[part].problem(f"unknown-{noun}", location, what, nearest(name, known))
