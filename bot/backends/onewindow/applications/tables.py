"""What is kept of applications: their steps, what is asked for, what other bodies are told, and what happened.

What departments, procedures and days they were is plain, for figures that outlast the case. Whatever is personal stands
in sealed columns, which are emptied when the case is erased.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    column,
)

from bot.database.tables import metadata
from bot.database.types import SealedBinary, UtcDateTime


def _of() -> Column[str]:
    return Column("case", String(64), ForeignKey("application.case"), nullable=False)


application = Table(
    "application",
    metadata,
    Column("case", String(64), primary_key=True),
    Column("person", LargeBinary),  # blind index of the applicant's number
    Column("number", SealedBinary),
    Column("body", SealedBinary),  # form values, papers, answers, and what was added
    Column("state", String(12), nullable=False),
    Column("give", String(16), nullable=False),
    Column("submitted_at", UtcDateTime, nullable=False),
    Column("until", UtcDateTime),
    Column("decided_at", UtcDateTime),
    Column("over_at", UtcDateTime),  # since when the citizen waits for nothing more
    Column("in_hand", Boolean, nullable=False),
    Column("events", Integer, nullable=False),  # the number of the last
    Column("erased_at", UtcDateTime),
    CheckConstraint("state IN ('deciding', 'approved', 'partly', 'refused', 'withdrawn')", name="state"),
)

part = Table(
    "application_part",
    metadata,
    _of(),
    Column("procedure", String(64), nullable=False),
    Column("number", Integer, nullable=False),  # in the order in which they were handed in
    Column("publication", String(64), nullable=False),
    Column("title", Text, nullable=False),  # JSON, as in the definition
    Column("time", Text, nullable=False),  # JSON
    PrimaryKeyConstraint("case", "procedure"),
)

step = Table(
    "application_step",
    metadata,
    _of(),
    Column("number", Integer, nullable=False),
    Column("part", String(64), nullable=False),
    Column("step", Integer, nullable=False),
    Column("department", String(64), nullable=False),
    Column("decides", Text),  # JSON
    Column("publicity", String(32)),  # as in the definition
    Column("apart", Boolean, nullable=False),
    Column("state", String(12), nullable=False),
    Column("since", UtcDateTime),
    Column("until", UtcDateTime),
    Column("earliest", UtcDateTime),
    Column("decided_at", UtcDateTime),
    Column("late", Boolean, nullable=False),
    Column("refusal", SealedBinary),
    Column("registered", SealedBinary),  # what the decision put in the register
    PrimaryKeyConstraint("case", "number"),
    CheckConstraint("state IN ('waiting', 'open', 'approved', 'refused', 'dropped')", name="state"),
)

ask = Table(
    "application_ask",
    metadata,
    _of(),
    Column("department", String(64), nullable=False),
    Column("step", Integer, nullable=False),  # its number
    Column("state", String(12), nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),  # since when the clock goes on
    Column("wanted", SealedBinary),
    PrimaryKeyConstraint("case", "department"),
    CheckConstraint("state IN ('open', 'added', 'missing', 'decided')", name="state"),
)

owed = Table(
    "application_owed",
    metadata,
    _of(),
    Column("number", Integer, nullable=False),
    Column("part", String(64), nullable=False),
    Column("document", String(64), nullable=False),
    Column("person", String(64), nullable=False),  # by the procedure's name
    Column("state", String(12), nullable=False),
    Column("until", UtcDateTime),  # empty in a year whose holidays are not announced
    PrimaryKeyConstraint("case", "number"),
    CheckConstraint("state IN ('open', 'added', 'missing')", name="state"),
)

delivery = Table(
    "application_delivery",
    metadata,
    _of(),
    Column("number", Integer, nullable=False),
    Column("part", String(64), nullable=False),
    Column("tell", String(64), nullable=False),
    Column("what", Text, nullable=False),  # JSON
    Column("once", String(12), nullable=False),
    Column("after", Text, nullable=False),  # JSON
    Column("state", String(12), nullable=False),
    Column("since", UtcDateTime),
    Column("next_at", UtcDateTime),  # when it is tried next
    Column("delivered_at", UtcDateTime),
    Column("tries", Integer, nullable=False),
    Column("waits", Boolean, nullable=False),  # whether the citizen heard that it takes longer
    Column("note", SealedBinary),
    PrimaryKeyConstraint("case", "number"),
    CheckConstraint("state IN ('waiting', 'sending', 'delivered', 'refused', 'settled', 'dropped')", name="state"),
)

event = Table(
    "application_event",
    metadata,
    _of(),
    Column("number", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("what", String(20), nullable=False),
    Column("part", String(64)),
    Column("body", String(64)),
    Column("until", UtcDateTime),
    Column("state", String(12)),
    Column("given", String(16)),
    Column("told", SealedBinary),  # why it was refused, what is asked for, the number of a letter
    PrimaryKeyConstraint("case", "number"),
    CheckConstraint("number > 0", name="number"),
)

call = Table(
    "application_call",
    metadata,
    Column("call", String(16), nullable=False),
    # Not a reference: a key is claimed before its application is there.
    Column("case", String(64), nullable=False),
    Column("key", String(200), nullable=False),
    Column("called_at", UtcDateTime, nullable=False),
    Column("answer", SealedBinary),
    PrimaryKeyConstraint("call", "case", "key"),
)

one_time = Table(
    "application_pass",
    metadata,
    Column("case", String(64), ForeignKey("application.case"), primary_key=True),
    Column("code", LargeBinary, nullable=False),  # keyed hash
    Column("until", UtcDateTime, nullable=False),
    Column("wrong", Integer, nullable=False),
)

Index("ix_application_person", application.c.person)
_kept = column("body").is_not(None)
Index("ix_application_over_at", application.c.over_at, sqlite_where=_kept, postgresql_where=_kept)
_open = column("state") == "open"
Index("ix_application_step_open", step.c.department, step.c.until, sqlite_where=_open, postgresql_where=_open)
_stuck = column("state").in_(("sending", "refused"))
Index("ix_application_delivery_stuck", delivery.c.state, sqlite_where=_stuck, postgresql_where=_stuck)
Index("ix_application_call_case", call.c.case)
