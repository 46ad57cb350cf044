"""When and where it was, and where the car is now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from claims.answers import (
    best_time,
    clock_within,
    is_anywhere,
    is_just_now,
    is_more_exact,
    is_more_precise,
    is_on_the_map,
    is_place,
    place_is_enough,
    time_fact,
    united,
)
from claims.heard import Heard, Value
from claims.interview import Facts
from mandarin.tow import towed_to
from mandarin.whereabouts import MOVED, STOOD


def take_time(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take the time, unless it is ambiguous: then it waits for its own question. "刚才" and "昨晚" give way to a better one."""
    value, before = best_time(heard), facts.get("accident_time")
    if value is None or (value.value.get("told") == "now" and value.confidence < HALF):
        return {}  # "现在车动不了" tells of now
    if asked == "flood_duration" and (before is not None or value.value.get("told") == "ago"):
        return {}  # how long the car stood in the water is no time of the accident
    if asked in _OF_RINGING and not heard.all("event"):
        return {}  # 中午十二点到两点他能接
    # "昨晚" told, then "就昨晚十一点二十"; but "八点送的医院" is another matter.
    little_else = len(heard.text) - len(value.text) <= ADDED or heard.all("event")
    if before is not None and little_else and (filled := clock_within(value.value, before)):
        return {"accident_time": filled}
    if value.problem or value.value.get("readings"):
        return {}
    if before is None or (is_just_now(before) and not is_just_now(value.value)):
        return {"accident_time": time_fact(value)}
    return {"accident_time": time_fact(value)} if little_else and is_more_exact(value.value, before) else {}


_OF_RINGING = ("contact_name", "contact_phone", "callback_phone")
"""Questions beside whose answers callers tell when to ring."""
HALF = 0.5
"""Confidence below which "now" is the moment of the call and not of the accident."""
ADDED = 6
"""Characters around a time with which it is all that is told."""


def take_place(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take the place, or a more precise one."""
    if asked in ("car_location", "contact_name", "hospital", "ward"):
        return {}
    elsewhere = [v for v in heard.all("car_at") if v.value["how"] != STOOD]
    found = [
        v
        for v in heard.all("place")
        if is_place(v)
        and not any(where.start < v.end and v.start < where.end for where in elsewhere)
        and not (asked in _ABOUT_A_FIRM and not heard.all("event", "time"))
        and _is_whereabouts(heard, v)
        and not (asked in _ABOUT_THEFT and _NOT_THERE.search(v.text))
    ]
    place = max(found, key=lambda v: len(v.text)).value if found else None
    before = facts.get("place")
    if not place or (before is not None and not (is_more_precise(place, before) or _goes_on(place, before))):
        return {}
    whole = united(before, place)
    return {"place": whole} if whole != before else {}


def _goes_on(place: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    """Tell whether a place told in passing is more of one that no surveyor finds yet: 往郑州方向 after 连霍高速."""
    if place.get("stake") and not place.get("road") and before.get("road") and not before.get("stake"):
        return True
    if place_is_enough(before):
        return False
    same = any(
        place.get(part) and place[part] == before.get(part) for part in ("road", "crossing", "landmark")
    )
    return same or bool(
        before.get("road") and not place.get("road") and (place.get("stake") or place.get("direction"))
    )


_ABOUT_A_FIRM = ("policy_confirm", "insured", "third_owner")
"""Questions answered by the names of firms and people, some of which are called after places: 丝路行."""
_ABOUT_THEFT = ("theft_police", "theft_parking")
_NOT_THERE = re.compile(r"派出所|公安|分局|警|停车场|存车")
"""Places that answer the questions about a theft, and are not where the car stood."""


def _is_whereabouts(heard: Heard, place: Value) -> bool:
    """Tell whether a place nobody asked for is the accident's, and somewhere a surveyor can find: not just "高速上"."""
    on_the_map = is_on_the_map(place.value)
    return on_the_map or bool(not is_anywhere(place.value) and heard.all("event", "time"))


def take_scene(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take whether the car is still there, and where it was brought."""
    if asked in ("at_scene", "car_location", "rescue", "rescue_to"):  # where it is to be towed, it is not yet
        return {}
    if _THERE.search(heard.text) and facts.get("case_type") != "theft":
        return {"at_scene": True}
    if re.search(r"(已经|都)(离开|不在)(了)?(事故)?现场", heard.text):
        return {"at_scene": False}
    where = next(iter(heard.all("car_at")), None)
    if where is None or where.value["how"] == STOOD or facts.get("case_type") == "theft":
        return {}
    if facts.get("at_scene") is True or towed_to(heard.text) is not None:
        return {}
    left = {"at_scene": False} if where.value["how"] == MOVED else {}
    return {**left, "car_location": where.value["text"]}


_THERE = re.compile(
    r"((我|车|现在|人|都)(还|都|就)?|还(都)?)在(事故)?现场"
    r"|(?<![他她])(?<!对方)(?<!人家)(还|都|现在|正)(都|还)?在(这|那|马|路|桥|高架|高速|应急|原|护栏|街|边)[^，。,不没]{0,5}(堵|等|站|停|趴|守|杵|搁|候)(着|在|得)"
    r"|(?<![他她])(还|都|现在|正)(都|还)?在[^，。,不没院]{0,8}等(着)?(交警|警察)(来|过来)?(呢|着|$|[，,\s])"
)
"""Words of people who are still where it happened: 还在现场, 都在这堵着呢, 我还在路口等交警."""
