"""`promise`: what citizens were told, and how far it was kept."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.backends.onewindow.applications.tables import application
from bot.backends.onewindow.tables import place, slot
from bot.commands import serving
from bot.commands.ending import FoundWrong
from bot.commands.finding import publication_of, spoken_in
from bot.commands.promise_measured import Case, measured, measured_one
from bot.database.engine import open_engine, reach, reading
from bot.database.errors import DatabaseProblem
from bot.database.migrations import migrate
from bot.dialogue.ports import BackendDown
from bot.dialogue.promising import Happened
from bot.settings import Settings
from bot.storage.promises import read_happened, read_told
from bot.storage.tables import promise as told_table
from procedures.deadlines import office_of


def promise(
    procedure: Annotated[str | None, typer.Argument(metavar="PROCEDURE", help="One alone; without it, all.")] = None,
    json_wanted: Annotated[bool, typer.Option("--json", help="One JSON object instead of a table.")] = False,
    language: Annotated[str | None, typer.Option(help="zh or en.")] = None,
) -> None:
    """Say how far promises to citizens were kept.

    Of each procedure: how many citizens were told an outcome, how many have their result, and how many of these came no
    more often than they were told, were asked for nothing else, and waited no longer. Days are working days, medians.
    Last: how many say that one visit was enough, of those who answered the question after their visit.
    """
    told = serving.settings()
    spoken = spoken_in(language, told.language)
    catalogue = serving.open_catalogue(told)
    try:
        cases = asyncio.run(_cases(told, procedure))
    except (DatabaseProblem, BackendDown) as trouble:
        raise FoundWrong(str(trouble)) from None
    office = office_of(catalogue.province)
    figures = measured(cases, office)
    if procedure is not None and not figures:  # retired ones are told of as long as anything was promised
        figures = (measured_one(publication_of(catalogue, procedure).definition.id, (), office),)
    if json_wanted:
        typer.echo(json.dumps({"procedures": [asdict(each) for each in figures]}, ensure_ascii=False))
        return
    from bot.commands.promise_text import as_text  # Fluent and Babel are slow to import

    typer.echo(as_text(figures, catalogue, spoken))


async def _cases(told: Settings, procedure: str | None) -> list[Case]:
    engine = open_engine(told.database_url)
    try:
        await reach(engine)
        await migrate(engine)
        return await read_cases(engine, procedure, datetime.now(UTC))
    finally:
        await engine.dispose()


async def read_cases(engine: AsyncEngine, procedure: str | None, now: datetime) -> list[Case]:
    """Every case that was told an outcome, of one procedure or of all, with what happened to it until now."""
    async with reading(engine) as connection:
        told = await read_told(connection, procedure)
        happened: dict[str, list[Happened]] = defaultdict(list)
        for each in await read_happened(connection, procedure):
            happened[each.case].append(each)
        begun: dict[str, set[datetime]] = defaultdict(set)
        for case, starts_at in await _begun(connection, procedure, now):
            begun[case].add(starts_at)
        until = await _until(connection, procedure)
    return [Case(each, happened[each.case], frozenset(begun[each.case]), until.get(each.case)) for each in told]


async def _begun(connection: AsyncConnection, procedure: str | None, now: datetime) -> Sequence[tuple[str, datetime]]:
    """The booked places that have begun, with their cases: whoever did not cancel is taken to have come."""
    wanted = (
        select(place.c.case, slot.c.starts_at)
        .join(slot, slot.c.id == place.c.slot)
        .join(told_table, told_table.c.case == place.c.case)
        .where(place.c.state.in_(("booked", "over")), slot.c.starts_at <= now)
    )
    if procedure is not None:
        wanted = wanted.where(told_table.c.procedure == procedure)
    return [(row.case, row.starts_at) for row in await connection.execute(wanted)]


async def _until(connection: AsyncConnection, procedure: str | None) -> dict[str, datetime | None]:
    """When each case that is handed in has to be decided, as the office works it out."""
    wanted = select(application.c.case, application.c.until).join(told_table, told_table.c.case == application.c.case)
    if procedure is not None:
        wanted = wanted.where(told_table.c.procedure == procedure)
    return {row.case: row.until for row in await connection.execute(wanted)}
