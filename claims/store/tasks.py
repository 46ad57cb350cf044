"""Work for clerks: what reports and calls set in motion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, delete, func, not_, or_, select, update
from sqlalchemy.engine import Connection

from claims.clock import iso, moment
from claims.escalation import LEVELS, escalates_at
from claims.store import models
from claims.store.calls import know_call
from claims.store.cleaning import clean, key
from claims.store.engine import lock, transaction
from claims.store.history import BOT, WORKER, note
from claims.store.rows import LIST_LIMIT, NotFound, Records, Refused, call_lock, digits, first, row_shape
from claims.store.times import as_moment
from claims.tasks import GATHERED, GROWING, Task, begins_at, can_be_rung, grown, next_stage, stages_of, task

Row = dict[str, Any]

NEEDS: Mapping[str, frozenset[str]] = {
    "take": frozenset(),
    "assign": frozenset({"to"}),
    "reassign": frozenset({"to", "reason"}),
    "send_back": frozenset({"reason"}),
    "finish": frozenset(),
    "note": frozenset({"text"}),
    "delete": frozenset({"reason"}),
}
"""What is done with a task, and what has to be said with it."""


DONE: Mapping[str, Any] = {"status": "done", "escalate_at": None, "ring_at": None, "ringing": None}
"""What a task is when it is done: neither late nor rung for, also when somebody sends it back."""


class Tasks(Records):
    """Work for clerks."""

    def add_task(
        self,
        kind: str,
        call_id: str | None,
        report_number: str | None,
        due_at: datetime | str | None,
        detail: Mapping[str, Any] | None,
        now: datetime | str,
        by: str = BOT,
    ) -> int:
        """Add a task for a clerk and return its id; one just like it that is open is returned instead.

        Args:
            kind: One of the contract's kinds.
            call_id: The call it comes from.
            report_number: The report it is about, if any.
            due_at: When it is due; None for the time its kind is given in ``claims.tasks``.
            detail: What the clerk needs to know.
            now: When it arises.
            by: Who wants it; what somebody at the desk adds has a line in the trail.

        Raises:
            ValueError: There is no such kind of task.
        """
        when = moment(now)
        made = task(kind, when, None, **clean(detail or {}))
        if due_at is not None:
            made = Task(made.kind, moment(due_at), untimed(made.detail))
        with transaction(self.engine, writes=True) as connection:
            if call_id is not None:
                lock(connection, [call_lock(call_id)])
                know_call(connection, call_id, started_at=when)
                forget_wish(connection, call_id, kind)
            return add_once(connection, made, call_id, report_number, when, by)

    def keep_wish(
        self,
        kind: str,
        call_id: str,
        report_number: str | None,
        detail: Mapping[str, Any] | None,
        now: datetime | str,
    ) -> None:
        """Keep what is known of a task that is still being told; ``add_task`` takes its place, or the call's end.

        Args:
            kind: One of the contract's kinds.
            call_id: The call it comes from; it has one such task of a kind at a time.
            report_number: The report it is about, if any.
            detail: What was told so far.
            now: When it arises.

        Raises:
            ValueError: There is no such kind of task.
        """
        when = moment(now)
        made = task(kind, when, None, **clean(detail or {}))
        with transaction(self.engine, writes=True) as connection:
            lock(connection, [call_lock(call_id)])
            know_call(connection, call_id, started_at=when)
            forget_wish(connection, call_id, kind)
            write_task(connection, made, call_id, report_number, when, status="draft")

    def drop_wish(self, kind: str, call_id: str) -> None:
        """Forget a task that was being told: the caller has taken it back."""
        with transaction(self.engine, writes=True) as connection:
            forget_wish(connection, call_id, kind)

    def tasks(
        self,
        report_number: str | None = None,
        call_id: str | None = None,
        kind: str | None = None,
        status: str | None = None,
        assignee: str | None = None,
        taken: bool | None = None,
        skip: int = 0,
        limit: int = LIST_LIMIT,
    ) -> list[Row]:
        """Return tasks, the open ones by due time, then the others, the newest first; each filter counts if given.

        Deleted ones only when asked for by status. ``taken``: only those somebody has, or nobody.
        """
        columns = models.tasks.c
        shown = columns.status.not_in(("draft", "deleted")) if status is None else columns.status != "draft"
        wanted = select(models.tasks).where(shown).order_by(*_order(status)).offset(skip).limit(limit)
        if taken is not None:
            wanted = wanted.where(columns.assignee.is_not(None) if taken else columns.assignee.is_(None))
        filters = {
            columns.report_number: digits(report_number),
            columns.call_id: key(call_id),
            columns.kind: key(kind),
            columns.status: key(status),
            columns.assignee: key(assignee),
        }
        return self._listed(wanted, filters, task_shape)

    def told_in(self, calls: Iterable[str]) -> list[Row]:
        """Return all tasks of these calls in any state, also those still being told and those deleted."""
        columns = models.tasks.c
        wanted = select(models.tasks).where(columns.call_id.in_([key(it) for it in calls]))
        return self._listed(wanted.order_by(columns.id), {}, task_shape)

    def task(self, task_id: int) -> Row | None:
        """Return one task, or None."""
        with transaction(self.engine) as connection:
            found = first(connection, _one(task_id))
        return task_shape(found) if found else None

    def act_on_task(
        self,
        task_id: int,
        action: str,
        by: str,
        now: datetime | str,
        *,
        to: str | None = None,
        reason: str | None = None,
        text: str | None = None,
        settled: bool = False,
    ) -> Row:
        """Do something with a task, leave a trail of it, and return the task as it then is.

        Args:
            task_id: The task.
            action: A key of ``NEEDS``. ``take``: it is mine. ``assign``: a task nobody has becomes ``to``'s; ``reassign``: one
                somebody has. ``send_back``: one somebody has is nobody's again, a finished one is open again. ``finish``: it, or
                the stage it is in, is done. ``note``: a line for the trail. ``delete``: it was not to be done.
            by: Who does it.
            now: When.
            to: Whose it is to be.
            reason: Why.
            text: The note, or what finishing came to.
            settled: Of a task done in stages: all of it is done.

        Raises:
            NotFound: There is no such task.
            Refused: It is in no state for that, or somebody else has taken it.
            ValueError: There is no such action, or what it needs is missing.
        """
        said = {"to": to, "reason": reason, "text": text}
        if action not in NEEDS:
            raise ValueError(f"action: one of {', '.join(NEEDS)}")
        for name in NEEDS[action]:
            if not (said[name] or "").strip():
                raise ValueError(f"{name}: needed to {action} a task")
        when = moment(now)
        with transaction(self.engine, writes=True, durable=True) as connection:
            row = first(connection, _one(task_id).with_for_update())
            if row is None:
                raise NotFound("no such task")
            if action == "take" and row["status"] == "open" and row["assignee"] == key(by):
                return task_shape(row)  # taken twice is taken
            change, told = _change(action, row, by, to, when, settled)
            if change:
                connection.execute(update(models.tasks).where(models.tasks.c.id == task_id).values(change))
            note(connection, by, "task", action, when, row, kind=row["kind"], **told, **said)
            return task_shape({**row, **change})

    def late_tasks(self, now: datetime | str) -> bool:
        """Tell whether ``escalate`` would find anything; only reads."""
        columns = models.tasks.c
        with transaction(self.engine) as connection:
            late = select(columns.id).where(columns.status == "open", columns.escalate_at <= moment(now))
            return connection.execute(late.limit(1)).first() is not None

    def escalate(self, now: datetime | str, limit: int = 100) -> list[Row]:
        """Move late tasks up, each level once and with a line in the trail; return them as they then are.

        Any number of workers may do it at once: each task is one worker's, and a worker that falls leaves it as it was.
        """
        columns, when, moved = models.tasks.c, moment(now), []
        late = (
            select(models.tasks)
            .where(columns.status == "open", columns.escalate_at <= when)
            .order_by(columns.escalate_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        with transaction(self.engine, writes=True, durable=True) as connection:
            for row in [dict(it) for it in connection.execute(late).mappings()]:
                late_from = overdue_at(row)
                while row["escalate_at"] is not None and row["escalate_at"] <= when:
                    row["level"] += 1
                    row["escalate_at"] = escalates_at(row["kind"], late_from, row["level"])
                    note(
                        connection,
                        WORKER,
                        "task",
                        "escalate",
                        when,
                        row,
                        kind=row["kind"],
                        level=row["level"],
                        to=LEVELS[row["level"]],
                        stage=row["stage"] or None,
                    )
                up = {name: row[name] for name in ("level", "escalate_at")}
                connection.execute(update(models.tasks).where(columns.id == row["id"]).values(up))
                moved.append(task_shape(row))
        return moved


def task_shape(row: Mapping[str, Any]) -> Row:
    """Return a row as the desk shows a task: with from when it is late, whose it is at its level, and the name of its stage."""
    stages = stages_of(row["kind"], row["detail"])
    stage = {"stage_name": stages[min(row["stage"], len(stages) - 1)][0]} if stages else {}
    escalated_to = LEVELS[row["level"]] if row["level"] else None
    return {**row_shape(row), "overdue_at": iso(overdue_at(row)), "escalated_to": escalated_to, **stage}


def _order(status: str | None) -> tuple[Any, ...]:
    """Return what tasks are listed by: those that are to be done by when, those that were by when they arose."""
    columns = models.tasks.c
    if status is None:
        is_open = columns.status == "open"
        return (
            case((is_open, 0), else_=1),
            case((is_open, columns.due_at)),
            case((is_open, columns.id), else_=-columns.id),
        )
    return (columns.due_at, columns.id) if status == "open" else (columns.id.desc(),)


def _one(task_id: int) -> Any:
    columns = models.tasks.c
    return select(models.tasks).where(columns.id == task_id, columns.status != "draft")


def overdue_at(row: Mapping[str, Any]) -> datetime:
    """Return from when the task of a row is late."""
    return Task(row["kind"], moment(row["due_at"]), row["detail"]).overdue_at


def is_late(now: datetime) -> Any:
    """Return the condition of a task that is late by now, as ``overdue_at`` has it."""
    columns = models.tasks.c
    return and_(columns.due_at <= now, _last_moment() <= now)


def in_time(at: Any) -> Any:
    """Return the condition of a task that was not late yet at a moment."""
    return or_(at <= models.tasks.c.due_at, at <= _last_moment())


def _last_moment() -> Any:
    """Return until when there is time to ring; where nobody is to be rung, when the task is due."""
    columns = models.tasks.c
    return func.coalesce(as_moment(columns.detail["not_after"].as_string()), columns.due_at)


def _change(
    action: str, row: Row, by: str, to: str | None, now: datetime, settled: bool
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the columns an action changes, and what else the trail tells of it."""
    has, open_ = row["assignee"], row["status"] == "open"
    if row["status"] == "deleted" or not (open_ or action in ("send_back", "note")):
        raise Refused(f"the task is {row['status']}")
    if action in ("take", "assign"):
        if has:
            raise Refused(f"{has} has the task: reassign it")
        return {"assignee": key(by if action == "take" else to)}, {}
    if action == "reassign":
        if not has:
            raise Refused("nobody has the task: assign it")
        return {"assignee": key(to)}, {"old": has}
    if action == "send_back":
        if open_ and not has:
            raise Refused("nobody has the task")
        again = {"escalate_at": escalates_at(row["kind"], overdue_at(row), row["level"])}
        return {"assignee": None, "status": "open", **again}, {"old": has, "was": row["status"]}
    if action == "finish":
        mine = {"assignee": has or key(by)}
        due = None if settled else next_stage(row["kind"], row["stage"], row["created_at"], row["detail"])
        stages = stages_of(row["kind"], row["detail"])
        told = {"stage": stages[row["stage"]][0]} if stages else {}
        if due is None:
            return {**mine, **DONE}, told
        level = begins_at(row["kind"], row["detail"])
        onward = {"stage": row["stage"] + 1, "level": level, "due_at": due}
        return {**mine, **onward, "escalate_at": escalates_at(row["kind"], due, level)}, told
    return ({"status": "deleted"}, {}) if action == "delete" else ({}, {})


