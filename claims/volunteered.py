"""What an utterance tells beyond the question that was asked.

Callers tell whole stories in one breath; whatever an utterance contains is taken once, and never asked again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from claims.answers import best_time, clean, injury_facts, is_others, time_fact
from claims.case_type import case_type
from claims.heard import Heard, Value
from claims.interview import Facts, known, told

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
            if name in GROWING or not known(facts, name):
                found[name] = value
    return found


GROWING = frozenset({"events", "flags", "third_parties", "property_damage", "case_type", "description"})
"""Facts that grow with what is told, so that their takers return the whole new value."""


def _plates(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    sound = [v for v in heard.all("plate") if v.problem is None]
    own = [v for v in sound if not is_others(heard, v)]
    others = [
        v.value["plate"] for v in sound if is_others(heard, v) and v.value["plate"] != facts.get("plate")
    ]
    found: dict[str, Any] = {}
    # A plate guessed by sound waits for its own question, where it is read back.
    clear = [v for v in own if not v.value.get("by_sound")]
    if clear and asked not in ("plate", "third_plate"):
        found["plate"] = clear[0].value["plate"]
    if others and asked != "third_plate":
        found["third_plate"] = others
    return found


def _identifiers(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    return {v.kind: v.value for v in heard.all("vin", "engine_no", "policy_no") if v.problem is None}


def _time(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    value = best_time(heard)
    if value is None or value.problem or value.value.get("readings"):
        return {}
    return {"accident_time": time_fact(value)}


def _place(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    if asked in ("car_location", "contact_name", "hospital", "ward", "theft_police", "theft_parking"):
        return {}
    found = heard.all("place")
    return {"place": max(found, key=lambda v: len(v.text)).value} if found else {}


def _story(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take what happened: events, parties, things hit, circumstances; they decide the case type."""
    if asked in _NOT_THE_STORY:
        return {}
    events = _union(facts.get("events"), [v.value for v in heard.all("event")])
    flags = _union(facts.get("flags"), [v.value for v in heard.all("flag")])
    things = _union(facts.get("property_damage"), [v.value for v in heard.all("property")])
    new_vehicles = [v.value for v in heard.all("vehicle")]
    vehicles = facts.get("third_parties") or _parties(new_vehicles)
    found: dict[str, Any] = {"events": events, "flags": flags, "property_damage": things}
    if vehicles and (events or asked in ("description", "third_party")):
        found["third_parties"] = _with_fate(vehicles, flags)
    case = case_type(events, new_vehicles or vehicles, things, flags)
    if case is not None and not known(facts, "case_type"):
        found["case_type"] = case
    if heard.all("event") and len(heard.text) >= STORY_LENGTH and asked != "description":
        found["description"] = _longer(facts.get("description"), clean(heard.text))
    return {name: value for name, value in found.items() if value}


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


def _with_fate(vehicles: list[dict[str, Any]], flags: list[str]) -> list[dict[str, Any]]:
    return [{**party, "fled": True} for party in vehicles] if "fled_other" in flags else vehicles


