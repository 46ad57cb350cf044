"""More of the place or the time, said right after it was asked for, whatever question is open by then: 负二层 靠十二号楼电梯口; 十二点 三十五."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from claims.conversation.turn import Means, Move, Turn
from claims.corrections import is_correction
from claims.interview import OF_OTHERS
from claims.when_and_where import LOCATED, has_a_name, united
from mandarin.place import place_alone
from mandarin.times import find_times

ANSWERED_WITH_PLACES = frozenset(
    {"place", "car_location", "at_scene", "rescue", "rescue_to", "hospital", "sent_hospital", "ward"}
    | {"theft_police", "theft_parking", "recap", "late_reason"}
)
"""Questions that a place answers."""
_OTHERWISE = (
    "plate",
    "phone",
    "vin",
    "part",
    "third_part",
    "person",
    "hospital",
    "injury",
    "money",
    "time",
    "manner",
    "flag",
)
"""Kinds of values in words that are no mere place."""


def take_more_of_place(turn: Turn, means: Means) -> Move | None:
    """Unite words that are nothing but a place with the place answered last; the open question stands, and nobody is sorry."""
    if turn.form != "claim_report" or turn.asked is None or turn.asked in ANSWERED_WITH_PLACES:
        return None
    before = turn.facts.get("place")
    if turn.progress.previous != "place" or not isinstance(before, Mapping) or before.get("text") == LOCATED:
        return None
    told = any(event.value != "parked" for event in turn.heard.all("event"))  # 停车场 is where cars park
    if told or is_correction(turn.heard) or turn.heard.only_asks or turn.heard.all(*_OTHERWISE):
        return None
    piece = place_alone(turn.heard.text)
    if piece is None or not has_a_name(piece.value):
        return None
    facts = {**turn.facts, "place": united(before, piece.value, answers=True)}
    standing = turn.asked if turn.asked not in OF_OTHERS else None
    return Move(facts, replace(turn.progress, tries=0), standing=standing)


NO_NUMBERS = frozenset({"place", "description", "driver", "own_damage"})
"""Questions that come after the time and that no bare number answers."""
_MINUTES = re.compile(
    r"[嗯啊呃，,\s]*(?P<minutes>半|[一三]刻|[零〇]?[一二三四五六七八九十]{1,3}|[0-5]?\d)分?(?:钟|左右|的样子|吧|啊|呢|[，,\s])*"
)


def take_more_of_time(turn: Turn, means: Means) -> Move | None:
    """Add bare minutes to the hour answered last: 十二点, and then 三十五."""
    before, said = turn.facts.get("accident_time"), _MINUTES.fullmatch(turn.heard.text)
    if turn.form != "claim_report" or said is None or turn.asked not in NO_NUMBERS:
        return None
    if turn.progress.previous != "accident_time" or not isinstance(before, Mapping):
        return None
    if before.get("precision") != "hour" or before.get("told") != "clock" or not before.get("start"):
        return None
    clock = find_times(f"一点{said['minutes']}", turn.heard.now, asked=True)
    if len(clock) != 1 or clock[0].value["precision"] not in ("minute", "quarter"):
        return None
    minute = datetime.fromisoformat(clock[0].value["start"]).minute
    start = datetime.fromisoformat(str(before["start"])).replace(minute=minute)
    if start > turn.heard.now:
        return None
    words = f"{before.get('said') or ''}{said['minutes']}"
    time = {
        **before,
        "start": start.isoformat(timespec="minutes"),
        "precision": clock[0].value["precision"],
        "said": words,
    }
    return Move({**turn.facts, "accident_time": time}, replace(turn.progress, tries=0), standing=turn.asked)
