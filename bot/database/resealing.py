"""Seals anew what older keys have sealed, so that an old key can be thrown away.

Nothing is remembered between batches: what is still to be done stands in the values themselves. A run that was killed
is gone on with by starting another, and two at once only share the work.

A value is written back only where the old one still stands. So whoever changes a row meanwhile wins, and no row is held
while values are opened and sealed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    LargeBinary,
    MetaData,
    Select,
    bindparam,
    func,
    literal,
    select,
    tuple_,
    update,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database.encryption import Sealed, Vault
from bot.database.engine import reading
from bot.database.errors import KeyMissing, SealBroken
from bot.database.types import SealedBinary

DEADLOCK = "40P01"
"""https://www.postgresql.org/docs/current/errcodes-appendix.html"""


@dataclass(frozen=True)
class Resealed:
    """How many values of a column, `table.column`, were sealed anew, and how many could not be opened."""

    column: str
    resealed: int = 0
    unopened: int = 0


@dataclass(frozen=True)
class Unopened:
    """A value that was left as it is: where it stands, by the row's primary key, and why."""

    column: str
    row: str
    why: str

    def __str__(self) -> str:
        return f"{self.column}, {self.row}: {self.why}"


Progress = Callable[[Resealed], None]
"""Hears after each batch how far its column is."""
Report = Callable[[Unopened], None]
"""Hears of each value that could not be opened."""


async def reseal(
    engine: AsyncEngine,
    vault: Vault,
    metadata: MetaData,
    *,
    batch: int = 500,
    progress: Progress = lambda _: None,
    report: Report = lambda _: None,
) -> list[Resealed]:
    """Every sealed value of these tables, sealed with the vault's newest key; a batch is one transaction.

    What cannot be opened, because its key is missing or it is broken, is reported, and the rest goes on. Every process
    that writes has to have the newest key already: what an older one writes meanwhile stays as it wrote it.
    """
    return [await _reseal_column(engine, vault, column, batch, progress, report) for column in sealed_columns(metadata)]


async def count_by_key(engine: AsyncEngine, metadata: MetaData) -> Mapping[str, Mapping[int, int]]:
    """For each sealed column, how many values each key has sealed, by its number; 0 for what no key can have."""
    counts: dict[str, Mapping[int, int]] = {}
    async with reading(engine) as connection:
        for column in sealed_columns(metadata):
            mark = _mark(column)
            rows = await connection.execute(select(mark, func.count()).where(column.is_not(None)).group_by(mark))
            counts[str(column)] = {found[0] if found else 0: count for found, count in rows}
    return counts


def sealed_columns(metadata: MetaData) -> Iterator[Column[Any]]:
    """The columns that hold sealed values, by table and name."""
    for _, table in sorted(metadata.tables.items()):
        yield from (column for column in table.columns if isinstance(column.type, SealedBinary))


@dataclass(frozen=True)
class _Stale:
    """A value that another key than the newest has sealed, and its row's primary key."""

    key: tuple[Any, ...]
    value: Sealed


async def _reseal_column(
    engine: AsyncEngine, vault: Vault, column: Column[Any], batch: int, progress: Progress, report: Report
) -> Resealed:
    done = Resealed(str(column))
    batch = min(batch, column.info.get("batch", batch))  # what is large is held in memory a few at a time
    after: tuple[Any, ...] | None = None
    while found := await _find(engine, vault, column, after, batch):
        anew: list[dict[str, Any]] = []
        for stale in found:
            try:
                new = vault.seal(vault.open(stale.value, column), column)
            except (KeyMissing, SealBroken) as error:
                done = replace(done, unopened=done.unopened + 1)
                report(Unopened(done.column, _named(column, stale.key), str(error)))
            else:
                anew.append({"old": stale.value, "new": new, **{f"key_{n}": part for n, part in enumerate(stale.key)}})
        done = replace(done, resealed=done.resealed + await _put_back(engine, column, anew))
        progress(done)
        after = found[-1].key
    return done


async def _find(
    engine: AsyncEngine, vault: Vault, column: Column[Any], after: tuple[Any, ...] | None, limit: int
) -> list[_Stale]:
    """The next ones by primary key, after that one."""
    key = list(column.table.primary_key)
    wanted: Select[Any] = select(*key, column).where(column.is_not(None), _mark(column) != bytes([vault.numbers[-1]]))
    if after is not None:
        last = [literal(part, own.type) for part, own in zip(after, key, strict=True)]
        wanted = wanted.where(tuple_(*key) > tuple_(*last))
    async with reading(engine) as connection:
        rows = await connection.execute(wanted.order_by(*key).limit(limit))
        return [_Stale(tuple(row[:-1]), row[-1]) for row in rows]


async def _put_back(engine: AsyncEngine, column: Column[Any], anew: Sequence[Mapping[str, Any]]) -> int:
    """In one transaction; says how many rows still had the old value."""
    key = [own == bindparam(f"key_{n}") for n, own in enumerate(column.table.primary_key)]
    statement = update(column.table).where(*key, column == bindparam("old")).values({column: bindparam("new")})
    while anew:
        try:
            async with engine.begin() as connection:
                return (await connection.execute(statement, anew)).rowcount
        except OperationalError as error:
            # Of two that wait for each other PostgreSQL turns one away, and this one can begin again.
            if getattr(error.orig, "sqlstate", None) != DEADLOCK:
                raise
    return 0


def _mark(column: Column[Any]) -> ColumnElement[bytes]:
    """The number of the key, which is the first byte of what it sealed; nothing for an empty value."""
    first = func.substr(column, 1, 1, type_=LargeBinary)
    return func.coalesce(first, literal(b"", LargeBinary))  # SQLite takes the first byte of an empty value for NULL


def _named(column: Column[Any], key: Sequence[object]) -> str:
    shown = (part.hex() if isinstance(part, bytes) else part for part in key)
    return ", ".join(f"{own.name}={part}" for own, part in zip(column.table.primary_key, shown, strict=True))
