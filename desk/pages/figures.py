"""The figures of a time 数据统计, out of rows without names. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from claims.clock import BEIJING
from desk.pages.facts import LABELS, QUESTIONS
from desk.pages.names import CASES, CHANNELS, OUTCOMES, TASKS
from desk.pages.words import asks

Rows = Mapping[str, Sequence[Mapping[str, Any]]]

NUMBER_WITHIN, CALL_WITHIN = timedelta(minutes=3), timedelta(minutes=5)
"""A report is to have its number within three minutes, a call to be over within five (002)."""

REPORTED = frozenset({"registered", "duplicate"})
WANTED = REPORTED | {"manual", "transferred", "callback", "abandoned"}
"""Outcomes of calls that were to be a report, as far as one can tell: those finished without a person, and all others."""


def figures(rows: Rows, now: datetime) -> dict[str, Any]:
    """Return the figures.

    Returns:
        ``sums`` (label and text), and rows of a label and a number for each plot: ``days``, ``hours``, ``cases``, ``channels``,
        ``outcomes``, ``seconds`` (to the number, in half minutes), ``drop_offs``, ``corrections``; ``deadlines`` (label, met, all).
    """
    calls = rows["calls"]
    numbered = [it for it in calls if it["status"] in ("registered", "withdrawn") and it["registered_at"]]
    to_number = [_between(it["started_at"], it["registered_at"]) for it in numbered]
    by_bot = [
        seconds
        for it, seconds in zip(numbered, to_number, strict=True)
        if it["ended_at"] is None or it["registered_at"] <= it["ended_at"]
    ]
    lengths = [_between(it["started_at"], it["ended_at"]) for it in calls if it["ended_at"]]
    outcomes = Counter(it["outcome"] for it in calls if it["ended_at"] and it["outcome"])
    wanted = sum(outcomes[name] for name in WANTED)
    alone = sum(outcomes[name] for name in REPORTED)
    days = Counter(f"{it['started_at'].astimezone(BEIJING):%m-%d}" for it in calls)
    hours = Counter(it["started_at"].astimezone(BEIJING).hour for it in calls)
    sums = [
        ("电话和会话", f"{len(calls)}"),
        ("报案立案", f"{len(numbered)}"),
        ("给出报案号用时，中位", _time(median(by_bot)) if by_bot else "—"),
        ("3 分钟内给出报案号", share(sum(it <= NUMBER_WITHIN.total_seconds() for it in by_bot), len(by_bot))),
        ("5 分钟内结束通话", share(sum(it <= CALL_WITHIN.total_seconds() for it in lengths), len(lengths))),
        ("无需人工完成报案", share(alone, wanted)),
        ("人工更正", f"{len(rows['corrections'])}"),
        (
            "短信一分钟内发出",
            share(sum(_sent_in_time(it) for it in rows["messages"]), len(rows["messages"])),
        ),
    ]
    return {
        "sums": sums,
        "days": sorted(days.items()),
        "hours": [(f"{hour}", hours[hour]) for hour in range(24)],
        "cases": _most(Counter(it["case_type"] for it in numbered if it["case_type"]), CASES),
        "channels": _most(Counter(it["channel"] for it in calls if it["channel"]), CHANNELS),
        "outcomes": _most(outcomes, OUTCOMES),
        "seconds": _half_minutes(by_bot),
        "drop_offs": _most(Counter(filter(None, map(_dropped_at, calls))), QUESTIONS)[:12],
        "corrections": _most(Counter(it["field"] for it in rows["corrections"] if it["field"]), LABELS),
        "deadlines": list(_deadlines(rows["tasks"], now)),
    }


def share(part: int, whole: int) -> str:
    """Return a share in percent, and of how many."""
    return f"{100 * part / whole:.0f}% （{part}/{whole}）" if whole else "—"


def _between(first: datetime, last: datetime) -> float:
    return max(0.0, (last - first).total_seconds())


def _time(seconds: float) -> str:
    return f"{int(seconds) // 60} 分 {int(seconds) % 60:02} 秒"


def _most(counted: Mapping[str, int], called: Mapping[str, str]) -> list[tuple[str, int]]:
    named = [(called.get(name, name), many) for name, many in counted.items()]
    return sorted(named, key=lambda it: (-it[1], it[0]))


def _half_minutes(seconds: Iterable[float]) -> list[tuple[str, int]]:
    steps = Counter(min(int(it // 30), 20) for it in seconds)
    if not steps:
        return []
    return [("≥10分" if step == 20 else f"{step / 2:g}分", steps[step]) for step in range(max(steps) + 1)]


def _sent_in_time(message: Mapping[str, Any]) -> bool:
    return message["sent_at"] is not None and message["sent_at"] <= message["send_by"]


def _dropped_at(call: Mapping[str, Any]) -> str | None:
    """Return the question after which a call broke off."""
    if call.get("last") is None:
        return None
    text, response = call["last"]
    return asks({"text": text, "id": response})


def _deadlines(tasks: Iterable[Mapping[str, Any]], now: datetime) -> Iterable[tuple[str, int, int]]:
    """Yield for each kind of task how many were done in time, of all that are done or overdue."""
    met, judged = Counter[str](), Counter[str]()
    for task in tasks:
        last, done = task["overdue_at"], task["finished_at"]
        if done is None and (task["status"] != "open" or last > now):
            continue  # closed by what came after it, or still in time
        judged[task["kind"]] += 1
        met[task["kind"]] += done is not None and done <= last
    for kind, name in TASKS.items():
        if judged[kind]:
            yield name, met[kind], judged[kind]
