"""What an accident damages, read out of the facts.

A caller on the phone sees that his car is gone and what is broken. Why it burnt, whether water got into the engine,
whether nothing else is broken: that is established by people. A loss therefore has two readings. What was *told* may
bring it within the reach of a cover; a cover is called missing only where it is missing for all that the accident *can*
turn out to be. So words widen what a denial has to hold for, and never narrow it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from claims.facts import IMPACTS

OWN_LOSS: Mapping[str, str] = {
    "collision_single": "collision",
    "collision_multi": "collision",
    "collision_nonmotor": "collision",
    "pedestrian": "collision",
    "parked_hit_unknown": "parked_unknown",
    "parked_damage": "parked",
    "scratch": "scratch",
    "flood": "flood",
    "theft": "theft",
    "fire": "fire",
    "glass": "glass",
    "falling_object": "falling",
}
"""Case type of the contract → what happened to the insured car, before the details are looked at."""

TRAFFIC = frozenset({"collision_single", "collision_multi", "collision_nonmotor", "pedestrian"})
_WITH_OTHERS = TRAFFIC - {"collision_single"}

WHEELS = ("轮胎", "轮毂", "轮圈", "钢圈", "轮辋", "车轮", "胎")
PANES = ("玻璃", "风挡", "挡风")
SUNROOFS = ("天窗", "天幕")
OTHER_GLASS = (*SUNROOFS, "后视镜", "倒车镜", "反光镜", "灯")
ENGINE = ("发动机", "引擎")
BATTERY = ("动力电池", "电池", "充电口", "电机", "电控")


@dataclass(frozen=True)
class Loss:
    """One loss of an accident.

    Attributes:
        told: What it is by the caller's account; more than one kind where the account leaves it open.
        possible: What it can turn out to be; ``told`` is a part of it.
    """

    told: tuple[str, ...]
    possible: tuple[str, ...]

    @classmethod
    def of(cls, told: Iterable[str], *besides: str) -> Loss:
        """Make a loss that was told as these kinds and can be others besides."""
        kinds = tuple(dict.fromkeys(told))
        return cls(kinds, tuple(dict.fromkeys((*kinds, *besides))))


@dataclass(frozen=True)
class Account:
    """What the caller told of his own car."""

    case: str
    events: frozenset[str]
    flags: frozenset[str]
    damage: tuple[str, ...]

    @property
    def kind(self) -> str:
        """Return the case's own loss."""
        return OWN_LOSS[self.case]

    @property
    def struck(self) -> bool:
        """Tell whether the car hit something or was hit."""
        return not self.events.isdisjoint(IMPACTS)

    def told(self, *names: str) -> bool:
        """Tell whether one of these events or circumstances was told."""
        return not (self.events | self.flags).isdisjoint(names)

    def only(self, words: Iterable[str]) -> bool:
        """Tell whether parts were named and all of them contain one of these words."""
        return bool(self.damage) and all(any(word in part for word in words) for part in self.damage)

    def some(self, words: Iterable[str]) -> bool:
        """Tell whether a part with one of these words was named."""
        return any(word in part for part in self.damage for word in words)

    @property
    def parts_gone(self) -> bool:
        """Tell whether parts were stolen off a car that stands where it stood."""
        return self.told("parts_theft") and self.kind in ("theft", "parked") and not self.told("theft")


def account_of(facts: Mapping[str, Any]) -> Account:
    """Read what was told of the own car; ``facts`` as for ``assess``."""
    return Account(
        str(facts["case_type"]),
        frozenset(words(facts, "events")),
        frozenset(words(facts, "flags")),
        words(facts, "own_damage"),
    )


