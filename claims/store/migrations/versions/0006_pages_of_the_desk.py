"""What the desk's pages stand on: columns reports are found by, and the accounts of those who sign in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from claims.search import search_text

revision = "0006"
down_revision = "0005"

MOMENT = sa.DateTime(timezone=True)
FOUND_BY = {"case_type": ["case_type"], "search": ["search", "id"]}
"""Column of reports -> columns of its index."""


def upgrade() -> None:
    for column in (
        sa.Column("case_type", sa.String(), nullable=True),
        sa.Column("search", sa.String(), nullable=True, comment="what it is found by (claims.search)"),
    ):
        op.add_column("reports", column)
    erased_at = sa.Column(
        "erased_at", MOMENT, nullable=True, comment="when what it tells of people was erased"
    )
    op.add_column("calls", erased_at)
    _fill()
    # A list begins with the newest: a call that is over began some time.
    op.execute("UPDATE calls SET started_at = ended_at WHERE started_at IS NULL")
    for name, columns in FOUND_BY.items():
        op.create_index(f"ix_reports_{name}", "reports", columns, unique=False)
    op.create_index("ix_history_action", "history", ["action", "at"], unique=False)
    op.create_index("ix_tasks_status", "tasks", ["status", "due_at"], unique=False)
    _comment("report, task, message, call, account or list")
    op.create_table(
        "accounts",
        sa.Column(
            "name",
            sa.String(),
            nullable=False,
            comment="by which one signs in, and who the trail says it was",
        ),
        sa.Column("role", sa.String(), nullable=False, comment="clerk, supervisor, auditor or administrator"),
        sa.Column("password", sa.String(), nullable=False, comment="its hash"),
        sa.Column("changed_at", MOMENT, nullable=False, comment="when the password was set"),
        sa.Column("closed_at", MOMENT, nullable=True, comment="since when nobody signs in by it any more"),
        sa.Column(
            "failures", sa.Integer(), server_default="0", nullable=False, comment="wrong passwords in a row"
        ),
        sa.Column("locked_until", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_accounts"),
    )
    op.create_table(
        "desk_sessions",
        sa.Column("digest", sa.String(), nullable=False, comment="of the cookie, which only the browser has"),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "form_token",
            sa.String(),
            nullable=False,
            comment="without which no form of the session is taken",
        ),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["name"], ["accounts.name"], name="fk_desk_sessions_name"),
        sa.PrimaryKeyConstraint("digest", name="pk_desk_sessions"),
    )
    op.create_index("ix_desk_sessions_name", "desk_sessions", ["name"], unique=False)


def downgrade() -> None:
    op.drop_table("desk_sessions")
    op.drop_table("accounts")
    op.drop_index("ix_tasks_status", "tasks")
    op.drop_index("ix_history_action", "history")
    op.drop_column("calls", "erased_at")
    _comment("report, task or message")
    for name in FOUND_BY:
        op.drop_index(f"ix_reports_{name}", "reports")
        op.drop_column("reports", name)


def _fill() -> None:
    reports = sa.table(
        "reports",
        sa.column("id", sa.Integer),
        sa.column("report_number", sa.String),
        sa.column("duplicate_of", sa.String),
        sa.column("record", sa.JSON),
        sa.column("case_type", sa.String),
        sa.column("search", sa.String),
    )
    connection = op.get_bind()
    last = 0
    while rows := connection.execute(
        sa.select(reports).where(reports.c.id > last).order_by(reports.c.id).limit(1000)
    ).all():
        for row in rows:
            text = search_text(row.record, row.report_number, row.duplicate_of)
            found_by = {"case_type": row.record.get("case_type"), "search": text}
            connection.execute(sa.update(reports).where(reports.c.id == row.id).values(found_by))
        last = rows[-1].id


def _comment(comment: str) -> None:
    if op.get_bind().dialect.name == "postgresql":  # SQLite keeps no comments
        op.alter_column(
            "history", "about", existing_type=sa.String(), existing_nullable=False, comment=comment
        )
