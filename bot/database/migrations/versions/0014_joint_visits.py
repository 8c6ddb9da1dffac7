"""Who booked a place, the waiting list, and windows that are closed for a while."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

KEPT = sa.text("state IN ('held', 'offered')")
LISTED = sa.text("state IN ('waiting', 'offered')")
WAITS = sa.text("state = 'waiting'")


def upgrade() -> None:
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.add_column(sa.Column("procedure", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("chat", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("person", sa.String(length=64), nullable=True))
        batch_op.drop_constraint(op.f("ck_place_state"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_place_state"),
            "state IN ('held', 'booked', 'offered', 'over', 'cancelled', 'expired', 'released')",
        )
        batch_op.create_index("ix_place_chat", ["chat"], unique=False)
        batch_op.create_index("ix_place_person", ["person"], unique=False)
        batch_op.drop_index("ix_place_held")
        batch_op.create_index("ix_place_kept", ["held_until"], unique=False, sqlite_where=KEPT, postgresql_where=KEPT)

    op.create_table(
        "booker",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_booker")),
    )
    op.create_table(
        "waiting",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("case", sa.String(length=64), nullable=False),
        sa.Column("visit", sa.String(length=64), nullable=False),
        sa.Column("procedure", sa.String(length=64), nullable=False),
        sa.Column("chat", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("centre", sa.String(length=48), nullable=False),
        sa.Column("counter", sa.String(length=48), nullable=False),
        sa.Column("opens", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes", sa.DateTime(timezone=True), nullable=False),
        sa.Column("earliest", sa.String(length=5), nullable=True),
        sa.Column("latest", sa.String(length=5), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=32), nullable=True),
        sa.Column("unanswered", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'offered', 'taken', 'left', 'over')", name=op.f("ck_waiting_state")),
        sa.ForeignKeyConstraint(["place"], ["place.id"], name=op.f("fk_waiting_place_place")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_waiting")),
        sa.UniqueConstraint("id", name=op.f("uq_waiting_id")),
        sa.UniqueConstraint("key", name=op.f("uq_waiting_key")),
    )
    with op.batch_alter_table("waiting", schema=None) as batch_op:
        batch_op.create_index(
            "uq_waiting_case_visit_listed", ["case", "visit"], unique=True, sqlite_where=LISTED, postgresql_where=LISTED
        )
        batch_op.create_index(
            "ix_waiting_counter", ["centre", "counter"], unique=False, sqlite_where=WAITS, postgresql_where=WAITS
        )
    op.create_table(
        "window_leave",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("centre", sa.String(length=48), nullable=False),
        sa.Column("counter", sa.String(length=48), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("windows", sa.Integer(), nullable=False),
        sa.CheckConstraint("windows > 0", name=op.f("ck_window_leave_windows")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_window_leave_span")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_window_leave")),
    )
    with op.batch_alter_table("window_leave", schema=None) as batch_op:
        batch_op.create_index("ix_window_leave_counter", ["centre", "counter"], unique=False)
