"""Which cover an accident needs, and what can be said about it on the phone.

Three readable tables: what an accident damages (``OWN_LOSS``), what answers for that damage under each
wording (``RULES``), and what only people may judge (``WEIGHING``). A verdict never promises payment:
``covered`` means that the cover which answers for the loss is on the policy and nothing certain stands
against it; receiving a report promises nothing (2014 wording §§20, 37, 50). When the facts allow several
readings, a verdict is given only if all readings agree, else ``undetermined``.

Clauses are of the industry's model wording for motor insurance (示范条款). The 2014 articles were read in full
text; of the 2020 wording only the covers could be confirmed, so no 2020 exclusion is called certain except
the rider that excludes the flooded engine, which says nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Literal, get_args

from claims.facts import told_facts
from claims.policy import Policy, Wording, canonical

VerdictName = Literal["covered", "not_covered", "excluded", "expired", "no_policy", "undetermined"]
Lookup = Literal["found", "none", "failed"]
VERDICTS: tuple[str, ...] = get_args(VerdictName)


@dataclass(frozen=True)
class Verdict:
    """What the rules say about an accident.

    Attributes:
        verdict: One of ``VERDICTS``.
        cover: The cover the verdict rests on, as spoken in full (``"车损险"``), or None.
        clause: The clause it rests on, or None when no clause is needed (no policy, look-up failed).
        reason: One Mandarin sentence for the clerk; never read to the caller.
        lacking: Covers that answer for a part of the loss and are not on the policy.
    """

    verdict: VerdictName
    cover: str | None
    clause: str | None
    reason: str
    lacking: tuple[str, ...] = ()

    def as_record(self) -> dict[str, str]:
        """Return the contract's ``coverage`` object; what is None is left out."""
        fields = {"verdict": self.verdict, "cover": self.cover, "clause": self.clause, "reason": self.reason}
        return {name: value for name, value in fields.items() if value is not None}


# --- Names of covers -----------------------------------------------------------------------------------------

COMPULSORY, OWN_CAR, LIABILITY, OCCUPANTS = "交强险", "车损险", "三者险", "车上人员责任险"
GLASS, THEFT, SELF_IGNITION, FLOODED_ENGINE = "玻璃险", "盗抢险", "自燃险", "涉水险"
SCRATCH, WHEELS, NO_FLOODED_ENGINE = "划痕险", "车轮单独损失险", "发动机进水损坏除外特约"

_OTHER_NAMES: tuple[tuple[str, str], ...] = (
    # Order matters: the first pattern found in the printed name wins.
    (r"发动机进水.*除外|发动机损坏除外", NO_FLOODED_ENGINE),
    (r"涉水|发动机特别损失|发动机进水", FLOODED_ENGINE),
    (r"交通事故责任强制|交强", COMPULSORY),
    (r"车上人员|座位|司机责任|乘客责任", OCCUPANTS),
    (r"医保外|节假日|精神|车上货物|新增|修理期间|不计免赔|绝对免赔|无法找到|指定修理", ""),
    (r"第三者|三者|三责", LIABILITY),
    (r"玻璃", GLASS),
    (r"盗抢|盗窃", THEFT),
    (r"自燃", SELF_IGNITION),
    (r"划痕", SCRATCH),
    (r"车轮|轮胎", WHEELS),
    (r"车损|车辆损失|机动车损失|汽车损失", OWN_CAR),
)
_NOT_ITEMISED = re.compile(r"^(机动车)?(商业险|商业保险|全险)$")


def cover_names(covers: Iterable[str]) -> frozenset[str]:
    """Return the covers of a policy under this module's names; riders without a part in the rules are left out."""
    return frozenset(filter(None, map(_name, covers)))


@lru_cache(maxsize=256)
def _name(printed: str) -> str:
    return next((name for pattern, name in _OTHER_NAMES if re.search(pattern, printed)), "")


def spoken_cover(cover: str) -> str:
    """Return a cover for the slot of A-05, which brings its own 险: ``车损险`` becomes ``车损``."""
    return cover.removesuffix("险")


# --- What answers for a loss ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rule:
    """What answers for one kind of loss under one wording.

    Attributes:
        loss: Kind of loss, a value of ``OWN_LOSS`` or one of ``others``, ``occupants``.
        wording: ``"2014"`` or ``"2020"``.
        covers: Any of these answers for it; empty when no cover does.
        clause: What the rule rests on.
        note: Added to the reason, for the clerk.
        missing: Verdict when none of ``covers`` is on the policy.
    """

    loss: str
    wording: Wording
    covers: tuple[str, ...]
    clause: str
    note: str = ""
    missing: VerdictName = "not_covered"


