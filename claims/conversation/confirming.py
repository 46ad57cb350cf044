"""A value that was read back, or a choice between two, settled by the next words."""

from __future__ import annotations

import re
from dataclasses import replace

from claims.answers import yes_or_no
from claims.conversation.turn import Means, Move, Turn, ask_again, go_on, without_policy


def take_confirmation(turn: Turn, means: Means) -> Move | None:
    """Settle a value that was read back, or a choice between two."""
    pending = turn.progress.pending
    if not pending:
        return None
    turn = replace(turn, progress=replace(turn.progress, pending=None))
    facts = dict(turn.facts)
    if "readings" in pending:
        morning, afternoon = pending["readings"]
        half = _half_of_day(turn.heard.text)
        if half is not None:
            value = {**pending["value"], "start": afternoon if half == "pm" else morning}
            said = f"{value.get('said', '')}，{turn.heard.text}"
            facts["accident_time"] = {
                "start": value["start"],
                "end": None,
                "precision": value["precision"],
                "said": said,
            }
            return go_on(turn, facts)
        return means.again(turn)
    same = any(v.value["plate"] == pending["value"] for v in turn.heard.all("plate") if v.problem is None)
    confirmed = yes_or_no("confirm", turn.heard)
    other = [v for v in turn.heard.all("plate") if v.problem is None and v.value["plate"] != pending["value"]]
    amended = turn.heard.amended.get(pending["fact"])
    if other or amended:
        plate = amended or other[0].value["plate"]
        return go_on(turn, {**without_policy(facts), pending["fact"]: plate})
    if confirmed or same:
        return go_on(turn, facts | {pending["fact"]: pending["value"], "plate_confirmed": True})
    if confirmed is False:
        facts.pop(pending["fact"], None)
        return ask_again(replace(turn, facts=without_policy(facts)), "again")
    return means.again(turn)


def _half_of_day(text: str) -> str | None:
    if re.search(r"下午|晚上|傍晚|夜里|中午|后半晌", text):
        return "pm"
    return "am" if re.search(r"上午|早上|早晨|凌晨|清早|半夜|今早", text) else None
