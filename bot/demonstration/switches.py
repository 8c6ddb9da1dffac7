"""Takes registers and bodies of the demonstration province down and up again, from any process with the same database.

Both are known by their ids, which they do not have in common.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Literal, cast

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.backends.onewindow.sharing.register import RegisterDown
from bot.backends.onewindow.transactions import change
from bot.database.engine import reading
from bot.demonstration.tables import demonstration_refusal, demonstration_switch

Setting = Literal["down", "slow"]
Switches = Callable[[str], Awaitable[Setting | None]]
"""How a register is switched now; None: it is up."""


async def all_up(_register: str) -> Setting | None:
    """Nobody has taken any register down."""
    return None


def stored_switches(engine: AsyncEngine) -> Switches:
    """As the database says at the moment of asking. A database that does not answer is a register that is down."""

    async def state(register: str) -> Setting | None:
        wanted = select(demonstration_switch.c.state).where(demonstration_switch.c.register == register)
        try:
            async with reading(engine) as connection:
                return cast("Setting | None", await connection.scalar(wanted))
        except (SQLAlchemyError, OSError) as error:
            raise RegisterDown("The switches of the demonstration cannot be read.") from error

    return state


async def switch(engine: AsyncEngine, registers: Iterable[str], setting: Setting) -> None:
    """From now on these registers are down or slow, all of them or none. Raises BackendDown."""
    rows = [{"register": register, "state": setting} for register in sorted(set(registers))]
    if not rows:
        return
    insert = postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert
    adding = insert(demonstration_switch)
    adding = adding.on_conflict_do_update(index_elements=["register"], set_={"state": adding.excluded.state})
    await change(engine, lambda connection: connection.execute(adding, rows))


async def switch_up(engine: AsyncEngine, registers: Iterable[str] | None = None) -> None:
    """These registers are up again, and bodies refuse nothing; without names, all. Raises BackendDown."""
    named = None if registers is None else set(registers)

    async def end(connection: AsyncConnection) -> None:
        for column in (demonstration_switch.c.register, demonstration_refusal.c.body):
            gone = delete(column.table)
            await connection.execute(gone if named is None else gone.where(column.in_(named)))

    await change(engine, end)


async def switched(engine: AsyncEngine) -> dict[str, Setting]:
    """The registers that are not up."""
    async with reading(engine) as connection:
        rows = await connection.execute(select(demonstration_switch).order_by(demonstration_switch.c.register))
        return {row.register: row.state for row in rows}
