"""A correction of something said before: the new value wins, and nothing of the old one stays."""

from __future__ import annotations

import re
from typing import Any

from claims.answers import VAGUE, injury_facts, is_anywhere, is_others, is_place, read_answer, time_fact
from claims.case_type import case_type
from claims.clock import moment
from claims.heard import Heard, Value
from claims.interview import OF_OTHERS, Facts, known, without_stale

CUE = re.compile(
    r"不对|不是|错了|说错|记错|报错|弄错|口误|更正|纠正|改一下|改成|哦不|噢不|应该是|重新说|刚才说的.{0,6}(不|错)"
)

POLICY_FACTS = (
    "lookup", "looked_up", "plate_confirmed", "policy", "verified", "policy_confirm", "coverage", "verdict",
    "verdict_cover", "elsewhere", "new_energy",
)  # fmt: skip
"""What was looked up for a vehicle, and falls with it."""

STORY_FACTS = ("third_parties", "property_damage", *OF_OTHERS, "verdict")
"""What hangs on the kind of accident."""


def is_correction(heard: Heard) -> bool:
    """Tell whether the caller takes something back."""
    return heard.is_intent(("correct",), 0.5) or bool(heard.amended) or bool(CUE.search(heard.text))


def contradicts(heard: Heard, facts: Facts, asked: str | None) -> bool:
    """Tell whether the words correct something without a "不对".

    They deny or add to an injury told before, or name another car than the one the insurer does not know.
    """
    injury = heard.first("injury")
    denied = injury is not None and injury.value.get("any") is False and facts.get("injured") is True
    return denied or bool(_one_more(heard, facts)) or _another_plate(heard, facts, asked)


def _another_plate(heard: Heard, facts: Facts, asked: str | None) -> bool:
    if facts.get("lookup") not in ("none", "expired") or asked in OF_OTHERS:
        return False
    own = [v.value["plate"] for v in heard.all("plate") if v.problem is None and not is_others(heard, v)]
    return any(plate not in (facts.get("plate"), *(facts.get("third_plate") or ())) for plate in own)


