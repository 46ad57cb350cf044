"""Who drove, who reports, whom to ring, whose policy it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from claims.answers import contact_person, named_as
from claims.heard import Heard, Value
from claims.interview import OF_OTHERS, UNKNOWN, Facts, known, told
from claims.parties import FIELDS, listed
from claims.policy import same_name
from claims.who import BORROWER, INVERSE, SELF, THIRD, WITNESS, by_third_party
from claims.whose_number import NOT_TO_RING, holder_of
from mandarin.aboard import told_aboard
from mandarin.holders import OURS


def take_company(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Add to the story who rode along, for whom the report has no field; who is hurt is told with the injured."""
    company, story = told_aboard(heard.meant), facts.get("description")
    hurt = any(one.value.get("any") for one in heard.all("injury"))
    if not company or hurt or heard.only_asks or not told(facts, "description") or company in str(story):
        return {}
    return {"description": f"{story}；{company}"}


def take_driver(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take who drove our car, and the name of a driver of whom only the relation was told."""
    drivers = [one for one in heard.who("driver") if one.owner != "other"]
    before = facts.get("driver")
    if isinstance(before, Mapping) and "name" not in before and before.get("relation") != SELF:
        return _named_later(heard, before)
    if not drivers or known(facts, "driver"):
        return {}
    return {"driver": named_as(drivers[0])}


def _named_later(heard: Heard, driver: Mapping[str, Any]) -> dict[str, Any]:
    """Give the driver the name that is told with the same relation: 我老公开的 … 找我老公，谭志远."""
    people = [*heard.who("driver", "contact"), *heard.all("person")]
    for person in people:
        if person.value.get("name") and person.value.get("relation") == driver.get("relation") is not None:
            return {"driver": {**driver, "name": person.value["name"]}}
    return {}


def take_contact(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take the number the caller wants to be rung at; one of nobody whom the report names is kept as it was said."""
    sound = [one for one in heard.all("phone") if one.problem is None]
    holders = {one.start: holder_of(heard, facts, one, asked) for one in sound}
    kept = _kept_numbers(heard, facts, [one for one in sound if holders[one.start] in NOT_TO_RING])
    phone = next((one for one in sound if holders[one.start] not in NOT_TO_RING), None)
    if asked in ("contact_phone", "callback_phone", "contact_name") or phone is None:
        return kept
    return kept | _number_to_ring(heard, facts, asked, phone, holders[phone.start] == OURS)


def _kept_numbers(heard: Heard, facts: Facts, others: list[Value]) -> dict[str, Any]:
    """Keep the words that tell others' numbers of which no party of the accident has one."""
    numbers = [party.get("phone") for party in listed(facts)]
    before = list(facts.get("also_said") or ())
    if heard.text in before or all(one.value in numbers for one in others):
        return {}
    return {"also_said": [*before, heard.text]}


def _number_to_ring(heard: Heard, facts: Facts, asked: str | None, phone: Value, own: bool) -> dict[str, Any]:
    """Return whom to ring, where a number is all that is said, is the caller's ``own`` or is said to be for that."""
    alone = 2 * (phone.end - phone.start) > len(heard.text) and asked not in OF_OTHERS
    if not (alone or own or _FOR_RINGING.search(heard.text)):
        return {}
    name = contact_person(heard, facts)  # 联系我李想 139…
    return {"contact_phone": phone.value} | ({"contact_name": name} if name else {})


_FOR_RINGING = re.compile(r"联系|找我|打我|打这个|[我俺咱](的|自己|这边)*(电话|手机|号)")
"""Words of a number that is told to be rung."""


def take_reporter(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take who calls: the name, and what the caller is to the insured, wherever it is told."""
    callers = heard.who("caller")
    found = _relation(heard, callers, facts, asked)
    names = [one for one in callers if "name" in one.value and one.confidence == 1]
    rung = [
        one for one in heard.who("contact") if one.value.get("relation") == SELF and one.value.get("name")
    ]
    name, before = next(iter(names or rung), None), str(facts.get("reporter_name") or "")
    if name is not None and asked != "complaint_surname" and name.value["name"].startswith(before):
        found["reporter_name"] = name.value["name"]  # 邓小兵, where 邓小 was heard before
    here = bool(heard.caller_phone) and facts.get("contact_phone") == heard.caller_phone
    if not heard.caller_phone and asked == "contact_name" and _names_alone(heard):
        here = True  # nobody's number is known, and who would ring for another says so
    said = {**(facts.get("caller_said") or {}), **found.get("caller_said", {})}
    bare = _contact_bare(heard) if asked == "contact_name" else bool(said.get("contact_bare"))
    if bare and (here or asked == "contact_name"):
        found["caller_said"] = said | {"contact_bare": True} | ({"contact_here": True} if here else {})
    return found


def _contact_bare(heard: Heard) -> bool:
    """Tell whether whom to ring is named, and called nobody's husband or son."""
    named = [one.value for one in heard.who("contact") if one.value.get("name")]
    return bool(named) and named[0].get("relation") in (None, "租车人", "借用人")


def _names_alone(heard: Heard) -> bool:
    """Tell whether the answer is a name, its spelling and a number, and nothing else."""
    told = heard.all("person", "phone")
    covered = {at for value in told for at in range(value.start, value.end)}
    rest = "".join(c for at, c in enumerate(heard.text) if at not in covered and c.isalnum())
    return len(rest) <= BESIDE_A_NAME


BESIDE_A_NAME = 2
"""Characters of filler (嗯, 就) beside a name that is all of an answer."""


def _relation(heard: Heard, callers: list[Value], facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take the relation that is told; what others say as well is kept as likely, until it is denied.

    Asked for the other car, 车主是我 does not make the caller the insured.
    """
    if by_third_party(heard, facts):
        return {} if told(facts, "relation") and facts["relation"] != SELF else {"relation": THIRD}
    sure = [
        one
        for one in callers
        if one.confidence == 1
        and "relation" in one.value
        and _of_insured(one, heard, facts)
        and not (asked != "relation" and _of_contact(one, heard))
        and not (asked in FIELDS and one.value["relation"] == SELF)
    ]
    likely = [one.value for one in callers if one.confidence < 1 and "relation" in one.value]
    said = dict(facts.get("caller_said") or {})
    if spared := [one["relation"] for one in likely if "word" in one]:  # 我老公喝了酒我开的: likely his car
        said.setdefault("kin", spared[0])
    likely = [one["relation"] for one in likely if "word" not in one]
    if any("name" in one.value and one.confidence < 1 and _insured(one, facts) for one in callers):
        said["read_back"] = True
    if any(role.kind == "caller" and role.assertion == "denied" for role in heard.roles):
        said["likely"] = None  # 不是我的车
    elif likely and "likely" not in said:
        said["likely"] = likely[-1]  # 我是被撞的 says more than 我的车, and is told after it in the table
    first = min(
        sure,
        key=lambda one: (
            one.value["relation"] not in _ASIDE,
            one.value["relation"] == SELF,
            one.value["relation"] == BORROWER,
        ),
        default=None,
    )
    if first is None:
        return {"caller_said": said} if said != (facts.get("caller_said") or {}) else {}
    if first.value.get("word"):
        said["word"] = first.value["word"]
    relation = first.value["relation"]
    before = facts["relation"] if told(facts, "relation") else None
    kept = before not in (None, SELF, BORROWER) or before == relation
    kept = kept or (
        relation in INVERSE and _has_given_the_name(facts)
    )  # the insured, who speaks of somebody else
    kept = kept or (before == BORROWER and relation not in INVERSE)  # 借的车 … 他是我哥们 says more
    return ({} if kept else {"relation": relation}) | ({"caller_said": said} if said else {})


_ASIDE = (THIRD, WITNESS)
"""Who stands outside the insured's household and firm; "my car" and "my husband's car" are then no insured ones."""


def _of_insured(caller: Value, heard: Heard, facts: Facts) -> bool:
    """Tell whether a relation is to the insured: that to a person named counts where the policy, or the caller, names them so."""
    name = caller.value.get("of")
    owners = [one.value.get("name") for one in heard.who("owner") if one.owner == "ours"]
    insured = [facts.get("insured"), facts.get("insured_said"), *owners]
    return name is None or any(same_name(str(one), name) for one in insured if one and one != UNKNOWN)


def _of_contact(caller: Value, heard: Heard) -> bool:
    """Tell whether a relation is to whom to ring, who is theirs in turn: 我是他姑姑 你联系我侄子."""
    theirs = INVERSE.get(str(caller.value["relation"]))
    rung = {one.value.get("relation") for one in heard.who("contact")}
    return theirs is not None and theirs in rung and _IS_HIS.search(caller.text) is not None


_IS_HIS = re.compile(r"[他她佢伊]")


def _has_given_the_name(facts: Facts) -> bool:
    """Tell whether the caller has given the insured's name for their own."""
    name, insured = facts.get("reporter_name"), facts.get("insured")
    return bool(name and insured) and same_name(str(insured), str(name))


def _insured(caller: Value, facts: Facts) -> bool:
    insured = facts.get("insured")
    return bool(insured) and same_name(str(insured), str(caller.value["name"]))


def take_insured(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take the name the caller gives of the insured; whether it is the right one, the policy tells."""
    if asked == "insured":
        return {}
    named = [one for one in heard.who("owner") if one.owner == "ours" and one.value.get("name")]
    return {"insured_said": named[0].value["name"]} if named else {}
