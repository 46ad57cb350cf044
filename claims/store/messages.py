"""Text messages: queued with the report they are about, claimed by one worker at a time, sent, given up, sent again."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.engine import Connection

from claims.clock import moment
from claims.messages import number_message
from claims.store import models
from claims.store.calls import caller_of
from claims.store.cleaning import clean, key
from claims.store.engine import transaction
from claims.store.history import WORKER, note
from claims.store.rows import LIST_LIMIT, NotFound, Record, Records, Refused, digits, first, row_shape
from claims.store.tasks import write_task
from claims.tasks import task

Row = dict[str, Any]

UNSENT = "短信未能送达，请电话告知客户报案号"
"""What a clerk is told of a message that was given up."""

SHOWN = (
    "id",
    "call_id",
    "report_number",
    "to",
    "text",
    "status",
    "attempts",
    "queued_at",
    "send_by",
    "sent_at",
    "delivered_at",
    "next_at",
    "error",
)
"""Columns the desk shows; the others are the workers' own."""


class Messages(Records):
    """Text messages."""

    def messages(
        self,
        report_number: str | None = None,
        status: str | None = None,
        skip: int = 0,
        limit: int = LIST_LIMIT,
    ) -> list[Row]:
        """Return text messages, the newest first; of a report and in a state, each if given."""
        columns = models.messages.c
        return self._listed(
            select(*(columns[name] for name in SHOWN)).order_by(columns.id.desc()).offset(skip).limit(limit),
            {columns.report_number: digits(report_number), columns.status: key(status)},
            row_shape,
        )

    def messages_waiting(self, now: datetime | str) -> bool:
        """Tell whether ``claim_messages`` would find anything; only reads."""
        with transaction(self.engine) as connection:
            found = select(models.messages.c.id).where(_free(moment(now))).limit(1)
            return connection.execute(found).first() is not None

    def claim_messages(self, by: str, now: datetime | str, lease: timedelta, limit: int = 10) -> list[Row]:
        """Take messages that are due, what is promised first first, and return them with their ``key``.

        Each is one worker's until the lease is over; of a worker that falls another takes it over then, under the same
        key, by which the receiver knows what it has already.
        """
        columns, when = models.messages.c, moment(now)
        due = (
            select(models.messages)
            .where(_free(when))
            .order_by(columns.send_by, columns.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        with transaction(self.engine, writes=True) as connection:
            rows = [dict(row) for row in connection.execute(due).mappings()]
            for row in rows:
                mine = {
                    "attempts": row["attempts"] + 1,
                    "claimed_by": key(by),
                    "claimed_until": when + lease,
                }
                connection.execute(update(models.messages).where(columns.id == row["id"]).values(mine))
                row.update(mine)
        return rows

    def message_sent(self, message_id: int, by: str, now: datetime | str) -> bool:
        """Note that the receiver has a message; False when another worker has taken it over."""
        when = moment(now)
        with transaction(self.engine, writes=True, durable=True) as connection:
            row = self._mine(connection, message_id, by)
            if row is None:
                return False
            done = {"status": "sent", "sent_at": when, "error": None, **_FREED}
            _write(connection, message_id, done)
            note(connection, WORKER, "message", "send", when, row, attempts=row["attempts"])
            return True

    def message_failed(
        self, message_id: int, by: str, now: datetime | str, error: str, next_at: datetime | None
    ) -> bool:
        """Note that a message could not be handed over; False when another worker has taken it over.

        Args:
            message_id: The message.
            by: The worker that claimed it.
            now: When it failed.
            error: What happened; no number and no text of it.
            next_at: When to try again; None gives it up, and people are to tell its receiver what it said.
        """
        when = moment(now)
        with transaction(self.engine, writes=True, durable=True) as connection:
            row = self._mine(connection, message_id, by)
            if row is None:
                return False
            if next_at is not None:
                _write(connection, message_id, {"error": clean(error), "next_at": next_at, **_FREED})
                return True
            _give_up(connection, row, error, when, WORKER)
            return True

    def resend(self, message_id: int, by: str, reason: str | None, now: datetime | str) -> Row:
        """Queue a message again that was given up or has not arrived, as a new one for its receiver.

        Raises:
            NotFound: There is no such message.
            Refused: It is still queued.
        """
        when = moment(now)
        with transaction(self.engine, writes=True, durable=True) as connection:
            row = self._locked(connection, models.messages.c.id == message_id)
            if row["status"] == "queued":
                raise Refused("the message is still queued")
            again = {
                "status": "queued",
                "key": uuid.uuid4().hex,
                "attempts": 0,
                "send_by": when + timedelta(seconds=60),
                **dict.fromkeys(("next_at", "error", "sent_at", "delivered_at")),
                **_FREED,
            }
            _write(connection, message_id, again)
            note(connection, by, "message", "resend", when, row, reason=reason, was=row["status"])
            return {name: value for name, value in row_shape({**row, **again}).items() if name in SHOWN}

    def message_arrived(self, key_: str, error: str | None, now: datetime | str) -> None:
        """Take the carrier's receipt for a message: it reached the telephone, or (``error``) never will. Repeated it changes nothing.

        Raises:
            NotFound: No message has this key.
        """
        when = moment(now)
        with transaction(self.engine, writes=True, durable=True) as connection:
            row = self._locked(connection, models.messages.c.key == key_)
            if row["delivered_at"] is not None or row["status"] == "failed":
                return
            if error is not None:
                _give_up(connection, row, error, when, WORKER)
                return
            sent = row["sent_at"] or when  # its receipt may be quicker than the worker that sent it
            _write(connection, row["id"], {"status": "sent", "sent_at": sent, "delivered_at": when, **_FREED})
            note(connection, WORKER, "message", "deliver", when, row)

    def _mine(self, connection: Connection, message_id: int, by: str) -> Row | None:
        """Return a claimed message, locked, unless it is another worker's by now."""
        columns = models.messages.c
        mine = and_(columns.id == message_id, columns.claimed_by == key(by), columns.status == "queued")
        return first(connection, select(models.messages).where(mine).with_for_update())

    def _locked(self, connection: Connection, which: Any) -> Row:
        row = first(connection, select(models.messages).where(which).with_for_update())
        if row is None:
            raise NotFound("no such message")
        return row


def queue(
    connection: Connection, state: str, company: str, call_id: str, number: str, record: Record, now: datetime
) -> bool:
    """Queue the message that carries a report number; False when there is no number that takes it."""
    caller = caller_of(connection, call_id)
    message = number_message(state, number, company, record, caller, now)
    if message is None:
        return False
    row = {
        "call_id": key(call_id),
        "report_number": number,
        "to": message.to,
        "text": message.text,
        "status": "queued",
        "queued_at": now,
        "send_by": message.send_by,
        "key": uuid.uuid4().hex,
    }
    connection.execute(models.messages.insert().values(row))
    return True


def on_its_way(connection: Connection, call_id: str, number: str) -> bool:
    """Tell whether a message with this number is queued or was sent for the call; one that was given up is not."""
    columns = models.messages.c
    mine = and_(columns.call_id == key(call_id), columns.report_number == number, columns.status != "failed")
    return connection.execute(select(columns.id).where(mine).limit(1)).first() is not None


_FREED = {"claimed_by": None, "claimed_until": None}


def _free(now: datetime) -> Any:
    """Return the condition of a message that is due and nobody's.

    Its own moments are the caller's, who may have told any time as now; only the worker's clock decides when it is tried again.
    """
    columns = models.messages.c
    return and_(
        columns.status == "queued",
        or_(columns.next_at.is_(None), columns.next_at <= now),
        or_(columns.claimed_until.is_(None), columns.claimed_until <= now),
    )


def _write(connection: Connection, message_id: int, values: Row) -> None:
    connection.execute(update(models.messages).where(models.messages.c.id == message_id).values(values))


def _give_up(connection: Connection, row: Row, error: str, now: datetime, by: str) -> None:
    """Leave a message as a dead letter; what was promised is now a clerk's to tell."""
    _write(connection, row["id"], {"status": "failed", "error": clean(error), "next_at": None, **_FREED})
    note(connection, by, "message", "fail", now, row, error=error, attempts=row["attempts"])
    owed = task("callback", now, None, reason=UNSENT, phone=row["to"], message_id=row["id"])
    write_task(connection, owed, row["call_id"], row["report_number"], now)
