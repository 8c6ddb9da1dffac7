"""Whether the log is whole: every line there, unaltered, in its place, down to the last that was written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.backends.onewindow.sharing.log import NOTHING_BEFORE, chain
from bot.backends.onewindow.sharing.tables import data_log as table
from bot.backends.onewindow.sharing.tables import data_log_head as head
from bot.backends.onewindow.transactions import look
from bot.database.encryption import Vault
from bot.database.errors import SealProblem

BATCH = 500
"""Lines that are held in memory."""


@dataclass(frozen=True)
class Whole:
    """Nothing is wrong. Who notes number and hash elsewhere, can later tell that nobody rewrote the end."""

    lines: int
    hash: str


@dataclass(frozen=True)
class Broken:
    """The first line that is wrong, and in one sentence why."""

    line: int
    why: str


async def verify(engine: AsyncEngine, vault: Vault, batch: int = BATCH) -> Whole | Broken:
    """Walks through the log as it stands at one moment, from its first line. Raises BackendDown."""

    async def walk(connection: AsyncConnection) -> Whole | Broken:
        seq, last = 0, NOTHING_BEFORE
        while rows := await _next(connection, seq, batch):
            for row in rows:
                why = _fault(row, seq + 1, last, vault)
                if why is not None:
                    return Broken(seq + 1, why)
                seq, last = row.seq, row.hash
        return await _compare_head(connection, seq, last)

    return await look(engine, walk)


async def _next(connection: AsyncConnection, after: int, batch: int) -> list[Row[Any]]:
    query = select(table).where(table.c.seq > after).order_by(table.c.seq).limit(batch)
    return list(await connection.execute(query))


def _fault(row: Row[Any], expected: int, last: bytes, vault: Vault) -> str | None:
    if row.seq != expected:
        return f"Line {expected} of the log is missing."
    if row.previous != last:
        return f"Line {expected} of the log does not follow the line before it."
    try:
        body = vault.open_json(row.body, table.c.body)
    except SealProblem:
        return f"Line {expected} of the log cannot be opened: it was altered, or its key is not in the key file."
    if row.hash != chain(last, row.seq, row.at, row.kind, row.person, body):
        return f"Line {expected} of the log was altered."
    return None


async def _compare_head(connection: AsyncConnection, seq: int, last: bytes) -> Whole | Broken:
    row = (await connection.execute(select(head.c.seq, head.c.hash))).one_or_none()
    noted, noted_hash = (0, NOTHING_BEFORE) if row is None else (row.seq, row.hash)
    if seq < noted:
        return Broken(seq + 1, f"Line {seq + 1} of the log is missing: {noted} lines were written.")
    if seq > noted:
        return Broken(noted + 1, f"Line {noted + 1} of the log was added behind its back: {noted} lines were written.")
    if last != noted_hash:
        return Broken(seq, f"Line {seq} of the log is not the one that was written last.")
    return Whole(seq, last.hex())
