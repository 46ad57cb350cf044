"""What follows a report: messages that are sent, tasks that are worked off, and a trail of both that cannot be edited."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _tasks()
    _messages()
    _history()


def downgrade() -> None:
    op.drop_table("history")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION history_is_only_added_to()")
    with op.batch_alter_table("messages") as table:
        table.drop_index("ix_messages_status")
        table.drop_constraint("uq_messages_key", type_="unique")
        for name in ("key", "attempts", "next_at", "claimed_by", "claimed_until", "error", "delivered_at"):
            table.drop_column(name)
    op.execute("ALTER TABLE messages RENAME COLUMN queued_at TO created_at")
    for name in ("assignee", "escalate_at", "ring_at"):
        op.drop_index(f"ix_tasks_{name}", "tasks")
    for name in ("assignee", "stage", "level", "escalate_at", "ring_at", "ringing", "rung"):
        op.drop_column("tasks", name)


def _tasks() -> None:
    for column in (
        sa.Column("assignee", sa.String(), nullable=True, comment="who does it; null: nobody yet"),
        sa.Column(
            "stage",
            sa.Integer(),
            server_default="0",
            nullable=False,
            comment="of several, how many are done",
        ),
        sa.Column(
            "level",
            sa.Integer(),
            server_default="0",
            nullable=False,
            comment="how far it has been escalated",
        ),
        # Tasks from before stay where they are: nobody could finish them until now, and an alarm for each helps nobody.
        sa.Column("escalate_at", MOMENT, nullable=True, comment="when it goes one level up; null: never"),
        sa.Column(
            "ring_at",
            MOMENT,
            nullable=True,
            comment="when the worker sees to the call next; null: people ring",
        ),
        sa.Column(
            "ringing",
            sa.String(),
            nullable=True,
            comment="the call that was asked for and has not ended yet",
        ),
        sa.Column("rung", sa.Integer(), server_default="0", nullable=False, comment="calls placed for it"),
    ):
        op.add_column("tasks", column)
    for name in ("assignee", "escalate_at", "ring_at"):
        op.create_index(f"ix_tasks_{name}", "tasks", [name], unique=False)
    _comment("tasks", "status", "draft, open, done or deleted")


def _messages() -> None:
    op.execute("ALTER TABLE messages RENAME COLUMN created_at TO queued_at")
    for column in (
        sa.Column("key", sa.String(), nullable=True, comment="by which its receiver knows it again"),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_at", MOMENT, nullable=True, comment="not tried again before; null: at once"),
        sa.Column("claimed_by", sa.String(), nullable=True, comment="the worker that is sending it"),
        sa.Column("claimed_until", MOMENT, nullable=True, comment="when another may take it over"),
        sa.Column("error", sa.Text(), nullable=True, comment="what the last attempt came to"),
        sa.Column(
            "delivered_at",
            MOMENT,
            nullable=True,
            comment="when it reached the telephone, as far as the carrier says",
        ),
    ):
        op.add_column("messages", column)
    op.execute("UPDATE messages SET key = 'message-' || id")
    # Nobody sent these. Whether a number of last month is still to be sent, people decide: they can resend each.
    op.execute(
        "UPDATE messages SET status = 'failed', error = 'queued before messages were sent' WHERE status = 'queued'"
    )
    with op.batch_alter_table("messages") as table:
        table.alter_column(
            "key",
            existing_type=sa.String(),
            nullable=False,
            existing_comment="by which its receiver knows it again",
        )
        table.create_unique_constraint("uq_messages_key", ["key"])
        table.create_index("ix_messages_status", ["status"], unique=False)
    _comment("messages", "status", "queued, sent or failed")


def _history() -> None:
    op.create_table(
        "history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.String(), nullable=False, comment="bot, worker, or who sat at the desk"),
        sa.Column("about", sa.String(), nullable=False, comment="report, task or message"),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("call_id", sa.String(), nullable=True),
        sa.Column("report_number", sa.String(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_history"),
        comment="only ever added to: triggers refuse UPDATE, DELETE and TRUNCATE",
    )
    for name in ("call_id", "report_number", "task_id"):
        op.create_index(f"ix_history_{name}", "history", [name], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            """CREATE FUNCTION history_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'the history is only added to'; END $$"""
        )
        op.execute(
            """CREATE TRIGGER history_is_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON history
            FOR EACH STATEMENT EXECUTE FUNCTION history_is_only_added_to()"""
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"""CREATE TRIGGER history_refuses_{change.lower()} BEFORE {change} ON history
            BEGIN SELECT RAISE(ABORT, 'the history is only added to'); END"""
        )
    # INSERT OR REPLACE deletes without a word to the trigger above.
    op.execute(
        """CREATE TRIGGER history_refuses_replace BEFORE INSERT ON history
        WHEN EXISTS (SELECT 1 FROM history WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'the history is only added to'); END"""
    )


def _comment(table: str, column: str, comment: str) -> None:
    if op.get_bind().dialect.name == "postgresql":  # SQLite keeps no comments
        op.alter_column(table, column, existing_type=sa.String(), existing_nullable=False, comment=comment)
