"""What sharing keeps: consents, evidence, calls that were answered, notices, and the log of every reading.

A person appears as the blind index of their number; whatever is personal stands in sealed columns.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    column,
)

from bot.database.tables import metadata
from bot.database.types import Id, SealedBinary, UtcDateTime

consent = Table(
    "consent",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("person", LargeBinary, nullable=False),  # blind index of the number
    Column("number", SealedBinary),  # erased once the consent has ended
    Column("case", String(64), nullable=False),
    Column("procedure", String(64), nullable=False),
    Column("publication", String(64), nullable=False),
    Column("wanted", SealedBinary, nullable=False),
    Column("told", SealedBinary),  # from whom the citizen was last asked to choose; erased with the number
    Column("given_at", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("withdrawn_at", UtcDateTime),
)

evidence = Table(
    "evidence",
    metadata,
    Column("id", Id, primary_key=True),
    Column("consent", ForeignKey("consent.id"), nullable=False),
    Column("case", String(64), nullable=False),
    Column("person", String(64), nullable=False),  # by the procedure's name
    Column("thing", Text, nullable=False),  # what a later look-up of the same replaces
    Column("document", String(64)),
    Column("register", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("record", SealedBinary, nullable=False),
    Column("recorded", Date, nullable=False),
    Column("valid_until", Date),
    Column("found_at", UtcDateTime, nullable=False),
    Column("disputed_at", UtcDateTime),
    CheckConstraint("state IN ('found', 'contradicted', 'expired')", name="state"),
    UniqueConstraint("consent", "person", "thing"),
)

sharing_call = Table(
    "sharing_call",
    metadata,
    Column("call", String(12), nullable=False),
    # A key counts for one consent or one person alone, so nobody is ever answered with what another was.
    Column("asker", String(32), nullable=False),
    Column("key", String(200), nullable=False),
    Column("called_at", UtcDateTime, nullable=False),
    Column("answer", SealedBinary),
    PrimaryKeyConstraint("call", "asker", "key"),
)

notice = Table(
    "notice",
    metadata,
    Column("id", Id, primary_key=True),
    Column("register", String(64), nullable=False),
    Column("department", String(64)),
    Column("body", SealedBinary),  # erased once it was delivered
    Column("created_at", UtcDateTime, nullable=False),
    Column("delivered_at", UtcDateTime),
    CheckConstraint("delivered_at IS NOT NULL OR body IS NOT NULL", name="body"),
    sqlite_autoincrement=True,
)

data_log = Table(
    "data_log",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("person", LargeBinary, nullable=False),
    Column("body", SealedBinary, nullable=False),
    Column("previous", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    CheckConstraint("seq > 0", name="seq"),
)

data_log_head = Table(
    "data_log_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    CheckConstraint("id = 1", name="id"),
)

Index("ix_consent_person", consent.c.person)
_open = column("number").is_not(None)
Index("ix_consent_until", consent.c.until, sqlite_where=_open, postgresql_where=_open)
Index("ix_sharing_call_asker", sharing_call.c.asker)
Index("ix_sharing_call_called_at", sharing_call.c.called_at)
Index("ix_data_log_person", data_log.c.person, data_log.c.seq)
_waiting = column("delivered_at").is_(None)
Index("ix_notice_waiting", notice.c.id, sqlite_where=_waiting, postgresql_where=_waiting)
