"""The record and the facts read back out of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from claims.interview import MOTOR, NON_MOTOR, UNKNOWN
from claims.parties import awaiting
from claims.report import SECTIONS, facts_in, has_facts, record_of


def record(**facts: Any) -> dict[str, Any]:
    return record_of(facts, "c-9", "voice")


def test_what_the_caller_did_not_know_survives_a_broken_line() -> None:
    facts = {
        "case_type": "collision_multi",
        "third_parties": [
            {"kind": MOTOR, "plate": UNKNOWN, "owner": UNKNOWN, "damage": ["车门"]},
            {"kind": NON_MOTOR, "damage": UNKNOWN},
            {"kind": MOTOR, "plate": "赣E2K061", "damage": ["车灯"], "fled": True},
        ],
        "ward": UNKNOWN,
    }
    kept = record(**facts)
    assert kept["unanswered"] == ["third_plate", "third_owner", "third_damage", "ward"]
    assert [party.get("plate") for party in kept["third_parties"]] == [None, None, "赣E2K061"]
    again = facts_in(kept)
    assert {name: again[name] for name in facts} == facts


def test_the_number_of_another_party_is_in_the_record_and_read_back_out_of_it() -> None:
    facts = {"third_parties": [{"kind": NON_MOTOR, "owner": "姓罗", "phone": "13800572961"}]}
    kept = record(**facts)
    assert kept["third_parties"] == facts["third_parties"]
    assert "contact" not in kept
    assert facts_in(kept)["third_parties"] == facts["third_parties"]


def test_a_question_not_asked_yet_stays_open() -> None:
    facts = {"third_parties": [{"kind": MOTOR, "plate": "赣E2K061"}, {"kind": MOTOR}]}
    again = facts_in(record(**facts))
    assert again["third_parties"] == facts["third_parties"]
    assert awaiting(again, "third_owner") == 0


def test_unanswered_questions_of_a_complaint_begin_no_report() -> None:
    assert not has_facts(record(complaint_report_number=UNKNOWN, complaint_surname="汤"))


def test_the_wish_to_report_is_a_record_only_while_nothing_else_is() -> None:
    assert has_facts(record(report_wanted=True))
    assert "report_wanted" not in record(report_wanted=True, plate="赣E2K061")
    assert facts_in(record(report_wanted=True))["report_wanted"] is True


def test_every_fact_of_a_section_outlives_its_turn() -> None:
    """What no slot carries is forgotten with the turn it was told in."""
    slots = yaml.safe_load((Path(__file__).parents[2] / "domain.yml").read_text(encoding="utf-8"))["slots"]
    facts = {fact for fields in SECTIONS.values() for fact in fields.values()}
    assert facts - set(slots) == set()
