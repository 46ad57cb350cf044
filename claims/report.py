"""The claim report: from the facts of the interview to the record that is stored.

The record's shape is the project's contract with everybody who reads it. A field that was not asked or not said is
absent; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from claims.facts import parts_gone
from claims.interview import MOTOR, NON_MOTOR, OF_OTHERS, TABLES, UNKNOWN, Ask, Facts, parties, told
from claims.tasks import major

Record = dict[str, Any]

# Record field <- fact, section by section. An answer of "I don't know" leaves the field out.
PLAIN = {
    "case_type": "case_type",
    "plate": "plate",
    "vin": "vin",
    "engine_no": "engine_no",
    "policy_no": "policy_no",
    "insured": "insured",
    "description": "description",
    "own_damage": "own_damage",
    "drivable": "drivable",
    "property_damage": "property_damage",
    "at_scene": "at_scene",
    "car_location": "car_location",
    "rescue_requested": "rescue",
    "coverage": "coverage",
    "duplicate_of": "duplicate_of",
    "late_reason": "late_reason",
    "also_said": "also_said",
}
SECTIONS: Mapping[str, Mapping[str, str]] = {
    "reporter": {"name": "reporter_name", "phone": "caller_phone", "relation": "relation"},
    "contact": {"name": "contact_name", "phone": "contact_phone"},
    "police": {"reported": "police"},
    "injuries": {
        "any": "injured",
        "count": "injured_count",
        "deaths": "deaths",
        "severity": "injury_severity",
        "kinds": "injured_kind",
        "sent_hospital": "sent_hospital",
        "hospital": "hospital",
        "treated": "treated",
        "ward": "ward",
        "fee_paid": "fee_paid",
        "fee_yuan": "fee_amount",
    },
    "other_insurer": {
        "present": "other_insurer",
        "name": "other_insurer_name",
        "estimate_yuan": "other_insurer_estimate",
    },
    "flood": {"duration_min": "flood_duration", "level": "flood_level", "restarted": "flood_restarted"},
    "theft": {
        "reported": "theft_police",
        "station": "theft_station",
        "guarded_lot": "theft_parking",
        "receipt": "theft_receipt",
        "documents_lost": "theft_documents",
    },
    "fire": {
        "how": "fire_how",
        "origin": "fire_origin",
        "charging": "fire_charging",
        "brigade": "fire_brigade",
        "put_out": "fire_put_out",
    },
}


_QUESTIONS = tuple(step.name for step in TABLES["claim_report"] if isinstance(step, Ask))

PARTY_FIELDS: Mapping[str, str] = dict(zip(OF_OTHERS, ("plate", "owner", "damage"), strict=True))
"""Question asked once for each other party -> the field of the party."""

BOOKKEEPING = frozenset(
    {"report_number", "status", "registered_at", "call_id", "channel", "reporter", "contact", "coverage"}
    | {"major_case", "duplicate_of", "flags"}
)
"""Facts of the file rather than of the accident."""

PERSON_NAME = 4
"""Characters of the longest personal name; what is longer is a company."""


def record_of(facts: Facts, call_id: str, channel: str, status: str = "draft") -> Record:
    """Build the record as far as the facts go.

    Args:
        facts: The interview's facts.
        call_id: The call it belongs to.
        channel: voice, web, shell or rest.
        status: draft, manual or registered; the store sets what it decides itself.

    Returns:
        The claim report of the contract, without number and registration time, which only the store issues.
    """
    record: Record = {"status": status, "call_id": call_id, "channel": channel}
    record.update(_present({field: facts.get(fact) for field, fact in PLAIN.items()}))
    record.update(_time(facts.get("accident_time")))
    record.update(_driver(facts))
    if told(facts, "place"):
        place = dict(facts["place"])
        record["place"] = place.pop("text")
        if place:
            record["place_keys"] = place
    for section, fields in SECTIONS.items():
        present = _present({field: facts.get(fact) for field, fact in fields.items()})
        if present:
            record[section] = present
    third_parties = _third_parties(facts)
    if third_parties:
        record["third_parties"] = third_parties
    unanswered = _unanswered(facts)
    if unanswered:
        record["unanswered"] = unanswered
    if told(facts, "report_wanted") and not has_facts(record):
        record["report_wanted"] = True  # "我要报案", and no more so far: still worth a call-back
    record["flags"] = sorted({*(facts.get("flags") or ()), *(["parts_theft"] if parts_gone(facts) else [])})
    record["major_case"] = major(record)
    return record


def facts_in(record: Mapping[str, Any]) -> dict[str, Any]:
    """Read the facts back out of a draft, so that a call that broke off is resumed where it stopped."""
    facts = {fact: record.get(field) for field, fact in PLAIN.items()} | {"driver": record.get("driver")}
    for section, fields in SECTIONS.items():
        facts |= {fact: (record.get(section) or {}).get(field) for field, fact in fields.items()}
    said = record.get("accident_time_said")
    start, end = record.get("accident_time"), None
    if record.get("accident_time_range"):
        start, end = record["accident_time_range"]
    if start or said:
        facts["accident_time"] = {"start": start, "end": end, "precision": "minute", "said": said}
    if record.get("place"):
        facts["place"] = {"text": record["place"], **(record.get("place_keys") or {})}
    listed = record.get("third_parties") or []
    motor = [party for party in listed if party.get("kind") == MOTOR]
    vehicles = [party for party in listed if party.get("kind") in (MOTOR, NON_MOTOR)]
    unanswered = record.get("unanswered") or []
    facts |= {name: UNKNOWN for name in unanswered if name not in PARTY_FIELDS} | {
        "flags": record.get("flags"),
        "report_wanted": record.get("report_wanted"),
        "third_parties": [{"kind": party.get("kind"), "fled": party.get("fled")} for party in listed],
    }
    for name, field in PARTY_FIELDS.items():
        asked_of = vehicles if name == "third_damage" else motor
        facts[name] = _given_by(asked_of, field, unanswered.count(name))
    return {name: value for name, value in facts.items() if value not in (None, [], {})}


def has_facts(record: Mapping[str, Any]) -> bool:
    """Tell whether a record holds anything about the accident or the vehicle, so that it is worth a call-back."""
    return any(value not in (None, "", [], {}) for name, value in record.items() if name not in BOOKKEEPING)


def _unanswered(facts: Facts) -> list[str]:
    """Name the questions the caller was asked and could not or would not answer, once for each party."""
    asked = [(name, facts.get(name)) for name in _QUESTIONS]
    listed = [(name, value if isinstance(value, list) else [value]) for name, value in asked]
    return [name for name, values in listed for value in values if value == UNKNOWN]


def _given_by(listed: list[Record], field: str, unknown: int) -> list[Any]:
    """Read the answers given for one party after the other; ``unknown`` of them were "I don't know"."""
    answers: list[Any] = []
    for party in listed:
        if party.get(field):
            answers.append(party[field])
        elif unknown > 0:
            answers.append(UNKNOWN)
            unknown -= 1
    return answers


def _present(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None and value != UNKNOWN}


def _driver(facts: Facts) -> Record:
    """Name a driver who is the insured: "我自己开的" from a caller who is known to be the insured says who it was."""
    driver = facts.get("driver")
    if not isinstance(driver, Mapping):
        return {}
    named = {"name": insured_person(facts)} if driver.get("relation") == "本人" else {}
    return {"driver": _present({**named, **driver})}


def insured_person(facts: Facts) -> str | None:
    """Return the insured's name where the caller is verified and the insured is a person, no company."""
    insured = facts.get("insured")
    person = facts.get("verified") and told(facts, "insured") and len(str(insured)) <= PERSON_NAME
    return str(insured) if person else None


