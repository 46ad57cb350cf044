"""The end of a call: nothing that was said is left without somebody whose work it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, update

from claims.clock import moment
from claims.report import has_facts
from claims.store import models
from claims.store.cleaning import key
from claims.store.engine import lock, transaction
from claims.store.reports import supersede_drafts
from claims.store.rows import Records, call_lock, first, report_of
from claims.store.tasks import open_wish, owe
from claims.tasks import OUTCOME_OF, follow_ups

EMPTY = frozenset({"wrong_number", "silent", "noise"})
"""Outcomes of a call that came to nothing, so far."""

WISHED_FOR = ("place", "place_keys", "place_coordinates")
"""Facts of a message as well as of a report."""

SILENT_FOR = timedelta(minutes=30)
"""How long nothing is heard of a call before it counts as ended; a caller who waits is spoken to every 15 seconds."""

OWN_SESSIONS = "web"
"""The channel that ends its calls itself, by its sessions."""


class Endings(Records):
    """Ends calls."""

    def end_call(self, call_id: str, at: datetime | str) -> None:
        """Note that the call ended, and leave nothing that was said without somebody whose work it is.

        A report that was begun and came to nothing becomes a call-back, a complaint or message that was not told to
        its end the task it was going to be. A call that has ended is left alone; an unknown one is not made up.
        """
        calls, when = models.calls.c, moment(at)
        with transaction(self.engine, writes=True) as connection:
            lock(connection, [call_lock(call_id)])
            call = first(connection, select(models.calls).where(calls.call_id == key(call_id)))
            if call is None or call["ended_at"]:
                return
            outcome = call["outcome"]
            # Whoever was put through tells it to a person.
            wish = None if outcome == "transferred" else open_wish(connection, call_id)
            if wish and (outcome is None or outcome in EMPTY):
                outcome = OUTCOME_OF[wish]
            if call["outcome"] is None:
                report = report_of(connection, call_id)
                if report is not None and report["status"] == "draft" and begun(report["record"], wish):
                    outcome = None
                    supersede_drafts(connection, call_id, report["record"], when)
                    owed = follow_ups("abandoned", report["record"], when, phone=call["caller"])
                    owe(connection, owed, call_id, None, when)
            connection.execute(
                update(models.calls)
                .where(calls.call_id == key(call_id))
                .values(started_at=call["started_at"] or when, ended_at=when, outcome=outcome or "abandoned")
            )

    def end_silent_calls(self, now: datetime | str, silent_for: timedelta = SILENT_FOR) -> int:
        """End the calls of which nothing was heard for so long, as of their last turn; return how many.

        A gateway that falls reports no hang-up; its callers are owed a call-back like any other.

        Args:
            now: By the same clock as the database's.
            silent_for: How long nothing was heard.
        """
        calls, lines = models.calls.c, models.transcript.c
        last = func.max(lines.at, type_=lines.at.type)
        silent = (
            select(calls.call_id, calls.started_at, last.label("last"))
            .outerjoin(models.transcript, lines.call_id == calls.call_id)
            .where(
                calls.ended_at.is_(None),
                or_(calls.channel.is_(None), calls.channel != OWN_SESSIONS),
                func.coalesce(calls.seen_at, calls.started_at) < moment(now) - silent_for,
            )
            .group_by(calls.call_id, calls.started_at)
        )
        with transaction(self.engine) as connection:
            found = connection.execute(silent).all()
        for call_id, started_at, at in found:
            self.end_call(call_id, at or started_at or now)
        return len(found)


def begun(record: Mapping[str, Any], wish: str | None) -> bool:
    """Tell whether a draft is worth a call-back; a place that was told for a tow truck alone is no report."""
    told_for_wish = WISHED_FOR if wish else ()
    return has_facts({name: value for name, value in record.items() if name not in told_for_wish})
