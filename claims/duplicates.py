"""Whether two reports tell of one accident (flow.md step 7a, script 004/A-07). Pure.

The two mistakes do not weigh the same. A missed duplicate costs a clerk a merge; a second accident taken for the
first costs a customer a claim. So a doubt means "another accident". What is compared, in this order:

* the vehicle: number plate, VIN or engine number;
* the kind of accident: equal, or two names callers give to one thing (table ``CONFUSABLE``);
* the time: the interval each caller gave. Intervals closer than ``CLOSE`` are one moment told by two people; up to
  ``FAR`` apart they are one only if the kind is the very same; an interval wider than ``WIDE`` ("昨天") says little,
  so the kind must be the very same;
* the place: where both were told one, they must agree, not merely not contradict.

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
REACH = max(CLOSE, FAR, THEFT)
"""How far apart the times of two reports of one accident can be at all; a store may leave out the rest."""

IDENTITIES = ("plate", "vin", "engine_no")

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


def same_accident(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether two claim reports (contract.md, "The claim report") are of the same accident of the same car."""
    mine, theirs = identities(one), identities(other)
    if not any(mine[name] == theirs[name] for name in mine.keys() & theirs.keys()):
        return False
    kinds = (one.get("case_type"), other.get("case_type"))
    if not _compatible(*kinds):
        return False
    agrees = _places_agree(str(one.get("place") or ""), str(other.get("place") or ""))
    times = (window(one), window(other))
    if times[0] is None or times[1] is None:
        return agrees is True and not _told_before(one, other) and not _told_before(other, one)
    gap = max(times[0][0], times[1][0]) - min(times[0][1], times[1][1])
    if kinds == ("theft", "theft"):
        return gap <= THEFT
    if max(end - start for start, end in (times[0], times[1])) > WIDE:
        return gap <= timedelta(0) and agrees is True and kinds[0] == kinds[1]
    if not (one.get("place") and other.get("place")):
        return gap <= CLOSE
    return agrees is True and (gap <= CLOSE or (gap <= FAR and kinds[0] == kinds[1]))


def is_another(record: Mapping[str, Any], on_file: Mapping[str, Any]) -> bool:
    """Tell whether a claim report repeated in a call tells of another accident than the call's report on file."""
    told = ("plate", "vin", "accident_time", "accident_time_range", "place", "case_type", "description")
    differs = any(record.get(name) not in (None, on_file.get(name)) for name in told)
    return differs and not same_accident(record, on_file)


def _compatible(one: str | None, other: str | None) -> bool:
    return not one or not other or one == other or any({one, other} <= family for family in CONFUSABLE)


def _told_before(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether ``one`` was already on file when the accident of ``other`` happened."""
    registered, happened = moment_or_none(one.get("registered_at")), window(other)
    return bool(registered and happened and registered < happened[0])


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
    pairs = [{text[i : i + 2] for i in range(len(text) - 1)} for text in (one, other)]
    return len(pairs[0] & pairs[1]) / min(map(len, pairs)) >= 0.3
