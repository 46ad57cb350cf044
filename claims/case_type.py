"""What kind of case a story is: one table over what was heard in it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Heard:
    """What a story says: events, kinds of the other road users, property hit and flags."""

    events: frozenset[str]
    kinds: tuple[str, ...]
    property: frozenset[str]
    flags: frozenset[str]

    def any(self, *events: str) -> bool:
        """Return whether one of the events was told."""
        return not self.events.isdisjoint(events)


_VEHICLE_HIT = ("rear_ended", "rear_end", "hit_vehicle", "hit_by_vehicle")
STRUCK_VEHICLE = frozenset({*_VEHICLE_HIT, "hit_nonmotor", "hit_pedestrian"})
"""Events with another party in them."""

ALONE = frozenset({"collision_single", "fire", "flood", "glass", "scratch", "theft"})
"""Case types without another party, unless one was struck or something is told of it."""

_IMPACT = (*_VEHICLE_HIT, "hit_fixed", "hit_pedestrian", "hit_nonmotor", "hit_animal", "rollover", "ran_off")

# The first row that holds decides. Losses of the whole car come first (a stolen car that was
# parked is a theft, a car that burnt after a crash is told as a crash unless nothing was hit);
# people before vehicles, because an injured pedestrian rules the questions; parked and struck by
# somebody unknown before plain collisions; what only marks the car (scratch, glass) last.
PRECEDENCE: tuple[tuple[str, Callable[[Heard], bool]], ...] = (
    ("theft", lambda h: h.any("theft") or "withheld" in h.flags),
    ("fire", lambda h: h.any("fire", "self_ignition") and not h.any(*_IMPACT)),
    ("flood", lambda h: h.any("flood") and not h.any(*_IMPACT)),
    ("pedestrian", lambda h: h.any("hit_pedestrian")),
    (
        "collision_nonmotor",
        lambda h: h.any("hit_nonmotor") and not h.any("rear_ended", "rear_end", "hit_by_vehicle"),
    ),
    ("parked_damage", lambda h: h.any("parts_theft")),
    (
        "parked_hit_unknown",
        lambda h: h.any("hit_unknown") and not h.any("falling_object", "scratch", "glass", "rear_end"),
    ),
    ("scratch", lambda h: h.any("scratch") and not h.any(*_IMPACT, "falling_object")),
    (
        "falling_object",
        lambda h: h.any("falling_object", "hail_storm") and not h.any(*_VEHICLE_HIT, "hit_fixed"),
    ),
    ("glass", lambda h: h.any("glass") and not h.any(*_IMPACT) and not h.property),
    ("parked_damage", lambda h: h.any("smashed")),
    (
        "parked_hit_unknown",
        lambda h: h.any("parked") and h.any("fled_other"),
    ),
    ("parked_damage", lambda h: h.any("parked") and h.any("hit_by_vehicle")),
    ("collision_multi", lambda h: h.any(*_VEHICLE_HIT)),
    ("collision_nonmotor", lambda h: h.any("hit_nonmotor")),
    ("fire", lambda h: h.any("fire", "self_ignition")),
    ("flood", lambda h: h.any("flood")),
    (
        "collision_single",
        lambda h: h.any("hit_fixed", "hit_animal", "rollover", "ran_off") or bool(h.property),
    ),
    ("parked_hit_unknown", lambda h: h.any("hit_unknown", "fled_other") and h.any("parked")),
    ("collision_single", lambda h: h.any("tyre_only")),
)

CONTRADICTED: Mapping[str, Callable[[Heard], bool]] = {
    "theft": lambda h: h.any(*_IMPACT, "fled_other") or ("scene_moved" in h.flags and not h.any("theft")),
    "flood": lambda h: h.any(*_IMPACT) and not h.any("flood"),
    "fire": lambda h: h.any(*_IMPACT) and not h.any("fire", "self_ignition"),
    # Whoever rides is not on foot, however the story sounds; whom a thing was struck to spare is no party.
    "pedestrian": lambda h: (
        set(h.kinds) == {"非机动车"}
        or (h.any("hit_fixed") and "行人" not in h.kinds and not h.any("hit_pedestrian"))
    ),
    "collision_nonmotor": lambda h: (
        (h.any("hit_pedestrian") and "行人" in h.kinds) or (h.any("hit_fixed") and not h.any("hit_nonmotor"))
    ),
    # 她的电驴直走 我右拐碰到了: no other car is told of.
    "collision_multi": lambda h: (
        set(h.kinds) == {"非机动车"} and h.any("hit_nonmotor") and not h.any(*_VEHICLE_HIT)
    ),
    "parked_hit_unknown": lambda h: (
        h.any("theft") or (h.any("hit_pedestrian", "hit_nonmotor") and not h.any("parked", "hit_unknown"))
    ),
}
"""Case types that a story cannot be, however it sounds as a whole, for what was told in it: 水箱撞漏了 is no flood."""

WEIGHT_OF_RULE, SURE = 0.4, 0.3
"""What a case type found by rule adds to its confidence, and the confidence from which one is believed.

