"""How a call or a second report begins: greetings, a report taken up again, another accident, another language."""

from __future__ import annotations

import re
from dataclasses import replace

from claims.conversation.turn import Line, Means, Move, Turn, no_answer
from claims.interview import known

OFFERED = "offered"
"""Value of the fact ``resumed`` while the caller may still take up the report of an earlier call."""

RESUME = re.compile(r"接着|继续(上次|上回|之前|昨天|刚才|办|报)|(上次|上回|之前)的?(那个)?(继续|接)")
"""Words that take up an earlier report; "不" before them takes it back."""

ANOTHER = re.compile(
    r"(还有|另外|另).{0,6}(辆|台|个|起|次).{0,8}(报案|事故|报一下|要报|出险)|再报.{0,3}(一|个)|(还|再)(想|要)报"
)
"""Words that announce a second accident in a call whose report is done."""

FOREIGN = re.compile(r"[^\W\d_]{2,}")

NUMBERED = 4
"""Digits from which words in Latin letters may be a number of the car's or the policy's."""


def take_resuming(turn: Turn, means: Means) -> Move | None:
    """Take up the report of an earlier call, because the caller says so; there may be an answer in it as well."""
    found = RESUME.search(turn.heard.text)
    if turn.facts.get("resumed") != OFFERED or not found:
        return None
    wanted = not re.search(r"[不别甭]", turn.heard.text[: found.start()][-3:])
    turn = replace(turn, facts={**turn.facts, "resumed": wanted})
    made = means.again(turn)
    if made.progress.tries <= turn.progress.tries and not made.switch:
        return made
    return Move(dict(turn.facts), turn.progress, (Line("utter_go_on"),), ask=turn.asked, wording="short")


def take_greeting(turn: Turn, means: Means) -> Move | None:
    """Take a greeting, or "我要报案", as what it is: the caller is there, and the question stands."""
    if not turn.heard.is_intent(("greet", "report_accident", "chitchat", "returned"), 0.4):
        return None
    if turn.heard.intent == "report_accident" and turn.form == "after_report":
        return _another_report(turn)
    lines = (Line("utter_welcome_report"),) if turn.heard.intent == "report_accident" else ()
    return Move(dict(turn.facts), turn.progress, lines, ask=turn.asked, wording="short")


def take_another_report(turn: Turn, means: Means) -> Move | None:
    """Begin another report after this one."""
    return _another_report(turn) if turn.form == "after_report" and ANOTHER.search(turn.heard.text) else None


def _another_report(turn: Turn) -> Move:
    """Begin the report that a message or a complaint went before; a second one needs a call of its own."""
    if not known(turn.facts, "registered"):
        return Move(dict(turn.facts), turn.progress, (Line("utter_welcome_report"),), switch="claim_report")
    return Move(
        {**turn.facts, "guidance": True}, turn.progress, (Line("utter_one_report_a_call"),), ask="anything_else",
        task=("callback", {"reason": "客户还有另一起事故要报案", "said": turn.heard.text}),
    )  # fmt: skip


def take_foreign(turn: Turn, means: Means) -> Move | None:
    """Say in which language this line is served, to a caller who speaks another."""
    words = FOREIGN.findall(turn.heard.text)
    spelled = len(re.findall(r"\d", turn.heard.text)) >= NUMBERED and not no_answer(turn.heard)
    if len(words) < 2 or spelled or re.search(r"[\u4e00-\u9fff]", turn.heard.text):
        return None
    return Move(
        dict(turn.facts), turn.progress, (Line("utter_mandarin_only"),), ask=turn.asked, wording="short"
    )
