"""`api-keys`: keys with which departments' programs call /api/v1/desk."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import typer

from bot.api.keys import CENTRE, HALL, ApiKeys
from bot.app import present
from bot.commands import serving
from bot.commands.ending import FoundWrong, WrongUse, no_such
from bot.commands.table import GAP, width
from bot.database.engine import open_engine, reach
from bot.database.errors import DatabaseProblem
from bot.database.migrations import migrate
from bot.dialogue.ports import BackendDown
from bot.settings import Settings

LONGEST_LABEL = 100
Result = TypeVar("Result")

api_keys = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)


@api_keys.callback()
def about() -> None:
    """Keys with which programs of departments, and of the centre, call the desk over HTTP: docs/desk.md."""


@api_keys.command()
def add(
    scope: Annotated[str, typer.Argument(metavar="SCOPE", help=f'A department, "{CENTRE}", or "{HALL}" and a centre.')],
    label: Annotated[str, typer.Option(metavar="TEXT", help="Which program it is for; no names of people.")] = "",
) -> None:
    """Add a key. It is shown now and never again.

    It acts for one department. "centre" reads all lists and all cases, hands out results, and sees to what bodies did
    not take; it decides nothing. "hall:xihu" checks in and calls in the hall of that one centre.
    """
    told = serving.settings()
    province = serving.open_catalogue(told).province
    known = [*province.departments, CENTRE, *(f"{HALL}{centre}" for centre in province.centres)]
    if scope not in known:
        raise no_such("There is no department", scope, known)
    label = label.strip()
    if len(label) > LONGEST_LABEL or not label.isprintable():
        raise WrongUse(f"--label takes at most {LONGEST_LABEL} characters, on one line.")
    typer.echo(_with_keys(told, lambda keys: keys.add(scope, label)))
    typer.echo("The key is on stdout and nowhere else: whoever has it acts for the department.", err=True)


@api_keys.command("list")
def list_() -> None:
    """List the keys: id, scope, the day on which it was added (UTC), label. Never a key itself."""
    kept = _with_keys(serving.settings(), lambda keys: keys.kept())
    widest = max((width(each.scope) for each in kept), default=0)
    for each in kept:
        scope = each.scope + " " * (widest - width(each.scope))
        typer.echo(GAP.join([each.id, scope, f"{each.added_at:%Y-%m-%d}", each.label]).rstrip())


@api_keys.command()
def drop(id: Annotated[str, typer.Argument(metavar="ID", help="As list shows it.")]) -> None:
    """Drop a key. Every process refuses it within a minute."""

    async def act(keys: ApiKeys) -> None:
        if not await keys.drop(id):
            raise no_such("There is no key", id, [each.id for each in await keys.kept()])

    _with_keys(serving.settings(), act)
    typer.echo("The key was dropped: every process refuses it within a minute.", err=True)


def _with_keys(told: Settings, act: Callable[[ApiKeys], Awaitable[Result]]) -> Result:
    """Raises FoundWrong where the database cannot be used."""

    async def opened() -> Result:
        engine = open_engine(told.database_url)
        try:
            await reach(engine)
            await migrate(engine)
            return await act(ApiKeys(engine, present))
        finally:
            await engine.dispose()

    try:
        return asyncio.run(opened())
    except (DatabaseProblem, BackendDown) as trouble:
        raise FoundWrong(str(trouble)) from None
