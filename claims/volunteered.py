"""What an utterance tells beyond the question that was asked.

Callers tell whole stories in one breath; whatever an utterance contains is taken once, and never asked again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from claims.answers import (
    best_time,
    clean,
    fled,
    injury_facts,
    is_anywhere,
    is_just_now,
    is_more_precise,
    is_on_the_map,
    is_others,
    is_place,
    says,
    station_in,
    time_fact,
    untold_party,
)
from claims.case_type import case_type
from claims.heard import Heard, Value
from claims.interview import MOTOR, NON_MOTOR, UNKNOWN, Facts, known, told

Taker = Callable[[Heard, Facts, str | None], dict[str, Any]]

STORY_LENGTH = 12
"""Characters from which words that tell of an accident are its story: "我的车被水淹了" only names it."""


def volunteered(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Collect the facts an utterance holds besides the answer to the question asked.

    Known facts are never overwritten here; that is what corrections are for.

    Args:
        heard: The turn.
        facts: What is known, the answer to the question asked included.
        asked: The question that was open, or None.

    Returns:
        New facts only.
    """
    found: dict[str, Any] = {}
    for taker in TAKERS:
        for name, value in taker(heard, {**facts, **found}, asked).items():
            if (name in GROWING and value != facts.get(name)) or not known(facts, name):
                found[name] = value
    return found


GROWING = frozenset(
    {"events", "flags", "third_parties", "property_damage", "case_type", "description"}
    | {
        "accident_time",
        "place",
        "own_damage",
        "theft_police",
        "theft_station",
        "fee_paid",
        "fee_amount",
        "driver",
    }
)
"""Facts that grow with what is told, or become more precise, so that their takers return the whole new value."""


