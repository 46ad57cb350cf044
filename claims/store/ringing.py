"""Call-backs the voice gateway places: which are to ring, which call rings for them, and what came of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.engine import Connection

from claims.clock import moment
from claims.store import models
from claims.store.engine import transaction
from claims.store.history import BOT, WORKER, note
from claims.store.rows import Records, as_record, first, report_of
from claims.store.tasks import DONE

Row = dict[str, Any]


class Ringing(Records):
    """Call-backs that ring by themselves: of tasks nobody has taken, one worker at a time."""

    def rings_waiting(self, now: datetime | str) -> bool:
        """Tell whether ``claim_rings`` would find anything; only reads."""
        with transaction(self.engine) as connection:
            due = select(models.tasks.c.id).where(_due(moment(now))).limit(1)
            return connection.execute(due).first() is not None

    def claim_rings(self, now: datetime | str, lease: timedelta, limit: int = 10) -> list[Row]:
        """Take call-backs that are to be seen to, each with the ``record`` of its report and the ``caller``'s number.

        Each is one worker's until ``ring_at``, by which its claim is known: what is told of a claim that is over or another
        worker's by now changes nothing. Whose lease is over without a word is seen to again, under the same call id (``next_call``).
        """
        columns, when = models.tasks.c, moment(now)
        due = (
            select(models.tasks)
            .where(_due(when))
            .order_by(columns.ring_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        with transaction(self.engine, writes=True) as connection:
            found = [dict(row) for row in connection.execute(due).mappings()]
            for row in found:
                row["ring_at"] = when + lease
                _write(connection, row["id"], ring_at=row["ring_at"])
                report = report_of(connection, row["call_id"]) if row["call_id"] else None
                row["record"] = as_record(report) if report else {}
                calls = models.calls.c
                caller = select(calls.caller).where(calls.call_id == row["call_id"])
                row["caller"] = connection.execute(caller).scalar_one_or_none()
        return found

    def ring_placed(self, claimed: Row, call_id: str, now: datetime | str, look_at: datetime) -> None:
        """Note that a call was asked for, once; look at ``look_at`` what became of it."""
        when = moment(now)
        with transaction(self.engine, writes=True, durable=True) as connection:
            row = _mine(connection, claimed)
            if row is None or row["ringing"] == call_id:
                return
            _write(connection, row["id"], ringing=call_id, rung=row["rung"] + 1, ring_at=look_at)
            note(connection, WORKER, "task", "ring", when, row, kind=row["kind"], outbound=call_id)

    def ring_ended(
        self,
        claimed: Row,
        call_id: str,
        result: str,
        now: datetime | str,
        again_at: datetime | None,
        done: bool = False,
    ) -> None:
        """Note what came of a call, once.

        Args:
            claimed: The task, as ``claim_rings`` gave it.
            call_id: The call.
            result: ``reached`` finishes the task; anything else does not, unless ``done``.
            now: When it is known.
            again_at: When to ring again; None leaves it to people.
            done: Whether another task has taken its place: the person named a time.
        """
        when = moment(now)
        with transaction(self.engine, writes=True, durable=True) as connection:
            row = _mine(connection, claimed)
            if row is None or row["ringing"] != call_id:
                return
            note(connection, WORKER, "task", "rung", when, row, kind=row["kind"], result=result)
            if result == "reached" or done:
                _write(connection, row["id"], assignee=row["assignee"] or BOT, **DONE)
                note(connection, BOT, "task", "finish", when, row, kind=row["kind"])
            else:
                _write(connection, row["id"], ringing=None, ring_at=again_at)

    def ring_later(self, claimed: Row, at: datetime) -> None:
        """See to a call-back again at another time."""
        with transaction(self.engine, writes=True) as connection:
            if _mine(connection, claimed) is not None:
                _write(connection, claimed["id"], ring_at=at)

    def leave_to_people(self, claimed: Row, reason: str, now: datetime | str) -> None:
        """Let people ring, with the reason in the trail."""
        when = moment(now)
        with transaction(self.engine, writes=True, durable=True) as connection:
            row = _mine(connection, claimed)
            if row is not None:
                _write(connection, row["id"], ring_at=None, ringing=None)
                note(connection, WORKER, "task", "left_to_people", when, row, kind=row["kind"], reason=reason)


def next_call(task: Row) -> str:
    """Return the id of the next call for a task: the same until that call is known to have been asked for."""
    return f"callback-{task['id']}-{task['rung'] + 1}"


def _due(now: datetime) -> Any:
    columns = models.tasks.c
    mine = or_(columns.assignee.is_(None), columns.ringing.is_not(None))
    return and_(columns.status == "open", columns.ring_at <= now, mine)


def _mine(connection: Connection, claimed: Row) -> Row | None:
    """Return a claimed task, locked, unless it is done, or another worker's by now."""
    columns = models.tasks.c
    mine = and_(columns.id == claimed["id"], columns.ring_at == claimed["ring_at"], columns.status == "open")
    return first(connection, select(models.tasks).where(mine).with_for_update())


def _write(connection: Connection, task_id: int, **values: Any) -> None:
    connection.execute(update(models.tasks).where(models.tasks.c.id == task_id).values(values))
