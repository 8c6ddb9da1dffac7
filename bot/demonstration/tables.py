"""What somebody has taken down in the demonstration province, so that a command in another process can; and what its
bodies were told.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, PrimaryKeyConstraint, String, Table, Text

from bot.database.tables import metadata
from bot.database.types import SealedBinary, UtcDateTime

demonstration_switch = Table(
    "demonstration_switch",
    metadata,
    Column("register", String(48), primary_key=True),
    Column("state", String(4), nullable=False),
    CheckConstraint("state IN ('down', 'slow')", name="state"),
)

demonstration_refusal = Table(
    "demonstration_refusal",
    metadata,
    Column("body", String(48), primary_key=True),
    Column("reason", Text, nullable=False),
)

demonstration_told = Table(
    "demonstration_told",
    metadata,
    Column("body", String(48), nullable=False),
    Column("key", String(200), nullable=False),
    Column("case", String(64), nullable=False),
    Column("told_at", UtcDateTime, nullable=False),
    Column("message", SealedBinary, nullable=False),
    PrimaryKeyConstraint("body", "key"),
)
