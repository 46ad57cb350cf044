"""Where the device says it is: of the accident or of the car, beside the place in words and in its stead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from claims.conversation.turn import Line, Means, Move, Turn, go_on
from claims.interview import known
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
    if known(turn.facts, "registered"):  # whoever works on it has it, beside what was told
        line, task = Line("utter_addition_noted"), ("enquiry", {"addition": turn.heard.text})
        return Move(dict(turn.facts), turn.progress, (line,), ask=turn.asked, wording="short", task=task)
    facts = {**turn.facts, POSITIONS[question]: coordinates}
    if coordinates is None:
        del facts[POSITIONS[question]]
        if _is_nothing_but_located(facts.get(question)):
            del facts[question]
        return Move(facts, turn.progress, (Line("utter_position_dropped"),), ask=turn.asked, wording="short")
    error = coordinates.get("accuracy_m") or 0
    inexact = error > INEXACT_M
    if turn.asked == question:
        progress = replace(
            go_on(turn, facts).progress, tries=1
        )  # whatever words come now, they are not asked for again
        wording, values = ("inexact", {"value": length_of(error)}) if inexact else ("located", {})
        return Move(facts, progress, ask=question, wording=wording, values=values)
    line = (
        Line("utter_position_inexact", {"value": length_of(error)})
        if inexact
        else Line("utter_position_noted")
    )
    return Move(facts, turn.progress, (line,), ask=turn.asked, wording="short")


def length_of(metres: float) -> str:
    """Return a length as it is read: 350米, 2.5公里."""
    return f"{round(metres, -1):.0f}米" if metres < 1000 else f"{metres / 1000:.1f}公里".replace(".0", "")


INEXACT_M = 200
"""Metres of error beyond which nobody finds a car by its position alone."""


def _is_nothing_but_located(place: Any) -> bool:
    """Tell whether a place, or the words for where the car is, stands on its coordinates alone."""
    return (place.get("text") if isinstance(place, Mapping) else place) == LOCATED
