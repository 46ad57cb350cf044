"""What was read back and is told anew: its questions are asked again, in their own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from claims.conversation.turn import Means, Move, Turn, go_on
from claims.interview import Facts
from claims.parties import FIELDS


def take_change(turn: Turn, means: Means) -> Move | None:
    """Forget what a customer wants to tell anew, and ask for it; all else stays."""
    wanted = turn.heard.first("change")
    if wanted is None:
        return None
    forget, asked = ANEW[wanted.value]
    kept = forget(turn.facts)
    return Move(kept, go_on(turn, kept).progress, ask=asked)


def _without(*names: str) -> Callable[[Facts], dict[str, Any]]:
    return lambda facts: {name: value for name, value in facts.items() if name not in names}


def _without_others(facts: Facts) -> dict[str, Any]:
    """Keep who the others were, and forget what is asked of each."""
    told = [
        {field: value for field, value in party.items() if field not in FIELDS.values()}
        for party in facts.get("third_parties") or ()
    ]
    return {**facts, "third_parties": told}


ANEW: Mapping[str, tuple[Callable[[Facts], dict[str, Any]], str | None]] = {
    "rescue": (_without("rescue", "rescue_to", "rescue_when", "rescue_not_before"), "rescue"),
    "whereabouts": (_without("at_scene", "car_location", "car_coordinates"), "at_scene"),
    "others": (_without_others, None),
}
"""What can be told anew, how it is forgotten, and the question that is asked first; None for what the table then asks."""