# The first row that holds decides; each tells what was told, and what else it can be.
_OWN: tuple[tuple[Callable[[Account], bool], Callable[[Account], Loss]], ...] = (
    (lambda a: a.kind == "theft" and a.told("withheld"), lambda a: Loss.of(["withheld"])),
    (
        lambda a: a.parts_gone,
        # What a thief broke to get at them is a loss of its own.
        lambda a: Loss.of(
            ["stolen_parts"],
            *(
                ["glass", "parked"]
                if a.struck or a.told("glass", "smashed", "scratch") or a.some(PANES)
                else []
            ),
        ),
    ),
    (lambda a: a.told("parts_theft"), lambda a: Loss.of([a.kind], "stolen_parts")),
    (lambda a: a.kind == "flood", lambda a: Loss.of(["flood", "flooded_engine"])),
    (
        lambda a: a.kind == "fire",
        lambda a: (
            Loss.of(["fire_spread"], "self_ignition")
            if a.told("fire_from_outside")
            else Loss.of(["fire", "self_ignition"])
        ),
    ),
    (lambda a: a.kind == "glass" and a.only(OTHER_GLASS), lambda a: Loss.of(["other_glass"])),
    (
        lambda a: a.kind == "glass" and bool(a.damage) and not a.only(PANES),
        lambda a: Loss.of(["glass", "other_glass", "collision"]),
    ),
    # A scratch by a car, known or not, is a collision; who made it and whether there is more is for the survey.
    (
        lambda a: a.kind == "scratch" and (a.struck or a.told("hit_unknown")),
        lambda a: Loss.of(["scratch", "collision"]),
    ),
    (lambda a: a.kind in ("glass", "scratch"), lambda a: Loss.of([a.kind], "collision")),
    (lambda a: a.kind == "theft", lambda a: Loss.of(["theft"])),
    # Panes or wheels alone have rules of their own whatever broke them; that nothing else broke is for the survey.
    (lambda a: a.only(SUNROOFS), lambda a: Loss.of(["other_glass"], a.kind)),
    (lambda a: a.only(PANES) and not a.some(OTHER_GLASS), lambda a: Loss.of(["glass"], a.kind)),
    (lambda a: a.only(WHEELS), lambda a: Loss.of(["wheels"], a.kind)),
    (
        lambda a: a.case == "collision_single" and a.told("tyre_only") and not a.damage and not a.struck,
        lambda a: Loss.of(["wheels"], a.kind),
    ),
    (lambda a: a.told("hail_storm") and not a.struck, lambda a: Loss.of(["storm"], a.kind)),
    (
        lambda a: a.kind == "parked" and a.told("scratch") and not a.struck,
        lambda a: Loss.of(["scratch"], a.kind),
    ),
    (lambda a: True, lambda a: Loss.of([a.kind])),
)


def losses(facts: Mapping[str, Any], trailer: bool = False) -> tuple[Loss, ...]:
    """Return the losses of an accident, the insured car's first.

    Args:
        facts: As for ``assess``.
        trailer: Whether the insured vehicle is a trailer, whose unit answers for others.
    """
    account = account_of(facts)
    others = "trailer_others" if trailer else "others"
    found = []
    if account.case != "pedestrian" or account.damage:
        found.append(next(loss(account) for holds, loss in _OWN if holds(account)))
    harmed = account.case in _WITH_OTHERS or bool(
        facts.get("third_parties") and not account.case.startswith("parked")
    )
    hurt = set(words(facts, "injured_kind")) if facts.get("injured") else set()
    if harmed or hurt - {"车上人员"}:
        found.append(Loss.of([others]))
    elif facts.get("property_damage"):
        own = account.told("own_property")
        found.append(Loss.of(["own_property"], others) if own else Loss.of([others]))
    if facts.get("injured") and "车上人员" in hurt:
        found.append(Loss.of(["occupants"]))
    elif facts.get("injured") and not hurt:
        found.append(Loss.of(["occupants", others]))
    return tuple(found)


def words(facts: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return a fact that is a list of words."""
    value = facts.get(name) or ()
    return (value,) if isinstance(value, str) else tuple(map(str, value))
