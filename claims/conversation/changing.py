"""What was read back and is told anew: its questions are asked again, in their own words."""

from __future__ import annotations

from collections.abc import Mapping

from claims.conversation.turn import Means, Move, Turn, go_on
from claims.interview import Facts
from claims.parties import FIELDS

ANEW: Mapping[str, str | None] = {"rescue": "rescue", "others": None}
"""What can be told anew, and the question that is asked first; None for what the table then asks."""


def take_change(turn: Turn, means: Means) -> Move | None:
    """Forget what a customer wants to tell anew, and ask for it; all else stays."""
    wanted = turn.heard.first("change")
    if wanted is None:
        return None
    kept = _without_others(turn.facts) if wanted.value == "others" else _without_tow(turn.facts)
    return Move(kept, go_on(turn, kept).progress, ask=ANEW[wanted.value])


def _without_tow(facts: Facts) -> dict[str, object]:
    return {name: value for name, value in facts.items() if name not in ("rescue", "rescue_to")}


def _without_others(facts: Facts) -> dict[str, object]:
    """Keep who the others were, and forget what is asked of each."""
    told = [
        {field: value for field, value in party.items() if field not in FIELDS.values()}
        for party in facts.get("third_parties") or ()
    ]
    return {**facts, "third_parties": told}
