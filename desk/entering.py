"""What a report that was kept by hand lacks: the policy and what the rules say of it, now that the policy system answers."""

from __future__ import annotations

from typing import Any

from claims.coverage import Lookup, assess
from claims.duplicates import window
from claims.policy import Policy, PolicySystem, any_expired, policy_for
from claims.report import facts_in

Record = dict[str, Any]

IDENTIFIERS = ("policy_no", "vin", "engine_no", "plate")
"""What a policy is looked up by, the surest first. A name alone is no car: people tell which it is."""


def with_policy(record: Record, policies: PolicySystem) -> Record:
    """Return the record with the policy of its car and the verdict on it, as a call would have found them.

    Raises:
        PolicyUnavailable: The policy system does not answer.
    """
    times = window(record)
    day = times[0].date() if times else None
    lookup: Lookup = "none"
    policy: Policy | None = None
    for name in IDENTIFIERS:
        if day is None or policy is not None or not record.get(name):
            continue
        found = policies.find(**{name: str(record[name])})
        policy = policy_for(found, day)
        if policy is not None or any_expired(found, day):
            lookup = "found"
    verdict = assess(policy, facts_in(record), day, lookup).as_record()
    if policy is None:
        return {**record, "coverage": verdict}
    named = {"plate": policy.plate, "vin": policy.vin, "engine_no": policy.engine_no}
    named |= {"policy_no": policy.policy_no, "insured": policy.insured_name}
    return {**record, **{name: text for name, text in named.items() if text}, "coverage": verdict}
