"""A silent line, a caller who waits, and one who is back."""

from __future__ import annotations

import re
from dataclasses import replace

from claims.conversation.turn import Line, Means, Move, Turn, end_of_line, has_begun
from claims.interview import known

GREETING_SILENCES = 2
"""How often a silent line hears the greeting again before L-03b (002: 重复招呼语两遍)."""

REPORT_SILENCES = 2
"""How often a silent caller in a report hears the question again before a call-back is offered."""

WAITS_BEFORE_APOLOGY = 4
"""After so many words to a waiting caller, one every 15 seconds, comes the apology L-09: a minute."""

BACK = re.compile(
    r"[嗯啊哦，,。\s]*(好了|行了|可以了|我?回来了|好了我?回来了|我?好了|在的?|说吧|继续吧?|喂+)[，,。啊吧\s]*"
)
"""Words of a caller who is back and says no more; "好了" answers nothing."""


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
    """Go on with a caller who was waited for; what they say beyond being back is taken as ever."""
    if not turn.progress.holding:
        return None
    progress = replace(turn.progress, holding=0)
    back = Line("utter_back_from_hold")
    here = turn.heard.is_intent(("returned", "greet")) or BACK.fullmatch(turn.heard.text)
    rest = None if here else means.again(replace(turn, progress=progress))
    if rest is None or rest.progress.tries > progress.tries:
        return Move(dict(turn.facts), progress, (back,), ask=turn.asked, wording="short")
    return replace(rest, lines=(back, *rest.lines))
