"""How several workers take turns at rows: each row is taken on a lease, and given up by whoever lets it run out.

A row waits until it is settled. Taking it counts an attempt and sets `lease_until`; settling it is guarded by that
number, so a worker that was too slow, and whose row another has taken, changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import ColumnElement, FromClause, Row, Table, and_, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

WAITING = "waiting"


class Taken(Protocol):
    """A row as its taker knows it."""

    @property
    def id(self) -> int: ...
    @property
    def attempts(self) -> int: ...


async def insert_once(
    connection: AsyncConnection, table: Table, values: Mapping[str, Any], *, unique: Sequence[str] = ("key",)
) -> bool:
    """Adds the row unless one with the same `unique` columns is there; says whether it was added."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).values(values).on_conflict_do_nothing(index_elements=list(unique))
    # The row count of an INSERT is not dependable: SQLAlchemy may fetch the new key in its place.
    added = await connection.execute(statement.returning(*table.primary_key))
    return added.first() is not None


def leased(table: FromClause, now: datetime) -> ColumnElement[bool]:
    """Somebody is at work on it."""
    return and_(table.c.lease_until.is_not(None), table.c.lease_until > now)


async def take(
    connection: AsyncConnection,
    table: Table,
    wanted: ColumnElement[bool],
    *,
    now: datetime,
    lease: timedelta,
    limit: int,
    first: Sequence[ColumnElement[Any]] = (),
) -> Sequence[Row[Any]]:
    """Up to `limit` wanted rows that are due and free, by `first`, then longest due; nobody else gets them then."""
    free = and_(
        table.c.state == WAITING, table.c.due_at <= now, or_(table.c.lease_until.is_(None), table.c.lease_until <= now)
    )
    picked = (
        select(table.c.id)
        .where(free, wanted)
        .order_by(*first, table.c.due_at, table.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=table)
        .cte("picked")  # as a plain subquery, PostgreSQL may run it twice and take more than the limit
    )
    rows = await connection.execute(
        update(table)
        .where(table.c.id.in_(select(picked.c.id)))
        .values(lease_until=now + lease, attempts=table.c.attempts + 1)
        .returning(*table.c)
    )
    return sorted(rows, key=lambda row: (row.due_at, row.id))


async def settle(connection: AsyncConnection, table: Table, taken: Taken, **values: Any) -> bool:
    """Writes how it went, and ends the lease; False if another has taken the row meanwhile."""
    result = await connection.execute(
        update(table)
        .where(table.c.id == taken.id, table.c.attempts == taken.attempts, table.c.state == WAITING)
        .values(lease_until=None, **values)
    )
    return result.rowcount == 1


async def prolong(connection: AsyncConnection, table: Table, taken: Taken, *, until: datetime) -> bool:
    """Keeps the row for longer; False if another has taken it meanwhile."""
    mine = (table.c.id == taken.id, table.c.attempts == taken.attempts, table.c.state == WAITING)
    return (await connection.execute(update(table).where(*mine).values(lease_until=until))).rowcount == 1


async def sweep(connection: AsyncConnection, table: Table, states: Sequence[str], before: datetime) -> int:
    """Deletes what was settled before that moment, and with it the memory of its key; says how many rows."""
    result = await connection.execute(delete(table).where(table.c.state.in_(states), table.c.settled_at < before))
    return result.rowcount
