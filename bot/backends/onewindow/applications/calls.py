"""Which calls were already answered, so that the same key changes nothing twice and answers the same each time.

The key's row is claimed before anything else is read. A refusal undoes its claim with everything else.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic import JsonValue
from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.backends.onewindow.applications.tables import call as table
from bot.database.encryption import Vault
from bot.database.leasing import insert_once

Call = Literal[
    "submit",
    "add",
    "withdraw",
    "give_pass",
    "read_with_pass",
    "approve",
    "refuse",
    "ask",
    "hand_out",
    "redeliver",
    "settle",
]


@dataclass(frozen=True)
class Calls:
    """The calls about all cases. A key counts for one call and one case alone."""

    vault: Vault

    async def claim(self, connection: AsyncConnection, call: Call, case: str, key: str, now: datetime) -> bool:
        """Whether this is the first call with the key. Another with the same key waits until this transaction ends."""
        row = {"call": call, "case": case, "key": key, "called_at": now}
        return await insert_once(connection, table, row, unique=("call", "case", "key"))

    async def keep(self, connection: AsyncConnection, call: Call, case: str, key: str, answer: JsonValue) -> None:
        """Remembers what the first call is answered."""
        sealed = self.vault.seal_json(answer, table.c.answer)
        await connection.execute(update(table).where(*_one(call, case, key)).values(answer=sealed))

    async def read(self, connection: AsyncConnection, call: Call, case: str, key: str) -> Any:
        """What the first call with the key was answered; None if there was none, or nothing is to be told again."""
        sealed = await connection.scalar(select(table.c.answer).where(*_one(call, case, key)))
        return None if sealed is None else self.vault.open_json(sealed, table.c.answer)

    async def forget(self, connection: AsyncConnection, cases: Collection[str]) -> None:
        """Forgets calls about these cases, and their keys."""
        await connection.execute(delete(table).where(table.c.case.in_(cases)))


def _one(call: Call, case: str, key: str) -> tuple[ColumnElement[bool], ...]:
    return table.c.call == call, table.c.case == case, table.c.key == key
