"""What caller, driver and insured are to each other, from what was told and what is plain from it.

Facts: ``relation`` is what the caller told to be to the insured; ``caller_said`` what was said beside: ``likely``, a relation the words
make likely and others say too (我的车), ``kin``, what the caller is to who would have driven (我老公喝了酒我开的), ``read_back``, that the insured's name was said again and nothing else, ``word``, the word
for whose car it is (哥 of 俺哥的车), ``contact_bare``, that whom to ring was named without a relation, and ``contact_here``, that the
number to ring them at is the one that calls; ``driver`` is told from where the caller stands (``relation`` 本人: the caller), or with
``of`` "insured" from where the insured does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from claims.heard import Heard
from claims.parties import THIRD, UNKNOWN, of_the_caller
from claims.policy import same_name
from mandarin.kinship import COMPOSED

Facts = Mapping[str, Any]

SELF = "本人"
SPOUSE = "配偶"
WITNESS = "目击者"
EMPLOYEE = "雇员"
RENTER = "租车人"
BORROWER = "借用人"

PERSON_NAME = 4
"""Characters of the longest personal name; what is longer is a company."""

GIVEN_NAME = 2
"""Characters of a given name by which somebody is called among friends."""

INVERSE: Mapping[str, str] = {
    "配偶": "配偶", "父母": "子女", "子女": "父母", "兄弟姐妹": "兄弟姐妹", "亲属": "亲属", "朋友": "朋友", "同事": "同事",
}  # fmt: skip
"""What the caller is to somebody -> what that person is to the caller."""

FEW = frozenset({"配偶", "父母", "子女", "兄弟姐妹"})
"""Relations of which nobody has many: who is told by no other word for them is the same person."""

ABSOLUTE = frozenset({EMPLOYEE, "代驾", RENTER, BORROWER})
"""Relations that are the same from wherever they are told."""


def insured_person(facts: Facts) -> str | None:
    """Return the insured's name where the caller is verified and the insured is a person, no company."""
    insured = str(facts.get("insured") or "")
    return insured if facts.get("verified") and _is_person(insured) else None


def relation_of_caller(facts: Facts) -> str | None:
    """Return what the caller is to the insured: as told, or as plain from what was told; else None.

    It is plain that the caller is the insured who gives the insured's name, and who, ringing from the policy's number, drove or
    speaks of "my car"; that who calls the insured "my husband" is the insured's wife, and so is who drove because the husband had
    been drinking, or who reports for the husband that he drove, where the car is not the caller's own; that who drove a firm's car
    works for it, or rents it; and that whoever was struck, and does not ring from that number, is the third party.
    """
    if facts.get("relation") not in (None, UNKNOWN):
        return str(facts["relation"])
    insured, name = str(facts.get("insured") or ""), name_of_caller(facts)
    said = facts.get("caller_said") or {}
    likely, driver = said.get("likely"), _told_driver(facts)
    if _is_person(insured):
        if name and same_name(insured, name):
            return SELF
        if _is_insured(facts, driver.get("name")) and driver.get("relation") in INVERSE:
            return INVERSE[driver["relation"]]
    if likely == THIRD and not rings_from_policy(facts):
        return THIRD if facts.get("lookup") == "found" and not facts.get("verified") else None
    drove = driver.get("relation") == SELF and not driver.get("of")
    mine = likely == SELF and not name  # my car, where the name told is not the insured's, is the one I drive
    if _is_person(insured) and not rings_from_policy(facts) and not mine and (kin := _kin(facts, drove)):
        return kin
    if insured and not _is_person(insured):
        return _who_drives_for(insured) if drove else None
    if name is not None or not insured:
        return None
    mine = rings_from_policy(facts) and (drove or likely == SELF)
    return SELF if mine or said.get("read_back") else None


def _kin(facts: Facts, drove: bool) -> str | None:
    """Return what the caller is to a relative whose car it must be: who drove it, or would have but for a drink."""
    driver = _told_driver(facts)
    spared = (facts.get("caller_said") or {}).get("kin")
    if facts.get("lookup") != "found" or driver.get("of"):
        return None
    if drove:
        return str(spared) if spared else None
    if driver.get("name") or driver.get("relation") in (
        "朋友",
        "同事",
    ):  # my husband, called otherwise; one of many
        return None
    return INVERSE.get(str(driver.get("relation")))


def name_of_caller(facts: Facts) -> str | None:
    """Return the caller's name: as introduced, as who drove, or as who is to be rung at the number that calls; spelt as the policy does."""
    driver, contact = _told_driver(facts), facts.get("contact_name")
    name = facts.get("reporter_name")
    if not name and driver.get("relation") == SELF and not driver.get("of"):
        name = driver.get("name")
    named = contact not in (None, SELF, "报案人") and (facts.get("caller_said") or {}).get("contact_here")
    if not name and named and contact != driver.get("name"):
        name = contact
    if not name:
        return None
    return str(facts["insured"]) if _is_insured(facts, name) else str(name)


def _told_driver(facts: Facts) -> Mapping[str, Any]:
    driver = facts.get("driver")
    return driver if isinstance(driver, Mapping) else {}


def _is_insured(facts: Facts, name: Any) -> bool:
    """Tell whether a name is that of the insured, a person."""
    insured = str(facts.get("insured") or "")
    told = str(name or "")
    begun = len(insured) == PERSON_NAME and insured.startswith(told)  # 古丽 of 古丽娜尔
    given = len(told) == GIVEN_NAME and insured.endswith(told) and len(insured) > GIVEN_NAME  # 红军 of 薛红军
    return _is_person(insured) and len(told) > 1 and (same_name(insured, told) or begun or given)


