"""What callers said that is to be learnt from: labels of lines."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "labels",
        sa.Column("line_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("label", sa.String(), nullable=False, comment="what the line means"),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["transcript.id"], name="fk_labels_line_id"),
        sa.PrimaryKeyConstraint("line_id", name="pk_labels"),
    )


def downgrade() -> None:
    op.drop_table("labels")
