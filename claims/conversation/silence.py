"""A silent line, a caller who waits, and one who is back."""

from __future__ import annotations

import re
from dataclasses import replace

from claims.answers import BACK
from claims.conversation.turn import Line, Means, Move, Progress, Turn, end_of_line, has_begun
from claims.heard import Heard, after
from claims.interview import known

GREETING_SILENCES = 2
"""How often a silent line hears the greeting again before L-03b (002: 重复招呼语两遍)."""

REPORT_SILENCES = 2
"""How often a silent caller in a report hears the question again before a call-back is offered."""

WAITS_BEFORE_APOLOGY = 4
"""After so many words to a waiting caller, one every 15 seconds, comes the apology L-09: a minute."""

PRESENT = frozenset({"affirm", "deny", "returned", "greet", "wait"})
"""Intents that may rest on the words of being back alone."""


JUST_BACK = re.compile(
    r"[嗯啊哦喂，,。\s]*我?(又|刚)?回来了[，,。啊哈吧\s]*((你|您)?(接着|继续)?(说|问|讲)吧?)?[。\s]*"
)
"""Words of a caller who was away unannounced; as an answer they would name the caller, or admit having left the scene."""


def take_start(turn: Turn, means: Means) -> Move | None:
    """Begin the call."""
    if turn.heard.intent != "start_call":
        return None
    return Move(dict(turn.facts), turn.progress)


def take_silence(turn: Turn, means: Means) -> Move | None:
    """Wait, ask again, offer a call-back, then say goodbye: two ladders, with and without a report begun."""
    if turn.heard.intent != "silence":
        return None
    facts, progress, asked = dict(turn.facts), turn.progress, turn.asked
    if progress.holding:
        progress = replace(progress, holding=progress.holding + 1)
        minute = progress.holding % WAITS_BEFORE_APOLOGY == 1
        waiting = Line("utter_waited_long" if minute else "utter_still_waiting")
        return Move(facts, progress, (waiting,), ask=asked, quiet=True)
    progress = replace(progress, silences=progress.silences + 1)
    if known(facts, "registered") or asked is None:
        if asked and progress.silences <= REPORT_SILENCES:
            return Move(facts, progress, ask=asked, wording="short")
        return end_of_line(facts, progress, "utter_goodbye", asked)
    if not progress.spoken:
        if progress.silences <= GREETING_SILENCES:
            return Move(facts, progress, (Line("utter_greeting_again"),), ask=asked, quiet=True)
        return end_of_line(facts, progress, "utter_no_voice", asked, outcome="silent")
    if progress.silences <= REPORT_SILENCES:
        there = (Line("utter_are_you_there"),) * (progress.silences > 1)
        return Move(
            facts, progress, there, ask=asked, wording="short" if progress.silences == 1 else "example"
        )
    if not has_begun(facts):
        return end_of_line(facts, progress, "utter_no_voice", asked, outcome="silent")
    if progress.silences == REPORT_SILENCES + 1:
        return Move(facts, progress, (Line("utter_offer_callback"),), ask=asked, quiet=True)
    return end_of_line(facts, progress, "utter_silent_goodbye", asked)


def take_return(turn: Turn, means: Means) -> Move | None:
    """Go on with a caller who was waited for, or says so; what they say beyond being back is taken as ever."""
    if not turn.progress.holding:
        just_back = turn.asked and JUST_BACK.fullmatch(turn.heard.text)
        return Move(dict(turn.facts), turn.progress, ask=turn.asked, wording="short") if just_back else None
    progress = replace(turn.progress, holding=0)
    back = Line("utter_back_from_hold")
    heard = _after_being_back(turn.heard)
    rest = means.again(replace(turn, progress=progress, heard=heard)) if heard else None
    if rest is None or rest.progress.tries > progress.tries:
        return _asked_again(turn, progress, back)
    return replace(rest, lines=(back, *rest.lines))


def _after_being_back(heard: Heard) -> Heard | None:
    """Return what is said beyond being back; None when that is nothing."""
    start = 0
    while found := BACK.match(heard.text, start):
        start = found.end()
    if not start and not heard.is_intent(("returned", "greet")):
        return heard
    rest = after(heard, start)
    if not rest.text or (not start and not rest.values):
        return None
    return replace(rest, sure=0.0 if heard.intent in PRESENT else heard.sure)


def _asked_again(turn: Turn, progress: Progress, back: Line) -> Move:
    return Move(dict(turn.facts), progress, (back,), ask=turn.asked, wording="short")
