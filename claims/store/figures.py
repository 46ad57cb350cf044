"""What the figures of a time are made of: counted by the database, which returns sums and nothing of anybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from sqlalchemy import BigInteger, and_, case, cast, func, literal, or_, select

from claims.clock import BEIJING, moment
from claims.store import models
from claims.store.engine import transaction
from claims.store.looking import last_said
from claims.store.models import Moment
from claims.store.rows import Records
from claims.store.tasks import in_time, is_late
from claims.store.times import seconds_between

OVER_WITHIN = timedelta(minutes=5)
"""How long a call may take (002)."""

BROKE_OFF = ("abandoned", "callback")
"""Outcomes of calls that were not told to their end."""

BEGINNING = datetime(1970, 1, 1, tzinfo=timezone.utc)
HOUR = 3600


@dataclass(frozen=True)
class Numbered:
    """A report that has its number.

    Attributes:
        case_type: Of what kind the accident was.
        seconds: How long after the beginning of the call it was numbered.
        by_bot: Whether the call still went on.
    """

    case_type: str | None
    seconds: float
    by_bot: bool


@dataclass(frozen=True)
class Sums:
    """The sums of a time.

    Attributes:
        hours: Calls by the hour in which they began.
        channels: Calls by channel.
        outcomes: Ended calls by outcome.
        ended: How many calls have ended.
        short: How many of these within ``OVER_WITHIN``.
        numbered: The reports of these calls that have a number.
        broke_off: How many calls broke off after what the bot said last: its words and the sentence's id.
        corrections: Facts put right, by field.
        messages: How many messages there were.
        in_time: How many of these were sent as promised.
        deadlines: By kind of task how many were done in time, of how many that were done or are late.
    """

    hours: Mapping[datetime, int]
    channels: Mapping[str, int]
    outcomes: Mapping[str, int]
    ended: int
    short: int
    numbered: list[Numbered]
    broke_off: Mapping[tuple[str, str | None], int]
    corrections: Mapping[str, int]
    messages: int
    in_time: int
    deadlines: Mapping[str, tuple[int, int]]


class Figures(Records):
    """Only reads."""

    def sums(self, since: datetime | str, until: datetime | str, now: datetime | str) -> Sums:
        """Return the sums of the calls that began in a time, and of the tasks, messages and corrections that arose in it."""
        first, last = moment(since), moment(until)
        began = and_(models.calls.c.started_at >= first, models.calls.c.started_at < last)
        with transaction(self.engine) as connection:
            hours = connection.execute(_by_hour(began)).all()
            calls = connection.execute(_by_outcome(began)).all()
            numbered = connection.execute(_numbered(began, first)).all()
            broke_off = Counter(last_said(connection, _broke_off(began)).values())
            fields = connection.execute(_by_field(first, last)).all()
            messages, sent_in_time = connection.execute(_messages(first, last)).one()
            kinds = connection.execute(_by_kind(first, last, moment(now))).all()
        ended = [row for row in calls if row.ended]
        return Sums(
            hours={datetime.fromtimestamp(row.hour, BEIJING): row.many for row in hours},
            channels=_counted(calls, "channel"),
            outcomes=_counted(ended, "outcome"),
            ended=sum(row.many for row in ended),
            short=sum(row.short for row in ended),
            numbered=[Numbered(row.case_type, max(0.0, row.seconds), row.by_bot == 1) for row in numbered],
            broke_off=broke_off,
            corrections=_counted(fields, "field"),
            messages=messages,
            in_time=sent_in_time or 0,
            deadlines={row.kind: (row.met, row.many) for row in kinds},
        )


def _many() -> Any:
    return func.count().label("many")


def _how_many(condition: Any) -> Any:
    return func.sum(case((condition, 1), else_=0))


def _counted(rows: Iterable[Any], name: str) -> dict[str, int]:
    """Return how many there are of each value but none."""
    found = Counter[str]()
    for row in rows:
        if row[name]:
            found[row[name]] += row.many
    return found


def _by_hour(began: Any) -> Any:
    """Count calls by the hour; that of Beijing begins with that of the world."""
    at = seconds_between(literal(BEGINNING, Moment), models.calls.c.started_at)
    hour = cast(at - at % HOUR, BigInteger).label("hour")
    return select(hour, _many()).where(began).group_by("hour")


def _by_outcome(began: Any) -> Any:
    calls = models.calls.c
    ended = case((calls.ended_at.is_not(None), 1), else_=0).label("ended")
    short = seconds_between(calls.started_at, calls.ended_at) <= OVER_WITHIN.total_seconds()
    wanted = select(calls.channel, calls.outcome, ended, _many(), _how_many(short).label("short"))
    return wanted.where(began).group_by(calls.channel, calls.outcome, "ended")


def _numbered(began: Any, first: datetime) -> Any:
    calls, reports = models.calls.c, models.reports.c
    seconds = seconds_between(calls.started_at, reports.registered_at).label("seconds")
    within = or_(calls.ended_at.is_(None), reports.registered_at <= calls.ended_at)
    return (
        select(reports.case_type, seconds, case((within, 1), else_=0).label("by_bot"))
        .join(models.calls, calls.call_id == reports.call_id)
        # No report is older than its call: only those since then are looked through.
        .where(began, reports.status.in_(("registered", "withdrawn")), reports.registered_at >= first)
    )


def _broke_off(began: Any) -> Any:
    calls = models.calls.c
    return select(calls.call_id).where(began, calls.ended_at.is_not(None), calls.outcome.in_(BROKE_OFF))


def _by_field(first: datetime, last: datetime) -> Any:
    history = models.history.c
    field = history.detail["field"].as_string().label("field")
    arose = and_(history.action == "correct", history.at >= first, history.at < last)
    return select(field, _many()).where(arose).group_by("field")


def _messages(first: datetime, last: datetime) -> Any:
    messages = models.messages.c
    arose = and_(messages.queued_at >= first, messages.queued_at < last)
    return select(func.count(), _how_many(messages.sent_at <= messages.send_by)).where(arose)


def _by_kind(first: datetime, last: datetime, now: datetime) -> Any:
    """Count tasks that are done, and those that are late; not those closed by what came after them."""
    tasks, history = models.tasks.c, models.history.c
    done = (
        select(history.task_id, func.max(history.at, type_=history.at.type).label("at"))
        .where(history.action == "finish", history.at >= first)
        .group_by(history.task_id)
        .subquery()
    )
    judged = or_(done.c.at.is_not(None), and_(tasks.status == "open", is_late(now)))
    met = in_time(done.c.at)
    return (
        select(tasks.kind, _many(), _how_many(met).label("met"))
        .outerjoin(done, done.c.task_id == tasks.id)
        .where(tasks.created_at >= first, tasks.created_at < last)
        .where(tasks.status.not_in(("draft", "deleted")), judged)
        .group_by(tasks.kind)
    )
