"""Notices to the departments that keep a register: a citizen says that an entry is wrong.

A notice carries out the citizen's own request to have the entry corrected (PIPL, art. 46), so it stays until it is
delivered, also when the consent under which the entry was read has ended meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import JsonValue
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.backends.onewindow.sharing.consents import Given
from bot.backends.onewindow.sharing.evidence import Evidence
from bot.backends.onewindow.sharing.tables import notice as table
from bot.database.encryption import Vault
from bot.dialogue.shared_data import Finding


@dataclass(frozen=True)
class Notices:
    """Those that wait, and those that were delivered."""

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
