"""The tables of this package, on the metadata that all share."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table, Text

from bot.database.tables import metadata
from bot.database.types import SealedBinary, UtcDateTime

publication = Table(
    "publication",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("procedure", String(64), nullable=False),
    Column("body", Text, nullable=False),  # the definition in JSON, as it was published
    Column("published_at", UtcDateTime, nullable=False),
)

conversation = Table(
    "conversation",
    metadata,
    Column("channel", String(32), primary_key=True),
    Column("chat", String(128), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("body", SealedBinary, nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
)

delivery = Table(
    "delivery",
    metadata,
    Column("channel", String(32), primary_key=True),
    Column("key", String(128), primary_key=True),
    Column("received_at", UtcDateTime, nullable=False),
)

invitation = Table(
    "invitation",
    metadata,
    Column("key", String(200), primary_key=True),  # of the effect that made it
    Column("code", String(8), nullable=False, unique=True),
    Column("channel", String(32), nullable=False),  # of the chat that asked, which hears of the answer
    Column("chat", String(128), nullable=False),
    Column("body", SealedBinary, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("answered_by", String(200)),  # the key of the answer
)
