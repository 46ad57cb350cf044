"""What weighs on cover and only people may judge: recorded as said, cited under the wording that was sold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from claims.coverage.losses import words
from claims.policy import Wording
from claims.who import SELF, SPOUSE
from mandarin.on_foot import struck_my_spouse, struck_the_caller

_DRIVER_2014 = "2014示范条款第8条、第24条、第40条"
_EXEMPT_2020 = "2020示范条款责任免除"
_CTALI = "交强险条例第22条"

Terms = Wording | Literal["compulsory"]
"""What a policy is read under; the compulsory cover has no wording but its regulation."""


class Weight(NamedTuple):
    """A circumstance.

    Attributes:
        what: What it is called in the reason.
        clauses: Terms → clause it rests on; where the terms have none, it weighs nothing there.
    """

    what: str
    clauses: Mapping[Terms, str]


def _exempt(clause_2014: str, compulsory: str = "") -> Mapping[Terms, str]:
    found: dict[Terms, str] = {"2014": clause_2014, "2020": _EXEMPT_2020}
    return {**found, "compulsory": compulsory} if compulsory else found


def _by_law(law: str, clause_2014: str = "") -> Mapping[Terms, str]:
    return {"2014": f"{clause_2014}；{law}".lstrip("；"), "2020": law, "compulsory": law}


WEIGHING: Mapping[str, Weight] = {
    "drink": Weight("饮酒", _exempt(_DRIVER_2014, _CTALI)),
    "drugs": Weight("服用药品或毒品", _exempt(_DRIVER_2014)),
    "no_licence": Weight("驾驶资格", _exempt(_DRIVER_2014, _CTALI)),
    "learner": Weight("学习驾驶时无教练员随车", _exempt("2014示范条款第8条第2项第7目")),
    "left_scene": Weight("离开现场", _exempt(_DRIVER_2014)),
    "race": Weight("竞赛", _exempt(_DRIVER_2014)),
    "staged": Weight("事故真实性", _by_law("保险法第27条", "2014示范条款第8条")),
    "second_start": Weight("进水后再次启动", _by_law("保险法第17条", "2014示范条款第10条第3项")),
    "repaired_already": Weight("未查勘先修理", _by_law("保险法第21条、第22条", "2014示范条款第19条")),
    "for_hire": Weight("使用性质", _by_law("保险法第52条")),
    # Deleted from the exclusions in 2020.
    "inspection_expired": Weight("年检或临时号牌过期", {"2014": "2014示范条款第8条第3项"}),
    "outside_territory": Weight(
        "境外或港澳台出险",
        {"2014": "2014示范条款第2条", "2020": "2020示范条款总则", "compulsory": "交强险条例第2条"},
    ),
    "insured_struck": Weight(
        "受伤的是被保险人，不属于第三者", _by_law("交强险条例第3条、第21条；三者险保险责任")
    ),
    "premium_unpaid": Weight("保险费未缴清", _by_law("保险合同的缴费约定")),
}
"""Circumstance → what weighs on cover and its clause. Said facts are recorded; people decide, in writing."""

ABROAD = (
    "香港",
    "澳门",
    "台湾",
    "越南",
    "缅甸",
    "老挝",
    "俄罗斯",
    "蒙古国",
    "哈萨克斯坦",
    "朝鲜",
    "韩国",
    "日本",
    "泰国",
)
_STREETS = (
    "路",
    "街",
    "大道",
    "道",
    "巷",
    "城",
    "花园",
    "广场",
    "小区",
    "中路",
    "东路",
    "西路",
    "南路",
    "北路",
    "风情",
    "料理",
    "城",
)
"""What makes a name of a country the name of a street, an estate or a restaurant."""


def weighing_on(facts: Mapping[str, Any], terms: Terms, premium_paid: bool = True) -> dict[str, str]:
    """Return what weighs under the terms: its name → its clause, in the order in which it was told."""
    flags = [*words(facts, "flags")]
    if facts.get("flood_restarted") is True and facts.get("case_type") == "flood":
        flags.append("second_start")
    if outside_territory(facts.get("place")):
        flags.append("outside_territory")
    if _struck_the_insured(facts):
        flags.append("insured_struck")
    if not premium_paid:
        flags.append("premium_unpaid")
    weights = [WEIGHING[flag] for flag in dict.fromkeys(flags) if flag in WEIGHING]
    return {weight.what: weight.clauses[terms] for weight in weights if terms in weight.clauses}


def _struck_the_insured(facts: Mapping[str, Any]) -> bool:
    """Tell whether the one who was hurt by the insured car, outside it, is the insured: the caller, or the spouse for whom they ring."""
    story, relation = str(facts.get("description") or ""), facts.get("relation")
    if facts.get("injured") is not True:
        return False
    return (relation == SELF and struck_the_caller(story)) or (relation == SPOUSE and struck_my_spouse(story))


def outside_territory(place: Any) -> bool:
    """Tell whether a place lies where the wording does not reach (港、澳、台 and abroad)."""
    text = str(place.get("text") or "") if isinstance(place, Mapping) else ""
    return any(name in text and not text.partition(name)[2].startswith(_STREETS) for name in ABROAD)
