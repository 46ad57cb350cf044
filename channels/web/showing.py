"""What the page shows of a conversation: short bubbles, the steps, the number at the end. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from claims import parties
from claims.clock import moment_or_none
from claims.guidance import guidance
from claims.interview import QUESTIONS, UNKNOWN, told
from claims.numbers import groups
from claims.when_and_where import LOCATED, LOCATED_READ, is_just_now
from claims.who import driver_of
from mandarin.speech import read_time

LINE = 15
"""Full-width characters that fit into one line of a bubble on a screen of 375 px."""

BUBBLE = 3 * LINE
"""Longest bubble: three lines of such a screen."""

STEPS = ("车辆", "经过", "损失", "人员", "联系", "确认", "完成")
"""The stages of a report, as the progress line names them."""

_STAGE_OF_STEP = {
    **dict.fromkeys(("2", "3", "3b"), 0),
    **dict.fromkeys(("5", "6", "7", "7b", "7c", "7d", "7f", "9a"), 1),
    **dict.fromkeys(("8", "9", "10", "11"), 2),
    **dict.fromkeys(("12", "13", "14"), 3),
    **dict.fromkeys(("15", "16", "17", "17a", "18"), 4),
    **dict.fromkeys(("20",), 5),
    **dict.fromkeys(("22", "23"), 6),
}

_SENTENCES = re.compile(r"[^。！？；!?]*[。！？；!?]+[”」）)]*|[^。！？；!?]+$")
_CLAUSES = re.compile(r"[^，、：,]*[，、：,]+|[^，、：,]+$")


def bubbles(text: str, width: int = BUBBLE) -> list[str]:
    """Cut a text into bubbles at most ``width`` full-width characters long, at the ends of sentences where it can.

    Joined together they are the text again.
    """
    made: list[str] = []
    for sentence in _SENTENCES.findall(text) or [text]:
        if made and _width(made[-1] + sentence) <= width:
            made[-1] += sentence
        elif _width(sentence) <= width:
            made.append(sentence)
        else:
            made += _cut(sentence, width)
    return made


def _cut(sentence: str, width: int) -> list[str]:
    made: list[str] = []
    for clause in _CLAUSES.findall(sentence):
        if made and _width(made[-1] + clause) <= width:
            made[-1] += clause
            continue
        while _width(clause) > width:
            head = clause[: int(width)]
            made.append(head)
            clause = clause[len(head) :]
        if clause:
            made.append(clause)
    return made


def _width(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.6 for character in text)


def stage(asking: str | None, slots: Mapping[str, Any], before: int = 0) -> int:
    """Return how far the report has come: an index of ``STEPS``; ``len(STEPS)`` when it is registered and all said."""
    if slots.get("registered"):
        return 6 if asking else 7
    question = QUESTIONS.get(asking or "")
    return _STAGE_OF_STEP.get(question.step, before) if question else before


def card(slots: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what stands at the end of a report: its number, what happens next, and what is to be done.

    Returns:
        ``{"number", "groups", "rows", "next"}``: rows are ``{"label", "text"}``; the number of a report kept by hand is "".
        None while there is no report.
    """
    if not slots.get("registered"):
        return None
    number = str(slots.get("report_number") or slots.get("duplicate_of") or "")
    facts = {name: value for name, value in slots.items() if value is not None}
    own = slots["registered"] != "duplicate"
    points = [point.strip("；;。 ") for point in guidance(facts)] if own else []
    return {
        "number": number,
        "groups": groups(number),
        "rows": _what_happens(facts) if own else [],
        "next": points,
    }


def _what_happens(facts: Mapping[str, Any]) -> list[dict[str, str]]:
    """Tell who rings whom, and what becomes of the car."""
    who = facts.get("contact_name") if told(facts, "contact_name") else ""
    phone = str(facts.get("contact_phone") or "") if told(facts, "contact_phone") else ""
    rings = [{"label": "查勘联系", "text": f"查勘人员会联系{who}{_hidden(phone)}"}] if who or phone else []
    to = f"，拖到{facts['rescue_to']}" if told(facts, "rescue_to") else ""
    tow = [{"label": "拖车", "text": f"救援人员会与您联系{to}"}] if facts.get("rescue") is True else []
    return [*rings, *tow]


