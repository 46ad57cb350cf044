"""The recap before registration: what costs the caller money or the surveyor a trip, in at most thirty seconds of speech.

One row a fact, in the order of the interview. What was not said well enough is read as it was said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from claims import parties
from claims.clock import moment_or_none
from claims.interview import MOTOR, Facts, told
from claims.when_and_where import ORDER, is_just_now
from claims.who import driver_of
from mandarin.speech import read_time, seconds

LONGEST_S = 24.0
"""Seconds of the facts; with "让我确认一下我是否理解正确：…对吗？" around them the recap stays below thirty."""

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

Wordings = tuple[str, ...]
"""A fact in words, the fullest wording first; each next one is shorter."""


def recap(facts: Facts, now: datetime) -> str:
    """Sum up what will be registered, only of what was said; the longest facts are shortened first."""
    rows = [wordings for row in ROWS if (wordings := row(facts, now))]
    chosen = [0] * len(rows)
    while seconds(_text(rows, chosen)) > LONGEST_S:
        shortened = [
            (len(words[at]) - len(words[at + 1]), row)
            for row, (words, at) in enumerate(zip(rows, chosen, strict=True))
            if at + 1 < len(words)
        ]
        if not shortened:
            break
        chosen[max(shortened)[1]] += 1
    return _text(rows, chosen)


def _text(rows: list[Wordings], chosen: list[int]) -> str:
    return "，".join(words[at] for words, at in zip(rows, chosen, strict=True) if words[at])


def _plate(facts: Facts, now: datetime) -> Wordings:
    return (f"车牌{facts['plate']}",) if told(facts, "plate") else ()


def _time(facts: Facts, now: datetime) -> Wordings:
    heard = facts.get("accident_time")
    if not isinstance(heard, Mapping):
        return ()
    start, end = moment_or_none(heard.get("start")), moment_or_none(heard.get("end"))
    if start is None or is_just_now(heard):
        return (str(heard.get("said") or ""),)
    return (read_time(start, end, heard.get("precision") or "minute", now),)


def _place(facts: Facts, now: datetime) -> Wordings:
    place = facts.get("place")
    if not isinstance(place, Mapping):
        return ()
    parts = dict.fromkeys(str(place[part]) for part in ORDER if place.get(part))
    text = "".join(part for part in parts if not any(part != more and part in more for more in parts))
    if not set(ORDER[3:]) & set(place):  # no more than a town, or nothing that has a name: as it was said
        text = str(place.get("text", "")).removeprefix("在")
    return tuple(dict.fromkeys(f"在{text[:length]}" for length in (36, 24, 16)))


def _case(facts: Facts, now: datetime) -> Wordings:
    return (CASES[str(facts["case_type"])],) if facts.get("case_type") in CASES else ()


def _driver(facts: Facts, now: datetime) -> Wordings:
    told, driver = facts.get("driver"), driver_of(facts)
    if not isinstance(told, Mapping):
        return ()
    # The insured's name is read to nobody who did not say it.
    name = (
        driver.get("name")
        if facts.get("verified") or told.get("name") or facts.get("reporter_name")
        else None
    )
    who = name or driver.get("relation") or told.get("relation") or ""
    return (f"{who}驾驶", "") if who else ()


def _own_damage(facts: Facts, now: datetime) -> Wordings:
    damage = facts.get("own_damage")
    if not isinstance(damage, list):
        return ()
    if not damage:
        return ("您的车没有损失",)
    more = f"等{len(damage)}处" if len(damage) > 1 else ""
    return tuple(
        dict.fromkeys(
            (f"{'、'.join(damage[:6])}受损", f"{'、'.join(damage[:3])}{more}受损", f"{damage[0]}{more}受损")
        )
    )


def _others(facts: Facts, now: datetime) -> Wordings:
    plates = parties.told(facts, "plate")
    motor = parties.count(facts, MOTOR)
    counted = f"对方{motor}辆车" if motor > 1 else ""
    gone = "对方已离开" if any(party.get("fled") for party in parties.listed(facts)) else ""
    full = f"对方车牌{'、'.join(plates)}" if plates else counted
    texts = ["，".join(filter(None, (which, gone))) for which in (full, counted)]
    return tuple(dict.fromkeys((*texts, ""))) if any(texts) else ()


def _injuries(facts: Facts, now: datetime) -> Wordings:
    if facts.get("injured") is False:
        return ("无人受伤",)
    if facts.get("injured") is not True:
        return ()
    count, deaths = facts.get("injured_count"), facts.get("deaths")
    if deaths:  # the dead are never called injured
        others = count - deaths if isinstance(count, int) else 0
        return (f"{deaths}人死亡" + (f"，另有{others}人受伤" if others > 0 else ""),)
    hospital = facts.get("hospital")
    taken = f"，送往{hospital}" if told(facts, "hospital") and hospital else ""
    hurt = f"{count}人受伤" if isinstance(count, int) else "有人受伤"
    return tuple(dict.fromkeys((hurt + taken, hurt)))


def _tow(facts: Facts, now: datetime) -> Wordings:
    if facts.get("rescue") is not True:
        return ()
    to = f"拖到{facts['rescue_to']}" if told(facts, "rescue_to") else ""
    return tuple(dict.fromkeys((f"需要拖车{to}", "需要拖车")))


def _whereabouts(facts: Facts, now: datetime) -> Wordings:
    if facts.get("at_scene") is not False or not told(facts, "car_location"):
        return ()
    where = str(facts["car_location"]).removeprefix("在")
    return tuple(dict.fromkeys((f"车现在{where[:16]}", f"车在{where[:8]}", "")))


def _contact(facts: Facts, now: datetime) -> Wordings:
    name = facts.get("contact_name") if told(facts, "contact_name") else ""
    phone = facts.get("contact_phone") if told(facts, "contact_phone") else ""
    if not (name or phone):
        return ()
    return tuple(
        dict.fromkeys(
            (
                f"联系人{name}，电话{phone}",
                f"联系人{name}，尾号{str(phone)[-4:]}" if phone else f"联系人{name}",
            )
        )
    )


ROWS: tuple[Callable[[Facts, datetime], Wordings], ...] = (
    _plate, _time, _place, _case, _driver, _own_damage, _others, _injuries, _tow, _whereabouts, _contact,
)  # fmt: skip
