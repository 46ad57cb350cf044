"""How a call or a second report begins: greetings, a report taken up again, another accident, another language."""

from __future__ import annotations

import re
from dataclasses import replace

from claims.conversation.turn import ASKING, Line, Means, Move, Turn, has_begun, no_answer
from claims.interview import known
from claims.volunteered import volunteered

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
    if turn.heard.intent == "report_accident" and turn.form in ("after_report", "message"):
        return _another_report(turn)
    lines = (Line("utter_welcome_report"),) if turn.heard.intent == "report_accident" else ()
    return Move(dict(turn.facts), turn.progress, lines, ask=turn.asked, wording="short")


def take_another_report(turn: Turn, means: Means) -> Move | None:
    """Begin another report after this one."""
    return _another_report(turn) if turn.form == "after_report" and ANOTHER.search(turn.heard.text) else None


REPORT_FIRST = re.compile(r"(先|我(要|想|得)?)(帮我|给我)?(报案|报(个|一下)案|报一下)([吧了啊，,。\s]|$)")
"""Words of a caller who wants to report before anything else."""

PART_OF_IT = frozenset({"rescue", "chaser", "third_party"})
"""Kinds of messages in which an accident is told without a report being wanted."""


def take_report_first(turn: Turn, means: Means) -> Move | None:
    """Begin the report a caller asks for, or tells of where none was begun; a message or complaint stays as far as it was told."""
    if turn.form == "claim_report" or known(turn.facts, "registered"):
        return None
    if not REPORT_FIRST.search(turn.heard.text) and not _tells_an_accident(turn):
        return None
    return _begin_report(turn)


def _tells_an_accident(turn: Turn) -> bool:
    """Tell whether an accident is told where no report was begun, and it is neither asked about nor part of another wish."""
    elsewhere = turn.form == "complaint" or turn.facts.get("message_kind") in PART_OF_IT
    if elsewhere or has_begun(turn.facts) or ASKING.search(turn.heard.text):
        return False
    return "case_type" in volunteered(turn.heard, turn.facts, None)


def _begin_report(turn: Turn) -> Move:
    """Go to the report with whatever was told along with the wish for it."""
    facts = {**turn.facts, **volunteered(turn.heard, turn.facts, None)}
    progress = replace(turn.progress, resume=None, tries=0, pending=None)
    return Move(facts, progress, (Line("utter_welcome_report"),), switch="claim_report")


def _another_report(turn: Turn) -> Move:
    """Begin the report that a message or a complaint went before; a second one needs a call of its own."""
    if not known(turn.facts, "registered"):
        return _begin_report(turn)
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
