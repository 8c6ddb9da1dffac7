"""Consents: who agreed to what, how long it holds, and how it ends."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.backends.onewindow.sharing.tables import consent as table
from bot.database.encryption import Vault
from bot.dialogue.shared_data import Asked, Consent, GivenConsent, NoConsent, Relation, Wanted

WANTED = TypeAdapter(tuple[Wanted, ...])


@dataclass(frozen=True)
class Given:
    """A consent as it was given. `number` is empty once it was erased."""

    id: str
    person: bytes = field(repr=False)
    number: str = field(repr=False)
    case: str
    procedure: str
    publication: str
    wanted: tuple[Wanted, ...] = field(repr=False)
    told: Mapping[Relation, Sequence[str]] = field(repr=False)
    """Numbers of those among whom the citizen was last asked to choose, in the order in which they were named."""
    given_at: datetime
    until: datetime
    withdrawn_at: datetime | None

    def is_over(self, now: datetime) -> bool:
        return self.withdrawn_at is not None or self.until <= now or not self.number

    def covers(self, thing: Wanted) -> bool:
        """Whether this was agreed to. Other kinds of data need another consent (PIPL, art. 14)."""
        return any(
            (agreed.person, agreed.document, agreed.acting_as) == (thing.person, thing.document, thing.acting_as)
            and set(thing.registers) <= set(agreed.registers)
            and set(thing.fields) <= set(agreed.fields)
            for agreed in self.wanted
        )

    def check(self, wanted: Collection[Wanted], now: datetime) -> None:
        """Raises NoConsent unless all of it may be asked now."""
        if self.is_over(now) or not all(self.covers(thing) for thing in wanted):
            raise NoConsent(self.id)

    @property
    def registers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(register for thing in self.wanted for register in thing.registers))

    def as_seen(self) -> GivenConsent:
        """As its giver sees it."""
        return GivenConsent(
            self.id, self.case, self.procedure, self.registers, self.given_at, self.until, self.withdrawn_at
        )


@dataclass(frozen=True)
class Consents:
    """The rows of all consents. Whoever locks several, locks them by their ids."""

    vault: Vault

    def index(self, number: str) -> bytes:
        """By what a person is found again, without being named."""
        return self.vault.blind_index(number, table.c.number)

    async def add(
        self, connection: AsyncConnection, number: str, asked: Asked, now: datetime, lasts: timedelta
    ) -> Consent:
        made = Consent(uuid4().hex, now + lasts)
        wanted = WANTED.dump_python(asked.wanted, mode="json")
        await connection.execute(
            insert(table).values(
                id=made.id,
                person=self.index(number),
                number=self.vault.seal_json(number, table.c.number),
                case=asked.case,
                procedure=asked.procedure,
                publication=asked.publication,
                wanted=self.vault.seal_json(wanted, table.c.wanted),
                given_at=now,
                until=made.until,
            )
        )
        return made

    async def find(self, connection: AsyncConnection, id: str, *, lock: bool = False) -> Given | None:
        """The consent; locked, nobody ends it before this transaction does."""
        return next(iter(await self._read(connection, table.c.id == id, lock)), None)

    async def of(self, connection: AsyncConnection, person: bytes, *, lock: bool = False) -> list[Given]:
        """All that this person gave, newest first."""
        found = await self._read(connection, table.c.person == person, lock)
        return sorted(found, key=lambda given: given.given_at, reverse=True)

    async def expired(self, connection: AsyncConnection, now: datetime) -> list[Given]:
        """Those whose time is over and of which something personal is left; locked."""
        return await self._read(connection, (table.c.until <= now) & table.c.number.is_not(None), lock=True)

    async def remember_told(
        self, connection: AsyncConnection, given: Given, told: Mapping[Relation, Sequence[str]]
    ) -> None:
        """Remembers whom the citizen can now choose from."""
        sealed = self.vault.seal_json({**given.told, **told}, table.c.told)
        await connection.execute(update(table).where(table.c.id == given.id).values(told=sealed))

    async def strip(
        self, connection: AsyncConnection, ids: Collection[str], *, withdrawn_at: datetime | None = None
    ) -> None:
        """Erases whose consents these were, and whom they could choose; what was agreed to stays for /mydata."""
        ended: dict[str, datetime | None] = {} if withdrawn_at is None else {"withdrawn_at": withdrawn_at}
        await connection.execute(update(table).where(table.c.id.in_(ids)).values(number=None, told=None, **ended))

    async def delete(self, connection: AsyncConnection, ids: Collection[str]) -> None:
        await connection.execute(delete(table).where(table.c.id.in_(ids)))

    async def _read(self, connection: AsyncConnection, wanted: ColumnElement[bool], lock: bool) -> list[Given]:
        query = select(table).where(wanted).order_by(table.c.id)
        rows = await connection.execute(query.with_for_update() if lock else query)
        return [
            Given(
                id=row.id,
                person=row.person,
                number="" if row.number is None else self.vault.open_json(row.number, table.c.number),
                case=row.case,
                procedure=row.procedure,
                publication=row.publication,
                wanted=WANTED.validate_python(self.vault.open_json(row.wanted, table.c.wanted)),
                told={} if row.told is None else self.vault.open_json(row.told, table.c.told),
                given_at=row.given_at,
                until=row.until,
                withdrawn_at=row.withdrawn_at,
            )
            for row in rows
        ]
