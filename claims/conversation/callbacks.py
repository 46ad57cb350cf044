"""Calls we place with questions of their own: what is answered is kept, and what is wrong goes to whose work it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from claims.answers import read_answer
from claims.complaints import is_explicit
from claims.conversation.leaving import PERSON_WANTED
from claims.conversation.turn import SURE, Line, Means, Move, Turn, end_of_line, go_on
from claims.interview import CALLBACKS, UNKNOWN
from claims.outbound import wanted_at
from claims.progress import spoken

DOUBTS = re.compile(
    r"骗子|诈骗|骗人|真的假的|是真的吗|真的吗|怎么(证明|相信|信)|不(太)?(相信|信)你|假(的|冒)|凭(什么|啥)(相?信)"
)
"""Words of who does not believe that it is us."""

NO_TIME = re.compile(
    r"(现在|这会儿|正|在|手头|我(这|正)?)[^，。]{0,4}(没空|没时间|忙(?!完)|开会|开车|不方便|上班|有事)|没空|(等会儿?|一会儿?|待会儿?|回头|晚点|晚些|过(一)?会儿?|改天|换个时间)再?(打|说|讲|联系|来)"
)
"""Words of who has no time now, but another time."""

LATER = re.compile(
    r"(现在|这会儿|正在)[^，。]{0,6}(没空|没时间|忙|开会|开车|不方便)|(等会儿?|一会儿?|待会儿?|回头|晚点|晚些|过(一)?会儿?|改天|换个时间)再?(打|说|讲|联系|来)"
)
"""Words that name another time; "不行，我很忙" to J-04 names none, and ends the call (J-06)."""

HOW_TO_VERIFY = Line("utter_how_to_verify")

WORDLESS = frozenset({"start_call", "silence", "hangup"})

OTHER_WISHES = frozenset(
    {"rescue", "ask_human", "repeat", "slower", "wait", "not_understood", "ask_name", "ask_bot"}
)
"""Intents that are no answer where any words would be one."""

OPEN = frozenset({"still_needed", "not_good", "suggestion"})
"""Questions that any words answer."""


def take_callback(turn: Turn, means: Means) -> Move | None:
    """Take the answer to a question of a call we placed."""
    if turn.form not in CALLBACKS or turn.heard.intent in WORDLESS:
        return None
    doubted = take_doubt(turn)
    if doubted:
        return doubted
    if turn.asked == "ring_when":
        return ring_again(turn)
    text = turn.heard.text
    asks = turn.heard.only_asks and any(aside.kind == "question" for aside in turn.heard.asides)
    if is_explicit(text) or PERSON_WANTED.search(text) or asks:
        return None
    if (LATER if turn.asked == "visit_consent" else NO_TIME).search(text):
        return go_on(turn, {**turn.facts, "busy": True})
    answer = read_answer(turn.asked, turn.heard, turn.facts) if turn.asked else None
    if answer is None or (turn.asked in OPEN and turn.heard.is_intent(OTHER_WISHES, SURE)):
        return None
    facts = {**turn.facts, **answer.facts, **_remarked(turn)}
    if turn.asked == "visit_consent" and facts.get("visit_consent") is not True:
        return end_of_line(
            {**facts, "visit_consent": False}, turn.progress, "utter_visit_declined", turn.asked
        )
    move = go_on(turn, facts)
    for name, value in answer.facts.items():
        follow = FOLLOWS.get(name)
        move = follow(turn, move, value) if follow else move
    return move


LONG_REMARK = 6
"""Characters from which words tell more than a yes or a no, so that they are kept."""


def _remarked(turn: Turn) -> dict[str, Any]:
    """Keep what was said beside a yes, a no or a grade, for whoever reads the result."""
    if len(turn.heard.text) < LONG_REMARK:
        return {}
    return {"remarks": {**(turn.facts.get("remarks") or {}), str(turn.asked): turn.heard.text}}


def take_doubt(turn: Turn) -> Move | None:
    """Tell who takes us for swindlers how to make sure: nothing is asked of them but to ring the hotline."""
    if not DOUBTS.search(turn.heard.text):
        return None
    return Move(dict(turn.facts), turn.progress, (HOW_TO_VERIFY,), ask=turn.asked, wording="short")


def ring_again(turn: Turn) -> Move:
    """End a call that comes at a bad time, and ring at the time that is named; at none, people see to it."""
    answer = read_answer("ring_when", turn.heard, turn.facts)
    said = answer.facts["ring_when"] if answer else UNKNOWN
    facts = {**turn.facts, "ring_when": said}
    at = wanted_at(str(said), turn.heard.now) if said != UNKNOWN else None
    order = turn.facts.get("order") or {}
    response = "utter_another_time_at" if at else "utter_another_time"
    move = end_of_line(facts, turn.progress, response, turn.asked, outcome="callback")
    if said == UNKNOWN:
        return move
    detail = {"purpose": order.get("purpose"), "name": order.get("name"), "said": said}
    if at is None:
        return replace(move, task=("callback", detail | {"purpose": None}))
    line = Line(response, {"text": spoken(at, turn.heard.now)})
    return replace(move, lines=(line,), task=("callback", {**detail, "wanted_at": at.isoformat()}))


Follow = Callable[[Turn, Move, Any], Move]


URGED = "utter_urged"


def _urged(turn: Turn, move: Move, came: Any) -> Move:
    """Urge the survey where nobody has rung or come, once, and not where a time was agreed."""
    if came is not False or URGED in move.progress.fits or AGREED.search(turn.heard.text):
        return move
    progress = replace(move.progress, fits=(*move.progress.fits, URGED))
    task = ("chaser", {"said": turn.heard.text})
    return replace(move, lines=(*move.lines, Line(URGED)), progress=progress, task=task)


AGREED = re.compile(
    r"约(了|好|的)|说好|(今天|明天|后天|下午|上午|晚上|一会|等会|马上)[^，。]{0,6}(来|到|过来)|在路上|我(让|叫)(他|她)"
)
"""Words of a time that was agreed on with the adjuster."""


def _criticised(turn: Turn, move: Move, polite: Any) -> Move:
    if polite is not False:
        return move
    return replace(
        move, lines=(*move.lines, Line("utter_criticised")), task=("enquiry", {"feedback": turn.heard.text})
    )


def _wanted(turn: Turn, move: Move, said: Any) -> Move:
    if not isinstance(said, str) or said == UNKNOWN:
        return move
    kept = URGED not in turn.progress.fits and turn.heard.is_intent(("urge",), SURE)
    response, kind = (URGED, "chaser") if kept else ("utter_message_recorded", "enquiry")
    return replace(move, lines=(*move.lines, Line(response)), task=(kind, {"request": said}))


def _not_explained(turn: Turn, move: Move, explained: Any) -> Move:
    if explained is not False:
        return move
    task = ("enquiry", {"question": "赔付结果和依据没有解释清楚", "said": turn.heard.text})
    return replace(move, lines=(*move.lines, Line("utter_enquiry_noted")), task=task)


def _fed_back(turn: Turn, move: Move, said: Any) -> Move:
    if not isinstance(said, str) or said == UNKNOWN:
        return move
    return replace(move, task=("enquiry", {"feedback": said, "satisfaction": turn.facts.get("satisfaction")}))


FOLLOWS: Mapping[str, Follow] = {
    "survey_called": _urged,
    "survey_came": _urged,
    "survey_polite": _criticised,
    "still_needed": _wanted,
    "not_good": _fed_back,
    "outcome_explained": _not_explained,
    "suggestion": _fed_back,
}
"""Question -> what its answer sets in motion."""
