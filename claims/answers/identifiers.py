"""What names the vehicle and its policy: plate, VIN, engine number, policy number, insured."""

from __future__ import annotations

import re

from claims.answers.answer import Answer, Reader, cannot_name, lacks
from claims.heard import Heard, Value
from claims.interview import UNKNOWN, Facts

SURE_PLATE = 0.8

SURE_HEARING = 0.6
"""Below these a plate is read back before it is looked up; measured on the recogniser's own confidences."""


def read_plate(heard: Heard, facts: Facts) -> Answer | None:
    """Read the own plate, or that there is none; one heard by sound or badly waits to be confirmed."""
    own = plates_asked_for(heard)
    value = next((v for v in own if v.problem is None), own[0] if own else None)
    if value is None:
        if heard.first("vin"):
            return Answer({"vin": heard.first("vin").value, "plate": UNKNOWN})  # type: ignore[union-attr]
        if _READS_POLICY.search(
            heard.text
        ):  # the caller offers the policy number instead: it is asked for at once
            return Answer(dict.fromkeys(("plate", "vin", "engine_no"), UNKNOWN))
        if _NO_PLATE.search(heard.text) or cannot_name(heard):
            return Answer({"plate": UNKNOWN})
        return None
    if value.problem == "part":
        return Answer(problem="part", pending={"value": value.value["plate"]})
    if value.problem:
        return Answer(problem=f"plate_{value.problem}")
    plate = value.value["plate"]
    if value.value.get("by_sound") or value.confidence < SURE_PLATE or heard.heard < SURE_HEARING:
        return Answer(problem="confirm", pending={"fact": "plate", "value": plate})
    return Answer({"plate": plate})


_READS_POLICY = re.compile(r"我(给|跟|就)?(你|您)?(念|报|说|告诉)(你|您)?(一下)?保单号")

_NO_PLATE = re.compile(
    r"没有?(上)?(车)?牌|没上牌|没挂牌|新车|临牌|临时牌|还没上|牌.{0,4}(丢|没)了|不记得车牌|记不.{0,3}车牌"
)


def plates_asked_for(heard: Heard) -> list[Value]:
    """Return the plates that answer the question for the insured's.

    The one plate there is answers it unless the words leave no doubt that it is a car's that was met: 他那个面包车 浙G…, 老板的货车 皖B….
    """
    told = heard.all("plate")
    own = [value for value in told if not is_others(heard, value)]
    alone = len(told) == 1 and not _THEIRS.search(heard.before(told[0], 24))
    return own or (told if alone else [])


def is_others(heard: Heard, value: Value) -> bool:
    """Tell whether a plate is said to be the other party's: 对方是…, 被…追尾了, 跟…撞了, 在…旁边."""
    if value.owner:
        return value.owner == "other"
    before, after = heard.before(value, 16), heard.after(value)
    return bool(
        _OTHERS.search(before)
        or any(lead.search(before) and follows.match(after) for lead, follows in _MEETINGS)
    )


_HIT = r"(的车|的人)?(相撞|对撞|追尾|[撞碰刮蹭剐擦追顶])"
_OTHERS = re.compile(
    r"(对方|[他她](?!(?:就|也|刚|又|还)?[说讲报])的?|人家|那个?车|前车|后车|[前后]面(?!的?(那块)?(车?牌|号牌))|货车|肇事|撞我的?)[^，。,]{0,6}$"
    r"|(撞了?|追尾|刮|蹭)我的(是|那)[^，。,]{0,8}[，,]?[^，。,]{0,2}$"
)
_THEIRS = re.compile(
    r"对方|人家|肇事|(?<!车)[前后旁]面?(的|那)?[个辆台部]?车|[撞追刮蹭碰擦怼顶](了|到|上|着)?我|我[^，。,]{0,4}[撞追刮蹭碰擦怼顶](了|到|上|着)|[跟和与同][^，。,]{0,8}[撞刮蹭碰]"
)
"""Words that leave no doubt that the plate behind them is of a car that was met; 他的 and 货车 may be a husband's and an employer's."""

_MEETINGS = (
    (re.compile(r"[被让叫][^，。,]{0,4}$"), re.compile(rf"(从|在)?[^，。,]{{0,3}}?{_HIT}")),
    (re.compile(r"[跟和与同][^，。,]{0,4}$"), re.compile(_HIT)),
    (re.compile(r"在$"), re.compile(r"(旁边|边上|[后前对]面|隔壁)")),
)
"""What stands before and after the plate of a car that was met."""


_NUMBERED = re.compile(r"\d")
"""What every identifier has: letters alone are a word of another language."""


def reads_identifier(name: str) -> Reader:
    """Make the reader of an identifier other than the plate; a plate remembered after all answers it as well."""

    def read(heard: Heard, facts: Facts) -> Answer | None:
        spelled = [v for v in heard.all(name) if v.problem or _NUMBERED.search(str(v.value))]
        value = next((v for v in spelled if v.problem is None), spelled[0] if spelled else None)
        if value is None:
            plate = heard.first("plate")
            if plate and plate.problem is None:
                return Answer({"plate": plate.value["plate"]})
            return Answer({name: UNKNOWN}) if cannot_name(heard) or lacks(heard) else None
        if value.problem and (value.problem == "length" or value.problem == "characters"):
            return Answer(problem=f"{name}_{value.problem}")
        return Answer({name: value.value})

    return read


def read_insured(heard: Heard, facts: Facts) -> Answer | None:
    """Read the name of the insured."""
    value = heard.first("person")
    if value and value.value.get("name"):
        return Answer({"insured": value.value["name"]})
    return None
