"""What a report sets in motion: one table of tasks, when each is owed and until when. Pure.

Sources of the times: survey, call-back and major case 002 (``三分钟内调度查勘结束``, ``在50-60分钟内…回访``, ``10分钟内``); the
night pause 003 by conflict X20; complaint ``claims.complaints``; enquiry 003 (``超过12小时未回复的咨询进行跟进``); rescue the
five minutes to dispatch insurers promise in public (domain.md B1). The chaser of a duplicate goes to dispatch and has
its three minutes. A manual record is to be entered before its caller is called back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from claims.clock import BEIJING, iso, moment_or_none
from claims.complaints import ORDINARY, STAGES_OF, TOLD, Stages, gravest
from claims.facts import car_gone

Record = Mapping[str, Any]

DAY_BEGINS = time(9)
DAY_ENDS = time(20)
CALLBACK_AFTER = timedelta(minutes=50)
CALLBACK_WITHIN = timedelta(minutes=60)
RING_WITHIN = CALLBACK_WITHIN - CALLBACK_AFTER
INJURED_WITHIN = timedelta(hours=48)
"""Until when the injured are visited or telephoned (domain.md B1, 人伤48小时内联系跟访)."""


@dataclass(frozen=True)
class Task:
    """A piece of work for a clerk: its kind, when it is due, and what the clerk needs to begin."""

    kind: str
    due_at: datetime
    detail: dict[str, Any]

    @property
    def overdue_at(self) -> datetime:
        """Return from when it is late: when it is due, or when the time in which to ring is over."""
        return max(moment_or_none(self.detail.get("not_after")) or self.due_at, self.due_at)

    @property
    def ring_at(self) -> datetime | None:
        """Return when the voice gateway is to be asked for the call; None where people ring."""
        return moment_or_none(self.detail.get("not_before")) if self.detail.get("purpose") else None


SEVERAL = 3
"""Hurt people from whom on a case is reported upwards."""


def major(record: Record) -> bool:
    """Tell whether a report is a major case, reported upwards within ten minutes (002, domain.md A4).

    A death, several hurt, the whole car stolen or burnt out, reporters or a crowd. Stolen parts are none, nor is a car that
    somebody known keeps.
    """
    injuries = record.get("injuries") or {}
    count = injuries.get("count")
    several = isinstance(count, int) and count >= SEVERAL
    burnt_out = record.get("case_type") == "fire" and "burnt_out" in (record.get("flags") or ())
    watched = not {"media", "crowd"}.isdisjoint(record.get("flags") or ())
    return bool(injuries.get("deaths")) or several or car_gone(record) or burnt_out or watched


def rescue(record: Record) -> bool:
    """Tell whether the caller wants a tow or other rescue."""
    return record.get("rescue_requested") is True


def callback_window(now: datetime) -> tuple[datetime, datetime]:
    """Return from when to when a caller is to be called back: 50 to 60 minutes on, never between 20:00 and 9:00."""
    return by_day(now + CALLBACK_AFTER, now + CALLBACK_WITHIN)


def by_day(first: datetime, last: datetime) -> tuple[datetime, datetime]:
    """Return when a call wanted between two moments may ring: not at night; from 9:00 on if there is no day left."""
    first, last = first.astimezone(BEIJING), last.astimezone(BEIJING)
    if DAY_BEGINS <= first.time() < DAY_ENDS:
        return first, min(last, first.replace(hour=20, minute=0, second=0, microsecond=0))
    morning = first.replace(hour=9, minute=0, second=0, microsecond=0)
    if first.time() >= DAY_ENDS:
        morning += timedelta(days=1)
    return morning, last if last > morning else morning + RING_WITHIN


CLOSING_WITHIN = timedelta(days=3)
"""For how long whoever had a claim closed is tried to be reached."""


def ring_back(now: datetime, record: Record, purpose: str = "callback", **extra: Any) -> Task:
    """Make the call-back a clerk asks for, at once or in the morning; a claim that was closed is asked about for some days."""
    first, last = by_day(now, now + RING_WITHIN)
    if purpose == "closing_callback":
        last = first + CLOSING_WITHIN
    window = {"purpose": purpose, "not_before": iso(first), "not_after": iso(last)}
    return Task("callback", first, {**brief(record), **extra, **window})


def _in(minutes: float) -> Callable[[datetime], datetime]:
    return lambda now: now + timedelta(minutes=minutes)


DUE: dict[str, Callable[[datetime], datetime]] = {
    "survey": _in(3),
    "rescue": _in(5),
    "callback": lambda now: callback_window(now)[0],
    "major_case": _in(10),
    "manual_entry": _in(50),
    "chaser": _in(3),
    "complaint": lambda now: now + STAGES_OF[ORDINARY][0][1],
    "enquiry": _in(12 * 60),
}
"""When a task of each kind is due, given the moment it arises."""

OUTCOME_OF: Mapping[str, str] = {
    "complaint": "complaint",
    "rescue": "rescue",
    "callback": "callback",
    "enquiry": "enquiry",
    "chaser": "enquiry",
}
"""What a call came to that ended in nothing but a task of this kind."""


def _always(record: Record) -> bool:
    return True


def can_be_rung(record: Record) -> bool:
    """Tell whether a record, or a task's detail, has a number to ring: without one a call-back is nobody's work."""
    people = (record.get("contact") or {}, record.get("reporter") or {}, record)
    return any(person.get("phone") or person.get("callback_phone") for person in people)


FOLLOW_UPS: dict[str, tuple[tuple[str, Callable[[Record], bool]], ...]] = {
    "draft": (("rescue", rescue),),
    "registered": (("survey", _always), ("rescue", rescue), ("callback", _always), ("major_case", major)),
    "manual": (("manual_entry", _always), ("rescue", rescue), ("callback", _always), ("major_case", major)),
    "duplicate": (("chaser", _always), ("rescue", rescue), ("major_case", major)),
    "abandoned": (("callback", can_be_rung), ("rescue", rescue), ("major_case", major)),
}
"""What a report in each state sets in motion, and on which condition.

