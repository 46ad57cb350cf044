"""Claim reports: drafts, numbers, duplicates, records kept by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.engine import Connection

from claims import duplicates, numbers
from claims.clock import BEIJING, iso, moment
from claims.report import has_facts
from claims.search import search_text
from claims.store import models
from claims.store.calls import caller_of, know_call, settle
from claims.store.cleaning import clean, key
from claims.store.engine import lock, transaction, upsert
from claims.store.history import BOT, note
from claims.store.messages import on_its_way, queue
from claims.store.rows import LIST_LIMIT, Record, Records, as_record, call_lock, digits, first, report_of
from claims.store.tasks import close_tasks, owe
from claims.store.web import with_web
from claims.tasks import follow_ups, major, rescue

UNFINISHED = ("draft", "manual")

RESUME_WITHIN = timedelta(hours=24)


@dataclass(frozen=True)
class Registration:
    """What became of a report.

    Attributes:
        report_number: The number to tell the caller; of a duplicate the number of the report on file.
        record: The claim report as stored; of a duplicate this call's own, with ``duplicate_of``.
        created: True once in the life of a number: whoever repeats the request gets False.
        duplicate_of: The number of the report on file, or None.
        sent: A message with the number is on its way to whoever called, or has left: only then may it be promised.
    """

    report_number: str
    record: Record
    created: bool
    duplicate_of: str | None = None
    sent: bool = False


class Reports(Records):
    """Claim reports."""

    def save_draft(self, call_id: str, record: Mapping[str, Any]) -> None:
        """Write what is known so far. A report past drafting (registered, manual, duplicate) is left alone.

        A report that grows takes back what the call seemed to have come to: who dialled a wrong number has begun a
        report all the same.
        """
        tidied = clean(record)
        with transaction(self.engine, writes=True) as connection:
            know_call(connection, call_id, channel=tidied.get("channel"))
            before = report_of(connection, call_id)
            if before is not None and (before["status"] != "draft" or before["record"] == tidied):
                return
            write_report(connection, call_id, tidied, "draft", over=("draft",))
            mine = models.calls.c.call_id == key(call_id)
            connection.execute(update(models.calls).where(mine).values(outcome=None))

    def set_in_motion(self, call_id: str, record: Mapping[str, Any], now: datetime | str) -> None:
        """Write what a draft calls for at once: the tow truck, with what is known so far; not wanted any more, it is called off."""
        when, tidied = moment(now), clean(record)
        with transaction(self.engine, writes=True) as connection:
            lock(connection, [call_lock(call_id)])
            call = first(connection, select(models.calls).where(models.calls.c.call_id == key(call_id)))
            owed = follow_ups("draft", tidied, when, phone=call["caller"] if call else None)
            owe(connection, owed, call_id, None, when)
            if not rescue(tidied):
                close_tasks(connection, call_id, BOT, "客户不再需要救援", when, kind="rescue")

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
                        "record": as_record(row),
                    }
        return None

    def register(self, call_id: str, record: Mapping[str, Any], now: datetime | str) -> Registration:
        """Register the report: number, report, tasks and text message in one transaction, or nothing at all.

        Repeated for the same call it returns the first result with ``created`` False, whatever the record then says.
        An accident another call has registered gets no second report: this call's becomes a duplicate, dispatch gets
        a chaser. Calls about one vehicle wait for one another here, so that this holds when they arrive at once.
        """
        when, tidied = moment(now), clean(record)
        with transaction(self.engine, writes=True, durable=True) as connection:
            lock(connection, locks(call_id, tidied))
            return register_report(connection, self.company, call_id, tidied, when)

    def find_duplicate(self, record: Mapping[str, Any], call_id: str, now: datetime | str) -> Record | None:
        """Return the report another call has registered of the same accident, or None. Changes nothing."""
        with transaction(self.engine) as connection:
            found = same_accident(connection, clean(record), call_id, moment(now))
            return as_record(found) if found else None

    def save_manual(
        self, call_id: str, record: Mapping[str, Any], reason: str, now: datetime | str
    ) -> Record:
        """Keep the report as recorded by hand (002/L-10): no number, a clerk enters it and calls back.

        Repeated it adds no second task. A report that has a number stays as it is. Returns the record as stored.
        """
        when, tidied = moment(now), clean(record)
        with transaction(self.engine, writes=True, durable=True) as connection:
            lock(connection, [call_lock(call_id)])
            know_call(connection, call_id, channel=tidied.get("channel"), started_at=when)
            tidied["major_case"] = major(tidied)
            before = report_of(connection, call_id)
            write_report(connection, call_id, tidied, "manual", over=UNFINISHED)
            if before is None or before["status"] == "draft":
                caller = caller_of(connection, call_id)
                supersede_drafts(connection, call_id, tidied, when)
                owed = follow_ups("manual", tidied, when, reason=reason, phone=caller)
                owe(connection, owed, call_id, None, when)
                settle(connection, call_id, "manual")
            stored = report_of(connection, call_id)
            assert stored is not None
            return as_record(stored)

    def report(self, number: str) -> Record | None:
        """Return the report of a number (blanks between its groups allowed), or None."""
        with transaction(self.engine) as connection:
            found = first(
                connection, select(models.reports).where(models.reports.c.report_number == digits(number))
            )
            return with_web(connection, [as_record(found)])[0] if found else None

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
            wanted = wanted.where(columns.plate == vehicle({"plate": clean(plate)})["plate"])
        if since:
            wanted = wanted.where(told >= moment(since))
        with transaction(self.engine) as connection:
            return with_web(connection, [as_record(row) for row in connection.execute(wanted).mappings()])


def locks(call_id: str, record: Record) -> list[str]:
    """Return the names of the locks a registration holds: calls about one vehicle, or of one caller, wait for one another."""
    named = [f"{name}:{text}" for name, text in duplicates.identities(record).items()]
    return [call_lock(call_id), *named, *(f"teller:{number}" for number in duplicates.tellers(record))]


def register_report(
    connection: Connection, company: str, call_id: str, record: Record, now: datetime, by: str = BOT
) -> Registration:
    """Register a report in a transaction that holds its ``locks``: number, tasks, message, and a line in the trail."""
    before = report_of(connection, call_id)
    if before is not None and (number := before["report_number"] or before["duplicate_of"]):
        sent = on_its_way(connection, call_id, number)
        return Registration(number, as_record(before), False, before["duplicate_of"], sent)
    know_call(connection, call_id, channel=record.get("channel"), started_at=now)
    first_one = same_accident(connection, record, call_id, now)
    number = first_one["report_number"] if first_one else next_number(connection, now)
    state = "duplicate" if first_one else "registered"
    record["major_case"] = major(record)
    record["registered_at"] = None if first_one else iso(now)
    write_report(
        connection,
        call_id,
        record,
        state,
        over=UNFINISHED,
        report_number=None if first_one else number,
        duplicate_of=number if first_one else None,
        registered_at=None if first_one else now,
    )
    close_tasks(connection, call_id, by, "报案已登记", now, kind="manual_entry")
    supersede_drafts(connection, call_id, record, now)
    owe(connection, follow_ups(state, record, now), call_id, number, now)
    sent = queue(connection, state, company, call_id, number, record, now)
    settle(connection, call_id, state)
    stored = report_of(connection, call_id)
    assert stored is not None
    note(connection, by, "report", "register", now, {**stored, "report_number": number}, status=state)
    return Registration(number, as_record(stored), first_one is None, stored["duplicate_of"], sent)


def write_report(
    connection: Connection,
    call_id: str,
    record: Record,
    status: str,
    over: Iterable[str],
    **columns: Any,
) -> None:
    """Insert the report, or write it over one whose status is in ``over``; a number it has is among ``columns``."""
    times = duplicates.window(record) or (None, None)
    values = {
        "status": status,
        "record": record,
        "accident_start": times[0],
        "accident_end": times[1],
        "case_type": key(record.get("case_type")),
        "search": search_text(record, columns.get("report_number"), columns.get("duplicate_of")),
        **vehicle(record),
        **columns,
    }
    insert = upsert(connection, models.reports).values(call_id=key(call_id), **values)
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=["call_id"], set_=values, where=models.reports.c.status.in_(tuple(over))
        )
    )


def same_accident(
    connection: Connection, record: Record, call_id: str, now: datetime
) -> Mapping[str, Any] | None:
    """Return the row another call has registered of the same accident, or None."""
    columns, calls = models.reports.c, models.calls.c
    named = [columns[name] == text for name, text in duplicates.identities(record).items()]
    numbers = duplicates.tellers(record)
    if numbers:  # a car that nothing names is known by who tells of it
        of_the_caller = select(calls.call_id).where(calls.caller.in_(sorted(numbers)))
        named.append(and_(columns.registered_at >= now - duplicates.SOON, columns.call_id.in_(of_the_caller)))
    if not named:
        return None
    wanted = select(models.reports).where(
        columns.status == "registered", columns.call_id != key(call_id), or_(*named)
    )
    times = duplicates.window(record)
    if times:
        near = and_(
            columns.accident_start <= times[1] + duplicates.REACH,
            columns.accident_end >= times[0] - duplicates.REACH,
        )
        wanted = wanted.where(or_(columns.accident_start.is_(None), near))
    for row in connection.execute(wanted.order_by(columns.id)).mappings():
        if duplicates.same_accident(record, row["record"], now):
            return dict(row)
    return None


def next_number(connection: Connection, now: datetime) -> str:
    """Take the next number of the year; the counter's row stays locked until the report is committed with it."""
    # Two digits of the year, as in the number: a counter never begins again, not even after a century.
    year = now.astimezone(BEIJING).year % 100
    name = f"report_number:{year:02d}"
    insert = upsert(connection, models.counters).values(name=name, value=1)
    one_more = {"value": models.counters.c.value + 1}
    connection.execute(insert.on_conflict_do_update(index_elements=["name"], set_=one_more))
    value = connection.execute(select(models.counters.c.value).where(models.counters.c.name == name))
    return numbers.compose(value.scalar_one(), year)


def supersede_drafts(connection: Connection, call_id: str, record: Record, now: datetime) -> None:
    """Close the drafts this caller left in earlier calls about the same vehicle, and the call-backs they owed."""
    caller = caller_of(connection, call_id)
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
        close_tasks(connection, other_id, BOT, "客户已再次来电", now, kind="callback")


def vehicle(record: Mapping[str, Any]) -> dict[str, str | None]:
    """Return the indexed columns that name the vehicle and policy, tidied as they are compared."""
    told = {name: key(record.get(name) or None) for name in (*duplicates.IDENTITIES, "policy_no")}
    return {**told, **{name: key(text) for name, text in duplicates.identities(record).items()}}
