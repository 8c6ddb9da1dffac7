"""What clients are told by themselves, and how far this installation has read what it is told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feed_client",
        sa.Column("client", sa.String(length=32), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("callback", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("client", name=op.f("pk_feed_client")),
    )
    op.create_table(
        "feed_event",
        sa.Column("client", sa.String(length=32), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["client"], ["feed_client.client"], name=op.f("fk_feed_event_client_feed_client")),
        sa.PrimaryKeyConstraint("client", "number", name=op.f("pk_feed_event")),
    )
    op.create_table(
        "backend_cursor",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("cursor", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_backend_cursor")),
    )
