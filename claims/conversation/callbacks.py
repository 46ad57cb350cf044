"""Calls we place with questions of their own: what is answered is kept, and what is wrong goes to whose work it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from claims.answers import read_answer
from claims.answers.callbacks import reason_beside_grade
from claims.complaints import COMPLAINT, URGENT, is_explicit, level_of
from claims.conversation.leaving import PERSON_WANTED
from claims.conversation.turn import SURE, Line, Means, Move, Turn, end_of_line, go_on
from claims.interview import BEST, CALLBACKS, TABLES, UNKNOWN, Ask, Say
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
    r"(现在|这会儿|正在)[^，。]{0,6}(没空|没时间|忙|开会|开车|不方便)|(等会儿?|一会儿?|待会儿?|回头|晚点|晚些|过(一)?会儿?|改天|换个时间)再?(打|说|讲|联系|来)|^[嗯啊哦喂哎，,\s]*我?(没空|没时间|开车呢|开会呢|上班呢)"
)
"""Words that name another time; "不行，我很忙" to J-04 names none, and ends the call (J-06)."""

HOW_TO_VERIFY = Line("utter_how_to_verify")

WORDLESS = frozenset({"start_call", "silence", "hangup"})

OTHER_WISHES = frozenset(
    {"rescue", "ask_human", "repeat", "slower", "wait", "not_understood", "ask_name", "ask_bot"}
)
"""Intents that are no answer where any words would be one."""

GRIEVED = re.compile(
    r"谁(也|都)|一个(人|电话)?(也|都)?(没|不)|(都|等了?|过了?|已经)[^，。]{0,4}(天|小时|钟头|半天|一上午|周|星期)(了|$)|到现在|压根|根本|人影|鬼影|怎么来|咋来|没人(管|理)|听得懂|有完没完|骗人|凭什么|(电话|人)都(没|不)|什么(公司|服务)|(几|多少)(天|次)了"
)
"""Words of who has a grievance, and does not merely answer with a no."""

BROKEN_OFF = re.compile(
    r"不(想|跟|和)?(你们?)?(再)?说了|不(想)?聊了|懒得(说|跟|理)|(?<!电话)(?<!给)(?<!他)(?<!她)挂了([，。\s]|$)|别(再)?(问|烦|打扰)(我|了)|烦不烦|不(想)?(回答|配合)|到此为止|听得懂人话"
)
"""Words of who is angry and has done with the call."""

WANTED = re.compile(
    r"(要|想|得|希望|让|叫|麻烦|给我|必须|赶紧|赶快|快|尽快|马上|能不能)[^，。不没]{0,10}(派(个)?人|(来|派)(一?个)?(人|查勘|师傅)|过来看|来看(看|一下)?(我的|这)?车)"
)
"""Words of a wish for the adjuster, told whatever is asked."""

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
    reason = _reason(turn, answer.facts)
    facts = {**turn.facts, **answer.facts, **reason, **_remarked(turn)}
    if turn.asked == "visit_consent" and facts.get("visit_consent") is not True:
        return end_of_line(
            {**facts, "visit_consent": False}, turn.progress, "utter_visit_declined", turn.asked
        )
    move = go_on(turn, facts)
    for name, value in {**answer.facts, **reason}.items():
        follow = FOLLOWS.get(name)
        move = follow(replace(turn, facts=facts), move, value) if follow else move
    return move


def _reason(turn: Turn, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return why a grade is less than the best, where it is told along with it: it is not asked for then."""
    grade = given.get("satisfaction")
    reason = reason_beside_grade(turn.heard.text) if isinstance(grade, int) and grade < BEST else None
    return {"not_good": reason} if reason else {}


def take_broken_off(turn: Turn, means: Means) -> Move | None:
    """Hear anger that ends the call, and a wish for the adjuster, before what else the words ask or answer."""
    text = turn.heard.text
    if turn.form not in CALLBACKS or turn.heard.intent in WORDLESS or is_explicit(text):
        return None
    if turn.asked == "ring_when":
        return None
    if BROKEN_OFF.search(text):
        return _broken_off(turn)
    wanted = turn.form == "dispatch_callback" and WANTED.search(text)
    return _wanted_now(turn) if wanted and not re.search(r"约|说好", text) else None


