"""What is answered in call-backs is sealed like all that is said; tasks and messages of a month are found by an index."""

from __future__ import annotations

import os

import sqlalchemy as sa
from alembic import op

from claims.level_one import Sealer
from claims.settings import Settings

revision = "0009"
down_revision = "0008"

ANSWERED = sa.table("callback_results", sa.column("call_id"), sa.column("answers", sa.JSON))


def upgrade() -> None:
    op.create_index("ix_tasks_created_at", "tasks", ["created_at"], unique=False)
    op.create_index("ix_messages_queued_at", "messages", ["queued_at"], unique=False)
    _rewrite("seal")


def downgrade() -> None:
    _rewrite("open")
    op.drop_index("ix_messages_queued_at", table_name="messages")
    op.drop_index("ix_tasks_created_at", table_name="tasks")


def _rewrite(action: str) -> None:
    sealer = Sealer(Settings.from_environment(os.environ).data_key)
    if not sealer.has_key:  # nothing of what was kept is taken away
        return
    connection = op.get_bind()
    for call_id, answers in connection.execute(sa.select(ANSWERED.c.call_id, ANSWERED.c.answers)).all():
        changed = getattr(sealer, action)(answers)
        if changed != answers:
            mine = sa.update(ANSWERED).where(ANSWERED.c.call_id == call_id)
            connection.execute(mine.values(answers=changed))
