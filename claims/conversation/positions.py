"""Where the device says it is: of the accident or of the car, beside the place in words and in its stead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from claims.conversation.turn import Line, Means, Move, Turn, go_on
from claims.when_and_where import LOCATED

POSITIONS: Mapping[str, str] = {"place": "place_coordinates", "car_location": "car_coordinates"}
"""Question about a place -> the fact that holds the coordinates of what it asks about."""


def take_position(turn: Turn, means: Means) -> Move | None:
    """Keep a position, or take it back; where its question is open, ask for the words once, or go on without them.

    The value is ``{"of": "place" | "car_location", "coordinates": {…} | None}``: the sender says whose position it is.
    """
    sent = turn.heard.first("position")
    if sent is None:
        return None
    question, coordinates = sent.value["of"], sent.value["coordinates"]
    facts = {**turn.facts, POSITIONS[question]: coordinates}
    if coordinates is None:
        del facts[POSITIONS[question]]
        if _is_nothing_but_located(facts.get(question)):
            del facts[question]
        return Move(facts, turn.progress, (Line("utter_position_dropped"),), ask=turn.asked, wording="short")
    if turn.asked == question:
        progress = replace(
            go_on(turn, facts).progress, tries=1
        )  # whatever words come now, they are not asked for again
        return Move(facts, progress, ask=question, wording="located")
    return Move(facts, turn.progress, (Line("utter_position_noted"),), ask=turn.asked, wording="short")


def _is_nothing_but_located(place: Any) -> bool:
    """Tell whether a place, or the words for where the car is, stands on its coordinates alone."""
    return (place.get("text") if isinstance(place, Mapping) else place) == LOCATED