def _hidden(phone: str) -> str:
    """Return a telephone number with its middle hidden: a screen is shown around."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else phone


@dataclass(frozen=True)
class Row:
    """A line of what is read back.

    Attributes:
        label: Its name.
        opens: The words that begin the sentence which puts it right; "" where it is told anew.
        text: What it says, "" when there is nothing.
        anew: What is asked anew instead (``claims.conversation.ANEW``); with neither it is put right in free words.
    """

    label: str
    opens: str
    text: Callable[[Mapping[str, Any], datetime], str]
    anew: str = ""


def recap_rows(slots: Mapping[str, Any], now: datetime) -> list[dict[str, str]]:
    """Return what will be registered, a line a fact: ``{"label", "text", "opens", "anew"}``, as ``Row`` has them."""
    facts = {name: value for name, value in slots.items() if value is not None}
    of_others = [row for index, _ in enumerate(parties.listed(facts)) for row in _rows_of(facts, index)]
    rows = [(row, row.text(facts, now)) for row in (*BEFORE_OTHERS, *of_others, *AFTER_OTHERS)]
    return [
        {"label": row.label, "text": text, "opens": row.opens, "anew": row.anew} for row, text in rows if text
    ]


def _rows_of(facts: Mapping[str, Any], index: int) -> list[Row]:
    """Return the lines of another party: who it is, and of a car or bike what was asked of it."""
    listed = parties.listed(facts)
    party, several = listed[index], len(listed) > 1
    which = f"对方{index + 1}" if several else "对方"
    asked = {
        question: field
        for question, field in parties.FIELDS.items()
        if party.get("kind") in parties.OF_KINDS[field]
        if party.get(field) is not None and (field == "plate" or not party.get("fled"))
    }
    return [
        Row(which, f"{which}不对，是", lambda facts, now: _who(party, beside=set(asked.values()))),
        *(
            Row(f"{which}{NAME_OF[field]}", "", _field(party, field), f"{question}:{index}")
            for question, field in asked.items()
        ),
    ]


NAME_OF: Mapping[str, str] = {"plate": "车牌", "owner": "车主", "damage": "车损"}
"""Field of another party -> what a line of it is called."""

TOLD_BESIDE: Mapping[str, str] = {
    "plate_part": "车牌只看到",
    "driver": "司机",
    "phone": "电话",
    "insurer": "保险公司",
}
"""What is told of another party and asked of none -> what stands before it."""


def _field(party: Mapping[str, Any], field: str) -> Callable[[Mapping[str, Any], datetime], str]:
    value = party.get(field)
    text = (
        ("、".join(value) or "没有损失")
        if isinstance(value, list)
        else "不清楚"
        if value == UNKNOWN
        else str(value)
    )
    return lambda facts, now: text


def _words(name: str) -> Callable[[Mapping[str, Any], datetime], str]:
    return lambda facts, now: str(facts[name]).removeprefix("在") if told(facts, name) else ""


def _time(facts: Mapping[str, Any], now: datetime) -> str:
    heard = facts.get("accident_time")
    if not isinstance(heard, Mapping):
        return ""
    start, end = moment_or_none(heard.get("start")), moment_or_none(heard.get("end"))
    if start is None or is_just_now(heard):
        return str(heard.get("said") or "")
    return read_time(start, end, heard.get("precision") or "minute", now)


def picked_time(heard: Any) -> dict[str, Any] | None:
    """Return a time told before as the page's clock shows it: ``{"day": "2026-3-9", "hour", "minute"}``, what is open None."""
    start = moment_or_none(heard.get("start")) if isinstance(heard, Mapping) else None
    if start is None or is_just_now(heard):
        return None
    precision = heard.get("precision") or "minute"
    by_clock = precision in ("minute", "hour")
    return {
        "day": f"{start.year}-{start.month}-{start.day}",
        "hour": start.hour if by_clock else None,
        "minute": start.minute if precision == "minute" or start.minute else None,
    }


