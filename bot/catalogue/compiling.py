"""From YAML to the catalogue: for `check`, and for the first start after a change. Nothing else imports this."""

from __future__ import annotations

import contextlib
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from pydantic import ValidationError

from bot.catalogue.compiled import Tell
from bot.catalogue.content import ProvinceBroken, life_events_of, province_of
from bot.catalogue.cores import spread
from bot.catalogue.files import Files
from bot.catalogue.kept import Compiled, Kept, Kind, Part, There, head_of, holds
from bot.catalogue.life_events import examined_event, named
from procedures.checks import check
from procedures.definition import Definition
from procedures.life_event import LifeEvent
from procedures.life_event_reading import read_life_event
from procedures.problem import Problem, Source
from procedures.provincial import Province
from procedures.publication import publish
from procedures.reading import read_definition, read_province
from procedures.vocabulary import Model

MANY = 8
"""Files from which on it pays to begin further processes."""


@dataclass(frozen=True)
class Examined:
    """A file, read and checked: its definition as far as it could be read, and all that was found."""

    source: Source
    definition: Definition | None
    problems: tuple[Problem, ...]
    paths: int = 0
    asked: frozenset[str] = frozenset()
    """The procedures that were looked for."""

    @property
    def ok(self) -> bool:
        return self.definition is not None and not any(problem.level == "error" for problem in self.problems)


def compile_catalogue(files: Files, stock: Sequence[Compiled] = (), tell: Tell | None = None) -> Compiled:
    """Read and check what no catalogue of `stock` holds, and take over the rest. Raises ProvinceBroken.

    `stock`: catalogues that were made by the same rules in the same province. `tell` hears how many are done.
    """
    province, kept_province = _province(files, stock)
    names = frozenset(files.definitions)
    there = There(names, frozenset(province.matters), {}, files.own_events)
    definitions = _taken_over("definition", files.definitions, stock, there)
    missing = [name for name in files.definitions if name not in definitions]
    work = partial(_examine, province=province, names=names)
    paths = [files.folder / f"{name}.yaml" for name in missing]
    examined = spread(work, paths, processes=None if len(paths) >= MANY else 1)
    for done, (name, each) in enumerate(zip(missing, examined, strict=True), start=1):
        definitions[name] = _kept_definition(name, files.definitions[name], each, there)
        if tell is not None:
            tell(done, len(missing))
    offered = {name: kept.part.hash for name, kept in definitions.items() if kept.part.hash is not None}
    there = replace(there, offered=offered)
    events = _taken_over("life_event", files.life_events, stock, there)
    for name in files.life_events.keys() - events.keys():
        events[name] = _kept_event(name, files, definitions, there)
    parts = (*(definitions[name] for name in files.definitions), *(events[name] for name in files.life_events))
    return Compiled(head_of(files), kept_province, parts)


def _province(files: Files, stock: Sequence[Compiled]) -> tuple[Province, bytes]:
    for compiled in stock:
        with contextlib.suppress(ValidationError):
            return Province.model_validate_json(compiled.province), compiled.province
    province, problems = read_province(province_of(files.folder))
    if province is None:
        raise ProvinceBroken(problems)
    return province, _written(province)


def _taken_over(kind: Kind, texts: Mapping[str, str], stock: Sequence[Compiled], there: There) -> dict[str, Kept]:
    """What the first catalogue holds that has it as it would come out now."""
    found: dict[str, Kept] = {}
    for compiled in stock:
        for name, kept in compiled.named(kind).items():
            if name in texts and name not in found and holds(kept, texts[name], there) and _can_be_read(kept):
                found[name] = kept
    return found


def _can_be_read(kept: Kept) -> bool:
    """A damaged line is compiled anew."""
    form = Definition if kept.part.kind == "definition" else LifeEvent
    try:
        return not kept.served or bool(form.model_validate_json(kept.body))
    except ValidationError:
        return False


def _kept_definition(name: str, text: str, examined: Examined, there: There) -> Kept:
    publication = publish(examined.definition) if examined.definition is not None and examined.ok else None
    clean = not examined.problems and examined.asked <= there.known
    part = Part(
        kind="definition",
        name=name,
        text=text,
        hash=publication.hash if publication is not None else None,
        needs=dict.fromkeys(sorted(examined.asked), "") if clean else {},
        among=None if clean else there.names_digest,
        problems=tuple(replace(problem, file="") for problem in examined.problems),
    )
    return Kept(part, _written(publication.definition) if publication is not None else b"null")


def _kept_event(name: str, files: Files, definitions: Mapping[str, Kept], there: There) -> Kept:
    """Where the shipped event was written for other procedures than are offered here, it is not there at all."""
    read = read_life_event(life_events_of(files.folder) / f"{name}.yaml")
    needed = named(read.event) if read.event is not None else frozenset()
    examined = None
    if files.own_events or (read.event is not None and needed <= there.offered.keys()):
        wanted = {n: Definition.model_validate_json(definitions[n].body) for n in needed & there.offered.keys()}
        examined = examined_event(read, wanted, there.names)
    clean = examined is not None and examined.ok
    part = Part(
        kind="life_event",
        name=name,
        text=files.life_events[name],
        needs={n: there.offered[n] for n in sorted(needed)} if clean else {},
        among=None if clean else there.offered_digest,
        problems=tuple(replace(problem, file="") for problem in examined.problems) if examined is not None else (),
    )
    return Kept(part, _written(read.event) if clean and read.event is not None else b"null")


def _written(content: Model) -> bytes:
    return content.model_dump_json(by_alias=True, exclude_defaults=True).encode()


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
    there = _Asked(names | {file.stem})
    checked = check(read.definition, read.source, province, there)
    problems = (*read.problems, *checked.problems)
    return Examined(read.source, read.definition, problems, checked.paths, frozenset(there.asked))


@dataclass(frozen=True)
class _Asked(Container[str]):
    """The names of all procedures; it remembers which were looked for, since what was found stands on them."""

    names: frozenset[str]
    asked: set[str] = field(default_factory=set)

    def __contains__(self, name: object) -> bool:
        self.asked.add(str(name))
        return name in self.names
