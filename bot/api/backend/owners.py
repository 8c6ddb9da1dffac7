"""Whose a case is: it belongs to the client that began it, and to nobody's else."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.api.tables import api_case as table
from bot.database.leasing import insert_once
from bot.database.transactions import Transactions
from bot.dialogue.ports import BackendDown, Clock, Unknown

_transactions = Transactions(lambda: BackendDown("the database of the clients does not answer"), tries=5)


@dataclass(frozen=True)
class Owners:
    """The cases of all clients. All calls raise BackendDown."""

    engine: AsyncEngine
    clock: Clock

    async def own(self, case: str, client: str) -> None:
        """The case is this client's from now on. Raises Unknown if it is another's."""

        async def put(connection: AsyncConnection) -> str | None:
            row = {"case": case, "client": client, "owned_at": self.clock()}
            if await insert_once(connection, table, row, unique=("case",)):
                return client
            return await _owner(connection, case)

        if await _transactions.change(self.engine, put) != client:
            raise Unknown(case)

    async def check(self, case: str, client: str) -> None:
        """Raises Unknown unless the case is this client's."""
        if await self.of(case) != client:
            raise Unknown(case)

    async def of(self, case: str) -> str | None:
        """Whose it is; None for nobody's client, as a chat's of this installation."""
        return await _transactions.look(self.engine, lambda connection: _owner(connection, case))


async def _owner(connection: AsyncConnection, case: str) -> str | None:
    owner: str | None = await connection.scalar(select(table.c.client).where(table.c.case == case))
    return owner
