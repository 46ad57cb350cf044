"""Which of the other parties the words are about: 前车, 后面追我的那个皮卡, 他那车, 另一辆.

Spans of kind ``party``; the value has ``at`` (前, 后, 左, 右, 旁, 对: where it was, seen from our car; 最前 for the one before the one
in front), ``make``, ``model`` or ``type`` (大众, 速腾, 皮卡), ``vehicle`` (all that as it was said: 灰色哈弗), ``sorts`` (what the type may be: 货车 and 客车 for 大车), ``colour`` (蓝), ``kind`` (机动车,
非机动车, 行人), ``hit`` ("us": 撞我的那个; "them": 我们碰到的那个), ``another`` (true for 另一辆, 第二辆)
and ``nth`` (2 for 第二辆); each absent when not said.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from mandarin.makes import MAKES, MODELS
from mandarin.people import COMMON_SURNAME
from mandarin.span import Span
from mandarin.vehicles import SORTS, find_vehicles

_WORDS = yaml.safe_load((Path(__file__).parent / "data" / "parties.yml").read_text("utf-8"))
_ANY = frozenset(_WORDS["any"].split())
_NO_SORTS = _ANY | MAKES | MODELS
_COLOURS = f"[{''.join(_WORDS['colours'].split())}]"

_AT = "前|后|左|右|旁|对"
_A_PART = "(?!人|[门灯轮胎杠窗镜叶翼座筐篮叉牌角根头]|[网盖](?:子|$)|大灯|玻璃|保险杠|后视|尾灯|车[灯门筐篮窗轮头尾牌])"
"""What follows 那个 and is part of a car, no car: 左边后面那个门, 还有个筐."""
_BEFORE = re.compile(
    rf"(?!对方)(?P<at>{_AT})(?:面|边|头|向|方|侧|首)?(?:[追撞顶怼刮蹭跟停]了?(?:尾了?)?我?)?(?:的|那|这|一|个|辆|台|部|有|是)*$"
)
_AT_FIRST = re.compile(rf"(?!对方)(?P<at>{_AT})")
_ANOTHER = re.compile(r"(?:另外?|还有|又|第[二三四])一?(?:个|辆|台|部)?[^,，。\s那这我]{0,3}$")
"""Words before a party that is one more; 还有那车 is the one told of."""
_COLOUR = re.compile(rf"(?P<colour>{_COLOURS})[色的]*$")
_COLOUR_BEHIND = re.compile(rf"[,，\s]*(?:是)?(?P<colour>{_COLOURS})色?的(?=$|[,，。\s])")
"""A colour told behind the car: 前头那个是速腾 白的."""
_ONLY_COLOURED = re.compile(rf"(?P<colour>{_COLOURS})色?的?(?:小|那)?车")
"""A car told by its colour alone: 白车."""
_POINTING = re.compile(
    r"(?:对方|[他她]|人家|别人|那|这)(?:的|那|家)?(?:一?[个辆台部])?的?(?:车子?|车辆|汽车)?"
)
_FARTHEST = re.compile(r"(?:再|最|更)(?=前[面边头])")
_HIT = "(?:[追撞顶怼刮蹭碰刮别](?:了|到|上|着|尾)*)"
_ONE = r"(?:一?[个辆台位]|车子?|人|司机|(?=[,，。\s]|姓|叫|是))(?![门灯窗头尾牌])"
_STRIKES = re.compile(
    rf"{_HIT}(?P<us>我|俺|咱)们?(?:的(?:那|这)?|那){_ONE}|(?:我|俺|咱)们?(?:给)?{_HIT}(?:的(?:那|这)?|那){_ONE}"
)
"""The one who struck us, and the one we struck: 撞我那个, 被我们碰上的."""
_DRIVEN = re.compile(
    rf"开(?P<sort>{'|'.join(sorted(SORTS, key=len, reverse=True))})(?=的|[那这][个位男女大小师])"
)
"""Somebody told by what they drive: 开出租的, 开大货那师傅."""
_A_THING = "[口灯沟坡桥弯祸路车墙树河湖楼门店牌站村山江]"
"""What stood there, and is nobody's name: 前面是石桥."""
_PLACED = re.compile(
    rf"(?P<at>{_AT})(?:面|边|头)(?:[追撞顶怼刮蹭]了?(?:尾了?)?我)?的?(?:那|这|一)(?:(?:个|辆|台|部){_A_PART}|(?:个|位)?(?=[男女]|司机|师傅|车主|小伙|大[哥姐爷妈]))|(?P<front>{_AT})(?:面|边|头)(?:的|那|嘞|呢|咧)(?=$|[,，。\s]|才?是|姓|叫|车主|保)|(?P<rest>前|后)(?:面|边|头)(?:的|那|嘞|呢|咧)(?=就|没|只|倒|也|不)|(?P<from>{_AT})(?:面|边|头)(?=[\u4e00-\u9fff]{{2,3}}的(?:$|[,，。\s]))"
    rf"|(?P<whose>{_AT})(?:面|边|头)(?:的|那个?|这个?)?(?=(?:就|才)?是?{COMMON_SURNAME}[\u4e00-\u9fff]{{1,2}}(?=$|[,，。\s嘞的呢咧啊]))(?!是?{COMMON_SURNAME}[^,，。\s]?{_A_THING})"
    rf"|(?P<plated>{_AT})(?:面|边|头)(?:的|那|嘞|呢|咧)?(?=\s{{5,}}|[绿蓝黄]牌|[\u4e00-\u9fff]\s?[A-Z])"
    rf"|(?P<short>前|后)(?:头|面)?车(?!门|灯|窗|轮|牌(?!(?:照|号)?(?:我|都|也|还)?(?:没[看记注拍]|不[知清记]))|道|厢|盖|尾)"
)
_NUMBERS = "一二三四"
_OTHER = re.compile(
    rf"(?P<another>(?:另外?|还有)一?(?:个|辆|台|部){_A_PART}|第(?P<nth>[一二三四])(?:个|辆|台|部)(?!人|口|路|红|门|灯|轮|出|岔|弯|十|匝|收)(?:车(?![门灯轮道位]))?)|(?P<points>对方|人家|(?<![其吉])[他她佢](?!们|妈)|那(?:辆|台|个)车|那车)"
)


