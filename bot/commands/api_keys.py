"""`api-keys`: keys with which programs call /api/v1: those of departments, of halls, and of clients."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Annotated, TypeVar

import typer

from bot.api.keys import CENTRE, CLIENT, CLIENT_NAME, HALL, ApiKeys, KeptKey
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
KEEP_OLD, MOST_HOURS = 24, 24 * 30
Result = TypeVar("Result")

api_keys = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)


@api_keys.callback()
def about() -> None:
    """Keys with which programs call over HTTP: departments and the centre the desk, docs/desk.md; clients the backend,
    docs/api.md.
    """


@api_keys.command()
def add(
    scope: Annotated[
        str,
        typer.Argument(
            metavar="SCOPE", help=f'A department, "{CENTRE}", "{HALL}" and a centre, or "{CLIENT}" and a name.'
        ),
    ],
    label: Annotated[str, typer.Option(metavar="TEXT", help="Which program it is for; no names of people.")] = "",
) -> None:
    """Add a key. It is shown now and never again.

    It acts for one department. "centre" reads all lists and all cases, hands out results, and sees to what bodies did
    not take; it decides nothing. "hall:xihu" checks in and calls in the hall of that one centre. "client:hangzhou"
    calls the backend: another installation, or a city's own front; what it begins is its own.
    """
    told = serving.own_window()
    _check_scope(told, scope)
    label = label.strip()
    if len(label) > LONGEST_LABEL or not label.isprintable():
        raise WrongUse(f"--label takes at most {LONGEST_LABEL} characters, on one line.")
    typer.echo(_with_keys(told, lambda keys: keys.add(scope, label)))
    typer.echo(f"The key is on stdout and nowhere else: whoever has it acts for {_meant(scope)}.", err=True)


@api_keys.command()
def rotate(
    id: Annotated[str, typer.Argument(metavar="ID", help="As list shows it.")],
    keep_old: Annotated[
        int,
        typer.Option(metavar="HOURS", min=0, max=MOST_HOURS, help="How long the old key works; 0: not at all."),
    ] = KEEP_OLD,
) -> None:
    """Add a key in the place of another: of the same scope and label. It is shown now and never again.

    The old key works on for some hours, so that the program can be given the new one meanwhile; then it ends.
    """

    async def act(keys: ApiKeys) -> tuple[str, KeptKey]:
        key = await keys.rotate(id, timedelta(hours=keep_old))
        kept = await keys.kept()
        old = next((each for each in kept if each.id == id), None)
        if key is None or old is None:
            raise no_such("There is no key", id, [each.id for each in kept if each.works(present())])
        return key, old

    key, old = _with_keys(serving.own_window(), act)
    typer.echo(key)
    until = f"works until {old.ends_at:%Y-%m-%d %H:%M} UTC" if keep_old else "is refused within a minute"
    typer.echo(f"The new key is on stdout and nowhere else. The old one {until}.", err=True)


@api_keys.command("list")
def list_() -> None:
    """List the keys: id, scope, the day on which it was added (UTC), until when it works, label. Never a key itself."""
    kept = _with_keys(serving.own_window(), lambda keys: keys.kept())
    widest = max((width(each.scope) for each in kept), default=0)
    for each in kept:
        scope = each.scope + " " * (widest - width(each.scope))
        until = [f"until {each.ends_at:%Y-%m-%d %H:%M}"] if each.ends_at is not None else []
        typer.echo(GAP.join([each.id, scope, f"{each.added_at:%Y-%m-%d}", *until, each.label]).rstrip())


@api_keys.command()
def drop(id: Annotated[str, typer.Argument(metavar="ID", help="As list shows it.")]) -> None:
    """Drop a key. Every process refuses it within a minute."""

    async def act(keys: ApiKeys) -> None:
        if not await keys.drop(id):
            raise no_such("There is no key", id, [each.id for each in await keys.kept()])

    _with_keys(serving.own_window(), act)
    typer.echo("The key was dropped: every process refuses it within a minute.", err=True)


def _check_scope(told: Settings, scope: str) -> None:
    """Raises WrongUse."""
    if scope.startswith(CLIENT):
        if not CLIENT_NAME.fullmatch(scope.removeprefix(CLIENT)):
            raise WrongUse(f'Write "{CLIENT}" and a name of small letters, digits and "-", at most 31 of them.')
        return
    province = serving.open_catalogue(told).province
    known = [*province.departments, CENTRE, *(f"{HALL}{centre}" for centre in province.centres)]
    if scope not in known:
        raise no_such("There is no department", scope, known)


def _meant(scope: str) -> str:
    if scope.startswith(CLIENT):
        return "the client"
    return "the centre" if scope == CENTRE or scope.startswith(HALL) else "the department"


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
