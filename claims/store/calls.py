"""Calls, what was said in them, and what they came to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, literal, or_, select, update
from sqlalchemy.engine import Connection

from claims.clock import iso, moment
from claims.store import models
from claims.store.cleaning import clean, key
from claims.store.engine import transaction, upsert
from claims.store.models import Moment
from claims.store.rows import LIST_LIMIT, Records, as_record, first, report_of, row_shape
from claims.store.web import photos_of, with_web

OUTCOMES = frozenset(
    {"registered", "duplicate", "manual", "rescue", "complaint", "enquiry", "callback", "transferred"}
    | {"wrong_number", "silent", "noise", "abandoned"}
)
"""How a call can end (contract.md, "The claims desk")."""

SETTLED = frozenset({"registered", "duplicate"})
"""Outcomes that a later one does not replace: the report is what the call was about."""


def know_call(connection: Connection, call_id: str, **known: Any) -> None:
    """Make sure there is a row for the call; a channel that never began it still leaves a record."""
    insert = upsert(connection, models.calls).values(call_id=key(call_id), **known)
    connection.execute(insert.on_conflict_do_nothing())


def caller_of(connection: Connection, call_id: str) -> str | None:
    """Return the calling number, or None."""
    wanted = select(models.calls.c.caller).where(models.calls.c.call_id == key(call_id))
    return connection.execute(wanted).scalar_one_or_none()


def settle(connection: Connection, call_id: str, outcome: str) -> None:
    """Note what the call came to, unless it is settled or over."""
    calls = models.calls.c
    open_ = or_(calls.outcome.is_(None), and_(calls.outcome.not_in(SETTLED), calls.ended_at.is_(None)))
    change = update(models.calls).where(calls.call_id == key(call_id))
    connection.execute((change if outcome in SETTLED else change.where(open_)).values(outcome=outcome))


def call_shape(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a call as the contract shows it, without its transcript."""
    return {
        "call_id": row["call_id"],
        "channel": row["channel"],
        "from": row["caller"],
        "started_at": row["started_at"] and iso(row["started_at"]),
        "ended_at": row["ended_at"] and iso(row["ended_at"]),
        "outcome": row["outcome"] if row["ended_at"] else None,
    }


def callback_of(connection: Connection, call_id: str) -> dict[str, Any] | None:
    """Return what came of a call as the desk shows it; None of a call that was not placed, or reached nobody."""
    columns = models.callback_results.c
    row = first(connection, select(models.callback_results).where(columns.call_id == key(call_id)))
    if row is None:
        return None
    shown = row_shape(row)
    return {name: shown[name] for name in ("purpose", "report_number", "result", "answers", "at")}