_2014, _2020 = "2014示范条款", "2020示范条款"
_CTALI = "交强险条例第3条、第21条"

# fmt: off
RULES: tuple[Rule, ...] = (
    # loss               wording  covers                    clause
    Rule("collision",      "2014", (OWN_CAR,),               f"{_2014}车损险保险责任"),
    Rule("collision",      "2020", (OWN_CAR,),               f"{_2020}车损险保险责任"),
    Rule("others",         "2014", (COMPULSORY, LIABILITY),  f"{_CTALI}；{_2014}三者险保险责任"),
    Rule("others",         "2020", (COMPULSORY, LIABILITY),  f"{_CTALI}；{_2020}三者险保险责任"),
    Rule("occupants",      "2014", (OCCUPANTS,),             f"{_2014}车上人员责任险保险责任"),
    Rule("occupants",      "2020", (OCCUPANTS,),             f"{_2020}车上人员责任险保险责任"),
    # Hit while parked by somebody known: his insurance answers, so a missing cover of ours settles nothing.
    Rule("parked",         "2014", (OWN_CAR,),               f"{_2014}第18条", "有责任对方的，由对方的保险先行处理", "undetermined"),
    Rule("parked",         "2020", (OWN_CAR,),               f"{_2020}车损险保险责任", "有责任对方的，由对方的保险先行处理", "undetermined"),
    Rule("parked_unknown", "2014", (OWN_CAR,),               f"{_2014}第11条", "无法找到第三方，核定时注意免赔约定"),
    Rule("parked_unknown", "2020", (OWN_CAR,),               f"{_2020}车损险保险责任"),
    Rule("scratch",        "2014", (SCRATCH,),               f"{_2014}附加车身划痕损失险", "无明显碰撞痕迹的划痕"),
    Rule("scratch",        "2020", (SCRATCH,),               f"{_2020}附加车身划痕损失险", "无明显碰撞痕迹的划痕"),
    Rule("glass",          "2014", (GLASS,),                 f"{_2014}附加玻璃单独破碎险", "限风挡和车窗玻璃"),
    Rule("glass",          "2020", (OWN_CAR,),               f"{_2020}车损险保险责任（玻璃并入）"),
    # Sunroof, mirrors and lamps are not glass in the sense of the 2014 rider.
    Rule("other_glass",    "2014", (),                       f"{_2014}附加玻璃单独破碎险", "天窗、后视镜、灯具不在玻璃险之内", "undetermined"),
    Rule("other_glass",    "2020", (OWN_CAR,),               f"{_2020}车损险保险责任（玻璃并入）", "天窗以条款为准"),
    Rule("wheels",         "2014", (),                       f"{_2014}第10条第7项", "仅车轮单独损坏", "excluded"),
    Rule("wheels",         "2020", (WHEELS,),                f"{_2020}附加车轮单独损失险", "仅车轮单独损坏"),
    Rule("falling",        "2014", (OWN_CAR,),               f"{_2014}车损险保险责任（外界物体坠落、倒塌）"),
    Rule("falling",        "2020", (OWN_CAR,),               f"{_2020}车损险保险责任（外界物体坠落、倒塌）"),
    Rule("storm",          "2014", (OWN_CAR,),               f"{_2014}车损险保险责任（暴风、暴雨、雹灾）"),
    Rule("storm",          "2020", (OWN_CAR,),               f"{_2020}车损险保险责任（自然灾害）"),
    Rule("flood",          "2014", (OWN_CAR,),               f"{_2014}车损险保险责任（暴雨、洪水）"),
    Rule("flood",          "2020", (OWN_CAR,),               f"{_2020}车损险保险责任（自然灾害）"),
    Rule("flooded_engine", "2014", (FLOODED_ENGINE,),        f"{_2014}第10条第8项、附加发动机涉水损失险", "发动机进水"),
    Rule("flooded_engine", "2020", (OWN_CAR,),               f"{_2020}车损险保险责任（发动机进水并入）", "发动机进水"),
    Rule("theft",          "2014", (THEFT,),                 f"{_2014}全车盗抢险保险责任", "公安立案，满60天未查明"),
    Rule("theft",          "2020", (OWN_CAR,),               f"{_2020}车损险保险责任（盗抢并入）", "公安立案，满60天未查明"),
    Rule("stolen_parts",   "2014", (),                       f"{_2014}全车盗抢险责任免除", "非全车遭盗窃，仅零部件或附属设备被盗", "excluded"),
    Rule("stolen_parts",   "2020", (),                       f"{_2020}车损险责任免除", "仅零部件或附属设备被盗，以条款为准", "undetermined"),
    Rule("fire",           "2014", (OWN_CAR,),               f"{_2014}车损险保险责任（火灾、爆炸）、第9条第3项", "起火原因以消防认定为准"),
    Rule("fire",           "2020", (OWN_CAR,),               f"{_2020}车损险保险责任（火灾、爆炸）", "起火原因以消防认定为准"),
    Rule("self_ignition",  "2014", (SELF_IGNITION,),         f"{_2014}附加自燃损失险", "起火原因以消防认定为准"),
    Rule("self_ignition",  "2020", (OWN_CAR,),               f"{_2020}车损险保险责任（自燃并入）", "起火原因以消防认定为准"),
)
# fmt: on
_RULES = {(rule.loss, rule.wording): rule for rule in RULES}

