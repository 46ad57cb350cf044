"""Who drove, whom to contact and under which number."""

from __future__ import annotations

import re
from typing import Any

from claims.answers.answer import Answer, Reader, gives_up
from claims.answers.yes_no import yes_or_no
from claims.heard import Heard, Value
from claims.interview import UNKNOWN, Facts, told
from claims.who import (
    SELF,
    by_third_party,
    insured_person,
    name_of_caller,
    relation_of_caller,
    rings_from_policy,
)
from claims.whose_number import OURS, holder_of, to_ring


def read_driver(heard: Heard, facts: Facts) -> Answer | None:
    """Read who drove, or that nobody did."""
    if NOBODY_DROVE.search(heard.text) and not by_third_party(heard, facts):
        return Answer({"driver": UNKNOWN, "events": [*(facts.get("events") or ()), "parked"]})
    drivers = [one for one in heard.who("driver") if one.owner != "other"]
    if drivers:
        return Answer({"driver": named_as(drivers[0])})
    return Answer({"driver": UNKNOWN}) if gives_up(heard) else None


def named_as(person: Value) -> dict[str, Any]:
    """Return the fact of a person told of: name, relation and the caller's word for it."""
    told = {name: value for name, value in person.value.items() if name != "said"}
    return told if told.get("relation") == SELF else {**told, "said": person.text}


NOBODY_DROVE = re.compile(
    r"(没|没有|没得|冇|冇得|无)人(在)?(开|车上|车里)|车(上|里)(面)?(都|也|又)?(没|没有|没得|冇|冇得|无)(得)?人|车(子)?(是|就|一直|还)?停(着|在|放|起)|(停|放)(着|起)(呢|的|嘞)"
)


def read_contact_name(heard: Heard, facts: Facts) -> Answer | None:
    """Read whom to contact, with the number when it comes along."""
    updates: dict[str, Any] = {}
    phone = phone_of_contact(heard, facts)
    if phone is not None and phone.problem is None:
        updates["contact_phone"] = phone.value
    elif heard.own_number and heard.caller_phone:
        updates["contact_phone"] = heard.caller_phone
    name = contact_person(heard, facts)
    if name or updates:
        updates["contact_name"] = name or own_name(facts)
    own = facts.get("callback_phone") if told(facts, "callback_phone") else heard.caller_phone
    if own and _is_own(name, heard, facts):  # given for a message before, or the number that calls
        updates.setdefault("contact_phone", own)
    return Answer(updates) if updates else None


def phone_of_contact(heard: Heard, facts: Facts) -> Value | None:
    """Return the number told to ring, without one that is another's where the caller is to be rung: 找我 就这个号 车主的是139….

    Who wants somebody else rung tells their number (打给我老婆 她手机139…); a number of another party or of who is none is never one.
    """
    contacts = heard.who("contact")
    mine = [one.value.get("relation") == SELF and "of" not in one.value for one in contacts]
    caller_rung = (heard.own_number or any(mine)) and all(mine)
    told = to_ring(heard, facts, "contact_phone")
    if caller_rung:
        told = [one for one in told if holder_of(heard, facts, one, "contact_phone") in (OURS, "")]
    return next(iter(told), None)


def _is_own(name: str | None, heard: Heard, facts: Facts) -> bool:
    """Tell whether whom to ring is the caller; the insured, named by who is not known to be the insured, may be far away."""
    if name is None or name != own_name(facts):
        return False
    told_me = any(one.value.get("relation") == SELF for one in heard.who("contact"))
    known_to_be = rings_from_policy(facts) or relation_of_caller(facts) == SELF
    return told_me or known_to_be or name != insured_person(facts)


_OPENS = re.compile(r"[嗯啊呃哦那就是叫,，\s]*")


def contact_person(heard: Heard, facts: Facts) -> str | None:
    """Name whom to contact: by name, else by relation ("我媳妇") or surname ("姓连"), else the caller."""
    contact = next(iter(heard.who("contact")), None)
    if contact is None:
        return None
    person = contact.value
    if person.get("name"):
        return str(person["name"])
    if person.get("relation") == SELF:
        introduced = next((one for one in heard.who("caller") if "name" in one.value), None)
        if introduced:
            return str(introduced.value["name"])
        alone = [
            one for one in heard.all("person") if one.value.get("name") and not one.value.get("relation")
        ]
        if len(alone) == 1 and _OPENS.fullmatch(heard.text[: alone[0].start]):
            return str(alone[0].value["name"])  # 康磊 俺爸耳背 找我
    elif person.get("relation"):
        return str(person["said"])
    people = (person, *(one.value for one in heard.all("person") if one.value.get("relation") == SELF))
    own, surname = own_name(facts), next((one["surname"] for one in people if one.get("surname")), "")
    return own if own.startswith(surname) else f"姓{surname}"


