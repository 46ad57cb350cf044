from __future__ import annotations

import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from claims.store import Store, StoreUnavailable
from claims.store.engine import Turn

NOW = "2026-03-10T10:05:00+08:00"


def test_threads_write_in_the_order_in_which_they_asked():
    turn, order = Turn(), []

    def take(n: int) -> None:
        with turn.held(5):
            order.append(n)

    with turn.held(5):
        threads = []
        for n in range(8):
            threads.append(threading.Thread(target=take, args=(n,)))
            threads[-1].start()
            while len(turn._waiting) <= n:
                time.sleep(0.001)
    for thread in threads:
        thread.join()
    assert order == list(range(8))


def test_who_loses_patience_leaves_the_queue_to_the_others():
    turn = Turn()
    with turn.held(5), pytest.raises(StoreUnavailable), turn.held(0.01):
        pass
    with turn.held(0.01):
        pass


def test_a_turn_is_given_back_when_its_holder_fails():
    turn = Turn()
    with pytest.raises(ZeroDivisionError), turn.held(1):
        raise ZeroDivisionError
    with turn.held(0.01):
        pass


def test_a_busy_writer_keeps_nobody_out(tmp_path):
    """Another connection writes without a pause, as another process would; SQLite's own waiting loses to it."""
    store = Store(f"sqlite:///{tmp_path}/claims.db")
    store.migrate()
    done = threading.Event()

    def hog() -> None:
        other = sqlite3.connect(tmp_path / "claims.db", isolation_level=None, timeout=10)
        while not done.is_set():
            other.execute("BEGIN IMMEDIATE")
            other.execute(
                "INSERT INTO counters VALUES ('hog', 1) ON CONFLICT DO UPDATE SET value = value + 1"
            )
            time.sleep(0.02)
            other.execute("COMMIT")
            time.sleep(0.0005)
        other.close()

    with ThreadPoolExecutor(1) as workers:
        hogging = workers.submit(hog)
        try:
            for n in range(5):
                assert store.register(f"c-{n}", {"plate": f"京B0000{n}", "case_type": "scratch"}, NOW).created
        finally:
            done.set()
        hogging.result()
    store.close()
