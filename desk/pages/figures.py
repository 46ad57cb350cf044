"""The figures of a time 数据统计, out of its sums. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from statistics import median
from typing import Any

from claims.store.figures import Sums
from desk.pages.facts import LABELS, QUESTIONS
from desk.pages.names import CASES, CHANNELS, OUTCOMES, TASKS
from desk.pages.words import asks

NUMBER_WITHIN = timedelta(minutes=3)
"""A report is to have its number within three minutes (002)."""

REPORTED = frozenset({"registered", "duplicate"})
WANTED = REPORTED | {"manual", "transferred", "callback", "abandoned"}
"""Outcomes of calls that were to be a report, as far as one can tell: those finished without a person, and all others."""


def figures(sums: Sums) -> dict[str, Any]:
    """Return the figures.

    Returns:
        ``sums`` (label and text), and rows of a label and a number for each plot: ``days``, ``hours``, ``cases``, ``channels``,
        ``outcomes``, ``seconds`` (to the number, in half minutes), ``drop_offs``, ``corrections``; ``deadlines`` (label, met, all).
    """
    by_bot = [it.seconds for it in sums.numbered if it.by_bot]
    wanted = sum(sums.outcomes.get(name, 0) for name in WANTED)
    alone = sum(sums.outcomes.get(name, 0) for name in REPORTED)
    days, hours = Counter[str](), Counter[int]()
    for at, many in sorted(sums.hours.items()):
        days[f"{at:%m-%d}"] += many
        hours[at.hour] += many
    drop_offs = Counter[str]()
    for (text, response), many in sums.broke_off.items():
        if question := asks({"text": text, "id": response}):
            drop_offs[question] += many
    shown = [
        ("电话和会话", f"{hours.total()}"),
        ("报案立案", f"{len(sums.numbered)}"),
        ("给出报案号用时，中位", _time(median(by_bot)) if by_bot else "—"),
        ("3 分钟内给出报案号", share(sum(it <= NUMBER_WITHIN.total_seconds() for it in by_bot), len(by_bot))),
        ("5 分钟内结束通话", share(sums.short, sums.ended)),
        ("无需人工完成报案", share(alone, wanted)),
        ("人工更正", f"{sum(sums.corrections.values())}"),
        ("短信一分钟内发出", share(sums.in_time, sums.messages)),
    ]
    return {
        "sums": shown,
        "days": list(days.items()),
        "hours": [(f"{hour}", hours[hour]) for hour in range(24)],
        "cases": _most(Counter(it.case_type for it in sums.numbered if it.case_type), CASES),
        "channels": _most(sums.channels, CHANNELS),
        "outcomes": _most(sums.outcomes, OUTCOMES),
        "seconds": _half_minutes(by_bot),
        "drop_offs": _most(drop_offs, QUESTIONS)[:12],
        "corrections": _most(sums.corrections, LABELS),
        "deadlines": [
            (name, *sums.deadlines[kind]) for kind, name in TASKS.items() if kind in sums.deadlines
        ],
    }


def share(part: int, whole: int) -> str:
    """Return a share in percent, and of how many."""
    return f"{100 * part / whole:.0f}% （{part}/{whole}）" if whole else "—"


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
