from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from claims.clock import iso, moment
from claims.messages import MOST_ATTEMPTS, next_attempt
from claims.store import NotFound, Refused
from claims.store.messages import UNSENT

NOW = moment("2026-03-10T10:05:00+08:00")
LEASE = timedelta(seconds=30)


def after(seconds):
    return NOW + timedelta(seconds=seconds)


@pytest.fixture
def number(store, record):
    store.begin_call("c-1", "voice", "13900001102", NOW)
    return store.register("c-1", record, NOW).report_number


def claim(store, by, at):
    return [it["id"] for it in store.claim_messages(by, at, LEASE)]


def test_a_queued_message_is_one_workers_until_its_lease_is_over(store, number):
    assert store.messages_waiting(NOW)
    (message,) = store.claim_messages("w1", NOW, LEASE)
    assert (message["to"], message["attempts"], len(message["key"])) == ("13900001102", 1, 32)
    assert not store.messages_waiting(after(29))
    assert claim(store, "w2", after(29)) == []
    (again,) = store.claim_messages("w2", after(30), LEASE)
    assert (again["key"], again["attempts"]) == (message["key"], 2)
    assert not store.message_sent(message["id"], "w1", after(31))
    assert store.message_sent(message["id"], "w2", after(31))
    assert not store.message_sent(message["id"], "w2", after(32))
    (sent,) = store.messages(report_number=number)
    assert (sent["status"], sent["attempts"], sent["queued_at"], sent["sent_at"]) == (
        "sent",
        2,
        iso(NOW),
        iso(after(31)),
    )
    assert [it["action"] for it in store.history(report_number=number) if it["about"] == "message"] == [
        "send"
    ]


def test_a_call_that_says_it_is_next_year_is_told_its_number_today(store, record):
    store.begin_call("c-1", "voice", "13900001102", "2027-03-10T10:05:00+08:00")
    store.register("c-1", record, "2027-03-10T10:05:00+08:00")
    assert len(claim(store, "w1", NOW)) == 1


def test_a_message_that_failed_is_tried_again_at_its_time_and_not_before(store, number):
    (message,) = store.claim_messages("w1", NOW, LEASE)
    assert store.message_failed(message["id"], "w1", after(1), "answered 500", after(3))
    assert claim(store, "w1", after(2)) == []
    assert claim(store, "w2", after(3)) == [message["id"]]
    (waiting,) = store.messages()
    assert (waiting["status"], waiting["attempts"], waiting["error"]) == ("queued", 2, "answered 500")


def test_a_message_that_is_given_up_is_shown_and_somebody_tells_the_number(store, number):
    (message,) = store.claim_messages("w1", NOW, LEASE)
    assert store.message_failed(message["id"], "w1", after(1), "answered 400", None)
    assert claim(store, "w1", after(9999)) == []
    (dead,) = store.messages(status="failed")
    assert (dead["id"], dead["error"]) == (message["id"], "answered 400")
    told = [it for it in store.tasks(report_number=number) if it["detail"].get("reason") == UNSENT]
    assert [(it["kind"], it["detail"]["phone"], it["ring_at"]) for it in told] == [
        ("callback", "13900001102", None)
    ]


def test_a_dead_letter_is_sent_again_as_a_new_one_with_a_trail(store, number):
    (message,) = store.claim_messages("w1", NOW, LEASE)
    with pytest.raises(Refused, match="queued"):
        store.resend(message["id"], "王芳", None, NOW)
    store.message_failed(message["id"], "w1", NOW, "answered 400", None)
    again = store.resend(message["id"], "王芳", "运营商已恢复", after(60))
    assert (again["status"], again["attempts"], again["error"]) == ("queued", 0, None)
    (claimed,) = store.claim_messages("w1", after(60), LEASE)
    assert claimed["key"] != message["key"]
    store.message_sent(message["id"], "w1", after(61))
    trail = [
        (it["by"], it["action"]) for it in store.history(report_number=number) if it["about"] == "message"
    ]
    assert trail == [("worker", "fail"), ("王芳", "resend"), ("worker", "send")]
    with pytest.raises(NotFound):
        store.resend(99, "王芳", None, NOW)


def test_a_receipt_says_that_it_reached_the_telephone_once(store, number):
    (message,) = store.claim_messages("w1", NOW, LEASE)
    store.message_arrived(message["key"], None, after(1))  # quicker than the worker that sent it
    assert not store.message_sent(message["id"], "w1", after(2))
    store.message_arrived(message["key"], None, after(3))
    (sent,) = store.messages()
    assert (sent["status"], sent["delivered_at"], sent["sent_at"]) == ("sent", iso(after(1)), iso(after(1)))
    with pytest.raises(NotFound):
        store.message_arrived("nobody's", None, NOW)


def test_a_receipt_that_it_never_will_makes_a_dead_letter(store, number):
    (message,) = store.claim_messages("w1", NOW, LEASE)
    store.message_sent(message["id"], "w1", after(1))
    store.message_arrived(message["key"], "空号", after(5))
    store.message_arrived(message["key"], "空号", after(6))
    assert [it["error"] for it in store.messages(status="failed")] == ["空号"]
    assert len([it for it in store.tasks() if it["detail"].get("reason") == UNSENT]) == 1


def test_it_is_promised_only_while_a_message_is_on_its_way(store, record, number):
    assert store.register("c-1", record, NOW).sent
    (message,) = store.claim_messages("w1", NOW, LEASE)
    store.message_failed(message["id"], "w1", NOW, "answered 400", None)
    assert not store.register("c-1", record, NOW).sent
    store.resend(message["id"], "王芳", None, NOW)
    assert store.register("c-1", record, NOW).sent
    store.begin_call("c-2", "voice", None, NOW)
    hidden = store.register("c-2", {**record, "plate": "冀A00001", "contact": {"name": "刘建民"}}, NOW)
    assert (hidden.created, hidden.sent) == (True, False)
    assert store.messages(report_number=hidden.report_number) == []
    store.begin_call("c-3", "voice", "02161234567", NOW)
    assert not store.register("c-3", {**record, "contact": None}, NOW).sent


def test_workers_at_once_never_have_the_same_message(store, record):
    for call in range(20):
        store.begin_call(f"c-{call}", "voice", "13900001102", NOW)
        store.register(f"c-{call}", {**record, "plate": f"冀A6P7{call:02d}"}, NOW)
    with ThreadPoolExecutor(4) as workers:
        claimed = list(workers.map(lambda n: claim(store, f"w{n}", NOW), range(8)))
    ids = [it for some in claimed for it in some]
    assert sorted(ids) == sorted(it["id"] for it in store.messages())
    assert len(set(ids)) == 20


def test_five_attempts_fall_into_the_minute_and_the_last_within_two_hours():
    at, attempts, tried = NOW, 1, [NOW]
    while (following := next_attempt(attempts, at)) is not None:
        at, attempts = following, attempts + 1
        tried.append(at)
    assert len(tried) == MOST_ATTEMPTS
    assert sum(it <= after(60) for it in tried) == 5
    assert tried[-1] <= after(7200)


def test_a_receiver_that_asks_for_time_gets_it_within_reason():
    assert next_attempt(1, NOW, 30) == after(30)
    assert next_attempt(1, NOW, 0.5) == after(2)
    assert next_attempt(1, NOW, 10**9) == after(1200)
