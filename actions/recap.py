"""The recap before registration: the facts that decide about the claim, in at most thirty seconds of speech."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from claims.clock import moment_or_none
from claims.interview import Facts, told
from mandarin.speech import read_time

PLACE_LENGTH = 24
"""Characters of the place that are read back; the record keeps all of it."""

CASES: Mapping[str, str] = {
    "collision_single": "单方事故",
    "collision_multi": "与其他车辆相撞",
    "collision_nonmotor": "与非机动车相撞",
    "pedestrian": "与行人相撞",
    "parked_hit_unknown": "停放时被撞",
    "parked_damage": "停放时受损",
    "scratch": "车身被划",
    "flood": "车辆涉水",
    "theft": "车辆被盗",
    "fire": "车辆起火",
    "glass": "玻璃破损",
    "falling_object": "被坠物砸中",
}


def recap(facts: Facts, now: datetime) -> str:
    """Sum up what will be registered: plate, time, place, accident, injuries, contact; only what was said."""
    parts = [
        f"车牌{facts['plate']}" if told(facts, "plate") else "",
        _time(facts.get("accident_time"), now),
        _place(facts.get("place")),
        CASES.get(str(facts.get("case_type")), ""),
        _injuries(facts),
        _contact(facts),
    ]
    return "，".join(part for part in parts if part)


def _time(heard: Any, now: datetime) -> str:
    if not isinstance(heard, Mapping):
        return ""
    start, end = moment_or_none(heard.get("start")), moment_or_none(heard.get("end"))
    if start is None:
        return str(heard.get("said") or "")
    return read_time(start, end, heard.get("precision") or "minute", now)


def _place(place: Any) -> str:
    return (
        f"在{str(place.get('text', '')).removeprefix('在')[:PLACE_LENGTH]}"
        if isinstance(place, Mapping)
        else ""
    )


def _injuries(facts: Facts) -> str:
    if facts.get("injured") is False:
        return "无人受伤"
    if facts.get("injured") is not True:
        return ""
    count = facts.get("injured_count")
    return f"{count}人受伤" if isinstance(count, int) else "有人受伤"


def _contact(facts: Facts) -> str:
    name = facts.get("contact_name") if told(facts, "contact_name") else ""
    phone = facts.get("contact_phone") if told(facts, "contact_phone") else ""
    return f"联系人{name}，电话{phone}" if name or phone else ""
