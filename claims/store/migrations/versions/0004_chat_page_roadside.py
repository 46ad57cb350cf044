"""The chat page at the roadside: sessions that can be revoked, photos that are numbered, resent and taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    # A position is a fact of the report now, of the accident or of the car, and no longer one of the session.
    op.drop_column("web_sessions", "coordinates")
    op.add_column(
        "web_sessions",
        sa.Column(
            "generation",
            sa.Integer(),
            server_default="0",
            nullable=False,
            comment="of the tokens that open it; raised, it revokes those before",
        ),
    )
    op.add_column(
        "photos",
        sa.Column(
            "number",
            sa.Integer(),
            server_default="0",
            nullable=False,
            comment="in the conversation, never given twice",
        ),
    )
    op.add_column(
        "photos",
        sa.Column(
            "upload_id",
            sa.String(),
            nullable=True,
            comment="of the page, so that one sent again is kept once",
        ),
    )
    op.create_index("ix_photos_call_id_upload_id", "photos", ["call_id", "upload_id"], unique=True)
    op.add_column(
        "photos",
        sa.Column(
            "gone_at", sa.DateTime(timezone=True), nullable=True, comment="when the customer took it back"
        ),
    )


def downgrade() -> None:
    op.drop_column("photos", "gone_at")
    op.drop_index("ix_photos_call_id_upload_id", "photos")
    op.drop_column("photos", "upload_id")
    op.drop_column("photos", "number")
    op.drop_column("web_sessions", "generation")
    op.add_column(
        "web_sessions",
        sa.Column("coordinates", sa.JSON(), nullable=True, comment="where the customer's device says it is"),
    )
