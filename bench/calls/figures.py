"""The figures of many calls: overall, by fact, case type, switch and writer; and two runs side by side."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import median
from typing import Any

from bench.calls.findings import INVENTED, MISSING, RIGHT, WRONG, Finding
from bench.calls.judge import Judgement

Figures = dict[str, Any]
Group = Callable[[Judgement], Iterable[str]]

GROUPS: Mapping[str, Group] = {
    "case type": lambda call: [call.case_type],
    "switch": lambda call: call.switches,
    "writer": lambda call: [call.writer],
}

TARGETS: Mapping[str, str] = {
    "before": "≥ 95 clean, 90 noisy",
    "final": "≥ 98 clean, 95 noisy",
    "whole": "≥ 80 clean, 65 noisy",
    "invented": "≤ 0.5",
    "harmed": "0",
    "skipped": "0",
    "needless": "≤ 1",
    "to_number": "≤ 180",
}

LABELS: Mapping[str, str] = {
    "calls": "calls",
    "facts": "facts judged",
    "before": "facts right before the recap, %",
    "final": "facts right in the end, %",
    "final_share": "facts right in the end, lists by their F1, %",
    "whole": "whole calls right, %",
    "registered": "calls registered, %",
    "invented": "facts invented in the end, % of facts",
    "corrections": "corrections made by callers",
    "taken": "corrections taken, %",
    "harmed": "corrections that harmed another fact",
    "skipped": "prescribed questions skipped",
    "needless": "needless questions, % of questions",
    "repeated": "questions repeated, % of questions",
    "unkept": "promises and tasks missing",
    "turns": "turns of the caller, median",
    "to_number": "seconds to the number, median",
    "seconds": "seconds of the call, median",
    "apologies": "apologies a call",
    "faults": "calls broken off by an error",
}


def figures(calls: Sequence[Judgement]) -> Figures:
    """Return the sums of some calls, by the keys of ``LABELS``; percentages to a tenth, None of nothing."""
    before = [found for call in calls for found in call.before]
    final = [found for call in calls for found in call.final]
    asked = sum(call.asked for call in calls)
    taken = [right for call in calls for *_, right in call.taken]
    return {
        "calls": len(calls),
        "facts": len(_true(final)),
        "before": _share(before),
        "final": _share(final),
        "final_share": _percent(sum(found.share for found in _true(final)), len(_true(final))),
        "whole": _percent(sum(call.whole for call in calls), len(calls)),
        "registered": _percent(sum(call.outcome == "registered" for call in calls), len(calls)),
        "invented": _percent(len(final) - len(_true(final)), len(_true(final)), 2),
        "corrections": len(taken),
        "taken": _percent(sum(taken), len(taken)),
        "harmed": sum(len(call.harmed) for call in calls),
        "skipped": sum(len(call.skipped) for call in calls),
        "needless": _percent(sum(len(call.needless) for call in calls), asked, 2),
        "repeated": _percent(sum(len(call.repeated) for call in calls), asked, 2),
        "unkept": sum(len(call.unkept) for call in calls),
        "turns": _median(call.turns for call in calls),
        "to_number": _median(call.to_number for call in calls),
        "seconds": _median(call.seconds for call in calls),
        "apologies": round(sum(call.apologies for call in calls) / len(calls), 2) if calls else None,
        "faults": sum(bool(call.fault) for call in calls),
    }


def by_field(calls: Sequence[Judgement]) -> dict[str, Figures]:
    """Return for every field how often it was judged, how often right before the recap and in the end, and what else."""
    before, final = defaultdict(list), defaultdict(list)
    for call in calls:
        for found in call.before:
            before[found.field].append(found)
        for found in call.final:
            final[found.field].append(found)
    return {
        name: {
            "facts": len(_true(final[name])),
            "before": _share(before[name]),
            "final": _share(final[name]),
            **{verdict: _count(final[name], verdict) for verdict in (WRONG, MISSING, INVENTED)},
        }
        for name in sorted(before.keys() | final.keys())
    }


def summary(calls: Sequence[Judgement]) -> dict[str, Any]:
    """Return all figures: ``{"all": {…}, "clean": …, "noisy": …, "by": {"case type": {name: {…}}, …}, "by fact": …}``."""
    grouped: dict[str, dict[str, list[Judgement]]] = {name: defaultdict(list) for name in GROUPS}
    for call in calls:
        for name, group in GROUPS.items():
            for key in group(call):
                grouped[name][key].append(call)
    return {
        "all": figures(calls),
        "clean": figures([call for call in calls if "clean" in call.switches]),
        "noisy": figures([call for call in calls if "noise" in call.switches]),
        "by": {
            name: {key: figures(some) for key, some in sorted(groups.items())}
            for name, groups in grouped.items()
        },
        "by fact": by_field(calls),
        "questions": {
            name: dict(Counter(asked for call in calls for asked in getattr(call, name)).most_common())
            for name in ("skipped", "needless", "repeated", "harmed", "unkept")
        },
    }


# --- as text ------------------------------------------------------------------------------------------------------

_COLUMNS = (
    "calls",
    "before",
    "final",
    "whole",
    "invented",
    "harmed",
    "skipped",
    "needless",
    "repeated",
    "to_number",
)
_FIELD_COLUMNS = ("facts", "before", "final", WRONG, MISSING, INVENTED)


def report(told: Mapping[str, Any], against: Mapping[str, Any] | None = None) -> str:
    """Return the figures as Markdown; with ``against`` every overall figure and fact beside that run's."""
    sides = ("all", "clean", "noisy")
    rows = [["", *sides, *(["before: all"] if against else []), "target"]]
    for key, label in LABELS.items():
        old = [_shown(against["all"].get(key))] if against else []
        rows.append([label, *(_shown(told[side][key]) for side in sides), *old, TARGETS.get(key, "")])
    parts = [_table(rows)]
    for name, groups in told["by"].items():
        lines = [[name, *_COLUMNS]]
        lines += [[key, *(_shown(some[column]) for column in _COLUMNS)] for key, some in groups.items()]
        parts.append(_table(lines))
    parts.append(_table(_field_rows(told["by fact"], (against or {}).get("by fact"))))
    for name, counted in told["questions"].items():
        if counted:
            parts.append(f"{name}: " + ", ".join(f"{key} {count}" for key, count in counted.items()))
    return "\n\n".join(parts)


def _field_rows(fields: Mapping[str, Figures], old: Mapping[str, Figures] | None) -> list[list[str]]:
    rows = [["fact", *_FIELD_COLUMNS, *(["final was"] if old else [])]]
    for name, some in fields.items():
        was = [_shown(old.get(name, {}).get("final"))] if old else []
        rows.append([name, *(_shown(some[column]) for column in _FIELD_COLUMNS), *was])
    return rows


def _table(rows: Sequence[Sequence[str]]) -> str:
    head, *body = rows
    lines = [head, ["---"] * len(head), *body]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


# --- sums ---------------------------------------------------------------------------------------------------------


def _true(found: Sequence[Finding]) -> list[Finding]:
    return [one for one in found if one.verdict != INVENTED]


def _count(found: Sequence[Finding], verdict: str) -> int:
    return sum(one.verdict == verdict for one in found)


def _share(found: Sequence[Finding]) -> float | None:
    return _percent(_count(found, RIGHT), len(_true(found)))


def _percent(some: float, of: int, places: int = 1) -> float | None:
    return round(100 * some / of, places) if of else None


def _median(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(median(known), 1) if known else None
