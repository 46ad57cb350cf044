from __future__ import annotations

from typing import Any

import pytest

from claims.police import Police, police_required

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
        ({"case_type": "fire", "injured": True}, "交警"),
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
