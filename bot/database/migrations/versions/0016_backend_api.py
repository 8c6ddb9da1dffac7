"""Whose a case is, which calls clients made, and when a rotated key ends.

Revision: 0016
Revises: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "api_case",
        sa.Column("case", sa.String(length=64), nullable=False),
        sa.Column("client", sa.String(length=32), nullable=False),
        sa.Column("owned_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("case", name=op.f("pk_api_case")),
    )
    op.create_table(
        "api_call",
        sa.Column("client", sa.String(length=32), nullable=False),
        sa.Column("call", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("client", "call", "key", name=op.f("pk_api_call")),
    )
    with op.batch_alter_table("api_key", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True))
