"""Booking."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "slot",
        sa.Column("id", sa.String(length=120), nullable=False),
        sa.Column("centre", sa.String(length=48), nullable=False),
        sa.Column("counter", sa.String(length=48), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.CheckConstraint("used BETWEEN 0 AND capacity", name=op.f("ck_slot_used")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot")),
    )
    op.create_table(
        "place",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("slot", sa.String(length=120), nullable=False),
        sa.Column("case", sa.String(length=64), nullable=False),
        sa.Column("visit", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('held', 'booked', 'over', 'cancelled', 'expired', 'released')", name=op.f("ck_place_state")
        ),
        sa.ForeignKeyConstraint(["slot"], ["slot.id"], name=op.f("fk_place_slot_slot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
    )
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.create_index(
            "ix_place_held",
            ["held_until"],
            unique=False,
            sqlite_where=sa.text("state = 'held'"),
            postgresql_where=sa.text("state = 'held'"),
        )
        batch_op.create_index(
            "uq_place_case_visit_live",
            ["case", "visit"],
            unique=True,
            sqlite_where=sa.text("state IN ('held', 'booked')"),
            postgresql_where=sa.text("state IN ('held', 'booked')"),
        )

    op.create_table(
        "booking_call",
        sa.Column("call", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=32), nullable=True),
        sa.Column("slot", sa.String(length=120), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("free", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["place"], ["place.id"], name=op.f("fk_booking_call_place_place")),
        sa.ForeignKeyConstraint(["slot"], ["slot.id"], name=op.f("fk_booking_call_slot_slot")),
        sa.PrimaryKeyConstraint("call", "key", name=op.f("pk_booking_call")),
    )
