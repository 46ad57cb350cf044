"""How a report stands, asked by whoever may hear it: found by its number or its car, and told to nobody who is not on its file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from claims.conversation.turn import SURE, Line, Means, Move, Turn, go_to, has_begun
from claims.interview import Facts, known
from claims.numbers import number_in
from claims.policy import same_name
from claims.wishes import without_wish

ASKS = re.compile(
    r"(查|问|了解|看|打听)[^，。]{0,12}(进度|进展|到哪(一)?步|怎么样了|啥情况了?|什么情况了?|处理(得|的)?(怎么样|咋样))"
    r"|(案子|理赔|赔款|报案|定损|赔付|保险款|事故|车)[^，。]{0,10}(进度|进展|到哪(一)?步|(处理|办|批|审|弄)(得|的)?(怎么样|咋样|好|完|下来)(了)?(没|吗|么)|有(没有)?(结果|消息|动静))"
    r"|(现在|目前)(是)?(什么|啥|个什么)(进度|进展|情况)"
)
"""Words of who asks how a report of another call stands."""

OUTCOME = re.compile(
    r"赔(了)?(我)?多少|能赔(?!吗)|赔付(结果|金额)|(结果|钱|款|赔款)[^，。]{0,6}(出来|下来|到账|到了|打|批)|(什么|啥)时候(能)?(赔|打钱|到账)|批(了|下来)(没|吗)|核(赔|损|定)[^，。]{0,6}(多少|完|好|结果)"
)
"""Words of who asks what comes of the claim, and not only how far it is."""


def asks_outcome(text: str) -> bool:
    """Tell whether the caller asks what is paid, or when: "能赔多少 结果出来了没"."""
    return bool(OUTCOME.search(text))


GIVEN_UP = re.compile(
    r"[嗯啊哦噢唉哎好行那就吧的，,。\s]*(算了|不查了|不问了|不催了|拉倒|不用(查|问|催)?了)[吧了啊呀，,。\s]*(不查了|不问了|没事了?|谢谢(你|您)?|再见)?[，,。\s]*"
)
"""Words of who wants nothing more of what was asked."""


def take_given_up(turn: Turn, means: Means) -> Move | None:
    """Let an enquiry or a chaser be that is not wanted any more; nothing is written down of it."""
    message = turn.form == "message" and turn.facts.get("message_kind") in ("enquiry", "chaser", "quote")
    if turn.asked == "transfer":  # the offer is declined, and not the wish
        return None
    if not (turn.form == "progress_enquiry" or message) or not GIVEN_UP.fullmatch(turn.heard.text):
        return None
    facts = without_wish(turn.facts)
    progress = replace(turn.progress, resume=None, tries=0, pending=None)
    back = (turn.progress.resume if has_begun(facts) else None) or "after_report"
    return Move(facts, progress, (Line("utter_go_on_then"),), switch=back, taken_back=message)


ELSEWHERE = frozenset({"complaint", "outbound", "progress_enquiry", "dispatch_callback", "closing_callback"})
"""Conversations in which such words are part of what is told."""


def take_progress(turn: Turn, means: Means) -> Move | None:
    """Look an earlier report up for who asks how it stands; a car named with it is no new report."""
    if turn.form in ELSEWHERE or has_begun(turn.facts) or known(turn.facts, "registered"):
        return None
    if not ASKS.search(turn.heard.text) and not turn.heard.is_intent(("ask_progress",), SURE):
        return None
    return begin_enquiry(turn)


def begin_enquiry(turn: Turn) -> Move:
    """Go to the enquiry with what was told of the report."""
    number, plate = turn.heard.first("report_number"), turn.heard.first("plate")
    told: dict[str, Any] = {}
    spelled = number_in(turn.heard.text)
    if spelled or number is not None:
        told["complaint_report_number"] = spelled or (number.value if number else None)
    elif plate is not None and plate.problem is None:
        told["complaint_plate"] = plate.value["plate"]
    return replace(go_to("progress_enquiry", **told)(turn), outcome="enquiry", seek="report")


def on_file(record: Mapping[str, Any], phone: str) -> bool:
    """Tell whether a telephone number is that of somebody on the file of a report."""
    people = (record.get(role) or {} for role in ("reporter", "contact"))
    return bool(phone) and phone in [str(person.get("phone")) for person in people]


def named_on_file(record: Mapping[str, Any], name: str) -> bool:
    """Tell whether a name is that of the insured or of somebody on the file of a report."""
    people = (record.get(role) or {} for role in ("reporter", "contact", "driver"))
    names = [record.get("insured"), *(person.get("name") for person in people)]
    return any(same_name(str(one), name) for one in names if one)


def verified_by(record: Mapping[str, Any], facts: Facts, phone: str) -> bool | None:
    """Tell whether the caller may hear how a report stands; None where the name is still to be asked."""
    if on_file(record, phone):
        return True
    name = facts.get("enquirer_name")
    return None if name is None else named_on_file(record, str(name))
