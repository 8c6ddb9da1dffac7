"""The keys of departments' programs. Of a key there is only a hash; whoever reads this table can call nothing."""

from __future__ import annotations

from sqlalchemy import Column, String, Table

from bot.database.tables import metadata
from bot.database.types import UtcDateTime

api_key = Table(
    "api_key",
    metadata,
    Column("id", String(16), primary_key=True),  # a part of the key, to look it up by
    Column("scope", String(64), nullable=False),  # a department, the centre, or hall: and a centre
    Column("label", String(100), nullable=False),
    Column("hash", String(200), nullable=False),  # argon2id, with its salt and its cost
    Column("added_at", UtcDateTime, nullable=False),
)