def _time(heard: Any) -> Record:
    if not isinstance(heard, Mapping):
        return {}
    fields: Record = {"accident_time_said": heard.get("said") or None}
    if heard.get("end"):
        fields["accident_time_range"] = [heard["start"], heard["end"]]
    elif heard.get("start"):
        fields["accident_time"] = heard["start"]
    return _present(fields)


def _third_parties(facts: Facts) -> list[Record]:
    """Join kinds, plates, owners and damage of the other parties by their position."""
    listed = [dict(party) for party in facts.get("third_parties") or ()]
    listed += [{"kind": MOTOR}] * max(0, parties(facts, MOTOR) - _count(listed, MOTOR))
    listed += [{"kind": NON_MOTOR}] * max(0, parties(facts, NON_MOTOR) - _count(listed, NON_MOTOR))
    motor = vehicles = 0
    joined = []
    for party in listed:
        fields = {"kind": party.get("kind"), "insurer": party.get("insurer"), "driver": party.get("driver")}
        if party.get("fled"):
            fields["fled"] = True
        if party.get("kind") == MOTOR:
            fields["plate"] = _at(facts.get("third_plate"), motor)
            fields["owner"] = _at(facts.get("third_owner"), motor)
            motor += 1
        if party.get("kind") in (MOTOR, NON_MOTOR):
            fields["damage"] = _at(facts.get("third_damage"), vehicles)
            vehicles += 1
        joined.append(_present(fields))
    return joined


def _count(listed: list[Record], kind: str) -> int:
    return sum(party.get("kind") == kind for party in listed)


def _at(values: Any, index: int) -> Any:
    return values[index] if isinstance(values, list) and index < len(values) else None
