"""What the dialogue and the desk ask of the record. Synchronous; callers in an event loop use a thread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.engine import Connection

from claims import duplicates, numbers
from claims.clock import BEIJING, iso, moment, moment_or_none
from claims.messages import number_message
from claims.report import has_facts
from claims.store import models
from claims.store.cleaning import clean, key
from claims.store.engine import lock, open_engine, transaction, upsert
from claims.store.web import WebRecords, photos_of, with_web
from claims.tasks import GROWING, OUTCOME_OF, Task, follow_ups, major, rescue, task

Record = dict[str, Any]

OUTCOMES = frozenset(
    {"registered", "duplicate", "manual", "rescue", "complaint", "enquiry", "callback", "transferred"}
    | {"wrong_number", "silent", "noise", "abandoned"}
)
"""How a call can end (contract.md, "The claims desk")."""

SETTLED = frozenset({"registered", "duplicate"})
"""Outcomes that a later one does not replace: the report is what the call was about."""

EMPTY = frozenset({"wrong_number", "silent", "noise"})
"""Outcomes of a call that came to nothing, so far."""

UNFINISHED = ("draft", "manual")

WISHED_FOR = ("place", "place_keys", "place_coordinates")
"""Facts of a message as well as of a report."""

SILENT_FOR = timedelta(minutes=30)
"""How long nothing is heard of a call before it counts as ended; a caller who waits is spoken to every 15 seconds."""

OWN_SESSIONS = "web"
"""The channel that ends its calls itself, by its sessions."""

RESUME_WITHIN = timedelta(hours=24)
LIST_LIMIT = 1000


@dataclass(frozen=True)
class Registration:
    """What became of a report.

    Attributes:
        report_number: The number to tell the caller; of a duplicate the number of the report on file.
        record: The claim report as stored; of a duplicate this call's own, with ``duplicate_of``.
        created: True once in the life of a number: whoever repeats the request gets False.
        duplicate_of: The number of the report on file, or None.
    """

    report_number: str
    record: Record
    created: bool
    duplicate_of: str | None = None


class Store:
    """The record of calls and claims in one database.

    Every method is one transaction and may be repeated with the same arguments. All raise ``StoreUnavailable`` when
    the database is locked for more than two seconds, missing, corrupt or out of reach. Moments are aware datetimes
    or ISO 8601 strings; JSON that comes back carries them as ISO 8601 with +08:00.
    """

    def __init__(self, database_url: str, company: str = "民安保险") -> None:
        """Open the store; connects at the first use.

        Args:
            database_url: ``sqlite:///var/claims.db`` or ``postgresql://user:password@host/database``.
            company: The insurer's spoken name, for text messages.
        """
        self.database_url = database_url
        self.company = company
        self.engine = open_engine(database_url)
        self.web = WebRecords(self.engine)

    def migrate(self) -> None:
        """Bring the tables to the newest version; safe to run from several processes at once."""
        from claims.store import (
            migrate,
        )  # alembic costs 0.5 s and 10 MB, which only one process of four needs

        migrate.migrate(self.database_url)

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()

    def ping(self) -> None:
        """Read one row, or raise ``StoreUnavailable``."""
        with transaction(self.engine) as connection:
            connection.execute(select(models.counters).limit(1)).first()

    # Calls

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
            self._know_call(connection, call_id, started_at=when)
            seen = update(models.calls).where(models.calls.c.call_id == call).values(seen_at=func.now())
            connection.execute(seen)
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

    def call(self, call_id: str) -> dict[str, Any] | None:
        """Return a call in the contract's shape of ``GET /api/calls/{call_id}``, or None."""
        with transaction(self.engine) as connection:
            call = _first(connection, select(models.calls).where(models.calls.c.call_id == key(call_id)))
            if call is None:
                return None
            report = self._report_of(connection, call_id)
            lines = connection.execute(
                select(models.transcript)
                .where(models.transcript.c.call_id == key(call_id))
                .order_by(models.transcript.c.id)
            ).mappings()
            photos = photos_of(connection, [key(call_id) or ""])
            return {
                **_call_shape(call),
                **({"photos": photos[key(call_id) or ""]} if photos else {}),
                "report_number": report and (report["report_number"] or report["duplicate_of"]),
                "report": with_web(connection, [_record(report)])[0] if report else None,
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
            self._know_call(connection, call_id)
            self._settle(connection, call_id, outcome)

    def end_call(self, call_id: str, at: datetime | str) -> None:
        """Note that the call ended, and leave nothing that was said without somebody whose work it is.

        A report that was begun and came to nothing becomes a call-back, a complaint or message that was not told to
        its end the task it was going to be. A call that has ended is left alone; an unknown one is not made up.
        """
        calls, when = models.calls.c, moment(at)
        with transaction(self.engine, writes=True) as connection:
            lock(connection, [_call_lock(call_id)])
            call = _first(connection, select(models.calls).where(calls.call_id == key(call_id)))
            if call is None or call["ended_at"]:
                return
            outcome = call["outcome"]
            # Whoever was put through tells it to a person.
            wish = None if outcome == "transferred" else self._open_wish(connection, call_id)
            if wish and (outcome is None or outcome in EMPTY):
                outcome = OUTCOME_OF[wish]
            if call["outcome"] is None:
                report = self._report_of(connection, call_id)
                if report is not None and report["status"] == "draft" and _begun(report["record"], wish):
                    outcome = None
                    self._supersede_drafts(connection, call_id, report["record"], when)
                    owed = follow_ups("abandoned", report["record"], when, phone=call["caller"])
                    self._add_tasks(connection, owed, call_id, None, when)
            connection.execute(
                update(models.calls)
                .where(calls.call_id == key(call_id))
                .values(ended_at=when, outcome=outcome or "abandoned")
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

    def has_ended(self, call_id: str) -> bool:
        """Tell whether the call is over."""
        wanted = select(models.calls.c.ended_at).where(models.calls.c.call_id == key(call_id))
        with transaction(self.engine) as connection:
            return connection.execute(wanted).scalar_one_or_none() is not None

    # The claim report

    def save_draft(self, call_id: str, record: Mapping[str, Any]) -> None:
        """Write what is known so far. A report past drafting (registered, manual, duplicate) is left alone.

        A report that grows takes back what the call seemed to have come to: who dialled a wrong number has begun a
        report all the same.
        """
        tidied = clean(record)
        with transaction(self.engine, writes=True) as connection:
            self._know_call(connection, call_id, channel=tidied.get("channel"))
            before = self._report_of(connection, call_id)
            if before is not None and (before["status"] != "draft" or before["record"] == tidied):
                return
            self._write_report(connection, call_id, tidied, "draft", over=("draft",))
            mine = models.calls.c.call_id == key(call_id)
            connection.execute(update(models.calls).where(mine).values(outcome=None))

    def set_in_motion(self, call_id: str, record: Mapping[str, Any], now: datetime | str) -> None:
        """Write what a draft calls for at once: the tow truck, with what is known so far; not wanted any more, it is called off."""
        when, tidied = moment(now), clean(record)
        with transaction(self.engine, writes=True) as connection:
            lock(connection, [_call_lock(call_id)])
            call = _first(connection, select(models.calls).where(models.calls.c.call_id == key(call_id)))
            owed = follow_ups("draft", tidied, when, phone=call["caller"] if call else None)
            self._add_tasks(connection, owed, call_id, None, when)
            if not rescue(tidied):
                self._close_tasks(connection, call_id, kind="rescue")

    def draft_of_caller(
        self, phone: str, since: datetime | str, but_not: str | None = None
    ) -> dict[str, Any] | None:
        """Return the newest unfinished draft of a calling number, to be taken up again, or None; a call that goes on keeps its own.

        Args:
            phone: The calling number.
            since: Calls that began earlier are too old (now less 24 hours).
            but_not: The present call, whose own draft is not meant.

        Returns:
            ``{"call_id", "started_at", "record"}``.
        """
        reports, calls = models.reports.c, models.calls.c
        wanted = (
            select(models.reports, calls.started_at)
            .join(models.calls, calls.call_id == reports.call_id)
            .where(
                calls.caller == key(phone),
                calls.started_at >= moment(since),
                calls.ended_at.is_not(None),
                reports.call_id != key(but_not or ""),
            )
            .order_by(calls.started_at.desc(), reports.id.desc())
        )
        with transaction(self.engine) as connection:
            for row in connection.execute(wanted).mappings():
                # A newer report of the same number settles the older drafts, whatever they said.
                if row["status"] != "draft":
                    return None
                if row["superseded_by"] is None and has_facts(row["record"]):
                    return {
                        "call_id": row["call_id"],
                        "started_at": iso(row["started_at"]),
                        "record": _record(row),
                    }
        return None

    def register(self, call_id: str, record: Mapping[str, Any], now: datetime | str) -> Registration:
        """Register the report: number, report, tasks and text message in one transaction, or nothing at all.

        Repeated for the same call it returns the first result with ``created`` False, whatever the record then says.
        An accident another call has registered gets no second report: this call's becomes a duplicate, dispatch gets
        a chaser. Calls about one vehicle wait for one another here, so that this holds when they arrive at once.
        """
        when, tidied = moment(now), clean(record)
        vehicle = [f"{name}:{text}" for name, text in duplicates.identities(tidied).items()]
        with transaction(self.engine, writes=True, durable=True) as connection:
            lock(connection, [_call_lock(call_id), *vehicle])
            before = self._report_of(connection, call_id)
            if before is not None and (number := before["report_number"] or before["duplicate_of"]):
                return Registration(number, _record(before), False, before["duplicate_of"])
            self._know_call(connection, call_id, channel=tidied.get("channel"), started_at=when)
            first = self._same_accident(connection, tidied, call_id)
            number = first["report_number"] if first else self._next_number(connection, when)
            state = "duplicate" if first else "registered"
            tidied["major_case"] = major(tidied)
            tidied["registered_at"] = None if first else iso(when)
            self._write_report(
                connection,
                call_id,
                tidied,
                state,
                over=UNFINISHED,
                report_number=None if first else number,
                duplicate_of=number if first else None,
                registered_at=None if first else when,
            )
            self._close_tasks(connection, call_id, kind="manual_entry")
            self._supersede_drafts(connection, call_id, tidied, when)
            self._add_tasks(connection, follow_ups(state, tidied, when), call_id, number, when)
            self._queue_message(connection, state, call_id, number, tidied, when)
            self._settle(connection, call_id, state)
            stored = self._report_of(connection, call_id)
            assert stored is not None
            result = Registration(number, _record(stored), first is None, stored["duplicate_of"])
        return result

    def find_duplicate(self, record: Mapping[str, Any], call_id: str) -> Record | None:
        """Return the report another call has registered of the same accident, or None. Changes nothing."""
        with transaction(self.engine) as connection:
            found = self._same_accident(connection, clean(record), call_id)
            return _record(found) if found else None

    def save_manual(
        self, call_id: str, record: Mapping[str, Any], reason: str, now: datetime | str
    ) -> Record:
        """Keep the report as recorded by hand (002/L-10): no number, a clerk enters it and calls back.

        Repeated it adds no second task. A report that has a number stays as it is. Returns the record as stored.
        """
        when, tidied = moment(now), clean(record)
        with transaction(self.engine, writes=True, durable=True) as connection:
            lock(connection, [_call_lock(call_id)])
            self._know_call(connection, call_id, channel=tidied.get("channel"), started_at=when)
            tidied["major_case"] = major(tidied)
            before = self._report_of(connection, call_id)
            self._write_report(connection, call_id, tidied, "manual", over=UNFINISHED)
            if before is None or before["status"] == "draft":
                caller = self._caller(connection, call_id)
                self._supersede_drafts(connection, call_id, tidied, when)
                owed = follow_ups("manual", tidied, when, reason=reason, phone=caller)
                self._add_tasks(connection, owed, call_id, None, when)
                self._settle(connection, call_id, "manual")
            stored = self._report_of(connection, call_id)
            assert stored is not None
            return _record(stored)

    def withdraw(self, call_id: str) -> bool:
        """Mark an unregistered report as withdrawn by its caller; False when it has a number or there is none."""
        with transaction(self.engine, writes=True) as connection:
            reports = models.reports.c
            mine = and_(reports.call_id == key(call_id), reports.status.in_(UNFINISHED))
            done = connection.execute(update(models.reports).where(mine).values(status="withdrawn"))
            if done.rowcount:
                self._close_tasks(connection, call_id)
            return bool(done.rowcount)

    # Tasks, and what the desk reads

    def add_task(
        self,
        kind: str,
        call_id: str | None,
        report_number: str | None,
        due_at: datetime | str | None,
        detail: Mapping[str, Any] | None,
        now: datetime | str,
    ) -> int:
        """Add a task for a clerk and return its id; one just like it that is open is returned instead.

        Args:
            kind: One of the contract's kinds.
            call_id: The call it comes from.
            report_number: The report it is about, if any.
            due_at: When it is due; None for the time its kind is given in ``claims.tasks``.
            detail: What the clerk needs to know.
            now: When it arises.

        Raises:
            ValueError: There is no such kind of task.
        """
        when = moment(now)
        made = task(kind, when, None, **clean(detail or {}))
        if due_at is not None:
            made = Task(made.kind, moment(due_at), made.detail)
        columns = models.tasks.c
        with transaction(self.engine, writes=True) as connection:
            if call_id is not None:
                lock(connection, [_call_lock(call_id)])
                self._know_call(connection, call_id, started_at=when)
                self._forget_wish(connection, call_id, kind)
            like = select(columns.id, columns.detail).where(
                columns.kind == kind,
                columns.call_id == key(call_id),
                columns.report_number == key(report_number),
                columns.status == "open",
            )
            for row in connection.execute(like):
                if _untimed(row.detail) == _untimed(made.detail):
                    return int(row.id)
            return self._add_task(connection, made, call_id, report_number, when)

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
            lock(connection, [_call_lock(call_id)])
            self._know_call(connection, call_id, started_at=when)
            self._forget_wish(connection, call_id, kind)
            self._add_task(connection, made, call_id, report_number, when, status="draft")

    def drop_wish(self, kind: str, call_id: str) -> None:
        """Forget a task that was being told: the caller has taken it back."""
        with transaction(self.engine, writes=True) as connection:
            self._forget_wish(connection, call_id, kind)

    def report(self, number: str) -> Record | None:
        """Return the report of a number (blanks between its groups allowed), or None."""
        digits = key("".join(number.split()))
        with transaction(self.engine) as connection:
            found = _first(connection, select(models.reports).where(models.reports.c.report_number == digits))
            return with_web(connection, [_record(found)])[0] if found else None

    def reports(
        self,
        plate: str | None = None,
        since: datetime | str | None = None,
        status: str | None = None,
        limit: int = LIST_LIMIT,
    ) -> list[Record]:
        """Return reports, the newest first.

        Args:
            plate: Only of this number plate, blanks and dots in it ignored.
            since: Only registered at or after this moment; one without number counts from the start of its call.
            status: Only of this status. Without it all but duplicates, which are no reports of their own.
            limit: At most so many.
        """
        columns, calls = models.reports.c, models.calls.c
        told = func.coalesce(columns.registered_at, calls.started_at)
        wanted = (
            select(models.reports)
            .outerjoin(models.calls, calls.call_id == columns.call_id)
            .where(columns.status == key(status) if status else columns.status != "duplicate")
            .order_by(told.desc(), columns.id.desc())
            .limit(limit)
        )
        if plate:
            wanted = wanted.where(columns.plate == _vehicle({"plate": clean(plate)})["plate"])
        if since:
            wanted = wanted.where(told >= moment(since))
        with transaction(self.engine) as connection:
            return with_web(connection, [_record(row) for row in connection.execute(wanted).mappings()])

    def tasks(
        self, report_number: str | None = None, call_id: str | None = None, limit: int = LIST_LIMIT
    ) -> list[dict[str, Any]]:
        """Return tasks, what is due first first; of a report and of a call, each if given."""
        columns = models.tasks.c
        return self._listed(
            select(models.tasks)
            .where(columns.status != "draft")
            .order_by(columns.due_at, columns.id)
            .limit(limit),
            {columns.report_number: _digits(report_number), columns.call_id: key(call_id)},
        )

    def messages(self, report_number: str | None = None, limit: int = LIST_LIMIT) -> list[dict[str, Any]]:
        """Return text messages, the oldest first; of a report if given."""
        columns = models.messages.c
        return self._listed(
            select(models.messages).order_by(columns.id).limit(limit),
            {columns.report_number: _digits(report_number)},
        )

    def calls(self, limit: int = LIST_LIMIT) -> list[dict[str, Any]]:
        """Return calls without their transcripts, the newest first."""
        wanted = select(models.calls).order_by(models.calls.c.started_at.desc()).limit(limit)
        with transaction(self.engine) as connection:
            return [_call_shape(row) for row in connection.execute(wanted).mappings()]

    # Parts of the transactions above

    def _listed(self, wanted: Any, filters: Mapping[Any, str | None]) -> list[dict[str, Any]]:
        for column, value in filters.items():
            if value is not None:
                wanted = wanted.where(column == value)
        with transaction(self.engine) as connection:
            return [_row_shape(row) for row in connection.execute(wanted).mappings()]

    def _know_call(self, connection: Connection, call_id: str, **known: Any) -> None:
        """Make sure there is a row for the call; a channel that never began it still leaves a record."""
        insert = upsert(connection, models.calls).values(call_id=key(call_id), **known)
        connection.execute(insert.on_conflict_do_nothing())

    def _caller(self, connection: Connection, call_id: str) -> str | None:
        wanted = select(models.calls.c.caller).where(models.calls.c.call_id == key(call_id))
        return connection.execute(wanted).scalar_one_or_none()

    def _report_of(self, connection: Connection, call_id: str) -> dict[str, Any] | None:
        return _first(connection, select(models.reports).where(models.reports.c.call_id == key(call_id)))

    def _write_report(
        self,
        connection: Connection,
        call_id: str,
        record: Record,
        status: str,
        over: Iterable[str],
        **columns: Any,
    ) -> None:
        """Insert the report, or write it over one whose status is in ``over``."""
        times = duplicates.window(record) or (None, None)
        values = {
            "status": status,
            "record": record,
            "accident_start": times[0],
            "accident_end": times[1],
            **_vehicle(record),
            **columns,
        }
        insert = upsert(connection, models.reports).values(call_id=key(call_id), **values)
        connection.execute(
            insert.on_conflict_do_update(
                index_elements=["call_id"], set_=values, where=models.reports.c.status.in_(tuple(over))
            )
        )

    def _same_accident(
        self, connection: Connection, record: Record, call_id: str
    ) -> Mapping[str, Any] | None:
        columns = models.reports.c
        vehicle = [columns[name] == text for name, text in duplicates.identities(record).items()]
        if not vehicle:
            return None
        wanted = select(models.reports).where(
            columns.status == "registered", columns.call_id != key(call_id), or_(*vehicle)
        )
        times = duplicates.window(record)
        if times:
            near = and_(
                columns.accident_start <= times[1] + duplicates.REACH,
                columns.accident_end >= times[0] - duplicates.REACH,
            )
            wanted = wanted.where(or_(columns.accident_start.is_(None), near))
        for row in connection.execute(wanted.order_by(columns.id)).mappings():
            if duplicates.same_accident(record, row["record"]):
                return dict(row)
        return None

    def _next_number(self, connection: Connection, now: datetime) -> str:
        """Take the next number of the year; the counter's row stays locked until the report is committed with it."""
        # Two digits of the year, as in the number: a counter never begins again, not even after a century.
        year = now.astimezone(BEIJING).year % 100
        name = f"report_number:{year:02d}"
        insert = upsert(connection, models.counters).values(name=name, value=1)
        one_more = {"value": models.counters.c.value + 1}
        connection.execute(insert.on_conflict_do_update(index_elements=["name"], set_=one_more))
        value = connection.execute(select(models.counters.c.value).where(models.counters.c.name == name))
        return numbers.compose(value.scalar_one(), year)

    def _settle(self, connection: Connection, call_id: str, outcome: str) -> None:
        calls = models.calls.c
        open_ = or_(calls.outcome.is_(None), and_(calls.outcome.not_in(SETTLED), calls.ended_at.is_(None)))
        change = update(models.calls).where(calls.call_id == key(call_id))
        connection.execute((change if outcome in SETTLED else change.where(open_)).values(outcome=outcome))

    def _add_tasks(
        self,
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
        open_ones = select(columns.id, columns.kind, columns.detail).where(mine, columns.status == "open")
        there = {row.kind: row for row in connection.execute(open_ones)}
        for owe in owed:
            known = there.get(owe.kind)
            if known is None or owe.kind == "chaser":
                self._add_task(connection, owe, call_id, report_number, now)
            elif owe.kind in GROWING:
                detail = clean({**known.detail, **owe.detail})
                connection.execute(update(models.tasks).where(columns.id == known.id).values(detail=detail))
        if report_number:
            named = and_(columns.call_id == key(call_id), columns.report_number.is_(None))
            connection.execute(update(models.tasks).where(named).values(report_number=report_number))

    def _add_task(
        self,
        connection: Connection,
        made: Task,
        call_id: str | None,
        report_number: str | None,
        now: datetime,
        status: str = "open",
    ) -> int:
        row = {
            "kind": made.kind,
            "call_id": key(call_id),
            "report_number": key(report_number),
            "created_at": now,
            "due_at": made.due_at,
            "status": status,
            "detail": clean(made.detail),
        }
        return int(connection.execute(models.tasks.insert().values(row)).inserted_primary_key[0])

    def _close_tasks(self, connection: Connection, call_id: str, kind: str | None = None) -> None:
        columns = models.tasks.c
        change = update(models.tasks).where(columns.call_id == key(call_id), columns.status == "open")
        connection.execute((change.where(columns.kind == kind) if kind else change).values(status="done"))

    def _forget_wish(self, connection: Connection, call_id: str, kind: str) -> None:
        columns = models.tasks.c
        drafts = and_(columns.call_id == key(call_id), columns.kind == kind, columns.status == "draft")
        connection.execute(models.tasks.delete().where(drafts))

    def _open_wish(self, connection: Connection, call_id: str) -> str | None:
        """Make work of what was being told when the call ended; return the kind told last."""
        columns = models.tasks.c
        drafts = and_(columns.call_id == key(call_id), columns.status == "draft")
        kinds = connection.execute(select(columns.kind).where(drafts).order_by(columns.id)).scalars().all()
        connection.execute(update(models.tasks).where(drafts).values(status="open"))
        return kinds[-1] if kinds else None

    def _supersede_drafts(self, connection: Connection, call_id: str, record: Record, now: datetime) -> None:
        """Close the drafts this caller left in earlier calls about the same vehicle, and the call-backs they owed."""
        caller = self._caller(connection, call_id)
        if not caller:
            return
        reports, calls = models.reports.c, models.calls.c
        older = connection.execute(
            select(reports.call_id, reports.record)
            .join(models.calls, calls.call_id == reports.call_id)
            .where(
                calls.caller == caller,
                calls.started_at >= now - RESUME_WITHIN,
                calls.ended_at.is_not(None),
                reports.call_id != key(call_id),
                reports.status == "draft",
                reports.superseded_by.is_(None),
            )
        ).all()
        mine = duplicates.identities(record)
        for other_id, other in older:
            theirs = duplicates.identities(other)
            if any(mine[name] != theirs[name] for name in mine.keys() & theirs.keys()):
                continue
            change = update(models.reports).where(reports.call_id == other_id)
            connection.execute(change.values(superseded_by=key(call_id)))
            self._close_tasks(connection, other_id, kind="callback")

    def _queue_message(
        self, connection: Connection, state: str, call_id: str, number: str, record: Record, now: datetime
    ) -> None:
        caller = self._caller(connection, call_id)
        message = number_message(state, number, self.company, record, caller, now)
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


def _begun(record: Mapping[str, Any], wish: str | None) -> bool:
    """Tell whether a draft is worth a call-back; a place that was told for a tow truck alone is no report."""
    told_for_wish = WISHED_FOR if wish else ()
    return has_facts({name: value for name, value in record.items() if name not in told_for_wish})


def _first(connection: Connection, wanted: Any) -> dict[str, Any] | None:
    row = connection.execute(wanted).mappings().first()
    return None if row is None else dict(row)


def _call_lock(call_id: str) -> str:
    return f"call:{key(call_id)}"


def _digits(number: str | None) -> str | None:
    return None if number is None else key("".join(number.split()))


def _vehicle(record: Mapping[str, Any]) -> dict[str, str | None]:
    """Return the indexed columns that name the vehicle and policy, tidied as they are compared."""
    told = {name: key(record.get(name) or None) for name in (*duplicates.IDENTITIES, "policy_no")}
    return {**told, **{name: key(text) for name, text in duplicates.identities(record).items()}}


def _record(row: Mapping[str, Any]) -> Record:
    """Return the contract's claim report: the record, and on top what only the store decides."""
    decided = {name: row[name] for name in ("report_number", "status", "call_id", "duplicate_of")}
    registered = moment_or_none(row["registered_at"])
    return {**row["record"], **decided, "registered_at": registered and iso(registered)}


def _call_shape(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "call_id": row["call_id"],
        "channel": row["channel"],
        "from": row["caller"],
        "started_at": row["started_at"] and iso(row["started_at"]),
        "ended_at": row["ended_at"] and iso(row["ended_at"]),
        "outcome": row["outcome"] if row["ended_at"] else None,
    }


def _row_shape(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: iso(value) if isinstance(value, datetime) else value for name, value in row.items()}


def _untimed(detail: Mapping[str, Any]) -> dict[str, Any]:
    """A task's detail without its window, which moves when a turn is repeated a second later."""
    return {name: value for name, value in detail.items() if name not in ("not_before", "not_after")}
