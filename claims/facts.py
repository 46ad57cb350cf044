"""What the rules may rest on: facts that were told, not questions that were merely asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from claims.interview import UNKNOWN


def told_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts without those the caller does not know; "unknown" is no injury and no damaged part."""
    return {name: value for name, value in facts.items() if value is not None and value != UNKNOWN}


IMPACTS = frozenset(
    {"rear_ended", "rear_end", "hit_vehicle", "hit_by_vehicle", "hit_fixed", "hit_nonmotor", "hit_animal"}
    | {"hit_pedestrian", "rollover", "ran_off"}
)
"""Events in which the car struck something or was struck."""


def party_left(facts: Mapping[str, Any]) -> bool:
    """Tell whether another party left the scene, or nobody knows who it was."""
    parties = facts.get("third_parties") or ()
    fled = any(isinstance(party, Mapping) and party.get("fled") for party in parties)
    unknown = facts.get("case_type") == "parked_hit_unknown"
    return fled or unknown or bool({"fled_other", "hit_unknown"} & set(facts.get("events") or ()))


def parts_gone(facts: Mapping[str, Any]) -> bool:
    """Tell whether parts were stolen off a car that stands where it stood; of a record, its flags tell."""
    events = {*(facts.get("events") or ()), *(facts.get("flags") or ())}
    return "parts_theft" in events and "theft" not in events


def car_gone(facts: Mapping[str, Any]) -> bool:
    """Tell whether the whole car is stolen: not parts of it, nor a car that somebody known keeps."""
    withheld = "withheld" in (facts.get("flags") or ())
    return facts.get("case_type") == "theft" and not parts_gone(facts) and not withheld
