"""Which of the other parties the words are about: 前车, 后面追我的那个皮卡, 他那车, 另一辆.

Spans of kind ``party``; the value has ``at`` (前, 后, 左, 右, 旁, 对: where it was, seen from our car; absent when not said), ``make``
or ``type`` (大众, 皮卡; absent for words that only point), ``kind`` (机动车, 非机动车, 行人; absent likewise) and ``another``
(true for 另一辆, 第二辆).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from mandarin.span import Span
from mandarin.vehicles import find_vehicles

_WORDS = yaml.safe_load((Path(__file__).parent / "data" / "parties.yml").read_text("utf-8"))
_MAKES = frozenset(_WORDS["makes"].split())
_ANY = frozenset(_WORDS["any"].split())

_AT = "前|后|左|右|旁|对"
_A_PART = "(?!人|[门灯轮胎杠窗镜叶翼座筐篮叉牌角根头]|[网盖](?:子|$)|大灯|玻璃|保险杠|后视|尾灯|车[灯门筐篮窗轮头尾牌])"
"""What follows 那个 and is part of a car, no car: 左边后面那个门, 还有个筐."""
_BEFORE = re.compile(
    rf"(?!对方)(?P<at>{_AT})(?:面|边|头|向|方|侧|首)?(?:[追撞顶怼刮蹭跟停]了?(?:尾了?)?我?)?(?:的|那|这|一|个|辆|台|部|有|是)*$"
)
_AT_FIRST = re.compile(rf"(?P<at>{_AT})")
_ANOTHER = re.compile(r"(?:另外?|还有|又|第[二三四])一?(?:个|辆|台|部)?[^,，。\s]{0,3}$")
_COLOUR = re.compile(r"(?:[黑白红蓝灰银黄绿紫棕橙][色的]*)+$")
_POINTING = re.compile(
    r"(?:对方|[他她]|人家|别人|那|这)(?:的|那|家)?(?:一?[个辆台部])?的?(?:车子?|车辆|汽车)?"
)
_PLACED = re.compile(
    rf"(?P<at>{_AT})(?:面|边|头)(?:[追撞顶怼刮蹭]了?(?:尾了?)?我)?的?(?:那|这|一)(?:个|辆|台|部){_A_PART}|(?P<front>{_AT})(?:面|边|头)(?:的|那|嘞|呢|咧)(?=$|[,，。\s]|是|姓|叫|车主|保)"
    rf"|(?P<plated>前|后)(?:面|边|头)(?:的|那|嘞|呢|咧)?(?=[绿蓝黄]牌|[\u4e00-\u9fff]\s?[A-Z])"
    rf"|(?P<short>前|后)(?:头|面)?车(?!门|灯|窗|轮|牌|道|厢|盖|尾)"
)
_OTHER = re.compile(
    rf"(?P<another>(?:另外?|还有)一?(?:个|辆|台|部){_A_PART}|第[二三四](?:个|辆|台|部)(?!人|口|路|红)(?:车)?)|(?P<points>对方|人家|(?<![其吉])[他她佢](?!们|妈)|那(?:辆|台|个)车|那车)"
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
        coloured = _COLOUR.sub("", lead)
        before, placed = _BEFORE.search(coloured), _AT_FIRST.match(said)
        pointing = _POINTING.fullmatch(said)
        at = placed["at"] if placed else before["at"] if before else ""
        what = "" if placed or pointing else said
        start = before.start() if before and not placed else len(coloured) if what else vehicle.start
        add(
            start, vehicle.end, at=at, kind=vehicle.value["kind"] if what or placed else "",
            make=what if what in _MAKES else "", type="" if what in _MAKES | _ANY else what,
            another=bool(_ANOTHER.search(coloured)) or said[0] in "另其别",
        )  # fmt: skip
    for match in _PLACED.finditer(text):
        add(match.start(), match.end(), at=match["at"] or match["front"] or match["plated"] or match["short"])
    for match in _OTHER.finditer(text):
        add(match.start(), match.end(), another=bool(match["another"]))
    return sorted(found, key=lambda one: one.start)
