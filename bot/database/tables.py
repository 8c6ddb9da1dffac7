"""The floor's own tables, and the metadata on which every package defines its own.

Packages above import `metadata` and add tables; `migrations/models.py` lists their modules.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, CheckConstraint, Column, Index, Integer, MetaData, String, Table, column, false

from bot.database.types import Id, SealedBinary, UtcDateTime

# Constraints need names that both databases and the migrations agree on.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMING)


def _lease() -> tuple[Column[Any], ...]:
    """What a row needs so that several workers can take turns at it; see leasing.py."""
    return (
        Column("state", String(8), nullable=False),
        Column("due_at", UtcDateTime, nullable=False),
        Column("lease_until", UtcDateTime),
        Column("attempts", Integer, nullable=False),
        Column("settled_at", UtcDateTime),
    )


outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", String(200), nullable=False, unique=True),
    Column("channel", String(32), nullable=False),
    Column("chat", String(128), nullable=False),
    Column("body", SealedBinary),  # erased once it was written
    Column("broadcast", Boolean, nullable=False, server_default=false()),  # written when no reply waits
    *_lease(),
    CheckConstraint("state IN ('waiting', 'sent', 'gone')", name="state"),
    CheckConstraint("state <> 'waiting' OR body IS NOT NULL", name="body"),
    sqlite_autoincrement=True,  # a number is never given twice, else a slow sender could settle a stranger's row
)

job = Table(
    "job",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", String(200), nullable=False, unique=True),
    Column("kind", String(64), nullable=False),
    Column("payload", SealedBinary),  # erased once it was done
    *_lease(),
    Column("trouble", String(100)),  # the name of the last error, never its text: that may be personal
    CheckConstraint("state IN ('waiting', 'done', 'failed')", name="state"),
    CheckConstraint("state = 'done' OR payload IS NOT NULL", name="payload"),
    sqlite_autoincrement=True,
)

_waiting = column("state") == "waiting"
Index(
    "ix_outbox_waiting", outbox.c.channel, outbox.c.chat, outbox.c.id, sqlite_where=_waiting, postgresql_where=_waiting
)
Index("ix_job_waiting", job.c.due_at, job.c.id, sqlite_where=_waiting, postgresql_where=_waiting)
Index("ix_outbox_settled_at", outbox.c.settled_at)
Index("ix_job_settled_at", job.c.settled_at)
