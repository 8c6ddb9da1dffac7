"""The log of every reading: lines are only added, and each holds the hash of the one before.

So nobody can alter, drop or swap lines afterwards without `verify` naming the first that is wrong. The hash is taken
over what a line says, not over its sealed form: sealed anew with another key, the log stays whole. Each body carries
random bytes, so that nobody can find out by trying what a hash stands for.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from pydantic import JsonValue
from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.backends.onewindow.sharing.tables import data_log as table
from bot.backends.onewindow.sharing.tables import data_log_head as head
from bot.database.encryption import Vault
from bot.database.leasing import insert_once
from bot.dialogue.shared_data import Reading

Kind = Literal["agreed", "read", "wrong-person", "refused", "disputed", "withdrawn", "exported", "erased"]
"""`refused`: registers were asked, but the consent ended before they answered, so that nothing was kept."""
Body = Mapping[str, JsonValue]

SALT_BYTES = 16
NOTHING_BEFORE = bytes(32)
"""What stands for the hash before the first line."""


@dataclass(frozen=True)
class Line:
    """What is to be noted. `person`: the blind index of the citizen who agreed."""

    kind: Kind
    person: bytes = field(repr=False)
    body: Body = field(repr=False)


def chain(previous: bytes, seq: int, at: datetime, kind: str, person: bytes, body: Body) -> bytes:
    """The hash of a line: SHA-256 over the hash before it and all that it says, as JSON in one fixed form."""
    said = [previous.hex(), seq, at.astimezone(UTC).isoformat(), kind, person.hex(), dict(body)]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()


@dataclass(frozen=True)
class Log:
    """Adds lines, in the transaction of what they record, and reads what they say of one person."""

    vault: Vault

    async def append(self, connection: AsyncConnection, now: datetime, lines: Sequence[Line]) -> None:
        """Adds the lines. Others who append wait until this transaction ends, so call it last."""
        seq, last = await _lock_head(connection)
        for line in lines:
            seq, previous = seq + 1, last
            body = {**line.body, "salt": secrets.token_hex(SALT_BYTES)}
            last = chain(previous, seq, now, line.kind, line.person, body)
            sealed = self.vault.seal_json(body, table.c.body)
            row = {"seq": seq, "at": now, "kind": line.kind, "person": line.person, "body": sealed}
            await connection.execute(insert(table).values(**row, previous=previous, hash=last))
        await connection.execute(update(head).values(seq=seq, hash=last))

    async def readings(self, connection: AsyncConnection, person: bytes, limit: int | None = None) -> list[Reading]:
        """What was read about a person, or tried, newest first."""
        query = select(table.c.at, table.c.body).where(table.c.person == person, table.c.kind == "read")
        rows = await connection.execute(query.order_by(table.c.seq.desc()).limit(limit))
        return [self._reading(row.at, row.body) for row in rows]

    async def count(self, connection: AsyncConnection, person: bytes) -> int:
        """Lines that are about this person."""
        return await connection.scalar(select(func.count()).where(table.c.person == person)) or 0

    def _reading(self, at: datetime, sealed: bytes) -> Reading:
        body = self.vault.open_json(sealed, table.c.body)
        said = {name: body[name] for name in ("case", "procedure", "register", "document", "state", "by")}
        return Reading(at=at, **said)


async def _lock_head(connection: AsyncConnection) -> tuple[int, bytes]:
    """The number and hash of the last line; nobody else appends until this transaction ends."""
    await insert_once(connection, head, {"id": 1, "seq": 0, "hash": NOTHING_BEFORE}, unique=("id",))
    row = (await connection.execute(select(head.c.seq, head.c.hash).with_for_update())).one()
    return row.seq, row.hash