def _who_drives_for(firm: str) -> str:
    """Return what the driver of a firm's car is to the firm."""
    return RENTER if re.search("租[赁车]", firm) else EMPLOYEE


def rings_from_policy(facts: Facts) -> bool:
    """Tell whether the calling number is the one on the policy."""
    numbers = (facts.get("caller_phone"), (facts.get("policy") or {}).get("insured_phone"))
    ours, theirs = ("".join(filter(str.isdigit, str(number or "")))[-11:] for number in numbers)
    return len(ours) >= 7 and ours == theirs


def driver_of(facts: Facts) -> dict[str, Any]:
    """Return name and relation of the driver, the relation to the insured as far as it is known."""
    driver = _told_driver(facts)
    name, relation = driver.get("name") or _surname(driver), driver.get("relation")
    caller = relation_of_caller(facts)
    if _is_insured(facts, driver.get("name")):
        name, relation = facts["insured"], SELF
    elif driver.get("of") != "insured" and relation == SELF:
        relation, name = _caller_who_drove(facts, caller), name or _name_of_caller(facts, caller)
    elif driver.get("of") != "insured" and caller not in (None, SELF) and relation not in ABSOLUTE:
        relation = _composed(facts, str(caller), relation, driver)
    if relation == SELF and not name:
        name = insured_person(facts) or (facts.get("insured") if caller not in (None, SELF) else None)
    firm = str(facts.get("insured") or "")
    if not relation and name and firm and not _is_person(firm) and driver.get("of") != "insured":
        relation = _who_drives_for(firm) if caller not in (THIRD, WITNESS) else None
    told = {"name": name, "relation": relation}
    if not name and not relation and driver.get("said"):
        told["said"] = driver["said"]
    return {field: value for field, value in told.items() if value}


def _surname(person: Mapping[str, Any]) -> str | None:
    return f"姓{person['surname']}" if person.get("surname") else None


def _caller_who_drove(facts: Facts, caller: str | None) -> str | None:
    if caller is None:
        return SELF if name_of_caller(facts) is None or not facts.get("insured") else None
    return caller if caller not in (THIRD, WITNESS) else None


def _name_of_caller(facts: Facts, caller: str | None) -> Any:
    return name_of_caller(facts) or (insured_person(facts) if caller in (None, SELF) else None)


def _composed(facts: Facts, caller: str, relation: str | None, driver: Mapping[str, Any]) -> str | None:
    """Follow two relations: my mother drives my father's car; who is told by the very same word, or by no other, is the same person."""
    owner, word = (facts.get("caller_said") or {}).get("word"), str(driver.get("word") or "")
    same = word[-1:] == owner[-1] if owner else relation in FEW and not driver.get("name")
    if same and relation and INVERSE.get(caller) == relation:
        return SELF
    return COMPOSED.get((caller, str(relation)))


def _is_person(insured: str) -> bool:
    return 0 < len(insured) <= PERSON_NAME


def by_third_party(heard: Heard, facts: Facts, asked: str | None = None) -> bool:
    """Tell whether the other party calls, as told before or now: in so many words, or as whose the other car is."""
    if facts.get("relation") == THIRD:
        return True
    told = [one for one in heard.who("caller") if one.value.get("relation") == THIRD]
    if any(one.confidence == 1 for one in told):
        return True
    return bool(told and _only_their_plate(heard)) or owns_theirs(heard, facts, asked)


def _only_their_plate(heard: Heard) -> bool:
    """Tell whether the only plate told is of the car of somebody else: 我是被撞的那个 … 他那车蒙G…."""
    plates = [one for one in heard.all("plate") if one.problem is None]
    return bool(plates) and all(one.owner == "other" for one in plates)


def owns_theirs(heard: Heard, facts: Facts, asked: str | None) -> bool:
    """Tell whether a caller who is not known to be the insured, or the insured's, says that the other car is theirs, asked for its plate or owner."""
    told = facts.get("relation") not in (None, UNKNOWN)
    if told or rings_from_policy(facts) or relation_of_caller(facts) == SELF:
        return False
    if facts.get("lookup") != "found" or asked not in ("third_plate", "third_owner"):
        return False
    if asked == "third_owner":
        names = [one.value["name"] for one in heard.who("caller") if "name" in one.value]
        return names_themselves(heard) and not any(_is_insured(facts, name) for name in names)
    plates = [one for one in heard.all("plate") if one.problem is None]
    return any(
        one.owner == "ours"
        and one.value["plate"] != facts.get("plate")
        and not _PUT_RIGHT.search(heard.before(one, 16))
        for one in plates
    )


_PUT_RIGHT = re.compile(r"错|不对|反了|漏")
"""我车牌讲错了 是…: our own plate is put right, whoever's was asked for."""


def names_themselves(heard: Heard) -> bool:
    """Tell whether the caller says to be who is asked for, with or without a name: 我自己的, 我 薛海平."""
    mine = any(one.value.get("relation") == "本人" for one in heard.all("person"))
    named = any("name" in one.value and one.confidence == 1 for one in heard.who("caller"))
    denied = any(one.kind == "caller" and one.assertion == "denied" for one in heard.roles)
    others = [one for one in heard.who("owner") if one.owner == "other" and not of_the_caller(one)]
    return (mine or named) and not others and not denied
