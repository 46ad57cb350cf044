"""When and where it happened, and where the car is now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from claims.answers.answer import Answer, people_in, reads_words
from claims.answers.yes_no import says, settle
from claims.clock import moment
from claims.heard import Heard, Value
from claims.interview import Facts


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


_ENOUGH = frozenset({"clock", "ago", "ends"})
"""How a time must be told to close its question: by the clock, as so long ago, or by both ends of an interval."""


def time_is_enough(time: object) -> bool:
    """Tell whether a fact ``accident_time`` closes its question (evidence, 4); "刚才", "今早" and "这几天" do not.

    A fact without ``told`` (read back out of a draft) is judged by its precision and the caller's words.
    """
    if not isinstance(time, Mapping) or not time.get("start"):
        return False
    told = time.get("told")
    if told:
        return told in _ENOUGH and time.get("precision") != "month"
    return not is_just_now(time) and time.get("precision") not in VAGUE


def is_just_now(time: Mapping[str, Any]) -> bool:
    """Tell whether a time is no more than "刚才", which anything said later makes more precise."""
    return time.get("told") == "now" or bool(_JUST_NOW.fullmatch(str(time.get("said") or "")))


_JUST_NOW = re.compile(r"就?(是)?刚(才|刚)|刚")

_WEATHER = re.compile(r"^[^，。,]{0,4}(下的?(大|暴)?雨|下(大|暴)雨|下的?雪|刮的?风|下冰雹)")

_NOW = ("现在", "目前", "这会儿", "这会", "当前")
"""Words for the moment of the call: "现在还在现场" does not tell when it happened."""


def best_time(heard: Heard) -> Value | None:
    """Choose the accident's time: the time of a rain, of buying or of parking alone is not it (issue of the story)."""
    times = [v for v in heard.all("time") if not _WEATHER.match(heard.after(v, 10))]
    if not times and {"flood", "hail_storm", "falling_object"} & {v.value for v in heard.all("event")}:
        times = heard.all("time")  # here the weather is what happened
    sound = [v for v in times if v.problem is None]
    sound = [v for v in sound if v.text not in _NOW] or sound
    if not sound:
        return times[0] if times else None
    intervals = [v for v in sound if v.value.get("end") and v.value["precision"] not in VAGUE]
    if intervals:
        return intervals[-1]
    events = heard.all("event")
    if events and len(sound) > 1:
        return min(sound, key=lambda v: min(abs(v.end - event.start) for event in events))
    clock = [v for v in sound if v.value["precision"] not in VAGUE]
    return (clock or sound)[-1]


VAGUE = frozenset({"part", "day", "month"})
"""Precisions of a time without an hour: 昨晚, 今天."""


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
    if not _CLOCK_ALONE.fullmatch(str(time.get("said") or "")) or before.get("precision") not in VAGUE:
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


_CLOCK_ALONE = re.compile(r"[零〇一二两三四五六七八九十\d点时分半刻钟多左右:：来]+(的样子|前后|上下)?")

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
    if found:
        return Answer({"place": united(facts.get("place"), max(found, key=lambda v: len(v.text)).value)})
    return None


def _tells_something_else(heard: Heard, place: Value) -> bool:
    """Tell whether words without a road or a town are no place: "腿疼要去医院", "下来就没了" beside a time."""
    if any(place.start <= value.start < place.end for value in heard.all(*_NO_PLACE)):
        return True
    nameless = _PARTS.isdisjoint(place.value) and not is_anywhere(place.value)
    return nameless and bool(heard.all("event", "time"))


_NO_PLACE = ("part", "third_part", "injury", "money", "phone")
"""Kinds of values that are no part of a place."""

_ON_THE_MAP = frozenset({"province", "city", "district", "road", "crossing", "stake"})
_PARTS = _ON_THE_MAP | {"direction", "landmark"}


def is_on_the_map(place: Mapping[str, Any]) -> bool:
    """Tell whether a place names something that is on a map."""
    return not _ON_THE_MAP.isdisjoint(place) and not is_anywhere(place)


