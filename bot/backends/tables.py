"""How far an installation has read what its backend tells, by the backend's name."""

from __future__ import annotations

from sqlalchemy import Column, String, Table

from bot.database.tables import metadata

backend_cursor = Table(
    "backend_cursor",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("cursor", String(200), nullable=False),
)
