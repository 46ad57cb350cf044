from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.by_hand import FIELDS, put_right, value_of

RECORD: dict[str, Any] = {
    "case_type": "collision_multi",
    "place": "裕华路",
    "place_keys": {"road": "裕华路"},
    "accident_time_range": ["2026-03-10T09:00:00+08:00", "2026-03-10T10:00:00+08:00"],
    "accident_time_said": "九点多",
    "contact": {"name": "刘建民", "phone": "13900001101"},
    "injuries": {"any": True, "count": 1},
    "flags": [],
    "major_case": False,
}

GOOD: dict[str, Any] = {
    "case_type": "flood",
    "accident_time": "2026-03-10T07:45+08:00",
    "accident_time_range": ["2026-03-10T07:00+08:00", "2026-03-10T08:00+08:00"],
    "drivable": False,
    "own_damage": ["前保险杠"],
    "third_parties": [{"kind": "机动车", "plate": "冀A12345", "damage": ["后杠"], "fled": False}],
    "contact.phone": "13900001102",
    "injuries.count": 2,
    "injuries.fee_yuan": 300.5,
    "flood.duration_min": [5, 6],
}

BAD: dict[str, list[Any]] = {
    "case_type": ["earthquake", 1],
    "accident_time": ["yesterday", 7, ""],
    "accident_time_range": [["2026-03-10T08:00+08:00", "2026-03-10T07:00+08:00"], ["2026-03-10T08:00+08:00"]],
    "drivable": ["yes", 1],
    "own_damage": ["前保险杠", [1], [""]],
    "third_parties": [[{"wings": 2}], [{}], {"plate": "x"}],
    "contact.phone": ["", "  ", 13900001101],
    "injuries.count": [-1, 1.5, True, "2"],
    "injuries.fee_yuan": [-1, "300"],
    "flood.duration_min": [[5], 5],
}


@pytest.mark.parametrize("field", GOOD)
def test_a_fact_is_put_right_and_all_else_stays_to_the_letter(field: str) -> None:
    changed = put_right(RECORD, field, GOOD[field])
    assert value_of(changed, field) is not None
    section = field.partition(".")[0]
    follows = {section, "major_case", "accident_time", "accident_time_range"}
    assert {k: v for k, v in changed.items() if k not in follows} == {
        k: v for k, v in RECORD.items() if k not in follows
    }


@pytest.mark.parametrize(("field", "value"), [(field, value) for field in BAD for value in BAD[field]])
def test_what_a_field_cannot_hold_is_refused_by_name(field: str, value: Any) -> None:
    with pytest.raises(ValueError, match=field):
        put_right(RECORD, field, value)


@pytest.mark.parametrize(
    "field", ["report_number", "status", "registered_at", "call_id", "wings", "", "contact", "contact."]
)
def test_what_only_the_store_decides_is_no_field(field: str) -> None:
    with pytest.raises(ValueError, match="field"):
        put_right(RECORD, field, "x")


def test_a_new_place_takes_the_parts_of_the_old_one_with_it_and_a_moment_the_range() -> None:
    assert "place_keys" not in put_right(RECORD, "place", "槐安路")
    moment = put_right(RECORD, "accident_time", "2026-03-10T09:20+08:00")
    assert "accident_time_range" not in moment
    assert moment["accident_time_said"] == "九点多"


def test_a_fact_taken_out_is_gone_and_so_is_a_section_with_nothing_in_it() -> None:
    only_name = put_right(RECORD, "contact.phone", None)
    assert only_name["contact"] == {"name": "刘建民"}
    assert "contact" not in put_right(only_name, "contact.name", None)
    assert RECORD["contact"]["phone"] == "13900001101"


def test_a_death_makes_a_major_case_and_taken_back_none() -> None:
    dead = put_right(RECORD, "injuries.deaths", 1)
    assert dead["major_case"] is True
    assert put_right(dead, "injuries.deaths", 0)["major_case"] is False


@given(
    st.sampled_from(sorted(FIELDS)),
    st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text()),
)
def test_whatever_comes_is_taken_or_refused_in_words(field: str, value: Any) -> None:
    try:
        put_right(RECORD, field, value)
    except ValueError as error:
        assert str(error)