def _broken_off(turn: Turn) -> Move:
    """End a call with whoever is too angry to go on, politely; what was answered with it is kept, and nothing more is asked."""
    answer = (
        read_answer(turn.asked, turn.heard, turn.facts) if turn.asked and turn.asked not in OPEN else None
    )
    given = dict(answer.facts) if answer else {}
    move = go_on(turn, {**turn.facts, **given, **_remarked(turn)})
    came = False if False in (given.get("survey_called"), given.get("survey_came")) else None
    move = _urged(turn, replace(move, lines=(Line("utter_angry"),)), came)
    steps = TABLES[turn.form]
    left = {
        step.name: UNKNOWN for step in steps if isinstance(step, Ask) and move.facts.get(step.name) is None
    }
    left.pop("ring_when", None)
    said = tuple(step.name for step in steps if isinstance(step, Say))
    progress = replace(move.progress, said=(*move.progress.said, *said))
    return replace(move, facts={**move.facts, **left}, progress=progress)


def _wanted_now(turn: Turn) -> Move:
    """Take a wish for the adjuster for what is still needed; who wants one to come has seen none."""
    text = turn.heard.text
    answer = read_answer(turn.asked, turn.heard, turn.facts) if turn.asked == "survey_called" else None
    seen = {"survey_came": False} if turn.asked == "survey_came" else {}
    move = go_on(turn, {**turn.facts, **(answer.facts if answer else {}), **seen, "still_needed": text})
    move = _with_apology(turn, move)
    progress = replace(move.progress, fits=(*move.progress.fits, URGED))
    stands = turn.asked if turn.asked == "survey_polite" else None
    return replace(
        move, lines=(*move.lines, Line(URGED)), progress=progress, task=("chaser", {"request": text}), ask=stands, wording="short",
    )  # fmt: skip


def _with_apology(turn: Turn, move: Move) -> Move:
    """Apologise to who has a grievance (K-05), once a call."""
    if not GRIEVED.search(turn.heard.text) or "utter_angry" in move.progress.fits:
        return move
    if Line("utter_angry") in move.lines:
        return move
    progress = replace(move.progress, fits=(*move.progress.fits, "utter_angry"))
    return replace(move, lines=(*move.lines, Line("utter_angry")), progress=progress)


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
    line = Line(response, {"time": spoken(at, turn.heard.now)})
    return replace(move, lines=(line,), task=("callback", {**detail, "wanted_at": at.isoformat()}))


Follow = Callable[[Turn, Move, Any], Move]


URGED = "utter_urged"


def _urged(turn: Turn, move: Move, came: Any) -> Move:
    """Urge the survey where nobody has rung or come, once, and not where a time was agreed; a grievance is apologised for first."""
    if came is False:
        move = _with_apology(turn, move)
    if (
        came is not False
        or URGED in move.progress.fits
        or (AGREED.search(turn.heard.text) and not GRIEVED.search(turn.heard.text))
    ):
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


def _not_good(turn: Turn, move: Move, said: Any) -> Move:
    """Make a complaint of what is not good where the grade is of the worst; else pass it on."""
    grade = turn.facts.get("satisfaction")
    if not isinstance(said, str) or said == UNKNOWN or not isinstance(grade, int) or grade > POOR:
        return _fed_back(turn, move, said)
    level, because = level_of([said])
    detail: dict[str, Any] = {"complaint_kind": COMPLAINT, "complaint_detail": said, "satisfaction": grade}
    detail |= {"complaint_level": level} | ({"level_because": because} if because else {})
    response = "utter_complaint_recorded_urgent" if level == URGENT else "utter_complaint_recorded"
    facts = {**move.facts, "complaint_made": {"kind": COMPLAINT, "level": level}}
    return replace(move, facts=facts, lines=(*move.lines, Line(response)), task=("complaint", detail))


POOR = 2
"""The grade up to which what is not good is a complaint."""


def _fed_back(turn: Turn, move: Move, said: Any) -> Move:
    if not isinstance(said, str) or said == UNKNOWN:
        return move
    return replace(move, task=("enquiry", {"feedback": said, "satisfaction": turn.facts.get("satisfaction")}))


FOLLOWS: Mapping[str, Follow] = {
    "survey_called": _urged,
    "survey_came": _urged,
    "survey_polite": _criticised,
    "still_needed": _wanted,
    "not_good": _not_good,
    "outcome_explained": _not_explained,
    "suggestion": _fed_back,
}
"""Question -> what its answer sets in motion."""
