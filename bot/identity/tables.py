"""What this package keeps: logins, each for one chat and some minutes, and the people whom they have proved.

Of a link and of what binds a browser there is only a SHA-256; whatever is personal is sealed. A person is named by a
pseudonym, made from the citizen number with a key, so that the same person has the same one.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, LargeBinary, String, Table, UniqueConstraint, column

from bot.database.tables import metadata
from bot.database.types import Id, SealedBinary, UtcDateTime

OPEN, STARTED, PROVED, USED, OVER = "open", "started", "proved", "used", "over"
LIVE = (OPEN, STARTED, PROVED)

login = Table(
    "login",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat", String(200), nullable=False),
    Column("key", String(200), nullable=False),
    Column("level", String(12), nullable=False),
    Column("state", String(8), nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("token", SealedBinary, nullable=False),  # so that the same key gives the same link
    # One try with the provider, anew whenever the button is pressed.
    Column("state_hash", LargeBinary, unique=True),  # OAuth's `state`, by which the browser's return is recognised
    Column("browser_hash", LargeBinary),
    Column("attempt", SealedBinary),  # nonce and verifier, until they are used
    Column("proof", SealedBinary),  # who it is, and the code that the page shows, until it is brought to the chat
    Column("person", String(32), index=True),
    Column("wrong", Integer, nullable=False),
    Column("wrong_key", String(200)),  # the last call that was counted
    Column("finish_key", String(200)),
    Column("answer", SealedBinary),
    UniqueConstraint("chat", "key"),
    CheckConstraint("level IN ('real-name', 'face')", name="level"),
    CheckConstraint("state IN ('open', 'started', 'proved', 'used', 'over')", name="state"),
    CheckConstraint("state <> 'proved' OR proof IS NOT NULL", name="proof"),
    CheckConstraint("state <> 'used' OR answer IS NOT NULL", name="answer"),
    sqlite_autoincrement=True,  # the highest number is the newest login, also after a sweep
)

person = Table(
    "person",
    metadata,
    Column("id", String(32), primary_key=True),
    # Empty once the person asked to be forgotten.
    Column("number", SealedBinary),
    Column("name", SealedBinary),
    Column("level", String(12), nullable=False),
    Column("verified_at", UtcDateTime, nullable=False),
    CheckConstraint("level IN ('real-name', 'face')", name="level"),
)

_live = column("state").in_(LIVE)
Index("uq_login_chat_live", login.c.chat, unique=True, sqlite_where=_live, postgresql_where=_live)
Index("ix_login_expires_at", login.c.expires_at)
