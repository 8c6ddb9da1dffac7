"""What is kept of a hall: the line at each counter on each day, the numbers in it, and which calls were answered.

Nothing here is personal: a citizen appears as the short code of a case, and whoever walks in as a number alone.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    column,
)

from bot.database.tables import metadata
from bot.database.types import UtcDateTime

# Whoever gives a number or calls one locks the row of its line first.
line = Table(
    "hall_line",
    metadata,
    Column("centre", String(48), nullable=False),
    Column("counter", String(48), nullable=False),
    Column("day", Date, nullable=False),  # where the centre stands
    Column("letters", String(2), nullable=False),
    Column("last", Integer, nullable=False),  # the number given last
    Column("in_a_row", Integer, nullable=False),  # appointments called since somebody without one
    PrimaryKeyConstraint("centre", "counter", "day"),
    UniqueConstraint("centre", "day", "letters"),
)

number = Table(
    "hall_number",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("centre", String(48), nullable=False),
    Column("counter", String(48), nullable=False),
    Column("day", Date, nullable=False),
    # Who never came has a row without a number, so that each place is missed once.
    Column("number", String(8)),
    Column("place", ForeignKey("place.id"), unique=True),
    Column("case", String(64)),
    Column("kind", String(12), nullable=False),
    Column("arrived_at", UtcDateTime),
    # When the appointment begins; for everybody else since when they wait.
    Column("due_at", UtcDateTime, nullable=False),
    Column("state", String(12), nullable=False),
    Column("in_vain", Integer, nullable=False),  # how often it was called and nobody came
    Column("called_at", UtcDateTime),
    Column("window", String(8)),
    Column("finished_at", UtcDateTime),
    UniqueConstraint("centre", "day", "number"),
    CheckConstraint("kind IN ('appointment', 'late', 'walk-in')", name="kind"),
    CheckConstraint("state IN ('waiting', 'called', 'served', 'left', 'missed')", name="state"),
    CheckConstraint("state = 'missed' OR (number IS NOT NULL AND arrived_at IS NOT NULL)", name="there"),
    CheckConstraint("state <> 'called' OR (called_at IS NOT NULL AND \"window\" IS NOT NULL)", name="called"),
    Index("ix_hall_number_counter", "centre", "counter", "day"),
    Index("ix_hall_number_finished", "centre", "counter", "finished_at"),
    Index("ix_hall_number_arrived_at", "arrived_at"),
)

call = Table(
    "hall_call",
    metadata,
    Column("call", String(12), nullable=False),
    Column("key", String(300), nullable=False),  # with the centre, the day and what it is about
    Column("answer", Text),  # JSON; empty only inside the transaction that answers
    Column("called_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("call", "key"),
)

_called = column("state") == "called"
Index(
    "uq_hall_number_window",
    number.c.centre,
    number.c.day,
    number.c.window,
    unique=True,
    sqlite_where=_called,
    postgresql_where=_called,
)
