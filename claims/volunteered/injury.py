"""Who is hurt, and what the hospital was paid."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from claims.answers import (
    HOSPITAL_FACTS,
    hurt_after_all,
    injury_facts,
    is_one_more,
    less_badly,
    of_hospital,
    one_more_elsewhere,
    planned_hospital,
)
from claims.heard import Heard
from claims.interview import Facts, known, told
from claims.parties import listed
from mandarin.injury import tells_age
from mandarin.severity import injuries_in
from mandarin.taken import AWAITED, NOT_TAKEN, taken


def take_injuries(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take who is hurt; of how badly, what is denied now no longer holds."""
    value = heard.first("injury")
    if value is None:
        return less_badly(heard, facts)
    found = less_badly(heard, facts) | injury_facts(value.value, facts, heard)
    if found.get("injured") is False and told(facts, "injured"):
        return {}
    if facts.get("injured") is False and not hurt_after_all(heard, facts):
        return {}
    grown = _one_more(heard, value.value, facts) | one_more_elsewhere(found, value.value, facts)
    found = {name: one for name, one in found.items() if name not in WHO or not told(facts, name)} | grown
    if known(facts, "sent_hospital") and not found.get("sent_hospital"):
        # That somebody was taken there is put right, not told by the way.
        found = {name: one for name, one in found.items() if name not in ("sent_hospital", *HOSPITAL_FACTS)}
    if asked == "injury_severity":
        found.pop(asked, None)  # the answer has all of it, in the caller's words
    return {name: item for name, item in found.items() if item is not None}


def _one_more(heard: Heard, value: Mapping[str, Any], facts: Facts) -> dict[str, Any]:
    """Count one more of the injured, where all of those counted were told of before: 还有一个老太太 胳膊也断了."""
    count = facts.get("injured_count")
    before = injuries_in(str(facts["injury_severity"])) if told(facts, "injury_severity") else []
    if not isinstance(count, int) or len(before) < count or "severity" not in value:
        return {}
    return {"injured_count": count + 1} if is_one_more(heard) and value.get("count", 1) == 1 else {}


WHO = ("injured_count", "injured_kind")
"""Facts of who is hurt that grow by one more person only."""


def take_particulars(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Keep the names and ages of the injured, for which the report has no field, in the caller's words."""
    injury = heard.first("injury")
    of_them = (
        asked in OF_THE_HURT
        or (asked == "recap" and tells_age(heard.text))
        or (injury is not None and injury.value.get("any"))
    )
    if facts.get("injured") is not True or not of_them:
        return {}
    elsewhere = {one.value.get("name") for one in heard.roles} | _names(facts)
    named = [
        one for one in heard.all("person") if one.value.get("name") and one.value["name"] not in elsewhere
    ]
    before = list(facts.get("also_said") or ())
    if not (named or tells_age(heard.text)) or heard.text in before:
        return {}
    return {"also_said": [*before, heard.text]}


OF_THE_HURT = frozenset(
    {"injured", "injured_count", "injury_severity", "injured_kind", "sent_hospital", "hospital", "ward"}
)
"""Questions to which who the injured are is told by name."""


def _names(facts: Facts) -> set[Any]:
    """Return the names that have a place in the report."""
    driver = facts.get("driver")
    ours = {driver.get("name")} if isinstance(driver, Mapping) else set()
    theirs = {party.get(name) for party in listed(facts) for name in ("owner", "driver")}
    return ours | theirs | {facts.get(name) for name in ("contact_name", "reporter_name", "insured")}


def take_hospital(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take the hospital, the ward and what was paid there, once somebody is hurt."""
    if facts.get("injured") is not True:
        return {}
    hospital, ward = heard.first("hospital"), heard.first("ward")
    found: dict[str, Any] = {}
    if taken(heard.text) in (NOT_TAKEN, AWAITED) and not known(facts, "sent_hospital"):
        found["sent_hospital"] = False
    if facts.get("sent_hospital") is not True:
        found |= planned_hospital(heard)
    if hospital is not None and (is_one_more(heard) or not told(facts, "hospital")):
        found |= of_hospital(heard, hospital, facts)
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
