"""`check`: what is wrong with definitions and life events, with place and remedy. Editors and hooks read its output."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.catalogue.compiling import Examined, examine, names_in, offered_of
from bot.catalogue.content import province_of
from bot.catalogue.life_events import ExaminedEvent, examine_life_events, examine_one, is_life_event
from bot.catalogue.phrases import shared_phrases
from bot.commands import serving
from bot.commands.ending import WrongUse
from procedures.problem import Problem
from procedures.provincial import PARTS
from procedures.reading import read_province


def check(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE]...", help="Definitions or life events; none: all.")
    ] = None,
    json_wanted: Annotated[bool, typer.Option("--json", help="One JSON object instead of lines.")] = False,
) -> int:
    """Check definitions: every path, every example, every name; and the life events made of them.

    A FILE is checked against the names of all other definitions and their province, or against the province that
    stands beside the folder of the FILE. A FILE in a folder life_events is a life event. Exit code 1 if there is an
    error.
    """
    began = time.monotonic()
    definitions = serving.settings().definitions
    there = _there(files) if files else sorted(definitions.glob("*.yaml"))
    chosen = [file for file in there if not files or not is_life_event(file)]
    province, problems = read_province(_province(definitions, chosen))
    examined = examine(chosen, province, names_in(definitions))
    if files:
        events = tuple(examine_one(file, definitions) for file in there if file not in chosen)
    else:
        events = examine_life_events(definitions, offered_of(examined), names_in(definitions))
    problems = (*problems, *(problem for each in examined for problem in each.problems))
    problems = (*problems, *(problem for each in events for problem in each.problems))
    if not files:
        problems = (*problems, *_shared(examined, events))
    if json_wanted:
        typer.echo(json.dumps(report(examined, problems), ensure_ascii=False))
    else:
        for problem in problems:
            typer.echo(str(problem))
    paths, seconds = sum(each.paths for each in examined), time.monotonic() - began
    typer.echo(f"procedures: {len(examined)}, paths: {paths}, problems: {len(problems)}, {seconds:.1f} s", err=True)
    return 0 if _ok(problems) else 1


def report(examined: Sequence[Examined], problems: Sequence[Problem]) -> dict[str, Any]:
    """What was found, in the words that scripts rely on."""
    return {
        "ok": _ok(problems),
        "procedures": len(examined),
        "paths": sum(each.paths for each in examined),
        "problems": [asdict(problem) for problem in problems],
    }


def _shared(examined: Sequence[Examined], events: Sequence[ExaminedEvent]) -> Iterator[Problem]:
    definitions = ((each.definition, each.source) for each in examined if each.definition is not None)
    return shared_phrases(definitions, ((each.event, each.source) for each in events if each.event is not None))


def _province(definitions: Path, chosen: Sequence[Path]) -> Path:
    beside = chosen[0].absolute().parent.parent / "province" if chosen else definitions
    return beside if (beside / PARTS["matters"]).is_file() else province_of(definitions)


def _there(files: Sequence[Path]) -> Sequence[Path]:
    for file in files:
        if not file.is_file():
            raise WrongUse(f'"{file}" is a folder.' if file.is_dir() else f'There is no file "{file}".')
    return files


def _ok(problems: Sequence[Problem]) -> bool:
    return not any(problem.level == "error" for problem in problems)