def own_name(facts: Facts) -> str:
    """Name the caller: as said; as the verified insured; else 本人, or 报案人 who is not the insured."""
    name = name_of_caller(facts)
    if name:
        return name
    caller = relation_of_caller(facts)
    if caller not in (None, SELF):
        return "报案人"
    return insured_person(facts) or "本人"


def read_relation(heard: Heard, facts: Facts) -> Answer | None:
    """Read what the caller is to the insured; what is told most surely, and of a person first."""
    told = [one for one in heard.who("caller") if "relation" in one.value]
    best = max(told, key=lambda one: one.confidence, default=None)
    return Answer({"relation": best.value["relation"]}) if best else None


def reads_phone(name: str) -> Reader:
    """Make the reader of a telephone number: by key, spoken, or "this one", unless it is hidden."""

    def read(heard: Heard, facts: Facts) -> Answer | None:
        if heard.keys:
            return Answer({name: heard.keys}) if len(heard.keys) == 11 else Answer(problem="phone_length")
        if name == "contact_phone":
            value = phone_of_contact(heard, facts)
        else:
            value = next(iter(to_ring(heard, facts, name)), None)
        if value is not None and value.problem == "part":
            return Answer(problem="part", pending={"value": value.value.replace("?", "")})
        if value is not None and value.problem:
            return Answer(problem="phone_length")
        named = next((one.value["name"] for one in heard.who("contact") if one.value.get("name")), None)
        also = {"contact_name": named} if named and name == "contact_phone" else {}
        if value is not None:
            return Answer({name: value.value, **also})
        own = heard.own_number or _THIS_ONE.fullmatch(heard.text) or yes_or_no(name, heard)
        if heard.caller_phone and own:
            return Answer({name: heard.caller_phone})
        if also:  # "他叫曹立", after "联系我老公"
            return Answer(also)
        return Answer(problem="hidden") if heard.own_number and not heard.caller_phone else None

    return read


_THIS_ONE = re.compile(
    r"[嗯啊哦好行对，,\s]*((就|还是)(打|用|是|拨)?|打|用|是|拨)这(个|部|支)?(号码?|电话|手机)?(就行|就好|吧|的|呗)?[，。,\s]*"
)
"""Words of the number that calls, where a number was asked for: "嗯就打这个"."""


def read_policy_confirm(heard: Heard, facts: Facts) -> Answer | None:
    """Read the consent to the policy that was read; the insured who says who they are consents: "我就是李强"."""
    said = yes_or_no("policy_confirm", heard)
    named = {value.value.get("name") for value in heard.all("person")} - {None}
    if said is None and (facts.get("insured") in named or _I_AM_THE_ONE.search(heard.text)):
        said = True
    people = (*heard.who("owner", "caller"), *heard.all("person"))
    others = any(one.value.get("relation") != SELF for one in people)
    if (
        said is False
        and others
        and _NOT_MINE.search(heard.text)
        and not _DENIES_POLICY.search(_NOT_MINE.sub("", heard.text))
    ):
        said = True
    if said is not True and gives_up(heard) and not _DENIES_POLICY.search(heard.text):
        return Answer({"policy_confirm": True if _LIKELY_SO.search(heard.text) else UNKNOWN})
    return None if said is None else Answer({"policy_confirm": said})


_NOT_MINE = re.compile(
    r"不是我(们)?(自己)?的(车|名字|名下|保险)?|我(又|可|也)?不是(车主|被保险人|本人|保险人)"
)
"""Words that the car is somebody else's, which the policy may well be too: "这不是我的车，我给老板开车的"."""
_LIKELY_SO = re.compile(r"应该(是|对|有|没错)|可能是|大概是|好像是|估计是")
_DENIES_POLICY = re.compile(r"不对|(?<!可)(?<!是)不是|错了|没(有)?在你们|不是你们")
"""Words of a relative who does not know the policy; nothing but a denial says that the car is another."""


_I_AM_THE_ONE = re.compile(r"我(就)?[是系](车主|本人|被保险人|他|她)|(是|系)我(本人|自己)|我本人")
