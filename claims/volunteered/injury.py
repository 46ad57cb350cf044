"""Who is hurt, and what the hospital was paid."""

from __future__ import annotations

import re
from typing import Any

from claims.answers import clean, hurt_after_all, injury_facts
from claims.heard import Heard
from claims.interview import Facts, known, told
from mandarin.taken import NOT_TAKEN, taken


def take_injuries(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take who is hurt; of how badly, what is denied now no longer holds."""
    value = heard.first("injury")
    if less := _less_badly(heard, facts):
        return less
    if value is None:
        return {}
    found = injury_facts(value.value, facts)
    if found.get("injured") is False and told(facts, "injured"):
        return {}
    if facts.get("injured") is False and not hurt_after_all(heard, facts):
        return {}
    if told(facts, "injury_severity") and "injury_severity" in found:
        before, now = str(facts["injury_severity"]), found["injury_severity"]
        found["injury_severity"] = before if now in before else f"{before}；{now}"
    if known(facts, "sent_hospital") and not found.get("sent_hospital"):
        found.pop("sent_hospital", None)  # that somebody was taken there is put right, not told by the way
    return {name: item for name, item in found.items() if item is not None}


def _less_badly(heard: Heard, facts: Facts) -> dict[str, Any]:
    """Strike out of how badly somebody is hurt what the words deny: "没抢救 就包扎了一下"."""
    before = str(facts["injury_severity"]) if told(facts, "injury_severity") else ""
    said = re.split(r"[,，；]", before)
    kept = [one for one in said if not re.search(rf"(?:不是|没有?|没在|不用|未){re.escape(one)}", heard.text)]
    if kept == said or not before:
        return {}
    return {"injury_severity": "；".join(kept) or clean(heard.text)}


def take_hospital(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take the hospital, the ward and what was paid there, once somebody is hurt."""
    if facts.get("injured") is not True:
        return {}
    hospital, ward = heard.first("hospital"), heard.first("ward")
    found: dict[str, Any] = {}
    if taken(heard.text) == NOT_TAKEN and not known(facts, "sent_hospital"):
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