def owe(
    connection: Connection,
    owed: Iterable[Task],
    call_id: str,
    report_number: str | None,
    now: datetime,
) -> None:
    """Add what is owed, save what the report or call is already owed: a second tow truck helps nobody."""
    columns = models.tasks.c
    of = columns.report_number == report_number if report_number else columns.call_id == key(call_id)
    mine = or_(of, columns.call_id == key(call_id))
    open_ones = select(columns.id, columns.kind, columns.detail, columns.level).where(
        mine, columns.status == "open"
    )
    there = {row.kind: row for row in connection.execute(open_ones)}
    for due in owed:
        known = there.get(due.kind)
        if known is None or due.kind == "chaser":
            write_task(connection, due, call_id, report_number, now)
        elif due.kind in GROWING:
            changed: dict[str, Any] = {"detail": clean({**known.detail, **due.detail})}
            if due.detail.get("rescue_not_before") != known.detail.get("rescue_not_before"):
                escalates = escalates_at(due.kind, due.overdue_at, known.level)
                changed |= {"due_at": due.due_at, "escalate_at": escalates}
            connection.execute(update(models.tasks).where(columns.id == known.id).values(changed))
    if report_number:
        named = and_(columns.call_id == key(call_id), columns.report_number.is_(None))
        connection.execute(update(models.tasks).where(named).values(report_number=report_number))


