"""Calls that are not for this line: heard at the first words, told where to ring, and let go."""

from __future__ import annotations

from claims.conversation.leaving import ACCIDENT, BEHALF, HEARD, whose_line
from claims.conversation.turn import SURE, Means, Move, Turn, end_of_line, has_begun
from claims.not_ours import elsewhere, insurer_to_ring, sells


def take_not_ours(turn: Turn, means: Means) -> Move | None:
    """Tell who has the wrong line at the first words whose line this is, and let go who rings to sell something."""
    text = turn.heard.text
    if turn.form != "claim_report" or has_begun(turn.facts) or ACCIDENT.search(text) or BEHALF.search(text):
        return None
    if sells(text):
        return end_of_line(dict(turn.facts), turn.progress, HEARD, turn.asked, outcome="wrong_number")
    others, ring = elsewhere(text)
    insured_elsewhere = turn.heard.is_intent(("other_insurer",), SURE)
    wrong = turn.heard.is_intent(("wrong_number",), SURE)
    if not (others or wrong or insured_elsewhere):
        return None
    if insured_elsewhere and not others and HEARD not in turn.progress.fits:
        ring = insurer_to_ring(one.value for one in turn.heard.all("insurer"))
        if ring is None:
            return None  # whose it is, is asked by the words of ``leaving``
    return whose_line(turn, ring)
