"""What the facts of time and place are worth: which are enough to close their question, and what two tellings say together.

Pure; the facts are those of the interview (``accident_time`` with start, end, precision, told, said; ``place`` with text and parts).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mandarin.divisions import is_a_division
from mandarin.highways import ALONE
from mandarin.homophones import sounds_within

VAGUE = frozenset({"part", "day", "month"})
"""Precisions of a time without an hour: 昨晚, 今天."""


def is_just_now(time: Mapping[str, Any]) -> bool:
    """Tell whether a time is no more than "刚才", which anything said later makes more precise."""
    return time.get("told") == "now" or bool(_JUST_NOW.fullmatch(str(time.get("said") or "")))


_JUST_NOW = re.compile(r"就?(是)?刚(才|刚)|刚")

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


ON_THE_MAP = frozenset({"province", "city", "district", "road", "crossing", "stake"})
PARTS = ON_THE_MAP | {"direction", "landmark"}


def is_on_the_map(place: Mapping[str, Any]) -> bool:
    """Tell whether a place names something that is on a map."""
    return not ON_THE_MAP.isdisjoint(place) and not is_anywhere(place)


def has_a_name(place: Mapping[str, Any]) -> bool:
    """Tell whether words taken for a place name one: a town, a road, a building, or at least a kind of place (小区门口)."""
    return not PARTS.isdisjoint(place) or is_anywhere(place)


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

_MOTORWAY = re.compile(rf"高速|^G\d|^(?:{'|'.join(ALONE)})$")
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


LOCATED = "客户手机定位的位置"
"""Text of a place that is told by its coordinates alone."""

LOCATED_READ = "您发来的位置"
"""What such a place is called to whoever sent it."""


def place_is_enough(place: object) -> bool:
    """Tell whether a surveyor can drive to a fact ``place`` (evidence, 4).

    A road, crossing, named estate, shop or building with its city or district, or one of a name borne but once (合肥南站); of a
    motorway its name and a stake, exit, direction or service area. "在高速上", "万达广场" of no town and "长沙" are not.
    """
    if not isinstance(place, Mapping):
        return False
    if place.get("text") == LOCATED:
        return True
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


def lacking(place: object) -> str:
    """Tell what a place lacks most to be driven to: ``motorway`` (where on it), ``city``, ``road``; "" for all of it."""
    if not isinstance(place, Mapping):
        return ""
    if _MOTORWAY.search(f"{place.get('road') or ''}{place.get('text') or ''}"):
        return "motorway"
    region = bool(place.get("city") or place.get("district"))
    named = bool(place.get("road") or place.get("crossing")) or (
        _names_something(place) and not is_anywhere(place)
    )
    return {(True, False): "road", (False, True): "city"}.get((region, named), "")


def _names_something(place: Mapping[str, Any]) -> bool:
    """Tell whether more than a town is named: 武汉光谷K11, but not 南京鼓楼区, 从化神岗镇, 长沙那边的路口."""
    rest = str(place.get("text") or "")
    for part in _REGIONS:
        rest = rest.replace(str(place.get(part) or "\0"), "")
    rest = re.sub(r"^[省市区县的\s，,]+|[\s，,吧啊呢]+$", "", rest)
    return len(rest) > 1 and not is_anywhere({"text": rest}) and not _TOWNSHIP.fullmatch(rest)


_REGIONS = ("province", "city", "district")
ORDER = (*_REGIONS, "road", "direction", "stake", "crossing", "landmark")
"""From where a place lies down to what is there, as addresses are told."""


def united(
    old: Any,
    new: Mapping[str, Any],
    instead: bool = False,
    denied: str = "",
    answers: bool = False,
    anew: bool = False,
) -> dict[str, Any]:
    """Return what two tellings of one place say together; neither is lost to the other (evidence, 5).

    What is told again is told once (长春市人民大街, 人民大街一百二十号门口), a name said better takes the place of the one like it (会展中,
    会展中心), what is coarser or has no name changes nothing (马路边上).

    Args:
        old: The fact ``place`` so far, or nothing.
        new: The place told now.
        instead: Whether the caller puts the place right: what is named anew then takes the place of the old and of what lies
            within it, and what it lies in stays (another building on the same road).
        denied: What the place is said not to be, in words: where the old place says it, it alone is replaced.
        answers: Whether the place was asked for: another road than the one mentioned before is then the one that counts, when it
            is enough or as much as was told, and stands beside it otherwise.
        anew: Whether the place is changed to this one in so many words (地点改成…): nothing that lay within what is named anew stays,
            whatever the two have in common.
    """
    if not isinstance(old, Mapping) or not old.get("text"):
        return dict(new)
    before, said = str(old["text"]), str(new.get("text") or "")
    if anew and not (is_anywhere(new) or _WITHIN.fullmatch(said)):
        return _anew(old, new)
    if denied and (replaced := _replaced(old, new, denied)):
        return replaced
    if denied:
        old = _less(old, denied)
        before = str(old["text"])
    nameless = is_anywhere(new) and not is_anywhere(old) and not _WITHIN.search(said)
    if said in before or (nameless and not (answers and _A_BUILDING.search(said) and _takes_a_building(old))):
        return dict(old)
    if before in said or is_anywhere(old) or (not instead and holds(said, before)):
        return {**old, **new}
    if not instead and holds(before, said):
        return dict(old)
    if (name := _put_right(old, new)) and name[0] in before:
        whole = before if name[1] in before else before.replace(name[0], name[1])
        return {**old, **new, "text": whole}
    differing = [
        part for part in ORDER if old.get(part) and new.get(part) and not _alike(old[part], new[part])
    ]
    if "road" in differing and _ACROSS.search(f"{old['road']} {new['road']}"):
        differing.remove("road")
    if differing == ["landmark"] and not _own_place(new):
        differing = []
    if instead and {"city", "district"} <= set(differing):
        return dict(new)  # 出事是周口商水: nothing of another county stays
    if instead and differing:
        return _instead(old, new, differing)
    if instead and holds(before, said):
        return dict(old)
    if "road" in differing and sounds_within(str(new["road"]), str(old["road"])):
        return united(old, _called(new, str(old["road"])), instead, denied, answers)
    if "road" in differing and sounds_within(str(new["road"]), before):
        differing.remove("road")  # 鲁迅中路跟解放南路那个路口, 解放南路鲁迅中路口
    richer = not new.get("crossing") and len(PARTS & set(new)) >= len(PARTS & set(old))
    if answers and "road" in differing and (richer or place_is_enough(new)):
        return _instead(old, new, differing)
    if set(_REGIONS) & set(differing):
        return dict(old)
    if "road" in differing and not new.get("crossing") and not answers:
        return dict(old)
    finer = {
        part: max(old.get(part, ""), new.get(part, ""), key=len)
        for part in ORDER
        if old.get(part) or new.get(part)
    }
    finer |= {
        part: old[part]
        for part in ("road", "landmark")
        if old.get(part) and part in finer and not _alike(old[part], finer[part])
        if not holds(finer[part], old[part])
    }
    return {"text": _joined(old, new), **finer}


SHORTEST = 5
"""Characters of a place that another telling may hold with words between them."""


def holds(more: str, less: str) -> bool:
    """Tell whether one telling holds another with no more than a word between its characters: 化子坪(镇)往王窑水库(走的)那个弯."""
    bare = re.sub(r"[\s,，]", "", less)
    between = ".{0,12}?" if len(bare) > 2 * SHORTEST else ".{0,4}?"
    return len(bare) >= SHORTEST and bool(re.search(between.join(map(re.escape, bare)), more))


def _called(place: Mapping[str, Any], road: str) -> dict[str, Any]:
    """Return a place with its road called as it was before, also where the words have it otherwise."""
    said, text = str(place["road"]), str(place["text"])
    found = (at for at in range(len(text)) if sounds_within(said, text[at : at + len(said)]))
    at = next(found, None)
    if at is not None:
        text = text[:at] + road + text[at + len(said) :]
    return {**{name: str(value).replace(said, road) for name, value in place.items()}, "text": text}


_A_BUILDING = re.compile(
    "市场|菜场|[小中]学|学校|幼儿园|医院|卫生院|银行|信用社|加油站|商场|超市|[饭酒]店|宾馆|厂|工地|[桥涵]洞|修理|村口|桥头|车站|广场|公园|政府|村委会"
)
"""Kinds of buildings and the like, of which a village or a road has but one or two: 菜市场门口."""


def _takes_a_building(place: Mapping[str, Any]) -> bool:
    """Tell whether a place names no building yet: 如东长沙镇, 建设路."""
    landmark = str(place.get("landmark") or "")
    return not (landmark or place.get("crossing") or place.get("stake")) or bool(
        _TOWNSHIP.fullmatch(landmark) or landmark.endswith("村")
    )


def _own_place(place: Mapping[str, Any]) -> bool:
    """Tell whether a building stands for itself, and is not within the one told before: 万达广场; not 地下车库负二层."""
    return not (_WITHIN.search(str(place["landmark"])) and is_anywhere({"text": place["landmark"]}))


def _instead(old: Mapping[str, Any], new: Mapping[str, Any], differing: list[str]) -> dict[str, Any]:
    """Return a place put right: what it lies in stays; what lies in what was wrong goes with it.

    Of another town the road stays, when no other is named: it is the town that was wrong.
    """
    level = ORDER.index(differing[0])
    within = ORDER[level:] if differing[0] not in _REGIONS else ORDER[level : len(_REGIONS)]
    kept = {
        part: str(old[part]) for part in ORDER if old.get(part) and part not in within and part not in new
    }
    inside = [value for part, value in kept.items() if ORDER.index(part) < level]
    behind = [value for part, value in kept.items() if ORDER.index(part) > level]
    said = str(new["text"]).removeprefix("在")
    text = "".join([*(value for value in inside if value not in said), said, *behind])
    return {"text": text, **kept, **{part: value for part, value in new.items() if part != "text"}}


def stands_alone(new: Mapping[str, Any], old: Any) -> bool:
    """Tell whether a place is all of it, in the town of the one told before where it names none: 青岛路跟台东三路路口."""
    if not isinstance(old, Mapping):
        return False
    within = {part: old[part] for part in _REGIONS if old.get(part)}
    before, now = str(old.get("landmark") or "\0"), str(new.get("landmark") or "")
    if before[:SHORTEST] in now and not (set(_REGIONS) | {"road"}) & new.keys():
        return False  # another door of the same house
    return place_is_enough({**within, **new})


def tells_all_of(new: Mapping[str, Any], old: Any) -> bool:
    """Tell whether a place is told whole again: the house told before with its town (晋江青阳的曾井小区西门), or one of another district."""
    if not isinstance(old, Mapping):
        return False
    house = str(old.get("landmark") or "\0")
    named = [part for part in _REGIONS if new.get(part)]
    again = house[:_OF_A_NAME] in str(new["text"]) and bool(named)
    return again or any(old.get(part) and not _alike(old[part], new[part]) for part in named)


_OF_A_NAME = 4
"""Characters of a house's name by which it is known again, whatever door is told of it."""

