"""A value that was read back, or a choice between two, settled by the next words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from claims.answers import plates_asked_for, yes_or_no
from claims.clock import moment
from claims.conversation.turn import Means, Move, Turn, ask_again, go_on, without_policy


def take_confirmation(turn: Turn, means: Means) -> Move | None:
    """Settle a value that was read back, or a choice between two; a question or a pause between does not settle it."""
    pending = turn.progress.pending
    if not pending or "offer" in pending:
        return None
    turn = replace(turn, progress=replace(turn.progress, pending=None))
    settled = _chosen(turn, pending) if "readings" in pending else _confirmed(turn, pending)
    if settled is not None:
        return settled
    made = means.again(turn)
    digressed = made.ask == turn.asked and made.wording in ("", "short") and not made.switch
    if made.facts.get(pending["fact"]) != turn.facts.get(pending["fact"]):
        return made
    if not digressed and pending.get("wording") == "unfound" and set(made.facts) > set(turn.facts):
        # Who goes on with the accident does not take the plate back: it stands as told, and a person looks at it.
        flags = [*(made.facts.get("flags") or ()), f"unclear:{pending['fact']}"]
        return replace(made, facts={**made.facts, "plate_confirmed": True, "flags": flags})
    if not digressed:
        return made
    return replace(made, progress=replace(made.progress, pending=pending))


STANDING = {"am_pm": "am_pm_short", "confirm": "confirm_short", "unfound": "unfound_short"}
"""Wording of a confirmation -> the wording in which it is asked for again."""


def with_pending(turn: Turn, move: Move) -> Move:
    """Ask for the confirmation that still stands, and not for the value anew."""
    pending = turn.progress.pending
    if not pending or "fact" not in pending or move.progress.pending != pending:
        return move
    if move.ask != turn.asked or move.wording not in ("", "short"):
        return move
    wording = "am_pm" if "readings" in pending else pending.get("wording", "confirm")
    return replace(move, wording=STANDING[wording], values={"value": pending["value"]})


DAWN = 6
"""Hour to which the night lasts: 夜里三点 is before it, 白天三点 in the afternoon."""


def _chosen(turn: Turn, pending: Mapping[str, Any]) -> Move | None:
    """Take the half of the day."""
    morning, afternoon = pending["readings"]
    half = turn.heard.half_of_day
    if not half:
        return None
    before_dawn = moment(morning).hour < DAWN
    early = half == "am" or (half == "night" and before_dawn) or (half == "day" and not before_dawn)
    said = f"{pending['value'].get('said', '')}，{turn.heard.text}"
    time = {
        "start": morning if early else afternoon,
        "end": None,
        "precision": pending["value"]["precision"],
        "told": "clock",
        "said": said,
    }
    return go_on(turn, {**turn.facts, "accident_time": time})


def _confirmed(turn: Turn, pending: Mapping[str, Any]) -> Move | None:
    """Take yes, no, or another plate."""
    facts = dict(turn.facts)
    own = [v for v in plates_asked_for(turn.heard) if v.problem is None]
    other = [v.value["plate"] for v in own if v.value["plate"] != pending["value"]]
    plate = turn.heard.amended.get(pending["fact"]) or next(iter(other), None)
    if plate:
        return go_on(turn, {**without_policy(facts), pending["fact"]: plate})
    confirmed = yes_or_no("confirm", turn.heard)
    if confirmed or own:
        return go_on(turn, facts | {pending["fact"]: pending["value"], "plate_confirmed": True})
    if confirmed is False:
        facts.pop(pending["fact"], None)
        return ask_again(replace(turn, facts=without_policy(facts)), "again")
    return None