def find_mentions(text: str, vehicles: list[Span] | None = None) -> list[Span]:
    """Find what the other parties are called, in order of the words.

    Args:
        text: The utterance.
        vehicles: The road users found in it, if they are known.
    """
    found: list[Span] = []

    def add(start: int, end: int, **value: Any) -> None:
        if not any(one.start < end and start < one.end for one in found):
            told = {name: part for name, part in value.items() if part}
            found.append(Span("party", start, end, told, text[start:end]))

    for vehicle in find_vehicles(text) if vehicles is None else vehicles:
        if vehicle.value["kind"] == "动物":
            continue
        said, lead = str(vehicle.value["said"]), text[: vehicle.start]
        colour = _ONLY_COLOURED.match(said) or _COLOUR.search(lead) or _COLOUR_BEHIND.match(text, vehicle.end)
        coloured = _COLOUR.sub("", lead)
        before, placed = _BEFORE.search(coloured), _AT_FIRST.match(said)
        pointing = _POINTING.fullmatch(said)
        at = placed["at"] if placed else before["at"] if before else ""
        at = _far(text, before.start() if before and not placed else vehicle.start, at)
        what = "" if placed or pointing else said
        kind = vehicle.value["kind"]
        words = [] if not what or _ONLY_COLOURED.fullmatch(said) else [said, vehicle.value.get("also", "")]
        make, model = (next((word for word in words if word in names), "") for names in (MAKES, MODELS))
        sort = next((word for word in words if word and word not in _NO_SORTS), "")
        sort = "" if kind != "机动车" and sort not in SORTS else sort
        start = before.start() if before and not placed else len(coloured) if what else vehicle.start
        add(
            start, vehicle.end, at=at, kind=kind if what or placed else "", make=make, model=model,
            type=sort, sorts=SORTS.get(sort, [sort]) if sort else [], colour=colour["colour"] if colour else "",
            vehicle=_as_said(
                text[len(coloured) : _with_model(text, vehicle)], said, sort or make or model or colour
            ) if what else "",
            another=(bool(_ANOTHER.search(coloured)) and said[0] not in "那这") or said[0] in "另其别",
        )  # fmt: skip
    for match in _DRIVEN.finditer(text):  # 开出租那大哥
        add(match.start(), match.end(), kind="机动车", type=match["sort"], sorts=SORTS[match["sort"]])
    for match in _PLACED.finditer(text):
        at = (
            match["at"]
            or match["front"]
            or match["rest"]
            or match["from"]
            or match["whose"]
            or match["plated"]
            or match["short"]
        )
        add(match.start(), match.end(), at=_far(text, match.start(), at))
    for match in _STRIKES.finditer(text):
        add(match.start(), match.end(), hit="us" if match["us"] else "them")
    for match in _OTHER.finditer(text):
        nth = _NUMBERS.find(match["nth"] or "-") + 1
        add(match.start(), match.end(), another=bool(match["another"]) and nth != 1, nth=nth)
    return sorted(found, key=lambda one: one.start)


def _with_model(text: str, vehicle: Span) -> int:
    """Return where a car's name ends, with the model told right behind its make: 大众|朗逸."""
    model = str(vehicle.value.get("also", ""))
    return vehicle.end + len(model) if model and text.startswith(model, vehicle.end) else vehicle.end


def _as_said(words: str, said: str, tells: Any) -> str:
    """Return what a car is called in the caller's words, with its colour: 灰色哈弗, 红色的小电驴; "" where that tells nothing of it."""
    generic = said in _ANY and not _OF_RIDERS.search(said)
    return _ONE_OF.sub("", words).strip(" ，,") if tells or not generic else ""


_ONE_OF = re.compile(r"^[那这另外有]*[一二两三四五几\d]*[辆台部个](?!体)")


_OF_RIDERS = re.compile("电|踏板|平衡|滑板|外卖车|快递车")
"""Among the words for any rider's vehicle those that tell what it is."""


def _far(text: str, start: int, at: str) -> str:
    """Return where a party was, told apart from the one before it: 最前头那个."""
    return "最前" if at == "前" and _FARTHEST.search(text[max(0, start - 1) : start + 2]) else at
