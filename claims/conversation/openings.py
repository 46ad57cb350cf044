"""How a call or a second report begins: greetings, a report taken up again, another accident, another language."""

from __future__ import annotations

import re
from dataclasses import replace

from claims.answers import yes_or_no
from claims.conversation.turn import ASKING, Line, Means, Move, Turn, go_on, has_begun, no_answer
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


RESUMING = "resume"
"""What is pending while the offer to go on with an earlier report has just been made."""


def take_resuming(turn: Turn, means: Means) -> Move | None:
    """Settle the offer to go on with the report of an earlier call; words that do not speak of it leave it standing.

    A yes takes it up only right after the offer; "接着上次的办" does at any time, and there may be an answer with it.
    """
    just_offered = (turn.progress.pending or {}).get("offer") == RESUMING
    if turn.facts.get("resumed") != OFFERED:
        return None
    if just_offered:
        turn = replace(turn, progress=replace(turn.progress, pending=None))
    found = RESUME.search(turn.heard.text)
    wanted = not re.search(r"[不别甭]", turn.heard.text[: found.start()][-3:]) if found else None
    if wanted is None and just_offered:
        wanted = False if AFRESH.search(turn.heard.text) else yes_or_no("confirm", turn.heard)
    if wanted is None:
        return means.again(replace(turn, asked=None)) if just_offered else None
    facts = {**turn.facts, "resumed": wanted}
    if just_offered:
        return replace(go_on(turn, facts), lines=(Line("utter_go_on"),) * wanted)
    made = means.again(replace(turn, facts=facts))
    if made.progress.tries <= turn.progress.tries and not made.switch:
        return made
    return Move(dict(facts), turn.progress, (Line("utter_go_on"),), ask=turn.asked, wording="short")


AFRESH = re.compile(r"重新|从头|不是(那|上)|另(外)?一|别的|不用|不接着|新的")
"""Words of a caller who wants to tell it anew, or tells of another accident."""


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
    elsewhere = turn.form in ("complaint", "progress_enquiry") or turn.facts.get("message_kind") in PART_OF_IT
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
