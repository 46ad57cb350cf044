from __future__ import annotations

from datetime import timedelta

import pytest

from claims.clock import moment
from claims.store import Store
from worker.ringing import Gateway, order_of, ring

NOW = moment("2026-03-10T10:05:00+08:00")
CALLER = "13900001102"


class Clock:
    def __init__(self):
        self.at = NOW

    def __call__(self):
        return self.at


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def rings(store, receiver, clock):
    gateway = Gateway(receiver.url, "token", (1.0, 1.0))

    def rings(minutes, seconds=0):
        clock.at = NOW + timedelta(minutes=minutes, seconds=seconds)
        ring(store, gateway, clock, timedelta(seconds=30))
        return list(receiver.calls)

    return rings


@pytest.fixture
def callback(store, record):
    store.begin_call("c-1", "voice", CALLER, NOW)
    store.register("c-1", record, NOW)
    store.end_call("c-1", NOW)
    return next(it["id"] for it in store.tasks() if it["kind"] == "callback")


def trail(store, task_id):
    return [
        (it["action"], it["detail"].get("result") or it["detail"].get("reason"))
        for it in store.history(task_id=task_id)
    ]


def test_after_fifty_minutes_the_gateway_is_asked_once_with_what_it_needs(store, rings, receiver, callback):
    assert rings(49) == []
    assert rings(50) == [f"callback-{callback}-1"]
    number = store.reports()[0]["report_number"]
    assert receiver.ordered == [
        {
            "call_id": f"callback-{callback}-1",
            "to": "13900001101",
            "purpose": "dispatch_callback",
            "report_number": number,
            "person": {"name": "刘建民"},
            "accident_date": "2026-03-10",
            "not_after": "2026-03-10T11:05:00+08:00",
        }
    ]
    rings(51)
    rings(52)
    assert len(receiver.ordered) == 1


def test_whoever_was_reached_is_called_back_and_the_task_is_done(store, rings, receiver, callback):
    rings(50)
    receiver.results[f"callback-{callback}-1"] = "reached"
    rings(51)
    task = store.task(callback)
    assert (task["status"], task["assignee"], task["rung"]) == ("done", "bot", 1)
    assert trail(store, callback) == [("ring", None), ("rung", "reached"), ("finish", None)]


def test_whoever_was_busy_is_rung_again_within_the_window_and_then_by_people(
    store, rings, receiver, callback
):
    for attempt in (1, 2, 3, 4):
        receiver.results[f"callback-{callback}-{attempt}"] = "busy"
    for minute in range(50, 75):
        rings(minute)
    assert list(receiver.calls) == [f"callback-{callback}-{it}" for it in (1, 2, 3)]
    task = store.task(callback)
    assert (task["status"], task["ring_at"], task["ringing"]) == ("open", None, None)
    assert trail(store, callback) == [("ring", None), ("rung", "busy")] * 3


@pytest.mark.parametrize("result", ["wrong_person", "another_time"])
def test_the_wrong_person_or_one_without_time_is_not_rung_twice(store, rings, receiver, callback, result):
    rings(50)
    receiver.results[f"callback-{callback}-1"] = result
    for minute in range(51, 60):
        rings(minute)
    assert len(receiver.calls) == 1
    assert store.task(callback)["status"] == "open"


