"""The first tables: calls and what was said, reports and their numbers, tasks, messages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "calls",
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("caller", sa.String(), nullable=True, comment="the calling number"),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True, comment="shown once the call has ended"),
        sa.PrimaryKeyConstraint("call_id", name="pk_calls"),
    )
    op.create_index("ix_calls_caller", "calls", ["caller"], unique=False)
    op.create_index("ix_calls_started_at", "calls", ["started_at"], unique=False)
    op.create_table(
        "counters",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False, comment="the last one given out"),
        sa.PrimaryKeyConstraint("name", name="pk_counters"),
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.String(), nullable=True),
        sa.Column("report_number", sa.String(), nullable=True),
        sa.Column("to", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("status", sa.String(), nullable=False, comment="queued, later sent or failed"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("send_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["calls.call_id"], name="fk_messages_call_id"),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
    )
    op.create_index("ix_messages_call_id", "messages", ["call_id"], unique=False)
    op.create_index("ix_messages_report_number", "messages", ["report_number"], unique=False)
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("report_number", sa.String(), nullable=True, comment="null until registered"),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("duplicate_of", sa.String(), nullable=True, comment="number of the report on file"),
        sa.Column(
            "superseded_by",
            sa.String(),
            nullable=True,
            comment="the call that took this unfinished draft up again",
        ),
        sa.Column("plate", sa.String(), nullable=True),
        sa.Column("vin", sa.String(), nullable=True),
        sa.Column("engine_no", sa.String(), nullable=True),
        sa.Column("policy_no", sa.String(), nullable=True),
        sa.Column("accident_start", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accident_end", sa.DateTime(timezone=True), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.call_id"], name="fk_reports_call_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
        sa.UniqueConstraint("call_id", name="uq_reports_call_id"),
        sa.UniqueConstraint("report_number", name="uq_reports_report_number"),
    )
    op.create_index("ix_reports_engine_no", "reports", ["engine_no"], unique=False)
    op.create_index("ix_reports_plate", "reports", ["plate"], unique=False)
    op.create_index("ix_reports_policy_no", "reports", ["policy_no"], unique=False)
    op.create_index("ix_reports_registered_at", "reports", ["registered_at"], unique=False)
    op.create_index("ix_reports_status", "reports", ["status"], unique=False)
    op.create_index("ix_reports_vin", "reports", ["vin"], unique=False)
    op.create_table(
        "tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("call_id", sa.String(), nullable=True),
        sa.Column("report_number", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(), nullable=False, comment="open or done"),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.call_id"], name="fk_tasks_call_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tasks"),
    )
    op.create_index("ix_tasks_call_id", "tasks", ["call_id"], unique=False)
    op.create_index("ix_tasks_due_at", "tasks", ["due_at"], unique=False)
    op.create_index("ix_tasks_kind", "tasks", ["kind"], unique=False)
    op.create_index("ix_tasks_report_number", "tasks", ["report_number"], unique=False)
    op.create_table(
        "transcript",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False, comment="bot or caller"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("response", sa.String(), nullable=True, comment="id of the bot's sentence"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.call_id"], name="fk_transcript_call_id"),
        sa.PrimaryKeyConstraint("id", name="pk_transcript"),
    )
    op.create_index("ix_transcript_call_id", "transcript", ["call_id"], unique=False)
    op.create_table(
        "turns",
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("turn_id", sa.String(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=True, comment="what was answered, for a repeated delivery"),
        sa.ForeignKeyConstraint(["call_id"], ["calls.call_id"], name="fk_turns_call_id"),
        sa.PrimaryKeyConstraint("call_id", "turn_id", name="pk_turns"),
    )


def downgrade() -> None:
    for table in ("transcript", "turns", "tasks", "messages", "reports", "counters", "calls"):
        op.drop_table(table)
