"""The One Window of the county, with registers to be filled and broken."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backends.onewindow.sharing.asking import Patience
from bot.backends.onewindow.sharing.tables import data_log
from bot.backends.onewindow.sharing.window import SharedOneWindow
from bot.database.encryption import Vault
from bot.database.engine import reading
from tests.backends.sharing.county import BUYER, HOME, Timer, about, build_county
from tests.backends.sharing.registers import Register
from tests.backends.town import Clock


@dataclass
class County:
    """The window, and everything that a test may turn, fill or read behind its back."""

    engine: AsyncEngine
    vault: Vault
    clock: Clock
    timer: Timer
    registers: dict[str, Register]
    window: SharedOneWindow = field(init=False)

    def __post_init__(self) -> None:
        self.window = self.replica()

    def replica(self, patience: Patience | None = None, engine: AsyncEngine | None = None) -> SharedOneWindow:
        """Another process, as far as circuits and the database can tell."""
        patience = patience or self.timer.patience()
        return SharedOneWindow(engine or self.engine, self.vault, build_county(), self.registers, self.clock, patience)

    async def agree(self, number: str = BUYER, *wanted: Any, case: str = "A1") -> str:
        return (await self.window.agree(number, about(*(wanted or (HOME,)), case=case), f"{case}:agree")).id

    async def rows(self, table: Table) -> list[Any]:
        async with reading(self.engine) as connection:
            return list(await connection.execute(select(table).order_by(*table.primary_key)))

    async def log(self) -> list[tuple[str, str | None, str | None]]:
        """Kind, register and state of each line."""
        rows = await self.rows(data_log)
        bodies = [self.vault.open_json(row.body, data_log.c.body) for row in rows]
        return [(row.kind, body.get("register"), body.get("state")) for row, body in zip(rows, bodies, strict=True)]


@pytest.fixture
def county(database: AsyncEngine, vault: Vault) -> County:
    names = build_county().registers
    return County(database, vault, Clock(), Timer(), {name: Register() for name in names})
