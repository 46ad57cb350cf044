"""Between when and when it happened, where nobody saw it: from the car's being left to its being found, either of which can be put right.

"他是十点半才停的" moves the beginning, "两点我才看到的" the end; neither is when it happened. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from claims.answers.time_and_place import CLOCK_ALONE
from claims.clock import moment
from claims.heard import Heard, Value
from claims.interview import Facts, parked
from mandarin.time_ends import FOUND, LEFT, end_told

HALF_A_DAY = timedelta(hours=12)
_DENIED = re.compile(r"(?:不是|不在)$")


def ends_told(heard: Heard, facts: Facts) -> dict[str, Value]:
    """Return the times told of the car's being left and of its being found; none where somebody was in it."""
    before = facts.get("accident_time")
    if not isinstance(before, Mapping) or not before.get("start"):
        return {}
    times = [value for value in heard.all("time") if value.problem is None]
    if not (parked(facts) or before.get("end")):
        return {}
    instants = [value for value in times if not value.value.get("end")]
    told = {end_told(heard.text, value.start, value.end): value for value in instants}
    return {end: told[end] for end in (LEFT, FOUND) if end in told}


def is_no_time_of_it(heard: Heard, value: Value, ends: Mapping[str, Value]) -> bool:
    """Tell whether a time is one of these ends, or is said not to be when it happened: 不是两点砸的 两点是我看到的."""
    others = (one for one in heard.all("time") if one is not value)
    again = any(value.value["start"] == one.value["start"] for one in others)
    return value in ends.values() or (again and bool(_DENIED.search(heard.before(value, 3))))


def with_ends(before: Mapping[str, Any], ends: Mapping[str, Value], now: str) -> dict[str, Any] | None:
    """Return a time with one end or both put right; None where they do not fit together.

    Args:
        before: The time so far.
        ends: What is told of when the car was left and found.
        now: When the call began: what is known of a car last seen whole and of which no more is told.
    """
    first, last = moment(before["start"]), moment(before.get("end") or now)
    if FOUND in ends:
        last = _nearest(ends[FOUND], last, last if before.get("end") else moment(now))
    if LEFT in ends:
        first = _nearest(ends[LEFT], first, last)
    if first >= last:
        return None
    said = "，".join([str(before.get("said") or ""), *(str(one.text) for one in ends.values())])
    grain = next(iter(ends.values())).value.get("precision", "minute")
    start, end = (at.isoformat(timespec="minutes") for at in (first, last))
    return {"start": start, "end": end, "precision": grain, "told": "ends", "said": said}


def begun_as_before(told: dict[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """Return a range that begins at the clock told before, on the day and in the half of it that were told before."""
    if not told.get("end"):
        return told
    at, said = moment(told["start"]), moment(before["start"])
    same = (at - said) % HALF_A_DAY == timedelta(0) and said < moment(told["end"])
    bare = not _DAY_OR_PART.search(str(told["said"]))
    return {**told, "start": before["start"]} if same and bare else told


_DAY_OR_PART = re.compile(r"[今昨前明天早晚上中下夜晨凌]|[号日周]|星期|礼拜")


def _nearest(told: Value, about: Any, limit: Any) -> Any:
    """Return the reading of a time that lies nearest to another, of a clock without day or half on any day."""
    at = moment(told.value["start"])
    if CLOCK_ALONE.fullmatch(told.text):
        readings = [at + HALF_A_DAY * half for half in range(-4, 3)]
    else:
        readings = [moment(reading) for reading in told.value.get("readings") or ()] or [at]
    return min([one for one in readings if one <= limit] or readings, key=lambda one: abs(one - about))
