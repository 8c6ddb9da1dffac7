"""Evidence: what registers really returned, sealed whole, on which consent, and whether the citizen calls it wrong."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.backends.onewindow.sharing.consents import Given
from bot.backends.onewindow.sharing.register import Record
from bot.backends.onewindow.sharing.survey import Answer
from bot.backends.onewindow.sharing.tables import evidence as table
from bot.database.encryption import Vault
from bot.dialogue.shared_data import Finding, Wanted

GONE = ("not_found", "several")
"""States after which what was found before no longer counts. `unavailable` tells nothing new."""


@dataclass(frozen=True)
class Evidence:
    """What a register returned for one thing. `fills`: fields of the form, as `register.field`, that it may fill."""

    id: int
    person: str
    document: str | None
    register: str
    state: str
    record: Record = field(repr=False)
    fills: tuple[str, ...]
    found_at: datetime
    disputed_at: datetime | None

    def is_used(self, today: date) -> bool:
        until = self.record.valid_until
        return self.state == "found" and self.disputed_at is None and (until is None or today <= until)

    def values(self) -> Mapping[tuple[str, str], str]:
        """Values of the form by person and `register.field`."""
        return {(self.person, each): self.record.fields[each.partition(".")[2]] for each in self.fills}


@dataclass(frozen=True)
class Evidences:
    """The rows of all evidence. Whoever changes some, has locked its consent."""

    vault: Vault

    async def keep(self, connection: AsyncConnection, given: Given, answer: Answer, now: datetime) -> None:
        """Puts what was found in the place of what was found before for the same thing.

        What the citizen called wrong stays so for as long as the register says the same.
        """
        thing, finding, record = answer.thing, answer.finding, answer.record
        if record is None and finding.state not in GONE:
            return
        same = (table.c.consent == given.id, table.c.person == thing.person, table.c.thing == _name(thing))
        before = await self._read(connection, *same)
        await connection.execute(delete(table).where(*same))
        if record is None:
            return
        body = {"record": record.model_dump_json(), "fills": finding.fills}
        await connection.execute(
            insert(table).values(
                consent=given.id,
                case=given.case,
                person=thing.person,
                thing=_name(thing),
                document=thing.document,
                register=finding.register,
                state=finding.state,
                record=self.vault.seal_json(body, table.c.record),
                recorded=record.recorded,
                valid_until=record.valid_until,
                found_at=now,
                disputed_at=next((each.disputed_at for each in before if each.record == record), None),
            )
        )

    async def dispute(
        self, connection: AsyncConnection, given: Given, finding: Finding, now: datetime
    ) -> list[Evidence]:
        """Marks what lies behind the finding as wrong; gives it back."""
        behind = (
            table.c.consent == given.id,
            table.c.person == finding.person,
            table.c.document.is_not_distinct_from(finding.document),
            table.c.register == finding.register,
        )
        await connection.execute(update(table).where(*behind).values(disputed_at=now))
        return await self._read(connection, *behind)

    async def of(self, connection: AsyncConnection, consents: Collection[str]) -> list[Evidence]:
        """What was found on these consents, oldest first."""
        return await self._read(connection, table.c.consent.in_(consents))

    async def delete(self, connection: AsyncConnection, consents: Collection[str]) -> int:
        """Erases what was found on these consents; says how many pieces."""
        return (await connection.execute(delete(table).where(table.c.consent.in_(consents)))).rowcount

    async def _read(self, connection: AsyncConnection, *wanted: ColumnElement[bool]) -> list[Evidence]:
        rows = await connection.execute(select(table).where(*wanted).order_by(table.c.found_at, table.c.id))
        return [self._open(row) for row in rows]

    def _open(self, row: Row[tuple[object, ...]]) -> Evidence:
        body = self.vault.open_json(row.record, table.c.record)
        return Evidence(
            id=row.id,
            person=row.person,
            document=row.document,
            register=row.register,
            state=row.state,
            record=Record.model_validate_json(body["record"]),
            fills=tuple(body["fills"]),
            found_at=row.found_at,
            disputed_at=row.disputed_at,
        )


def _name(thing: Wanted) -> str:
    """The document; what only fills the form is known by its registers."""
    return thing.document or f"form:{','.join(thing.registers)}"
