"""Erasure: what is told of people is taken out of everything that belongs to a call; what figures are made of stays."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, exists, inspect, or_, select, text, update
from sqlalchemy.engine import Connection, Engine

from claims.clock import moment
from claims.search import search_text
from claims.store import models
from claims.store.cleaning import key
from claims.store.engine import StoreUnavailable, transaction
from claims.store.history import note
from claims.store.rows import NotFound, Records, Refused, first
from claims.store.teaching import forget_labels
from claims.store.trail import unguarded

Row = dict[str, Any]

AT_ONCE = 200
"""Calls erased in one transaction: the trail is locked as long."""

SWEEPING_S = 30.0

COMMAND = "command"

OF_A_RECORD: Mapping[str, tuple[str, ...]] = {
    "channel": (),
    "case_type": (),
    "flags": (),
    "major_case": (),
    "registered_at": (),
    "injuries": ("any", "count", "deaths"),
    "coverage": ("verdict", "cover"),
}
"""Facts of a report that stay, and of those that are made of several which."""

OF_THE_TRAIL = frozenset(
    {
        "attempts",
        "due_at",
        "field",
        "kind",
        "label",
        "level",
        "outbound",
        "result",
        "stage",
        "status",
        "to",
        "was",
    }
)
"""Details of the trail that stay: what was done by whom, not what was said of anybody."""

OF_A_TASK = frozenset({"not_before", "not_after", "purpose"})


class Erasing(Records):
    """Takes people out of the record. A call is erased once, and leaves a line in the trail."""

    def erase_before(self, before: datetime, now: datetime | str) -> tuple[list[str], list[str]]:
        """Erase the calls that ended before a moment and have no open task.

        Returns:
            The calls, and the names of their photos, whose files are the caller's to remove.
        """
        calls, photos = [], []
        while found := self._some(before):
            with transaction(self.engine, writes=True, durable=True) as connection:
                photos += _erase(connection, found, moment(now), None)
            calls += found
        return calls, photos

    def erase_call(self, call_id: str, reason: str, now: datetime | str) -> list[str]:
        """Erase one call because somebody asks; return the names of its photos. Repeated it changes nothing.

        Raises:
            NotFound: There is no such call.
            Refused: It goes on, or there is work left to do for it.
            ValueError: The reason is missing.
        """
        if not reason.strip():
            raise ValueError("reason: needed")
        calls = models.calls.c
        with transaction(self.engine, writes=True, durable=True) as connection:
            call = first(connection, select(models.calls).where(calls.call_id == key(call_id)))
            if call is None:
                raise NotFound("no such call")
            if call["ended_at"] is None:
                raise Refused("the call goes on")
            if connection.execute(
                select(calls.call_id).where(calls.call_id == key(call_id), _at_work())
            ).first():
                raise Refused("the call has open tasks: finish them first")
            return [] if call["erased_at"] else _erase(connection, [call["call_id"]], moment(now), reason)

    def sweep(self, seconds: float = SWEEPING_S) -> None:
        """Rewrite the file of a SQLite database, which keeps what was erased until then; PostgreSQL vacuums by itself.

        Whoever writes meanwhile waits.

        Args:
            seconds: How long to wait for those who read or write.

        Raises:
            StoreUnavailable: They took longer; what was erased may still be in the file.
        """
        if self.engine.dialect.name != "sqlite":
            return
        deadline = time.monotonic() + seconds
        while not _swept(self.engine):
            if time.monotonic() > deadline:
                raise StoreUnavailable("the file is in use")
            time.sleep(0.1)

    def _some(self, before: datetime) -> list[str]:
        calls = models.calls.c
        wanted = select(calls.call_id).where(calls.ended_at < before, calls.erased_at.is_(None), ~_at_work())
        with transaction(self.engine) as connection:
            return list(connection.execute(wanted.order_by(calls.ended_at).limit(AT_ONCE)).scalars())


def _swept(engine: Engine) -> bool:
    """Rewrite the file and empty its log; return whether nobody was in the way."""
    connection = engine.raw_connection()
    try:
        connection.execute("VACUUM")
        busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise StoreUnavailable(f"the database failed: {type(error).__name__}") from error
        return False
    finally:
        connection.close()


def _at_work() -> Any:
    """Return the condition of a call with an open task, of its own or of its report."""
    calls, tasks, reports = models.calls.c, models.tasks.c, models.reports.c
    number = select(reports.report_number).where(reports.call_id == calls.call_id)
    number = number.correlate(models.calls).scalar_subquery()
    return exists().where(
        tasks.status == "open", or_(tasks.call_id == calls.call_id, tasks.report_number == number)
    )


def _erase(connection: Connection, ids: Sequence[str], now: datetime, reason: str | None) -> list[str]:
    calls, photos = models.calls.c, models.photos.c
    names = list(connection.execute(select(photos.name).where(photos.call_id.in_(ids))).scalars())
    for table in (models.turns, models.photos, models.web_sessions):
        connection.execute(delete(table).where(table.c.call_id.in_(ids)))
    connection.execute(delete(models.web_hits).where(models.web_hits.c.who.in_(ids)))
    if inspect(connection).has_table("events"):  # the dialogue engine's, whose table it is
        of_these = ", ".join(f":c{nth}" for nth in range(len(ids)))
        erased = text(f"DELETE FROM events WHERE sender_id IN ({of_these})")
        connection.execute(erased, {f"c{nth}": it for nth, it in enumerate(ids)})
    forget_labels(connection, ids)
    lines = update(models.transcript).where(models.transcript.c.call_id.in_(ids))
    connection.execute(lines.values(text=""))
    number_of = _reports(connection, ids)
    numbers = [number for number in number_of.values() if number]
    _rewrite(connection, models.tasks, ids, numbers, lambda row: {"detail": _only(row["detail"], OF_A_TASK)})
    with_words = models.callback_results.c
    for answered in connection.execute(
        select(models.callback_results).where(with_words.call_id.in_(ids))
    ).mappings():
        kept = {name: it for name, it in answered["answers"].items() if isinstance(it, (bool, int))}
        connection.execute(
            update(models.callback_results)
            .where(with_words.call_id == answered["call_id"])
            .values(answers=kept)
        )
    told = {"to": "", "text": "", "error": None}
    _rewrite(connection, models.messages, ids, numbers, lambda _: told)
    with unguarded(connection):
        _rewrite(
            connection,
            models.history,
            ids,
            numbers,
            lambda row: {"detail": _only(row["detail"], OF_THE_TRAIL)},
        )
    gone = update(models.calls).where(calls.call_id.in_(ids))
    connection.execute(gone.values(caller=None, erased_at=now))
    for call_id in ids:
        of = {"call_id": call_id, "report_number": number_of.get(call_id)}
        note(connection, COMMAND, "call", "erase", now, of, reason=reason)
    return names


def _reports(connection: Connection, ids: Sequence[str]) -> dict[str, str | None]:
    """Erase the reports of calls; return the number of each, None where it had none, by call."""
    columns = models.reports.c
    found = connection.execute(select(models.reports).where(columns.call_id.in_(ids))).mappings().all()
    named = dict.fromkeys(("plate", "vin", "engine_no", "policy_no", "accident_start", "accident_end"))
    for row in found:
        left = {
            "record": _of_record(row["record"]),
            "search": search_text({}, row["report_number"], row["duplicate_of"]),
        }
        connection.execute(update(models.reports).where(columns.id == row["id"]).values(**named, **left))
    return {row["call_id"]: row["report_number"] for row in found}


def _of_record(record: Mapping[str, Any]) -> Row:
    kept = {name: record[name] for name in OF_A_RECORD if name in record}
    return {
        name: _only(value, frozenset(OF_A_RECORD[name])) if OF_A_RECORD[name] and value else value
        for name, value in kept.items()
    }


def _only(value: Mapping[str, Any], names: frozenset[str]) -> Row:
    return {name: it for name, it in value.items() if name in names}


def _rewrite(connection: Connection, table: Any, ids: Sequence[str], numbers: Sequence[str], of: Any) -> None:
    """Change the rows of a table that belong to these calls, or to these reports and no call at all."""
    columns = table.c
    mine = or_(columns.call_id.in_(ids), and_(columns.call_id.is_(None), columns.report_number.in_(numbers)))
    for row in connection.execute(select(table).where(mine)).mappings().all():
        connection.execute(update(table).where(columns.id == row["id"]).values(of(row)))
