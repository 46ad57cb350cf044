"""When and where it happened, and where the car is now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from claims.answers.answer import Answer, gives_up, reads_words
from claims.answers.whereabouts import place_words
from claims.answers.yes_no import says, settle
from claims.clock import moment
from claims.heard import Heard, Value
from claims.interview import Facts, told
from claims.when_and_where import LOCATED, ON_THE_MAP, PARTS, VAGUE, is_anywhere, is_on_the_map, united
from mandarin.whereabouts import MOVED, stands_where_it_was


def read_time(heard: Heard, facts: Facts) -> Answer | None:
    """Read when it happened; a time to come is asked again, 三点 alone once for the half of the day."""
    value = best_time(heard)
    if value is None:
        return None
    if value.problem == "future":
        return Answer(problem="future")
    if len(value.value.get("readings") or ()) == 2:
        return Answer(
            problem="am_pm",
            pending={"fact": "accident_time", "readings": value.value["readings"], "value": value.value},
        )
    return Answer({"accident_time": time_fact(value)})


def time_fact(value: Value) -> dict[str, Any]:
    """Make the fact ``accident_time`` of a time that was heard."""
    return {
        "start": value.value["start"],
        "end": value.value.get("end"),
        "precision": value.value.get("precision", "minute"),
        "told": value.value.get("told", ""),
        "said": value.value.get("said") or value.text,
    }


_WEATHER = re.compile(r"^[^，。,]{0,4}(下的?(大|暴)?雨|下(大|暴)雨|下的?雪|刮的?风|下冰雹)")

_NOW = ("现在", "目前", "这会儿", "这会", "当前")
"""Words for the moment of the call: "现在还在现场" does not tell when it happened."""


_CALLED = re.compile(
    r"^[^，。,]{0,4}(打(过|了)|来电|通(了|过)|断(了|线)|挂(了|断)|报过|跟你们|[能以才便]接|(不|没|有)?方便|再打|打给)"
)
"""Words after a time that make it one of a call: "十分钟前我打过", "十二点到两点他能接"."""


def best_time(heard: Heard) -> Value | None:
    """Choose the accident's time: the time of a rain, of buying or of parking alone is not it (issue of the story)."""
    told = [v for v in heard.all("time") if not _CALLED.match(heard.after(v, 10))]
    times = [v for v in told if not _WEATHER.match(heard.after(v, 10))]
    if not times and {"flood", "hail_storm", "falling_object"} & {v.value for v in heard.all("event")}:
        times = told  # here the weather is what happened
    sound = [v for v in times if v.problem is None]
    sound = [v for v in sound if v.text not in _NOW] or sound
    if not sound:
        return times[0] if times else None
    intervals = [v for v in sound if v.value.get("end") and v.value["precision"] not in VAGUE]
    if intervals:
        return intervals[-1]
    sound = _without_rougher(sound, heard.now)
    events = heard.all("event")
    if events and len(sound) > 1:
        return min(sound, key=lambda v: min(abs(v.end - event.start) for event in events))
    for exact in (_tells_minutes_by_the_clock, _tells_minutes, _tells_hours):
        if found := [v for v in sound if exact(v)]:
            return found[-1]
    return sound[-1]


def _tells_minutes(value: Value) -> bool:
    return value.value["precision"] in ("minute", "quarter")


def _tells_minutes_by_the_clock(value: Value) -> bool:
    return _tells_minutes(value) and value.value.get("told") == "clock"


def _tells_hours(value: Value) -> bool:
    return value.value["precision"] not in VAGUE


def _without_rougher(times: list[Value], now: datetime) -> list[Value]:
    """Return the times without how long ago it was, where the clock told besides may be the same moment: 六点二十 差不多二十来分钟前."""
    clocks = [moment(v.value["start"]) for v in times if _tells_minutes_by_the_clock(v)]
    return [v for v in times if v.value.get("told") != "ago" or not any(_may_be(v, at, now) for at in clocks)]


def _may_be(ago: Value, clock: datetime, now: datetime) -> bool:
    """Tell whether a stretch of time, which callers round, may reach back to a moment of the clock."""
    told = moment(ago.value["start"])
    return abs(told - clock) <= _ROUNDED + (now - told) / 2


_ROUNDED = timedelta(minutes=10)
"""By how much a stretch is rounded however short it is: 二十来分钟."""


