"""Workers killed at random moments: every message is taken once, every level climbed once, every call rung once."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import threading
import time
from collections import Counter
from datetime import datetime, timedelta

import pytest

from claims.clock import BEIJING
from claims.store import Store
from tests.worker.receiver import SECRET, receiving
from worker.ringing import Gateway
from worker.rounds import Worker
from worker.sending import Webhook

CALLS = 30
KILLS = 50
SPEED = 10.0
"""The workers' clock runs so many times faster than the test's, so that pauses and leases are short."""

LEASE = timedelta(seconds=10)
"""By that clock; above what an attempt takes."""


class Clock:
    """Tells the same moment in every process: from ten o'clock on, ``SPEED`` times faster than the real one."""

    def __init__(self) -> None:
        self.began = time.time()
        self.ten = datetime.now(BEIJING).replace(hour=10, minute=0, second=0, microsecond=0)

    def __call__(self) -> datetime:
        return self.ten + timedelta(seconds=(time.time() - self.began) * SPEED)


def work(database_url: str, receiver_url: str, clock: Clock) -> None:
    """Be a worker until killed."""
    store = Store(database_url)
    webhook = Webhook(f"{receiver_url}/messages", SECRET, (0.4, 0.4))
    gateway = Gateway(receiver_url, "token", (0.4, 0.4))
    Worker(store, webhook, gateway, clock, LEASE).run(threading.Event())


@pytest.fixture
def store(database_url):
    """The store the workers work on, on both databases."""
    store = Store(database_url)
    yield store
    store.close()


@pytest.mark.parametrize("seed", [1])
def test_killed_at_random_moments_nothing_is_lost_and_nothing_doubled(store, database_url, record, seed):
    chance = random.Random(seed)
    clock = Clock()
    reported = clock() - timedelta(minutes=55)  # surveys are late by all levels, call-backs are to ring now
    for call in range(CALLS):
        store.begin_call(f"c-{call}", "voice", f"139000{call:05d}", reported)
        store.register(f"c-{call}", {**record, "plate": f"冀A6P7{call:02d}"}, reported)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.worker.test_exactly_once"])
    with receiving() as receiver:
        receiver.clock = lambda: clock().timestamp()
        # One of four is taken without a word, one of eight refused for now.
        receiver.fate = lambda _: chance.choice((202, 202, 202, None, None, 202, 202, 503))
        workers = [context.Process(target=work, args=(database_url, receiver.url, clock)) for _ in range(2)]
        for worker in workers:
            worker.start()
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.0, 0.25))
            fallen = chance.randrange(2)
            os.kill(workers[fallen].pid or 0, signal.SIGKILL)
            workers[fallen].join()
            workers[fallen] = context.Process(target=work, args=(database_url, receiver.url, clock))
            workers[fallen].start()
        receiver.fate = lambda _: 202
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            all_rung = all(it["rung"] for it in store.tasks(kind="callback"))
            if all_rung and not store.messages(status="queued") and not store.late_tasks(clock()):
                break
            time.sleep(0.2)
        for worker in workers:
            os.kill(worker.pid or 0, signal.SIGKILL)
            worker.join()
    texts = [(it["to"], it["text"]) for it in store.messages()]
    assert sorted((it["to"], it["text"]) for it in receiver.taken.values()) == sorted(texts)
    assert len(texts) == CALLS
    assert {it["status"] for it in store.messages()} == {"sent"}
    done = Counter(
        (it["action"], it["task_id"] or it["message_id"], it["detail"].get("level"))
        for it in store.history()
        if it["about"] != "report"
    )
    assert not [it for it, times in done.items() if times > 1]
    assert Counter(action for action, _, _ in done)["send"] == CALLS
    surveys = store.tasks(kind="survey")
    assert {it["level"] for it in surveys} == {3}
    assert Counter(it["action"] for it in store.history() if it["action"] == "escalate") == {
        "escalate": 3 * CALLS
    }
    rung = {it["call_id"] for it in receiver.ordered}
    assert len(receiver.calls) == CALLS
    assert sorted(rung) == sorted(f"callback-{it['id']}-1" for it in store.tasks(kind="callback"))
