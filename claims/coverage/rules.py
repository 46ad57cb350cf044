"""What answers for a loss under each wording: one row a kind of loss and wording.

Clauses are of the industry's model wording for motor insurance (示范条款). The 2014 articles were read in full text. Of
the 2020 and the new-energy wordings only the covers could be confirmed, so their articles stay without numbers and none
of their exclusions is called certain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from claims.coverage.names import (
    ACCIDENT,
    COMPULSORY,
    FLOODED_ENGINE,
    GLASS,
    LIABILITY,
    OCCUPANTS,
    OWN_CAR,
    SCRATCH,
    SELF_IGNITION,
    THEFT,
    WHEELS,
)
from claims.policy import Wording

VerdictName = Literal["covered", "not_covered", "excluded", "expired", "no_policy", "undetermined"]
DENIALS: tuple[VerdictName, ...] = ("not_covered", "excluded")


@dataclass(frozen=True)
class Rule:
    """What answers for one kind of loss under one wording.

    Attributes:
        loss: Kind of loss, see ``claims.coverage.losses``.
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
_LIABLE = "有责任对方的，由对方的保险先行处理"
_CAUSE = "起火原因以消防认定为准"
_FILED = "公安立案，满60天未查明"

# fmt: off
RULES: tuple[Rule, ...] = (
    # loss               wording  covers                    clause
    Rule("collision",      "2014", (OWN_CAR,),               f"{_2014}第6条第1项"),
    Rule("collision",      "2020", (OWN_CAR,),               f"{_2020}车损险保险责任"),
    # Whoever was harmed has a compulsory cover to turn to by law; when it is not here it is somewhere else.
    Rule("others",         "2014", (COMPULSORY, LIABILITY),  f"{_CTALI}；{_2014}三者险保险责任", "", "undetermined"),
    Rule("others",         "2020", (COMPULSORY, LIABILITY),  f"{_CTALI}；{_2020}三者险保险责任", "", "undetermined"),
    Rule("own_property",   "2014", (),                       f"{_2014}第26条第3项；交强险条例第21条", "所述受损财产为自有", "undetermined"),
    Rule("own_property",   "2020", (),                       f"{_2020}三者险责任免除；交强险条例第21条", "所述受损财产为自有", "undetermined"),
    # Who sat where is established by people: nothing is denied to the hurt on the phone.
    Rule("occupants",      "2014", (OCCUPANTS, ACCIDENT),    f"{_2014}车上人员责任险保险责任", "车上人员受伤", "undetermined"),
    Rule("occupants",      "2020", (OCCUPANTS, ACCIDENT),    f"{_2020}车上人员责任险保险责任", "车上人员受伤", "undetermined"),
    # Hit while parked by somebody known: his insurance answers, so a missing cover of ours settles nothing.
    Rule("parked",         "2014", (OWN_CAR,),               f"{_2014}第18条", _LIABLE, "undetermined"),
    Rule("parked",         "2020", (OWN_CAR,),               f"{_2020}车损险保险责任", _LIABLE, "undetermined"),
    Rule("parked_unknown", "2014", (OWN_CAR,),               f"{_2014}第6条第1项、第11条第2项", "无法找到第三方"),
    Rule("parked_unknown", "2020", (OWN_CAR,),               f"{_2020}车损险保险责任"),
    Rule("scratch",        "2014", (SCRATCH,),               f"{_2014}第10条第7项、附加车身划痕损失险", "无明显碰撞痕迹的划痕"),
    Rule("scratch",        "2020", (SCRATCH,),               f"{_2020}附加车身划痕损失险", "无明显碰撞痕迹的划痕"),
    Rule("glass",          "2014", (GLASS,),                 f"{_2014}第10条第7项、附加玻璃单独破碎险", "玻璃单独破碎，限风挡和车窗玻璃"),
    Rule("glass",          "2020", (OWN_CAR,),               f"{_2020}车损险保险责任（玻璃并入）"),
    # Sunroof, mirrors and lamps are not glass in the sense of the 2014 rider.
    Rule("other_glass",    "2014", (),                       f"{_2014}附加玻璃单独破碎险", "天窗、后视镜、灯具不在玻璃险之内", "undetermined"),
    Rule("other_glass",    "2020", (OWN_CAR,),               f"{_2020}车损险保险责任（玻璃并入）", "天窗以条款为准"),
    Rule("wheels",         "2014", (),                       f"{_2014}第10条第7项", "车轮单独损坏不在车损险之内", "excluded"),
    Rule("wheels",         "2020", (WHEELS,),                f"{_2020}附加车轮单独损失险", "车轮单独损坏"),
    Rule("falling",        "2014", (OWN_CAR,),               f"{_2014}第6条第3项（外界物体坠落、倒塌）"),
    Rule("falling",        "2020", (OWN_CAR,),               f"{_2020}车损险保险责任（外界物体坠落、倒塌）"),
    Rule("storm",          "2014", (OWN_CAR,),               f"{_2014}第6条第4项（暴风、暴雨、冰雹）"),
    Rule("storm",          "2020", (OWN_CAR,),               f"{_2020}车损险保险责任（自然灾害）"),
    Rule("flood",          "2014", (OWN_CAR,),               f"{_2014}第6条第4项（暴雨、洪水）、第7条（施救费用）"),
    Rule("flood",          "2020", (OWN_CAR,),               f"{_2020}车损险保险责任（自然灾害）"),
    Rule("flooded_engine", "2014", (FLOODED_ENGINE,),        f"{_2014}第10条第8项、附加发动机涉水损失险", "发动机进水"),
    Rule("flooded_engine", "2020", (OWN_CAR,),               f"{_2020}车损险保险责任（发动机进水并入）", "发动机进水"),
    Rule("theft",          "2014", (THEFT,),                 f"{_2014}全车盗抢险保险责任", _FILED),
    Rule("theft",          "2020", (OWN_CAR,),               f"{_2020}车损险保险责任（盗抢并入）", _FILED),
    Rule("stolen_parts",   "2014", (),                       f"{_2014}第10条第6项、全车盗抢险责任免除", "非全车遭盗窃，仅零部件或附属设备被盗", "excluded"),
    Rule("stolen_parts",   "2020", (),                       f"{_2020}车损险责任免除", "仅零部件或附属设备被盗，以条款为准", "undetermined"),
    Rule("withheld",       "2014", (),                       f"{_2014}第53条第3项", "车由相识的人开走不还，属诈骗或民事、经济纠纷，不作盗抢", "undetermined"),
    Rule("withheld",       "2020", (),                       f"{_2020}车损险责任免除", "车由相识的人开走不还，属诈骗或民事、经济纠纷，不作盗抢", "undetermined"),
    Rule("fire",           "2014", (OWN_CAR,),               f"{_2014}第6条第2项（火灾、爆炸）、第9条第3项", _CAUSE),
    Rule("fire",           "2020", (OWN_CAR,),               f"{_2020}车损险保险责任（火灾、爆炸）", _CAUSE),
    Rule("fire_spread",    "2014", (OWN_CAR,),               f"{_2014}第6条第2项（火灾、爆炸）", f"{_CAUSE}；{_LIABLE}", "undetermined"),
    Rule("fire_spread",    "2020", (OWN_CAR,),               f"{_2020}车损险保险责任（火灾、爆炸）", f"{_CAUSE}；{_LIABLE}", "undetermined"),
    Rule("self_ignition",  "2014", (SELF_IGNITION,),         f"{_2014}附加自燃损失险", _CAUSE),
    Rule("self_ignition",  "2020", (OWN_CAR,),               f"{_2020}车损险保险责任（自燃并入）", _CAUSE),
)
# fmt: on
RULE: Mapping[tuple[str, str], Rule] = {(rule.loss, rule.wording): rule for rule in RULES}

ENGINE_EXCLUDED = f"{_2020}附加发动机进水损坏除外特约"
TRAILER = "交强险条例（挂车不投保）"
