"""Erases what is personal in cases that are long over. Procedures, departments and days stay, for figures.

A case whose result some body has still to hear of is not over.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Table, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.backends.onewindow.applications import tables
from bot.backends.onewindow.applications.calls import Calls
from bot.backends.onewindow.applications.deliveries import UNFINISHED
from bot.backends.onewindow.applications.submitting import Papers
from bot.backends.onewindow.transactions import change

BATCH = 200
"""Cases that are locked at a time."""


async def sweep(engine: AsyncEngine, calls: Calls, papers: Papers, before: datetime, now: datetime) -> int:
    """Says how many cases were erased. Raises BackendDown."""
    total = 0
    while erased := await change(engine, lambda connection: _erase_some(connection, calls, papers, before, now)):
        total += erased
    return total


async def forget(connection: AsyncConnection, calls: Calls, cases: Collection[str]) -> None:
    """Deletes these cases whole, in the transaction of the caller."""
    await calls.forget(connection, cases)
    lists = (tables.part, tables.step, tables.ask, tables.owed, tables.delivery, tables.event, tables.one_time)
    for table in (*lists, tables.application):
        await connection.execute(delete(table).where(table.c.case.in_(cases)))


async def _erase_some(
    connection: AsyncConnection, calls: Calls, papers: Papers, before: datetime, now: datetime
) -> int:
    it, told = tables.application.c, tables.delivery.c
    unfinished = select(told.case).where(told.case == it.case, told.state.in_(UNFINISHED)).exists()
    over = select(it.case).where(it.over_at < before, it.body.is_not(None), ~unfinished)
    cases = list(await connection.scalars(over.order_by(it.case).limit(BATCH).with_for_update()))
    await calls.forget(connection, cases)
    await connection.execute(delete(tables.one_time).where(tables.one_time.c.case.in_(cases)))
    for case in cases:
        await papers.erase_of(connection, case)
    empty: dict[Table, dict[str, datetime | None]] = {
        tables.application: {"person": None, "number": None, "body": None, "erased_at": now},
        tables.step: {"refusal": None, "registered": None},
        tables.ask: {"wanted": None},
        tables.delivery: {"note": None},
        tables.event: {"told": None},
    }
    for table, values in empty.items():
        await connection.execute(update(table).where(table.c.case.in_(cases)).values(values))
    return len(cases)
