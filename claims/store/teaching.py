"""What callers said that is to be learnt from: labels that a supervisor gives to lines of the transcript."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from claims.clock import moment
from claims.store import models
from claims.store.cleaning import key
from claims.store.engine import transaction, upsert
from claims.store.history import note
from claims.store.rows import NotFound, Records, first, line_shape, row_shape

Row = dict[str, Any]


class Teaching(Records):
    """Labels of lines; a line has one, or none."""

    def line(self, line_id: int) -> Row | None:
        """Return a line of the transcript with its ``call_id``, or None."""
        wanted = select(models.transcript).where(models.transcript.c.id == line_id)
        with transaction(self.engine) as connection:
            row = first(connection, wanted)
        return {**line_shape(row), "call_id": row["call_id"]} if row else None

    def label_line(self, line_id: int, label: str | None, by: str, now: datetime | str) -> None:
        """Say what a caller's line means, in place of what was said of it before; None: it is not labelled any more.

        Raises:
            NotFound: There is no such line of a caller's.
        """
        lines, when = models.transcript.c, moment(now)
        caller_s = select(lines.call_id).where(lines.id == line_id, lines.who == "caller")
        with transaction(self.engine, writes=True, durable=True) as connection:
            call_id = connection.execute(caller_s).scalar_one_or_none()
            if call_id is None:
                raise NotFound("no such line")
            if label is None:
                connection.execute(delete(models.labels).where(models.labels.c.line_id == line_id))
            else:
                row = {"line_id": line_id, "label": key(label), "by": key(by), "at": when}
                insert = upsert(connection, models.labels).values(row)
                connection.execute(insert.on_conflict_do_update(index_elements=["line_id"], set_=row))
            note(
                connection,
                by,
                "call",
                "label",
                when,
                {"call_id": call_id, "report_number": None},
                label=label,
            )

    def labels_of(self, line_ids: Iterable[int]) -> dict[int, str]:
        """Return the labels of these lines, of those that have one."""
        labels = models.labels.c
        wanted = select(labels.line_id, labels.label).where(labels.line_id.in_(list(line_ids)))
        with transaction(self.engine) as connection:
            return {row.line_id: row.label for row in connection.execute(wanted)}

    def labelled(self) -> list[Row]:
        """Return all labels with the words they are of, in the order in which they were given: ``{"line_id", "label", "by", "at", "text", "call_id"}``."""
        labels, lines = models.labels.c, models.transcript.c
        wanted = (
            select(models.labels, lines.text, lines.call_id)
            .join(models.transcript, lines.id == labels.line_id)
            .order_by(labels.at, labels.line_id)
        )
        with transaction(self.engine) as connection:
            return [row_shape(row) for row in connection.execute(wanted).mappings()]

    def corrections_of(self, calls: Iterable[str]) -> dict[str, list[Row]]:
        """Return what people put right in the reports of these calls, by call: the detail of each line of the trail."""
        history = models.history.c
        wanted = (
            select(history.call_id, history.detail)
            .where(history.action == "correct", history.call_id.in_(list(calls)))
            .order_by(history.id)
        )
        found: dict[str, list[Row]] = {}
        with transaction(self.engine) as connection:
            for row in connection.execute(wanted):
                found.setdefault(row.call_id, []).append(row.detail)
        return found


def forget_labels(connection: Connection, calls: Iterable[str]) -> None:
    """Take the labels off the lines of these calls, whose words are erased."""
    lines = select(models.transcript.c.id).where(models.transcript.c.call_id.in_(list(calls)))
    connection.execute(delete(models.labels).where(models.labels.c.line_id.in_(lines)))
