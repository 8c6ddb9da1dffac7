"""Applications, and what departments do with them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _keep_applications()
    _keep_steps()
    _keep_what_is_asked()
    _keep_deliveries()
    _keep_the_demonstration()


def _keep_applications() -> None:
    op.create_table(
        "application",
        sa.Column("case", sa.String(length=64), nullable=False),
        sa.Column("person", sa.LargeBinary(), nullable=True),
        sa.Column("number", sa.LargeBinary(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("give", sa.String(length=16), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("in_hand", sa.Boolean(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('deciding', 'approved', 'partly', 'refused', 'withdrawn')", name=op.f("ck_application_state")
        ),
        sa.PrimaryKeyConstraint("case", name=op.f("pk_application")),
    )
    op.create_index(
        "ix_application_over_at",
        "application",
        ["over_at"],
        unique=False,
        sqlite_where=sa.text("body IS NOT NULL"),
        postgresql_where=sa.text("body IS NOT NULL"),
    )
    op.create_index("ix_application_person", "application", ["person"], unique=False)
    op.create_table(
        "application_part",
        sa.Column("case", sa.String(length=64), nullable=False),
        sa.Column("procedure", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("publication", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("time", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["application.case"], name=op.f("fk_application_part_case_application")),
        sa.PrimaryKeyConstraint("case", "procedure", name=op.f("pk_application_part")),
    )
    op.create_table(
        "application_call",
        sa.Column("call", sa.String(length=16), nullable=False),
        sa.Column("case", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("call", "case", "key", name=op.f("pk_application_call")),
    )
    op.create_index("ix_application_call_case", "application_call", ["case"], unique=False)
    op.create_table(
        "application_pass",
        sa.Column("case", sa.String(length=64), nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["application.case"], name=op.f("fk_application_pass_case_application")),
        sa.PrimaryKeyConstraint("case", name=op.f("pk_application_pass")),
    )


def _keep_steps() -> None:
    op.create_table(
        "application_step",
        sa.Column("case", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=64), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("decides", sa.Text(), nullable=True),
        sa.Column("publicity", sa.String(length=32), nullable=True),
        sa.Column("apart", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("earliest", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("refusal", sa.LargeBinary(), nullable=True),
        sa.Column("registered", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'open', 'approved', 'refused', 'dropped')", name=op.f("ck_application_step_state")
        ),
        sa.ForeignKeyConstraint(["case"], ["application.case"], name=op.f("fk_application_step_case_application")),
        sa.PrimaryKeyConstraint("case", "number", name=op.f("pk_application_step")),
    )
    op.create_index(
        "ix_application_step_open",
        "application_step",
        ["department", "until"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "application_event",
        sa.Column("case", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("part", sa.String(length=64), nullable=True),
        sa.Column("body", sa.String(length=64), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=True),
        sa.Column("given", sa.String(length=16), nullable=True),
        sa.Column("told", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("number > 0", name=op.f("ck_application_event_number")),
        sa.ForeignKeyConstraint(["case"], ["application.case"], name=op.f("fk_application_event_case_application")),
        sa.PrimaryKeyConstraint("case", "number", name=op.f("pk_application_event")),
    )


def _keep_what_is_asked() -> None:
    op.create_table(
        "application_ask",
        sa.Column("case", sa.String(length=64), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wanted", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'added', 'missing', 'decided')", name=op.f("ck_application_ask_state")),
        sa.ForeignKeyConstraint(["case"], ["application.case"], name=op.f("fk_application_ask_case_application")),
        sa.PrimaryKeyConstraint("case", "department", name=op.f("pk_application_ask")),
    )
    op.create_table(
        "application_owed",
        sa.Column("case", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=64), nullable=False),
        sa.Column("document", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('open', 'added', 'missing')", name=op.f("ck_application_owed_state")),
        sa.ForeignKeyConstraint(["case"], ["application.case"], name=op.f("fk_application_owed_case_application")),
        sa.PrimaryKeyConstraint("case", "number", name=op.f("pk_application_owed")),
    )


def _keep_deliveries() -> None:
    op.create_table(
        "application_delivery",
        sa.Column("case", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=64), nullable=False),
        sa.Column("tell", sa.String(length=64), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("once", sa.String(length=12), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'sending', 'delivered', 'refused', 'settled', 'dropped')",
            name=op.f("ck_application_delivery_state"),
        ),
        sa.ForeignKeyConstraint(["case"], ["application.case"], name=op.f("fk_application_delivery_case_application")),
        sa.PrimaryKeyConstraint("case", "number", name=op.f("pk_application_delivery")),
    )
    op.create_index(
        "ix_application_delivery_stuck",
        "application_delivery",
        ["state"],
        unique=False,
        sqlite_where=sa.text("state IN ('sending', 'refused')"),
        postgresql_where=sa.text("state IN ('sending', 'refused')"),
    )


def _keep_the_demonstration() -> None:
    op.create_table(
        "demonstration_refusal",
        sa.Column("body", sa.String(length=48), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("body", name=op.f("pk_demonstration_refusal")),
    )
    op.create_table(
        "demonstration_told",
        sa.Column("body", sa.String(length=48), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("case", sa.String(length=64), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("body", "key", name=op.f("pk_demonstration_told")),
    )
