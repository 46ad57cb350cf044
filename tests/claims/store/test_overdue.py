"""From when a task is late: one moment, for the lists, the figures, the alarm and whoever it is passed up to."""

from __future__ import annotations

from datetime import timedelta

import pytest

from claims.clock import iso, moment

NOW = moment("2026-03-10T10:05:00+08:00")
TOMORROW = moment("2026-03-11T10:00:00+08:00")


@pytest.fixture
def late_at(store):
    """By kind, a task of it and from when it is late."""
    survey = store.add_task("survey", None, None, None, {}, NOW)
    callback = store.add_task("callback", None, None, None, {}, NOW)
    told = store.add_task("callback", None, None, TOMORROW, {"reason": "客户明天有空"}, NOW)
    return {
        survey: NOW + timedelta(minutes=3),
        callback: NOW + timedelta(minutes=60),  # due after 50, there are ten minutes to ring in
        told: TOMORROW,
    }


def test_a_task_says_from_when_it_is_late(store, late_at):
    assert {it["id"]: it["overdue_at"] for it in store.tasks()} == {it: iso(at) for it, at in late_at.items()}
    for task in late_at:
        assert store.task(task)["overdue_at"] == iso(late_at[task])


def test_all_count_the_same_tasks_as_late(store, late_at):
    for minutes in (0, 3, 4, 51, 59, 60, 61, 60 * 23, 60 * 24):
        now = NOW + timedelta(minutes=minutes)
        late = {it for it, at in late_at.items() if at <= now}
        assert store.going_wrong(now)["tasks_overdue"] == len(late)
        sums = store.sums(NOW - timedelta(days=1), NOW + timedelta(days=1), now)
        assert sum(judged for _, judged in sums.deadlines.values()) == len(late)
        store.escalate(now)
        assert {it["id"] for it in store.tasks() if it["level"]} == late


def test_a_call_back_whose_time_is_told_is_rung_then_and_not_an_hour_from_now(store, late_at):
    told = store.tasks()[-1]
    assert (told["due_at"], told["detail"]) == (iso(TOMORROW), {"reason": "客户明天有空"})
