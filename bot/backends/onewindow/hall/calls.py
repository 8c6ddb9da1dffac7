"""Which calls of a hall were already answered, so that a call that is repeated gives no second number.

The key's row is claimed before anything else is read. A refusal undoes its claim with everything else.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import TypeAdapter
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.backends.onewindow.hall.row import Number
from bot.backends.onewindow.hall.tables import call as table
from bot.database.leasing import insert_once

Call = Literal["check-in", "walk-in", "call", "served", "left", "no-show"]
_answer: TypeAdapter[Number | None] = TypeAdapter(Number | None)


async def claim(connection: AsyncConnection, call: Call, key: str, now: datetime) -> bool:
    """Whether this is the first call with the key. Another with the same key waits until this transaction ends."""
    return await insert_once(connection, table, {"call": call, "key": key, "called_at": now}, unique=("call", "key"))


async def keep(connection: AsyncConnection, call: Call, key: str, answer: Number | None) -> None:
    written = _answer.dump_json(answer).decode()
    await connection.execute(update(table).where(table.c.call == call, table.c.key == key).values(answer=written))


async def read(connection: AsyncConnection, call: Call, key: str) -> Number | None:
    """What the first call with the key was answered, whatever came since."""
    kept = await connection.execute(select(table.c.answer).where(table.c.call == call, table.c.key == key))
    return _answer.validate_json(kept.scalar_one())


async def forget(connection: AsyncConnection, before: datetime) -> None:
    await connection.execute(delete(table).where(table.c.called_at < before))
