"""What clerks do with a report: put a fact right, note, withdraw, ring back, finish what was kept by hand. Each leaves a trail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from claims import duplicates
from claims.by_hand import put_right, value_of
from claims.clock import moment
from claims.store import models
from claims.store.calls import caller_of
from claims.store.cleaning import clean, key
from claims.store.engine import lock, transaction
from claims.store.history import note
from claims.store.reports import UNFINISHED, Registration, locks, register_report, write_report
from claims.store.rows import (
    NotFound,
    Record,
    Records,
    Refused,
    as_record,
    call_lock,
    digits,
    first,
    report_of,
)
from claims.store.tasks import add_once, close_tasks, owe
from claims.tasks import brief, follow_ups, ring_back

Row = dict[str, Any]

ANYTHING: Any = object()
"""Of a fact that is put right, when it does not matter what it was."""

NEEDED = ("case_type", "place")
"""Without which no report gets a number, beside a car and a time."""


class Desk(Records):
    """Reports in the hands of clerks. A report is named by the call it was told in, for not all have a number."""

    def call_of(self, report_number: str) -> str | None:
        """Return the call in which the report of this number was told, or None."""
        columns = models.reports.c
        wanted = select(columns.call_id).where(columns.report_number == digits(report_number))
        with transaction(self.engine) as connection:
            return connection.execute(wanted).scalar_one_or_none()

    def put_right(
        self,
        call_id: str,
        field: str,
        value: Any,
        by: str,
        reason: str,
        now: datetime | str,
        was: Any = ANYTHING,
    ) -> Record:
        """Change one fact of a report, and tell the open tasks; return the report as it then is.

        Args:
            call_id: The call it was told in.
            field: ``place``, ``contact.phone`` … (``claims.by_hand.FIELDS``).
            value: What is right; None takes the fact out.
            by: Who says so.
            reason: Why.
            now: When.
            was: What the clerk saw there; if it is something else by now, nothing is changed.

        Raises:
            NotFound: The call has no report.
            Refused: The caller is still telling it, it is withdrawn or another's duplicate, or the fact is not what it was.
            ValueError: There is no such field, it cannot hold that, or the reason is missing.
        """
        when = moment(now)
        _said("reason", reason)
        with transaction(self.engine, writes=True, durable=True) as connection:
            row = _report(connection, call_id, "draft", "manual", "registered")
            old = value_of(row["record"], field)
            if was is not ANYTHING and was != old:
                raise Refused(f"{field} has been changed meanwhile")
            record = put_right(row["record"], field, clean(value))
            new = value_of(record, field)
            if new == old:
                return as_record(row)
            write_report(
                connection,
                call_id,
                record,
                row["status"],
                over=(row["status"],),
                report_number=row["report_number"],
                duplicate_of=row["duplicate_of"],
            )
            note(connection, by, "report", "correct", when, row, field=field, old=old, new=new, reason=reason)
            _tell_tasks(connection, row, record, when)
            return as_record(report_of(connection, call_id) or row)

    def note_on_report(self, call_id: str, by: str, text: str, now: datetime | str) -> None:
        """Add a line of a clerk's to the trail of a report.

        Raises:
            NotFound: The call has no report.
            ValueError: There is no text.
        """
        _said("text", text)
        with transaction(self.engine, writes=True, durable=True) as connection:
            note(connection, by, "report", "note", moment(now), _report(connection, call_id), text=text)

    def withdraw_report(self, call_id: str, by: str, reason: str, now: datetime | str) -> Record:
        """Withdraw a report, registered or not, and close its tasks; its number is never given again.

        Raises:
            NotFound: The call has no report.
            Refused: The caller is still telling it, or it is withdrawn or another's duplicate.
            ValueError: The reason is missing.
        """
        when = moment(now)
        _said("reason", reason)
        with transaction(self.engine, writes=True, durable=True) as connection:
            row = _report(connection, call_id, "draft", "manual", "registered")
            mine = models.reports.c.id == row["id"]
            connection.execute(update(models.reports).where(mine).values(status="withdrawn"))
            note(connection, by, "report", "withdraw", when, row, was=row["status"], reason=reason)
            close_tasks(connection, call_id, by, "报案已撤销", when)
            return as_record({**row, "status": "withdrawn"})

    def ring_back(
        self,
        call_id: str,
        by: str,
        now: datetime | str,
        to: str | None = None,
        reason: str | None = None,
        purpose: str = "callback",
    ) -> int:
        """Have somebody of a report rung, at once or in the morning; return the task.

        Args:
            call_id: The call it was told in.
            by: Who wants it.
            now: When.
            to: The number to ring; None for whom the report names, else who called.
            reason: What for.
            purpose: ``callback``, or ``closing_callback`` for the questions after a claim was closed.

        Raises:
            NotFound: The call has no report.
        """
        when = moment(now)
        with transaction(self.engine, writes=True, durable=True) as connection:
            row = _report(connection, call_id)
            phone = to or caller_of(connection, call_id)
            wanted = {name: value for name, value in (("phone", phone), ("reason", reason)) if value}
            made = ring_back(when, row["record"], purpose, **wanted)
            return add_once(connection, made, call_id, row["report_number"] or row["duplicate_of"], when, by)

    def finish_manual(
        self,
        call_id: str,
        by: str,
        now: datetime | str,
        complete: Callable[[Record], Record] = lambda record: record,
    ) -> Registration:
        """Give a report that was kept by hand, or broke off, its number, and send it. Repeated it gives the same number.

        Args:
            call_id: The call it was told in.
            by: Who enters it.
            now: When.
            complete: Adds to the record what is known by now: policy and verdict.

        Raises:
            NotFound: The call has no report.
            Refused: The caller is still telling it, it is withdrawn, or a fact no report can do without is missing.
        """
        when = moment(now)
        with transaction(self.engine, writes=True, durable=True) as connection:
            row = _report(connection, call_id, *UNFINISHED, "registered", "duplicate")
            record = clean(complete(row["record"]))
            lacking = [name for name in NEEDED if not record.get(name)]
            lacking += [] if duplicates.identities(record) else ["plate"]
            lacking += [] if duplicates.window(record) else ["accident_time"]
            if row["status"] in UNFINISHED and lacking:
                raise Refused(f"the report still lacks {', '.join(lacking)}")
            lock(connection, locks(call_id, record))
            return register_report(connection, self.company, call_id, record, when, by)


def _said(name: str, text: str | None) -> None:
    if not (text or "").strip():
        raise ValueError(f"{name}: needed")


def _report(connection: Connection, call_id: str, *statuses: str) -> Row:
    """Return the report of a call, locked, in one of these states if any are given and not while it is being told."""
    lock(connection, [call_lock(call_id)])
    columns = models.reports.c
    row = first(connection, select(models.reports).where(columns.call_id == key(call_id)).with_for_update())
    if row is None:
        raise NotFound("no such report")
    if statuses and row["status"] not in statuses:
        raise Refused(f"the report is {row['status']}")
    calls = models.calls.c
    ended = select(calls.ended_at).where(calls.call_id == row["call_id"])
    if statuses and row["status"] in UNFINISHED and connection.execute(ended).scalar_one_or_none() is None:
        raise Refused("the call goes on: its caller is still telling it")
    return row


def _tell_tasks(connection: Connection, row: Row, record: Record, now: datetime) -> None:
    """Let the open tasks of a report know what is right, and add what it calls for now: a tow truck, the major case."""
    columns = models.tasks.c
    mine = select(columns.id, columns.detail).where(
        columns.call_id == row["call_id"], columns.status == "open"
    )
    was = brief(row["record"])
    for task in connection.execute(mine).all():
        left = {name: value for name, value in task.detail.items() if was.get(name) != value}
        change = update(models.tasks).where(columns.id == task.id)
        connection.execute(change.values(detail=clean({**brief(record), **left})))
    state = "abandoned" if row["status"] == "draft" else row["status"]
    already = {task.kind for task in follow_ups(state, row["record"], now)}
    owed = [task for task in follow_ups(state, record, now) if task.kind not in already]
    owe(connection, owed, row["call_id"], row["report_number"], now)
