"""The feeds: a row for each client, with the number of its newest event, and a row for each event that is kept."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, String, Table

from bot.database.tables import metadata
from bot.database.types import SealedBinary, UtcDateTime

feed_client = Table(
    "feed_client",
    metadata,
    Column("client", String(32), primary_key=True),
    Column("last", BigInteger, nullable=False),  # the number of its newest event; 0 before the first
    Column("callback", SealedBinary),  # address and secret; empty where it wants none
)

feed_event = Table(
    "feed_event",
    metadata,
    Column("client", String(32), ForeignKey(feed_client.c.client), primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("payload", SealedBinary, nullable=False),  # the event without what stands in the other columns
)
