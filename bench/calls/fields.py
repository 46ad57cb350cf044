"""What is compared of a record, field by field: one row a field, with how it is compared and when it counts.

A field's name is its dotted name in the scenario's facts. Fields of the other parties are compared after the parties
of both sides were paired as well as they go, so that their order says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

from bench.calls.scenario import Scenario
from bench.calls.told import contains, plain
from claims.clock import moment_or_none

Compare = Callable[[Any, Any], float]
"""``compare(expected, stored)`` -> how much of it is right, 0 to 1; right is 1."""

TOLERANCE_MIN = 10
"""Minutes a time may be off where the scenario says nothing."""

ENOUGH_OVERLAP = 0.5
"""Of two ranges of time: their common part of what both cover."""


# --- comparing two values -----------------------------------------------------------------------------------------


def same(expected: Any, stored: Any) -> float:
    """Compare whole: texts without spaces and marks, numbers and yes/no as they are."""
    if isinstance(expected, str):
        return float(plain(expected) == plain(str(stored)))
    return float(expected == stored and isinstance(expected, bool) == isinstance(stored, bool))


def has(expected: Collection[str], stored: Any) -> float:
    """Want all of these words in the text; of a word with ``|`` one of the alternatives."""
    return float(all(contains(str(stored), words) for words in expected))


def named(expected: str, stored: Any) -> float:
    """Compare names of hospitals, insurers and the like: one may be longer than the other."""
    return float(
        contains(str(stored), expected) or (len(str(stored)) > 1 and contains(expected, str(stored)))
    )


def listed(expected: Collection[str], stored: Any) -> float:
    """Compare two sets: F1 of what they hold."""
    want = {plain(str(one)) for one in expected}
    have = {plain(str(one)) for one in ([stored] if isinstance(stored, str) else stored or ())}
    if not want or not have:
        return float(want == have)
    return 2 * len(want & have) / (len(want) + len(have))


def kinds(expected: Collection[str], stored: Any) -> float:
    """Compare who was hurt; the callers' names (本车人员, 对方车上人员) stand for the record's."""
    return listed(*({_KINDS.get(kind, kind) for kind in side} for side in (expected, stored or ())))


_KINDS = {
    "本车人员": "车上人员",
    "本车上人员": "车上人员",
    "对方车上人员": "第三者车上人员",
    "对方人员": "第三者车上人员",
}


def span_of(expected: Collection[int], stored: Any) -> float:
    """Compare durations, ``[low, high]`` minutes: at most a quarter, or five minutes, off at either end."""
    want, have = sorted(expected), sorted(stored) if isinstance(stored, list) else [stored]
    if not have or not all(isinstance(end, (int, float)) for end in have):
        return 0.0
    ends = ((want[0], have[0]), (want[-1], have[-1]))
    inside = want[0] <= have[0] and have[-1] <= want[-1]
    return float(inside or all(abs(a - b) <= max(5, a / 4) for a, b in ends))


def when(scenario: Scenario, record: Mapping[str, Any]) -> float | None:
    """Compare the time: within the tolerance, or most of the range; None when the record has none."""
    stored = record.get("accident_time_range") or [record.get("accident_time")]
    have = [at for at in map(moment_or_none, stored) if at]
    if not have:
        return None
    said = scenario.fact("accident_time_range") or [scenario.fact("accident_time")]
    want = [at for at in map(moment_or_none, said) if at]
    minutes = scenario.fact("tolerance_min", TOLERANCE_MIN)
    return float(_within(want, have, timedelta(minutes=minutes)) or _overlap(want, have) >= ENOUGH_OVERLAP)


def _within(want: list[datetime], have: list[datetime], tolerance: timedelta) -> bool:
    return min(want) - tolerance <= min(have) and max(have) <= max(want) + tolerance


def _overlap(want: list[datetime], have: list[datetime]) -> float:
    common = min(max(want), max(have)) - max(min(want), min(have))
    whole = max(max(want), max(have)) - min(min(want), min(have))
    return common / whole if whole and len(want) > 1 else 0.0


# --- the table ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Field:
    """One field that is judged.

    Attributes:
        name: Its dotted name in the scenario.
        question: The question that asks for it, or the cue of ``told.yml`` by which it was told unasked.
        compare: How it is compared.
        stored: Its dotted name in the record, where it differs.
    """

    name: str
    question: str
    compare: Compare = same
    stored: str = ""

    @property
    def path(self) -> str:
        """Return its dotted name in the record."""
        return self.stored or self.name


FIELDS: tuple[Field, ...] = (
    Field("case_type", "description"),
    Field("plate", "plate"),
    Field("place_has", "place", has, "place"),
    Field("description_has", "description", has, "description"),
    Field("driver.relation", "driver"),
    Field("driver.name", "driver"),
    Field("reporter.relation", "relation"),
    Field("reporter.name", "reporter"),
    Field("own_damage", "own_damage", listed),
    Field("drivable", "drivable"),
    Field("property_damage", "description", listed),
    Field("injuries.any", "injured"),
    Field("injuries.count", "injured_count"),
    Field("injuries.deaths", "injured"),
    Field("injuries.severity_has", "injury_severity", has, "injuries.severity"),
    Field("injuries.kinds", "injured_kind", kinds),
    Field("injuries.sent_hospital", "sent_hospital"),
    Field("injuries.hospital", "hospital", named),
    Field("injuries.treated", "treated"),
    Field("injuries.ward", "ward", named),
    Field("injuries.fee_paid", "fee_paid"),
    Field("injuries.fee_yuan", "fee_amount"),
    Field("other_insurer.present", "other_insurer"),
    Field("other_insurer.name", "other_insurer_name", named),
    Field("other_insurer.estimate_yuan", "other_insurer_estimate"),
    Field("at_scene", "at_scene"),
    Field("car_location_has", "car_location", has, "car_location"),
    Field("contact.name", "contact_name"),
    Field("contact.phone", "contact_phone"),
    Field("police.reported", "police"),
    Field("rescue_requested", "rescue"),
    Field("rescue_to_has", "rescue_to", has, "rescue_to"),
    Field("flood.duration_min", "flood_duration", span_of),
    Field("flood.level_has", "flood_level", has, "flood.level"),
    Field("flood.restarted", "flood_restarted"),
    Field("theft.reported", "theft_police"),
    Field("theft.station", "theft_police", named),
    Field("theft.guarded_lot", "theft_parking"),
    Field("theft.receipt", "theft_parking"),
    Field("theft.documents_lost", "theft_documents", listed),
    Field("fire.how_has", "fire_how", has, "fire.how"),
    Field("fire.origin_has", "fire_origin", has, "fire.origin"),
    Field("fire.brigade", "fire_brigade"),
    Field("fire.put_out", "fire_put_out"),
)
"""All but the time, the other parties and the flags, which are compared as wholes below."""

PARTY: tuple[Field, ...] = (
    Field("third_parties.kind", "description", same, "kind"),
    Field("third_parties.plate", "third_plate", same, "plate"),
    Field("third_parties.owner", "third_owner", named, "owner"),
    Field("third_parties.driver", "other_driver", named, "driver"),
    Field("third_parties.insurer", "insurer", named, "insurer"),
    Field("third_parties.damage", "third_damage", listed, "damage"),
    Field("third_parties.fled", "fled", same, "fled"),
)

COUNTED_IF: Mapping[str, Callable[[Any], bool]] = {
    # A no that nobody told is the interview's way of closing a question; a yes, or a no that costs money, is a claim.
    "injuries.any": bool,
    "injuries.deaths": bool,
    "injuries.sent_hospital": bool,
    "injuries.treated": bool,
    "injuries.fee_paid": bool,
    "other_insurer.present": bool,
    "rescue_requested": bool,
    "third_parties.fled": bool,
    "flood.restarted": bool,
    "theft.reported": bool,
    "theft.guarded_lot": bool,
    "theft.receipt": bool,
    "fire.brigade": bool,
    "fire.put_out": bool,
    "drivable": lambda value: value is False,
    "police.reported": bool,
    # What the caller said of these is all there is, and is in nobody's way.
    "description_has": lambda value: False,
    "rescue_to_has": lambda value: False,  # asked of who wants a tow; facts need not hold it
    "case_type": lambda value: False,
    "reporter.relation": lambda value: value != "本人",
}
"""Field -> whether a value the truth does not have counts as invented; without a row any value does."""

JUDGED_FLAGS = frozenset(
    {"drink", "drugs", "no_licence", "left_scene", "dispute", "fled_other", "second_start", "highway"}
    | {"race", "repaired_already", "learner", "staged"}
)
"""Flags that say something of the caller or the accident; the others only steer the interview."""


def at(record: Any, path: str) -> Any:
    """Return what stands at a dotted name of a record, or None."""
    for name in path.split("."):
        record = record.get(name) if isinstance(record, Mapping) else None
    return record


def paired(expected: list[Mapping[str, Any]], stored: list[Mapping[str, Any]]) -> list[Any]:
    """Pair expected with stored parties so that the most fields agree.

    Returns:
        One ``(expected or None, stored or None)`` for each; a party without a partner has None beside it.
    """
    size = max(len(expected), len(stored))
    left = [*expected, *[None] * (size - len(expected))]
    right = [*stored, *[None] * (size - len(stored))]
    if size > 6:  # never met; 720 orders are enough
        return list(zip(left, right, strict=True))
    return max(
        ([*zip(left, order, strict=True)] for order in permutations(right)),
        key=lambda pairs: sum(_agree(one, other) for one, other in pairs),
    )


def _agree(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> float:
    if one is None or other is None:
        return 0.0
    return sum(
        field.compare(one[field.path], other[field.path])
        for field in PARTY
        if one.get(field.path) is not None and other.get(field.path) is not None
    )
