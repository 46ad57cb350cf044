"""What a claims manager looks for beside the verdict: one sentence a row, for the clerk alone.

A note is no verdict and is never read to a caller. What the 2014 wording says of deductibles is said of no other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from claims.coverage.losses import TRAFFIC, Account, Loss, account_of
from claims.coverage.names import (
    COMPULSORY,
    FLOODED_ENGINE,
    LIABILITY,
    NO_DEDUCTIBLE,
    NO_FLOODED_ENGINE,
    OWN_CAR,
    SELF_IGNITION,
    THEFT,
    UNTRACED,
    Covers,
)
from claims.coverage.weighing import outside_territory
from claims.police import police_required
from claims.policy import Policy, canonical

NEW_ENERGY_WORDING = date(2021, 12, 27)
"""Day from which new-energy cars are insured under a wording of their own."""

_NEW_ENERGY_LETTERS = frozenset("DABCEFGHJK")
NEW_ENERGY_MODELS = (
    "新能源", "纯电", "电动", "插电", "混动", "混合动力", "增程", "EV", "PHEV", "DM-I", "DMI", "特斯拉", "蔚来", "小鹏", "理想", "极氪",
    "问界", "零跑", "哪吒", "埃安", "智己", "阿维塔", "岚图", "小米SU7", "小米YU7", "极狐",
)  # fmt: skip
"""What the model of a new-energy car is called, where it has no plate yet; 唐DM and the like end in DM."""


def new_energy(policy: Policy) -> bool:
    """Tell whether the car is insured under the new-energy wording: by plate, model or the names of its covers."""
    if policy.start < NEW_ENERGY_WORDING:
        return False
    plate, model = canonical(policy.plate), canonical(policy.model)
    by_plate = len(plate) == 8 and not _NEW_ENERGY_LETTERS.isdisjoint((plate[2], plate[7]))
    by_model = model.endswith("DM") or any(canonical(word) in model for word in NEW_ENERGY_MODELS)
    return by_plate or by_model or any("新能源" in cover for cover in policy.covers)


@dataclass(frozen=True)
class Case:
    """A case as the notes see it: the policy, what it covers, what was told, what was damaged, what weighs on it."""

    policy: Policy
    covers: Covers
    facts: Mapping[str, Any]
    losses: tuple[Loss, ...]
    lacking: tuple[str, ...]
    weights: Mapping[str, str]

    @property
    def account(self) -> Account:
        """Return what was told of the own car."""
        return account_of(self.facts)

    def has(self, *covers: str) -> bool:
        """Tell whether all of these covers are on the policy."""
        return self.covers.held.issuperset(covers)

    def loss(self, *kinds: str) -> bool:
        """Tell whether the accident can be a loss of one of these kinds."""
        return any(not set(kinds).isdisjoint(loss.possible) for loss in self.losses)

    @property
    def old(self) -> bool:
        """Tell whether the 2014 wording holds."""
        return self.policy.clause == "2014"

    @property
    def untraced(self) -> bool:
        """Tell whether who struck the car is not known."""
        return self.account.case == "parked_hit_unknown" or self.account.told("hit_unknown", "fled_other")

    @property
    def peaceful(self) -> bool:
        """Tell whether a collision of vehicles hurt nobody and calls for no police."""
        vehicles = self.account.case in ("collision_multi", "collision_nonmotor")
        return vehicles and self.facts.get("injured") is False and not police_required(self.facts).required


def _liable_other(case: Case) -> bool:
    by_story = case.account.told("rear_ended", "hit_by_vehicle") or case.account.case == "parked_damage"
    return by_story or case.facts.get("fault") == "other"


def _hurt_others(case: Case) -> bool:
    return bool(case.facts.get("injured")) and case.loss("others")


# fmt: off
_NOTES: tuple[tuple[Callable[[Case], bool], Callable[[Case], str]], ...] = (
    (lambda c: bool(c.lacking), lambda c: f"未承保：{'、'.join(c.lacking)}。"),
    (
        lambda c: bool(c.weights),
        lambda c: f"如实记录，由人工核定：{'；'.join(f'{what}（{clause}）' for what, clause in c.weights.items())}。",
    ),
    (lambda c: bool(c.covers.unknown), lambda c: f"险种名称未识别：{'、'.join(c.covers.unknown)}，请核对条款。"),
    (lambda c: bool(c.policy.agreements), lambda c: f"特别约定：{'；'.join(c.policy.agreements)}。"),
    (lambda c: not c.policy.premium_paid, lambda c: "保险费未缴清，核对缴费约定与到账日期。"),
    # Deductibles, of the 2014 wording only.
    (lambda c: c.old and c.has(OWN_CAR) and c.loss("collision", "parked_unknown"),
     lambda c: "免赔：2014示范条款第11条第1项，按事故责任5%至20%" + ("，附不计免赔。" if c.has(NO_DEDUCTIBLE) else "。")),
    (lambda c: c.old and c.has(OWN_CAR) and c.untraced,
     lambda c: "免赔：2014示范条款第11条第2项，无法找到第三方30%" + ("，附无法找到第三方特约险。" if c.has(UNTRACED) else "。")),
    (lambda c: c.old and c.has(SELF_IGNITION) and c.loss("self_ignition"), lambda c: "免赔：自燃损失险20%。"),
    (lambda c: c.old and c.has(FLOODED_ENGINE) and c.loss("flooded_engine"), lambda c: "免赔：发动机涉水损失险15%。"),
    (lambda c: c.old and c.has(THEFT) and c.loss("theft"), lambda c: "免赔：全车盗抢险20%。"),
    # The compulsory cover pays out for a drunk or unlicensed driver and takes it back.
    (lambda c: c.has(COMPULSORY) and c.account.told("drink", "no_licence", "staged") and _hurt_others(c),
     lambda c: "交强险：醉酒、未取得驾驶资格或故意的，抢救费用垫付后追偿，财产损失不赔（交强险条例第22条）。"),
    (lambda c: c.has(LIABILITY) and not c.has(COMPULSORY) and c.loss("others") and not c.policy.plate.endswith("挂"),
     lambda c: "三者险之下的交强险不在本保单：交强险限额内的部分不由三者险赔偿" + ("（2014示范条款第26条末款）。" if c.old else "。")),
    (lambda c: _hurt_others(c) and c.has(COMPULSORY) and not c.has(LIABILITY) and not c.covers.unknown,
     lambda c: "未承保三者险：他人人身损失超出交强险限额的部分不在本保单。"),
    (lambda c: c.has(OWN_CAR) and _liable_other(c),
     lambda c: "经定责对方有责的，可办代位求偿（保险法第60条" + ("；2014示范条款第18条）。" if c.old else "）。")),
    # How it can be settled quickly.
    (lambda c: c.peaceful, lambda c: "可自行协商：协议书载明各方保险公司和保险凭证号（公安部令146号第19条、第21条）。"),
    (lambda c: c.peaceful and c.account.case == "collision_multi", lambda c: "可快处快赔：仅有财产损失，无人伤。"),
    (lambda c: c.peaceful and c.account.case == "collision_multi" and c.has(COMPULSORY),
     lambda c: "可互碰自赔：各方均有责任、均有交强险，损失各在2000元以内。"),
    # What has to be looked into.
    (lambda c: c.account.told("late"), lambda c: "超过48小时报案：核实原因（2014示范条款第13条；保险法第21条）。" if c.old else "超过48小时报案：核实原因（保险法第21条）。"),
    (lambda c: c.account.told("inspection_expired"), lambda c: "年检或临时号牌过期" + ("：2014示范条款第8条第3项。" if c.old else "：2020示范条款未列年检，核对临时号牌。")),
    (lambda c: c.policy.plate.endswith("挂") or "牵引" in c.policy.model, lambda c: "主车与挂车分属两张保单，核对另一张。"),
    (lambda c: c.loss("flooded_engine"), lambda c: _engine(c)),
    (lambda c: c.loss("flood", "storm"),
     lambda c: "核对气象证明" + ("：暴雨每小时16毫米、12小时30毫米或24小时50毫米以上，暴风每秒28.5米以上（2014示范条款释义）。" if c.old else "。")),
    (lambda c: c.loss("withheld"), lambda c: "车由相识的人开走：核实借用、租赁或债务关系。"),
    (lambda c: c.loss("own_property"), lambda c: "受损财产为被保险人自有" + ("：2014示范条款第26条第3项。" if c.old else "，三者险除外。")),
    (lambda c: outside_territory(c.facts.get("place")), lambda c: "出险地在境外或港澳台：核对承保区域。"),
    (lambda c: new_energy(c.policy) and c.account.told("charging"),
     lambda c: "充电时起火：核对自用或公共充电桩、充电桩责任与外部电网故障险。"),
    (lambda c: bool(c.facts.get("injured")) and c.account.case not in TRAFFIC,
     lambda c: "非道路交通碰撞致人受伤：交强险是否适用待核实。"),
)
# fmt: on


def _engine(case: Case) -> str:
    if case.has(FLOODED_ENGINE) or (not case.old and not case.has(NO_FLOODED_ENGINE)):
        return "发动机进水：核实是否二次启动。"
    why = "2014示范条款第10条第8项" if case.old else "发动机进水损坏除外特约"
    return f"仅发动机进水损坏除外（{why}），水淹其余损失和施救费照常核定。"


def notes_on(case: Case) -> tuple[str, ...]:
    """Return what the clerk looks for in a case."""
    return tuple(note(case) for holds, note in _NOTES if holds(case))
