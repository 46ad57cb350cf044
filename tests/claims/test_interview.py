"""The interview, explored: every case type, every answer that branches, whatever is known beforehand."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from claims.conversation import Move, Progress, respond
from claims.interview import (
    AFTER,
    CASE_TYPES,
    CLAIM,
    MOTOR,
    NON_MOTOR,
    QUESTIONS,
    UNKNOWN,
    Ask,
    Say,
    plan,
    without_stale,
)
from claims.parties import FIELDS, answered

Facts = dict[str, Any]

TIME = {"start": "2026-03-10T07:45+08:00", "end": None, "precision": "minute", "said": "七点四十五"}
PLACE = {"text": "芜湖长江路", "city": "芜湖", "road": "长江路"}
ORDER = [step.name for step in CLAIM if isinstance(step, Ask)]
PER_PARTY = set(FIELDS)

BRANCHING: dict[str, tuple[Any, ...]] = {
    "plate": ("皖B58F20", UNKNOWN),
    "vin": ("LSVAM4187C2184841", UNKNOWN),
    "engine_no": (UNKNOWN,),
    "policy_no": (UNKNOWN,),
    "insured": ("周海", UNKNOWN),
    "policy_confirm": (True,),
    "manual_record": (True,),
    "flood_restarted": (True, False, UNKNOWN),
    "theft_parking": (True, False),
    "injured": (True, False, UNKNOWN),
    "injury_severity": ("轻伤", "death"),
    "sent_hospital": (True, False, UNKNOWN),
    "fee_paid": (True, False),
    "other_insurer": (True, False),
    "at_scene": (True, False),
    "recap": (True,),
}
LOOKUPS = ("found", "expired", "none", "failed")
PARTIES: dict[str, tuple[tuple[dict[str, str], ...], ...]] = {
    "collision_multi": (({"kind": MOTOR},), ({"kind": MOTOR}, {"kind": MOTOR})),
    "collision_nonmotor": (({"kind": NON_MOTOR},),),
}


def answer(facts: Facts, name: str, value: Any, lookup: str) -> Facts:
    """Play a caller who gives this answer, and the look-up that follows it."""
    after = {**facts}
    if name in PER_PARTY:
        after |= answered(facts, name, value)
    elif name == "injury_severity" and value == "death":
        after |= {"deaths": 1}
    else:
        after[name] = value
    if name in ("plate", "vin", "insured") and value != UNKNOWN:
        after["lookup"] = lookup
        after["plate_confirmed"] = True
    return after


def calls(facts: Facts, lookup: str, asked: tuple[str, ...] = ()) -> Iterator[tuple[Facts, tuple[str, ...]]]:
    """Yield every call that starts from these facts: the facts at its end and the questions asked."""
    assert len(asked) < 60, f"no end: {asked[-5:]}"
    _, question = plan(CLAIM, facts, ())
    if question is None:
        yield facts, asked
        return
    for value in BRANCHING.get(question.name, ("答",)):
        yield from calls(answer(facts, question.name, value, lookup), lookup, (*asked, question.name))


def starts() -> Iterator[Facts]:
    for case, late, parked in itertools.product(sorted(CASE_TYPES), (1, 60), (False, True)):
        for parties in PARTIES.get(case, ((),)):
            facts: Facts = {
                "case_type": case,
                "description": "说过了",
                "accident_time": TIME,
                "hours_since": late,
            }
            if parties:
                facts["third_parties"] = list(parties)
            if parked:
                facts["events"] = ["parked"]
            yield facts


@cache
def explored(lookup: str) -> tuple[tuple[Facts, Facts, tuple[str, ...]], ...]:
    """Return every call after this look-up: the facts it starts from, those at its end, the questions asked."""
    return tuple((start, facts, asked) for start in starts() for facts, asked in calls(start, lookup))


def in_order(asked: tuple[str, ...]) -> bool:
    once = [name for name in asked if name not in PER_PARTY]
    return once == sorted(once, key=ORDER.index)


@pytest.mark.parametrize("lookup", LOOKUPS)
def test_every_call_keeps_the_order_repeats_nothing_and_ends(lookup: str) -> None:
    for _, facts, asked in explored(lookup):
        once = [name for name in asked if name not in PER_PARTY]
        assert in_order(asked), asked
        assert len(once) == len(set(once)), asked
        assert asked[-1] == "recap"
        assert not plan(CLAIM, facts, ())[1]
    assert len(explored(lookup)) > 1000


@pytest.mark.parametrize("lookup", LOOKUPS)
def test_every_fact_a_case_needs_is_asked_or_known(lookup: str) -> None:
    for start, facts, asked in explored(lookup):
        told = set(asked) | {name for name, value in start.items() if value is not None}
        assert {"plate", "accident_time", "place", "description", "contact_name", "contact_phone"} <= told
        needed = {
            "flood": {"flood_duration", "flood_level", "flood_restarted"},
            "theft": {"theft_police", "theft_parking", "theft_documents"},
            "fire": {"fire_how", "fire_origin", "fire_brigade", "fire_put_out"},
        }.get(facts["case_type"], set())
        assert needed <= told
        if facts["case_type"] == "flood":
            assert ("rescue" in told) == (facts["flood_restarted"] is False)
        assert ("own_damage" in told) == ("at_scene" in told) == (facts["case_type"] != "theft")
        assert ("car_location" in told) == (facts.get("at_scene") is False)
        if facts.get("injured") is True:
            assert {"injured_count", "injured_kind"} <= told
            assert ("hospital" in told) == (facts.get("sent_hospital") is True)


def test_a_death_ends_the_chain_of_injury_questions() -> None:
    for _, facts, asked in explored("found"):
        if facts.get("deaths"):
            assert not {"sent_hospital", "hospital", "treated", "ward"} & set(asked)


def test_whether_it_was_charging_is_asked_of_a_burning_new_energy_car_only() -> None:
    burning = {"case_type": "fire", "description": "车底冒烟烧起来了", "hours_since": 1}
    for start, asks in (({**burning, "new_energy": True}, True), (burning, False)):
        for _, asked in calls(start, "found"):
            assert ("fire_charging" in asked) is asks


def test_nothing_about_the_road_is_asked_of_a_stolen_car() -> None:
    for facts, asked in calls({"case_type": "theft", "description": "车丢了", "hours_since": 1}, "found"):
        assert not {"driver", "own_damage", "third_plate", "injured", "at_scene", "car_location"} & set(asked)
        assert facts["theft_police"]


KNOWN_BEFORE: dict[str, Any] = {
    "accident_time": TIME,
    "place": PLACE,
    "driver": {"relation": "本人"},
    "own_damage": ["后保险杠"],
    "injured": False,
    "at_scene": True,
    "contact_name": "周海",
    "contact_phone": "13900002202",
    "third_parties": [{"kind": MOTOR, "plate": "皖B11111", "damage": ["前保险杠"]}],
}


@pytest.mark.parametrize("case", sorted(CASE_TYPES))
def test_what_is_known_in_advance_is_not_asked(case: str) -> None:
    for size in range(len(KNOWN_BEFORE) + 1):
        for names in itertools.combinations(KNOWN_BEFORE, size):
            facts: Facts = {
                "case_type": case,
                "description": "说过了",
                "plate": "皖B58F20",
                "lookup": "found",
            }
            facts |= {name: KNOWN_BEFORE[name] for name in names}
            asked = []
            while (question := plan(CLAIM, facts, ())[1]) is not None:
                asked.append(question.name)
                facts = answer(facts, question.name, BRANCHING.get(question.name, ("答",))[-1], "found")
            assert not set(asked) & set(names), (names, asked)
            if "third_parties" in names and case != "collision_nonmotor":  # the bicycle is yet to be told of
                assert not set(asked) & {"third_plate", "third_damage"}, asked
            assert in_order(tuple(asked))


def test_plate_and_owner_of_one_car_are_asked_before_those_of_the_next() -> None:
    facts: Facts = {"case_type": "collision_multi", "third_parties": [{"kind": MOTOR}, {"kind": MOTOR}]}
    facts |= {name: "答" for name in ORDER[: ORDER.index("third_plate")]} | {"description": "x"}
    asked = []
    while (question := plan(CLAIM, facts, ())[1]) is not None and question.name in PER_PARTY:
        asked.append(question.name)
        facts = answer(facts, question.name, "皖B1", "found")
    assert asked == ["third_plate", "third_owner"] * 2 + ["third_damage"] * 2


def test_statements_are_made_once_and_in_their_place() -> None:
    facts: Facts = {"case_type": "flood", "plate": "皖B58F20", "lookup": "found", "policy_confirm": True}
    said, question = plan(CLAIM, facts, ())
    assert ([step.name for step in said], question and question.name) == (["calm"], "accident_time")
    assert plan(CLAIM, facts, ("calm",))[0] == ()


def test_people_come_first() -> None:
    said, question = plan(CLAIM, {"flags": ["trapped"]}, ())
    assert [step.name for step in said] == ["safety"]
    assert question is not None and question.name == "plate"


def test_a_duplicate_ends_the_interview_after_the_story() -> None:
    facts: Facts = {"plate": "皖B58F20", "lookup": "found", "policy_confirm": True, "accident_time": TIME}
    facts |= {
        "place": PLACE,
        "description": "x",
        "case_type": "flood",
        "duplicate_of": "202600000001",
    }
    assert plan(CLAIM, facts, ())[1] is None


def test_a_correction_takes_the_answers_of_the_old_case_along() -> None:
    facts: Facts = {
        "case_type": "collision_multi",
        "flood_level": "座椅",
        "flood_restarted": False,
        "rescue": True,
    }
    facts |= {"third_parties": [{"kind": MOTOR, "plate": "皖B11111"}], "place": {"text": "x"}}
    assert without_stale(facts, {**facts, "case_type": "flood"}) == {
        "case_type": "collision_multi",
        "third_parties": [{"kind": MOTOR, "plate": "皖B11111"}],
        "place": {"text": "x"},
        "rescue": True,
    }


def test_guidance_only_follows_a_number() -> None:
    assert plan(AFTER, {}, ())[1] is QUESTIONS["anything_else"]
    asked = plan(AFTER, {"report_number": "2026"}, ())[1]
    assert asked is not None and asked.name == "guidance"


def test_every_step_names_its_script() -> None:
    assert all(step.script for step in CLAIM)
    assert {step.name for step in CLAIM if isinstance(step, Say)}.isdisjoint(ORDER)


@pytest.mark.parametrize(
    ("name", "thin"),
    [
        ("accident_time", {"start": "2026-03-10T08:05+08:00", "precision": "day", "said": "今天"}),
        ("place", {"text": "高速上"}),
    ],
)
def test_a_thin_mention_closes_no_question(name: str, thin: dict[str, Any]) -> None:
    facts: Facts = {"plate": "皖B58F20", "lookup": "found", "policy_confirm": True, "case_type": "scratch"}
    facts |= {"accident_time": TIME, "place": PLACE, "description": "x", name: thin}
    assert plan(CLAIM, facts, ())[1] is QUESTIONS[name]
    assert plan(CLAIM, {**facts, "as_said": [name]}, ())[1] is not QUESTIONS[name]


HURT = {"injured": True, "case_type": "pedestrian"}


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (HURT, ["utter_safety", "utter_calm"]),
        (HURT | {"flags": ["highway"]}, ["utter_safety_motorway", "utter_calm"]),
        (HURT | {"flags": ["trapped"]}, ["utter_safety_trapped", "utter_calm"]),
        (HURT | {"flags": ["ambulance"]}, ["utter_calm"]),
        (HURT | {"sent_hospital": True}, ["utter_calm"]),
        ({"flags": ["burning_now"]}, ["utter_safety_fire"]),
        ({"flags": ["exposed"]}, ["utter_safety_waiting"]),
        ({"flags": ["exposed"], "at_scene": False}, []),
        ({"flags": ["highway"]}, []),
        ({"flags": ["highway"], "hours_since": 0.5}, ["utter_safety_waiting_motorway"]),
        ({"flags": ["highway"], "at_scene": True, "hours_since": 5}, ["utter_safety_waiting_motorway"]),
        ({"flags": ["highway"], "hours_since": 12}, []),
        ({"drivable": False, "dark": True, "at_scene": True}, ["utter_safety_waiting"]),
        ({"drivable": False, "at_scene": True}, []),
    ],
)  # fmt: skip
def test_people_in_danger_hear_what_fits_them_and_nobody_else_does(
    facts: dict[str, Any], said: list[str]
) -> None:
    lines = respond("claim_report", Move(dict(facts), Progress())).lines
    assert [line.response for line in lines if not line.response.startswith("utter_question")] == said


def test_safety_is_told_once_and_again_only_when_somebody_turns_out_to_be_hurt() -> None:
    first = respond("claim_report", Move({"flags": ["exposed"]}, Progress()))
    again = respond("claim_report", Move(dict(first.facts), first.progress))
    assert [line.response for line in again.lines] == ["utter_question_plate"]
    hurt = respond("claim_report", Move(HURT | {"flags": ["exposed"]}, again.progress))
    assert hurt.lines[0].response == "utter_safety"


@pytest.mark.parametrize(
    ("insurer", "hours", "asked"),
    [("平安", 26, False), ("平安", 0.5, True), (None, 26, True), (UNKNOWN, 26, True)],
)
def test_no_insurer_is_looked_for_at_the_scene_when_it_is_told_and_long_past(
    insurer: str | None, hours: float, asked: bool
) -> None:
    step = next(step for step in CLAIM if isinstance(step, Ask) and step.name == "other_insurer")
    party = {"kind": MOTOR, "plate": "皖B12345", "owner": "胡军", "insurer": insurer}
    facts = {"case_type": "collision_multi", "third_parties": [party], "hours_since": hours}
    assert bool(step.when(facts)) is asked
