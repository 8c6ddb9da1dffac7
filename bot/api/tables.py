"""The keys of programs, and what is remembered of clients: whose a case is, and which calls they made.

Of a key there is only a hash; whoever reads this table can call nothing.
"""

from __future__ import annotations

from sqlalchemy import Column, LargeBinary, PrimaryKeyConstraint, String, Table

from bot.database.tables import metadata
from bot.database.types import UtcDateTime

api_key = Table(
    "api_key",
    metadata,
    Column("id", String(16), primary_key=True),  # a part of the key, to look it up by
    Column("scope", String(64), nullable=False),  # a department, the centre, hall: and a centre, client: and a name
    Column("label", String(100), nullable=False),
    Column("hash", String(200), nullable=False),  # argon2id, with its salt and its cost
    Column("added_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime),  # once another has taken its place
)

api_case = Table(
    "api_case",
    metadata,
    Column("case", String(64), primary_key=True),
    Column("client", String(32), nullable=False),
    Column("owned_at", UtcDateTime, nullable=False),
)

api_call = Table(
    "api_call",
    metadata,
    Column("client", String(32), nullable=False),
    Column("call", String(16), nullable=False),
    Column("key", String(100), nullable=False),
    Column("digest", LargeBinary, nullable=False),  # of what was said with it
    Column("called_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("client", "call", "key"),
)
