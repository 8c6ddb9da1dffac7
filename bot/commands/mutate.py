"""`mutate`: breaks single rules of each definition, one at a time, and tells which of it `check` did not notice."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.catalogue.compiling import names_in
from bot.catalogue.content import province_of
from bot.catalogue.cores import spread
from bot.commands import serving
from bot.commands.ending import FoundWrong, WrongUse, no_such
from procedures.checks import check
from procedures.checks.mutants import mutants
from procedures.checks.mutation import mutate as try_mutants
from procedures.problem import Problem
from procedures.provincial import Province
from procedures.reading import read_definition, read_province

MOST_SURVIVORS = 0.02
"""The share of mutants that may survive, in all."""
TOLD_EVERY = 16
"""Procedures after which the progress is told."""


@dataclass(frozen=True)
class Survivor:
    """A change that `check` does not notice; `line` and `column` tell where the unchanged rule stands."""

    file: str
    line: int
    column: int
    location: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.location}: {self.what}"


@dataclass(frozen=True)
class Tried:
    """One procedure's mutants. Where the definition itself has problems nothing is tried."""

    procedure: str
    mutants: int
    survivors: tuple[Survivor, ...] = ()
    problems: tuple[Problem, ...] = ()


def mutate(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Procedures; none: all.")] = None,
    json_wanted: Annotated[bool, typer.Option("--json", help="One JSON object instead of lines.")] = False,
    sample: Annotated[
        int | None, typer.Option(metavar="N", help="At most N changes of each procedure, evenly spread.")
    ] = None,
) -> int:
    """Break single rules: what does check not notice?

    Each line is removed, each condition widened, narrowed and turned round, each word and number changed, one at a
    time. Exit code 1 if more than 2 % of all changes go unnoticed, or if a definition does not pass check as it is.
    """
    began = time.monotonic()
    if sample is not None and sample < 1:
        raise WrongUse(f"--sample takes a number from 1 on, not {sample}.")
    definitions = serving.settings().definitions
    files = _chosen(definitions, ids or ())
    province, problems = read_province(province_of(definitions))
    if province is None:
        raise FoundWrong("\n".join(map(str, problems)))
    work = partial(_try, province=province, names=names_in(definitions), sample=sample)
    tried = []
    for each in spread(work, files):
        tried.append(each)
        if len(tried) % TOLD_EVERY == 0 and len(tried) < len(files):
            typer.echo(f"{len(tried)} of {len(files)} procedures", err=True)
    broken = [str(problem) for each in tried for problem in each.problems]
    if broken:
        raise FoundWrong("\n".join((*broken, "Mend this first: what does not pass check proves nothing.")))
    found = report(tried)
    typer.echo(json.dumps(found, ensure_ascii=False) if json_wanted else as_text(tried))
    typer.echo(f"{_summary(found)}, {time.monotonic() - began:.1f} s", err=True)
    return 0 if found["ok"] else 1


def report(tried: Sequence[Tried]) -> dict[str, Any]:
    """What became of the mutants, in the words that scripts rely on. `share`: survivors of all mutants, 0 to 1."""
    every, alive = sum(each.mutants for each in tried), sum(len(each.survivors) for each in tried)
    share = alive / every if every else 0.0
    return {
        "ok": share <= MOST_SURVIVORS,
        "mutants": every,
        "survivors": alive,
        "share": round(share, 4),
        "procedures": [
            {
                "procedure": each.procedure,
                "mutants": each.mutants,
                "survivors": [asdict(survivor) for survivor in each.survivors],
            }
            for each in tried
        ],
    }


def as_text(tried: Sequence[Tried]) -> str:
    """A line for each procedure, and under it where each survivor stands and what was changed there."""
    lines = []
    for each in tried:
        lines.append(f"{each.procedure}: {each.mutants} changes, {len(each.survivors)} not noticed")
        lines += [f"  {survivor}" for survivor in each.survivors]
    return "\n".join(lines)


def _summary(found: dict[str, Any]) -> str:
    procedures, share = len(found["procedures"]), found["share"]
    return f"procedures: {procedures}, changes: {found['mutants']}, not noticed: {found['survivors']} ({share:.1%})"


def _chosen(definitions: Path, ids: Sequence[str]) -> Sequence[Path]:
    files = {path.stem: path for path in sorted(definitions.glob("*.yaml"))}
    for name in ids:
        if name not in files:
            raise no_such("There is no procedure", name, files)
    return [files[name] for name in dict.fromkeys(ids)] or list(files.values())


def _try(file: Path, province: Province, names: frozenset[str], sample: int | None) -> Tried:
    read = read_definition(file)
    if read.definition is None:
        return Tried(file.stem, 0, problems=read.problems)
    checked = check(read.definition, read.source, province, names)
    if not checked.ok:
        return Tried(file.stem, 0, problems=checked.problems)
    chosen = None if sample is None else _spread_evenly(sum(1 for _ in mutants(read.definition)), sample)
    found = try_mutants(read.definition, read.source, province, names, chosen)
    survivors = tuple(
        Survivor(str(file), *read.source.at(mutant.location), ".".join(map(str, mutant.location)), mutant.what)
        for mutant in found.survivors
    )
    return Tried(file.stem, found.mutants, survivors)


def _spread_evenly(every: int, sample: int) -> frozenset[int]:
    """`sample` of the numbers below `every`, as far apart as can be; always the same, so that a finding stays."""
    return frozenset(range(every)) if sample >= every else frozenset(i * every // sample for i in range(sample))
