"""Numbers of identity and bank cards are sealed in whatever is kept (claims.level_one); here those kept before."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

from claims.level_one import Sealer
from claims.settings import Settings
from claims.store.trail import unguarded

revision = "0007"
down_revision = "0006"

KEPT_IN = {
    "transcript": ("id", "text", sa.Text),
    "reports": ("id", "record", sa.JSON),
    "tasks": ("id", "detail", sa.JSON),
    "history": ("id", "detail", sa.JSON),
    "turns": ("turn_id", "answer", sa.JSON),
    "events": ("id", "data", sa.Text),
}
"""Table -> a column that orders its rows, the column that holds what was said, and its type; events are JSON in text."""

AT_ONCE = 1000


def upgrade() -> None:
    _rewrite("seal")


def downgrade() -> None:
    _rewrite("open")


def _rewrite(action: str) -> None:
    sealer = Sealer(Settings.from_environment(os.environ).data_key)
    if not sealer.has_key:  # nothing of what was kept is taken away
        return
    change = getattr(sealer, action)
    there = set(sa.inspect(op.get_bind()).get_table_names())
    with unguarded(op.get_bind()):
        for name in KEPT_IN.keys() & there:
            _rewrite_table(name, change)


def _rewrite_table(name: str, change: Callable[[Any], Any]) -> None:
    by, column, kind = KEPT_IN[name]
    table = sa.table(name, sa.column(by), sa.column(column, kind), sa.column("call_id"))
    keys = [table.c.call_id, table.c[by]] if name == "turns" else [table.c[by]]
    connection = op.get_bind()
    last: Any = None
    while True:
        wanted = sa.select(*keys, table.c[column]).order_by(*keys).limit(AT_ONCE)
        if last is not None:
            wanted = wanted.where(sa.tuple_(*keys) > last if len(keys) > 1 else keys[0] > last[0])
        rows = connection.execute(wanted).all()
        for row in rows:
            old = row[-1]
            new = json.dumps(change(json.loads(old))) if name == "events" and old else change(old)
            if new != old:
                mine = sa.and_(*(key == value for key, value in zip(keys, row[:-1], strict=True)))
                connection.execute(sa.update(table).where(mine).values({column: new}))
        if len(rows) < AT_ONCE:
            return
        last = tuple(rows[-1][:-1])
