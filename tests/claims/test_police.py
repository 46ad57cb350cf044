from __future__ import annotations

from typing import Any

import pytest

from claims.police import TABLE, Police, police_required

MULTI = {"case_type": "collision_multi"}


@pytest.mark.parametrize(
    ("facts", "to"),
    [
        ({**MULTI}, None),
        ({**MULTI, "injured": False, "deaths": 0, "flags": ["drivable"], "events": ["rear_ended"]}, None),
        ({"case_type": "scratch"}, None),
        ({"case_type": "glass", "flags": ["not_drivable"]}, None),
        ({"case_type": "flood", "drivable": False}, None),
        ({**MULTI, "injured": True}, "交警"),
        ({**MULTI, "deaths": 1}, "交警"),
        ({**MULTI, "flags": ["child_hurt"]}, "交警"),
        ({**MULTI, "flags": ["drink"]}, "交警"),
        ({**MULTI, "flags": ["no_licence"]}, "交警"),
        ({**MULTI, "flags": ["left_scene"]}, "交警"),
        ({**MULTI, "flags": ["highway"]}, "交警"),
        ({**MULTI, "flags": ["dispute"]}, "交警"),
        ({**MULTI, "flags": ["not_drivable"]}, "交警"),
        ({**MULTI, "drivable": False}, "交警"),
        ({**MULTI, "no_plate": True}, "交警"),
        ({**MULTI, "third_parties": [{"kind": "机动车", "fled": True}]}, "交警"),
        ({**MULTI, "third_parties": [{"kind": "机动车", "fled": False}]}, None),
        ({**MULTI, "events": ["fled_other"]}, "交警"),
        ({"case_type": "parked_hit_unknown"}, "交警"),
        ({"case_type": "collision_single", "property_damage": ["护栏"]}, "交警"),
        ({"case_type": "glass", "flags": ["not_drivable", "dispute"]}, "交警"),
        ({"case_type": "theft"}, "派出所"),
        ({"case_type": "fire"}, "消防"),
        # Traffic police are for traffic accidents: elsewhere help comes from 119 and 120.
        ({"case_type": "fire", "injured": True}, "消防"),
        ({"case_type": "fire", "injured": True, "events": ["hit_fixed", "fire"]}, "交警"),
        ({"case_type": "flood", "injured": True}, "急救"),
        ({"case_type": "flood", "flags": ["trapped"]}, "消防"),
        ({"case_type": "falling_object", "injured": True}, "急救"),
        ({"case_type": "falling_object", "deaths": 1, "injured": True}, "派出所"),
        ({"case_type": "falling_object", "events": ["falling_object", "hit_unknown"]}, None),
        # Broken into, or broken on purpose: the police station, and no settling with anybody.
        ({"case_type": "parked_damage", "events": ["parts_theft", "glass", "parked"]}, "派出所"),
        ({"case_type": "glass", "events": ["smashed", "glass"]}, "派出所"),
        ({"case_type": "theft", "events": ["parts_theft"]}, "派出所"),
        ({"case_type": "theft", "flags": ["withheld"]}, "派出所"),
        ({"case_type": "parked_damage", "events": ["hit_by_vehicle", "parked"]}, None),
        ({**MULTI, "flags": ["inspection_expired"]}, "交警"),
    ],
)
def test_table_b3(facts: dict[str, Any], to: str | None) -> None:
    answer = police_required(facts)
    assert (answer.required, answer.to) == (to is not None, to)
    assert bool(answer.why) == answer.required


def test_nothing_known_needs_nobody() -> None:
    assert police_required({}) == Police(False, None, "")


def test_a_caller_who_does_not_know_has_not_told_of_an_injury() -> None:
    assert not police_required({"case_type": "glass", "injured": "unknown", "deaths": None}).required


@pytest.mark.parametrize(
    ("facts", "kept", "article"),
    [
        ({**MULTI, "injured": True}, True, "第13条"),
        ({**MULTI, "flags": ["drink"]}, True, "第13条"),
        ({**MULTI, "drivable": False}, True, "第13条"),
        ({**MULTI, "events": ["fled_other"]}, True, "第13条"),
        ({"case_type": "collision_single", "property_damage": ["护栏"]}, False, "第14条"),
        ({**MULTI, "flags": ["dispute"]}, False, "第19条"),
        ({**MULTI, "flags": ["highway"]}, False, "第68条"),
        # Whoever is hurt keeps the scene as it is, whatever else was struck.
        ({"case_type": "collision_single", "property_damage": ["护栏"], "injured": True}, True, "第13条"),
    ],
)
def test_order_146_keeps_the_scene_or_wants_the_car_moved(
    facts: dict[str, Any], kept: bool, article: str
) -> None:
    answer = police_required(facts)
    assert answer.keep_scene is kept
    assert article in answer.why


def test_the_duty_to_stop_and_report_is_article_70_not_the_fugitives_71() -> None:
    assert not [why for *_, why in TABLE if "第71条" in why]
