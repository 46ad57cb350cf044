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
from claims.when_and_where import LOCATED, is_just_now
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
        Row(which, "", lambda facts, now: _who(party, beside=set(asked.values()))),
        *(
            Row(f"{which}{NAME_OF[field]}", "", _field(party, field), f"{question}:{index}")
            for question, field in asked.items()
        ),
    ]


NAME_OF: Mapping[str, str] = {"plate": "车牌", "owner": "车主", "damage": "车损"}
"""Field of another party -> what a line of it is called."""


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


def _place(facts: Mapping[str, Any], now: datetime) -> str:
    place = facts.get("place")
    text = str(place.get("text", "")).removeprefix("在") if isinstance(place, Mapping) else ""
    located = "（已附手机定位）" if told(facts, "place_coordinates") and text != LOCATED else ""
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
    located = "（已附手机定位）" if told(facts, "car_coordinates") else ""
    where = _words("car_location")(facts, now)
    return f"{where}{located}" if where else ""


BEFORE_OTHERS: tuple[Row, ...] = (
    Row("车牌", "车牌不对，是", _words("plate")),
    Row("时间", "", _time, "accident_time"),
    Row("地点", "", _place, "place"),
    Row("经过", "经过不对，是", _words("description")),
    Row("驾驶人", "驾驶人不对，是", _driver),
    Row("车损", "", _damage, "own_damage"),
)
AFTER_OTHERS: tuple[Row, ...] = (
    Row("财物", "财物不对，是", _property),
    Row("伤亡", "不对，", _hurt),
    Row("医院", "医院不对，是", _words("hospital")),
    Row("拖车", "", _tow, "rescue"),
    Row("车的位置", "", _whereabouts, "at_scene"),
    Row("联系人", "联系人不对，是", _words("contact_name")),
    Row("电话", "联系电话不对，是", _words("contact_phone")),
)
"""What is read back of all but the other parties, in the order of the interview."""