def _place(facts: Mapping[str, Any], now: datetime) -> str:
    place = facts.get("place")
    text = str(place.get("text", "")).removeprefix("在") if isinstance(place, Mapping) else ""
    if text == LOCATED:
        return LOCATED_READ
    located = "（已附手机定位）" if told(facts, "place_coordinates") else ""
    return f"{text}{located}"


def _driver(facts: Mapping[str, Any], now: datetime) -> str:
    said, driver = facts.get("driver"), driver_of(facts)
    if not isinstance(said, Mapping):
        return ""
    # The insured's name is shown to nobody who did not tell it.
    by_name = facts.get("verified") or said.get("name") or facts.get("reporter_name")
    return str((by_name and driver.get("name")) or driver.get("relation") or said.get("relation") or "")


def _damage(facts: Mapping[str, Any], now: datetime) -> str:
    damage = facts.get("own_damage")
    if not isinstance(damage, list):
        return _words("own_damage")(facts, now)
    return "、".join(damage) or "没有损失"


def _who(party: Mapping[str, Any], beside: Set[str]) -> str:
    """Tell who another party is, and what is known of it that stands on no line of its own."""
    told = (
        str(party.get("kind") or ""),
        f"{party['colour']}色" if party.get("colour") else "",
        parties.name_of(dict(party)),
        *(f"{name}{_known(party, field)}" for field, name in TOLD_BESIDE.items() if _known(party, field)),
        *(
            f"{NAME_OF[field]}{_known(party, field)}"
            for field in ("plate", "owner")
            if field not in beside and _known(party, field)
        ),
        _parts(party.get("damage")) if "damage" not in beside else "",
        "已离开" if party.get("fled") else "",
    )
    return "，".join(filter(None, told))


def _property(facts: Mapping[str, Any], now: datetime) -> str:
    return "、".join(map(str, facts.get("property_damage") or ()))


def _known(party: Mapping[str, Any], field: str) -> str:
    value = party.get(field)
    return str(value) if value not in (None, "", UNKNOWN) else ""


def _parts(damage: Any) -> str:
    if damage in (None, UNKNOWN):
        return ""
    return f"{'、'.join(damage)}受损" if damage else "没有损失"


def _yes_no(name: str, yes: str, no: str) -> Callable[[Mapping[str, Any], datetime], str]:
    words = {True: yes, False: no}
    return lambda facts, now: words[facts[name]] if isinstance(facts.get(name), bool) else ""


def _several(name: str, none: str = "") -> Callable[[Mapping[str, Any], datetime], str]:
    def text(facts: Mapping[str, Any], now: datetime) -> str:
        value = facts.get(name)
        return ("、".join(map(str, value)) or none) if isinstance(value, list | tuple) else ""

    return text


def _without_plate(name: str) -> Callable[[Mapping[str, Any], datetime], str]:
    return lambda facts, now: "" if told(facts, "plate") else _words(name)(facts, now)


def _standing_in_water(facts: Mapping[str, Any], now: datetime) -> str:
    value = facts.get("flood_duration")
    ends = [f"{minutes}" for minutes in dict.fromkeys(value)] if isinstance(value, list | tuple) else []
    return f"{'到'.join(ends)}分钟" if ends else ""


def _taken(facts: Mapping[str, Any], now: datetime) -> str:
    if told(facts, "hospital"):
        return ""
    if facts.get("hospital_awaited"):
        return "还没有送到"
    return _yes_no("sent_hospital", "已送医院", "没有送医院")(facts, now)


def _fee(facts: Mapping[str, Any], now: datetime) -> str:
    if facts.get("fee_paid") is not True:
        return _yes_no("fee_paid", "", "还没有支付")(facts, now)
    return f"已支付{facts['fee_amount']}元" if told(facts, "fee_amount") else "已支付"


def _other_insurer(facts: Mapping[str, Any], now: datetime) -> str:
    if facts.get("other_insurer") is not True:
        return _yes_no("other_insurer", "", "没有到场")(facts, now)
    name = facts["other_insurer_name"] if told(facts, "other_insurer_name") else "已到场"
    estimate = facts.get("other_insurer_estimate") if told(facts, "other_insurer_estimate") else None
    return f"{name}，估损{estimate}元" if estimate is not None else str(name)