def _flags(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    flags = [v.value for v in heard.all("flag")]
    found: dict[str, Any] = {}
    if flags:
        found["flags"] = _union(facts.get("flags"), flags)
    if "police_called" in flags:
        found["theft_police" if facts.get("case_type") == "theft" else "police"] = True
    if "second_start" in flags:
        found["flood_restarted"] = True
    if "not_drivable" in flags or "towed" in flags:
        found["drivable"] = False
    elif "drivable" in flags:
        found["drivable"] = True
    return found


def _damage(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    if asked in ("own_damage", "third_damage", "fire_origin", "fire_how", "flood_level"):
        others = [v.value for v in heard.all("third_part")]
        return {"third_damage": [others]} if others and asked == "own_damage" else {}
    own = list(dict.fromkeys(v.value for v in heard.all("part") if _is_damaged(heard, v)))
    others = list(dict.fromkeys(v.value for v in heard.all("third_part") if _is_damaged(heard, v)))
    found: dict[str, Any] = {}
    if own:
        found["own_damage"] = own
    if others:
        found["third_damage"] = [others]
    return found


def _is_damaged(heard: Heard, part: Value) -> bool:
    """Tell whether a part is said to be damaged: "机盖冒烟" or "停在车头前面" names no damage."""
    return bool(
        _DAMAGED.search(heard.after(part, 24).partition("。")[0]) or _DAMAGING.search(heard.before(part, 8))
    )


_DAMAGED = re.compile(
    r"坏|碎|裂|破|掉|凹|瘪|变形|刮|蹭|划|花了|断|烂|脱|损|撞|砸|烧|泡|湿|进水|掀|歪|弯|爆|瘪|扁|坑|伤|漆|错位|丢|没了|偷"
)
_DAMAGING = re.compile(r"(坏|碎|裂|破|刮|蹭|划|撞|砸|碰|伤|顶|怼|追)(了|到|着|在|上|的是)?[^，。,]{0,3}$")


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
    if hospital is not None:
        found |= {"sent_hospital": True, "hospital": hospital.value}
    if ward is not None:
        found["ward"] = ward.value
    return found


def _driver(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    if asked in ("contact_name", "third_owner", "insured", "theft_police"):
        return {}
    person = heard.first("person")
    if person is not None and _DRIVING.search(heard.after(person, 8) + heard.before(person, 6)):
        return {"driver": dict(person.value)}
    if _SELF_DRIVING.search(heard.text):
        return {"driver": {"relation": "本人"}}
    return {}


_DRIVING = re.compile(r"开(的|着|车)|驾驶|司机")
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
    if how and asked not in ("fire_how", "fire_origin") and len(heard.text) >= STORY_LENGTH:
        found["fire_how"] = clean(heard.text)
    origin = next((v for v in heard.all("part") if _FIRST_FLAMES.match(heard.after(v, 8))), None)
    if origin is not None and asked != "fire_origin":
        found["fire_origin"] = origin.text
    if re.search(r"消防.{0,6}(来|到|灭|扑)|(打|报)了?(119|一一九|幺幺九)", heard.text):
        found["fire_brigade"] = True
    if re.search(r"灭火器|扑灭|浇灭|用水", heard.text):
        found["fire_put_out"] = True
    return found


_HOW_IT_BURNT = re.compile(r"冒烟|冒火|自燃|短路|线路|充电|烟头|引燃|烧过来|爆炸|打火.{0,6}着|漏油|电瓶|电池")
_FIRST_FLAMES = re.compile(
    r"(里面?|那儿|那里|下面|底下|处|位置|部位)?(先|就|开始|突然|直)?(冒|着火|起火|着了|烧起)"
)


def _scene(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    if asked in ("at_scene", "car_location"):
        return {}
    if re.search(r"(我|车|现在|人|都)(还|都|就)?在(事故)?现场", heard.text):
        return {"at_scene": True}
    if re.search(r"(已经|都)(离开|不在)(了)?(事故)?现场", heard.text):
        return {"at_scene": False}
    return {}


def _contact(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    phone = heard.first("phone")
    if asked in ("contact_phone", "callback_phone", "contact_name") or phone is None or phone.problem:
        return {}
    if not re.search(r"联系|找我|打我|我的?(电话|手机|号)", heard.text):
        return {}
    return {"contact_phone": phone.value}


def _feelings(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    return {"upset": True} if heard.is_intent(("anxious", "grieving"), 0.5) else {}


TAKERS: tuple[Taker, ...] = (
    _plates, _identifiers, _time, _place, _story, _flags, _damage, _injuries, _hospital,
    _driver, _water, _fire, _scene, _contact, _feelings,
)  # fmt: skip
"""One taker a kind of fact; later ones see what earlier ones took."""


def _union(known_values: Any, new: list[Any]) -> list[Any]:
    return list(dict.fromkeys([*(known_values or ()), *new]))
