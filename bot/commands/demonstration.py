"""`demonstration`: what there is to try in the demonstration province; registers and bodies taken down and up again."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.commands import serving
from bot.commands.ending import FoundWrong, WrongUse, no_such
from bot.settings import Settings

Result = TypeVar("Result")
DEPARTMENTS = 214

demonstration = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)
NAMES_HELP = "Ids of registers, and of departments and holders that are told what applications came to."
Names = Annotated[list[str], typer.Argument(metavar="NAME...", help=NAMES_HELP)]
Bodies = Annotated[list[str], typer.Argument(metavar="BODY...", help="Ids of departments and holders.")]


@demonstration.callback()
def about() -> None:
    """The demonstration province: made-up people, registers that answer about them, and everything that goes wrong."""


@demonstration.command()
def people(
    json_wanted: Annotated[bool, typer.Option("--json", help="One JSON object instead of lines.")] = False,
) -> None:
    """List the people by their roles, and what to try."""
    from bot.demonstration.people import read_people  # reads YAML, which is slow to import

    told, everybody = serving.settings(), read_people()
    listed = [
        {
            "id": id,
            "name": person.name.model_dump(),
            "represents": list(person.represents),
            "tries": [
                {
                    "procedure": matter.procedure,
                    "answers": matter.answers,
                    "shows": matter.shows.model_dump(),
                    "expect": matter.expect,
                }
                for matter in person.matters
            ],
        }
        for id, person in everybody.everybody.items()
    ]
    if json_wanted:
        typer.echo(json.dumps({"people": listed}, ensure_ascii=False))
        return
    for id, person in everybody.everybody.items():
        names = [everybody.everybody[other].name for other in person.represents]
        acts_for = f" -> {', '.join(getattr(name, told.language) for name in names)}" if names else ""
        typer.echo(f"{person.name.zh} / {person.name.en} ({id}){acts_for}")
        for matter in person.matters:
            typer.echo(f"  {matter.procedure}: {getattr(matter.shows, told.language)}")


@demonstration.command()
def down(names: Names) -> None:
    """Take registers or bodies down, in running processes too."""
    _switch(names, "down")


@demonstration.command()
def slow(names: Names) -> None:
    """Make registers or bodies slower than anybody waits."""
    _switch(names, "slow")


@demonstration.command()
def up(names: Names) -> None:
    """Take registers or bodies up again."""
    _switch(names, "up")


@demonstration.command()
def refuse(
    bodies: Bodies,
    reason: Annotated[str, typer.Option(help="What a clerk reads.")] = "demonstration",
) -> None:
    """Make bodies refuse what they are told, until they are taken up."""
    _switch(bodies, "refuse", reason)


@demonstration.command()
def reset() -> None:
    """Begin anew: everything up, nothing agreed to, nothing applied for.

    What the people of the demonstration agreed to, what was read about them, their applications and their logins are
    forgotten. The log of readings stays. Nobody else in the same database is touched.
    """
    from bot.app import open_vault
    from bot.demonstration.people import read_people
    from bot.demonstration.resetting import reset as forget

    told = serving.own_window()
    gone = _in_database(told, lambda engine: forget(engine, open_vault(told), read_people()))
    typer.echo(
        f"switches: {gone.switches}, consents: {gone.consents}, evidence: {gone.evidence}, "
        f"notices: {gone.notices}, logins: {gone.logins}, applications: {gone.applications}",
        err=True,
    )


@demonstration.command()
def province(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A new folder, or an empty one.")],
    departments: Annotated[int, typer.Option(help="How many departments, each with a register.")] = DEPARTMENTS,
    procedures: Annotated[int, typer.Option(help="How many procedures.")] = 90,
    seed: Annotated[int, typer.Option(help="The same seed makes the same province.")] = 1,
) -> None:
    """Write a big made-up province with procedures.

    The folder to set as DEFINITIONS is printed.
    """
    from bot.demonstration.generated import TooMany, write_province

    if folder.is_dir() and any(folder.iterdir()):
        raise WrongUse(f'The folder "{folder}" is not empty: name a new one.')
    try:
        typer.echo(str(write_province(folder, departments, procedures, seed)))
    except TooMany as error:
        raise WrongUse(str(error)) from None
    except OSError as error:
        raise FoundWrong(f'The province cannot be written to "{folder}": {error.strerror}.') from None


def _switch(names: Iterable[str], setting: str, reason: str = "") -> None:
    """All of them, or none where one is not known. Raises WrongUse."""
    from bot.demonstration.bodies import make_refuse, refusing
    from bot.demonstration.switches import switch, switch_up, switched

    told, wanted = serving.own_window(), list(names)
    _check(told, wanted, bodies_only=setting == "refuse")

    async def act(engine: AsyncEngine) -> dict[str, str]:
        if setting == "up":
            await switch_up(engine, wanted)
        elif setting == "refuse":
            await make_refuse(engine, wanted, reason)
        else:
            await switch(engine, wanted, "down" if setting == "down" else "slow")
        return {**dict.fromkeys(await refusing(engine), "refuses"), **await switched(engine)}

    now = _in_database(told, act)
    typer.echo(", ".join(f"{name}: {state}" for name, state in sorted(now.items())) or "everything is up", err=True)


def _check(told: Settings, wanted: Iterable[str], *, bodies_only: bool) -> None:
    """Raises WrongUse for what is no register and no body that some procedure tells."""
    from bot.demonstration.bodies import told_by

    catalogue = serving.open_catalogue(told)
    registers = set() if bodies_only else set(catalogue.province.registers)
    known = registers | told_by(each.definition for each in catalogue.procedures.values())
    for name in wanted:
        if name not in known:
            raise no_such("There is no body" if bodies_only else "There is no register or body", name, sorted(known))


def _in_database(told: Settings, act: Callable[[AsyncEngine], Awaitable[Result]]) -> Result:
    """Brought up to date first. Raises FoundWrong where it cannot be used."""
    from bot.database.engine import open_engine, reach
    from bot.database.errors import DatabaseProblem
    from bot.database.migrations import migrate
    from bot.dialogue.ports import BackendDown

    async def opened() -> Result:
        engine = open_engine(told.database_url)
        try:
            await reach(engine)
            await migrate(engine)
            return await act(engine)
        finally:
            await engine.dispose()

    try:
        return asyncio.run(opened())
    except (DatabaseProblem, BackendDown) as problem:
        raise FoundWrong(str(problem)) from None