def is_more_exact(time: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    """Tell whether a time gives the hour within the day, or the part of it, that was told before."""
    if before.get("precision") not in VAGUE or time.get("precision") in VAGUE or not before.get("end"):
        return False
    dawn = _DAWN if moment(before["end"]).hour == 23 else timedelta(0)
    return moment(before["start"]) <= moment(time["start"]) <= moment(before["end"]) + dawn


def clock_within(time: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the time a clock without a day gives to the day, or the part of it, that was told before.

    "昨晚" told, then "就十一点二十的样子": last night at 23:20, whatever the clock is now. None when it cannot be.
    """
    if not CLOCK_ALONE.fullmatch(str(time.get("said") or "")) or before.get("precision") not in VAGUE:
        return None
    clock = moment(time["start"]).time()
    first = moment(before["start"]).replace(hour=clock.hour % 12, minute=clock.minute)
    halves = [first + timedelta(hours=12 * half) for half in range(3)]
    fitting = [at for at in halves if is_more_exact({**time, "start": at}, before)]
    if len(fitting) != 1:
        return None
    return {
        "start": fitting[0].isoformat(timespec="minutes"),
        "end": None,
        "precision": time["precision"],
        "said": f"{before['said']}{time['said']}",
    }


CLOCK_ALONE = re.compile(r"[零〇一二两三四五六七八九十\d点时分半刻钟多左右:：来]+(的样子|前后|上下)?")

_DAWN = timedelta(hours=6)
"""How far into the next day an evening lasts: "昨晚" may have been at two."""


def is_place(value: Value) -> bool:
    """Tell whether a place is one by more than letters and digits: "K518" in a plate is no kilometre."""
    return bool(re.search(r"[\u4e00-\u9fff]", value.text))


def read_place(heard: Heard, facts: Facts) -> Answer | None:
    """Read where it happened: the longest place told."""
    found = [
        place
        for place in heard.all("place")
        if is_place(place) and (is_on_the_map(place.value) or not _tells_something_else(heard, place))
    ]
    named = any(is_on_the_map(place.value) for place in found)
    if not named and _by_position(heard, facts, "place_coordinates"):
        return Answer({"place": {"text": LOCATED}})
    if found:
        told_now = max(found, key=lambda v: len(v.text)).value
        return Answer({"place": united(facts.get("place"), told_now, answers=True)})
    return None


def _by_position(heard: Heard, facts: Facts, coordinates: str) -> bool:
    """Tell whether a caller who sent a position leaves it at that: "就用我发的位置", "我不知道这是哪儿"."""
    return told(facts, coordinates) and bool(_LEAVES_IT_AT_THAT.search(heard.text) or gives_up(heard))


_LEAVES_IT_AT_THAT = re.compile(r"(就|只)?用?(我|刚才|刚刚|这个)?发?(送)?(过去)?的?(这个)?(位置|定位)")


def _tells_something_else(heard: Heard, place: Value) -> bool:
    """Tell whether words without a road or a town are no place: "腿疼要去医院", "下来就没了" beside a time."""
    if any(place.start <= value.start < place.end for value in heard.all(*_NO_PLACE)):
        return True
    nameless = PARTS.isdisjoint(place.value) and not is_anywhere(place.value)
    return nameless and bool(heard.all("event", "time"))


_NO_PLACE = ("part", "third_part", "injury", "money", "phone")
"""Kinds of values that are no part of a place."""


def is_more_precise(place: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    """Tell whether a place says all that one before said of where on the map it is, and more."""
    if not is_on_the_map(place):
        return False
    if not is_on_the_map(before):
        return True
    same = all(str(before[part]) in str(place.get("text")) for part in ON_THE_MAP & set(before))
    return same and len(PARTS & set(place)) > len(PARTS & set(before))


def read_at_scene(heard: Heard, facts: Facts) -> Answer | None:
    """Read whether the car is still at the scene, and where it went if not; where it stands counts, not who is with it."""
    there = stands_where_it_was(heard.text)
    moved = any(where.value["how"] == MOVED for where in heard.all("car_at"))  # 还在 推到桥下那个应急港湾了
    said = (
        True if there else False if moved or _WITH_THE_HURT.search(heard.text) else settle("at_scene", heard)
    )
    if said is False:
        updates: dict[str, Any] = {"at_scene": False}
        for where in heard.all("car_at"):
            updates["car_location"] = where.value["text"]
        return Answer(updates)
    return None if said is None else Answer({"at_scene": said})


_WITH_THE_HURT = re.compile(r"(?:^|[,，。\s])(?:我|人|都)*还?在[^,，。\s车没不]{0,6}(?:医院|急诊|病房)(?!门)")
"""Words of who is in hospital: 还在医院里守着."""

_ELSEWHERE = re.compile(
    r"[嗯啊哦呃，,\s]*(?:车子?)?(?:就|现在)?(?:停|放|搁)?(?:在|到)?(?P<where>(?!车|人|现场|原|还|就|都|一直|没|不|在|嗯|啊|那|这)[\u4e00-\u9fff]{2,10}?)(?:那边|那儿|里)?[，,\s]+(?:就|一直|都|还)?(?:没动|没挪|没人动)(?:过)?[啊呢的嘞了]*"
)
"""Where the car stands untouched, when it is no longer where it happened: 关林 没动."""


def _of_who_calls(heard: Heard) -> bool:
    """Tell whether the words name the caller, or whom to ring at which number."""
    return bool(heard.all("phone")) or any("name" in one.value for one in heard.who("caller", "contact"))


_OF_PEOPLE = re.compile(
    r"(孩子|小孩|老头|老太太?|老人|司机|乘客|伤者|他们?|她)(是|也是|在|已经|都|说|要|没|伤|的)?(?!.*(修|店|厂|场|家|楼|院|路))"
)
"""Words of people where the car was asked for: "孩子是车上的，老头是三轮的"."""


def read_car_location(heard: Heard, facts: Facts) -> Answer | None:
    """Read where the car is now, in the caller's words; who says that it has not moved takes the "no" before back."""
    if facts.get("at_scene") is False and (told := _ELSEWHERE.fullmatch(heard.text)):
        return Answer({"car_location": told["where"]})
    if stands_where_it_was(heard.text) or says("at_scene", heard.text):
        return Answer({"at_scene": True})
    if _by_position(heard, facts, "car_coordinates"):
        return Answer({"car_location": LOCATED})
    if _of_who_calls(heard) and not heard.all("place", "car_at"):
        return None
    if _OF_PEOPLE.match(heard.text) and not any(is_on_the_map(place.value) for place in heard.all("place")):
        return None
    return reads_words("car_location", 2)(replace(heard, text=place_words(heard.text)), facts)