def _plates(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    sound = [v for v in heard.all("plate") if v.problem is None]
    settled = facts.get("plate") if facts.get("policy_confirm") is True else None
    # With the own car settled, the plate of another car is another's, whatever stands before it.
    own = [
        v
        for v in sound
        if not is_others(heard, v) and (settled in (None, v.value["plate"]) or _OURS.search(heard.before(v)))
    ]
    others = [v.value["plate"] for v in sound if v not in own and v.value["plate"] != facts.get("plate")]
    found: dict[str, Any] = {}
    # A plate guessed by sound waits for its own question, where it is read back.
    clear = [v for v in own if not v.value.get("by_sound")]
    if clear and asked not in ("plate", "third_plate"):
        found["plate"] = clear[0].value["plate"]
    if others and asked != "third_plate":
        found["third_plate"] = others
    elif asked != "third_plate" and _PLATE_NOT_SEEN.search(heard.text):
        found |= untold_party(facts) if _LEFT.search(heard.text) else {"third_plate": [UNKNOWN]}
        if _LEFT.search(heard.text):
            found |= {"flags": fled(facts)["flags"]}
    return found


_OURS = re.compile(r"(我|我们|咱|本车|自己)(的|那)?车?的?(车牌|牌照|牌号)?(号码?)?(应该)?是?$")
_PLATE_NOT_SEEN = re.compile(r"没(看清|看见|看到|记住|记下|记|拍到|拍)(他|对方|人家)?的?(车牌|牌照|牌号)")
_LEFT = re.compile(r"跑了|逃|(开|溜)走|走了|没停")


def _identifiers(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    return {v.kind: v.value for v in heard.all("vin", "engine_no", "policy_no") if v.problem is None}


def _time(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    value = best_time(heard)
    if value is None or value.problem or value.value.get("readings"):
        return {}
    before = facts.get("accident_time")
    if before is not None and (not is_just_now(before) or is_just_now(value.value)):
        return {}
    return {"accident_time": time_fact(value)}


def _place(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    if asked in ("car_location", "contact_name", "hospital", "ward", "theft_police", "theft_parking"):
        return {}
    found = [v for v in heard.all("place") if is_place(v) and _is_whereabouts(heard, v)]
    place = max(found, key=lambda v: len(v.text)).value if found else None
    before = facts.get("place")
    return {"place": place} if place and (before is None or is_more_precise(place, before)) else {}


def _is_whereabouts(heard: Heard, place: Value) -> bool:
    """Tell whether a place nobody asked for is the accident's, and somewhere a surveyor can find: not just "高速上"."""
    on_the_map = is_on_the_map(place.value)
    return on_the_map or bool(not is_anywhere(place.value) and heard.all("event", "time"))


def _story(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take what happened: events, parties, things hit, circumstances; they decide the case type."""
    if asked in _NOT_THE_STORY:
        return {}
    where = asked in ("place", "car_location")  # "景区停车场" is where it was, and parks no car
    happened = [e for e in heard.all("event") if not (where and _CAR_PARK.fullmatch(e.text))]
    events = _union(facts.get("events"), [event.value for event in happened])
    flags = _union(facts.get("flags"), _circumstances(heard, asked))
    things = _union(facts.get("property_damage"), [v.value for v in heard.all("property")])
    new_vehicles = _distinct([v.value for v in heard.all("vehicle")], bool(_ANOTHER.search(heard.text)))
    vehicles = _pushed(facts.get("third_parties") or _parties(new_vehicles), events, heard.text)
    found: dict[str, Any] = {"events": events, "flags": flags, "property_damage": things}
    if vehicles and (heard.all("event") or asked in ("description", "third_party")):
        found["third_parties"] = _with_fate(vehicles, flags)
    is_story = asked in ("description", "third_party") or heard.all("event")
    ranked = heard.learnt.get("case_type") if is_story else None
    case = case_type(events, new_vehicles or vehicles, things, flags, ranked)
    if case is not None and not known(facts, "case_type"):
        found["case_type"] = case
    if facts.get("case_type") == "pedestrian" and _RIDER.search(heard.text) and new_vehicles:
        found |= {"case_type": "collision_nonmotor", "third_parties": new_vehicles}
    gone = facts.get("case_type") == "theft" and _GONE.search(heard.text)
    if (
        ((_events_told(heard) and _tells_more_than_that(heard)) or gone)
        and len(heard.text) >= STORY_LENGTH
        and asked != "description"
    ):
        found["description"] = _longer(facts.get("description"), clean(heard.text))
    return {name: value for name, value in found.items() if value}


def _events_told(heard: Heard) -> bool:
    """Tell whether something happened in the words; the parking bay of an address did not."""
    places = heard.all("place")
    return any(
        not any(place.start <= event.start and event.end <= place.end for place in places)
        for event in heard.all("event")
    )


_CAR_PARK = re.compile(r"(地下)?(停车[场位区坪]|车[库位棚]|地库)")
"""Where cars park, as part of an address."""

_RIDER = re.compile(r"(骑|蹬|推)(着|了|个|辆|一|电|三|自|摩|小|共|车)")
"""Words that make the person who was struck a rider: "把人撞了，是一个骑三轮的"."""


def _tells_more_than_that(heard: Heard) -> bool:
    """Tell whether there is a story in the words, and not just that something happened: "快点啊我车让人撞了"."""
    kinds = {value.kind for value in heard.all(*_STORY)}
    return len(kinds) > 1 or any(event.value not in _BARE for event in heard.all("event"))


_BARE = frozenset({"hit_vehicle", "hit_by_vehicle"})
"""Events that say no more than "撞了"."""

_STORY = ("event", "vehicle", "property", "part", "third_part", "injury", "place", "time", "flag")

_GONE = re.compile(r"没了|不见了|没影|找不[着到]|丢了|偷")
"""Words that tell of a stolen car how it was missed: "今早下楼就没了"."""


def _longer(told_before: Any, now: str) -> str:
    """Add to the story what is told later: nothing said is lost."""
    return f"{told_before}；{now}" if told_before and now not in told_before else now


_NOT_THE_STORY = frozenset(
    {"recap", "guidance", "anything_else", "contact_name", "contact_phone", "callback_phone"}
)


def _parties(vehicles: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Spread "两辆车" over two parties."""
    return [
        {"kind": vehicle["kind"], "said": vehicle.get("said", "")}
        for vehicle in vehicles
        if vehicle.get("kind") != "动物"
        for _ in range(min(int(vehicle.get("count") or 1), 5))
    ]


def _distinct(vehicles: list[dict[str, Any]], another: bool) -> list[dict[str, Any]]:
    """Leave out vehicles that only point at one told before: "一辆奥迪，对方车牌…" is one car.

    ``another`` tells that the caller speaks of "另一辆"; then all stand.
    """
    vehicles = [v for v in vehicles if not _HELPERS.fullmatch(str(v.get("said") or ""))]
    named = [v for v in vehicles if not _POINTING.fullmatch(str(v.get("said") or ""))]
    bikes = [v for v in named if v.get("kind") == NON_MOTOR and not str(v.get("said")).startswith("骑")]
    named = bikes + [v for v in named if v.get("kind") != NON_MOTOR] if bikes else named
    motor = [v for v in named if v.get("kind") == MOTOR]
    if another:
        return vehicles
    once = {(v.get("kind"), v.get("said")): v for v in reversed(named if motor or bikes else vehicles)}
    return list(reversed(once.values()))


_HELPERS = re.compile(r"拖车|救护车|消防车|警车|救援车|吊车|清障车")
_ANOTHER = re.compile(r"(又|另|另外|还有|第二|第三)一?[辆台]")
_POINTING = re.compile(r"(对方|那辆?|这辆?|他们?|她|人家)的?(车子?|汽车)")


def _pushed(parties: list[dict[str, Any]], events: list[str], text: str) -> list[dict[str, Any]]:
    """Count two other cars where one car was pushed onto the next."""
    motor = sum(party["kind"] == MOTOR for party in parties)
    both = {"rear_ended", "rear_end"} <= set(events) or ("rear_end" in events and bool(_ONTO.search(text)))
    return [*parties, *({"kind": MOTOR, "said": ""} for _ in range(2 - motor))] if both else parties


_ONTO = re.compile(r"(又|把(它|他|她|前车|那车))[^，。,]{0,4}(顶|撞|推|怼)[^，。,]{0,3}(到|上)")


def _with_fate(vehicles: list[dict[str, Any]], flags: list[str]) -> list[dict[str, Any]]:
    return [{**party, "fled": True} for party in vehicles] if "fled_other" in flags else vehicles


def _circumstances(heard: Heard, asked: str | None) -> list[str]:
    """Return the circumstances told; "已经离开现场", said to B-13, is an answer and no confession."""
    own = ("left_scene",) if asked in ("at_scene", "car_location") else ()
    return [value.value for value in heard.all("flag") if value.value not in own]


def _flags(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    flags = _circumstances(heard, asked)
    found: dict[str, Any] = {}
    if flags:
        found["flags"] = _union(facts.get("flags"), flags)
    if "police_called" in flags:
        found["theft_police" if facts.get("case_type") == "theft" else "police"] = True
    if "second_start" in flags:
        found["flood_restarted"] = True
    if asked == "recap" and facts.get("police_to") == "交警":  # B-16 was said just before
        reported = says("theft_police", heard.text)
        found |= {} if reported is None else {"police": reported}
    if "not_drivable" in flags or "towed" in flags:
        found["drivable"] = False
    elif "drivable" in flags:
        found["drivable"] = True
    return found


def _damage(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    if asked in ("own_damage", "third_damage", "fire_origin", "fire_how", "flood_level"):
        others = [v.value for v in heard.all("third_part")]
        return {"third_damage": [others]} if others and asked == "own_damage" else {}
    only_parts = _lists_parts(heard)
    own = list(dict.fromkeys(v.value for v in heard.all("part") if only_parts or _is_damaged(heard, v)))
    others = list(dict.fromkeys(v.value for v in heard.all("third_part") if _is_damaged(heard, v)))
    if others and not _other_car(heard, facts):
        own, others = list(dict.fromkeys([*own, *others])), []
    found: dict[str, Any] = {}
    before = facts.get("own_damage")
    if own and isinstance(before, list):
        found["own_damage"] = _union(before, own)
    elif own or (before is None and _OWN_UNHURT.search(heard.text)):
        found["own_damage"] = own
    if others:
        found["third_damage"] = [others]
    return found


def _lists_parts(heard: Heard) -> bool:
    """Tell whether the utterance is a list of parts and little else: "左后门，还有后杠"."""
    return 2 * sum(part.end - part.start for part in heard.all("part")) > len(heard.text)


def _other_car(heard: Heard, facts: Facts) -> bool:
    """Tell whether there is another vehicle whose damage could be meant."""
    parties = [v.value for v in heard.all("vehicle")] + list(facts.get("third_parties") or ())
    multi = facts.get("case_type") in ("collision_multi", "collision_nonmotor")
    return multi or any(party.get("kind") != "动物" for party in parties)


_OWN_UNHURT = re.compile(
    r"(?<![他她方的])(我的?|咱的?|自己的?|^)?车(子)?(也|倒是?|上)?没(什么|啥)?(事|坏|损失|受损|伤)"
)


def _is_damaged(heard: Heard, part: Value) -> bool:
    """Tell whether a part is said to be damaged: "机盖冒烟" or "停在车头前面" names no damage."""
    return bool(
        _DAMAGED.search(heard.after(part, 24).partition("。")[0]) or _DAMAGING.search(heard.before(part, 8))
    )


_DAMAGED = re.compile(
    r"坏|碎|裂|破|掉|凹|瘪|变形|刮|蹭|划|花了|断|烂|脱|损|撞|砸|烧|泡|湿|进水|掀|歪|弯|爆|瘪|扁|坑|伤|漆|错位|丢|没了|偷|口子|道子|印子"
)
_DAMAGING = re.compile(r"(坏|碎|裂|破|刮|蹭|划|伤|断|掉|瘪)(了|到|着|在|上|的是)?[^，。,]{0,3}$")


def _injuries(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    value = heard.first("injury")
    if value is None:
        return {}
    found = injury_facts(value.value)
    if found.get("injured") is False and told(facts, "injured"):
        return {}
    return found


def _hospital(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    if facts.get("injured") is not True:
        return {}
    hospital, ward = heard.first("hospital"), heard.first("ward")
    found: dict[str, Any] = {}
    if _NOT_SENT.search(heard.text):
        found["sent_hospital"] = False
    if hospital is not None:
        found |= {"sent_hospital": True, "hospital": hospital.value}
    if ward is not None:
        found["ward"] = ward.value
    return found | _fee(heard, asked)


def _fee(heard: Heard, asked: str | None) -> dict[str, Any]:
    """Take what was paid to the hospital, also by who did not know it when asked: "交了五千押金"."""
    money = heard.first("money")
    if money is None or not money.value or asked == "other_insurer_estimate" or not _PAID.search(heard.text):
        return {}
    return {"fee_paid": True, "fee_amount": money.value}


_PAID = re.compile(r"(?<!没)(?<!没有)(交|垫|付)(?!警)(了|过|上|的|完|进去|出去)|押金|垫付")
_NOT_SENT = re.compile(r"没(有)?(送|去|到)(过)?(医院|医)|等(着)?(120|救护车)")


def _driver(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    if asked in ("contact_name", "third_owner", "insured", "theft_police"):
        return {}
    person = heard.first("person")
    if person is not None and _DRIVING.search(person.text + heard.after(person, 8) + heard.before(person, 6)):
        named = [v.value for v in heard.all("person")[1:] if _BY_NAME.search(heard.before(v, 4))]
        found = {**(named[0] if named else {}), **person.value}
        before = facts.get("driver")
        same = isinstance(before, dict) and not before.get("name") and before.items() <= found.items()
        return {"driver": found} if same or not known(facts, "driver") else {}
    if known(facts, "driver"):
        return {}
    if person is not None and person.value.get("relation") not in (None, "本人") and _LENT.search(heard.text):
        return {"driver": dict(person.value)}  # named later: "我朋友借去开的……他叫孙磊"
    if _SELF_DRIVING.search(heard.text):
        return {"driver": {"relation": "本人"}}
    return {}


_DRIVING = re.compile(r"开(的|着|车)|驾驶|司机")
_LENT = re.compile(r"我(?!自己|本人|开)[^，。,]{1,8}开(的|着|车)")
_BY_NAME = re.compile(r"(他|她|名字)?叫$|名字是$")
_SELF_DRIVING = re.compile(r"我(自己|本人|自个儿?)?(正)?(在)?(开着?车|驾驶|开的车?)|是我开的?")


def _water(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    if facts.get("case_type") != "flood":
        return {}
    found: dict[str, Any] = {}
    level, duration = heard.first("water_level"), heard.first("duration")
    if level is not None:
        found["flood_level"] = level.value
    if duration is not None and re.search(r"泡|淹|水里", heard.text):
        found["flood_duration"] = list(duration.value)
    if _NOT_RESTARTED.search(heard.text):
        found["flood_restarted"] = False
    return found


_NOT_RESTARTED = re.compile(r"(没|不敢|没敢)(有)?(再)?(重新)?(打火|启动|点火|发动|打着)|没(再)?动(过|它)?")


def _fire(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    if facts.get("case_type") != "fire" or asked in ("fire_brigade", "fire_put_out"):
        return {}
    found: dict[str, Any] = {}
    how = _HOW_IT_BURNT.search(heard.text)
    is_story = asked == "description" or len(heard.text) >= STORY_LENGTH
    if how and is_story and asked not in ("fire_how", "fire_origin"):
        found["fire_how"] = clean(heard.text)
    origin = _FIRST_FLAMES.search(heard.text)
    if origin is not None and asked != "fire_origin":
        found["fire_origin"] = origin.group(1)
    if re.search(r"消防.{0,6}(来|到|灭|扑)|(打|报)了?(119|一一九|幺幺九)", heard.text):
        found["fire_brigade"] = True
    if re.search(r"灭火器|扑灭|浇灭|用水", heard.text):
        found["fire_put_out"] = True
    return found


_HOW_IT_BURNT = re.compile(r"冒烟|冒火|自燃|短路|线路|充电|烟头|引燃|烧过来|爆炸|打火.{0,6}着|漏油|电瓶|电池")
_FIRST_FLAMES = re.compile(
    r"(发动机舱?|机舱|机盖|引擎盖?|车头|后备箱|底盘|轮胎|座椅|仪表台|中控台?|电瓶|电池|排气管|线束|油箱|空调)"
    r"(里面?|里头|那儿|那里|那块儿?|下面|底下|处|位置|部位)?(先|就|开始|突然|直|给)*(冒|着火|起火|着了|烧起|引燃|点着)"
)


def _theft(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take what is told of a stolen car beyond the loss: police, where it stood, the receipt, its papers."""
    if facts.get("case_type") != "theft":
        return {}
    found: dict[str, Any] = {}
    reported = says("theft_police", heard.text)
    untold = reported is True or not known(facts, "theft_police")
    if (
        asked != "theft_police"
        and untold
        and reported is not None
        and re.search(r"派出所|公安|警", heard.text)
    ):
        found["theft_police"] = reported
        station = station_in(heard.text) if reported else None
        if station:
            found["theft_station"] = station
    lot, street = _LOT.search(heard.text), _STREET.search(heard.text)
    if asked != "theft_parking" and (lot or street):
        found["theft_parking"] = bool(lot)
    receipt = _RECEIPT.search(heard.text)
    if asked != "theft_parking" and receipt:
        found["theft_receipt"] = receipt.group(1) is None
    if asked != "theft_documents" and _PAPERS_KEPT.search(heard.text):
        found["theft_documents"] = []
    return found


_LOT = re.compile(r"停(?:放|在|到)?[^，。,]{0,16}(?:停车场|存车场|停车库|地下车库|地库)")
_STREET = re.compile(r"停(?:放|在|到)?[^，。,]{0,4}(?:路边|街边|马路边|楼下|门口|胡同|巷子)")
_RECEIPT = re.compile(r"(没有?|没拿|没给)?(?:停车|存车|停车场的?)(?:票据?|小票)|(?:停车|存车)?票据?我?留着")
_PAPERS_KEPT = re.compile(r"(行驶证|行车证|证件|手续|本子)[^，。,]{0,8}(没丢|没在车|在我(身上|这|手)|在家)")


def _scene(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    if asked in ("at_scene", "car_location"):
        return {}
    if re.search(r"((我|车|现在|人|都)(还|都|就)?|还(都)?)在(事故)?现场", heard.text):
        return {"at_scene": True}
    if re.search(r"(已经|都)(离开|不在)(了)?(事故)?现场", heard.text):
        return {"at_scene": False}
    towed = _TOWED_TO.search(heard.text)
    if towed and facts.get("case_type") != "theft":
        return {"at_scene": False, "car_location": towed.group(1)}
    return {}


_TOWED_TO = re.compile(
    r"(?:拖(?:车拖)?|(?:已经|现在|后来|我就|都)(?:开|挪|送))(?:到|回|去)了?"
    r"([^，。,]{0,12}?(?:修理厂|修车厂|汽修厂|4[sS]店|四[sS]店|家里?|单位|停车场|公司|院里|店里))"
)


def _contact(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    phone = heard.first("phone")
    if asked in ("contact_phone", "callback_phone", "contact_name") or phone is None or phone.problem:
        return {}
    if not re.search(r"联系|找我|打我|我的?(电话|手机|号)", heard.text):
        return {}
    return {"contact_phone": phone.value}


def _reporter(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take the name by which the caller introduces themselves."""
    person = next((v for v in heard.all("person") if v.value.get("name")), None)
    if person is None or asked in ("insured", "third_owner", "complaint_surname"):
        return {}
    words = heard.text[max(0, person.start - 4) : person.end]
    introduced = _INTRODUCED.search(words) or _OWNER.search(heard.text[: person.start])
    return {"reporter_name": person.value["name"]} if introduced else {}


def _insured(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take the name the caller gives of the insured; whether it is the right one, the policy tells."""
    if asked == "insured":
        return {}
    named = [v for v in heard.all("person") if v.value.get("name") and _OF_POLICY.search(heard.before(v))]
    return {"insured_said": named[0].value["name"]} if named else {}


_OF_POLICY = re.compile(r"(?<!对方)(?<!对面)(车主|被保险?人|投保人|户主)(的名字)?(是|叫|，|,)*$")
_INTRODUCED = re.compile(r"(?<![他她是])我(的名字)?(就|姓.)?(是|叫)|本人(是|叫)")
_OWNER = re.compile(r"我(就)?是[^，。,]{0,12}车主(叫)?$")


def _feelings(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    afraid = heard.is_intent(("anxious", "grieving"), 0.5) or _AFRAID.search(heard.text)
    return {"upset": True} if afraid else {}


_AFRAID = re.compile(r"(?<!不)(害怕|好怕|怕死|吓(死|坏|傻|哭)|救命|吓得)")


TAKERS: tuple[Taker, ...] = (
    _plates, _identifiers, _time, _place, _story, _flags, _damage, _injuries, _hospital,
    _driver, _water, _fire, _theft, _scene, _contact, _reporter, _insured, _feelings,
)  # fmt: skip
"""One taker a kind of fact; later ones see what earlier ones took."""


def _union(known_values: Any, new: list[Any]) -> list[Any]:
    return list(dict.fromkeys([*(known_values or ()), *new]))
