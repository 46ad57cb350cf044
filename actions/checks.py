"""What the facts make it necessary to look up: the policy, an earlier report, the rules of cover and police."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from actions.services import in_store, policy_system, store
from actions.state import CallInfo
from claims.clock import BEIJING, moment_or_none
from claims.coverage import Lookup, assess, kinds_of, new_energy, spoken_covers
from claims.interview import LATE_HOURS, Facts, known, told
from claims.parties import THIRD
from claims.police import police_required
from claims.policy import Policy, PolicyUnavailable, any_expired, policy_for, verified
from claims.report import record_of
from claims.store import StoreUnavailable

logger = logging.getLogger(__name__)

IDENTIFIERS = ("plate", "vin", "engine_no", "policy_no", "insured")
"""What a policy can be looked up by, in the order in which it is asked for."""


LOOKUPS: Mapping[str, Lookup] = {"found": "found", "expired": "found", "failed": "failed"}
"""Result of the look-up -> what the cover rules are told: an expired policy was found, but none in force."""


async def check(facts: dict[str, Any], call: CallInfo) -> dict[str, Any]:
    """Return the facts with everything looked up that they call for."""
    facts = {**facts, "caller_phone": call.caller_phone or None, "dark": is_dark(call.started_at) or None}
    facts |= _age(facts, call)
    facts |= await _policy(facts, call)
    facts |= await _duplicate(facts, call)
    facts |= _cover(facts)
    facts["police_to"] = police_required(facts).to if told(facts, "case_type") else None
    return {name: value for name, value in facts.items() if value is not None}


DAYLIGHT = (6, 19)
"""Hours between which it is taken to be light outside."""


def is_dark(now: datetime) -> bool:
    """Tell whether it is night where the caller stands."""
    begins, ends = DAYLIGHT
    return not begins <= now.astimezone(BEIJING).hour < ends


def accident_day(facts: Facts) -> date | None:
    """Return the day of the accident, when it is known."""
    heard = facts.get("accident_time")
    at = moment_or_none(heard.get("start")) if isinstance(heard, Mapping) else None
    return at.date() if at else None


LATE = "late"


def _age(facts: Facts, call: CallInfo) -> dict[str, Any]:
    """Tell how long ago it was; who has put the time right is no longer late, nor asked why."""
    heard = facts.get("accident_time")
    last = (heard.get("end") or heard.get("start")) if isinstance(heard, Mapping) else None
    at = moment_or_none(last)
    flags = facts.get("flags") or ()
    in_time = (
        {"flags": [flag for flag in flags if flag != LATE], "late_reason": None} if LATE in flags else {}
    )
    if at is None:
        return {"hours_since": None, **in_time}
    hours = round((call.started_at - at).total_seconds() / 3600, 1)
    if hours <= LATE_HOURS:
        return {"hours_since": hours, **in_time}
    return {"hours_since": hours, "flags": sorted({*flags, LATE})}


async def _policy(facts: Facts, call: CallInfo) -> dict[str, Any]:
    """Look the policy up once per identifier, and again when the accident turns out to lie outside the policy."""
    if facts.get("manual_record") is not None:
        return {}
    day = accident_day(facts)
    policy = policy_of(facts)
    if facts.get("named_only"):
        return {}
    if policy is not None and (day is None or policy.in_force(day)):
        return {"verified": True} if not facts.get("verified") and _verifies(policy, facts, call) else {}
    on = day or call.started_at.date()
    tried = list(facts.get("looked_up") or ())
    found: dict[str, Any] = {}
    for name in IDENTIFIERS:
        value = facts.get(name)
        dated = [name, value, on.isoformat()]
        key = dated if policy is not None or facts.get("lookup") == "expired" else [name, value, None]
        if not told(facts, name) or key in tried:
            continue
        tried.append(key)
        found = await _look_up(name, str(value), on, facts, call)
        if found["lookup"] == "expired" and dated not in tried:
            tried.append(dated)  # another day may lie within a policy
        if found["lookup"] in ("found", "failed"):
            break
    if policy is not None and found.get("lookup") != "found":
        found = {}  # what is known of the car stands; the verdict says that it was not in force
    return {**found, "looked_up": tried} if found or tried != facts.get("looked_up") else {}


async def _look_up(name: str, value: str, on: date, facts: Facts, call: CallInfo) -> dict[str, Any]:
    try:
        policies = await asyncio.to_thread(_policies_of_the_car, name, value, on)
    except PolicyUnavailable:
        logger.warning("The policy system did not answer; the call goes on as a manual record")
        return {"lookup": "failed"}
    policy = policy_for(policies, on)
    if policy is None:
        return {"lookup": "expired" if any_expired(policies, on) else "none"}
    if name == "insured" and not verified(policy, call.caller_phone, ""):
        return _named_only(policies, policy, on)
    return _known_policy(policy, facts, call)


def _named_only(policies: list[Policy], policy: Policy, on: date) -> dict[str, Any]:
    """Keep a policy found by its owner's name alone for the clerk: who knows a name hears nothing of what is behind it.

    Of an owner with several cars no policy is taken; people find out which it is.
    """
    if not all(other.same_car(policy) for other in policies if other.in_force(on)):
        return {"lookup": "several", "named_only": True}
    return {"lookup": "found", "named_only": True, "policy": _as_fact(policy)}


def _policies_of_the_car(name: str, value: str, on: date) -> list[Policy]:
    """Find the policies of a car; where only one of compulsory and commercial cover turns up, look for the other by VIN.

    A policy's number finds that policy alone, and one of the two may have been sold before the car had its plate.
    """
    found = policy_system().find(**{name: value})
    policy = policy_for(found, on)
    if policy is None or name == "vin" or not policy.vin or len(kinds_of(policy.covers)) > 1:
        return found
    return [*found, *(other for other in policy_system().find(vin=policy.vin) if other not in found)]


def _known_policy(policy: Policy, facts: Facts, call: CallInfo) -> dict[str, Any]:
    said = facts.get("insured") if told(facts, "insured") else ""
    named = verified(policy, call.caller_phone, str(said)) or _verifies(policy, facts, call)
    verifies = (
        named and facts.get("relation") != THIRD
    )  # the other party has seen the policy, and hears none of it
    return {
        "lookup": "found",
        "policy": _as_fact(policy),
        "plate": policy.plate or facts.get("plate"),
        "vin": policy.vin,
        "engine_no": policy.engine_no,
        "policy_no": policy.policy_no,
        "insured": policy.insured_name,
        "verified": verifies or None,
        "new_energy": new_energy(policy) or None,
    }


def _as_fact(policy: Policy) -> dict[str, Any]:
    return {
        **asdict(policy),
        "start": policy.start.isoformat(),
        "end": policy.end.isoformat(),
        "covers": list(policy.covers),
        "agreements": list(policy.agreements),
    }


def policy_of(facts: Facts) -> Policy | None:
    """Return the policy that was found."""
    stored = facts.get("policy")
    if not isinstance(stored, Mapping):
        return None
    days = {name: date.fromisoformat(stored[name]) for name in ("start", "end")}
    lists = {name: tuple(stored.get(name) or ()) for name in ("covers", "agreements")}
    return Policy(**{**stored, **days, **lists})


def _verifies(policy: Policy, facts: Facts, call: CallInfo) -> bool:
    """Tell whether the caller has named the insured, be it as themselves, as the owner, or as who drove."""
    if facts.get("relation") == THIRD:
        return False
    driver = facts.get("driver")
    named = [facts.get(name) for name in ("reporter_name", "insured_said", "contact_name")]
    named.append(driver.get("name") if isinstance(driver, Mapping) else None)
    return any(verified(policy, call.caller_phone, str(name)) for name in named if name)


async def _duplicate(facts: Facts, call: CallInfo) -> dict[str, Any]:
    if not all(known(facts, name) for name in ("accident_time", "place", "case_type")):
        return {"duplicate_of": None}
    key = [facts.get(name) for name in ("plate", "vin", "accident_time", "place", "case_type", "description")]
    if facts.get("duplicate_checked") == key:
        return {}
    record = record_of(facts, call.call_id, call.channel)
    try:
        first = await in_store(store().find_duplicate, record, call.call_id, call.at)
    except StoreUnavailable:
        return {}  # the registration looks again, under its lock
    return {"duplicate_checked": key, "duplicate_of": first["report_number"] if first else None}


def _cover(facts: Facts) -> dict[str, Any]:
    if not told(facts, "case_type"):
        return {}
    verdict = assess(
        policy_of(facts), facts, accident_day(facts), LOOKUPS.get(str(facts.get("lookup")), "none")
    )
    if facts.get("named_only"):  # what is covered is told to nobody who knows a name alone
        return {"coverage": verdict.as_record()}
    return {
        "coverage": verdict.as_record(),
        "verdict": verdict.said,
        "verdict_cover": spoken_covers(verdict.lacking) or None,
        "elsewhere": verdict.elsewhere,
    }
