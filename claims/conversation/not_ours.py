"""Calls that are not for this line: heard at the first words, told where to ring, and let go."""

from __future__ import annotations

from dataclasses import replace

from claims.conversation.leaving import ACCIDENT, BEHALF, HEARD
from claims.conversation.turn import SURE, Line, Means, Move, Turn, end_of_line, has_begun
from claims.not_ours import elsewhere, insurer_to_ring, sells

OUTCOME = "wrong_number"
"""What such a call came to, in the ledger."""


def take_not_ours(turn: Turn, means: Means) -> Move | None:
    """Say whose line this is (L-06) to who has the wrong one, once, and where to ring; to a second such word goodbye."""
    text = turn.heard.text
    if turn.form != "claim_report" or has_begun(turn.facts) or ACCIDENT.search(text) or BEHALF.search(text):
        return None
    if sells(text):
        return end_of_line(dict(turn.facts), turn.progress, HEARD, turn.asked, outcome=OUTCOME)
    others, ring = elsewhere(text)
    insured_elsewhere = turn.heard.is_intent(("other_insurer",), SURE)
    wrong = turn.heard.is_intent(("wrong_number",), SURE)
    if not (others or wrong or insured_elsewhere):
        return None
    if HEARD in turn.progress.fits:
        return end_of_line(dict(turn.facts), turn.progress, "utter_goodbye", turn.asked, outcome=OUTCOME)
    if insured_elsewhere and not others:
        ring = insurer_to_ring(text)
        if ring is None:
            return None  # whose it is, is asked by the words of ``leaving``
    lines = (Line(HEARD), *((Line("utter_ring_there", {"line": ring}),) if ring else ()))
    progress = replace(turn.progress, fits=(*turn.progress.fits, HEARD))
    return Move(dict(turn.facts), progress, lines, ask=turn.asked, quiet=True, outcome=OUTCOME)
