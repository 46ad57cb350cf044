"""A complaint: whatever is said in it is what is complained of."""

from __future__ import annotations

from claims.conversation.leaving import COMPLAINT_LENGTH, take_leave
from claims.conversation.turn import Means, Move, Turn
from claims.interview import known

COMPLAINED = frozenset({"complaint_detail", "complaint_want"})
"""Questions of a complaint to which an outburst is an answer."""

WORDLESS_COMMANDS = ("repeat", "slower", "wait", "not_understood", "dont_know", "refuse")
"""Intents that tell nothing."""


def take_complaint(turn: Turn, means: Means) -> Move | None:
    """Keep what is complained of, whatever was asked."""
    if (
        turn.form != "complaint"
        or known(turn.facts, "complaint_detail")
        or len(turn.heard.text) < COMPLAINT_LENGTH
    ):
        return None
    if turn.heard.is_intent(("ask_human", "goodbye", *WORDLESS_COMMANDS)):
        return None
    facts = {**turn.facts, "complaint_detail": turn.heard.text}
    return Move(facts, turn.progress, ask=turn.asked, wording="short")


def take_leave_of_complaint(turn: Turn, means: Means) -> Move | None:
    """Leave a complaint for a person or for good; any other feeling or wish in it is the complaint itself."""
    return take_leave(turn, means) if turn.heard.intent in ("ask_human", "goodbye") else None
