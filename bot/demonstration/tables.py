"""Which registers of the demonstration province somebody has taken down, so that a command in another process can."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, String, Table

from bot.database.tables import metadata

demonstration_switch = Table(
    "demonstration_switch",
    metadata,
    Column("register", String(48), primary_key=True),
    Column("state", String(4), nullable=False),
    CheckConstraint("state IN ('down', 'slow')", name="state"),
)
