"""Logins, and the people whom they have proved."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "login",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chat", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("state_hash", sa.LargeBinary(), nullable=True),
        sa.Column("browser_hash", sa.LargeBinary(), nullable=True),
        sa.Column("attempt", sa.LargeBinary(), nullable=True),
        sa.Column("proof", sa.LargeBinary(), nullable=True),
        sa.Column("person", sa.String(length=32), nullable=True),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("wrong_key", sa.String(length=200), nullable=True),
        sa.Column("finish_key", sa.String(length=200), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("level IN ('real-name', 'face')", name=op.f("ck_login_level")),
        sa.CheckConstraint("state IN ('open', 'started', 'proved', 'used', 'over')", name=op.f("ck_login_state")),
        sa.CheckConstraint("state <> 'proved' OR proof IS NOT NULL", name=op.f("ck_login_proof")),
        sa.CheckConstraint("state <> 'used' OR answer IS NOT NULL", name=op.f("ck_login_answer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login")),
        sa.UniqueConstraint("chat", "key", name=op.f("uq_login_chat_key")),
        sa.UniqueConstraint("state_hash", name=op.f("uq_login_state_hash")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_login_token_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("login", schema=None) as batch_op:
        batch_op.create_index("ix_login_expires_at", ["expires_at"], unique=False)
        batch_op.create_index("ix_login_person", ["person"], unique=False)
        batch_op.create_index(
            "uq_login_chat_live",
            ["chat"],
            unique=True,
            sqlite_where=sa.text("state IN ('open', 'started', 'proved')"),
            postgresql_where=sa.text("state IN ('open', 'started', 'proved')"),
        )

    op.create_table(
        "person",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.LargeBinary(), nullable=True),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("level IN ('real-name', 'face')", name=op.f("ck_person_level")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