def add_once(
    connection: Connection,
    made: Task,
    call_id: str | None,
    report_number: str | None,
    now: datetime,
    by: str = BOT,
) -> int:
    """Insert a task unless one just like it is open; return its id. What the desk adds has a line in the trail."""
    columns = models.tasks.c
    like = select(columns.id, columns.detail).where(
        columns.kind == made.kind,
        columns.call_id == key(call_id),
        columns.report_number == key(report_number),
        columns.status == "open",
    )
    for row in connection.execute(like):
        if untimed(row.detail) == untimed(clean(made.detail)):
            return int(row.id)
    if made.kind in GATHERED and call_id is not None and by == BOT:
        gathered = _gathered(connection, made, call_id, report_number)
        if gathered is not None:
            return gathered
    task_id = write_task(connection, made, call_id, report_number, now)
    if by != BOT:
        of = {"id": task_id, "call_id": key(call_id), "report_number": key(report_number)}
        reason = made.detail.get("reason")
        note(connection, by, "task", "add", now, of, kind=made.kind, due_at=made.due_at, reason=reason)
    return task_id


def _gathered(connection: Connection, made: Task, call_id: str, report_number: str | None) -> int | None:
    """Add what is told to the open task of this kind that the call has made before; None when it has made none.

    A tip-off is no part of a complaint.
    """
    columns = models.tasks.c
    mine = select(models.tasks).where(
        columns.kind == made.kind,
        columns.call_id == key(call_id),
        columns.status == "open",
        columns.stage == 0,
    )
    of = made.detail.get("complaint_kind")
    rows = connection.execute(mine.with_for_update()).mappings().all()
    row = next(
        (
            one
            for one in rows
            if (one["detail"].get("complaint_kind") or of) == (of or one["detail"].get("complaint_kind"))
        ),
        None,
    )
    if row is None:
        return None
    all_of_it = grown(Task(made.kind, row["due_at"], row["detail"]), made, row["created_at"])
    level = max(row["level"], begins_at(made.kind, all_of_it.detail))
    changed = {
        "detail": clean(all_of_it.detail),
        "due_at": all_of_it.due_at,
        "level": level,
        "escalate_at": escalates_at(made.kind, all_of_it.overdue_at, level),
        "report_number": row["report_number"] or key(report_number),
    }
    connection.execute(update(models.tasks).where(columns.id == row["id"]).values(changed))
    return int(row["id"])


