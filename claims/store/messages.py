"""Text messages to callers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from claims.messages import number_message
from claims.store import models
from claims.store.calls import caller_of
from claims.store.cleaning import key
from claims.store.rows import LIST_LIMIT, Record, Records, digits


class Messages(Records):
    """Text messages."""

    def messages(self, report_number: str | None = None, limit: int = LIST_LIMIT) -> list[dict[str, Any]]:
        """Return text messages, the oldest first; of a report if given."""
        columns = models.messages.c
        return self._listed(
            select(models.messages).order_by(columns.id).limit(limit),
            {columns.report_number: digits(report_number)},
        )


def queue(
    connection: Connection, state: str, company: str, call_id: str, number: str, record: Record, now: datetime
) -> None:
    """Queue the message that carries a report number, when there is a telephone number to send it to."""
    caller = caller_of(connection, call_id)
    message = number_message(state, number, company, record, caller, now)
    if message is None:
        return
    row = {
        "call_id": key(call_id),
        "report_number": number,
        "to": message.to,
        "text": message.text,
        "status": "queued",
        "created_at": now,
        "send_by": message.send_by,
    }
    connection.execute(models.messages.insert().values(row))
