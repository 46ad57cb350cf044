"""The record and the facts read back out of it."""

from __future__ import annotations

from typing import Any

from claims.interview import MOTOR, NON_MOTOR, UNKNOWN
from claims.report import facts_in, has_facts, record_of


def record(**facts: Any) -> dict[str, Any]:
    return record_of(facts, "c-9", "voice")


def test_what_the_caller_did_not_know_survives_a_broken_line() -> None:
    facts = {
        "case_type": "collision_multi",
        "third_parties": [{"kind": MOTOR, "fled": None}, {"kind": NON_MOTOR, "fled": None}, {"kind": MOTOR, "fled": None}],
        "third_plate": [UNKNOWN, "赣E2K061"],
        "third_owner": [UNKNOWN],
        "third_damage": [["车门"], UNKNOWN, ["车灯"]],
        "ward": UNKNOWN,
    }  # fmt: skip
    kept = record(**facts)
    assert kept["unanswered"] == ["third_plate", "third_owner", "third_damage", "ward"]
    assert [party.get("plate") for party in kept["third_parties"]] == [None, None, "赣E2K061"]
    again = facts_in(kept)
    assert {name: again[name] for name in facts} == facts


def test_a_question_not_asked_yet_stays_open() -> None:
    facts = {"third_parties": [{"kind": MOTOR}, {"kind": MOTOR}], "third_plate": ["赣E2K061"]}
    again = facts_in(record(**facts))
    assert again["third_plate"] == ["赣E2K061"]
    assert "third_owner" not in again


def test_unanswered_questions_of_a_complaint_begin_no_report() -> None:
    assert not has_facts(record(complaint_report_number=UNKNOWN, complaint_surname="汤"))


def test_the_wish_to_report_is_a_record_only_while_nothing_else_is() -> None:
    assert has_facts(record(report_wanted=True))
    assert "report_wanted" not in record(report_wanted=True, plate="赣E2K061")
    assert facts_in(record(report_wanted=True))["report_wanted"] is True