def write_task(
    connection: Connection,
    made: Task,
    call_id: str | None,
    report_number: str | None,
    now: datetime,
    status: str = "open",
) -> int:
    """Insert a task and return its id."""
    level = begins_at(made.kind, made.detail)
    row = {
        "kind": made.kind,
        "call_id": key(call_id),
        "report_number": key(report_number),
        "created_at": now,
        "due_at": made.due_at,
        "status": status,
        "detail": clean(made.detail),
        "level": level,
        "escalate_at": escalates_at(made.kind, made.overdue_at, level),
        "ring_at": made.ring_at,
    }
    return int(connection.execute(models.tasks.insert().values(row)).inserted_primary_key[0])


def close_tasks(
    connection: Connection, call_id: str, by: str, reason: str, now: datetime, kind: str | None = None
) -> None:
    """Close the open tasks of a call, or those of one kind; each with a line in the trail."""
    columns = models.tasks.c
    mine = [columns.call_id == key(call_id), columns.status == "open"]
    mine += [columns.kind == kind] if kind else []
    for row in connection.execute(select(models.tasks).where(*mine).with_for_update()).mappings().all():
        connection.execute(update(models.tasks).where(columns.id == row["id"]).values(DONE))
        note(connection, by, "task", "finish", now, row, kind=row["kind"], reason=reason)


def forget_wish(connection: Connection, call_id: str, kind: str) -> None:
    """Remove what was being told of a task of this kind."""
    columns = models.tasks.c
    drafts = and_(columns.call_id == key(call_id), columns.kind == kind, columns.status == "draft")
    connection.execute(models.tasks.delete().where(drafts))


def open_wish(connection: Connection, call_id: str) -> str | None:
    """Make work of what was being told when the call ended, save a call-back to no number; return the kind told last."""
    columns = models.tasks.c
    drafts = and_(columns.call_id == key(call_id), columns.status == "draft")
    told = connection.execute(
        select(columns.id, columns.kind, columns.detail).where(drafts).order_by(columns.id)
    ).all()
    work = [row for row in told if row.kind != "callback" or can_be_rung(row.detail)]
    opened = columns.id.in_([row.id for row in work])
    connection.execute(delete(models.tasks).where(drafts, not_(opened)))
    connection.execute(update(models.tasks).where(opened).values(status="open"))
    return work[-1].kind if work else None


def untimed(detail: Mapping[str, Any]) -> dict[str, Any]:
    """A task's detail without its window, which moves when a turn is repeated a second later."""
    return {name: value for name, value in detail.items() if name not in ("not_before", "not_after")}
