"""The people whom logins have proved: found by a pseudonym, their number and name sealed."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database.encryption import Sealed, Vault
from bot.database.leasing import insert_once
from bot.dialogue.identity import Level
from bot.identity.tables import login, person


@dataclass(frozen=True)
class Proof:
    """Who somebody is, as the provider says: a checked number, and a name."""

    number: str = field(repr=False)
    name: str = field(repr=False)
    level: Level


@dataclass(frozen=True)
class CodedProof(Proof):
    """A proof that waits for its code to be brought to the chat."""

    code: str = field(repr=False)

    def seal(self, vault: Vault) -> Sealed:
        return vault.seal_json(asdict(self), login.c.proof)

    @classmethod
    def open(cls, vault: Vault, sealed: Sealed) -> CodedProof:
        return cls(**vault.open_json(sealed, login.c.proof))


def name_person(vault: Vault, number: str) -> str:
    """The pseudonym: always the same for the same number under the same index key."""
    return vault.blind_index(number, person.c.number).hex()


async def save(connection: AsyncConnection, vault: Vault, proof: Proof, now: datetime) -> str:
    """Keeps who it is, as the provider says today; gives the pseudonym."""
    id = name_person(vault, proof.number)
    values = {
        "number": vault.seal_json(proof.number, person.c.number),
        "name": vault.seal_json(proof.name, person.c.name),
        "level": proof.level,
        "verified_at": now,
    }
    if not await insert_once(connection, person, {"id": id, **values}, unique=("id",)):
        await connection.execute(update(person).where(person.c.id == id).values(values))
    return id


async def find_number(connection: AsyncConnection, vault: Vault, id: str) -> str | None:
    sealed = (await connection.execute(select(person.c.number).where(person.c.id == id))).scalar()
    return None if sealed is None else str(vault.open_json(sealed, person.c.number))


async def erase(connection: AsyncConnection, id: str) -> None:
    """What is sealed about them, and the logins that proved them; that somebody was there, stays."""
    await connection.execute(update(person).where(person.c.id == id).values(number=None, name=None))
    await connection.execute(delete(login).where(login.c.person == id))
