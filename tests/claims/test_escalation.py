from __future__ import annotations

from datetime import timedelta

import pytest

from claims.clock import moment
from claims.escalation import LADDERS, LEVELS, escalates_at
from claims.tasks import DUE, begins_at, by_day, next_stage, ring_back, stages_of, task

NOW = moment("2026-03-10T10:05:00+08:00")


def test_every_kind_of_task_has_a_step_for_every_level_each_later_than_the_one_before():
    assert set(LADDERS) == set(DUE)
    for ladder in LADDERS.values():
        assert len(ladder) == len(LEVELS) - 1
        assert list(ladder) == sorted(set(ladder))


def test_a_survey_reaches_the_supervisor_when_its_three_minutes_are_over():
    due = task("survey", NOW).overdue_at
    assert due == NOW + timedelta(minutes=3)
    assert escalates_at("survey", due, 0) == due
    assert escalates_at("survey", due, 1) == due + timedelta(minutes=5)
    assert escalates_at("survey", due, 3) is None


def test_a_call_back_is_late_when_its_hour_is_over_not_when_it_may_begin():
    made = task("callback", NOW)
    assert (made.due_at, made.overdue_at) == (NOW + timedelta(minutes=50), NOW + timedelta(minutes=60))


def test_a_complaint_is_answered_in_a_day_solved_in_three_and_closed_in_seven():
    assert task("complaint", NOW).due_at == NOW + timedelta(hours=24)
    assert [name for name, _ in stages_of("complaint", {})] == ["answer", "solution", "closing"]
    assert next_stage("complaint", 0, NOW, {}) == NOW + timedelta(days=3)
    assert next_stage("complaint", 1, NOW, {}) == NOW + timedelta(days=7)
    assert next_stage("complaint", 2, NOW, {}) is None
    assert next_stage("survey", 0, NOW, {}) is None


def test_an_urgent_complaint_is_the_heads_and_due_in_two_hours():
    urgent = {"complaint_level": "紧急"}
    assert task("complaint", NOW, None, **urgent).due_at == NOW + timedelta(hours=2)
    assert next_stage("complaint", 0, NOW, urgent) == NOW + timedelta(hours=24)
    assert next_stage("complaint", 1, NOW, urgent) == NOW + timedelta(days=7)
    levels = [begins_at("complaint", {"complaint_level": it}) for it in ("一般", "重要", "紧急")]
    assert [LEVELS[level] for level in levels] == ["clerk", "supervisor", "head"]
    assert begins_at("survey", {}) == 0


@pytest.mark.parametrize(
    ("now", "first", "last"),
    [
        ("2026-03-10T10:05:00+08:00", "2026-03-10T10:05:00+08:00", "2026-03-10T10:15:00+08:00"),
        ("2026-03-10T19:55:00+08:00", "2026-03-10T19:55:00+08:00", "2026-03-10T20:00:00+08:00"),
        ("2026-03-10T20:00:00+08:00", "2026-03-11T09:00:00+08:00", "2026-03-11T09:10:00+08:00"),
        ("2026-03-10T03:00:00+08:00", "2026-03-10T09:00:00+08:00", "2026-03-10T09:10:00+08:00"),
    ],
)
def test_a_clerk_has_somebody_rung_at_once_but_not_at_night(now, first, last):
    made = ring_back(moment(now), {"plate": "冀A6P72Q"}, phone="13900001101")
    assert (made.due_at, made.ring_at, made.overdue_at) == (moment(first), moment(first), moment(last))
    assert by_day(moment(now), moment(now) + timedelta(minutes=10)) == (moment(first), moment(last))


def test_the_bot_rings_after_reports_and_people_whoever_asked_for_a_person():
    from claims.tasks import follow_ups

    rung = {it.kind: it.ring_at for it in follow_ups("registered", {}, NOW)}
    assert rung == {"survey": None, "callback": NOW + timedelta(minutes=50)}
    assert task("callback", NOW, phone="13900001101").ring_at is None
    assert {it.ring_at for it in follow_ups("manual", {}, NOW)} == {None}
