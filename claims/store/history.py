"""The trail of what was done, by whom and why: only ever added to, which triggers in the database see to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.engine import Connection

from claims.store import models
from claims.store.cleaning import clean, key
from claims.store.engine import transaction
from claims.store.rows import LIST_LIMIT, Records, digits, row_shape

BOT, WORKER = "bot", "worker"
"""Who did it, where it was nobody at the desk."""


def note(
    connection: Connection,
    by: str,
    about: str,
    action: str,
    now: datetime,
    of: Mapping[str, Any],
    **detail: Any,
) -> None:
    """Add a line to the trail, in the transaction of what it tells of.

    Args:
        connection: In a transaction that writes.
        by: Who did it: ``BOT``, ``WORKER`` or somebody at the desk.
        about: report, task or message.
        action: What was done.
        now: When.
        of: The row it was done to; its call, number and id are taken from it.
        detail: What else there is to know: ``reason``, ``old``, ``new`` …; None is left out.
    """
    ids = {f"{about}_id": of["id"]} if about in ("task", "message") else {}
    row = {
        "at": now,
        "by": key(by),
        "about": about,
        "action": action,
        "call_id": of["call_id"],
        "report_number": of["report_number"],
        "detail": clean({name: value for name, value in detail.items() if value is not None}),
    }
    connection.execute(models.history.insert().values(**row, **ids))


class History(Records):
    """The trail, as the desk reads it."""

    def history(
        self,
        report_number: str | None = None,
        call_id: str | None = None,
        task_id: int | None = None,
        limit: int = LIST_LIMIT,
    ) -> list[dict[str, Any]]:
        """Return what was done, the oldest first; of a report also what was done before it had its number.

        Of more than ``limit`` lines the newest ones.
        Each is ``{"id", "at", "by", "about", "action", "call_id", "report_number", "task_id", "message_id", "detail"}``.
        """
        columns, reports = models.history.c, models.reports.c
        wanted = select(models.history).order_by(columns.id.desc()).limit(limit)
        if report_number is not None:
            number = digits(report_number)
            its_call = select(reports.call_id).where(reports.report_number == number).scalar_subquery()
            wanted = wanted.where(or_(columns.report_number == number, columns.call_id == its_call))
        if call_id is not None:
            wanted = wanted.where(columns.call_id == key(call_id))
        if task_id is not None:
            wanted = wanted.where(columns.task_id == task_id)
        with transaction(self.engine) as connection:
            return [row_shape(row) for row in connection.execute(wanted).mappings()][::-1]
