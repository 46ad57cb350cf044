"""The claim report: from the facts of the interview to the record that is stored.

The record's shape is the project's contract with everybody who reads it. A field that was not asked or not said is
absent; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from claims import parties
from claims.facts import parts_gone
from claims.interview import TABLES, UNKNOWN, Ask, Facts, told
from claims.tasks import major
from claims.who import SELF, driver_of, insured_person, name_of_caller, relation_of_caller

Record = dict[str, Any]

# Record field <- fact, section by section. An answer of "I don't know" leaves the field out.
PLAIN = {
    "case_type": "case_type",
    "plate": "plate",
    "vin": "vin",
    "engine_no": "engine_no",
    "policy_no": "policy_no",
    "insured": "insured",
    "vehicle": "vehicle",
    "description": "description",
    "own_damage": "own_damage",
    "drivable": "drivable",
    "property_damage": "property_damage",
    "at_scene": "at_scene",
    "car_location": "car_location",
    "rescue_requested": "rescue",
    "rescue_to": "rescue_to",
    "rescue_when": "rescue_when",
    "rescue_not_before": "rescue_not_before",
    "coverage": "coverage",
    "duplicate_of": "duplicate_of",
    "late_reason": "late_reason",
    "also_said": "also_said",
    "place_coordinates": "place_coordinates",
    "car_coordinates": "car_coordinates",
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
        "hospital_planned": "hospital_planned",
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

BOOKKEEPING = frozenset(
    {"report_number", "status", "registered_at", "call_id", "channel", "reporter", "contact", "coverage"}
    | {"major_case", "duplicate_of", "flags"}
)
"""Facts of the file rather than of the accident."""


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
    record = _of_the_policy(facts) | record
    record.update(_present({"description": _story(facts)}))
    record.update(_time(facts.get("accident_time")))
    driver = driver_of(facts)
    if driver:
        record["driver"] = driver
    if told(facts, "place"):
        place = dict(facts["place"])
        record["place"] = place.pop("text")
        if place:
            record["place_keys"] = place
    for section, fields in SECTIONS.items():
        present = _present(
            {field: facts.get(fact) for field, fact in fields.items()} | _plain(section, facts)
        )
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


def _of_the_policy(facts: Facts) -> Record:
    """Return what names the car of the policy that was found, also where the caller does not hear it."""
    policy = facts.get("policy") or {}
    names = {
        "plate": "plate",
        "vin": "vin",
        "engine_no": "engine_no",
        "policy_no": "policy_no",
        "insured": "insured_name",
    }
    return {field: policy[name] for field, name in names.items() if policy.get(name)}


def _plain(section: str, facts: Facts) -> Record:
    """Return what is plain of the caller beside what was told: the relation to the insured, and with it the name."""
    if section != "reporter":
        return {}
    relation = relation_of_caller(facts)
    name = name_of_caller(facts) or (insured_person(facts) if relation == SELF else None)
    return {"relation": relation, "name": name}


def _story(facts: Facts) -> str | None:
    """Join what was mentioned of the accident before it was asked for and the story: nothing said is lost."""
    mentioned, description = facts.get("mentioned"), facts.get("description")
    told_both = told(facts, "description") and mentioned and mentioned not in str(description)
    return f"{mentioned}；{description}" if told_both else description or mentioned


def facts_in(record: Mapping[str, Any]) -> dict[str, Any]:
    """Read the facts back out of a draft, so that a call that broke off is resumed where it stopped."""
    facts = {fact: record.get(field) for field, fact in PLAIN.items()}
    if record.get("driver"):
        facts["driver"] = {**record["driver"], "of": "insured"}
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
    unanswered = record.get("unanswered") or []
    facts |= {name: UNKNOWN for name in unanswered if name not in parties.FIELDS} | {
        "flags": record.get("flags"),
        "report_wanted": record.get("report_wanted"),
        "third_parties": _parties_in(record, unanswered),
    }
    return {name: value for name, value in facts.items() if value not in (None, [], {})}


def has_facts(record: Mapping[str, Any]) -> bool:
    """Tell whether a record holds anything about the accident or the vehicle, so that it is worth a call-back."""
    return any(value not in (None, "", [], {}) for name, value in record.items() if name not in BOOKKEEPING)


def _unanswered(facts: Facts) -> list[str]:
    """Name the questions the caller was asked and could not or would not answer, once for each party."""
    listed = parties.listed(facts)
    return [
        name
        for name in _QUESTIONS
        for told_of in (
            [party.get(parties.FIELDS[name]) for party in listed]
            if name in parties.FIELDS
            else [facts.get(name)]
        )
        if told_of == UNKNOWN
    ]


def _parties_in(record: Mapping[str, Any], unanswered: list[str]) -> list[Record]:
    """Read the other parties back, those first of whom something was asked and not known."""
    listed = [dict(party) for party in record.get("third_parties") or ()]
    for question, field in parties.FIELDS.items():
        lacking = [
            party for party in listed if party.get("kind") in parties.OF_KINDS[field] and field not in party
        ]
        for party in lacking[: unanswered.count(question)]:
            party[field] = UNKNOWN
    return listed


def _present(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None and value != UNKNOWN}


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
    """Return what is known of each other party."""
    return [
        _present(
            {
                field: party.get(field) or None
                for field in ("kind", "vehicle", "plate", "plate_part", "owner", "driver", "phone", "insurer")
            }
        )
        | _present({"damage": party.get("damage")})
        | ({"fled": True} if party.get("fled") else {})
        for party in parties.listed(facts)
    ]
