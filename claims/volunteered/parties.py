"""The other parties of a story: pointed at twice, pushed onto another, or gone; and what is told of each."""

from __future__ import annotations

import re
from typing import Any

from claims import parties
from claims.answers import fled, is_others, name_told
from claims.heard import Heard, Value
from claims.interview import UNKNOWN, Facts
from claims.parties import CALLED, DESCRIBED, MOTOR, NON_MOTOR, TELLING
from claims.volunteered.identifiers import own_plates
from claims.who import SELF, THIRD
from claims.whose_number import OTHER, holder_of
from mandarin.plate_part import plate_part_in
from mandarin.sides import speaks_of_others


def take_parties(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take plates, owners, drivers, telephone numbers and insurers of other cars, each for its own; a plate nobody could read counts as unknown."""
    ours = [v.value["plate"] for v in own_plates(heard, facts)] + [facts.get("plate")]
    plates = [v for v in heard.all("plate") if v.problem is None and v.value["plate"] not in ours]
    if asked in ("plate", "third_plate"):  # read as the answer, or as the car to be looked up
        plates = [] if asked == "third_plate" else [v for v in plates if is_others(heard, v)]
    part = plate_part_in(heard.text) if not plates and asked not in OF_NUMBERS else None
    if part and (speaks_of_others(heard.text) or "牌" in heard.text) and parties.listed(facts):
        told = parties.assign(heard, facts, asked, [parties.Item(part[0], "plate_part", part[1])])
        left = _LEFT.search(heard.text)
        return fled({**facts, **told}) if left else told
    if not plates and asked != "third_plate" and _PLATE_NOT_SEEN.search(heard.text):
        return _unseen(heard, facts)
    items = [parties.Item(v.start, "plate", v.value["plate"]) for v in plates]
    for role in heard.who("owner", "driver"):
        ours_asked = asked in OF_OUR_PEOPLE and not _their_words(heard, role)
        named = {"name", "surname", "called"} & role.value.keys()  # 他开的 names nobody
        if (
            role.owner == "other"
            and named
            and not ours_asked
            and (role.kind, asked) != ("owner", "third_owner")
            and not _walked(heard, role, facts)
        ):
            items.append(parties.Item(role.start, role.kind, name_told(role)))
    items += _people_beside(heard, facts, asked)
    items += [
        parties.Item(one.start, "phone", one.value)
        for one in heard.all("phone")
        if one.problem is None and holder_of(heard, facts, one, asked) == OTHER
    ]
    of_whom = ("other", "") if asked in OF_INSURER and parties.count(facts, MOTOR) == 1 else ("other",)
    items += [
        parties.Item(v.start, "insurer", v.value)
        for v in heard.all("insurer")
        if v.owner in of_whom or parties.named_in_clause(heard, facts, v)
    ]
    if items:
        return parties.assign(heard, facts, asked, items)
    of_one = parties.count(facts, MOTOR) == 1 and asked in OF_INSURER
    index = next(
        (at for at, one in enumerate(parties.listed(facts)) if of_one and one.get("kind") == MOTOR), None
    )
    return parties.described(heard, facts, facts.get(parties.ASKED_OF, index))


def _walked(heard: Heard, role: Value, facts: Facts) -> bool:
    """Tell whether who is named was on foot, and drove none of the cars there are: 大爷叫王福生 右胳膊骨折了."""
    name = str(role.value.get("name") or "")
    at = heard.text.find(name, role.start) if name else -1
    walkers = parties.count(facts, parties.PEDESTRIAN) or facts.get("case_type") == "pedestrian"
    return role.kind == "driver" and at >= 0 and bool(walkers) and bool(_ON_FOOT.search(heard.text[:at]))


_ON_FOOT = re.compile(
    r"(?:大[爷娘妈伯婶]|老(?:头|太太?|人家?|汉|伯|爷子)|阿[姨婆伯公]|小孩儿?|孩子|娃儿?|学生|行人|路人)(?:儿|名字)?(?:叫|姓|是)?$"
)
"""Words of whoever is met on foot, before their name."""


def _people_beside(heard: Heard, facts: Facts, asked: str | None) -> list[parties.Item]:
    """Return who is named beside what was asked for: 前轮歪了 人姓罗 叫罗小军; 车主不知道 他姓徐; or in words that put theirs right."""
    asked_of_theirs = asked in parties.FIELDS and facts.get(parties.ASKED_OF) is not None
    if not (asked_of_theirs or parties.POINTED_AT in facts):
        return []
    roles = {(role.start, role.end) for role in heard.roles}
    plates = [plate.end for plate in heard.all("plate") if plate.problem is None and plate.owner != "ours"]
    people = [
        one
        for one in heard.all("person")
        if {"name", "surname"} & one.value.keys() and "relation" not in one.value
        if _NAMED_THERE.search(heard.text[: one.start])
        or any(end <= one.start and not heard.text[end : one.start].strip(" ，,") for end in plates)
        if all(not (one.start < end and start < one.end) for start, end in roles)
    ]
    return [parties.Item(one.start, "driver", name_told(one)) for one in people]


_NAMED_THERE = re.compile(
    r"(?:^|[,，。\s]|人|[他她]|对方|那个?[男女]的|小伙子?|大[爷妈姐哥叔]|师傅|老[头太人爷]|骑车的|骑手)(?:就|是|自己|说)*(?:姓|叫|名字叫?)(?:什么)?$"
)
"""Words before the name of who drives or rides what was asked about."""


OF_OUR_PEOPLE = frozenset({"driver", "contact_name", "contact_phone", "insured"})
"""Questions about our people: 现场那个司机 陈国柱, said to whom we may ring, is none of theirs."""


def _their_words(heard: Heard, role: Value) -> bool:
    """Tell whether words of the others stand before somebody (对方司机叫…, 前车那个姓…), or nothing says that ours is meant."""
    before = [one for one in heard.who("party") if one.start <= role.start]
    if any(set(one.value) & TELLING for one in before) or _OTHERS.search(heard.before(role, 12)):
        return True
    return not _DRIVES.search(heard.before(role, 6) + role.text)


_OTHERS = re.compile(r"对方|人家|他们那|那车|对面")
_DRIVES = re.compile(r"开|司机|师傅|驾驶")


OF_NUMBERS = frozenset({"plate", "third_plate", "vin", "policy_no", "contact_phone", "callback_phone"})
"""Questions to which a piece of a number is one of what was asked for."""

OF_INSURER = ("other_insurer", "other_insurer_name")
"""Questions to which an insurer is that of the other car, said or not."""


def _unseen(heard: Heard, facts: Facts) -> dict[str, Any]:
    listed = {**facts, "third_parties": parties.listed(facts) or [{"kind": MOTOR}]}
    if _LEFT.search(heard.text):
        return fled(parties.with_untold(listed))
    return parties.answered(listed, "third_plate", UNKNOWN)


_PLATE_NOT_SEEN = re.compile(r"没(看清|看见|看到|记住|记下|记|拍到|拍)(他|对方|人家)?的?(车牌|牌照|牌号)")
_LEFT = re.compile(r"跑了|逃|(开|溜)走|走了|没停")


def vehicles_in(heard: Heard, facts: Facts, opening: bool = False) -> list[dict[str, Any]]:
    """Return the other road users told of, each with what it is called (前, 皮卡); who waits with the caller is none (孩子在外头冷).

    ``opening`` is whether the car itself is asked for: then a make or sort by itself is our own car's (长安CS75 车主乔长友; 大车 碰了一下),
    and so is the one that our plate is said to be on, whatever is open.
    """
    called = {mention.end: mention.value for mention in heard.who("party")}
    waiting = [flag for flag in heard.all("flag") if flag.value == "exposed"]
    told = [
        v
        for v in heard.all("vehicle")
        if all(v.end <= w.start or w.end <= v.start for w in waiting)
        and not (opening and _our_own(heard, v))
        and not _on_our_plate(heard, facts, v)
        and not _of_the_insured(heard, v)
    ]
    return [{**called.get(vehicle.end, {}), **vehicle.value} for vehicle in told]


def _on_our_plate(heard: Heard, facts: Facts, vehicle: Value) -> bool:
    """Tell whether a car is what our plate is on, named right behind it: 渝D4H124 白色的长安."""
    colours = [
        one.start for one in heard.who("party") if one.start < vehicle.start and one.end == vehicle.end
    ]
    start = min([vehicle.start, *colours])
    return any(_ON_IT.fullmatch(heard.text, plate.end, start) for plate in own_plates(heard, facts))


_ON_IT = re.compile(r"[,，。\s的那个这是辆台一]{0,6}")


def _of_the_insured(heard: Heard, vehicle: Value) -> bool:
    """Tell whether 他的车 is the insured's, for whom the caller rings: 车主在外地 叫我帮她报 花盆砸她车上了."""
    kin = [one.value["relation"] for one in heard.who("caller") if "relation" in one.value]
    rings_for = any(relation not in (SELF, THIRD) for relation in kin)
    return rings_for and bool(_HIS.fullmatch(vehicle.text)) and not _RUN_INTO.search(heard.before(vehicle))


_HIS = re.compile(r"[他她](的|那|那个|家的?)?车子?")
_RUN_INTO = re.compile(r"[撞碰刮蹭追剐擦顶怼跟和与把]")


def _our_own(heard: Heard, vehicle: Value) -> bool:
    """Tell whether a vehicle is named in a clause of its own before anything befell it."""
    before, after = heard.text[: vehicle.start], heard.text[vehicle.end :]
    alone = (not before or before[-1] in " ，,。") and _MODEL.match(after)
    return bool(alone) and not _MET.search(before) and not _AT_US.match(after)


_MODEL = re.compile(r"[A-Za-z\d]{0,6}(?=$|[,，。\s])")
_MET = re.compile(r"[撞碰刮蹭追剐擦顶怼]|[被让叫跟和]|对方")
_AT_US = re.compile(
    r"[A-Za-z\d]{0,6}[,，。\s]+[^,，。]{0,8}[撞碰刮蹭追剐擦顶怼](了|到|上|着)*(我|俺|咱|过来)|[^。]{0,6}(把|给)(我|俺|咱)"
)


def parties_of(vehicles: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Spread "两辆车" over two parties."""
    return [
        {name: vehicle[name] for name in ("kind", "said", *CALLED, DESCRIBED) if vehicle.get(name)}
        for vehicle in vehicles
        if vehicle.get("kind") != "动物"
        for _ in range(min(_count(vehicle), 5))
    ]


def distinct(vehicles: list[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    """Leave out vehicles that only point at one told before: "一辆奥迪，对方车牌…" is one car.

    Where the caller speaks of "另一辆", all stand.
    """
    vehicles = [v for v in vehicles if not _HELPERS.fullmatch(str(v.get("said") or ""))]
    riders = any(v.get("kind") == NON_MOTOR for v in vehicles)
    vehicles = [v for v in vehicles if not (riders and v.get("said") in _EITHER)]  # 骑手带倒了 电车前叉歪了
    named = [v for v in vehicles if not _POINTING.fullmatch(str(v.get("said") or ""))]
    bikes = [v for v in named if v.get("kind") == NON_MOTOR and not str(v.get("said")).startswith("骑")]
    named = bikes + [v for v in named if v.get("kind") != NON_MOTOR] if bikes else named
    motor = [v for v in named if v.get("kind") == MOTOR]
    another = bool(_ANOTHER.search(text))
    listed = vehicles if another or not (motor or bikes) else named
    once: list[dict[str, Any]] = []
    for vehicle in listed:
        again = any(
            one.get("kind") == vehicle.get("kind") and one.get("said") == vehicle.get("said") for one in once
        )
        if again and not (another and vehicle.get("another")):
            continue
        there = next((at for at, one in enumerate(once) if _stands_there_too(one, vehicle)), None)
        if there is None:
            once.append(vehicle)
        else:
            once[there] = {**once[there], **vehicle, "count": max(_count(once[there]), _count(vehicle))}
    return once


def _stands_there_too(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Tell whether two vehicles named are one, by where they stood and what they are: 前车急刹 追尾了前面那辆出租车."""
    at = other.get("at")
    return bool(at) and one.get("at") == at and not other.get("another") and not parties.conflict(one, other)


def _count(vehicle: dict[str, Any]) -> int:
    return int(vehicle.get("count") or 1)


_EITHER = frozenset({"电车", "新能源"})
"""Words for an electric car that riders use of their bikes as well."""
_HELPERS = re.compile(r"拖车|救护车|消防车|警车|救援车|吊车|清障车")
_ANOTHER = re.compile(r"(又|另|另外|还有|第二|第三)一?[辆台]")
_POINTING = re.compile(r"(对方|那辆?|这辆?|他们?|她|人家)的?(车子?|汽车)")


def pushed(
    told: list[dict[str, Any]], events: list[str], text: str, seen_from_ours: bool = True
) -> list[dict[str, Any]]:
    """Count two other cars where one car was pushed onto the next; who struck us and whom we struck stand behind and in front.

    ``seen_from_ours`` is whether it is told from where our car stood.
    """
    motor = sum(party["kind"] == MOTOR for party in told)
    in_a_row = {"rear_ended", "rear_end"} <= set(events)
    if in_a_row and not told and seen_from_ours:
        return [{"kind": MOTOR, "at": "前"}, {"kind": MOTOR, "at": "后"}]
    both = in_a_row or ("rear_end" in events and bool(_ONTO.search(text)))
    return [*told, *({"kind": MOTOR} for _ in range(2 - motor))] if both else told


_ONTO = re.compile(r"(又|把(它|他|她|前车|那车))[^，。,]{0,4}(顶|撞|推|怼)[^，。,]{0,3}(到|上)")


def take_flight(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take that the other party left: of a car struck by nobody knows whom, that is a car.

    Who scratched a car and ran is no party; what was told before the case was known counts too.
    """
    told = [event for event in heard.all("event") if event.value == "fled_other"]
    known_parties = parties.listed(facts)
    if not told and "fled_other" not in (facts.get("events") or ()):
        return {}
    if any(party.get("fled") for party in known_parties):
        return {}
    if not known_parties and facts.get("case_type") not in ("parked_hit_unknown", "collision_multi"):
        return {}
    return fled(facts, parties.about(heard, facts, "kind", told[0].start) if told else None)
