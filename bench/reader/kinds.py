"""What the reader tells apart; the one list of it for labels, training and export, which run in two environments."""

from __future__ import annotations

PLACE, OWN, OTHER = "place", "own", "other"
SPANS = (PLACE, OWN, OTHER)
"""Kinds of stretches: the accident's place; a damaged part of our car, of another's."""

ANSWERS = ("value", "yes", "no", "unknown", "none")
"""What an utterance is to the open question; ``none``: no answer to it."""

CASES = (
    "none", "collision_multi", "collision_single", "collision_nonmotor", "pedestrian", "parked_hit_unknown",
    "parked_damage", "falling_object", "glass", "scratch", "flood", "theft", "fire",
)  # fmt: skip
"""Case types a story may tell; ``none``: it is no story."""

PEOPLE = ("车上人员", "第三者车上人员", "非机动车人员", "行人")
"""Who may be hurt, as the record has it."""

WHOLES = {"answer": ANSWERS, "case": CASES, "hurt": PEOPLE}
"""What an utterance is as a whole: to the open question, as a story, and who it says was hurt (each of these by
itself; learnt beside the others, and not served)."""
