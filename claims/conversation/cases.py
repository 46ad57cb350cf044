"""The kind of accident, tapped before its story is told: it settles the case, and the story that follows is of the same accident."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from claims.case_type import case_type, without_events_of
from claims.conversation.turn import Means, Move, Turn, go_on
from claims.corrections import put_right
from claims.heard import Heard
from claims.interview import Facts

CASES: Mapping[str, tuple[str, ...]] = {
    "hit_vehicle": ("hit_vehicle",),
    "hit_by_vehicle": ("hit_by_vehicle",),
    "hit_fixed": ("hit_fixed",),
    "hit_nonmotor": ("hit_nonmotor",),
    "hit_pedestrian": ("hit_pedestrian",),
    "hit_while_parked": ("parked", "hit_by_vehicle", "fled_other"),
    "scratch": ("parked", "scratch"),
    "glass": ("glass",),
    "falling_object": ("falling_object",),
    "flood": ("flood",),
    "theft": ("theft",),
    "fire": ("self_ignition", "fire"),
}
"""Kind of accident that a page offers -> the events it tells of; who or what was struck is told by the story."""


def take_case(turn: Turn, means: Means) -> Move | None:
    """Note what happened, and ask how: no party and no thing is made up from a tap, so that the story tells each once."""
    tapped = turn.heard.first("case")
    if tapped is None:
        return None
    events, before = CASES[tapped.value], turn.facts.get("case_type")
    case = case_type(events)
    facts, happened = dict(turn.facts), turn.facts.get("events") or ()
    if before not in (None, case):  # tapped against what was told or tapped before
        facts, happened = put_right({"case_type": case}, facts), without_events_of(before, happened)
    facts |= {"case_type": case, "events": list(dict.fromkeys([*happened, *events]))}
    return Move(facts, replace(go_on(turn, facts).progress, tapped=True), ask="description", wording="case")


def with_tap(turn: Turn) -> Turn:
    """Return a turn whose story is of the kind that was tapped before it, unless its own words tell of another: how it sounds does not."""
    if turn.asked != "description":
        return replace(turn, progress=replace(turn.progress, tapped=False))
    told = turn.heard.told and _as_tapped(turn.heard.told, turn.facts)
    return replace(turn, heard=replace(_as_tapped(turn.heard, turn.facts), told=told))


def _as_tapped(heard: Heard, facts: Facts) -> Heard:
    events, vehicles, things = (
        [value.value for value in heard.all(kind)] for kind in ("event", "vehicle", "property")
    )
    by_words = case_type(events, vehicles, things)
    ranked = heard.learnt.get("case_type") or {}
    sounds = {by_words: ranked.get(by_words, 0.0)} if by_words else {str(facts.get("case_type")): 1.0}
    return replace(heard, learnt={**heard.learnt, "case_type": sounds})