ORDINALS = {"二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
NEXT_HURT = re.compile(r"第([二三四五])个(人|乘客)?.{0,6}伤|(还有|又有|另外)(一|1)?个.{0,8}伤")
"""Words of one more injured: "第二个人也受伤了", "还有一个也伤了"."""


def _one_more(heard: Heard, facts: Facts) -> dict[str, Any]:
    """Count on the injured."""
    found, count = NEXT_HURT.search(heard.text), facts.get("injured_count")
    if not found or not isinstance(count, int) or facts.get("injured") is not True:
        return {}
    now = ORDINALS[found.group(1)] if found.group(1) else count + 1
    return {"injured_count": now} if now > count else {}


def corrected(heard: Heard, facts: Facts, previous: str | None) -> dict[str, Any] | None:
    """Apply a correction.

    Args:
        heard: The turn.
        facts: What is known.
        previous: The question answered last, which a bare "不对，是两个" is about.

    Returns:
        All facts after the correction; None when the utterance changes nothing that is known.
    """
    changes = changes_in(heard, facts, previous)
    if not changes and previous and known(facts, previous) and not _about_another(heard, previous):
        answer = read_answer(previous, heard, {**facts, previous: None})
        if answer is not None and not answer.problem:
            changes = {name: value for name, value in answer.facts.items() if value != facts.get(name)}
    if not changes:
        return None
    return without_stale(_fallen(changes, facts) | changes)


def _about_another(heard: Heard, previous: str) -> bool:
    """Tell whether the words name an identifier, so that a "不对" in them is not about the question before."""
    return bool(heard.all("plate", "vin", "phone")) and previous not in IDENTIFIED_BY


IDENTIFIED_BY = frozenset(
    {
        "plate",
        "vin",
        "engine_no",
        "policy_no",
        "third_plate",
        "contact_name",
        "contact_phone",
        "callback_phone",
    }
)
"""Questions answered by a plate, a VIN or a telephone number."""

NAMED_WRONG: dict[str, tuple[str, tuple[str, ...]]] = {
    "plate": (r"车牌|牌照|牌号", ("plate",)),
    "accident_time": (r"时间|日期|几点", ("time",)),
    "place": (r"地点|地方|位置|地址", ("place",)),
    "contact_phone": (r"电话|手机|号码", ("phone",)),
    "contact_name": (r"联系人|名字|姓名", ("person",)),
}
"""Fact -> what callers call it, and the kinds of values that would put it right."""


def named_wrong(heard: Heard, facts: Facts) -> str | None:
    """Return the fact that the caller says is wrong without saying what is right: "车牌不对"."""
    for name, (words, kinds) in NAMED_WRONG.items():
        wrong = rf"({words})[^，。,]{{0,3}}(不对|错了|说错|报错|记错|弄错|有误)|不对[，,\s]*({words})[^，。,]{{0,2}}$"
        if (
            known(facts, name)
            and re.search(wrong, heard.text)
            and not heard.all(*kinds)
            and name not in heard.amended
        ):
            return name
    return None


def without_fact(facts: Facts, name: str) -> dict[str, Any]:
    """Take a fact out, with all that hangs on it."""
    return {kept: value for kept, value in _fallen({name: None}, facts).items() if kept != name}


def _fallen(changes: dict[str, Any], facts: Facts) -> dict[str, Any]:
    """Drop what depended on the values that change."""
    kept = {name: value for name, value in facts.items() if value is not None}
    if {"plate", "vin", "engine_no", "policy_no", "insured"} & changes.keys():
        if kept.get("lookup") == "found":
            for name in ("insured", "policy_no", "vin", "engine_no", "plate"):
                kept.pop(name, None)
        for name in POLICY_FACTS:
            kept.pop(name, None)
    if "case_type" in changes:
        for name in STORY_FACTS:
            kept.pop(name, None)
        kept.pop("third_party", None)
    if changes.get("injured") is False:
        kept.pop("deaths", None)
    if "sent_hospital" in changes and "hospital" not in changes:
        kept.pop("hospital", None)
    kept.pop("duplicate_checked", None)
    kept.pop("recap", None)
    return kept


def changes_in(heard: Heard, facts: Facts, previous: str | None = None) -> dict[str, Any]:
    """Return the known facts that the values of an utterance change, with their new values.

    Args:
        heard: The turn.
        facts: What is known.
        previous: The question answered last, which tells whose plate is meant.
    """
    changes: dict[str, Any] = dict(heard.amended)
    for value in heard.values:
        if value.problem is None:
            changes |= _change(heard, value, facts, previous)
    changes |= _one_more(heard, facts) | _damage(heard, facts)
    events = [value.value for value in heard.all("event")]
    if events:
        flags = [value.value for value in heard.all("flag")]
        vehicles = [value.value for value in heard.all("vehicle")]
        case = case_type(events, vehicles, [v.value for v in heard.all("property")], flags)
        if case is not None and known(facts, "case_type") and case != facts["case_type"]:
            changes |= {"case_type": case, "events": events, "description": _retold(facts, heard)}
    return {name: value for name, value in changes.items() if value != facts.get(name)}


def _retold(facts: Facts, heard: Heard) -> str:
    """Keep both tellings: a description is evidence, and the later words say that they correct the earlier."""
    return f"{facts['description']}；更正：{heard.text}" if known(facts, "description") else heard.text


ADDS = re.compile(
    r"还有|还(?=[^，。,]{0,6}(坏|碎|瘪|掉|裂|刮|蹭|变形))|另外|再加|加上|补充|[漏忘落]了?(说|讲|报)|也"
)
"""Words with which damage is added to what was told, and nothing taken back."""


def _damage(heard: Heard, facts: Facts) -> dict[str, Any]:
    """Change the damage told: of the own car, and of the other vehicle told last."""
    changes: dict[str, Any] = {}
    own = facts.get("own_damage")
    if known(facts, "own_damage"):
        changes["own_damage"] = _parts_after(heard, "part", own)
    others = facts.get("third_damage")
    if isinstance(others, list) and others and heard.all("third_part"):
        changes["third_damage"] = [*others[:-1], _parts_after(heard, "third_part", others[-1])]
    return changes


def _parts_after(heard: Heard, kind: str, before: Any) -> Any:
    """Return the parts that are damaged after what was heard: one taken back goes, one added stays beside the others."""
    named = list(dict.fromkeys(value.value for value in heard.all(kind)))
    listed = before if isinstance(before, list) else []
    intact = [part for part in listed if re.search(rf"不是{part}|{part}[^，。,]{{0,3}}没", heard.text)]
    if not named and not intact:
        return before
    kept = [part for part in listed if part not in intact] if intact or ADDS.search(heard.text) else []
    return list(dict.fromkeys([*kept, *named]))


HURT_COUNT = re.compile(r"不对|不是|应该|伤")
"""Words that make "三个人" the number of the injured."""

NO_MOMENT = re.compile(r"(路|街|巷|道|弄|胡同|村|院|[一整半两几]个?)$")
"""Words before a time that make "4号" a house, and "一晚上" a length of time."""


def _change(heard: Heard, value: Value, facts: Facts, previous: str | None) -> dict[str, Any]:
    """Give the fact that a value of this kind corrects; nothing when no such fact is known."""
    if value.kind == "plate":
        plate = value.value["plate"]
        ours = re.search(r"我|本车|自己", heard.before(value))
        if facts.get("third_plate") and (is_others(heard, value) or (previous in OF_OTHERS and not ours)):
            return {"third_plate": [*facts["third_plate"][:-1], plate]}
        return {"plate": plate}
    if value.kind == "time" and known(facts, "accident_time") and not NO_MOMENT.search(heard.before(value)):
        return {"accident_time": _moved(facts["accident_time"], time_fact(value))}
    if value.kind == "injury" and known(facts, "injured"):
        return injury_facts(value.value)
    if value.kind == "person" and value.value.get("name"):
        name = "contact_name" if re.search(r"联系|找", heard.text) else "driver"
        if known(facts, name):
            return {name: value.value["name"] if name == "contact_name" else dict(value.value)}
        return {}
    if value.kind == "count" and value.text.endswith(("人", "位")) and facts.get("injured") is True:
        return {"injured_count": value.value["count"]} if HURT_COUNT.search(heard.text) else {}
    if value.kind == "place" and is_place(value):
        name = (
            "car_location"
            if re.search(r"(车|现在)(停)?在", heard.text) and known(facts, "car_location")
            else "place"
        )
        if known(facts, name) and (name != "place" or not is_anywhere(value.value)):
            return {name: moved_place(facts[name], value.value) if name == "place" else value.text}
        return {}
    name = _ONE_TO_ONE.get(value.kind, "")
    return {name: value.value} if name and known(facts, name) else {}


_ONE_TO_ONE = {
    "vin": "vin",
    "engine_no": "engine_no",
    "policy_no": "policy_no",
    "phone": "contact_phone",
    "hospital": "hospital",
    "ward": "ward",
    "insurer": "other_insurer_name",
    "water_level": "flood_level",
    "duration": "flood_duration",
    "money": "fee_amount",
}


def moved_place(old: Any, new: dict[str, Any]) -> dict[str, Any]:
    """Keep the city told before when a place is put right without one: "不对，是裕华路" is still in that city."""
    regions = [name for name in ("province", "city") if isinstance(old, dict) and old.get(name)]
    if not regions or any(new.get(name) for name in ("province", "city", "district")):
        return new
    kept = {name: old[name] for name in regions}
    return {**kept, **new, "text": f"{''.join(kept.values())}{new['text'].removeprefix('在')}"}


def _moved(old: Any, new: dict[str, Any]) -> dict[str, Any]:
    """Move the accident to another day and keep the hour told before: "不对，是前天晚上" says nothing of the hour."""
    if not isinstance(old, dict) or new["precision"] not in ("day", "part") or old.get("end"):
        return new
    if old.get("precision") in (None, *VAGUE):
        return new
    start = new["start"][:10] + old["start"][10:]
    within = new["precision"] == "day" or moment(new["start"]) <= moment(start) <= moment(new["end"])
    return {**old, "start": start, "said": f"{old['said']}，{new['said']}"} if within else new
