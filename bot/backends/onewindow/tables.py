"""What the One Window keeps: slots with their places taken, who has them, and which calls were already answered.

Nothing here is personal: a citizen appears as the short code of a case.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    column,
)

from bot.database.tables import metadata
from bot.database.types import UtcDateTime

slot = Table(
    "slot",
    metadata,
    Column("id", String(120), primary_key=True),
    # As they were when the slot was first held: an appointment stays, also when the hours change later.
    Column("centre", String(48), nullable=False),
    Column("counter", String(48), nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("capacity", Integer, nullable=False),
    Column("used", Integer, nullable=False),
    CheckConstraint("used BETWEEN 0 AND capacity", name="used"),
)

place = Table(
    "place",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("slot", ForeignKey("slot.id"), nullable=False),
    Column("case", String(64), nullable=False),
    Column("visit", String(64), nullable=False),
    Column("state", String(12), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("held_until", UtcDateTime, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    # over: booked, and its time has passed; it still counts in `used`, but no longer stands in the case's way.
    CheckConstraint("state IN ('held', 'booked', 'over', 'cancelled', 'expired', 'released')", name="state"),
)

booking_call = Table(
    "booking_call",
    metadata,
    Column("call", String(12), nullable=False),
    Column("key", String(200), nullable=False),
    # Empty only inside the transaction that answers the call.
    Column("place", ForeignKey("place.id")),
    Column("slot", ForeignKey("slot.id")),
    Column("state", String(12)),
    Column("revision", Integer),
    Column("held_until", UtcDateTime),
    Column("free", Integer),
    PrimaryKeyConstraint("call", "key"),
)

_live = column("state").in_(("held", "booked"))
Index("uq_place_case_visit_live", place.c.case, place.c.visit, unique=True, sqlite_where=_live, postgresql_where=_live)
_held = column("state") == "held"
Index("ix_place_held", place.c.held_until, sqlite_where=_held, postgresql_where=_held)
