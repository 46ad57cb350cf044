"""The car and its policy, told beside something else."""

from __future__ import annotations

import re
from typing import Any

from claims.answers import fled, is_others, untold_party
from claims.heard import Heard
from claims.interview import UNKNOWN, Facts


def take_plates(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take the own plate, and those of other cars; a plate nobody could read counts as unknown."""
    sound = [v for v in heard.all("plate") if v.problem is None]
    settled = facts.get("plate") if facts.get("policy_confirm") is True else None
    # With the own car settled, the plate of another car is another's, whatever stands before it.
    own = [
        v
        for v in sound
        if not is_others(heard, v) and (settled in (None, v.value["plate"]) or _OURS.search(heard.before(v)))
    ]
    others = [v.value["plate"] for v in sound if v not in own and v.value["plate"] != facts.get("plate")]
    found: dict[str, Any] = {}
    # A plate guessed by sound waits for its own question, where it is read back.
    clear = [v for v in own if not v.value.get("by_sound")]
    if clear and asked not in ("plate", "third_plate"):
        found["plate"] = clear[0].value["plate"]
    if others and asked != "third_plate":
        found["third_plate"] = others
    elif asked != "third_plate" and _PLATE_NOT_SEEN.search(heard.text):
        found |= untold_party(facts) if _LEFT.search(heard.text) else {"third_plate": [UNKNOWN]}
        if _LEFT.search(heard.text):
            found |= {"flags": fled(facts)["flags"]}
    return found


_OURS = re.compile(r"(我|我们|咱|本车|自己)(的|那)?车?的?(车牌|牌照|牌号)?(号码?)?(应该)?是?$")
_PLATE_NOT_SEEN = re.compile(r"没(看清|看见|看到|记住|记下|记|拍到|拍)(他|对方|人家)?的?(车牌|牌照|牌号)")
_LEFT = re.compile(r"跑了|逃|(开|溜)走|走了|没停")


def take_identifiers(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take chassis, engine and policy numbers."""
    return {v.kind: v.value for v in heard.all("vin", "engine_no", "policy_no") if v.problem is None}
