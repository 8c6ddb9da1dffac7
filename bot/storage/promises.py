"""Promises in SQL: what each case was told, and what really happened, written with the turn or the notice of it.

Which matter somebody has is personal, so the chat stands sealed beside the procedure, to be found by a blind index.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database.encryption import Vault
from bot.database.leasing import insert_once
from bot.dialogue.promising import EACH_TIME, Happened, HappenedKind, Promised
from bot.storage.tables import happening
from bot.storage.tables import promise as table


@dataclass(frozen=True)
class Told:
    """What one case was told, without whose it is."""

    case: str
    procedure: str
    told_at: datetime
    visits: int
    booked_visits: int
    limit: str


async def chats_of(connection: AsyncConnection, vault: Vault, case: str) -> tuple[str, str] | None:
    """(channel, chat) of a case that was told an outcome; None if there is none, or its chat is forgotten."""
    sealed = (await connection.execute(select(table.c.address).where(table.c.case == case))).scalar()
    if sealed is None:
        return None
    channel, chat = vault.open_json(sealed, table.c.address)
    return channel, chat


async def put_promises(
    connection: AsyncConnection, vault: Vault, channel: str, chat: str, promises: Sequence[Promised]
) -> None:
    """Keep what was told, in the transaction of the turn. Told anew it replaces what was, until something happens."""
    for promised in promises:
        row = {
            "case": promised.case,
            "chat": _index(vault, channel, chat),
            "address": vault.seal_json([channel, chat], table.c.address),
            **_figures(promised),
        }
        insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        happened = exists().where(happening.c.case == promised.case)
        await connection.execute(
            insert(table)
            .values(row)
            .on_conflict_do_update(index_elements=["case"], set_=_figures(promised), where=~happened)
        )


async def record(connection: AsyncConnection, happened: Happened) -> bool:
    """Note what happened, in the transaction of what tells it; says whether it was new. A visit, or one missed, counts
    once for its moment, everything else once for the case.
    """
    moment = f"/{happened.at.astimezone(UTC).isoformat()}" if happened.what in EACH_TIME else ""
    row = {
        "key": f"{happened.case}/{happened.what}{moment}",
        "case": happened.case,
        "kind": happened.what,
        "at": happened.at,
    }
    return await insert_once(connection, happening, row)


async def forget_chat(connection: AsyncConnection, vault: Vault, channel: str, chat: str) -> int:
    """Keep the figures of this chat's cases without whose they are; says of how many."""
    whose = table.c.chat == _index(vault, channel, chat)
    return (await connection.execute(update(table).where(whose).values(chat=None, address=None))).rowcount


async def read_told(connection: AsyncConnection, procedure: str | None = None) -> Sequence[Told]:
    """What was told, oldest first; of one procedure or of all."""
    columns = (
        table.c.case,
        table.c.procedure,
        table.c.told_at,
        table.c.visits,
        table.c.booked_visits,
        table.c.limit,
    )
    wanted = select(*columns).order_by(table.c.told_at, table.c.case)
    if procedure is not None:
        wanted = wanted.where(table.c.procedure == procedure)
    return [Told(*row) for row in await connection.execute(wanted)]


async def read_happened(connection: AsyncConnection, procedure: str | None = None) -> Sequence[Happened]:
    """What happened to cases that were told an outcome, oldest first; of one procedure or of all."""
    wanted = (
        select(happening.c.case, happening.c.kind, happening.c.at)
        .join(table, table.c.case == happening.c.case)
        .order_by(happening.c.at, happening.c.key)
    )
    if procedure is not None:
        wanted = wanted.where(table.c.procedure == procedure)
    return [Happened(*row) for row in await connection.execute(wanted)]


async def read_followed(connection: AsyncConnection) -> Sequence[str]:
    """The cases that were handed in and whose result nobody has yet, of chats that are not forgotten."""

    def has(what: HappenedKind) -> ColumnElement[bool]:
        return exists().where(happening.c.case == table.c.case, happening.c.kind == what)

    wanted = select(table.c.case).where(table.c.address.is_not(None), has("submitted"), ~has("done"))
    return (await connection.execute(wanted.order_by(table.c.told_at, table.c.case))).scalars().all()


def _figures(promised: Promised) -> dict[str, Any]:
    return {
        "procedure": promised.procedure,
        "publication": promised.publication,
        "told_at": promised.told_at,
        "way": promised.way,
        "visits": promised.visits,
        "booked_visits": promised.booked_visits,
        "papers": promised.papers,
        "questions": promised.questions,
        "limit": promised.limit,
    }


def _index(vault: Vault, channel: str, chat: str) -> bytes:
    return vault.blind_index(f"{channel}/{chat}", table.c.chat)
