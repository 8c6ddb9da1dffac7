"""Notices to the departments that keep a register: a citizen says that an entry is wrong.

A notice carries out the citizen's own request to have the entry corrected (PIPL, art. 46), so it stays until it is
delivered, also when the consent under which the entry was read has ended meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import JsonValue
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.backends.onewindow.sharing.consents import Given
from bot.backends.onewindow.sharing.evidence import Evidence
from bot.backends.onewindow.sharing.tables import notice as table
from bot.backends.onewindow.transactions import change, look
from bot.database.encryption import Vault
from bot.dialogue.shared_data import Finding


@dataclass(frozen=True)
class Notice:
    """One that waits. `body`: about whom, for which matter, and what the register said."""

    id: int
    register: str
    department: str | None
    created_at: datetime
    body: Mapping[str, JsonValue] = field(repr=False)

    def as_json(self) -> dict[str, JsonValue]:
        told: dict[str, JsonValue] = {"notice": self.id, "register": self.register, "department": self.department}
        return {**told, "created_at": self.created_at.isoformat(), **self.body}


async def waiting(engine: AsyncEngine, vault: Vault, register: str | None = None) -> list[Notice]:
    """Those that no department has yet, oldest first. Raises BackendDown."""
    query = select(table).where(table.c.delivered_at.is_(None)).order_by(table.c.id)
    if register is not None:
        query = query.where(table.c.register == register)

    async def read(connection: AsyncConnection) -> list[Notice]:
        rows = await connection.execute(query)
        return [
            Notice(row.id, row.register, row.department, row.created_at, vault.open_json(row.body, table.c.body))
            for row in rows
        ]

    return await look(engine, read)


async def settle(engine: AsyncEngine, ids: Collection[int], now: datetime) -> list[int]:
    """Erases what is in these, because it has arrived; says which of them waited. Raises BackendDown."""
    arrived = (
        update(table)
        .where(table.c.id.in_(ids), table.c.delivered_at.is_(None))
        .values(delivered_at=now, body=None)
        .returning(table.c.id)
    )

    async def end(connection: AsyncConnection) -> list[int]:
        return list(await connection.scalars(arrived))

    return await change(engine, end)


@dataclass(frozen=True)
class Notices:
    """Adds those that citizens call for."""

    vault: Vault

    async def put(
        self,
        connection: AsyncConnection,
        given: Given,
        finding: Finding,
        wrong: Sequence[Evidence],
        department: str | None,
        now: datetime,
    ) -> None:
        """Adds one for the register's owner, with all that is needed to look at the entry again.

        `wrong`: what the register said; empty where it has nothing, which may be wrong as well.
        """
        body: dict[str, JsonValue] = {
            "case": given.case,
            "procedure": given.procedure,
            "number": given.number,
            "role": finding.person,
            "document": finding.document,
            "state": finding.state,
            "said": [each.record.model_dump(mode="json") for each in wrong],
            "at": now.isoformat(),
        }
        sealed = self.vault.seal_json(body, table.c.body)
        row = {"register": finding.register, "department": department, "body": sealed, "created_at": now}
        await connection.execute(insert(table).values(row))
