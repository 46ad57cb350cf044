"""When the police must be told (B-16), and whom.

Rests on the road-traffic accident procedure rules (公安部令146号, 道路交通事故处理程序规定, in force 2018-05-01) and the
Road Traffic Safety Law (道交法) art. 70.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from claims.facts import told_facts

Authority = Literal["交警", "派出所", "消防"]


@dataclass(frozen=True)
class Police:
    """Whether somebody must be told of the accident.

    Attributes:
        required: Whether a report is needed.
        to: Whom: traffic police (交警), police station (派出所), fire brigade (消防); None when not required.
            B-16 is spoken for 交警 only; theft and fire have their own questions (D-01, E-02).
        why: The reason with its source, for the clerk; empty when not required.
    """

    required: bool
    to: Authority | None
    why: str


def _flag(*names: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda facts: bool(set(names) & set(facts.get("flags") or ()))


def _party_left(facts: Mapping[str, Any]) -> bool:
    parties = facts.get("third_parties") or ()
    fled = any(isinstance(party, Mapping) and party.get("fled") for party in parties)
    return fled or bool({"fled_other", "hit_unknown"} & set(facts.get("events") or ()))


# fmt: off
TABLE: tuple[tuple[Callable[[Mapping[str, Any]], bool], Authority, str], ...] = (
    (lambda f: f.get("case_type") == "theft",              "派出所", "车辆被盗抢，24小时内向公安机关报案（2014示范条款第56条）"),
    (lambda f: bool(f.get("deaths")),                      "交警",   "有人员死亡（程序规定第13条；道交法第70条）"),
    (lambda f: bool(f.get("injured")) or _flag("child_hurt", "trapped")(f), "交警", "有人员受伤或被困（程序规定第13条；道交法第70条）"),
    (lambda f: f.get("case_type") == "fire" or _flag("burning_now")(f), "消防", "车辆起火，起火原因由消防认定（B3）"),
    (_flag("drink", "drugs"),                              "交警",   "有饮酒或服用药品、毒品嫌疑（程序规定第13条）"),
    (_flag("no_licence"),                                  "交警",   "驾驶资格存疑（程序规定第13条）"),
    (_flag("left_scene"),                                  "交警",   "一方离开现场（程序规定第13条）"),
    (_flag("staged"),                                      "交警",   "有故意造成事故的嫌疑（程序规定第13条）"),
    (_party_left,                                          "交警",   "对方离开现场或无法找到（程序规定第13条；道交法第71条）"),
    (lambda f: f.get("case_type") == "parked_hit_unknown", "交警",   "对方离开现场或无法找到（程序规定第13条；道交法第71条）"),
    (lambda f: f.get("drivable") is False or _flag("not_drivable")(f), "交警", "车辆不能自行移动（程序规定第13条）"),
    (lambda f: f.get("no_plate") is True,                  "交警",   "无号牌（程序规定第13条）"),
    (_flag("highway"),                                     "交警",   "事故在高速公路上（B3）"),
    (lambda f: bool(f.get("property_damage")),             "交警",   "碰撞建筑物、公共设施或其他设施（程序规定第14条）"),
    (_flag("dispute"),                                     "交警",   "各方对事实或责任有争议（B3；程序规定第19条）"),
)
# fmt: on
"""Condition → whom to tell → why; the first row that holds is the answer."""

_NOT_TRAFFIC = ("flood", "glass", "scratch", "falling_object")
"""Cases that are no traffic accident: a car that cannot move is no reason for the traffic police there."""


def police_required(facts: Mapping[str, Any]) -> Police:
    """Tell whether the accident must be reported to an authority, and to which.

    Args:
        facts: What is known, flat: ``case_type``, ``injured`` and ``no_plate`` and ``drivable`` (bool), ``deaths`` (int),
            ``flags``, ``events``, ``property_damage`` (lists), ``third_parties`` (list of objects with ``fled``).
    """
    facts = told_facts(facts)
    for holds, to, why in TABLE:
        if not holds(facts):
            continue
        if "不能自行移动" in why and facts.get("case_type") in _NOT_TRAFFIC:
            continue
        return Police(True, to, why)
    return Police(False, None, "")
