"""When a call was last heard of, so that one whose gateway never reports its end is ended; drafts of tasks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column(
        "calls",
        sa.Column(
            "seen_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when the last turn came in, by the database's clock",
        ),
    )
    op.create_index("ix_calls_ended_at", "calls", ["ended_at"], unique=False)
    _say_of_status("draft, open or done")


def downgrade() -> None:
    op.drop_index("ix_calls_ended_at", "calls")
    op.drop_column("calls", "seen_at")
    _say_of_status("open or done")


def _say_of_status(comment: str) -> None:
    if op.get_bind().dialect.name == "postgresql":  # SQLite keeps no comments
        op.alter_column(
            "tasks", "status", existing_type=sa.String(), existing_nullable=False, comment=comment
        )
