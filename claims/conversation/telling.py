"""What is told in a complaint beside its open question: nothing of it is lost, and what is asked of it is answered from its own time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from claims.answers import read_answer
from claims.complaints import (
    COMPLAINT,
    TIP_OFF,
    URGENT,
    adds_to_it,
    asks_when_answered,
    asks_whether_recorded,
    hours_of,
    level_of,
    tells_complaint,
    wants_to_stay_nameless,
)
from claims.conversation.turn import ASKING, SURNAME, Line, Means, Move, Turn, go_on, has_begun
from claims.interview import COMPLAINT as QUESTIONS
from claims.interview import UNKNOWN, Ask, Facts, known, told
from claims.numbers import number_in
from claims.volunteered import volunteered
from claims.wishes import words_of

COMPLAINED = frozenset({"complaint_detail", "complaint_want"})
"""Questions of a complaint to which an outburst is an answer."""

OF_THE_LINE = frozenset(
    {"start_call", "silence", "keys", "hangup", "repeat", "slower", "wait", "not_understood", "thanks", "ask_human", "goodbye"}
)  # fmt: skip
"""Intents that tell nothing of what is complained of."""


# --- who wants to stay unknown ------------------------------------------------------------------------------------


NAMELESS = Line("utter_tip_off_nameless")
CORRECTED = Line("utter_corrected")

OF_THE_CALLER = (
    "complaint_surname",
    "complaint_report_number",
    "complaint_plate",
    "complaint_relation",
    "callback_phone",
)
"""Facts that tell who a complaint comes from."""


def is_tip_off(facts: Facts) -> bool:
    """Tell whether a tip-off is being told, or was in this call."""
    return (facts.get("complaint_kind") or (facts.get("complaint_made") or {}).get("kind")) == TIP_OFF


def nameless(facts: Facts) -> dict[str, Any]:
    """Return the facts of a tip-off without those that tell who it comes from."""
    kept = {name: value for name, value in facts.items() if name not in OF_THE_CALLER}
    return {**kept, "complaint_surname": UNKNOWN, "complaint_nameless": True}


NO_NUMBER = re.compile(r"找我|回我|打给|不(想|愿意?|能|敢|用|方便)?留|怕|电话|号码|联系|是谁")
"""Words with which who stays unknown will not be rung either."""


def take_nameless(turn: Turn, means: Means) -> Move | None:
    """Tell who gives a tip and is afraid that no name is needed; nothing that tells who it is is kept."""
    text = turn.heard.text
    if not is_tip_off(turn.facts) or not wants_to_stay_nameless(text) or turn.form == "claim_report":
        return None
    if turn.form != "complaint":
        return Move(dict(turn.facts), turn.progress, (NAMELESS,), ask=turn.asked, wording="short")
    facts = nameless(turn.facts)
    if turn.asked == "callback_phone" or NO_NUMBER.search(text):
        facts["callback_phone"] = UNKNOWN
    facts = with_more(facts, _without(text))
    ask = turn.asked if turn.asked == "complaint_detail" and not known(facts, "complaint_detail") else None
    return Move(facts, replace(turn.progress, tries=0), (NAMELESS,), ask=ask, wording="short")


def _without(text: str) -> str:
    """Return the clauses that tell something besides the wish to stay unknown."""
    clauses = (one for one in CLAUSES.split(text) if one and not wants_to_stay_nameless(one))
    return "，".join(one for one in clauses if tells_complaint(one))


CLAUSES = re.compile(r"[，。,；;\s]+")


# --- what is told of it -------------------------------------------------------------------------------------------


def with_more(facts: Facts, said: str) -> dict[str, Any]:
    """Return the facts with more of what is complained of, behind what was told before."""
    before = facts.get("complaint_detail")
    if not said or (told(facts, "complaint_detail") and said in str(before)):
        return dict(facts)
    return {**facts, "complaint_detail": f"{before}；{said}" if told(facts, "complaint_detail") else said}


def with_what_was_told(turn: Turn, move: Move) -> Move:
    """Keep what is told of a complaint beside the answer, and take what only tells of it for no misheard answer."""
    asked, text = turn.asked, turn.heard.text
    if turn.form != "complaint" or asked in COMPLAINED or turn.heard.intent in OF_THE_LINE or move.switch:
        return move
    if move.quiet or move.transfer or NAMELESS in move.lines or CORRECTED in move.lines:
        return move
    answered = asked is not None and known(move.facts, asked) and move.progress.tries <= turn.progress.tries
    if answered:
        more = "，".join(one for one in CLAUSES.split(text) if adds_to_it(one))
        return replace(move, facts=with_more(move.facts, more))
    asks = ASKING.search(text) or turn.heard.only_asks
    if not adds_to_it(text) and (asks or not tells_complaint(text) or _is_a_misheard_value(turn)):
        return move
    tries = turn.progress.tries + 1
    if tries > len(AGAIN):
        settled = {**turn.facts, str(asked): UNKNOWN}
        return Move(with_more(settled, text), replace(turn.progress, tries=0))
    facts = with_more({**turn.facts, **_numbers(turn)}, text)
    return Move(facts, replace(turn.progress, tries=tries), ask=asked, wording=AGAIN[tries - 1])


AGAIN = ("short", "example")
"""Wordings in which a question is put again to who tells more of the complaint; after them it is left."""

SPELLED = frozenset({"callback_phone", "complaint_report_number", "complaint_plate"})


def _is_a_misheard_value(turn: Turn) -> bool:
    """Tell whether the words may be the number that was asked for, misheard."""
    return (
        turn.asked in SPELLED
        and len(re.findall(r"[\d零一二三四五六七八九幺两]", turn.heard.text)) >= MISHEARD
    )


MISHEARD = 5
"""Digits from which words are a number."""


# --- which report it is about -------------------------------------------------------------------------------------


def numbers_told(turn: Turn) -> dict[str, Any]:
    """Return the report number and the plate among the words, as facts of a complaint."""
    heard = turn.heard
    told_now: dict[str, Any] = {}
    number = heard.first("report_number")
    if number is not None or number_in(heard.text):
        told_now["complaint_report_number"] = number_in(heard.text) or number.value  # type: ignore[union-attr]
    plate = heard.first("plate")
    if plate is not None and plate.problem is None:
        told_now["complaint_plate"] = plate.value["plate"]
        if turn.asked == "complaint_report_number" and not told_now.get(turn.asked):
            told_now[turn.asked] = UNKNOWN  # the plate is told in its place
    return told_now


def _numbers(turn: Turn) -> dict[str, Any]:
    return {name: value for name, value in numbers_told(turn).items() if not told(turn.facts, name)}


def take_surname_told(turn: Turn, means: Means) -> Move | None:
    """Take a surname for one, where the story was asked for."""
    if turn.form != "complaint" or turn.asked not in COMPLAINED or not SURNAME.fullmatch(turn.heard.text):
        return None
    answer = read_answer("complaint_surname", turn.heard, turn.facts)
    facts = {**turn.facts, **(answer.facts if answer else {})}
    return Move(facts, turn.progress, ask=turn.asked, wording="short")


PRIED = re.compile(r"保单|保险(信息|资料)|念(一下)?|车主(信息|是谁|电话)")
"""Words that ask what is on file of a car, which is not said to be the one complained about."""


def take_number_told(turn: Turn, means: Means) -> Move | None:
    """Take a report number or a plate to whatever question of a complaint it is told, and the rest as if it had been told before."""
    pries = PRIED.search(turn.heard.text)
    new = _numbers(turn) if turn.form == "complaint" and not pries else {}
    if new.get(turn.asked or "") != UNKNOWN:
        new.pop(turn.asked or "", None)
    elif new:
        return go_on(turn, {**turn.facts, **new})
    if not new:
        return None
    made = means.again(replace(turn, facts={**turn.facts, **new}))
    if made.progress.tries <= turn.progress.tries and made.task is None:
        return made
    return Move({**turn.facts, **new}, turn.progress, ask=turn.asked, wording="short")


# --- what is asked of it ------------------------------------------------------------------------------------------


def take_when_answered(turn: Turn, means: Means) -> Move | None:
    """Tell by when a complaint is answered to who asks, and that it is taken down."""
    made: Mapping[str, Any] = turn.facts.get("complaint_made") or {}
    telling = turn.form == "complaint"
    text = turn.heard.text
    recorded = asks_whether_recorded(text) or bool(made and RECORDED.fullmatch(text))
    if not (telling or made) or not (recorded or asks_when_answered(text)):
        return None
    if not telling and not recorded and turn.form == "claim_report":
        return None  # the report's own times are asked after there
    level = made.get("level") if made else level_of([*words_of(turn.facts), text])[0]
    response = "utter_complaint_is_recorded" if made else "utter_complaint_due"
    line = Line(response, {"hours": str(hours_of(level))})
    answer = read_answer(turn.asked, turn.heard.told, turn.facts) if turn.heard.told and turn.asked else None
    if answer is not None and not answer.problem and telling and turn.asked not in COMPLAINED:
        return replace(go_on(turn, {**turn.facts, **answer.facts}), lines=(line,))
    return Move(dict(turn.facts), turn.progress, (line,), ask=turn.asked, wording="short")


RECORDED = re.compile(
    r"[嗯啊哦好那都，,\s]*(给我)?(记|登记|录)(上|下|好|下来)?了?(没有?|吧|吗|么)[啊呀，,。？\s]*"
)
"""Words that ask whether what was told last is written down."""


# --- more of it, when it is written down --------------------------------------------------------------------------


def more_of_it(turn: Turn, kind: str) -> Move | None:
    """Add to the complaint of this call what is told of it later; None where there is none of this kind."""
    made: Mapping[str, Any] = turn.facts.get("complaint_made") or {}
    if made.get("kind") != kind:
        return None
    text = turn.heard.text
    level, because = level_of([text])
    raised = level == URGENT and made.get("level") != URGENT
    facts = dict(turn.facts)
    if raised:
        facts["complaint_made"] = {**made, "level": level}
    lines = (Line("utter_complaint_added"), *((Line("utter_complaint_recorded_urgent"),) if raised else ()))
    detail: dict[str, Any] = {"complaint_kind": kind, "complaint_detail": text, "complaint_level": level}
    detail |= {"level_because": because} if because else {}
    return Move(facts, turn.progress, lines, ask=turn.asked, wording="short", task=("complaint", detail))


def take_more_of_complaint(turn: Turn, means: Means) -> Move | None:
    """Add to a complaint that is written down what is told of it at the end of the call; a tip grows by whatever is told."""
    if turn.form != "after_report" or turn.asked != "anything_else" or not turn.facts.get("complaint_made"):
        return None
    text, heard = turn.heard.text, turn.heard
    more = MORE.match(text) is not None
    if heard.intent in OF_THE_LINE or heard.asides or (ASKING.search(text) and not more):
        return None
    tip = is_tip_off(turn.facts) and tells_complaint(text)
    grave = level_of([text])[0] != level_of([])[0] or (more and tells_complaint(text))
    if CLOSING.search(text):
        return None
    return more_of_it(turn, TIP_OFF if tip else COMPLAINT) if tip or grave else None


MORE = re.compile(r"[嗯啊哦，,\s]*(还有|另外|再就是|再一个|对了|而且)")
"""Words with which more of a complaint is begun."""

CLOSING = re.compile(
    r"^[嗯啊哦好那就，,\s]*(没|不用|就这|先这|再见|谢|行了|可以了)|报案|出(了)?(事|险)|撞|追尾"
)
"""Words at the end of a call that tell nothing more of a tip."""


# --- back to the report -------------------------------------------------------------------------------------------


def take_back_to_report(turn: Turn, means: Means) -> Move | None:
    """File a complaint as far as it was told, and go on with the report, for who goes straight back to it."""
    if turn.form != "complaint" or turn.progress.resume != "claim_report" or not has_begun(turn.facts):
        return None
    if known(turn.facts, "registered") or turn.heard.intent in OF_THE_LINE:
        return None
    of_report = _of_the_report(turn)
    if not BACK.search(turn.heard.text) and not of_report:
        return None
    return Move(filed({**turn.facts, **of_report}), replace(turn.progress, tries=0))


BACK = re.compile(
    r"(记|登记|报|办|弄|录)(下来|下去|完|好|上)?[^，。]{0,3}(我|这|那)?[^，。]{0,3}(案|事故|车祸)|(案子?|报案|事故)[^，。投诉]{0,4}(记|登记|报|办|弄|录)"
    r"|(先|继续|接着|赶紧|快点?|赶快)[^，。投诉]{0,5}(报案|报完|登记|往下|问|说(事故|案))|(不说|别说|甭说|先别管)(这个|投诉)"
)
"""Words of who goes back to the report in the middle of a complaint."""

OF_THE_REPORT = (
    "place",
    "accident_time",
    "car_location",
    "contact_name",
    "contact_phone",
    "driver",
    "injured",
)
"""Facts of a report that its caller tells whatever a complaint asks for."""


def _of_the_report(turn: Turn) -> dict[str, Any]:
    """Return what the words tell of the report; in the words of the complaint, places and times are the complaint's own."""
    if turn.asked in COMPLAINED or adds_to_it(turn.heard.text):
        return {}
    told_now = volunteered(turn.heard, turn.facts, None)
    return {name: told_now[name] for name in OF_THE_REPORT if name in told_now and not told(turn.facts, name)}


def filed(facts: Facts) -> dict[str, Any]:
    """Return the facts of a complaint that is not asked any further; its story is what it began with."""
    open_ones = {step.name for step in QUESTIONS if isinstance(step, Ask) and not known(facts, step.name)}
    closed = {name: UNKNOWN for name in open_ones}
    if "complaint_detail" in open_ones and told(facts, "wish_said"):
        closed["complaint_detail"] = facts["wish_said"]
    if "callback_phone" in open_ones and told(facts, "caller_phone") and not facts.get("complaint_nameless"):
        closed["callback_phone"] = facts["caller_phone"]
    return {**facts, **closed}
