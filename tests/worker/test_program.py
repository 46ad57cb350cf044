"""The worker and the sandbox as `make run` starts them, each in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest
import requests

from claims.clock import BEIJING
from claims.store import Store
from runtime.shell import free_port

ROOT = Path(__file__).parents[2]
CALLER = "13900001102"


@pytest.fixture
def environment(tmp_path, migrated):
    database = tmp_path / "claims.db"
    database.write_bytes(migrated.read_bytes())
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SMS_", "GATEWAY_"))}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": f"sqlite:///{database}",
        "SANDBOX_PORT": str(free_port()),
        "SANDBOX_POLICIES": str(ROOT / "sandbox/policies.jsonl"),
    }


@pytest.fixture
def start(tmp_path, environment):
    started = []

    def start(module, **more):
        process = subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=tmp_path,  # where the sandbox's telephone keeps what arrived
            env={**environment, **more},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def page(environment):
    session = requests.Session()
    session.trust_env = False
    try:
        return session.get(f"http://127.0.0.1:{environment['SANDBOX_PORT']}/telephone", timeout=2).text
    except requests.ConnectionError:
        return ""


def wait_for(what, seconds=60):
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_number_is_on_the_sandboxs_telephone_once_though_both_were_killed(start, environment, record):
    store = Store(environment["DATABASE_URL"])
    now = datetime.now(BEIJING)
    store.begin_call("c-1", "voice", CALLER, now)
    first = store.register("c-1", record, now).report_number
    sandbox, worker = start("sandbox"), start("worker")
    wait_for(lambda: first in page(environment))
    for process in (sandbox, worker):
        process.send_signal(signal.SIGKILL)
        process.wait()
    store.begin_call("c-2", "voice", CALLER, now)
    second = store.register("c-2", {**record, "plate": "冀A00001"}, now).report_number
    start("sandbox")
    worker = start("worker")
    wait_for(lambda: second in page(environment))
    wait_for(lambda: not store.messages(status="queued"))
    assert [page(environment).count(number) for number in (first, second)] == [1, 1]
    worker.terminate()
    assert worker.wait(20) == 0
    store.close()


def test_without_a_database_it_waits_and_says_so_without_a_name_or_number(start, tmp_path):
    worker = start("worker", DATABASE_URL=f"sqlite:///{tmp_path}/not/there.db")
    assert worker.stdout is not None
    assert "Could not send messages" in worker.stdout.readline()
    assert worker.poll() is None
    worker.terminate()
    assert worker.wait(20) == 0


def test_it_shows_its_figures_where_it_is_told_to(start, environment, record):
    port = free_port()
    store = Store(environment["DATABASE_URL"])
    now = datetime.now(BEIJING)
    store.begin_call("c-1", "voice", CALLER, now)
    number = store.register("c-1", record, now).report_number
    start("sandbox")
    start("worker", WORKER_METRICS_PORT=str(port))
    wait_for(lambda: number in page(environment))

    def figures():
        return requests.get(f"http://127.0.0.1:{port}/metrics", timeout=5).text

    wait_for(lambda: 'claims_messages_handed_over_total{came_to="sent"} 1.0' in figures())
    wait_for(lambda: 'claims_worker_job_seconds_count{came_to="done",job="send messages"}' in figures())
    text = figures()
    assert CALLER not in text and number not in text
    store.close()


@pytest.mark.parametrize("secret", ["", "local"])
def test_it_refuses_to_send_elsewhere_unsigned(start, secret):
    worker = start("worker", SMS_URL="https://sms.example.cn/in", SMS_SECRET=secret)
    assert worker.wait(30) == 1
    assert worker.stdout is not None
    assert "SMS_SECRET" in worker.stdout.read()
