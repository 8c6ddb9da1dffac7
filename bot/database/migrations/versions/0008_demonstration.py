"""The demonstration province: which registers are taken down."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "demonstration_switch",
        sa.Column("register", sa.String(length=48), nullable=False),
        sa.Column("state", sa.String(length=4), nullable=False),
        sa.CheckConstraint("state IN ('down', 'slow')", name=op.f("ck_demonstration_switch_state")),
        sa.PrimaryKeyConstraint("register", name=op.f("pk_demonstration_switch")),
    )
