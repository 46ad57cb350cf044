"""Whether two reports tell of one accident (flow.md step 7a, script 004/A-07). Pure.

The two mistakes do not weigh the same. A missed duplicate costs a clerk a merge; a second accident taken for the
first costs a customer a claim. So a doubt means "another accident". What is compared, in this order:

* the vehicle: number plate, VIN or engine number;
* the kind of accident: equal, or two names callers give to one thing (table ``CONFUSABLE``);
* the time: the interval each caller gave (``_when``). Intervals closer than ``CLOSE`` are one moment told by two people; up
  to ``FAR`` apart they are one only if the kind is the very same; an interval wider than ``WIDE`` ("昨天") says little,
  so the kind must be the very same;
* the place (``_where``): where both were told one, they must agree, not merely not contradict; a thin one ("高速上") agrees
  with itself.

What time and place leave open (a range, 不知道几点, a thin place) is settled by who tells it: the same telephone number that
tells the same kind of accident of the same car again within ``SOON``, in the same words, tells it again. So does
one that tells of a car without plate, VIN and engine number, if all the rest is told and nothing of the car differs.

A stolen car is the exception: it cannot be stolen twice in a week, whatever the hours given.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

from claims.clock import moment_or_none

CLOSE = timedelta(minutes=15)
FAR = timedelta(hours=2)
WIDE = timedelta(hours=3)
THEFT = timedelta(days=7)
SOON = timedelta(days=1)
"""How long after a report one more may be nothing but its repetition."""

REACH = max(CLOSE, FAR, THEFT)
"""How far apart the times of two reports of one accident can be at all; a store may leave out the rest."""

IDENTITIES = ("plate", "vin", "engine_no")
TRAITS = ("insured", "vehicle", "own_damage")
"""What must not differ of two cars that nothing identifies."""

ALIKE = 0.5
"""Share of the pairs of characters from which on a story is told in the same words."""

CONFUSABLE: tuple[frozenset[str], ...] = (
    frozenset({"collision_single", "collision_multi"}),
    frozenset({"collision_multi", "parked_hit_unknown", "parked_damage"}),
    frozenset({"parked_hit_unknown", "parked_damage", "scratch"}),
    frozenset({"falling_object", "glass", "parked_damage"}),
)
"""Kinds two callers may give to the same accident."""

# Words that say how one stands to a place or what kind of place it is, not which: two roads are not one for being roads.
_FILLER = re.compile(
    r"[^\w]|快到|那个|这个|附近|路口|交叉口|交叉|旁边|对面|方向|公里|我们|就是|小区|门口|停车场|大街|大道|街道|高速|国道"
    r"|[在往到的了那这从向处和与跟路街道巷桥东南西北上下里]"
)

_LIGHT = re.compile(r"\W|那个|这个|我们|就是|[在的了那这就]")


def identities(record: Mapping[str, Any]) -> dict[str, str]:
    """Return what names the vehicle of a report, ``{"plate": "冀A6P72Q"}``, tidied; without what names no vehicle.

    A made-up plate such as 新车无牌 or 不详 identifies nothing.
    """
    tidied = {name: re.sub(r"[\W_]", "", str(record.get(name) or "")).upper() for name in IDENTITIES}
    return {name: text for name, text in tidied.items() if len(text) >= 5 and re.search(r"\d", text)}


def window(record: Mapping[str, Any]) -> tuple[datetime, datetime] | None:
    """Return the earliest and latest moment of the accident as told, or None when no time was told."""
    said = record.get("accident_time_range") or ()
    moments = [at for at in map(moment_or_none, said if isinstance(said, (list, tuple)) else ()) if at]
    at = moment_or_none(record.get("accident_time"))
    if not moments and at:
        moments = [at]
    return (min(moments), max(moments)) if moments else None


def tellers(record: Mapping[str, Any]) -> set[str]:
    """Return the telephone numbers of whoever tells of the accident and is to be asked for it: digits alone."""
    people = [record.get(role) for role in ("reporter", "contact")]
    told = [str(person.get("phone") or "") for person in people if isinstance(person, Mapping)]
    return {number for number in (re.sub(r"\D", "", text)[-11:] for text in told) if len(number) >= 7}


def same_accident(
    one: Mapping[str, Any], other: Mapping[str, Any], now: datetime | str | None = None
) -> bool:
    """Tell whether two claim reports (contract.md, "The claim report") are of the same accident of the same car.

    Args:
        one: A report.
        other: Another, in any order.
        now: When one is told that has no number yet; None: right after the other.
    """
    cars = _same_car(one, other)
    kinds = (str(one.get("case_type") or ""), str(other.get("case_type") or ""))
    if cars is False or not _compatible(*kinds):
        return False
    when, where = _when(one, other), _where(str(one.get("place") or ""), str(other.get("place") or ""))
    very_kind = kinds[0] == kinds[1] != ""
    again = very_kind and _told_again(one, other, now)
    if cars is None:
        told = when in ("close", "near", "within") and where in ("agrees", "same words")
        return again and told and not any(_differ(one.get(it), other.get(it)) for it in TRAITS)
    times = window(one), window(other)
    if kinds == ("theft", "theft") and times[0] and times[1]:
        return _gap(times[0], times[1]) <= THEFT
    holds = {"": True, "kind": very_kind, "soon": _soon(one, other, now), "again": again}
    needed = SAME.get((when, where))
    return needed is not None and holds[needed]


SAME: Mapping[tuple[str, str], str] = {
    ("close", "agrees"): "",
    ("close", "untold"): "",
    ("close", "same words"): "",
    ("close", "thin"): "again",
    ("near", "agrees"): "kind",
    ("near", "same words"): "again",
    ("near", "untold"): "again",
    ("within", "agrees"): "kind",
    ("within", "same words"): "again",
    ("within", "untold"): "again",
    ("untold", "agrees"): "soon",
    ("untold", "same words"): "again",
    ("untold", "untold"): "again",
}
"""How the times and the places of two reports stand to each other -> what makes them one accident: nothing more, the very
same ``kind``, being told ``soon`` after each other, or being told ``again``. What is not here is two accidents."""


def is_another(record: Mapping[str, Any], on_file: Mapping[str, Any]) -> bool:
    """Tell whether a claim report repeated in a call tells of another accident than the call's report on file."""
    told = ("plate", "vin", "accident_time", "accident_time_range", "place", "case_type", "description")
    differs = any(record.get(name) not in (None, on_file.get(name)) for name in told)
    return differs and not same_accident(record, on_file)


