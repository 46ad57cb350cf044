"""Who else was involved: the other cars, their plates, owners and insurers."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from claims import parties
from claims.answers.answer import Answer, clean, gives_up, lacks
from claims.answers.yes_no import settle, yes_or_no
from claims.case_type import case_type
from claims.heard import Heard, Value
from claims.interview import UNKNOWN, Facts, parked
from claims.parties import MOTOR, NON_MOTOR, PEDESTRIAN
from claims.who import by_third_party, names_themselves
from mandarin.plate_part import plate_part_in


def read_third_party(heard: Heard, facts: Facts) -> Answer | None:
    """Read who or what else was involved; it decides the case type."""
    called = {mention.end: mention.value for mention in heard.who("party")}
    vehicles = [{**called.get(v.end, {}), **v.value} for v in heard.all("vehicle")]
    kinds = {v["kind"] for v in vehicles}
    case = next(
        (
            case
            for kind, case in (
                (PEDESTRIAN, "pedestrian"),
                (MOTOR, "collision_multi"),
                (NON_MOTOR, "collision_nonmotor"),
            )
            if kind in kinds
        ),
        None,
    )
    if case == "collision_multi" and parked(facts):  # who stands is run into, and drives nobody down
        happened = [*(facts.get("events") or ()), *(event.value for event in heard.all("event")), "parked"]
        case = case_type([*happened, "hit_by_vehicle"], vehicles)
    if case:
        return Answer({"third_party": True, "case_type": case, "third_parties": vehicles})
    things = [v.value for v in heard.all("property")]
    if things:
        struck = list(dict.fromkeys([*(facts.get("property_damage") or ()), *things]))
        return Answer({"third_party": True, "case_type": "collision_single", "property_damage": struck})
    if yes_or_no("third_party", heard) is False or gives_up(heard):
        return Answer({"third_party": False, "case_type": "collision_single", "third_parties": []})
    if yes_or_no("third_party", heard):
        return Answer({"third_party": True, "case_type": "collision_multi"})
    return None


def no_such_car(heard: Heard, facts: Facts, question: str) -> dict[str, Any] | None:
    """Return the facts without the car a question is about, where the caller says that there is none; else None.

    Who was on foot or rode stands in its place: 她是走路的 没有车牌. What kind of accident it was follows from who is left.
    """
    index, listed = parties.awaiting(facts, question), parties.listed(facts)
    if index is None or listed[index].get("kind") != MOTOR or heard.all("plate"):
        return None
    if any(listed[index].get(field) not in (None, UNKNOWN) for field in ("plate", "owner", "driver")):
        return None  # there is one, and no further: 没有别的车了
    if _SAME_CAR.search(heard.text) and parties.another_is_told_of(facts, index):
        return parties.without_waiting(facts, question)
    told = {str(vehicle.value["kind"]) for vehicle in heard.all("vehicle")}
    none = _NO_CAR.search(heard.text)
    kind = next(
        (kind for kind in (PEDESTRIAN, NON_MOTOR) if kind in told and (none or kind == PEDESTRIAN)), ""
    )
    if not (kind or none):
        return None
    others = [party for at, party in enumerate(listed) if at != index]
    if kind and all(party.get("kind") != kind for party in others):
        others.append({"kind": kind})
    kinds = {party.get("kind") for party in others}
    case = facts.get("case_type")
    if parties.IMPLIED.get(str(case)) == MOTOR and MOTOR not in kinds:
        case = next(
            (name for name, implied in parties.IMPLIED.items() if implied in kinds), "collision_single"
        )
    events = [
        event
        for event in facts.get("events") or ()
        if MOTOR in kinds or case_type([event]) != facts.get("case_type")
    ]
    return {"third_parties": others, "case_type": case, "events": events}


_NO_CAR = re.compile(
    r"(?<!有)(没|没有|没得|冇得?|呒没|呒不|无|不是)(什么|啥|得)?(别|其他|其它|另外|对方)?的?(机动|汽)?车子?(?![牌灯损险主门号祸速头尾上里停])(?=$|[,，。\s]|了|的|啊|呀|呢|嘞|参与|撞)"
    r"|(没|没有|没得|冇得?|呒没|呒不|无)(什么|啥)?(对方|别人|第三方)(?=$|[,，。\s]|了|的?$|啊|呀|呢|嘞)|(就|只有?)(我|俺)(自己|一个人?|这)?一?[个辆台部]车(?=$|[,，。\s啊呀])"
)
"""Words that there is no other car: 没得车, 没有别的车 撞的是柱子, 没有对方."""


_SAME_CAR = re.compile(
    r"(?:就|只有?|只是|总共|一共)(?:是|有|撞了?|碰了?)?(?:[他她它]|对方|这|那)?(?:这|那)?一?[辆台部](?:车|$|[,，。\s啊呀吧的])"
    r"|(?:就|只有?)(?:有)?(?:我们|咱们?|我俩|我跟他|双方)(?:这)?两[辆台部]"
    r"|(?:刚才?|刚刚|前面|之前|上面|上一个|原来)(?:说|讲|提|写|报|填)?过?的?(?:那|这)[辆台部](?![^，。]{0,8}(?:跑|逃|走|没看|没记|不知道|不清楚))|同一[辆台部]"
    r"|(?:没有?|没得|冇得?|不是|哪里?儿?(?:来|有|还有)的?)(?:什么|啥)?(?:第二|第2|另一|另外一?|别的?|两)[辆台部个]"
)
"""Words that the car asked about is the one told before, and no further: 就是刚才那辆, 只有一辆车, 没有第二辆, 就我们两辆车."""


def read_third_plate(heard: Heard, facts: Facts) -> Answer | None:
    """Read the plates of other cars, each for its own, or that nobody can tell the one asked for."""
    if (without := no_such_car(heard, facts, "third_plate")) is not None:
        return Answer(without)
    known_plates = (facts.get("plate"), *parties.told(facts, "plate"))
    sound = [v for v in heard.all("plate") if v.problem is None and v.owner != "ours"]
    items = [
        parties.Item(v.start, "plate", v.value["plate"])
        for v in sound
        if v.value["plate"] not in known_plates
    ]
    if (
        items and len(sound) > 1
    ):  # told of each once more: whatever was given to the wrong one goes to its own
        items = [
            parties.Item(v.start, "plate", v.value["plate"])
            for v in sound
            if v.value["plate"] != facts.get("plate")
        ]
        facts = {**facts, "third_parties": parties.without_plates(facts)}
    if items:
        return Answer(parties.assign(heard, facts, "third_plate", items))
    if any(v.value["plate"] in parties.told(facts, "plate") for v in sound):
        return Answer(parties.without_waiting(facts, "third_plate"))
    if part := plate_part_in(heard.text):
        told = parties.assign(heard, facts, "third_plate", [parties.Item(part[0], "plate_part", part[1])])
        gone = _GONE.search(heard.text) or any(event.value == "fled_other" for event in heard.all("event"))
        return Answer(fled({**facts, **told}) if gone and told else told)
    if _GONE.search(heard.text) or any(event.value == "fled_other" for event in heard.all("event")):
        return Answer(parties.untold(facts) | fled(parties.with_untold(facts)))
    if _LEFT.search(heard.text):
        return Answer(parties.untold(facts))
    if (cannot_tell("third_plate", heard) or _UNPLATED.search(heard.text)) and not heard.first("injury"):
        return Answer(parties.answered(facts, "third_plate", UNKNOWN))
    wrong = heard.first("plate")
    if wrong is None or not wrong.problem:
        return None
    if wrong.problem == "part":
        return Answer(problem="part", pending={"value": wrong.value["plate"]})
    return Answer(problem=f"plate_{wrong.problem}")


_UNPLATED = re.compile(r"(没|没有|没得|还没|未)(上|挂)?牌|没(装|弄)牌")


def cannot_tell(name: str, heard: Heard) -> bool:
    """Tell whether the caller does not know it, has not got it, or will not say; not by how a damage told sounds."""
    if gives_up(heard) or lacks(heard):
        return True
    bikes = any(vehicle.value["kind"] == NON_MOTOR for vehicle in heard.all("vehicle"))
    return settle(name, heard) in (False, UNKNOWN) and not bikes and not heard.all("part", "third_part")


def fled(facts: Facts, index: int | None = None) -> dict[str, Any]:
    """Note that another party fled, by default the one told of last; the flag goes with it."""
    listed = parties.listed(facts) or [{"kind": MOTOR}]
    listed[-1 if index is None else index] |= {"fled": True}
    flags = dict.fromkeys([*(facts.get("flags") or ()), "fled_other"])
    return {"third_parties": listed, "flags": list(flags)}


_GONE = re.compile(r"跑(了|掉|没影)|逃|溜(走)?了|没停")

_LEFT = re.compile(r"走了|不在了|离开了")

_KEPT_BACK = re.compile(r"(不肯|不愿意?|没有?|不)(说|讲|告诉|透露)|没问|没留|不给(说|看)")
"""Words of an owner who does not tell a name; what else they told is read beside."""


def read_third_owner(heard: Heard, facts: Facts) -> Answer | None:
    """Read the owners of other cars, each for its own: a person or a company, or that nobody can tell."""
    if (without := no_such_car(heard, facts, "third_owner")) is not None:
        return Answer(without)
    parts = heard.all("part", "third_part")  # 后杠 sounds like a name
    owners = [
        one
        for one in heard.who("owner")
        if one.owner == "other" and not any(part.start < one.end and one.start < part.end for part in parts)
    ]
    items = [parties.Item(one.start, "owner", name_told(one)) for one in owners]
    own = _HIS_OWN.search(_HESITATION.sub(lambda sound: "的" * len(sound[0]), heard.text))
    if items and own:  # 他说车是他自己的 叫…: he is there, and drove it
        who = next((one for one in reversed(items) if one.start < own.start()), items[0])
        items.append(replace(who, field="driver"))
    elif own:  # 那个司机姓周 车就是他自己的
        items = _drove_and_owns(heard, facts)
    third = by_third_party(heard, facts, "third_owner")
    if third and names_themselves(heard) and not own:  # whose car it is: the caller's
        names = [one.value["name"] for one in heard.who("caller") if "name" in one.value]
        name = next(iter(names), facts.get("reporter_name") or THIRD_SELF)
        mine = parties.with_fields(facts, parties.CALLERS - 1, owner=name)
        return Answer(mine | {"relation": parties.THIRD})
    if items:
        told = parties.assign(heard, facts, "third_owner", items)
        return Answer(told | parties.rest_unknown(heard, {**facts, **told}, "third_owner", items))
    left_open = any(one.kind == "owner" and one.assertion == "asked" for one in heard.roles)
    if left_open or cannot_tell("third_owner", heard) or _KEPT_BACK.search(heard.text):
        return Answer(parties.answered(facts, "third_owner", UNKNOWN))
    if any(one.owner == "other" and {"name", "surname"} & one.value.keys() for one in heard.who("driver")):
        return None  # 开车的姓周: whose car it is, is another question
    said = clean(heard.text)
    if any(one.value.get("relation") == "本人" for one in heard.all("person")):
        return None  # 自己 薛海平
    no_name = parts or heard.all("insurer", "injury") or NO_NAME.search(said)
    if no_name or not 2 <= len(said) <= SHORT_NAME:
        return None
    return Answer(parties.answered(facts, "third_owner", said))


def _drove_and_owns(heard: Heard, facts: Facts) -> list[parties.Item]:
    """Return the owner who is the driver: the one named beside it, else the one told before."""
    drivers = [one for one in heard.who("driver") if one.owner == "other"]
    if drivers:
        names = [(one.start, name_told(one)) for one in drivers]
        return [parties.Item(start, field, name) for start, name in names for field in ("owner", "driver")]
    index = parties.awaiting(facts, "third_owner")
    driver = parties.listed(facts)[index].get("driver") if index is not None else None
    return [parties.Item(len(heard.text), "owner", THE_DRIVER if driver in (None, UNKNOWN) else driver)]


_HIS_OWN = re.compile(
    r"(?<!是不)(?:车(?:子|主)?(?:也|就|都|应该|的)*是(?!不是)(?:司机|驾驶员)?的*[他她]?的*(?:自己|自个儿?|本人)(?:的|$|[,，。\s])"
    r"|(?:[他她](?:自己|自个儿?|本人)|司机(?:自己)?|驾驶员(?:自己)?)的车(?!主|牌)|(?:车主|(?<!对方)车)(?:也|就)*是(?:[他她]|司机|驾驶员|开车的?)(?:的)?(?:$|[,，。\s])"
    r"|(?:开车的|司机|驾驶员)(?:也|就)*是车主|车主(?:自己|本人)(?:在)?开的|也是[他她](?:自己|本人)?(?:在)?开的)(?![^,，。]{0,4}(?:不知道|不晓得|不清楚|没问))"
)
_HESITATION = re.compile("[嗯呃额]+")

THE_DRIVER = "司机本人"
"""How an owner is kept who drove and whose name nobody knows."""

THIRD_SELF = "报案人"
"""How a third party is kept who owns the car and has given no name."""

SHORT_NAME = 8
"""Characters up to which words without a name are kept for whose car it is: 顺丰的, 一家装修公司."""

NO_NAME = re.compile(r"[我你您吗呢啥么哪怎刚才说过问等没不A-Za-z\d]|[前后](头|面|边|车)|什么|为啥|多少")
"""Words of an answer that names nobody: 我刚说了呀."""


def name_told(person: Value) -> str:
    """Return how somebody is called: the name, else the surname as it was told (姓刘, 张先生), or what they are to who drove (他老板)."""
    if called := person.value.get("name") or person.value.get("called"):
        return str(called)
    surname = str(person.value.get("surname", ""))
    return person.text if person.text.startswith(surname) and len(person.text) in (3, 4) else f"姓{surname}"


def read_other_insurer(heard: Heard, facts: Facts) -> Answer | None:
    """Read whether another insurer came: naming one says yes, telling where the other car is insured does not."""
    insurer = heard.first("insurer")
    said = settle("other_insurer", heard)
    if said is not False and _NOT_YET.search(heard.text):
        return Answer({"other_insurer": False})
    if said is None and insurer is not None and insurer.owner and not _CAME.search(heard.text):
        return None  # 他保的平安
    if said is not False and insurer is not None:
        updates: dict[str, Any] = {"other_insurer": True, "other_insurer_name": insurer.value}
        money = heard.first("money")
        if money is not None:
            updates["other_insurer_estimate"] = money.value
        return Answer(updates)
    return None if said is None else Answer({"other_insurer": said})


_CAME = re.compile(r"来了|来过|到了|到场|在场|在这|在旁边|拍了?照|估了?|定了?损|查勘")
_NOT_YET = re.compile(
    r"(还|也|都)?(没|未|冇|么|木)(有)?(人)?(来|到|见着?|看[见到])(?!过)|没有?(哪家|谁|别的)?[^,，。]{0,4}(保险)?[^,，。]{0,3}来"
)
"""Words of an insurer that is only on the way: 对方的保险也还没来."""
