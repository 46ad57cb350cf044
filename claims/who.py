"""What caller, driver and insured are to each other, from what was told and what is plain from it.

Facts: ``relation`` is what the caller told to be to the insured; ``caller_said`` what was said beside: ``likely``, a relation the words
make likely and others say too (我的车), and ``word``, the word for whose car it is (哥 of 俺哥的车); ``driver`` is told from where
the caller stands (``relation`` 本人: the caller), or with ``of`` "insured" from where the insured does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from claims.parties import THIRD
from claims.policy import same_name

Facts = Mapping[str, Any]

SELF = "本人"
WITNESS = "目击者"
EMPLOYEE = "雇员"

PERSON_NAME = 4
"""Characters of the longest personal name; what is longer is a company."""

INVERSE: Mapping[str, str] = {
    "配偶": "配偶", "父母": "子女", "子女": "父母", "兄弟姐妹": "兄弟姐妹", "亲属": "亲属", "朋友": "朋友", "同事": "同事",
}  # fmt: skip
"""What the caller is to somebody -> what that person is to the caller."""

COMPOSED: Mapping[tuple[str, str], str] = {
    ("配偶", "配偶"): SELF,
    ("配偶", "子女"): "子女",
    ("配偶", "父母"): "亲属",
    ("配偶", "兄弟姐妹"): "亲属",
    ("子女", "父母"): "配偶",
    ("子女", "配偶"): "亲属",
    ("子女", "子女"): "亲属",
    ("子女", "兄弟姐妹"): "子女",
    ("父母", "配偶"): "父母",
    ("父母", "子女"): "兄弟姐妹",
    ("兄弟姐妹", "父母"): "父母",
    ("兄弟姐妹", "兄弟姐妹"): "兄弟姐妹",
    ("兄弟姐妹", "配偶"): "亲属",
    ("兄弟姐妹", "子女"): "亲属",
    (EMPLOYEE, "同事"): EMPLOYEE,
}
"""What the caller is to the insured, what the driver is to the caller -> what the driver is to the insured."""

ABSOLUTE = frozenset({EMPLOYEE, "代驾", "租车人", "借用人"})
"""Relations that are the same from wherever they are told."""


def insured_person(facts: Facts) -> str | None:
    """Return the insured's name where the caller is verified and the insured is a person, no company."""
    insured = str(facts.get("insured") or "")
    return insured if facts.get("verified") and _is_person(insured) else None


def relation_of_caller(facts: Facts) -> str | None:
    """Return what the caller is to the insured: as told, or as plain from what was told; else None.

    It is plain that the caller is the insured who gives the insured's name, and who, ringing from the policy's number, drove or
    speaks of "my car"; and that whoever was struck, and does not ring from that number, is the third party.
    """
    if facts.get("relation"):
        return str(facts["relation"])
    insured, name = str(facts.get("insured") or ""), facts.get("reporter_name")
    likely = (facts.get("caller_said") or {}).get("likely")
    if name and _is_person(insured):
        if same_name(insured, str(name)):
            return SELF
        likely = likely if likely != SELF else None
    driver = facts.get("driver")
    drove = isinstance(driver, Mapping) and driver.get("relation") == SELF and not driver.get("of")
    if rings_from_policy(facts):
        other = name and not same_name(insured, str(name))
        return SELF if _is_person(insured) and (drove or likely == SELF) and not other else None
    return THIRD if likely == THIRD and facts.get("lookup") == "found" and not facts.get("verified") else None


def rings_from_policy(facts: Facts) -> bool:
    """Tell whether the calling number is the one on the policy."""
    numbers = (facts.get("caller_phone"), (facts.get("policy") or {}).get("insured_phone"))
    ours, theirs = ("".join(filter(str.isdigit, str(number or "")))[-11:] for number in numbers)
    return len(ours) >= 7 and ours == theirs


def driver_of(facts: Facts) -> dict[str, Any]:
    """Return name and relation of the driver, the relation to the insured as far as it is known."""
    driver = facts.get("driver")
    if not isinstance(driver, Mapping):
        return {}
    name, relation = driver.get("name") or _surname(driver), driver.get("relation")
    caller = relation_of_caller(facts)
    if driver.get("of") != "insured" and relation == SELF:
        relation, name = _caller_who_drove(facts, caller), name or _name_of_caller(facts, caller)
    elif driver.get("of") != "insured" and caller not in (None, SELF) and relation not in ABSOLUTE:
        relation = _composed(facts, str(caller), relation, driver.get("word"))
    if relation == SELF and not name:
        name = insured_person(facts) or (facts.get("insured") if caller not in (None, SELF) else None)
    told = {"name": name, "relation": relation}
    if not name and not relation and driver.get("said"):
        told["said"] = driver["said"]
    return {field: value for field, value in told.items() if value}


def _surname(person: Mapping[str, Any]) -> str | None:
    return f"姓{person['surname']}" if person.get("surname") else None


def _caller_who_drove(facts: Facts, caller: str | None) -> str | None:
    if caller is None:
        insured = str(facts.get("insured") or "")
        return (
            SELF if not insured or _is_person(insured) else EMPLOYEE
        )  # a company drives through who works for it
    return caller if caller not in (THIRD, WITNESS) else None


def _name_of_caller(facts: Facts, caller: str | None) -> Any:
    name = facts.get("reporter_name")
    return name or (insured_person(facts) if caller in (None, SELF) else None)


def _composed(facts: Facts, caller: str, relation: str | None, word: str | None) -> str | None:
    """Follow two relations: my mother drives my father's car; whose relation is told by the very same word is the same person."""
    owner = (facts.get("caller_said") or {}).get("word")
    if word and owner and word[-1] == owner[-1] and INVERSE.get(caller) == relation:
        return SELF
    return COMPOSED.get((caller, str(relation)))


def _is_person(insured: str) -> bool:
    return 0 < len(insured) <= PERSON_NAME
