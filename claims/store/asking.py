"""What callers ask after: their complaints."""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_, select

from claims.store import models
from claims.store.cleaning import key
from claims.store.engine import transaction
from claims.store.rows import Records, digits
from claims.store.tasks import task_shape

Row = dict[str, Any]


class Asking(Records):
    """Only reads."""

    def complaints_of(self, phone: str | None, report_number: str | None, limit: int = 20) -> list[Row]:
        """Return the complaints told from a number, to be answered on it, or about a report; the newest first."""
        columns, calls = models.tasks.c, models.calls.c
        about = [columns.report_number == digits(report_number)] if report_number else []
        if phone:
            about += [
                calls.caller == key(phone),
                columns.detail["callback_phone"].as_string() == key(phone),
            ]
        if not about:
            return []
        wanted = (
            select(models.tasks)
            .outerjoin(models.calls, calls.call_id == columns.call_id)
            .where(columns.kind == "complaint", columns.status.in_(("open", "done")), or_(*about))
            .order_by(columns.created_at.desc(), columns.id.desc())
            .limit(limit)
        )
        with transaction(self.engine) as connection:
            return [task_shape(row) for row in connection.execute(wanted).mappings()]
