"""Which calls were already answered, so that the same key changes nothing twice and answers the same each time.

The key's row is claimed before anything else is changed: of two replicas that call at once, one waits here for the
other. A refusal undoes its claim with everything else. What citizens were answered is personal: it is sealed, and
forgotten when what it tells is erased.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic import JsonValue
from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.backends.onewindow.sharing.tables import sharing_call as table
from bot.database.encryption import Vault
from bot.database.leasing import insert_once

Call = Literal["agree", "look_up", "dispute", "withdraw", "export", "erase"]
TELLING: tuple[Call, ...] = ("look_up", "export")
"""Calls whose answers hold what registers said."""


@dataclass(frozen=True)
class Calls:
    """The calls of all citizens. `asker`: the consent, or the person's blind index in hexadecimal digits."""

    vault: Vault

    async def claim(self, connection: AsyncConnection, call: Call, asker: str, key: str, now: datetime) -> bool:
        """Whether this is the first call with the key. Another with the same key waits until this transaction ends."""
        row = {"call": call, "asker": asker, "key": key, "called_at": now}
        return await insert_once(connection, table, row, unique=("call", "asker", "key"))

    async def keep(self, connection: AsyncConnection, call: Call, asker: str, key: str, answer: JsonValue) -> None:
        """Remembers what the first call is answered."""
        sealed = self.vault.seal_json(answer, table.c.answer)
        await connection.execute(update(table).where(*_one(call, asker, key)).values(answer=sealed))

    async def read(self, connection: AsyncConnection, call: Call, asker: str, key: str) -> Any:
        """What the first call with the key was answered; None if there was none, or it is forgotten."""
        sealed = await connection.scalar(select(table.c.answer).where(*_one(call, asker, key)))
        return None if sealed is None else self.vault.open_json(sealed, table.c.answer)

    async def forget(
        self, connection: AsyncConnection, askers: Collection[str], calls: Collection[Call] = TELLING
    ) -> None:
        """Erases what was answered, not that it was."""
        told = update(table).where(table.c.asker.in_(askers), table.c.call.in_(calls))
        await connection.execute(told.values(answer=None))

    async def sweep(self, connection: AsyncConnection, before: datetime) -> None:
        """Forgets calls that came before that moment, and their keys."""
        await connection.execute(delete(table).where(table.c.called_at < before))


def _one(call: Call, asker: str, key: str) -> tuple[ColumnElement[bool], ...]:
    return table.c.call == call, table.c.asker == asker, table.c.key == key