_NEARER = re.compile(
    r"(?:^|(?<=[,，。\s]))(?:位置|地方|[就还是在要]|应该|大概)*(?P<said>再?(?:[往向]?[东南西北前后里外][面边]?一?点点?儿?|靠近|挨着))[,，。\s]*(?:就?[是在])?"
)
"""Words that tell where it is by the place told before: 靠近金寨路出口, 再往前一点 在福州路口."""


def nearer(
    old: Mapping[str, Any], new: Mapping[str, Any], text: str, start: int, end: int
) -> dict[str, Any] | None:
    """Return a place with what it is near to, told from ``start`` to ``end`` of the text; None where the words do not say so."""
    cue = next((one for one in _NEARER.finditer(text) if one.start() <= start <= one.end()), None)
    if cue is None or is_anywhere(old):
        return None
    return {**new, **old, "text": f"{old['text']} {text[cue.start('said') : end]}"}


def _anew(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Return a place that takes the place of another, in the town of that where it names none."""
    named = [part for part in ORDER if new.get(part)]
    if named and set(named) <= set(_REGIONS):
        return _instead(old, new, named)
    level = min((ORDER.index(part) for part in named), default=len(_REGIONS))
    kept = {part: str(old[part]) for part in _REGIONS[:level] if old.get(part)}
    said = str(new["text"]).removeprefix("在")
    towns = said.replace(str(new.get("road") or "\0"), "")  # 青岛路 names no town
    return {**new, "text": "".join([*(name for name in kept.values() if name not in towns), said]), **kept}


def _replaced(old: Mapping[str, Any], new: Mapping[str, Any], denied: str) -> dict[str, Any] | None:
    """Return the old place with what is denied replaced by what is said instead; None where the old place does not say it."""
    part = next((part for part in ORDER if old.get(part) and _alike(old[part], denied)), None)
    wrong = str(old[part]) if part and str(old[part]) in denied else denied
    right = str(new.get(part or "text") or "").removeprefix("在")
    if part and wrong in (told := str(old[part])) and right.endswith(behind := told.split(wrong, 1)[1]):
        wrong += behind  # not 横林(服务区) but 横山桥服务区
    if not right or wrong not in str(old["text"]):
        return None
    kept = {name: str(value).replace(wrong, right) for name, value in old.items()}
    return {**kept, **{name: value for name, value in new.items() if name != "text" and name != "crossing"}}


def _less(old: Mapping[str, Any], denied: str) -> dict[str, Any]:
    """Return a place without what it is said not to be, where that is a part of it."""
    part = next((part for part in ORDER if old.get(part) and _alike(old[part], denied)), "")
    kept = {name: value for name, value in old.items() if name != part}
    return {**kept, "text": str(old["text"]).replace(str(old[part]), "", 1)} if part else kept


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
    before, now = str(old.get("direction") or "\0"), str(new.get("direction") or "")
    if before in now:
        one = one.replace(before, now)  # 上海方向, 往上海方向
    for part in _REGIONS:
        if new.get(part) and str(new[part]) in one:
            other = re.sub(rf"^在?{re.escape(str(new[part]))}[的市区县，,\s]*", "", other)
    shared = next(
        (
            str(new[part])
            for part in ("road", "landmark", "crossing")
            if new.get(part) and str(new[part]) in one
        ),
        "",
    )
    same_road = str(old.get("road") or "") in str(new["text"])
    brings_the_town = not _in_a_town(old) and _in_a_town(new) and place_is_enough(new)
    if shared and shared in other and same_road and brings_the_town:
        whole, town = str(new["text"]), one.split(shared, 1)[0]
        if re.fullmatch("[\u4e00-\u9fff]{2,4}", town) and town not in whole and is_a_division(town):
            whole = town + whole  # 大同, which is an everyday word as well
        return " ".join([whole, *_beside(one, whole, str(old.get("landmark") or "\0"))])
    if shared and shared in other:
        head, tail = one.split(shared, 1)
        more_head, more_tail = other.split(shared, 1)
        held = tail in more_tail or holds(more_tail, tail)
        tails = (
            tail
            if more_tail in tail
            else more_tail
            if held
            else f"{tail} {more_tail.strip().removeprefix('的')}"
        )
        more_head = more_head.removeprefix("在")
        if len(more_head) > len(head):
            return more_head + shared + tails
        named = [str(new[part]) for part in _REGIONS if new.get(part)]
        town = "".join(name for name in named if name in more_head and name not in head)
        return town + head + shared + tails
    for size in range(min(len(one), len(other)), 1, -1):
        if one.endswith(other[:size]):
            return one + other[size:]
        if other.endswith(one[:size]):
            return other + one[size:]
    first, last = (one, other) if _rank(old) <= _rank(new) else (other, one)
    only_region = not set(ORDER[len(_REGIONS) :]) & set(old if first == one else new)
    return f"{first.rstrip()}{'' if only_region else ' '}{last.removeprefix('在').lstrip()}"


def _in_a_town(place: Mapping[str, Any]) -> bool:
    return bool(place.get("city") or place.get("district"))


def _beside(one: str, other: str, landmark: str) -> list[str]:
    """Return the pieces of one telling that name its landmark, where another that is driven to does not say them."""
    pieces = [re.sub("[呀嘛呗噻么呢啊的]+$", "", piece) for piece in re.split(r"[\s,，]+", one)]
    named = [piece for piece in pieces if landmark in piece or (len(piece) > 1 and piece in landmark)]
    bare = re.sub(r"[\s,，]", "", other)
    return [
        piece for piece in named if piece not in bare and not holds(other, piece) and _is_news(piece, bare)
    ]


_A_NUMBER = re.compile(r"[\d一二三四五六七八九十百]+(?:号|栋|幢|层|单元|楼)")


def _is_news(piece: str, other: str) -> bool:
    """Tell whether a piece has a number that another telling has not, or is for the most part not said by it."""
    pairs = [piece[at : at + 2] for at in range(len(piece) - 1)]
    numbered = any(number not in other for number in _A_NUMBER.findall(piece))
    return numbered or 2 * sum(pair not in other for pair in pairs) > len(pairs)


def _rank(place: Mapping[str, Any]) -> int:
    """Return how far up the address a place begins."""
    return next((rank for rank, part in enumerate(ORDER) if place.get(part)), len(ORDER))
