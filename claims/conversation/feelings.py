"""Outbursts: taken for what they are, answered, and never for an answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from claims.conversation.turn import SURE, Line, Means, Move, Turn, is_a_name

FEELINGS: Mapping[str, tuple[str, bool]] = {
    "abuse": ("utter_abused", True),
    "angry": ("utter_angry", False),
}
"""Intent -> the words, and whether they are said each time; B-01 for fear and hurry is a statement of the interview."""


def take_outburst(turn: Turn, means: Means) -> Move | None:
    """Take an outburst for what it is, and for no answer; the words to it are ``FEELINGS``."""
    if turn.heard.intent not in FEELINGS or len(turn.heard.text) < 2:
        return None
    return Move(dict(turn.facts), turn.progress, ask=turn.asked, wording="short")


def with_feelings(turn: Turn, move: Move) -> Move:
    """Put the words to a feeling before what the move says."""
    feeling = FEELINGS.get(turn.heard.intent)
    if feeling is None or turn.heard.sure < SURE or len(turn.heard.text) < 2 or is_a_name(turn.heard):
        return move
    response, each_time = feeling
    if not each_time and response in move.progress.fits:
        return move
    progress = replace(move.progress, fits=(*move.progress.fits, response))
    lines: Iterable[Line] = (line for line in move.lines if line.response != "utter_say_again")
    return replace(move, progress=progress, lines=(Line(response), *lines))
