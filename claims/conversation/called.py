"""Who was told to call for help and says that it is done: nobody is told so again."""

from __future__ import annotations

from dataclasses import replace

from claims.conversation.turn import Means, Move, Turn
from mandarin.called import has_called

DEEDS = frozenset(
    {"flood_restarted", "fire_brigade", "theft_police", "fee_paid", "guidance", "anything_else"}
)
"""Questions to which "打了" or "报了" is an answer."""


def take_called(turn: Turn, means: Means) -> Move | None:
    """Keep that the ambulance, or at the recap the police, was called where we had just told the caller to; the question stands."""
    if turn.form != "claim_report" or turn.asked in DEEDS or not has_called(turn.heard.text):
        return None
    if turn.asked == "recap" and "police_needed" in turn.progress.said:
        said = (*turn.progress.said, "police_proof")  # what it is needed for was said with it
        facts = {**turn.facts, "police": True}
        return Move(facts, replace(turn.progress, said=said), ask="recap", wording="short")
    if "safety" not in turn.progress.said:
        return None
    flags = list(dict.fromkeys([*(turn.facts.get("flags") or ()), "ambulance"]))
    return Move({**turn.facts, "flags": flags}, turn.progress, ask=turn.asked, wording="short")
