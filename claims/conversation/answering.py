"""The question asked is answered, and more is told with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from claims import parties
from claims.answers import described, gives_up, read_answer
from claims.conversation.leaving import BEHALF
from claims.conversation.questions import QUESTIONS_OF_CALLERS
from claims.conversation.repair import ask_for_sound_value
from claims.conversation.reply import TELLING
from claims.conversation.turn import (
    ASKING,
    VERY_SURE,
    Line,
    Means,
    Move,
    Turn,
    also_said,
    ask_again,
    go_on,
    tells,
    without_policy,
)
from claims.interview import OF_OTHERS, UNKNOWN, Facts, question_named, told
from claims.volunteered import volunteered


def take_answer(turn: Turn, means: Means) -> Move | None:
    """Take the answer and what was told with it."""
    facts = dict(turn.facts)
    answer = read_answer(turn.asked, turn.heard, facts) if turn.asked else None
    if answer is not None and answer.problem:
        return ask_for_sound_value(turn, answer)
    if answer is not None:
        facts |= answer.facts
        if _unknown(answer.facts, turn.facts) and described(turn.heard):
            facts |= also_said(turn, facts)
    extra = volunteered(turn.heard, facts, turn.asked) if turn.form == "claim_report" else {}
    if answer is None and set(extra) == {"upset"}:  # B-01 answers fear, and then the question stands
        return Move({**facts, **extra}, turn.progress, ask=turn.asked, wording="short")
    if answer is None and extra.keys() <= {"caller_said"}:  # "我的车" alone tells nothing yet
        return None
    facts |= extra
    # Facts were told, but not the one asked for: they are kept and the question stands.
    on_behalf = bool(
        BEHALF.search(turn.heard.text)
    )  # who may report is said to that, and what was told is kept there
    told_little = not tells(extra) and (
        on_behalf or not turn.heard.is_intent(("inform", "report_accident"), 0.3)
    )
    if answer is None and turn.asked and not _settles(turn.asked, facts) and told_little:
        return None
    move = in_short(turn, _after_answer(turn, facts, extra))
    asks = (
        turn.heard.is_intent(QUESTIONS_OF_CALLERS, VERY_SURE)
        and ASKING.search(turn.heard.text)
        and not gives_up(turn.heard)
    )
    spoken = means.knowledge(turn.heard.intent, facts) if asks else None
    return replace(move, lines=(*move.lines, Line("utter_answer", {"text": spoken}))) if spoken else move


def _unknown(answer: Facts, before: Facts) -> bool:
    """Tell whether an answer comes to "I don't know", of another party as well."""
    more = "third_parties" in answer and parties.unknowns(answer) > parties.unknowns(before)
    return more or any(value == UNKNOWN for value in answer.values())


EXPLAINED_AGAIN = (("utter_explained_again", "short"), ("utter_explained_in_steps", "example"))
"""How what to do next is put to a caller who did not understand it, and the question after it; then a person explains."""


def _explained_again(turn: Turn, facts: dict[str, Any]) -> Move:
    """Put what to do next in other words, each time others."""
    tries = turn.progress.tries
    if tries >= len(EXPLAINED_AGAIN):
        noted = replace(go_on(turn, {**facts, "guidance": True}), lines=(Line("utter_enquiry_noted"),))
        return replace(noted, task=("enquiry", {"question": turn.heard.text, "about": "索赔办理内容"}))
    response, wording = EXPLAINED_AGAIN[tries]
    progress = replace(turn.progress, tries=tries + 1)
    return Move(facts, progress, (Line(response),), ask="guidance", wording=wording)


def in_short(turn: Turn, move: Move) -> Move:
    """Have the open question asked in fewer words, if after the look-ups it is still the next."""
    standing = turn.asked if turn.asked not in OF_OTHERS else None
    return replace(move, standing=standing) if move.ask is None and not move.switch else move


def _settles(asked: str, facts: Facts) -> bool:
    question = question_named(asked)
    return question is not None and not question.open(facts)


def _after_answer(turn: Turn, facts: dict[str, Any], extra: Mapping[str, Any]) -> Move:
    """Apply what some answers mean for the rest of the call."""
    asked = turn.asked
    if asked == "policy_confirm" and facts.get("policy_confirm") is False:
        if told(extra, "plate") or facts.get("plate") != turn.facts.get("plate"):
            return go_on(turn, without_policy(facts))
        return ask_again(
            replace(
                turn, facts={n: v for n, v in without_policy(facts).items() if n != "plate"}, asked="plate"
            ),
            "again",
        )
    if asked == "manual_record" and facts.get("manual_record") is False:
        return Move(facts, replace(turn.progress, resume=turn.form), switch="message", task=None)
    if asked == "guidance" and facts.get("guidance") is None:
        return _explained_again(turn, facts)
    told_now = [name for name in extra if (q := question_named(name)) and q.topic and name != asked]
    lines: tuple[Line, ...] = ()
    if len(told_now) >= TELLING and turn.form == "claim_report":
        lines = (Line("utter_noted", {"topics": told_now}),)
    if extra.get("rescue"):
        lines = (Line("utter_rescue_noted"), *lines)
    return replace(go_on(turn, facts), lines=lines)