def _compatible(one: str, other: str) -> bool:
    return not one or not other or one == other or any({one, other} <= family for family in CONFUSABLE)


def _same_car(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool | None:
    """Return whether what names the vehicles is the same, None where no name was told of both."""
    mine, theirs = identities(one), identities(other)
    shared = mine.keys() & theirs.keys()
    return any(mine[name] == theirs[name] for name in shared) if shared else None


def _when(one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """Return how the times stand to each other: close, near, within a wide one, apart; untold when one was not told."""
    times = (window(one), window(other))
    if times[0] is None or times[1] is None:
        return "apart" if _told_before(one, other) or _told_before(other, one) else "untold"
    gap = _gap(times[0], times[1])
    if max(end - start for start, end in (times[0], times[1])) > WIDE:
        return "within" if gap <= timedelta(0) else "apart"
    return "close" if gap <= CLOSE else "near" if gap <= FAR else "apart"


def _gap(one: tuple[datetime, datetime], other: tuple[datetime, datetime]) -> timedelta:
    """Return the time between two intervals, negative when they have some in common."""
    return max(one[0], other[0]) - min(one[1], other[1])


def _told_before(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether ``one`` was already on file when the accident of ``other`` happened."""
    registered, happened = moment_or_none(one.get("registered_at")), window(other)
    return bool(registered and happened and registered < happened[0])


def _soon(one: Mapping[str, Any], other: Mapping[str, Any], now: datetime | str | None) -> bool:
    """Tell whether one was told within ``SOON`` of the other."""
    told = [moment_or_none(report.get("registered_at")) or moment_or_none(now) for report in (one, other)]
    return told[0] is None or told[1] is None or abs(told[0] - told[1]) <= SOON


def _told_again(one: Mapping[str, Any], other: Mapping[str, Any], now: datetime | str | None) -> bool:
    """Tell whether the same telephone number tells the same story again."""
    stories = [re.sub(r"\W", "", str(report.get("description") or "")) for report in (one, other)]
    shared = _shared(*stories)
    return (
        bool(tellers(one) & tellers(other))
        and _soon(one, other, now)
        and shared is not None
        and shared >= ALIKE
    )


def _differ(one: Any, other: Any) -> bool:
    """Tell whether both were told and are not the same; lists have to have something in common."""
    if not one or not other:
        return False
    if isinstance(one, list) and isinstance(other, list):
        return not any(it in other for it in one)
    return bool(one != other)


def _where(one: str, other: str) -> str:
    """Return how two places as said stand to each other.

    Returns:
        agrees, other, untold (one was not told), and of one that says nothing but what kind of place it is (在高速上):
        the same words, or thin.
    """
    if not one or not other:
        return "untold"
    agrees = _places_agree(one, other)
    if agrees is not None:
        return "agrees" if agrees else "other"
    bare = [_LIGHT.sub("", place) for place in (one, other)]
    shared = _shared(*bare)
    same = bare[0] == bare[1] if shared is None else shared >= ALIKE
    return "same words" if same else "thin"


def _shared(one: str, other: str) -> float | None:
    """Return the share of pairs of characters the shorter of two texts has in common with the longer, None of less than a pair."""
    pairs = [{text[i : i + 2] for i in range(len(text) - 1)} for text in (one, other)]
    return len(pairs[0] & pairs[1]) / min(map(len, pairs)) if pairs[0] and pairs[1] else None


def _places_agree(one: str, other: str) -> bool | None:
    """Return True or False when the two places as said agree or contradict, None when they tell nothing.

    The beginning both share (usually the city) is left out: 石家庄裕华路 and 石家庄中山路 have only the city in common.
    """
    one, other = _FILLER.sub("", one), _FILLER.sub("", other)
    if not one or not other:
        return None
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    one, other = one[shared:], other[shared:]
    if len(one) < 2 or len(other) < 2:
        return shared >= 2 or None
    return (_shared(one, other) or 0.0) >= 0.3
