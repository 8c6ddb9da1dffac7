"""The hall on the day: lines, numbers, answered calls; and what citizens say of their visit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

CALLED = sa.text("state = 'called'")


def upgrade() -> None:
    op.create_table(
        "hall_line",
        sa.Column("centre", sa.String(length=48), nullable=False),
        sa.Column("counter", sa.String(length=48), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("letters", sa.String(length=2), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("in_a_row", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("centre", "counter", "day", name=op.f("pk_hall_line")),
        sa.UniqueConstraint("centre", "day", "letters", name=op.f("uq_hall_line_centre_day_letters")),
    )
    op.create_table(
        "hall_number",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("centre", sa.String(length=48), nullable=False),
        sa.Column("counter", sa.String(length=48), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.String(length=8), nullable=True),
        sa.Column("place", sa.String(length=32), nullable=True),
        sa.Column("case", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("in_vain", sa.Integer(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("window", sa.String(length=8), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('appointment', 'late', 'walk-in')", name=op.f("ck_hall_number_kind")),
        sa.CheckConstraint(
            "state IN ('waiting', 'called', 'served', 'left', 'missed')", name=op.f("ck_hall_number_state")
        ),
        sa.CheckConstraint(
            "state = 'missed' OR (number IS NOT NULL AND arrived_at IS NOT NULL)", name=op.f("ck_hall_number_there")
        ),
        sa.CheckConstraint(
            "state <> 'called' OR (called_at IS NOT NULL AND \"window\" IS NOT NULL)",
            name=op.f("ck_hall_number_called"),
        ),
        sa.ForeignKeyConstraint(["place"], ["place.id"], name=op.f("fk_hall_number_place_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hall_number")),
        sa.UniqueConstraint("centre", "day", "number", name=op.f("uq_hall_number_centre_day_number")),
        sa.UniqueConstraint("place", name=op.f("uq_hall_number_place")),
    )
    with op.batch_alter_table("hall_number", schema=None) as batch_op:
        batch_op.create_index("ix_hall_number_counter", ["centre", "counter", "day"], unique=False)
        batch_op.create_index("ix_hall_number_finished", ["centre", "counter", "finished_at"], unique=False)
        batch_op.create_index("ix_hall_number_arrived_at", ["arrived_at"], unique=False)
        batch_op.create_index(
            "uq_hall_number_window",
            ["centre", "day", "window"],
            unique=True,
            sqlite_where=CALLED,
            postgresql_where=CALLED,
        )
    op.create_table(
        "hall_call",
        sa.Column("call", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("call", "key", name=op.f("pk_hall_call")),
    )
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.create_index("ix_place_case", ["case"], unique=False)
    with op.batch_alter_table("happening", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_happening_kind"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_happening_kind"),
            "kind IN ('submitted', 'asked-else', 'visited', 'missed', 'enough', 'again', 'done')",
        )
