"""When the police must be told (B-16), and whom.

Rests on the road-traffic accident procedure rules (公安部令146号, 道路交通事故处理程序规定, in force 2018-05-01) and the
Road Traffic Safety Law (道交法) art. 70.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from claims.facts import IMPACTS, car_gone, parts_gone, party_left, told_facts

Authority = Literal["交警", "派出所", "消防", "急救"]


@dataclass(frozen=True)
class Police:
    """Whether somebody must be told of the accident.

    Attributes:
        required: Whether a report is needed.
        to: Whom: traffic police (交警), police station (派出所), fire brigade (消防), ambulance (急救); None when not required.
            B-16 is spoken for 交警 only; theft and fire have their own questions (D-01, E-02).
        why: The reason with its source, for the clerk; empty when not required.
        keep_scene: Whether everything stays where it is until the police come. Otherwise the scene is photographed, the
            car moved out of the way, and then the report is made (程序规定第14条、第19条).
    """

    required: bool
    to: Authority | None
    why: str
    keep_scene: bool = False


Facts = Mapping[str, Any]
Condition = Callable[[Facts], bool]

_ELSEWHERE = frozenset({"flood", "fire", "falling_object", "glass", "scratch", "theft"})
"""Cases that are no traffic accident, unless the car struck something or was struck."""


def _traffic(facts: Facts) -> bool:
    return facts.get("case_type") not in _ELSEWHERE or not IMPACTS.isdisjoint(facts.get("events") or ())


def _flag(*names: str) -> Condition:
    return lambda facts: bool(set(names) & set(facts.get("flags") or ()))


def _dead(facts: Facts) -> bool:
    return bool(facts.get("deaths"))


def _hurt(facts: Facts) -> bool:
    return _dead(facts) or bool(facts.get("injured")) or _flag("child_hurt", "trapped")(facts)


def _cannot_move(facts: Facts) -> bool:
    return facts.get("drivable") is False or _flag("not_drivable")(facts)


def _broken_into(facts: Facts) -> bool:
    """Tell whether somebody broke the car to steal from it, or broke it on purpose."""
    told = parts_gone(facts) or "smashed" in (facts.get("events") or ())
    return told and facts.get("case_type") in ("theft", "parked_damage", "glass")


def _in_traffic(condition: Condition) -> Condition:
    return lambda facts: _traffic(facts) and condition(facts)


def _not_in_traffic(condition: Condition) -> Condition:
    return lambda facts: not _traffic(facts) and condition(facts)


def _case(*names: str) -> Condition:
    return lambda facts: facts.get("case_type") in names


KEEP, MOVE = True, False
"""Keep the scene as it is (第13条), or photograph it, move the car, then report (第14条、第19条)."""

# fmt: off
TABLE: tuple[tuple[Condition, Authority, bool, str], ...] = (
    (car_gone,                                        "派出所", KEEP, "车辆被盗抢，24小时内向公安机关报案（2014示范条款第56条）"),
    (_case("theft"),                                  "派出所", KEEP, "零部件被盗或车被相识的人开走，向公安机关报案"),
    (_broken_into,                                    "派出所", KEEP, "砸窗盗物或故意毁坏，向公安机关报案"),
    # Where no traffic accident happened, help comes from 119 and 120.
    (_not_in_traffic(_case("fire")),                  "消防",   KEEP, "车辆起火，拨打119，起火原因由消防认定（B3）"),
    (_not_in_traffic(_flag("burning_now", "trapped")), "消防",  KEEP, "起火或人员被困，拨打119"),
    (_not_in_traffic(_dead),                          "派出所", KEEP, "非交通事故有人员死亡，拨打110、120"),
    (_not_in_traffic(_hurt),                          "急救",   KEEP, "非交通事故有人员受伤，拨打120"),
    (_dead,                                           "交警",   KEEP, "有人员死亡（程序规定第13条；道交法第70条）"),
    (_hurt,                                           "交警",   KEEP, "有人员受伤或被困（程序规定第13条；道交法第70条）"),
    (_flag("burning_now"),                            "消防",   KEEP, "车辆起火，拨打119（B3）"),
    (_case("fire"),                                   "消防",   KEEP, "车辆起火，拨打119，起火原因由消防认定（B3）"),
    (_flag("drink", "drugs"),                         "交警",   KEEP, "有饮酒或服用药品、毒品嫌疑（程序规定第13条）"),
    (_flag("no_licence"),                             "交警",   KEEP, "驾驶资格存疑（程序规定第13条）"),
    (_flag("left_scene"),                             "交警",   KEEP, "一方离开现场（程序规定第13条）"),
    (_flag("staged"),                                 "交警",   KEEP, "有故意造成事故的嫌疑（程序规定第13条）"),
    (_in_traffic(party_left),                        "交警",   KEEP, "对方离开现场或无法找到（程序规定第13条；道交法第70条）"),
    (_in_traffic(_cannot_move),                       "交警",   KEEP, "车辆不能自行移动（程序规定第13条）"),
    (lambda f: f.get("no_plate") is True,             "交警",   KEEP, "无号牌（程序规定第13条）"),
    (_flag("highway"),                                "交警",   MOVE, "事故在高速公路上（道交法第68条）"),
    (_flag("inspection_expired"),                     "交警",   MOVE, "无检验合格标志（程序规定第14条）"),
    (lambda f: bool(f.get("property_damage")),        "交警",   MOVE, "碰撞建筑物、公共设施或其他设施（程序规定第14条）"),
    (_flag("dispute"),                                "交警",   MOVE, "各方对事实或责任有争议（程序规定第19条）"),
)
# fmt: on
"""Condition → whom to tell → whether the scene is kept → why; the first row that holds is the answer."""


def police_required(facts: Mapping[str, Any]) -> Police:
    """Tell whether the accident must be reported to an authority, and to which.

    Args:
        facts: What is known, flat: ``case_type``, ``injured`` and ``no_plate`` and ``drivable`` (bool), ``deaths`` (int),
            ``flags``, ``events``, ``property_damage`` (lists), ``third_parties`` (list of objects with ``fled``).
    """
    facts = told_facts(facts)
    for holds, to, keep, why in TABLE:
        if holds(facts):
            return Police(True, to, why, keep)
    return Police(False, None, "")
