"""Work for clerks: what reports and calls set in motion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.engine import Connection

from claims.clock import moment
from claims.store import models
from claims.store.calls import know_call
from claims.store.cleaning import clean, key
from claims.store.engine import lock, transaction
from claims.store.rows import LIST_LIMIT, Records, call_lock, digits
from claims.tasks import GROWING, Task, task


class Tasks(Records):
    """Work for clerks."""

    def add_task(
        self,
        kind: str,
        call_id: str | None,
        report_number: str | None,
        due_at: datetime | str | None,
        detail: Mapping[str, Any] | None,
        now: datetime | str,
    ) -> int:
        """Add a task for a clerk and return its id; one just like it that is open is returned instead.

        Args:
            kind: One of the contract's kinds.
            call_id: The call it comes from.
            report_number: The report it is about, if any.
            due_at: When it is due; None for the time its kind is given in ``claims.tasks``.
            detail: What the clerk needs to know.
            now: When it arises.

        Raises:
            ValueError: There is no such kind of task.
        """
        when = moment(now)
        made = task(kind, when, None, **clean(detail or {}))
        if due_at is not None:
            made = Task(made.kind, moment(due_at), made.detail)
        columns = models.tasks.c
        with transaction(self.engine, writes=True) as connection:
            if call_id is not None:
                lock(connection, [call_lock(call_id)])
                know_call(connection, call_id, started_at=when)
                forget_wish(connection, call_id, kind)
            like = select(columns.id, columns.detail).where(
                columns.kind == kind,
                columns.call_id == key(call_id),
                columns.report_number == key(report_number),
                columns.status == "open",
            )
            for row in connection.execute(like):
                if untimed(row.detail) == untimed(made.detail):
                    return int(row.id)
            return write_task(connection, made, call_id, report_number, when)

    def keep_wish(
        self,
        kind: str,
        call_id: str,
        report_number: str | None,
        detail: Mapping[str, Any] | None,
        now: datetime | str,
    ) -> None:
        """Keep what is known of a task that is still being told; ``add_task`` takes its place, or the call's end.

        Args:
            kind: One of the contract's kinds.
            call_id: The call it comes from; it has one such task of a kind at a time.
            report_number: The report it is about, if any.
            detail: What was told so far.
            now: When it arises.

        Raises:
            ValueError: There is no such kind of task.
        """
        when = moment(now)
        made = task(kind, when, None, **clean(detail or {}))
        with transaction(self.engine, writes=True) as connection:
            lock(connection, [call_lock(call_id)])
            know_call(connection, call_id, started_at=when)
            forget_wish(connection, call_id, kind)
            write_task(connection, made, call_id, report_number, when, status="draft")

    def drop_wish(self, kind: str, call_id: str) -> None:
        """Forget a task that was being told: the caller has taken it back."""
        with transaction(self.engine, writes=True) as connection:
            forget_wish(connection, call_id, kind)

    def tasks(
        self, report_number: str | None = None, call_id: str | None = None, limit: int = LIST_LIMIT
    ) -> list[dict[str, Any]]:
        """Return tasks, what is due first first; of a report and of a call, each if given."""
        columns = models.tasks.c
        return self._listed(
            select(models.tasks)
            .where(columns.status != "draft")
            .order_by(columns.due_at, columns.id)
            .limit(limit),
            {columns.report_number: digits(report_number), columns.call_id: key(call_id)},
        )


def owe(
    connection: Connection,
    owed: Iterable[Task],
    call_id: str,
    report_number: str | None,
    now: datetime,
) -> None:
    """Add what is owed, save what the report or call is already owed: a second tow truck helps nobody."""
    columns = models.tasks.c
    of = columns.report_number == report_number if report_number else columns.call_id == key(call_id)
    mine = or_(of, columns.call_id == key(call_id))
    open_ones = select(columns.id, columns.kind, columns.detail).where(mine, columns.status == "open")
    there = {row.kind: row for row in connection.execute(open_ones)}
    for due in owed:
        known = there.get(due.kind)
        if known is None or due.kind == "chaser":
            write_task(connection, due, call_id, report_number, now)
        elif due.kind in GROWING:
            detail = clean({**known.detail, **due.detail})
            connection.execute(update(models.tasks).where(columns.id == known.id).values(detail=detail))
    if report_number:
        named = and_(columns.call_id == key(call_id), columns.report_number.is_(None))
        connection.execute(update(models.tasks).where(named).values(report_number=report_number))


def write_task(
    connection: Connection,
    made: Task,
    call_id: str | None,
    report_number: str | None,
    now: datetime,
    status: str = "open",
) -> int:
    """Insert a task and return its id."""
    row = {
        "kind": made.kind,
        "call_id": key(call_id),
        "report_number": key(report_number),
        "created_at": now,
        "due_at": made.due_at,
        "status": status,
        "detail": clean(made.detail),
    }
    return int(connection.execute(models.tasks.insert().values(row)).inserted_primary_key[0])


def close_tasks(connection: Connection, call_id: str, kind: str | None = None) -> None:
    """Close the open tasks of a call, or those of one kind."""
    columns = models.tasks.c
    change = update(models.tasks).where(columns.call_id == key(call_id), columns.status == "open")
    connection.execute((change.where(columns.kind == kind) if kind else change).values(status="done"))


def forget_wish(connection: Connection, call_id: str, kind: str) -> None:
    """Remove what was being told of a task of this kind."""
    columns = models.tasks.c
    drafts = and_(columns.call_id == key(call_id), columns.kind == kind, columns.status == "draft")
    connection.execute(models.tasks.delete().where(drafts))


def open_wish(connection: Connection, call_id: str) -> str | None:
    """Make work of what was being told when the call ended; return the kind told last."""
    columns = models.tasks.c
    drafts = and_(columns.call_id == key(call_id), columns.status == "draft")
    kinds = connection.execute(select(columns.kind).where(drafts).order_by(columns.id)).scalars().all()
    connection.execute(update(models.tasks).where(drafts).values(status="open"))
    return kinds[-1] if kinds else None


def untimed(detail: Mapping[str, Any]) -> dict[str, Any]:
    """A task's detail without its window, which moves when a turn is repeated a second later."""
    return {name: value for name, value in detail.items() if name not in ("not_before", "not_after")}