Chosen on leave-one-out rankings of the training stories and on noisy stories; flat from half to double.
"""

SURE_ANEW, SURE_UNASKED = 0.6, 0.9
"""Weight from which a story changes the case type a mention before it gave ("撞着人了", and then "他那三轮一下子出来了"): of one told when
it is asked for, and of one told unasked, to put right what is read back."""


def weighed(
    events: Collection[str],
    vehicles: Sequence[Mapping[str, Any]] = (),
    property: Collection[str] = (),
    flags: Collection[str] = (),
    ranked: Mapping[str, float] | None = None,
) -> tuple[str | None, float]:
    """Return the case type of a story and its weight; the arguments are those of ``case_type``.

    The weight is the confidence of the ranking, and ``WEIGHT_OF_RULE`` more where the rules say the same.
    """
    heard = Heard(
        frozenset(events),
        tuple(str(vehicle.get("kind")) for vehicle in vehicles),
        frozenset(property),
        frozenset(flags),
    )
    by_rule = next((name for name, holds in PRECEDENCE if holds(heard)), None)
    likely = {
        name: how
        for name, how in (ranked or {}).items()
        if name == by_rule or not (name in CONTRADICTED and CONTRADICTED[name](heard))
    }
    if by_rule is not None:
        likely[by_rule] = likely.get(by_rule, 0.0) + WEIGHT_OF_RULE
    best = max(likely, key=lambda name: likely[name], default=None)
    if best is None or likely[best] < SURE:
        return by_rule, 0.0
    return best, likely[best]


def case_type(
    events: Collection[str],
    vehicles: Sequence[Mapping[str, Any]] = (),
    property: Collection[str] = (),
    flags: Collection[str] = (),
    ranked: Mapping[str, float] | None = None,
) -> str | None:
    """Decide the case type of a story, or None when it does not tell.

    Args:
        events: Labels such as ``rear_ended``, ``hit_fixed``, ``parked``, ``flood``.
        vehicles: Other road users, each with ``kind`` (机动车, 非机动车, 行人, 动物).
        property: Other people's property that was hit.
        flags: Circumstances such as ``highway``.
        ranked: How likely each case type is from how the story is told as a whole (the NLU's ``case_type``).

    Returns:
        One of the contract's case types; ``single`` and ``multi`` count motor vehicles.
    """
    return weighed(events, vehicles, property, flags, ranked)[0]


def overturns(case: str | None, before: str | None, vehicles: Collection[Any]) -> bool:
    """Tell whether a story of this case is another than was thought; "他闯红灯" names no car, and leaves a rider what he was."""
    if case == "collision_multi" and before in ("collision_nonmotor", "pedestrian") and not vehicles:
        return False
    return case not in (None, before)


def without_events_of(case: str | None, events: Sequence[str]) -> list[str]:
    """Return the events without those that say nothing but a case it is not: the scratch of a car that was run into stays with the part."""
    return [event for event in events if case is None or case_type([event]) != case]