def is_more_precise(place: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    """Tell whether a place says all that one before said of where on the map it is, and more."""
    if not is_on_the_map(place):
        return False
    if not is_on_the_map(before):
        return True
    same = all(str(before[part]) in str(place.get("text")) for part in _ON_THE_MAP & set(before))
    return same and len(_PARTS & set(place)) > len(_PARTS & set(before))


def is_anywhere(place: Mapping[str, Any]) -> bool:
    """Tell whether a place has no name, so that no surveyor finds it: "高速上", "我们小区门口"."""
    return bool(_ANYWHERE.fullmatch(str(place.get("text") or "")))


_ANYWHERE = re.compile(
    r"[就在]*(?:那个|这个|一个|条)?[我咱你]?[们家]?的?(单位|公司|小区)?"
    r"(高速(公路)?|快速路|高架桥?|国道|省道|公路|[大小]?马路|辅路|主路|大街|街|路|巷子?|胡同|桥|隧道|涵洞|匝道|[东西南北]?出口|入口|服务区|收费站|停车[场位楼]|车位|地库|地下|车库|负[一二三四]层?"
    r"|[应急快慢左右转直行超]+车道|车道|弯道|小区|家|楼|单位|公司|院子?|村|镇|超市|商场|市场|菜市场|广场|公园|学校|幼儿园|医院|银行|加油站|充电站|工地|厂里?|店|饭店|酒店|宾馆|修理厂|4S店"
    r"|红绿灯|路口|十字路口|丁字路口|拐弯|转弯|拐角|环岛|转盘|门|牙子|坡|[零〇一二三四五六七八九十\d]{1,3}(号楼|号|栋|层|楼|单元))*"
    r"(的?(上面?|里面?|边上?|旁边?|口|门口|门前|下面?|底下|附近|对面|前面|后面|这里?|那里?|那边|这边|那儿|这儿|处))*"
)

_MOTORWAY = re.compile(r"高速|^G\d")
_OF_EVERY_TOWN = re.compile(r"^(绕城|环城|机场|城市|绕城环线|外环|内环)?高速(公路)?$|^(绕城|环城)(公路|路)$")
"""Motorways whose name alone does not tell where: each town has one."""
_ON_MOTORWAY = re.compile(
    r"[\u4e00-\u9fff]{2}(出口|入口|服务区|停车区|收费站|匝道|互通|枢纽|立交|隧道|大桥|特大桥|高速口|站)"
)
_NUMBERED_ROAD = re.compile(r"[国省县]道|^[GSX]\d")
_BEYOND_DOUBT = re.compile(
    r"(?!我们|咱们)[\u4e00-\u9fff]{2,}(火车站|高铁站|(?<=[\u4e00-\u9fff]{2})[东西南北]站|机场|航站楼|大学|服务区|收费站|长江大桥|黄河大桥|口岸)"
)
"""Names that are borne but once: their town needs no asking."""
_TOWNSHIP = re.compile(r"[\u4e00-\u9fff]{1,6}[镇乡]")


def place_is_enough(place: object) -> bool:
    """Tell whether a surveyor can drive to a fact ``place`` (evidence, 4).

    A road, crossing, named estate, shop or building with its city or district, or one of a name borne but once (合肥南站); of a
    motorway its name and a stake, exit, direction or service area. "在高速上", "万达广场" of no town and "长沙" are not.
    """
    if not isinstance(place, Mapping):
        return False
    text, road = str(place.get("text") or ""), str(place.get("road") or "")
    region = bool(place.get("city") or place.get("district"))
    if _MOTORWAY.search(road):
        detail = place.get("stake") or place.get("direction") or _ON_MOTORWAY.search(text.replace(road, "，"))
        return bool(detail) and (
            region or not _OF_EVERY_TOWN.fullmatch(road) or bool(_ON_MOTORWAY.search(text))
        )
    if place.get("stake") and road:
        return True
    if _BEYOND_DOUBT.search(text):
        return True
    if _NUMBERED_ROAD.search(road):
        return region and bool(place.get("landmark") or place.get("crossing"))
    return region and bool(road or _names_something(place))


def _names_something(place: Mapping[str, Any]) -> bool:
    """Tell whether more than a town is named: 武汉光谷K11, but not 南京鼓楼区, 从化神岗镇, 长沙那边的路口."""
    rest = str(place.get("text") or "")
    for part in _REGIONS:
        rest = rest.replace(str(place.get(part) or "\0"), "")
    rest = re.sub(r"^[省市区县的\s，,]+|[\s，,吧啊呢]+$", "", rest)
    return len(rest) > 1 and not is_anywhere({"text": rest}) and not _TOWNSHIP.fullmatch(rest)


_REGIONS = ("province", "city", "district")
_ORDER = (*_REGIONS, "road", "direction", "stake", "crossing", "landmark")
"""From where a place lies down to what is there, as addresses are told."""


def united(old: Any, new: Mapping[str, Any], instead: bool = False) -> dict[str, Any]:
    """Return what two tellings of one place say together; neither is lost to the other (evidence, 5).

    What is told again is told once (长春市人民大街, 人民大街一百二十号门口), a name said better takes the place of the one like it (会展中,
    会展中心), what is coarser or has no name changes nothing (马路边上).

    Args:
        old: The fact ``place`` so far, or nothing.
        new: The place told now.
        instead: Whether the caller puts the place right: another road or building then takes the place of the old one and
            of what was told of it, and only province, city and district stay where the new words name none.
    """
    if not isinstance(old, Mapping) or not old.get("text"):
        return dict(new)
    before, said = str(old["text"]), str(new.get("text") or "")
    if said in before or (is_anywhere(new) and not is_anywhere(old) and not _WITHIN.search(said)):
        return dict(old)
    if before in said or is_anywhere(old):
        return {**old, **new}
    if (name := _put_right(old, new)) and name[0] in before:
        return {**old, **new, "text": before.replace(name[0], name[1])}
    differing = [
        part for part in _ORDER if old.get(part) and new.get(part) and not _alike(old[part], new[part])
    ]
    if "road" in differing and _ACROSS.search(f"{old['road']} {new['road']}"):
        differing.remove("road")
    if instead and differing:
        kept = {} if set(_REGIONS) & set(new) else {part: old[part] for part in _REGIONS if old.get(part)}
        return {**kept, **new, "text": "".join(map(str, kept.values())) + said.removeprefix("在")}
    if set(_REGIONS) & set(differing):
        return dict(old)
    if "road" in differing and not new.get("crossing"):
        return dict(old)
    finer = {
        part: max(old.get(part, ""), new.get(part, ""), key=len)
        for part in _ORDER
        if old.get(part) or new.get(part)
    }
    finer |= {
        part: old[part]
        for part in ("road", "landmark")
        if old.get(part) and part in finer and not _alike(old[part], finer[part])
    }
    return {"text": _joined(old, new), **finer}


_ACROSS = re.compile("高架|桥|立交|隧道|环")
"""What crosses roads, or runs along one, and is told beside it: 浏阳河高架桥, 三一大道."""
_WITHIN = re.compile(r"地下|地库|负[一二三四]|层|号楼|单元|栋|车位|[东西南北]门|B\d|停车[场楼]|[出入]口")
"""What is told within a place that has its name: 地下车库负二层; not 马路边上."""


def _alike(one: Any, other: Any) -> bool:
    """Tell whether two names may be of one thing: one within the other."""
    return str(one) in str(other) or str(other) in str(one)


def _put_right(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return a landmark or road and what it is called better, where little of its name differs: 会展中, 会展中心."""
    for part in ("landmark", "road"):
        one, other = str(old.get(part) or ""), str(new.get(part) or "")
        if one and other and one != other and len(new.keys() - {"text"}) == 1:
            same = sum(character in one for character in other)
            if other.startswith(one) or (len(one) == len(other) and same >= len(one) - 1 and same > 1):
                return one, other
    return None


def _joined(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """Return the words of two tellings in the order of an address, what both say once."""
    one, other = str(old["text"]), str(new["text"])
    shared = next(
        (
            str(new[part])
            for part in ("road", "landmark", "crossing")
            if new.get(part) and str(new[part]) in one
        ),
        "",
    )
    if shared and shared in other:
        head, tail = one.split(shared, 1)
        more_head, more_tail = other.split(shared, 1)
        tails = (
            tail if more_tail in tail else more_tail if tail in more_tail else f"{tail} {more_tail.strip()}"
        )
        return max(head, more_head.removeprefix("在"), key=len) + shared + tails
    for size in range(min(len(one), len(other)), 1, -1):
        if one.endswith(other[:size]):
            return one + other[size:]
        if other.endswith(one[:size]):
            return other + one[size:]
    first, last = (one, other) if _rank(old) <= _rank(new) else (other, one)
    only_region = not set(_ORDER[len(_REGIONS) :]) & set(old if first == one else new)
    return f"{first.rstrip()}{'' if only_region else ' '}{last.removeprefix('在').lstrip()}"


def _rank(place: Mapping[str, Any]) -> int:
    """Return how far up the address a place begins."""
    return next((rank for rank, part in enumerate(_ORDER) if place.get(part)), len(_ORDER))


def read_at_scene(heard: Heard, facts: Facts) -> Answer | None:
    """Read whether the car is still at the scene, and where it went if not."""
    said = settle("at_scene", heard)
    if said is False:
        updates: dict[str, Any] = {"at_scene": False}
        moved = _MOVED.search(heard.text)
        if moved:
            updates["car_location"] = moved.group(1)
        return Answer(updates)
    return None if said is None else Answer({"at_scene": said})


_INTRODUCING = re.compile(r"^[嗯啊哦，,\s]*(我|本人)(的名字)?(就)?(是|叫|姓)")
_MOVED = re.compile(r"(?:拖|开|挪|停|送)(?:到|回|去|在|进)了?([^，。,]{2,20}?)(?:了|呢|啊|吧)?$")


_OF_PEOPLE = re.compile(
    r"(孩子|小孩|老头|老太太?|老人|司机|乘客|伤者|他们?|她)(是|也是|在|已经|都|说|要|没|伤|的)?(?!.*(修|店|厂|场|家|楼|院|路))"
)
"""Words of people where the car was asked for: "孩子是车上的，老头是三轮的"."""


def read_car_location(heard: Heard, facts: Facts) -> Answer | None:
    """Read where the car is now, in the caller's words; who says that it has not moved takes the "no" before back."""
    if says("at_scene", heard.text):
        return Answer({"at_scene": True})
    if _INTRODUCING.search(heard.text) and people_in(heard):
        return None
    if _OF_PEOPLE.match(heard.text) and not any(is_on_the_map(place.value) for place in heard.all("place")):
        return None
    return reads_words("car_location", 2)(heard, facts)