WEIGHING: Mapping[str, tuple[str, str]] = {
    "drink": ("饮酒", "第8条、第24条、第40条"),
    "drugs": ("服用药品或毒品", "第8条、第24条、第40条"),
    "no_licence": ("驾驶资格", "第8条、第24条、第40条"),
    "learner": ("学习驾驶", "第8条、第24条、第40条"),
    "left_scene": ("离开现场", "第8条、第24条、第40条"),
    "race": ("竞赛", "第8条、第24条、第40条"),
    "staged": ("事故真实性", "第8条；保险法第27条"),
    "second_start": ("进水后再次启动", "第10条第3项；保险法第17条"),
    "repaired_already": ("未查勘先修理", "保险法第21条、第22条"),
    "for_hire": ("使用性质", "保险法第52条"),
}
"""Flag → what weighs on cover and its clause. Said facts are recorded; people decide, in writing."""

OWN_LOSS: Mapping[str, str] = {
    "collision_single": "collision",
    "collision_multi": "collision",
    "collision_nonmotor": "collision",
    "pedestrian": "collision",
    "parked_hit_unknown": "parked_unknown",
    "parked_damage": "parked",
    "scratch": "scratch",
    "flood": "flood",
    "theft": "theft",
    "fire": "fire",
    "glass": "glass",
    "falling_object": "falling",
}
"""Case type of the contract → what happened to the insured car, before the details are looked at."""

_ALWAYS_OTHERS = ("collision_multi", "collision_nonmotor", "pedestrian")
_IMPACT = {
    "rear_ended",
    "rear_end",
    "hit_vehicle",
    "hit_by_vehicle",
    "hit_fixed",
    "hit_nonmotor",
    "hit_animal",
    "rollover",
}
_WHEEL = re.compile(r"轮胎|轮毂|轮圈|钢圈|轮辋|车轮|^胎$")
_GLASS = re.compile(r"玻璃|风挡|挡风")
_OTHER_GLASS = re.compile(r"天窗|天幕|后视镜|倒车镜|反光镜|大灯|尾灯|雾灯")
_ENGINE = re.compile(r"发动机(?!盖|舱盖|罩)|引擎(?!盖)")
_BATTERY = re.compile(r"电池|电瓶包|充电|电机")
_OUTSIDE_FIRE = re.compile(r"旁边|隔壁|引燃|烧过来|蔓延|别的车|人为|纵火|鞭炮|烟花|垃圾")
_NEW_ENERGY_PLATE = re.compile(r"^[一-龥][A-Z](?:[A-HJK][A-Z0-9]\d{4}|\d{5}[A-HJK])$")
_NEW_ENERGY_WORDING = date(2021, 12, 1)


