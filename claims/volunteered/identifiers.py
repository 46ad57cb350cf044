"""The car and its policy, told beside something else."""

from __future__ import annotations

import re
from typing import Any

from claims.answers import is_others
from claims.heard import Heard, Value
from claims.interview import Facts


def take_plates(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take the own plate; one guessed by sound waits for its own question, where it is read back."""
    clear = [v for v in own_plates(heard, facts) if not v.value.get("by_sound")]
    return {"plate": clear[0].value["plate"]} if clear and asked not in ("plate", "third_plate") else {}


def own_plates(heard: Heard, facts: Facts) -> list[Value]:
    """Return the plates told of the own car: with it settled, any other plate is another's, whatever stands before it."""
    settled = facts.get("plate") if facts.get("policy_confirm") is True else None
    return [
        v
        for v in heard.all("plate")
        if v.problem is None
        and not is_others(heard, v)
        and (settled in (None, v.value["plate"]) or _OURS.search(heard.before(v)))
    ]


_OURS = re.compile(r"(我|我们|咱|本车|自己)(的|那)?车?的?(车牌|牌照|牌号)?(号码?)?(应该)?是?$")


def take_identifiers(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take chassis, engine and policy numbers."""
    return {v.kind: v.value for v in heard.all("vin", "engine_no", "policy_no") if v.problem is None}