class Calls(Records):
    """Calls and what was said in them."""

    def begin_call(self, call_id: str, channel: str, from_: str | None, started_at: datetime | str) -> None:
        """Note that a call began. Of a call already known only what was missing is added."""
        row = {"channel": key(channel), "caller": key(from_), "started_at": moment(started_at)}
        with transaction(self.engine, writes=True) as connection:
            insert = upsert(connection, models.calls).values(call_id=key(call_id), seen_at=func.now(), **row)
            missing = {name: func.coalesce(models.calls.c[name], insert.excluded[name]) for name in row}
            connection.execute(insert.on_conflict_do_update(index_elements=["call_id"], set_=missing))

    def log_turn(
        self,
        call_id: str,
        turn_id: str | None,
        at: datetime | str,
        caller: str | None,
        bot: Iterable[Mapping[str, Any]],
        answer: Mapping[str, Any] | None = None,
    ) -> bool:
        """Add a turn to the transcript and keep its answer for a repeated delivery.

        Args:
            call_id: The call.
            turn_id: Unique in the call; a turn already logged is left alone. None: every turn is new.
            at: When the turn happened.
            caller: The caller's words, None when there were none.
            bot: ``{"id", "text"}`` of each sentence said in reply.
            answer: The channel's whole answer, given back by ``answer_of``.

        Returns:
            False when this turn had been logged before.
        """
        call, when = key(call_id), moment(at)
        said = [("caller", caller, None)] if caller else []
        said += [("bot", line.get("text") or "", line.get("id")) for line in bot]
        with transaction(self.engine, writes=True) as connection:
            know_call(connection, call_id, started_at=when)
            calls = models.calls.c
            heard = {
                "seen_at": func.now(),
                "started_at": func.coalesce(calls.started_at, literal(when, Moment)),
            }
            connection.execute(update(models.calls).where(calls.call_id == call).values(heard))
            if turn_id is not None:
                turn = {"call_id": call, "turn_id": key(turn_id), "answer": clean(answer)}
                added = connection.execute(
                    upsert(connection, models.turns).values(turn).on_conflict_do_nothing()
                )
                if not added.rowcount:
                    return False
            lines = [
                {"call_id": call, "who": who, "text": clean(text), "response": key(response), "at": when}
                for who, text, response in said
            ]
            if lines:
                connection.execute(models.transcript.insert(), lines)
            return True

    def answer_of(self, call_id: str, turn_id: str) -> dict[str, Any] | None:
        """Return the answer kept for a turn, or None when there was no such turn."""
        turns = models.turns.c
        wanted = select(turns.answer).where(turns.call_id == key(call_id), turns.turn_id == key(turn_id))
        with transaction(self.engine) as connection:
            return connection.execute(wanted).scalar_one_or_none()

    def standing(self, call_id: str, turn_id: str | None) -> tuple[bool, dict[str, Any] | None]:
        """Return whether the call is over, and the answer kept for a turn, or None when there was no such turn."""
        calls, turns = models.calls.c, models.turns.c
        answered = and_(turns.call_id == calls.call_id, turns.turn_id == key(turn_id))
        wanted = (
            select(calls.ended_at, turns.answer)
            .select_from(models.calls.outerjoin(models.turns, answered))
            .where(calls.call_id == key(call_id))
        )
        with transaction(self.engine) as connection:
            row = connection.execute(wanted).one_or_none()
            return (row.ended_at is not None, row.answer) if row else (False, None)

    def call(self, call_id: str) -> dict[str, Any] | None:
        """Return a call in the contract's shape of ``GET /api/calls/{call_id}``, or None."""
        with transaction(self.engine) as connection:
            call = first(connection, select(models.calls).where(models.calls.c.call_id == key(call_id)))
            if call is None:
                return None
            report = report_of(connection, call_id)
            lines = connection.execute(
                select(models.transcript)
                .where(models.transcript.c.call_id == key(call_id))
                .order_by(models.transcript.c.id)
            ).mappings()
            photos = photos_of(connection, [key(call_id) or ""])
            placed = callback_of(connection, call_id)
            return {
                **call_shape(call),
                **({"photos": photos[key(call_id) or ""]} if photos else {}),
                **({"callback": placed} if placed else {}),
                "report_number": report and (report["report_number"] or report["duplicate_of"]),
                "report": with_web(connection, [as_record(report)])[0] if report else None,
                "transcript": [{"who": it["who"], "text": it["text"], "at": iso(it["at"])} for it in lines],
            }

    def set_outcome(self, call_id: str, outcome: str) -> None:
        """Note how the call will have ended; shown once it has. After registered or duplicate nothing changes it.

        Raises:
            ValueError: The contract knows no such outcome.
        """
        if outcome not in OUTCOMES:
            raise ValueError(f"no outcome of a call: {outcome!r}")
        with transaction(self.engine, writes=True) as connection:
            know_call(connection, call_id)
            settle(connection, call_id, outcome)

    def has_ended(self, call_id: str) -> bool:
        """Tell whether the call is over."""
        wanted = select(models.calls.c.ended_at).where(models.calls.c.call_id == key(call_id))
        with transaction(self.engine) as connection:
            return connection.execute(wanted).scalar_one_or_none() is not None

    def calls(self, limit: int = LIST_LIMIT) -> list[dict[str, Any]]:
        """Return calls without their transcripts, the newest first."""
        wanted = select(models.calls).order_by(models.calls.c.started_at.desc()).limit(limit)
        with transaction(self.engine) as connection:
            return [call_shape(row) for row in connection.execute(wanted).mappings()]