def assess(policy: Policy | None, facts: Mapping[str, Any], accident: date | None, lookup: Lookup) -> Verdict:
    """Tell what the rules say about an accident under a policy.

    Args:
        policy: The policy that counts (``policy_for``), or None.
        facts: What is known, flat: ``case_type``, ``flags``, ``events``, ``own_damage``, ``third_parties``,
            ``property_damage`` (lists), ``injured`` (bool), ``injured_kind`` (list), ``flood_restarted`` (bool),
            ``fire_origin``, ``fire_how`` (text). Missing keys are unknown. Of a single-vehicle collision nothing is said to
            be uncovered before it is known whether somebody was hurt, because other covers answer for that.
        accident: Day of the accident in the policy's time zone, or None when unknown.
        lookup: How the look-up went; ``found`` with no policy means that none of those found is in force.
    """
    facts = told_facts(facts)
    if lookup == "failed":
        return Verdict("undetermined", None, None, "保单系统未能查询，待人工核实保单。")
    if policy is None:
        if lookup == "none":
            return Verdict("no_policy", None, None, "未查到保单，待人工核实。")
        return Verdict("expired", None, "保险期间", "查到的保单在出险日均不在保险期间内。")
    if accident is None:
        return Verdict("undetermined", None, "保险期间", "出险日期未明，无法核对保险期间。")
    if accident > policy.end:
        return Verdict("expired", None, "保险期间", f"保单于{policy.end}到期，出险日{accident}在其后。")
    if accident < policy.start:
        return Verdict("no_policy", None, "保险期间", f"保单自{policy.start}起生效，出险日{accident}在其前。")
    if facts.get("case_type") not in OWN_LOSS:
        return Verdict("undetermined", None, None, "案情类型未明，待人工判断。")
    if _new_energy_doubt(policy, facts):
        return Verdict(
            "undetermined",
            OWN_CAR,
            "新能源汽车商业保险专属条款",
            "新能源车的火灾、进水、电池损失，另有条款，待人工核定。",
        )
    return _weighed(_decide(policy, facts), facts)


def losses(policy: Policy, facts: Mapping[str, Any]) -> tuple[frozenset[str], ...]:
    """Return the losses of an accident, the insured car's first; each as the kinds it can be.

    More than one kind in a set means that the facts allow several readings.
    """
    case, damage = str(facts["case_type"]), _words(facts, "own_damage")
    found = []
    if case != "pedestrian" or damage:
        found.append(_own_loss(case, set(_words(facts, "events")), damage, facts))
    hurt_inside = set(_words(facts, "injured_kind")) == {"车上人员"}
    others_hurt = bool(facts.get("injured")) and not hurt_inside
    parked = case.startswith("parked")
    if (
        case in _ALWAYS_OTHERS
        or others_hurt
        or _given(facts, "property_damage")
        or (_given(facts, "third_parties") and not parked)
    ):
        found.append(frozenset({"trailer_others" if policy.plate.endswith("挂") else "others"}))
    if facts.get("injured") and hurt_inside:
        found.append(frozenset({"occupants"}))
    return tuple(found)


def _own_loss(
    case: str, events: set[str], damage: tuple[str, ...], facts: Mapping[str, Any]
) -> frozenset[str]:
    """Narrow or widen the case's own loss by what was said of the events and the damaged parts."""
    kind = OWN_LOSS[case]

    def all_are(pattern: re.Pattern[str]) -> bool:
        return bool(damage) and all(pattern.search(part) for part in damage)

    if kind == "theft" and "parts_theft" in events:
        return frozenset(
            {"stolen_parts"}
            if events <= {"parts_theft", "theft", "parked"} and "theft" not in events
            else {"stolen_parts", "theft"}
        )
    if kind in ("collision", "parked") and "parts_theft" in events:
        return frozenset({"stolen_parts", kind})
    if kind == "flood":
        if all_are(_ENGINE):
            return frozenset({"flooded_engine"})
        return frozenset({"flood", "flooded_engine"})
    if kind == "fire":
        if "self_ignition" in events:
            return frozenset({"self_ignition"})
        told = f"{facts.get('fire_how') or ''}{facts.get('fire_origin') or ''}"
        return frozenset({"fire"} if _OUTSIDE_FIRE.search(told) else {"fire", "self_ignition"})
    if kind == "glass":
        if all_are(_OTHER_GLASS):
            return frozenset({"other_glass"})
        return frozenset(
            {"glass"} if not damage or all_are(_GLASS) else {"glass", "other_glass", "collision"}
        )
    if kind == "scratch":
        return frozenset({"scratch", "collision"} if events & _IMPACT else {"scratch"})
    if kind == "collision" and case == "collision_single":
        if "hail_storm" in events and not events & _IMPACT:
            return frozenset({"storm"})
        if "tyre_only" in events and (not damage or all_are(_WHEEL)):
            return frozenset({"wheels"})
        if all_are(_WHEEL):
            return frozenset({"wheels", "collision"})
    if kind == "parked":
        if "hail_storm" in events:
            return frozenset({"storm"})
        if "scratch" in events and not events & _IMPACT:
            return frozenset({"scratch", "parked"})
    return frozenset({kind})


@dataclass(frozen=True)
class _Finding:
    verdict: VerdictName
    cover: str | None
    clause: str
    reason: str
    lacking: tuple[str, ...] = ()


