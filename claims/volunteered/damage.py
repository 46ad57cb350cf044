"""What is broken, at either car."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from claims import parties
from claims.enough import THIN
from claims.facts import IMPACTS, told_facts
from claims.heard import Heard, Value
from claims.interview import Facts, told
from mandarin.belongings import tells_of_belongings
from mandarin.parts import STRUCK, united


def take_damage(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take what is broken at the own car, and at the other's."""
    if asked == "third_damage":  # what is said to be ours is: 他那个后杠，我们的是前杠
        own = [part.value for part in heard.all("part") if part.owner == "ours"]
        return {"own_damage": united(told_facts(facts).get("own_damage") or (), own)} if own else {}
    if asked in ("own_damage", "fire_origin", "fire_how", "flood_level"):
        return _of_others(heard, facts, heard.all("third_part")) if asked == "own_damage" else {}
    only_parts = _lists_parts(heard)
    ours = [part for part in heard.all("part") if only_parts or _is_damaged(part)]
    others = [part for part in heard.all("third_part") if _is_damaged(part)]
    if others and not _other_car(heard, facts):
        ours, others = [*ours, *others], []
    if asked in parties.FIELDS and told(facts, "own_damage"):  # told of the car that is asked about
        theirs = [part for part in ours if not part.owner and not _GROWS.search(heard.before(part, 4))]
        ours, others = [part for part in ours if part not in theirs], [*others, *theirs]
    return _of_ours(heard, facts, ours) | _of_others(heard, facts, others)


_GROWS = re.compile(r"[我咱俺]|还有|另外|也|自己")
"""Words before a part that give it to our own car beside a question of another: 我后杠也裂了."""


def take_belongings(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Keep what is told of things that were in the car, which are no parts of it, in the caller's words."""
    kept = facts.get("also_said") or ()
    if not tells_of_belongings(heard.text) or heard.only_asks or heard.meant in kept:
        return {}
    return {"also_said": [*kept, heard.meant]}


def _of_ours(heard: Heard, facts: Facts, parts: Sequence[Value]) -> dict[str, Any]:
    """Add parts to those of our car that are known; what only touches on the damage leaves its question open."""
    before = facts.get("own_damage")
    own = list(dict.fromkeys(part.value for part in parts))
    if not own:
        unhurt = before is None and not heard.all("part") and _OWN_UNHURT.search(heard.text)
        return {"own_damage": []} if unhurt else {}
    listed = before if isinstance(before, list) else []
    touched = set(facts.get(THIN) or ())
    if not _is_thin(heard, facts, parts):
        touched.discard("own_damage")
    elif not listed:
        touched.add("own_damage")
    found = {"own_damage": united(listed, own)}
    return found if sorted(touched) == sorted(facts.get(THIN) or ()) else {**found, THIN: sorted(touched)}


def _is_thin(heard: Heard, facts: Facts, parts: Sequence[Value]) -> bool:
    """Tell whether the words leave open what is damaged.

    They tell where the blow fell (撞我右前门上), of a tyre that burst before it, of one part of a car that burnt or was flooded, or a guess.
    """
    if all(part.confidence <= STRUCK or _GUESSED.search(heard.after(part, 6)) for part in parts):
        return True
    if facts.get("case_type") in ("fire", "flood"):
        return len({part.value for part in parts}) == 1
    burst = all(str(part.value).endswith(("轮胎", "轮毂")) for part in parts)
    return burst and not IMPACTS.isdisjoint(facts.get("events") or ()) and bool(_BURST.search(heard.text))


_GUESSED = re.compile(r"^(也|都|就)?(肯定|估计|可能|恐怕|怕是|应该|多半|八成|大概)")
_BURST = re.compile(r"爆|炸|崩|放炮")


def _of_others(heard: Heard, facts: Facts, parts: list[Value]) -> dict[str, Any]:
    items = [parties.Item(part.start, "damage", part.value, part.text) for part in parts]
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
    """Tell whether damage was told of a part, or a blow, and it was not just named: "停在车头前面"."""
    return part.confidence >= STRUCK


_OWN_UNHURT = re.compile(
    r"(?<![他她方的])(我的?|咱的?|自己的?|^)?车(子)?(也|倒是?|上)?没(什么|啥)?(事|坏|损失|受损|伤)"
)
