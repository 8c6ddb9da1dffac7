"""What was promised, and what happened."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "promise",
        sa.Column("case", sa.String(length=64), nullable=False),
        sa.Column("chat", sa.LargeBinary(), nullable=True),
        sa.Column("address", sa.LargeBinary(), nullable=True),
        sa.Column("procedure", sa.String(length=64), nullable=False),
        sa.Column("publication", sa.String(length=64), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("way", sa.String(length=16), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("booked_visits", sa.Integer(), nullable=False),
        sa.Column("papers", sa.Integer(), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("limit", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("case", name=op.f("pk_promise")),
    )
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.create_index("ix_promise_chat", ["chat"], unique=False)
    op.create_table(
        "happening",
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("case", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('submitted', 'asked-else', 'visited', 'missed', 'done')", name=op.f("ck_happening_kind")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_happening")),
    )
    with op.batch_alter_table("happening", schema=None) as batch_op:
        batch_op.create_index("ix_happening_case", ["case"], unique=False)
