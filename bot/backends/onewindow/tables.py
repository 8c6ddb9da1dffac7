"""What the One Window keeps: slots with their places taken, who has them, and which calls were already answered.

Nothing here is personal: a citizen appears as the short code of a case, a chat and a person as names that stand for
them.
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
    # What was booked before there were limits has none of these three.
    Column("procedure", String(64)),
    Column("chat", String(64)),
    Column("person", String(64)),
    Column("state", String(12), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("held_until", UtcDateTime, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    # over: booked, and its time has passed; it still counts in `used`, but no longer stands in the case's way.
    # offered: kept for somebody on the waiting list, who may have another place meanwhile.
    CheckConstraint("state IN ('held', 'booked', 'offered', 'over', 'cancelled', 'expired', 'released')", name="state"),
    Index("ix_place_case", "case"),
    Index("ix_place_chat", "chat"),
    Index("ix_place_person", "person"),
)

# Whoever books locks the rows of their chat and person first, so that what they have can be counted.
booker = Table("booker", metadata, Column("name", String(64), primary_key=True))

waiting = Table(
    "waiting",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("key", String(200), nullable=False, unique=True),  # of the call that joined
    Column("case", String(64), nullable=False),
    Column("visit", String(64), nullable=False),
    Column("procedure", String(64), nullable=False),
    Column("chat", String(64), nullable=False),
    Column("person", String(64)),
    Column("centre", String(48), nullable=False),
    Column("counter", String(48), nullable=False),
    # Slots that begin from `opens` on and before `closes` are wanted.
    Column("opens", UtcDateTime, nullable=False),
    Column("closes", UtcDateTime, nullable=False),
    # And at hours from the first on and before the second, `09:30` by the centre's clock; at both where they are one.
    Column("earliest", String(5)),
    Column("latest", String(5)),
    Column("state", String(12), nullable=False),
    # First come, first served: by this, then by number.
    Column("since", UtcDateTime, nullable=False),
    Column("place", ForeignKey("place.id")),
    Column("unanswered", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    CheckConstraint("state IN ('waiting', 'offered', 'taken', 'left', 'over')", name="state"),
)

leave = Table(
    "window_leave",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("centre", String(48), nullable=False),
    Column("counter", String(48), nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("windows", Integer, nullable=False),
    CheckConstraint("windows > 0", name="windows"),
    CheckConstraint("starts_at < ends_at", name="span"),
    Index("ix_window_leave_counter", "centre", "counter"),
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
_kept = column("state").in_(("held", "offered"))
Index("ix_place_kept", place.c.held_until, sqlite_where=_kept, postgresql_where=_kept)
_listed = column("state").in_(("waiting", "offered"))
Index(
    "uq_waiting_case_visit_listed",
    waiting.c.case,
    waiting.c.visit,
    unique=True,
    sqlite_where=_listed,
    postgresql_where=_listed,
)
_waits = column("state") == "waiting"
Index("ix_waiting_counter", waiting.c.centre, waiting.c.counter, sqlite_where=_waits, postgresql_where=_waits)
