"""The tables of this package, on the metadata that all share."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, LargeBinary, String, Table, Text

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

promise = Table(
    "promise",
    metadata,
    Column("case", String(64), primary_key=True),
    Column("chat", LargeBinary),  # blind index of channel and chat; empty once the chat is forgotten
    Column("address", SealedBinary),  # channel and chat
    Column("procedure", String(64), nullable=False),
    Column("publication", String(64), nullable=False),
    Column("told_at", UtcDateTime, nullable=False),
    Column("way", String(16), nullable=False),
    Column("visits", Integer, nullable=False),
    Column("booked_visits", Integer, nullable=False),
    Column("papers", Integer, nullable=False),
    Column("questions", Integer, nullable=False),
    Column("limit", String(32), nullable=False),
)
Index("ix_promise_chat", promise.c.chat)

happening = Table(
    "happening",
    metadata,
    Column("key", String(128), primary_key=True),  # case and kind; the moment too, where it may happen again
    Column("case", String(64), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    CheckConstraint("kind IN ('submitted', 'asked-else', 'visited', 'missed', 'enough', 'again', 'done')", name="kind"),
)
Index("ix_happening_case", happening.c.case)

paper = Table(
    "paper",
    metadata,
    Column("id", String(32), primary_key=True),  # random: who knows it was given it
    Column("channel", String(32), nullable=False),
    Column("chat", String(128), nullable=False),
    Column("key", String(200), nullable=False),  # of the delivery that brought it
    Column("name", SealedBinary),
    Column("content", SealedBinary, info={"batch": 4}),  # large: few are sealed anew at a time
    Column("kind", String(8), nullable=False),
    Column("pages", Integer, nullable=False),
    Column("size", Integer, nullable=False),  # bytes
    Column("kept_at", UtcDateTime, nullable=False),
    Column("case", String(64)),  # with which it was handed in
    Column("erased_at", UtcDateTime),
    CheckConstraint("kind IN ('jpeg', 'png', 'pdf')", name="kind"),
    CheckConstraint("(content IS NULL) = (erased_at IS NOT NULL)", name="content"),
)
Index("uq_paper_channel_key", paper.c.channel, paper.c.key, unique=True)
Index("ix_paper_channel_chat", paper.c.channel, paper.c.chat)
Index("ix_paper_case", paper.c.case)
