"""`leave`: windows that are closed while their clerks are away."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo

import typer
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app import present
from bot.backends.onewindow import staffing
from bot.backends.onewindow.staffing import Crowded
from bot.commands import serving
from bot.commands.ending import FoundWrong, WrongUse, no_such
from bot.commands.table import GAP, width
from bot.database.engine import open_engine, reach
from bot.database.errors import DatabaseProblem
from bot.database.migrations import migrate
from bot.dialogue.ports import BackendDown
from bot.settings import Settings
from procedures.provincial import ZONE, Province

DAY, MOMENT = "%Y-%m-%d", "%Y-%m-%dT%H:%M"
Result = TypeVar("Result")

leave = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)


@leave.callback()
def about() -> None:
    """Windows that are closed while their clerks are on leave: fewer places are given out, and what is booked stays.

    Times are those of the centre: 2026-12-02 or 2026-12-02T13:30.
    """


@leave.command()
def add(
    centre: Annotated[str, typer.Argument(metavar="CENTRE", help="The id of a centre.")],
    counter: Annotated[str, typer.Argument(metavar="COUNTER", help="The id of a counter that it has.")],
    begin: Annotated[str, typer.Argument(metavar="FROM", help="A day, or a time.")],
    end: Annotated[str, typer.Argument(metavar="TO", help="The last day, or a time.")],
    windows: Annotated[int, typer.Option(min=1, help="How many windows are closed.")] = 1,
) -> None:
    """Close windows of a counter; prints the id of the leave.

    Slots that run into the time have so many places less, from the next place on. Where more are booked already than
    windows will be open, that is said, slot by slot: these citizens come.
    """
    told = serving.own_window()
    province = serving.open_catalogue(told).province
    zone = _check(province, centre, counter, windows)
    starts_at, ends_at, now = _read(begin, zone), _read(end, zone, to_its_end=True), present()
    if starts_at >= ends_at:
        raise WrongUse(f'TO has to be later than FROM, and "{end}" is not later than "{begin}".')
    if ends_at <= now:
        raise WrongUse(f'"{end}" is over: a leave closes windows from the next place on.')

    async def enter(engine: AsyncEngine) -> tuple[str, list[Crowded]]:
        entered = await staffing.add(engine, centre, counter, starts_at, ends_at, windows)
        return entered.id, await staffing.list_crowded(engine, province, entered, now)

    id, crowded = _with_database(told, enter)
    typer.echo(id)
    for each in crowded:
        starts = each.opening.starts_at.astimezone(zone)
        words = f"{each.booked} booked, windows open: {each.opening.windows}. They come all the same."
        typer.echo(f"{starts:{MOMENT}}{GAP}{words}", err=True)


@leave.command("list")
def list_() -> None:
    """List the leaves that are not over: id, centre, counter, from, to, windows closed."""
    told = serving.own_window()
    province = serving.open_catalogue(told).province
    rows = []
    for each in _with_database(told, lambda engine: staffing.list_from(engine, present())):
        known = province.centres.get(each.centre)
        zone = ZoneInfo(known.zone if known is not None else ZONE)
        times = (f"{moment.astimezone(zone):{MOMENT}}" for moment in (each.starts_at, each.ends_at))
        rows.append([each.id, each.centre, each.counter, *times, str(each.windows)])
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        typer.echo(GAP.join(cell.ljust(to) for cell, to in zip(row, widths, strict=True)).rstrip())


@leave.command()
def remove(id: Annotated[str, typer.Argument(metavar="ID", help="As list shows it.")]) -> None:
    """Remove a leave: its windows are open again, from the next place on."""

    async def strike(engine: AsyncEngine) -> None:
        if not await staffing.remove(engine, id):
            raise no_such("There is no leave", id, [each.id for each in await staffing.list_from(engine, present())])

    _with_database(serving.own_window(), strike)
    typer.echo("The leave was removed: its windows are open again.", err=True)


def _check(province: Province, centre: str, counter: str, windows: int) -> ZoneInfo:
    """The zone of the centre. Raises WrongUse."""
    if centre not in province.centres:
        raise no_such("There is no centre", centre, province.centres)
    here = province.centres[centre]
    if counter not in here.counters:
        raise no_such(f'In the centre "{centre}" there is no counter', counter, here.counters)
    if windows > here.counters[counter].windows:
        raise WrongUse(f'"{counter}" in "{centre}" has no more windows than {here.counters[counter].windows}.')
    return ZoneInfo(here.zone)


def _read(written: str, zone: ZoneInfo, *, to_its_end: bool = False) -> datetime:
    """The moment in UTC; a day counts from its beginning, or to its end. Raises WrongUse."""
    for form in (DAY, MOMENT):
        with contextlib.suppress(ValueError, OverflowError):
            moment = datetime.strptime(written, form).replace(tzinfo=zone)
            if form == DAY and to_its_end:
                moment += timedelta(days=1)
            return moment.astimezone(UTC)
    raise WrongUse(f'"{written}" is no time: write 2026-12-02 or 2026-12-02T13:30.')


def _with_database(told: Settings, act: Callable[[AsyncEngine], Awaitable[Result]]) -> Result:
    """Raises FoundWrong where the database cannot be used."""

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
    except (DatabaseProblem, BackendDown) as trouble:
        raise FoundWrong(str(trouble)) from None
