"""What the desk's pages look up: reports by what clerks remember of them, and calls as a ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from claims.clock import iso, moment
from claims.search import tidied
from claims.store import models
from claims.store.calls import call_shape
from claims.store.cleaning import clean, key
from claims.store.engine import transaction
from claims.store.rows import Record, Records, as_record, line_shape
from claims.store.tasks import is_late

Row = dict[str, Any]


class Looking(Records):
    """Only reads."""

    def find_reports(
        self,
        words: str = "",
        case_type: str | None = None,
        status: str | None = None,
        channel: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        skip: int = 0,
        limit: int = 50,
    ) -> list[Row]:
        """Return reports, the newest first, each the claim report with ``from`` and ``started_at`` of its call.

        Args:
            words: Any part of a plate, report number, telephone number or name; of several, apart by blanks, all have to be there.
            case_type: Only of this kind of accident.
            status: Only of this status; None for all but duplicates and empty drafts.
            channel: Only told over this channel.
            since: Only of calls that began then or later.
            until: Only of calls that began before.
            skip: Leave out so many.
            limit: At most so many.
        """
        columns, calls = models.reports.c, models.calls.c
        wanted = (
            select(models.reports, calls.caller, calls.started_at, calls.ended_at, calls.channel)
            .join(models.calls, calls.call_id == columns.call_id)
            .order_by(calls.started_at.desc(), columns.id.desc())
            .offset(skip)
            .limit(limit)
        )
        likes = [f"%{word.translate(_LITERALLY)}%" for word in map(tidied, words.split())]
        if likes:
            named = [columns.search.like(like, escape="\\") for like in likes]
            wanted = wanted.where(columns.id.in_(select(columns.id).where(*named)))
        wanted = wanted.where(columns.status == key(status) if status else columns.status != "duplicate")
        for column, value in ((columns.case_type, case_type), (calls.channel, channel)):
            if value:
                wanted = wanted.where(column == key(clean(value)))
        if since:
            wanted = wanted.where(calls.started_at >= since)
        if until:
            wanted = wanted.where(calls.started_at < until)
        with transaction(self.engine) as connection:
            return [
                {
                    **as_record(row),
                    "channel": row["channel"] or row["record"].get("channel"),
                    "from": row["caller"],
                    "started_at": row["started_at"] and iso(row["started_at"]),
                    "goes_on": row["ended_at"] is None,
                }
                for row in connection.execute(wanted).mappings()
            ]

    def records_of(self, calls: Iterable[str | None]) -> dict[str, Record]:
        """Return the reports of these calls as far as they go, by call."""
        reports = models.reports.c
        wanted = select(reports.call_id, reports.record).where(reports.call_id.in_(set(filter(None, calls))))
        with transaction(self.engine) as connection:
            return {row.call_id: row.record for row in connection.execute(wanted)}

    def ledger(
        self,
        since: datetime | None = None,
        until: datetime | None = None,
        outcome: str | None = None,
        channel: str | None = None,
        caller: str | None = None,
        going_on: bool = False,
        skip: int = 0,
        limit: int = 50,
    ) -> list[Row]:
        """Return calls, the newest first, silent and wrong ones too, each with ``report_number``, ``plate``, ``turns`` and ``last``.

        ``turns`` counts what the caller said; ``last`` is the bot's last sentence.
        """
        calls, reports, lines = models.calls.c, models.reports.c, models.transcript.c
        wanted = (
            select(models.calls, reports.report_number, reports.duplicate_of, reports.plate)
            .outerjoin(models.reports, reports.call_id == calls.call_id)
            .order_by(calls.started_at.desc(), calls.call_id)
            .offset(skip)
            .limit(limit)
        )
        if since:
            wanted = wanted.where(calls.started_at >= since)
        if until:
            wanted = wanted.where(calls.started_at < until)
        if outcome:
            wanted = wanted.where(calls.outcome == key(outcome), calls.ended_at.is_not(None))
        if channel:
            wanted = wanted.where(calls.channel == key(channel))
        if caller:
            wanted = wanted.where(calls.caller.like(f"%{tidied(caller).translate(_LITERALLY)}", escape="\\"))
        if going_on:
            wanted = wanted.where(calls.ended_at.is_(None))
        with transaction(self.engine) as connection:
            rows = [dict(row) for row in connection.execute(wanted).mappings()]
            ids = [row["call_id"] for row in rows]
            said = {
                row.call_id: row.turns
                for row in connection.execute(
                    select(lines.call_id, func.count().label("turns"))
                    .where(lines.call_id.in_(ids), lines.who == "caller")
                    .group_by(lines.call_id)
                )
            }
            last = last_said(connection, ids)
        return [
            {
                **call_shape(row),
                "report_number": row["report_number"] or row["duplicate_of"],
                "plate": row["plate"],
                "turns": said.get(row["call_id"], 0),
                "last": last.get(row["call_id"], ("", None))[0],
            }
            for row in rows
        ]

    def conversations(self, since: datetime, until: datetime, limit: int | None = None) -> list[Row]:
        """Return the calls that began in a time, the newest first, each with its ``lines``: ``{"seq", "who", "text", "id", "at"}``."""
        calls, lines = models.calls.c, models.transcript.c
        wanted = select(models.calls).where(calls.started_at >= since, calls.started_at < until)
        wanted = wanted.order_by(calls.started_at.desc(), calls.call_id).limit(limit)
        with transaction(self.engine) as connection:
            found = [
                {**call_shape(row), "lines": list[Row]()} for row in connection.execute(wanted).mappings()
            ]
            by_call = {it["call_id"]: it["lines"] for it in found}
            for some in _pieces(list(by_call)):
                said = select(models.transcript).where(lines.call_id.in_(some)).order_by(lines.id)
                for row in connection.execute(said).mappings():
                    by_call[row["call_id"]].append(line_shape(row))
        return found

    def counts(self) -> Mapping[str, Mapping[tuple[str, str], int]]:
        """Return how many calls there are by channel and outcome, reports by status, tasks and messages by kind and status."""
        calls, reports = models.calls.c, models.reports.c
        tasks, messages = models.tasks.c, models.messages.c
        wanted = {
            "calls": select(calls.channel, calls.outcome, func.count()).group_by(
                calls.channel, calls.outcome
            ),
            "reports": select(reports.status, reports.case_type, func.count()).group_by(
                reports.status, reports.case_type
            ),
            "tasks": select(tasks.kind, tasks.status, func.count()).group_by(tasks.kind, tasks.status),
            "messages": select(messages.status, messages.status, func.count()).group_by(messages.status),
        }
        with transaction(self.engine) as connection:
            return {
                name: {(one or "", other or ""): many for one, other, many in connection.execute(query)}
                for name, query in wanted.items()
            }

    def going_wrong(self, now: datetime | str) -> Mapping[str, int]:
        """Return how many open tasks are past their time, how many have gone up, and how many messages are not sent in time."""
        tasks, messages, when = models.tasks.c, models.messages.c, moment(now)
        is_open = tasks.status == "open"
        wanted = {
            "tasks_overdue": select(func.count()).where(is_open, is_late(when)),
            "tasks_escalated": select(func.count()).where(is_open, tasks.level > 0),
            "messages_late": select(func.count()).where(messages.status == "queued", messages.send_by < when),
        }
        with transaction(self.engine) as connection:
            return {name: int(connection.execute(query).scalar_one()) for name, query in wanted.items()}


_LITERALLY = str.maketrans({"%": r"\%", "_": r"\_", "\\": r"\\"})


def _pieces(ids: list[str], length: int = 500) -> Iterator[list[str]]:
    """Yield a list in pieces no database minds in one condition."""
    for at in range(0, len(ids), length):
        yield ids[at : at + length]


def last_said(connection: Any, calls: Any) -> dict[str, tuple[str, str | None]]:
    """Return the bot's last sentence and its id, by call."""
    lines = models.transcript.c
    newest = (
        select(func.max(lines.id)).where(lines.who == "bot", lines.call_id.in_(calls)).group_by(lines.call_id)
    )
    wanted = select(lines.call_id, lines.text, lines.response).where(lines.id.in_(newest))
    return {row.call_id: (row.text, row.response) for row in connection.execute(wanted)}