def _hurt(facts: Mapping[str, Any], now: datetime) -> str:
    if facts.get("injured") is False:
        return "无人受伤"
    if facts.get("injured") is not True:
        return ""
    count, deaths = facts.get("injured_count"), facts.get("deaths") or 0
    others = count - deaths if isinstance(count, int) else 0
    dead = f"{deaths}人死亡" if deaths else ""  # the dead are never called injured
    hurt = f"{others}人受伤" if others > 0 else "" if deaths else "有人受伤"
    return "，".join(filter(None, (dead, hurt)))


def _tow(facts: Mapping[str, Any], now: datetime) -> str:
    if facts.get("rescue") is not True:
        return "不需要" if facts.get("rescue") is False else ""
    to = f"，拖到{facts['rescue_to']}" if told(facts, "rescue_to") else ""
    return f"需要{to}" + (f"，{facts['rescue_when']}" if told(facts, "rescue_when") else "")


def _whereabouts(facts: Mapping[str, Any], now: datetime) -> str:
    if facts.get("at_scene") is True:
        return "还在现场"
    if facts.get("car_location") == LOCATED:
        return LOCATED_READ
    located = "（已附手机定位）" if told(facts, "car_coordinates") else ""
    where = _words("car_location")(facts, now)
    return f"{where}{located}" if where else ""


BEFORE_OTHERS: tuple[Row, ...] = (
    Row("车牌", "车牌不对，是", _words("plate")),
    Row("车架号", "", _without_plate("vin")),
    Row("发动机号", "", _without_plate("engine_no")),
    Row("保单号", "", _without_plate("policy_no")),
    Row("时间", "", _time, "accident_time"),
    Row("晚报原因", "", _words("late_reason"), "late_reason"),
    Row("地点", "", _place, "place"),
    Row("经过", "经过不对，是", _words("description")),
    Row("泡水时间", "", _standing_in_water, "flood_duration"),
    Row("水位", "", _words("flood_level"), "flood_level"),
    Row("进水后", "", _yes_no("flood_restarted", "启动过", "没有启动过"), "flood_restarted"),
    Row("派出所", "", _yes_no("theft_police", "已经报了", "还没有报"), "theft_police"),
    Row("停放", "", _yes_no("theft_parking", "停在存车场", "没有停在存车场"), "theft_parking"),
    Row("丢失证件", "", _several("theft_documents", none="都没有丢"), "theft_documents"),
    Row("起火经过", "", _words("fire_how"), "fire_how"),
    Row("起火部位", "", _words("fire_origin"), "fire_origin"),
    Row("充电", "", _words("fire_charging"), "fire_charging"),
    Row("消防", "", _yes_no("fire_brigade", "已经报了", "还没有报"), "fire_brigade"),
    Row("救火", "", _yes_no("fire_put_out", "采取了措施", "没有采取措施"), "fire_put_out"),
    Row("驾驶人", "驾驶人不对，是", _driver),
    Row("车损", "", _damage, "own_damage"),
)
AFTER_OTHERS: tuple[Row, ...] = (
    Row("财物", "财物不对，是", _property),
    Row("伤亡", "不对，", _hurt),
    Row("伤者", "", _several("injured_kind"), "injured_kind"),
    Row("伤情", "", _words("injury_severity"), "injury_severity"),
    Row("送医", "", _taken, "sent_hospital"),
    Row("医院", "医院不对，是", _words("hospital")),
    Row("抢救", "", _yes_no("treated", "抢救了", "没有抢救"), "treated"),
    Row("病房", "", _words("ward"), "ward"),
    Row("医药费", "", _fee, "fee_paid"),
    Row("其他保险公司", "", _other_insurer, "other_insurer"),
    Row("交警", "报警情况不对，", _yes_no("police", "已经报了", "没有报")),
    Row("拖车", "", _tow, "rescue"),
    Row("车的位置", "", _whereabouts, "at_scene"),
    Row("联系人", "联系人不对，是", _words("contact_name")),
    Row("电话", "联系电话不对，是", _words("contact_phone")),
    Row("与被保险人", "", _words("relation"), "relation"),
    Row("另外记下", "", _several("also_said")),
)
"""What is read back of all but the other parties, in the order of the interview."""