def _decide(policy: Policy, facts: Mapping[str, Any]) -> Verdict:
    held = cover_names(policy.covers)
    itemised = not any(_NOT_ITEMISED.match(printed) for printed in policy.covers)
    findings = [
        _settled([_apply(kind, policy, held, itemised) for kind in sorted(loss)])
        for loss in losses(policy, facts)
    ]
    lacking = tuple(dict.fromkeys(name for finding in findings for name in finding.lacking))
    # One loss with its cover on the policy is enough for the accident to be within its reach.
    for verdict in ("covered", "undetermined", "not_covered", "excluded"):
        for finding in findings:
            if finding.verdict != verdict:
                continue
            if verdict in ("not_covered", "excluded") and _people_unknown(facts):
                return Verdict(
                    "undetermined",
                    finding.cover,
                    finding.clause,
                    f"{finding.reason}人员伤亡情况未明。",
                    lacking,
                )
            also = f"本次损失另涉及未承保的{'、'.join(lacking)}。" if verdict == "covered" and lacking else ""
            return Verdict(finding.verdict, finding.cover, finding.clause, finding.reason + also, lacking)
    raise AssertionError("every case has a loss")


def _apply(loss: str, policy: Policy, held: frozenset[str], itemised: bool) -> _Finding:
    if loss == "trailer_others" and not held & {COMPULSORY, LIABILITY}:
        return _Finding(
            "undetermined",
            COMPULSORY,
            "交强险条例（挂车不投保）",
            "挂车不投保交强险，三者损失由牵引车的保险承担，待人工核实牵引车。",
        )
    rule = _RULES["others" if loss == "trailer_others" else loss, policy.clause]
    note = f"（{rule.note}）" if rule.note else ""
    if loss == "flooded_engine" and policy.clause == "2020" and NO_FLOODED_ENGINE in held:
        return _Finding(
            "excluded",
            NO_FLOODED_ENGINE,
            f"{_2020}附加发动机进水损坏除外特约",
            "保单附有发动机进水损坏除外特约。",
        )
    have = next((cover for cover in rule.covers if cover in held), None)
    if have:
        return _Finding("covered", have, rule.clause, f"保单承保{have}{note}，是否属于保险责任待查勘核定。")
    if rule.covers and not itemised:
        return _Finding(
            "undetermined",
            rule.covers[0],
            rule.clause,
            f"保单未列明商业险险别，待核实{rule.covers[0]}{note}。",
        )
    if not rule.covers:
        return _Finding(rule.missing, None, rule.clause, f"{rule.note}。")
    return _Finding(
        rule.missing, rule.covers[0], rule.clause, f"保单未承保{'、'.join(rule.covers)}{note}。", rule.covers
    )


def _settled(findings: list[_Finding]) -> _Finding:
    """Return the finding all readings share, else one that leaves the matter open."""
    if len({finding.verdict for finding in findings}) == 1:
        return findings[0]
    clauses = "；".join(dict.fromkeys(finding.clause for finding in findings))
    cover = next((finding.cover for finding in findings if finding.verdict == "covered"), None)
    lacking = tuple(dict.fromkeys(name for finding in findings for name in finding.lacking))
    return _Finding("undetermined", cover, clauses, "损失原因或部位未明，适用险别待查勘核定。", lacking)


def _weighed(verdict: Verdict, facts: Mapping[str, Any]) -> Verdict:
    """Leave to people what a flag weighs on; a missing cover stays missing whoever drove."""
    flags = [flag for flag in _words(facts, "flags") if flag in WEIGHING]
    if (
        facts.get("flood_restarted") is True
        and facts.get("case_type") == "flood"
        and "second_start" not in flags
    ):
        flags.append("second_start")
    if verdict.verdict != "covered" or not flags:
        return verdict
    what = "、".join(WEIGHING[flag][0] for flag in flags)
    clause = "；".join(dict.fromkeys(WEIGHING[flag][1] for flag in flags))
    return Verdict(
        "undetermined", verdict.cover, clause, f"涉及{what}，如实记录，由人工书面核定。", verdict.lacking
    )


def _people_unknown(facts: Mapping[str, Any]) -> bool:
    return facts.get("case_type") == "collision_single" and facts.get("injured") is None


def _new_energy_doubt(policy: Policy, facts: Mapping[str, Any]) -> bool:
    if policy.start < _NEW_ENERGY_WORDING or not _NEW_ENERGY_PLATE.match(canonical(policy.plate)):
        return False
    return facts["case_type"] in ("fire", "flood") or any(map(_BATTERY.search, _words(facts, "own_damage")))


def _words(facts: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = facts.get(name) or ()
    return (value,) if isinstance(value, str) else tuple(map(str, value))


def _given(facts: Mapping[str, Any], name: str) -> bool:
    return bool(facts.get(name))
