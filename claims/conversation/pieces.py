"""More of the place, said right after it was asked for, whatever question is open by then: 滨河新城, 负二层 靠十二号楼电梯口."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from claims.conversation.turn import Means, Move, Turn
from claims.corrections import is_correction
from claims.interview import OF_OTHERS
from claims.when_and_where import LOCATED, has_a_name, united
from mandarin.place import place_alone

ANSWERED_WITH_PLACES = frozenset(
    {"place", "car_location", "at_scene", "rescue", "rescue_to", "hospital", "sent_hospital", "ward"}
    | {"theft_police", "theft_parking", "recap", "late_reason"}
)
"""Questions that a place answers."""
_OTHERWISE = ("plate", "phone", "vin", "part", "third_part", "person", "hospital", "injury", "money", "time")
"""Kinds of values in words that are no mere place."""


def take_more_of_place(turn: Turn, means: Means) -> Move | None:
    """Unite words that are nothing but a place with the place answered last; the open question stands, and nobody is sorry."""
    if turn.form != "claim_report" or turn.asked is None or turn.asked in ANSWERED_WITH_PLACES:
        return None
    before = turn.facts.get("place")
    if turn.progress.previous != "place" or not isinstance(before, Mapping) or before.get("text") == LOCATED:
        return None
    if is_correction(turn.heard) or turn.heard.only_asks or turn.heard.all(*_OTHERWISE):
        return None
    piece = place_alone(turn.heard.text)
    if piece is None or not has_a_name(piece.value):
        return None
    facts = {**turn.facts, "place": united(before, piece.value, answers=True)}
    standing = turn.asked if turn.asked not in OF_OTHERS else None
    return Move(facts, replace(turn.progress, tries=0), standing=standing)
