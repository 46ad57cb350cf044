"""Who drove, whom to contact and under which number."""

from __future__ import annotations

import re
from typing import Any

from claims.answers.answer import Answer, Reader, gives_up, people_in
from claims.answers.yes_no import yes_or_no
from claims.heard import Heard
from claims.interview import UNKNOWN, Facts, told
from claims.report import insured_person


def read_driver(heard: Heard, facts: Facts) -> Answer | None:
    """Read who drove, or that nobody did."""
    if NOBODY_DROVE.search(heard.text):
        return Answer({"driver": UNKNOWN, "events": [*(facts.get("events") or ()), "parked"]})
    people = people_in(heard)
    if people and (not heard.all("injury") or _DRIVING.search(heard.text)):
        return Answer({"driver": dict(people[0].value)})
    if _MYSELF_DROVE.search(heard.text):
        return Answer({"driver": {"relation": "本人"}})
    return Answer({"driver": UNKNOWN}) if gives_up(heard) else None


_MYSELF_DROVE = re.compile(
    r"^[嗯啊就是，,\s]*(是)?(我|本人|自己|俺)(?!们|都|已经|刚|不|没|要|想|的?车|说|跟|问|怎|觉得|记得|急|等)"
)
"""Begins with the caller, and does not go on to something else: "我都说了右边两个门"."""

_DRIVING = re.compile(r"开|驾驶|司机")
"""Words that make somebody who is also hurt the driver."""

NOBODY_DROVE = re.compile(r"没(有)?人(在)?开|车(是|就)?停(着|在|放)|(停|放)着(呢|的)")


def read_contact_name(heard: Heard, facts: Facts) -> Answer | None:
    """Read whom to contact, with the number when it comes along."""
    updates: dict[str, Any] = {}
    phone = heard.first("phone")
    if phone is not None and phone.problem is None:
        updates["contact_phone"] = phone.value
    elif heard.own_number and heard.caller_phone:
        updates["contact_phone"] = heard.caller_phone
    name = _contact_person(heard, facts)
    if name or updates:
        updates["contact_name"] = name or own_name(facts)
    if name == own_name(facts) and told(facts, "callback_phone"):  # the caller's, given for a message before
        updates.setdefault("contact_phone", facts["callback_phone"])
    return Answer(updates) if updates else None


def _contact_person(heard: Heard, facts: Facts) -> str | None:
    """Name whom to contact: by name, else by relation ("我媳妇") or surname ("姓连"), else the caller.

    Of "找我老婆，不对她在医院，找我" the last counts.
    """
    taken_back = max((found.end() for found in _TAKEN_BACK.finditer(heard.text)), default=0)
    named = [value for value in heard.all("person") if value.start >= taken_back]
    if taken_back and not named:
        instead = _INSTEAD.search(heard.text, taken_back)
        if instead or _MYSELF.search(heard.text, taken_back):
            return instead.group(1) if instead else own_name(facts)
    person = named[-1] if taken_back and named else heard.first("person")
    if person is not None and person.value.get("name"):
        return str(person.value["name"])
    if person is not None and person.value.get("relation") not in (None, "本人"):
        return person.text
    surname = person.value.get("surname", "") if person is not None else ""
    if surname and not own_name(facts).startswith(surname):
        return f"姓{surname}"
    return own_name(facts) if person is not None or _MYSELF.search(heard.text) else None


_INSTEAD = re.compile(
    r"[找跟和打给](我(?:弟|哥|姐|妹|爸|妈|爹|娘|老公|老婆|媳妇|爱人|对象|儿子|女儿|闺女|朋友|同事|叔|舅|姑|姨)[\u4e00-\u9fff]?)"
)
"""Whom to ask instead of who was named before."""
_TAKEN_BACK = re.compile(r"不对|不是|算了|还是|不行")
_MYSELF = re.compile(r"(^|[找跟和就是联系打，,嗯])(我|本人|俺|自己)")


def own_name(facts: Facts) -> str:
    """Name the caller: as said; as the verified insured; else 本人."""
    driver = facts.get("driver")
    if facts.get("reporter_name"):
        return str(facts["reporter_name"])
    if isinstance(driver, dict) and driver.get("relation") == "本人" and driver.get("name"):
        return str(driver["name"])
    return insured_person(facts) or "本人"


def reads_phone(name: str) -> Reader:
    """Make the reader of a telephone number: by key, spoken, or "this one", unless it is hidden."""

    def read(heard: Heard, facts: Facts) -> Answer | None:
        if heard.keys:
            return Answer({name: heard.keys}) if len(heard.keys) == 11 else Answer(problem="phone_length")
        value = heard.first("phone")
        if value is not None and value.problem:
            return Answer(problem="phone_length")
        if value is not None:
            person = heard.first("person")
            named = person is not None and person.value.get("name") and name == "contact_phone"
            return Answer(
                {name: value.value, **({"contact_name": person.value["name"]} if person and named else {})}
            )
        if heard.caller_phone and (heard.own_number or yes_or_no(name, heard)):
            return Answer({name: heard.caller_phone})
        named_now = next((v.value["name"] for v in people_in(heard) if v.value.get("name")), None)
        if name == "contact_phone" and named_now:  # "他叫曹立", after "联系我老公"
            return Answer({"contact_name": named_now})
        return Answer(problem="hidden") if heard.own_number and not heard.caller_phone else None

    return read
