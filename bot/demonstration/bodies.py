"""The bodies of the demonstration province that are told what applications came to: each keeps it, once for each key.

They can be taken down like registers, by their ids; and each can be made to refuse what it is told.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.backends.onewindow.applications.bodies import BodyDown, BodyRefuses, Message
from bot.backends.onewindow.sharing.register import RegisterDown
from bot.backends.onewindow.transactions import change
from bot.database.encryption import Vault
from bot.database.engine import reading
from bot.database.leasing import insert_once
from bot.demonstration.registers import LATENCY, SLOW
from bot.demonstration.switches import Switches, stored_switches
from bot.demonstration.tables import demonstration_refusal, demonstration_told
from bot.dialogue.ports import Clock
from procedures.definition import Definition
from procedures.provincial import Province

MESSAGE = demonstration_told.c.message


@dataclass(frozen=True)
class DemonstrationBody:
    """One department or holder. `latency`: seconds."""

    id: str
    engine: AsyncEngine
    vault: Vault
    clock: Clock
    switches: Switches
    latency: float = LATENCY

    async def tell(self, message: Message) -> None:
        try:
            setting = await self.switches(self.id)
            if setting == "down":
                raise BodyDown(f"The body {self.id} is down.")
            await asyncio.sleep(SLOW if setting == "slow" else self.latency)
            async with self.engine.begin() as connection:
                await self._keep(connection, message)
        except (RegisterDown, SQLAlchemyError) as error:
            raise BodyDown(f"The body {self.id} cannot keep it.") from error

    async def _keep(self, connection: AsyncConnection, message: Message) -> None:
        """What it has is kept, also where it would refuse it by now."""
        refusal = select(demonstration_refusal.c.reason).where(demonstration_refusal.c.body == self.id)
        reason = await connection.scalar(refusal)
        if reason is not None:
            raise BodyRefuses(reason)
        told = {
            "procedure": message.procedure,
            "what": message.what.model_dump(),
            "form": dict(message.form),
            "registered": {department: dict(entry) for department, entry in message.registered.items()},
        }
        row = {"body": self.id, "key": message.key, "case": message.case, "told_at": self.clock()}
        sealed = self.vault.seal_json(told, MESSAGE)
        await insert_once(connection, demonstration_told, {**row, "message": sealed}, unique=("body", "key"))


def open_bodies(
    engine: AsyncEngine, vault: Vault, province: Province, clock: Clock, latency: float = LATENCY
) -> Mapping[str, DemonstrationBody]:
    """Every department and holder of the province."""
    switches = stored_switches(engine)
    names = sorted({*province.departments, *province.holders})
    return {name: DemonstrationBody(name, engine, vault, clock, switches, latency) for name in names}


def told_by(definitions: Iterable[Definition]) -> frozenset[str]:
    """The bodies that some procedure tells something."""
    return frozenset(then.tell for definition in definitions for then in definition.then)


async def make_refuse(engine: AsyncEngine, bodies: Iterable[str], reason: str) -> None:
    """From now on these bodies refuse what they are told. `switch_up` ends it. Raises BackendDown."""
    rows = [{"body": body, "reason": reason} for body in sorted(set(bodies))]
    if not rows:
        return
    insert = postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert
    adding = insert(demonstration_refusal)
    adding = adding.on_conflict_do_update(index_elements=["body"], set_={"reason": adding.excluded.reason})
    await change(engine, lambda connection: connection.execute(adding, rows))


async def refusing(engine: AsyncEngine) -> list[str]:
    """The bodies that refuse."""
    async with reading(engine) as connection:
        return list(await connection.scalars(select(demonstration_refusal.c.body).order_by("body")))
