"""What is broken, at either car."""

from __future__ import annotations

import re
from typing import Any

from claims import parties
from claims.facts import told_facts
from claims.heard import Heard, Value
from claims.interview import Facts
from mandarin.parts import united


def take_damage(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take what is broken at the own car, and at the other's."""
    if asked == "third_damage":  # what is said to be ours is: 他那个后杠，我们的是前杠
        own = [part.value for part in heard.all("part") if part.owner == "ours"]
        return {"own_damage": united(told_facts(facts).get("own_damage") or (), own)} if own else {}
    if asked in ("own_damage", "fire_origin", "fire_how", "flood_level"):
        return _of_others(heard, facts, heard.all("third_part")) if asked == "own_damage" else {}
    only_parts = _lists_parts(heard)
    own = list(dict.fromkeys(v.value for v in heard.all("part") if only_parts or _is_damaged(v)))
    others = [v for v in heard.all("third_part") if _is_damaged(v)]
    if others and not _other_car(heard, facts):
        own, others = list(dict.fromkeys([*own, *(v.value for v in others)])), []
    found: dict[str, Any] = {}
    before = facts.get("own_damage")
    if own and isinstance(before, list):
        found["own_damage"] = united(before, own)
    elif own or (before is None and not heard.all("part") and _OWN_UNHURT.search(heard.text)):
        found["own_damage"] = own
    return found | _of_others(heard, facts, others)


def _of_others(heard: Heard, facts: Facts, parts: list[Value]) -> dict[str, Any]:
    items = [parties.Item(part.start, "damage", part.value) for part in parts]
    return parties.assign(heard, facts, None, items) if items else {}


def _lists_parts(heard: Heard) -> bool:
    """Tell whether the utterance is a list of parts and little else: "左后门，还有后杠"."""
    return 2 * sum(part.end - part.start for part in heard.all("part")) > len(heard.text)


def _other_car(heard: Heard, facts: Facts) -> bool:
    """Tell whether there is another vehicle whose damage could be meant."""
    told = [v.value for v in heard.all("vehicle")] + list(facts.get("third_parties") or ())
    multi = facts.get("case_type") in ("collision_multi", "collision_nonmotor")
    return multi or any(party.get("kind") != "动物" for party in told)


def _is_damaged(part: Value) -> bool:
    """Tell whether damage was told of a part, and it was not just named: "停在车头前面"."""
    return part.confidence >= 1


_OWN_UNHURT = re.compile(
    r"(?<![他她方的])(我的?|咱的?|自己的?|^)?车(子)?(也|倒是?|上)?没(什么|啥)?(事|坏|损失|受损|伤)"
)
