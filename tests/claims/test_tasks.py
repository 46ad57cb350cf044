from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.clock import BEIJING, moment
from claims.tasks import callback_window, follow_ups, major, task

MORNING = moment("2026-03-10T10:05:00+08:00")


def kinds(state: str, **record: object) -> dict[str, float]:
    """Minutes until each task of a report is due."""
    owed = follow_ups(state, record, MORNING)
    return {it.kind: (it.due_at - MORNING).total_seconds() / 60 for it in owed}


def test_a_plain_report_is_surveyed_and_called_back():
    assert kinds("registered", case_type="scratch") == {"survey": 3, "callback": 50}


def test_a_report_with_everything_sets_everything_in_motion():
    record = {
        "case_type": "collision_multi",
        "rescue_requested": True,
        "injuries": {"any": True, "deaths": 1},
    }
    assert kinds("registered", **record) == {"survey": 3, "rescue": 5, "callback": 50, "major_case": 10}


def test_a_duplicate_is_a_chaser_and_no_second_survey():
    assert kinds("duplicate", case_type="scratch") == {"chaser": 3}


def test_a_manual_record_is_entered_before_its_caller_is_called_back():
    owed = kinds("manual", rescue_requested=True)
    assert owed == {"manual_entry": 50, "rescue": 5, "callback": 50}


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"injuries": {"any": True, "count": 2, "deaths": 0}}, False),
        ({"injuries": {"any": True, "count": 3, "deaths": 0}}, True),
        ({"injuries": {"any": True, "count": "unknown"}}, False),
        ({"injuries": {"any": True, "deaths": 2}}, True),
        ({"injuries": None}, False),
        ({"case_type": "theft"}, True),
        ({"case_type": "theft", "flags": ["parts_theft"]}, False),
        ({"case_type": "theft", "flags": ["withheld"]}, False),
        ({"case_type": "fire"}, False),
        ({"case_type": "fire", "flags": ["burnt_out"]}, True),
        ({"case_type": "collision_multi", "flags": ["burnt_out"]}, False),
        ({"case_type": "scratch", "flags": ["media"]}, True),
        ({"case_type": "collision_multi", "flags": ["crowd"]}, True),
        ({"case_type": "collision_multi", "flags": ["dispute"]}, False),
    ],
)
def test_death_several_hurt_the_car_gone_or_burnt_out_reporters_and_crowds_make_a_major_case(
    record, expected
):
    assert major(record) is expected


@pytest.mark.parametrize(
    ("now", "first", "last"),
    [
        ("2026-03-10T10:00:00+08:00", "2026-03-10T10:50:00+08:00", "2026-03-10T11:00:00+08:00"),
        ("2026-03-10T19:05:00+08:00", "2026-03-10T19:55:00+08:00", "2026-03-10T20:00:00+08:00"),
        ("2026-03-10T19:10:00+08:00", "2026-03-11T09:00:00+08:00", "2026-03-11T09:10:00+08:00"),
        ("2026-12-31T23:30:00+08:00", "2027-01-01T09:00:00+08:00", "2027-01-01T09:10:00+08:00"),
        ("2026-03-10T03:00:00+08:00", "2026-03-10T09:00:00+08:00", "2026-03-10T09:10:00+08:00"),
        ("2026-03-10T08:05:00+08:00", "2026-03-10T09:00:00+08:00", "2026-03-10T09:05:00+08:00"),
        ("2026-03-10T08:10:00+08:00", "2026-03-10T09:00:00+08:00", "2026-03-10T09:10:00+08:00"),
        ("2026-03-10T02:00:00+00:00", "2026-03-10T10:50:00+08:00", "2026-03-10T11:00:00+08:00"),
    ],
)
def test_a_caller_is_called_back_in_an_hour_but_not_at_night(now, first, last):
    assert callback_window(moment(now)) == (moment(first), moment(last))


@given(st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)))
def test_no_call_back_falls_into_the_night_or_before_its_time(naive):
    now = naive.replace(tzinfo=BEIJING)
    first, last = callback_window(now)
    assert 9 <= first.hour < 20
    assert first <= last <= first + timedelta(minutes=10)
    assert timedelta(minutes=50) <= first - now <= timedelta(hours=13, minutes=50)


def test_a_clerk_is_told_what_is_known_and_nothing_else():
    record = {
        "plate": "冀A6P72Q",
        "place": "裕华路",
        "contact": {"phone": "13900001101"},
        "insured": None,
        "x": 1,
    }
    (survey, *_) = follow_ups("registered", record, MORNING)
    assert survey.detail == {k: record[k] for k in ("plate", "place", "contact")}


def test_a_call_back_says_from_when_to_when():
    made = task("callback", MORNING, phone="13900001101")
    assert made.detail == {
        "phone": "13900001101",
        "not_before": "2026-03-10T10:55:00+08:00",
        "not_after": "2026-03-10T11:05:00+08:00",
    }


def test_there_are_only_the_kinds_of_the_contract():
    with pytest.raises(ValueError, match="lunch"):
        task("lunch", MORNING)


def test_the_injured_are_followed_up_within_two_days():
    owed = {it.kind: it for it in follow_ups("registered", {"injuries": {"any": True, "count": 1}}, MORNING)}
    assert owed["callback"].detail["follow_up"] == {"about": "injured", "due_at": "2026-03-12T10:05:00+08:00"}
    unhurt = {it.kind: it for it in follow_ups("registered", {"injuries": {"any": False}}, MORNING)}
    assert "follow_up" not in unhurt["callback"].detail


def test_whoever_named_a_time_is_rung_then_and_never_at_night():
    wanted = task("callback", MORNING, None, wanted_at="2026-03-10T15:00:00+08:00")
    assert wanted.due_at == moment("2026-03-10T15:00:00+08:00")
    at_night = task("callback", MORNING, None, wanted_at="2026-03-10T22:00:00+08:00")
    assert at_night.due_at == moment("2026-03-11T09:00:00+08:00")
