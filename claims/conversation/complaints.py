"""A complaint or a message on its way: whatever is said in it belongs to it, until it is taken back."""

from __future__ import annotations

import re
from dataclasses import replace

from claims.conversation.leaving import take_leave, tells_complaint
from claims.conversation.turn import Line, Means, Move, Turn, has_begun
from claims.interview import COMPLAINT, Ask, known
from claims.wishes import FORMS

COMPLAINED = frozenset({"complaint_detail", "complaint_want"})
"""Questions of a complaint to which an outburst is an answer."""

WORDLESS_COMMANDS = ("repeat", "slower", "wait", "not_understood", "dont_know", "refuse")
"""Intents that tell nothing."""


def take_complaint(turn: Turn, means: Means) -> Move | None:
    """Keep what is complained of, whatever was asked."""
    if (
        turn.form != "complaint"
        or known(turn.facts, "complaint_detail")
        or not tells_complaint(turn.heard.text)
    ):
        return None
    if turn.heard.is_intent(("ask_human", "goodbye", *WORDLESS_COMMANDS)):
        return None
    facts = {**turn.facts, "complaint_detail": turn.heard.text}
    return Move(facts, turn.progress, ask=turn.asked, wording="short")


def take_leave_of_complaint(turn: Turn, means: Means) -> Move | None:
    """Leave a complaint for a person or for good; any other feeling or wish in it is the complaint itself."""
    return take_leave(turn, means) if turn.heard.intent in ("ask_human", "goodbye") else None


TAKEN_BACK = re.compile(
    r"(不|别|甭|算了|取消)[^，。,]{0,4}(投诉|留言|回电|回拨|打回来|打给我|拖车|救援|报价|转告|登记)[^，。,]{0,2}了?$"
    r"|(投诉|拖车|救援|回电)[^，。,]{0,2}(取消|算了|不用了|不要了)"
)
"""Words that take back what was being written down; "算了" alone may be despair."""


def take_back_wish(turn: Turn, means: Means) -> Move | None:
    """Let a caller take a complaint or a message back that is not written down yet, and go on with the report."""
    if turn.form not in FORMS or not TAKEN_BACK.search(turn.heard.text.rstrip("，。,！! ")):
        return None
    facts = {name: value for name, value in turn.facts.items() if name not in TOLD_FOR_WISH}
    back = (turn.progress.resume if has_begun(facts) else None) or "after_report"
    progress = replace(turn.progress, resume=None, tries=0, pending=None)
    return Move(facts, progress, (Line("utter_wish_dropped"),), switch=back, taken_back=True)


TOLD_FOR_WISH = frozenset({"message_kind", "enquiry", "wish_said"}) | {
    step.name for step in COMPLAINT if isinstance(step, Ask)
}
"""Facts that stand and fall with the wish."""
