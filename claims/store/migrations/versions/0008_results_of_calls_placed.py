"""What came of the calls that are placed: the answers of call-backs, a row a call."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "callback_results",
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("report_number", sa.String(), nullable=True),
        sa.Column(
            "result", sa.String(), nullable=False, comment="reached, wrong_person, another_time or declined"
        ),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.call_id"], name="fk_callback_results_call_id"),
        sa.PrimaryKeyConstraint("call_id", name="pk_callback_results"),
    )
    op.create_index("ix_callback_results_report_number", "callback_results", ["report_number"], unique=False)
    op.create_index("ix_callback_results_at", "callback_results", ["at"], unique=False)


def downgrade() -> None:
    op.drop_table("callback_results")
