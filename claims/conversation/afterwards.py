"""What is told when the report is closed: nobody hears that it was changed, and nothing of it is lost."""

from __future__ import annotations

import re
from typing import Any

from claims.answers import read_answer
from claims.conversation.turn import ASKING, Line, Means, Move, Turn, tells
from claims.corrections import changes_in
from claims.interview import in_danger, known, safety_wording
from claims.volunteered import volunteered


def take_addition(turn: Turn, means: Means) -> Move | None:
    """Pass on what is told of the accident after registration, or after A-07, to those who work on it."""
    if turn.form != "after_report" or not known(turn.facts, "registered") or ASKING.search(turn.heard.text):
        return None
    new = volunteered(turn.heard, turn.facts, None) | changes_in(turn.heard, turn.facts)
    new.pop("rescue", None)  # a wish of its own
    if not tells(new) or (turn.asked == "guidance" and _REPEATS.match(turn.heard.text)):
        return None
    answer = read_answer(turn.asked, turn.heard, turn.facts) if turn.asked == "guidance" else None
    settled = answer.facts if answer else {}
    facts = {**turn.facts, **new}
    hurt = new.get("injured") is True and in_danger(facts)
    safety = "_".join(filter(None, ("utter_safety", safety_wording(facts))))
    lines = (Line(safety),) * hurt + (Line("utter_addition_noted"),)
    return Move(
        {**turn.facts, **settled}, turn.progress, lines,
        ask=None if settled.get(turn.asked or "") else turn.asked, wording="short",
        task=(_kind(new, turn), {"addition": turn.heard.text}),
    )  # fmt: skip


_REPEATS = re.compile(
    r"[嗯啊哦噢好那个就是说，,\s]*(知道|明白?|晓得|清楚|懂|有数|妥|中|要得|行|好)(了|咧|啦|哈|啊|嘞|咯|的)*[\s，,]+(?!.*(还有|忘了|刚才|补充|其实|不对|说错|伤|疼|痛|死))"
)
"""Words of who has understood what to do and says it over, which adds nothing to the report: "晓得了 不打火了"."""


def _kind(new: dict[str, Any], turn: Turn) -> str:
    """Choose how soon somebody looks at it: ten minutes for a death, three for the injured, else within the day."""
    if new.get("deaths"):
        return "major_case"
    return "chaser" if new.get("injured") is True or known(turn.facts, "duplicate_of") else "enquiry"
