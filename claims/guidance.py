"""What the caller does next, for the open part of B-17: evidence, people and papers, repair.

Own wording. At most three points, short enough that B-17 around them stays within one minute of speech.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from claims.facts import car_gone, party_left, told_facts
from claims.police import police_required


@dataclass(frozen=True)
class Point:
    """One thing to do: as first said, and in plainer words for a caller who did not understand."""

    text: str
    again: str


Facts = Mapping[str, Any]


def _case(*names: str) -> Callable[[Facts], bool]:
    return lambda facts: facts.get("case_type") in names


def _traffic_police(facts: Facts) -> bool:
    return police_required(facts).to == "交警"


def _broken_into(facts: Facts) -> bool:
    return police_required(facts).to == "派出所" and not car_gone(facts)


def _at_scene(facts: Facts) -> bool:
    return facts.get("at_scene") is True


def _on_motorway(facts: Facts) -> bool:
    return _at_scene(facts) and "highway" in (facts.get("flags") or ()) and _traffic_police(facts)


def _scene_is_kept(facts: Facts) -> bool:
    return _at_scene(facts) and _traffic_police(facts) and police_required(facts).keep_scene


def _scene_is_cleared(facts: Facts) -> bool:
    return _at_scene(facts) and _traffic_police(facts) and not police_required(facts).keep_scene


def _event(*names: str) -> Callable[[Facts], bool]:
    return lambda facts: bool(set(names) & set(facts.get("events") or ()))


def _otherwise(facts: Facts) -> bool:
    return True


def _in_a_lot(facts: Facts) -> bool:
    """Tell whether the untraced party was where a lot or a property management has cameras."""
    return _PARKED(facts) and party_left(facts) and "highway" not in (facts.get("flags") or ())


def _lost(paper: str) -> Callable[[Facts], bool]:
    """Make a condition: this paper was stolen with the car."""
    return lambda facts: car_gone(facts) and paper in (facts.get("theft_documents") or ())


def _told(facts: Facts) -> bool:
    return facts.get("police") is True or "police_called" in (facts.get("flags") or ())


_PARKED = _case("parked_hit_unknown", "parked_damage")
_MARKS = _case("scratch", "glass", "falling_object")
_OTHERS = _case("collision_multi", "collision_nonmotor")

Row = tuple[Callable[[Facts], bool], Point]

# fmt: off
KEEP: tuple[Row, ...] = (
    (lambda f: car_gone(f) and f.get("theft_police") is True, Point("请向公安机关取得立案证明，并妥善保管。", "请找派出所拿到立案证明。")),
    (car_gone, Point("请在24小时内向当地公安机关报案，并取得立案证明。", "请您先去派出所报案，拿到立案证明。")),
    (lambda f: _broken_into(f) and (f.get("theft_police") is True or _told(f)), Point("请保管好报警回执，给受损处拍照；定损之前请不要修车。", "报警回执留好，坏的地方拍照，定损以后再修。")),
    (_broken_into, Point("请向当地派出所报案，给受损处拍照；定损之前请不要修车。", "请去派出所报案，坏的地方拍照，定损以后再修。")),
    (_case("fire"), Point("请保护好现场，等消防认定起火原因；定损之前请不要清理和修车。", "车先别动、别清理，等消防看过、我们定损以后再修。")),
    (_case("flood"), Point("请不要启动车辆，拍下水位线；定损之前请不要拆检和修车。", "车先别打火、别拆，水到哪里请拍照，定损以后再修。")),
    (_PARKED, Point("请保留车上痕迹和掉落的碎片并拍照；定损之前请不要修车。", "请先给车拍照，碎片留着，定损以后再修。")),
    (_MARKS, Point("请保留受损痕迹并拍照；定损之前请不要修车。", "请先给受损的地方拍照，定损以后再修。")),
    # On a motorway people first (道交法第68条); with property or a dispute the car is moved before the report (程序规定第14条、第19条).
    (_on_motorway, Point("警示牌放后方150米，人到护栏外；定损之前请不要修车。", "警示牌放150米外，人到护栏外面等，车在定损以后再修。")),
    (_scene_is_kept, Point("请保护好现场，在安全处等候交警；定损之前请不要修车。", "请留在安全的地方等交警，车在定损以后再修。")),
    (lambda f: _scene_is_cleared(f) and _told(f), Point("请拍照后移到不妨碍交通处等交警；定损之前请不要修车。", "拍照后挪到路边等交警，定损以后再修。")),
    (_scene_is_cleared, Point("拍照后移到不妨碍交通处再打122；定损之前请不要修车。", "拍照后挪到路边再打122，定损以后再修。")),
    (_at_scene, Point("请先拍照，再把车移到不妨碍交通的地方；定损之前请不要修车。", "请拍照后把车挪到路边，定损以后再修。")),
    (_otherwise, Point("请保持车辆受损的原样；定损之前请不要修车。", "车请先保持原样，定损以后再修。")),
)
"""First: what must not be lost."""

PEOPLE: tuple[Row, ...] = (
    (lambda f: bool(f.get("deaths")), Point("请配合交警处理，保留医院和公安机关出具的证明。", "交警和医院给的证明，请都留好。")),
    (lambda f: bool(f.get("injured")), Point("请先救治伤者，保留病历、诊断证明和费用票据。", "先治伤，医院的病历和票据请都留好。")),
    (car_gone, Point("立案满60天仍未找回的，请带立案证明办理后续手续。", "60天还没找到车，请带立案证明来办手续。")),
    (lambda f: _in_a_lot(f) and _told(f), Point("请保管好报警回执，并请停车场或物业保存监控录像。", "报警回执请留好，再请物业把监控留下来。")),
    (_in_a_lot, Point("请报警，并请停车场或物业保存当时的监控录像。", "请报警，再请物业把监控留下来。")),
    (lambda f: party_left(f) and _told(f), Point("请向交警说明对方车辆的特征和去向，保存好行车记录。", "对方车的样子请告诉交警，行车记录请留好。")),
    (party_left, Point("请报警，并记下对方车辆的特征和附近的监控位置。", "请报警，记下对方车的样子和哪里有监控。")),
    (lambda f: f.get("fault") == "other" or _event("rear_ended", "hit_by_vehicle")(f), Point("请记下对方车牌、电话和保险公司，保留向对方索赔权利。", "对方的车牌、电话和保险公司请记好，先不要写不用对方赔。")),
    (lambda f: bool(f.get("property_damage")), Point("请拍下受损的设施，核定之后再与对方商定赔偿数额。", "撞坏的东西请拍照，数额等核定以后再谈。")),
    (_OTHERS, Point("请记下对方的姓名、电话、车牌和保险公司。", "请把对方的电话和车牌记下来。")),
    (_otherwise, Point("请保持电话畅通，查勘人员将与您联系。", "请留意电话，查勘人员将联系您。")),
)
"""Second: people, the other side, evidence outside the car."""

PAPERS: tuple[Row, ...] = (
    (_lost("行驶证"), Point("请备好登记证书、购车发票和车钥匙，随车丢失的证件请一并报失。", "请把登记证书、发票和车钥匙找齐，丢的证件请报失。")),
    (lambda f: car_gone(f) and f.get("theft_parking") is False, Point("请备好行驶证、登记证书、购车发票和车钥匙。", "请把行驶证、购车发票和车钥匙找齐。")),
    (car_gone, Point("请备好行驶证、登记证书、购车发票、车钥匙和停车票据。", "请把行驶证、购车发票、车钥匙和停车票找齐。")),
    (_case("fire"), Point("索赔时请带上消防证明、行驶证和驾驶证。", "请留好消防的证明，还有行驶证和驾驶证。")),
    (_broken_into, Point("索赔时请带上报警回执、驾驶证、行驶证和修理发票。", "请留好报警回执、两证和修车发票。")),
    (_traffic_police, Point("索赔时请带上交警证明、驾驶证、行驶证和修理发票。", "请留好交警证明、两证和修车发票。")),
    (_otherwise, Point("索赔时请带上驾驶证、行驶证和修理发票。", "请留好驾驶证、行驶证和修车发票。")),
)
"""Third: the papers."""
# fmt: on


def _points(facts: Facts) -> tuple[Point, ...]:
    facts = told_facts(facts)
    return tuple(next(point for holds, point in table if holds(facts)) for table in (KEEP, PEOPLE, PAPERS))


def guidance(facts: Facts) -> tuple[str, ...]:
    """Return what to do next, at most three sentences for the open part of B-17.

    Args:
        facts: What is known, flat, as for ``police_required``; also ``at_scene``, ``theft_police`` and
            ``police`` (bool: already reported), and ``fault`` (``"other"``).
    """
    return tuple(point.text for point in _points(facts))


def guidance_again(facts: Facts) -> tuple[str, ...]:
    """Return the same points in plainer and shorter words, for a caller who did not understand."""
    return tuple(point.again for point in _points(facts))


def guidance_in_steps(facts: Facts) -> tuple[str, ...]:
    """Return the points one by one, for a caller to whom the plainer words said nothing either."""
    return tuple(f"第{number}，{point.text}" for number, point in zip("一二三", _points(facts), strict=True))