def test_a_worker_that_falls_after_asking_asks_for_the_same_call(
    store, rings, receiver, callback, monkeypatch
):
    with monkeypatch.context() as broken:
        broken.setattr(Store, "ring_placed", lambda *_, **__: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            rings(50)
    assert rings(50, seconds=20) == [f"callback-{callback}-1"]
    assert len(receiver.ordered) == 1
    assert rings(50, seconds=31) == [f"callback-{callback}-1"]
    assert len(receiver.ordered) == 2
    assert store.task(callback)["rung"] == 1


@pytest.fixture
def morning(store, record):
    """Twelve call-backs that are due at once."""
    for nth in range(12):
        store.begin_call(f"m-{nth}", "voice", f"1390000{nth:04}", NOW)
        store.register(f"m-{nth}", {**record, "plate": f"冀A{nth:05}", "policy_no": f"P{nth}"}, NOW)
    return {it["id"] for it in store.tasks(kind="callback")}


LEASE = timedelta(seconds=30)


def test_a_worker_rings_for_nobody_when_its_lease_is_over(store, receiver, clock, morning):
    began = clock.at = NOW + timedelta(minutes=50)
    asked_after = []

    def slow(_):
        asked_after.append(clock.at - began)
        clock.at += timedelta(seconds=6)
        return 202

    receiver.fate = slow
    gateway = Gateway(receiver.url, "token")
    ring(store, gateway, clock, LEASE)
    assert 1 < len(asked_after) < 12
    assert max(asked_after) + timedelta(seconds=7) <= LEASE
    receiver.fate = lambda _: 202
    for _ in range(2):  # what was not reached is anybody's at once
        ring(store, gateway, clock, LEASE)
    assert len(receiver.ordered) == len(receiver.calls) == 12


def test_what_a_fallen_worker_has_claimed_the_next_one_takes_over_when_the_lease_is_over(
    store, rings, receiver, clock, morning
):
    clock.at = NOW + timedelta(minutes=50)
    fallen = {it["id"] for it in store.claim_rings(clock.at, LEASE)}
    assert fallen
    for _ in range(3):
        rings(50, seconds=29)
    assert len(receiver.calls) == 12 - len(fallen)
    for _ in range(3):
        rings(50, seconds=30)
    assert len(receiver.calls) == 12


def test_a_worker_that_comes_back_after_its_lease_changes_nothing(store, rings, receiver, clock, callback):
    clock.at = NOW + timedelta(minutes=50)
    (stale,) = store.claim_rings(clock.at, LEASE)
    rings(51)
    receiver.results[f"callback-{callback}-1"] = "busy"
    rings(52)
    before = store.task(callback)
    at = clock.at
    store.ring_placed(stale, f"callback-{callback}-1", at, at)
    store.ring_ended(stale, f"callback-{callback}-1", "reached", at, None)
    store.ring_later(stale, at)
    store.leave_to_people(stale, "too_late", at)
    assert store.task(callback) == before
    assert trail(store, callback) == [("ring", None), ("rung", "busy")]


def test_a_gateway_that_is_away_is_asked_until_the_window_is_over(store, rings, receiver, callback):
    receiver.fate = lambda _: 503
    for minute in range(50, 70):
        rings(minute)
    assert len(receiver.ordered) == 10
    assert receiver.calls == {}
    assert trail(store, callback) == [("left_to_people", "too_late")]


def test_an_order_the_gateway_refuses_is_peoples(store, rings, receiver, callback):
    receiver.fate = lambda _: 400
    rings(50)
    rings(51)
    assert len(receiver.ordered) == 1
    assert trail(store, callback)[0][0] == "left_to_people"


def test_what_somebody_has_taken_is_rung_by_nobody_else(store, rings, callback):
    store.act_on_task(callback, "take", "王芳", NOW)
    assert rings(50) == []


def test_what_was_closed_while_it_rang_is_rung_by_people_when_it_is_sent_back(store, rings, callback):
    rings(50)
    store.withdraw_report("c-1", "王芳", "客户撤案", NOW + timedelta(minutes=51))
    store.act_on_task(callback, "send_back", "王芳", NOW + timedelta(minutes=52), reason="还是要回访")
    task = store.task(callback)
    assert (task["status"], task["ring_at"], task["ringing"]) == ("open", None, None)
    assert rings(53) == [f"callback-{callback}-1"]


def test_whoever_was_promised_a_person_is_not_rung_by_a_machine(store, rings):
    store.add_task("callback", "c-1", None, None, {"reason": "客户要求人工", "phone": CALLER}, NOW)
    assert rings(55) == []


def test_a_night_report_is_rung_in_the_morning(store, rings, receiver, record):
    at = moment("2026-03-10T22:00:00+08:00")
    store.begin_call("c-2", "voice", CALLER, at)
    store.register("c-2", record, at)
    night = (at - NOW).total_seconds() / 60
    assert rings(night + 55) == []
    assert rings((moment("2026-03-11T08:59:59+08:00") - NOW).total_seconds() / 60) == []
    assert len(rings((moment("2026-03-11T09:00:00+08:00") - NOW).total_seconds() / 60)) == 1


def test_a_call_the_gateway_has_forgotten_is_judged_by_what_the_desk_has_of_it(
    store, rings, receiver, callback
):
    call_id = f"callback-{callback}-1"
    rings(50)
    del receiver.calls[call_id]
    rings(51)
    assert store.task(callback)["ringing"] == call_id
    store.begin_call(call_id, "voice", CALLER, NOW + timedelta(minutes=50))
    store.set_outcome(call_id, "callback")
    store.end_call(call_id, NOW + timedelta(minutes=52))
    rings(53)
    assert store.task(callback)["status"] == "done"


def test_a_call_nobody_knows_anything_of_is_an_error_in_the_end(store, rings, receiver, callback):
    rings(50)
    receiver.calls.clear()
    rings(80)
    assert store.task(callback)["ringing"]
    rings(91)
    assert trail(store, callback)[-1] == ("rung", "error")


def test_without_a_number_people_find_one(store, rings, record):
    store.begin_call("c-3", "web", None, NOW)
    store.register("c-3", {**record, "contact": {"name": "刘建民"}}, NOW)
    assert rings(50) == []
    task = next(it for it in store.tasks() if it["kind"] == "callback")
    assert trail(store, task["id"]) == [("left_to_people", "no_number")]


@pytest.mark.parametrize(
    ("detail", "record", "caller", "to", "name"),
    [
        ({"phone": "139 0000-1103"}, {"reporter": {"name": "王五"}}, None, "13900001103", "王五"),
        ({}, {"contact": {"name": "刘建民", "phone": "13900001101"}}, CALLER, "13900001101", "刘建民"),
        ({}, {"reporter": {"phone": "13900001104"}}, CALLER, "13900001104", None),
        ({}, {}, CALLER, CALLER, None),
        ({"phone": "anonymous"}, {}, CALLER, CALLER, None),
    ],
)
def test_whoever_the_report_names_is_rung_else_who_called(detail, record, caller, to, name):
    task = {"id": 7, "rung": 0, "detail": detail, "record": record, "caller": caller, "report_number": None}
    order = order_of(task)
    assert order is not None
    assert (order["to"], order["person"]) == (to, {"name": name} if name else None)


def test_whoever_named_another_time_is_rung_then_and_the_first_call_back_is_done(
    store, rings, receiver, callback
):
    rings(50)
    [outbound] = receiver.calls
    store.add_task(
        "callback", outbound, None, None, {"purpose": "dispatch_callback", "wanted_at": "2026-03-10T15:00:00+08:00", "phone": CALLER},
        NOW + timedelta(minutes=51),
    )  # fmt: skip
    receiver.results[outbound] = "another_time"
    rings(52)
    assert store.task(callback)["status"] == "done"
    assert [it["due_at"] for it in store.tasks(kind="callback", status="open")] == [
        "2026-03-10T15:00:00+08:00"
    ]
    assert len(receiver.calls) == 1
    rings(4 * 60 + 55)
    later = [order for call_id, order in receiver.calls.items() if call_id != outbound]
    assert [(it["to"], it["purpose"]) for it in later] == [(CALLER, "dispatch_callback")]


def test_whoever_had_a_claim_closed_is_tried_three_times_hours_apart(store, rings, receiver, callback):
    store.act_on_task(callback, "finish", "王芳", NOW)
    store.ring_back("c-1", "王芳", NOW, purpose="closing_callback")
    for hours in (0, 3, 6):
        calls = rings(hours * 60 + hours)
        receiver.results[calls[-1]] = "no_answer"
        rings(hours * 60 + hours + 1)
    assert [it["purpose"] for it in receiver.calls.values()] == ["closing_callback"] * 3
    rings(24 * 60)
    assert len(receiver.calls) == 3
