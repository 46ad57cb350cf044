"""A caller who is asked what was told before: an apology, and no second question where the fact is there."""

from __future__ import annotations

import re
from dataclasses import replace

from claims.conversation.repair import settle_as_heard
from claims.conversation.turn import Line, Means, Move, Turn, go_on
from claims.enough import as_said, closed
from claims.interview import known

TOLD_BEFORE = re.compile(
    r"(?<![他她家方警])(刚刚?才?|早就?|前面|开头|一开始|不是|都|已经|才)[^，。,他她]{0,6}(说|讲|告诉你|告诉您|念|报|给你|给您|给|回答)(过了|过|了)(?!他|她|人家|对方|钱)"
    r"(吗|嘛|么|呀|啊|呢|哦|啦|的|呗)*($|[，。,\s]|你|您|还)"
    r"|(又|还|怎么|咋|干嘛|老是?|总是?)[^，。,]{0,4}(问|让我说|要我说|叫我说)(我|一?遍|几遍|啊|呀|呢|过|这个?|$)"
    r"|(老|总|又|还|一直)(是|在)?问(的|个|来问去|这些)"
    r"|(问|说|讲)了?(好几|多少|两|三|几|八百)[遍次回道]"
)
"""Words that complain of being asked twice: "我刚不是说了吗", "咋又问", "说了好几遍了"; not "我都跟交警说过了他逆行"."""

MOST_MISSED = 2
"""How often the caller may say so of one question before it is left with what was said."""


def take_told_before(turn: Turn, means: Means) -> Move | None:
    """Apologise and go on: with what is there of the fact, else with the question in fewer words."""
    if not TOLD_BEFORE.search(turn.heard.text) or _tells(turn) or not turn.asked:
        return None
    facts, asked = dict(turn.facts), turn.asked
    if asked == "description" and known(facts, "mentioned") and not known(facts, asked):
        facts[asked] = facts["mentioned"]
    if known(facts, asked) and turn.form == "claim_report":
        taken = facts if closed(facts, asked) else as_said(facts, asked)
        return replace(go_on(turn, taken), lines=(Line("utter_sorry_taken"),))
    tries = turn.progress.tries + 1
    if tries > MOST_MISSED:
        return settle_as_heard(turn)
    return Move(
        facts, replace(turn.progress, tries=tries), (Line("utter_sorry_missed"),), ask=asked, wording="short"
    )


def _tells(turn: Turn) -> bool:
    """Tell whether the fact is told once more with the complaint: "我都说过了呀 在中山路"."""
    return any(value.kind not in ("answer", "manner") for value in turn.heard.values)
