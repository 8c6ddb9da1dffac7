"""One-time codes with which anybody may read a case once: short-lived, and gone after a few wrong tries.

Of a code only a keyed hash is kept beside its case; that the same call is answered the same, the sealed answer sees to.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.backends.onewindow.applications.tables import one_time as table
from bot.database.encryption import Vault
from bot.dialogue.applications import Pass

DIGITS = 6
GOOD_FOR = timedelta(minutes=10)
WRONG_TRIES = 5
"""With so many, a code is gone: one guess in 200,000 hits."""


@dataclass(frozen=True)
class Passes:
    """At most one for each case. Whoever changes it has locked the application."""

    vault: Vault

    async def give(self, connection: AsyncConnection, case: str, now: datetime) -> Pass:
        """A new one, in the place of the one before."""
        made = Pass(f"{secrets.randbelow(10**DIGITS):0{DIGITS}}", now + GOOD_FOR)
        await self.take_back(connection, case)
        row = {"case": case, "code": self._hash(case, made.code), "until": made.until, "wrong": 0}
        await connection.execute(insert(table).values(row))
        return made

    async def use(self, connection: AsyncConnection, case: str, code: str, now: datetime) -> bool:
        """Whether it was good; then it is used up. A wrong one is counted."""
        row = (await connection.execute(select(table).where(table.c.case == case))).one_or_none()
        if row is None:
            return False
        good = row.until > now and hmac.compare_digest(row.code, self._hash(case, code.strip()))
        if good or row.until <= now or row.wrong + 1 >= WRONG_TRIES:
            await self.take_back(connection, case)
        else:
            await connection.execute(update(table).where(table.c.case == case).values(wrong=row.wrong + 1))
        return good

    async def take_back(self, connection: AsyncConnection, case: str) -> None:
        """There is none any more."""
        await connection.execute(delete(table).where(table.c.case == case))

    def _hash(self, case: str, code: str) -> bytes:
        return self.vault.blind_index(f"{case}/{code}", table.c.code)
