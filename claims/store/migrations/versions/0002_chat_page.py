"""What the chat page keeps: sessions, what was asked of the server lately, photos."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "web_sessions",
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "busy_by",
            sa.String(),
            nullable=True,
            comment="the turn being taken, in whichever server process",
        ),
        sa.Column("busy_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("coordinates", sa.JSON(), nullable=True, comment="where the customer's device says it is"),
        sa.PrimaryKeyConstraint("call_id", name="pk_web_sessions"),
    )
    op.create_index("ix_web_sessions_seen_at", "web_sessions", ["seen_at"], unique=False)
    op.create_table(
        "web_hits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(), nullable=False, comment="a session, or a digest of an address"),
        sa.Column("at", sa.Float(), nullable=False, comment="seconds since 1970"),
        sa.PrimaryKeyConstraint("id", name="pk_web_hits"),
    )
    op.create_index("ix_web_hits_who_at", "web_hits", ["who", "at"], unique=False)
    op.create_table(
        "photos",
        sa.Column("name", sa.String(), nullable=False, comment="of the file, random"),
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False, comment="media type, found by decoding"),
        sa.Column("size", sa.Integer(), nullable=False, comment="bytes"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_photos"),
    )
    op.create_index("ix_photos_call_id", "photos", ["call_id"], unique=False)


def downgrade() -> None:
    for table in ("photos", "web_hits", "web_sessions"):
        op.drop_table(table)
