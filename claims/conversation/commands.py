"""What the caller tells the bot to do with the conversation itself: say it again, slower, wait."""

from __future__ import annotations

import re
from dataclasses import replace

from claims.answers import read_answer
from claims.conversation.answering import unknown_told
from claims.conversation.turn import Line, Means, Move, Turn
from claims.corrections import IDENTIFIED_BY
from claims.heard import within
from claims.interview import known
from claims.volunteered import volunteered
from mandarin.asking_back import asks_back
from mandarin.clauses import find_clauses
from mandarin.waiting import asks_to_wait

WAITING = re.compile(r"等|稍|(找|看|问|拿|停|查)[^，。,]{0,4}一下|会儿|找找|翻|看看|别急|先别")
"""Words that ask to wait; "找我" to the question whom to contact does not, nor "烫了一下"."""


_HOLD_ON = re.compile(r"[哎唉诶哦嗯啊，,\s]*(等等|等一下|等会儿?|等我|稍等|先等)")
"""Words that break off whatever was going on: "哎等等他又打电话来了"."""


_HEARD_WELL = re.compile(r"[嗯啊哦对好，,\s]*(都|我)?(听|记)(清楚?|明白|懂|下来?|住|好)了?[啊呢吧啦。]*")
"""Words of a caller who heard what to do next, though they sound like a wish to hear it again: "听清了"."""


def take_wait(turn: Turn, means: Means) -> Move | None:
    """Wait for who asks for it at the end, whatever stands before it: 行驶证在手套箱里 你等一下.

    What is told with it is kept; where it answers the open question there is nothing to wait for. Words of free form are a story in
    which somebody may have looked (他撞了我 我去看一下), unless no more than the wait is said.
    """
    clauses = [
        one for one in find_clauses(turn.heard.text) if one.value != "filler" or asks_to_wait(one.text)
    ]
    if not turn.asked or not clauses or not asks_to_wait(clauses[-1].text):
        return None
    rest = [one for one in clauses if not asks_to_wait(one.text)]
    if rest and turn.asked not in IDENTIFIED_BY:
        return None
    facts = dict(turn.facts)
    if rest:
        words = "，".join(one.text for one in rest)
        beside = within(turn.heard, [(one.start, one.end) for one in rest], words)
        answer = read_answer(turn.asked, beside, facts)
        if beside.all("plate", "vin", "phone") or (
            answer is not None and not unknown_told(answer.facts, facts)
        ):
            return None
        facts |= volunteered(beside, facts, turn.asked) if turn.form == "claim_report" else {}
    return Move(facts, replace(turn.progress, holding=1), (Line("utter_hold"),), ask=turn.asked, quiet=True)


def take_asked_back(turn: Turn, means: Means) -> Move | None:
    """Put the question another way to who asks which thing it means: "谁的车牌 我的还是他的"."""
    if not asks_back(turn.heard.text, turn.asked):
        return None
    return Move(dict(turn.facts), turn.progress, ask=turn.asked, wording="example")


def take_command(turn: Turn, means: Means) -> Move | None:
    """Do what the caller tells the bot to do with the conversation itself."""
    facts, progress, heard = dict(turn.facts), turn.progress, turn.heard
    heard_well = turn.asked == "guidance" and _HEARD_WELL.fullmatch(heard.text)
    if heard.is_intent(("repeat", "slower")) and not heard_well:
        lines: tuple[Line, ...] = (Line("utter_slower"),) if heard.intent == "slower" else ()
        if turn.asked == "anything_else" and known(facts, "report_number"):
            lines += (Line("utter_report_number"),)
        return Move(facts, progress, lines, ask=turn.asked)
    if heard.is_intent(("ask_number",)) and known(facts, "report_number"):
        return Move(facts, progress, (Line("utter_report_number"),), ask=turn.asked, wording="short")
    told = any(value.kind != "answer" for value in heard.values)
    if (heard.is_intent(("wait",)) and WAITING.search(heard.text)) or (
        _HOLD_ON.match(heard.text) and not told
    ):
        return Move(facts, replace(progress, holding=1), (Line("utter_hold"),), ask=turn.asked, quiet=True)
    if heard.is_intent(("not_understood", "ask_why")) and turn.asked and turn.asked != "guidance":
        return Move(facts, progress, ask=turn.asked, wording="example")
    return None
