"""Who drove, who reports, whom to ring, whose policy it is."""

from __future__ import annotations

import re
from typing import Any

from claims.heard import Heard
from claims.interview import OF_OTHERS, Facts, known


def take_driver(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take who drove."""
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
_SELF_DRIVING = re.compile(
    r"我(自己|本人|自个儿?)?(正)?(在)?(开着?车|驾驶|开的车?)|是我开的?|我(自己)?(就)?是司机"
)


def take_contact(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take the number the caller wants to be rung at."""
    phone = heard.first("phone")
    if asked in ("contact_phone", "callback_phone", "contact_name") or phone is None or phone.problem:
        return {}
    alone = 2 * (phone.end - phone.start) > len(heard.text) and asked not in OF_OTHERS
    if not alone and not re.search(r"联系|找我|打我|我的?(电话|手机|号)", heard.text):
        return {}
    return {"contact_phone": phone.value}


def take_reporter(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take the name by which the caller introduces themselves."""
    person = next((v for v in heard.all("person") if v.value.get("name")), None)
    if person is None or asked in ("insured", "third_owner", "complaint_surname"):
        return {}
    words = heard.text[max(0, person.start - 4) : person.end]
    introduced = _INTRODUCED.search(words) or _OWNER.search(heard.text[: person.start])
    return {"reporter_name": person.value["name"]} if introduced else {}


def take_insured(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take the name the caller gives of the insured; whether it is the right one, the policy tells."""
    if asked == "insured":
        return {}
    named = [v for v in heard.all("person") if v.value.get("name") and _OF_POLICY.search(heard.before(v))]
    return {"insured_said": named[0].value["name"]} if named else {}


_OF_POLICY = re.compile(r"(?<!对方)(?<!对面)(车主|被保险?人|投保人|户主)(的名字)?(是|叫|，|,)*$")
_INTRODUCED = re.compile(r"(?<![他她是])我(的名字)?(就|姓.)?(是|叫)|本人(是|叫)")
_OWNER = re.compile(r"我(就)?是[^，。,]{0,12}车主(叫)?$")
