"""What the channel keeps: updates that wait, what is known of a chat, and whose turn it is to send."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Integer, LargeBinary, String, Table, column

from bot.database.tables import metadata
from bot.database.types import Id, SealedBinary, UtcDateTime

inbox = Table(
    "inbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("bot", BigInteger, nullable=False),
    Column("update_id", BigInteger, nullable=False),
    Column("chat", String(128), nullable=False),
    Column("body", SealedBinary),  # the update as Telegram sent it; erased once it was handled
    Column("button", LargeBinary),  # a blind index: the same button of the same message gives the same bytes
    Column("received_at", UtcDateTime, nullable=False),
    Column("state", String(8), nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("lease_until", UtcDateTime),
    Column("attempts", Integer, nullable=False),
    Column("settled_at", UtcDateTime),
    CheckConstraint("state IN ('waiting', 'done', 'failed')", name="state"),
    CheckConstraint("state = 'done' OR body IS NOT NULL", name="body"),
    sqlite_autoincrement=True,
)
Index("uq_inbox_bot_update_id", inbox.c.bot, inbox.c.update_id, unique=True)

_waiting = column("state") == "waiting"
Index(
    "ix_inbox_waiting",
    inbox.c.bot,
    inbox.c.chat,
    inbox.c.update_id,
    sqlite_where=_waiting,
    postgresql_where=_waiting,
)
Index("ix_inbox_settled_at", inbox.c.settled_at)
_tap = column("button").is_not(None)
Index("ix_inbox_button", inbox.c.button, inbox.c.update_id, sqlite_where=_tap, postgresql_where=_tap)

chat = Table(
    "telegram_chat",
    metadata,
    Column("bot", BigInteger, primary_key=True, autoincrement=False),
    Column("chat", String(128), primary_key=True),
    Column("gone_at", UtcDateTime),  # it blocked the bot: nothing is written until it writes again
    Column("greeted_at", UtcDateTime),  # a group that was shown the way to the private chat
)

sender = Table(
    "telegram_sender",
    metadata,
    Column("bot", BigInteger, primary_key=True, autoincrement=False),
    Column("holder", String(32), nullable=False),
    Column("until", UtcDateTime, nullable=False),
)