A tow truck is on its way before the report is told to its end. A stolen car is surveyed too: its parking place, keys and papers. A duplicate's rescue or major case is new only if the
report on file has none; the store leaves out what is there.
"""


GATHERED = frozenset({"complaint", "chaser"})
"""Kinds of which a call makes one: what is told of it later in the call is added to it."""

_RETOLD = ("complaint_detail", "complaint_want", "said", "request")
"""What of a task is told in words, of which both tellings are kept."""


def grown(task: Task, later: Task, created_at: datetime) -> Task:
    """Return a task with what was told later in the same call; a complaint is as grave as the gravest of it, and due by that."""
    before, more = task.detail, later.detail
    detail = {**before, **more}
    for name in _RETOLD:
        if before.get(name) and more.get(name) and more[name] != before[name]:
            detail[name] = before[name] if more[name] in before[name] else f"{before[name]}；{more[name]}"
    if task.kind != "complaint":
        return Task(task.kind, min(task.due_at, later.due_at), detail)
    detail["complaint_level"] = gravest(before.get("complaint_level"), more.get("complaint_level"))
    because = [*(before.get("level_because") or ()), *(more.get("level_because") or ())]
    detail |= {"level_because": list(dict.fromkeys(because))} if because else {}
    return Task(task.kind, min(task.due_at, created_at + stages_of(task.kind, detail)[0][1]), detail)


GROWING = frozenset({"rescue"})
"""Kinds of tasks that are begun while the report is still told, and learn what is told after."""


PURPOSES: Mapping[str, str] = {"registered": "dispatch_callback", "abandoned": "callback"}
"""Of which reports the bot itself rings, and what for; whoever was promised a person is rung by one."""


def follow_ups(state: str, record: Record, now: datetime, **extra: Any) -> Iterator[Task]:
    """Yield the tasks a report that has just reached ``state`` (a key of ``FOLLOW_UPS``) sets in motion."""
    for kind, wanted in FOLLOW_UPS[state]:
        if wanted({**record, **extra}):
            purpose = {"purpose": PURPOSES[state]} if kind == "callback" and state in PURPOSES else {}
            yield task(kind, now, record, **purpose, **extra)


def task(kind: str, now: datetime, record: Record | None = None, **extra: Any) -> Task:
    """Make a task of a kind arising now, with what the clerk needs from the report.

    Raises:
        ValueError: There is no such kind of task.
    """
    if kind not in DUE:
        raise ValueError(f"no kind of task: {kind!r}")
    detail = {**brief(record or {}), **extra}
    if kind == "callback":
        wanted = moment_or_none(detail.get("wanted_at"))
        window = by_day(wanted, wanted + RING_WITHIN) if wanted else callback_window(now)
        detail["not_before"], detail["not_after"] = map(iso, window)
        if ((record or {}).get("injuries") or {}).get("any"):
            detail["follow_up"] = {"about": "injured", "due_at": iso(now + INJURED_WITHIN)}
        return Task(kind, window[0], detail)
    stages = stages_of(kind, detail)
    due = now + stages[0][1] if stages else DUE[kind](now)
    wanted = moment_or_none(detail.get("rescue_not_before")) if kind == "rescue" else None
    return Task(kind, max(due, wanted) if wanted else due, detail)


def stages_of(kind: str, detail: Mapping[str, Any]) -> Stages:
    """Return the stages of a task that is done in several, by its level; none of any other."""
    return STAGES_OF[detail.get("complaint_level") or ORDINARY] if kind == "complaint" else ()


def next_stage(kind: str, stage: int, created_at: datetime, detail: Mapping[str, Any]) -> datetime | None:
    """Return when the stage after ``stage`` (how many are done) is due; None when it was the last."""
    stages = stages_of(kind, detail)
    return created_at + stages[stage + 1][1] if stage + 1 < len(stages) else None


def begins_at(kind: str, detail: Mapping[str, Any]) -> int:
    """Return whose a task is from the first (``claims.escalation.LEVELS``): a grave complaint is not a clerk's."""
    return TOLD[detail.get("complaint_level") or ORDINARY] if kind == "complaint" else 0


_BRIEF = (
    "case_type",
    "plate",
    "insured",
    "accident_time",
    "place",
    "car_location",
    "at_scene",
    "drivable",
    "contact",
)
_BRIEF_IF_ANY = (
    "reporter",
    "injuries",
    "flags",
    "description",
    "also_said",
    "rescue_requested",
    "rescue_to",
    "rescue_when",
    "rescue_not_before",
    "place_coordinates",
    "car_coordinates",
)


def brief(record: Record) -> dict[str, Any]:
    """Return what a clerk reads before picking up the telephone; unknown facts are left out."""
    return {
        key: record[key] for key in (*_BRIEF, *_BRIEF_IF_ANY) if record.get(key) not in (None, "", [], {})
    }
