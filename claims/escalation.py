"""Who looks at a task that is late, and when it goes one step further up. Pure.

A task is a clerk's first. The steps are those of the seeds: whoever is on duty reports upwards (002, 对当班突发事件、重大案件及时上报上级领导), the
section head answers for the work of the centre (运营中心科长). The second and third step of call-back, enquiry and complaint
are the outer limits of 003: call-back within 2 hours, enquiries within 24 and 48, complaints solved within 3 days and
closed within 7. Where the seeds name none, a step takes about as long as the work itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

LEVELS = ("clerk", "supervisor", "head", "management")
"""Whose a task is at level 0, 1, 2, 3: 坐席, 班长, 科长, 上级领导."""


def _steps(*minutes: float) -> tuple[timedelta, ...]:
    return tuple(timedelta(minutes=it) for it in minutes)


LADDERS: Mapping[str, tuple[timedelta, ...]] = {
    "survey": _steps(0, 5, 30),
    "chaser": _steps(0, 5, 30),
    "rescue": _steps(0, 5, 15),
    "major_case": _steps(0, 10, 30),
    "manual_entry": _steps(0, 30, 120),
    "callback": _steps(0, 60, 24 * 60),
    "enquiry": _steps(0, 12 * 60, 36 * 60),
    "complaint": _steps(0, 12 * 60, 24 * 60),
}
"""Kind of task -> how long after it is late it reaches level 1, 2, 3."""


def escalates_at(kind: str, overdue_at: datetime, level: int) -> datetime | None:
    """Return when a task that stands at ``level`` goes to the next; None at the top.

    Args:
        kind: A kind of task.
        overdue_at: From when it is late (``Task.overdue_at``).
        level: 0 to 3.
    """
    ladder = LADDERS[kind]
    return overdue_at + ladder[level] if level < len(ladder) else None
