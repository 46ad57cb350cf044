"""A call the bot places: who it is for is made sure of first, and until then nothing is told (004, J-01)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from claims.answers import read_answer
from claims.conversation.callbacks import NO_TIME, ring_again, take_doubt
from claims.conversation.turn import Line, Means, Move, Turn, end_of_line
from claims.outbound import AWAY, FORM_OF
from mandarin.reached import who_took_it

MOST_TRIES = 2
"""How often J-01 is put again to who says nothing of it; then the call is made another time."""

SOMEBODY_ELSE = re.compile(r"[他她]|我(爸|妈|父|母|老公|老婆|爱人|儿子|女儿|媳妇|对象|哥|弟|姐|妹)|不在")
"""Words of who took the call for the person: nothing is told, and nothing is asked."""

OUTCOME = "callback"
"""What a call we placed came to, unless it became more or reached a stranger."""


def take_outbound(turn: Turn, means: Means) -> Move | None:
    """Find out who has taken the call; whatever else they say waits until that is known."""
    if turn.form != "outbound":
        return None
    facts, progress = dict(turn.facts), turn.progress
    if turn.heard.intent == "start_call":
        return Move(facts, progress)
    if turn.asked == "ring_when" and turn.heard.intent != "silence":
        return ring_again(turn)
    doubted = take_doubt(turn)
    if doubted:
        return replace(doubted, lines=(Line("utter_who_rings"), *doubted.lines))
    answer = read_answer("right_person", turn.heard, facts)
    reached = answer.facts["right_person"] if answer else None
    if reached is False:
        facts["right_person"] = False
        return end_of_line(facts, progress, "utter_wrong_person", turn.asked, outcome="wrong_number")
    if reached is True:  # what the call goes on with is looked up (``with_what_is_open``)
        return Move({**facts, "right_person": True}, replace(progress, tries=0, silences=0), outcome=OUTCOME)
    no_time = NO_TIME.search(turn.heard.text) and not SOMEBODY_ELSE.search(turn.heard.text)
    if reached in (AWAY, None) and no_time:
        return Move(
            {**facts, "right_person": True, "busy": True}, replace(progress, tries=0), outcome=OUTCOME
        )
    if reached == AWAY:  # nothing is told; when the person can be reached is asked
        away = {**facts, "right_person": AWAY, "busy": True}
        return Move(away, replace(progress, tries=0), outcome=OUTCOME)
    if progress.tries >= MOST_TRIES:
        return end_of_line(facts, progress, "utter_another_time", turn.asked, outcome=OUTCOME)
    asks = who_took_it(turn.heard.text) == "who_rings"
    wording = "short" if asks or progress.tries else ""
    lines = (Line("utter_who_rings"),) if asks else ()
    return Move(facts, replace(progress, tries=progress.tries + 1), lines, ask=turn.asked, wording=wording)


def with_what_is_open(move: Move, report: Mapping[str, Any] | None, draft: Mapping[str, Any] | None) -> Move:
    """Go on with what the call is about, once the right person is on the line.

    Args:
        move: The move that found the person.
        report: Facts of the registered report the call is about, None when it is about none.
        draft: Facts of the report this number left unfinished, None when there is none.
    """
    notice = Line("utter_recording_notice")
    form = FORM_OF.get(str((move.facts.get("order") or {}).get("purpose")))
    if report is not None and form:
        facts = {**move.facts, **report, "guidance": True, "anything_else": False}
        about = (Line("utter_about_survey"),) if form == "dispatch_callback" else ()
        return replace(move, facts=facts, lines=(notice, *about), switch=form)
    if report is not None:
        facts = {**move.facts, **report, "guidance": True}
        return replace(move, facts=facts, lines=(notice, Line("utter_about_report")), switch="after_report")
    if draft is not None:
        facts = {**move.facts, **draft, "resumed": True}
        return replace(move, facts=facts, lines=(notice, Line("utter_about_draft")), switch="claim_report")
    return replace(move, lines=(notice, Line("utter_about_nothing")), switch="after_report")
