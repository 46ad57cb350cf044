from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from claims.clock import BEIJING, iso
from claims.messages import MOST_ATTEMPTS
from claims.store.messages import UNSENT
from tests.worker.receiver import SECRET, receiving
from worker.rounds import Worker
from worker.sending import Answer, Webhook

CALLER = "13900001102"


class Clock:
    """Real time to begin with, for signatures are checked by it; moved on by hand."""

    def __init__(self):
        self.ahead = timedelta()

    def __call__(self):
        return datetime.now(BEIJING) + self.ahead


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def number(store, record, clock):
    store.begin_call("c-1", "voice", CALLER, clock())
    return store.register("c-1", {**record, "accident_time": iso(clock())}, clock()).report_number


@pytest.fixture
def worker(store, receiver, clock):
    return Worker(store, Webhook(f"{receiver.url}/messages", SECRET, (1.0, 1.0)), clock=clock)


def test_a_message_leaves_signed_within_a_round(store, worker, receiver, number):
    worker.round()
    (message,) = store.messages(report_number=number)
    assert (message["status"], message["attempts"]) == ("sent", 1)
    assert message["sent_at"] <= message["send_by"]
    (said,) = receiver.taken.values()
    assert (said["to"], said["report_number"]) == (CALLER, number)
    assert number in said["text"]
    worker.round()
    assert len(receiver.came) == 1


def test_a_receiver_that_took_it_and_did_not_say_so_has_it_once(store, worker, receiver, clock, number):
    receiver.fate = lambda before: None if before < 2 else 202
    for _ in range(6):
        worker.round()
        clock.ahead += timedelta(seconds=4)
    assert len(receiver.came) == 3
    assert len(receiver.taken) == 1
    (message,) = store.messages()
    assert (message["status"], message["attempts"]) == ("sent", 3)


class Down:
    """A receiver that answers 500; when it was asked."""

    def __init__(self):
        self.asked = []

    def hand_over(self, message, now):
        self.asked.append(now)
        return Answer("answered 500")


def test_a_receiver_that_is_down_is_tried_with_growing_pauses_and_then_people_tell_it(store, clock, number):
    down, began = Down(), clock()
    worker = Worker(store, down, clock=clock)
    for second in range(0, 4000, 2):
        clock.ahead = timedelta(seconds=second)
        if store.messages_waiting(clock()):
            worker.round()
    pauses = [later - earlier for earlier, later in zip(down.asked, down.asked[1:], strict=False)]
    assert pauses == sorted(pauses)
    assert len(down.asked) == MOST_ATTEMPTS
    assert sum(at - began <= timedelta(seconds=60) for at in down.asked) >= 4
    (dead,) = store.messages(status="failed")
    assert dead["attempts"] == MOST_ATTEMPTS
    told = [it["detail"]["phone"] for it in store.tasks() if it["detail"].get("reason") == UNSENT]
    assert told == [CALLER]


@pytest.mark.parametrize("status", [400, 410, 422])
def test_what_the_receiver_will_never_take_is_a_dead_letter_at_once_and_sent_again_by_hand(
    store, worker, receiver, clock, number, status, caplog
):
    receiver.fate = lambda before: status if before == 0 else 202
    worker.round()
    (dead,) = store.messages(status="failed")
    assert (dead["error"], dead["attempts"]) == (f"answered {status}", 1)
    store.resend(dead["id"], "王芳", "号码已核实", clock())
    worker.round()
    assert [it["status"] for it in store.messages()] == ["sent"]
    assert CALLER not in caplog.text
    assert number not in caplog.text


@pytest.mark.parametrize("status", [302, 401, 404, 429, 503])
def test_what_may_pass_is_tried_again(store, worker, receiver, clock, number, status):
    receiver.fate = lambda before: status if before == 0 else 202
    worker.round()
    assert [it["status"] for it in store.messages()] == ["queued"]
    clock.ahead += timedelta(seconds=3)
    worker.round()
    assert [it["status"] for it in store.messages()] == ["sent"]


def test_a_receiver_that_asks_for_time_gets_it(store, worker, receiver, clock, number):
    receiver.fate, receiver.retry_after = (lambda before: 503 if before == 0 else 202), "20"
    worker.round()
    clock.ahead += timedelta(seconds=15)
    worker.round()
    assert len(receiver.came) == 1
    clock.ahead += timedelta(seconds=10)
    worker.round()
    assert len(receiver.came) == 2


def test_nobody_there_is_no_end_of_the_worker(store, record, clock, number, caplog):
    with receiving() as gone:
        url = gone.url
    worker = Worker(store, Webhook(f"{url}/messages", SECRET, (0.5, 0.5)), clock=clock)
    worker.round()
    (message,) = store.messages()
    assert (message["status"], message["error"]) == ("queued", "no answer (ConnectionError)")


def test_a_job_that_fails_does_not_keep_the_others_from_theirs(
    store, worker, receiver, clock, number, caplog
):
    with store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE tasks RENAME TO lost")
    worker.round()
    assert len(receiver.taken) == 1
    assert "Could not escalate" in caplog.text


def test_a_round_ends_silent_calls_once_a_minute(store, worker, clock):
    store.begin_call("c-9", "voice", CALLER, clock())
    store.save_draft("c-9", {"place": "裕华路"})
    worker.round()
    clock.ahead += timedelta(seconds=59)
    worker.round()
    assert not store.has_ended("c-9")
    clock.ahead += timedelta(minutes=31)
    worker.round()
    assert store.has_ended("c-9")
    assert [it["kind"] for it in store.tasks(call_id="c-9")] == ["callback"]


def test_a_late_task_is_in_the_log_by_its_number_and_kind_alone(store, worker, clock, number, caplog):
    clock.ahead += timedelta(minutes=4)
    worker.round()
    assert "(survey) is late: supervisor" in caplog.text
    assert CALLER not in caplog.text
