from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests
from fastapi.testclient import TestClient

from claims.store import Store
from desk.app import create_app

NOW = "2026-03-10T10:05:00+08:00"
LATER = "2026-03-11T10:05:00+08:00"
RECORD = {
    "channel": "voice",
    "case_type": "collision_multi",
    "plate": "冀A6P72Q",
    "accident_time": "2026-03-10T09:45+08:00",
    "place": "裕华路",
    "contact": {"name": "刘建民", "phone": "13900001101"},
}
ROOT = Path(__file__).parents[2]


@pytest.fixture
def store(tmp_path, migrated):
    store = Store(f"sqlite:///{shutil.copy(migrated, tmp_path / 'claims.db')}")
    store.begin_call("c-1", "voice", "13900001101", NOW)
    store.log_turn("c-1", "t1", NOW, "撞了", [{"id": "B-02", "text": "请问是在什么时间发生的事故？"}], None)
    store.register("c-1", RECORD, NOW)
    store.end_call("c-1", NOW)
    store.begin_call("web/2", "web", None, LATER)
    store.save_draft("web/2", {"channel": "web", "plate": "京B12345"})
    yield store
    store.close()


@pytest.fixture
def anyone(store):
    return TestClient(create_app(store, "secret"), raise_server_exceptions=False)


@pytest.fixture
def clerk(anyone):
    anyone.headers["Authorization"] = "Bearer secret"
    return anyone


@pytest.fixture
def number(store):
    return store.reports(status="registered")[0]["report_number"]


def call_ids(answer):
    assert answer.status_code == 200
    return [report["call_id"] for report in answer.json()["reports"]]


def test_a_call_is_shown_with_its_words_and_its_report(clerk, number):
    call = clerk.get("/api/calls/c-1").json()
    assert call == {
        "call_id": "c-1",
        "channel": "voice",
        "from": "13900001101",
        "started_at": NOW,
        "ended_at": NOW,
        "outcome": "registered",
        "report_number": number,
        "report": clerk.get(f"/api/reports/{number}").json(),
        "transcript": [
            {"who": "caller", "text": "撞了", "at": NOW},
            {"who": "bot", "text": "请问是在什么时间发生的事故？", "at": NOW},
        ],
    }


def test_a_call_under_way_shows_its_draft_and_no_outcome_even_with_a_slash_in_its_id(clerk):
    call = clerk.get("/api/calls/web/2").json()
    assert (call["outcome"], call["ended_at"], call["report_number"]) == (None, None, None)
    assert (call["report"]["status"], call["report"]["plate"]) == ("draft", "京B12345")


def test_a_report_has_every_fact_told(clerk, number):
    report = clerk.get(f"/api/reports/{number}").json()
    assert {name: report[name] for name in RECORD} == RECORD
    assert (report["status"], report["registered_at"]) == ("registered", NOW)


def test_reports_are_found_by_plate_time_and_status(clerk):
    assert call_ids(clerk.get("/api/reports")) == ["web/2", "c-1"]
    assert call_ids(clerk.get("/api/reports", params={"plate": "冀a6p72q"})) == ["c-1"]
    assert call_ids(clerk.get("/api/reports", params={"plate": "冀A00000"})) == []
    assert call_ids(clerk.get("/api/reports", params={"since": LATER})) == ["web/2"]
    assert call_ids(clerk.get(f"/api/reports?since={LATER}")) == ["web/2"]
    assert call_ids(clerk.get("/api/reports", params={"since": "2026-03-10"})) == ["web/2", "c-1"]
    assert call_ids(clerk.get("/api/reports", params={"status": "registered"})) == ["c-1"]


def test_tasks_and_messages_are_found_by_report_and_call(clerk, number):
    tasks = clerk.get("/api/tasks", params={"report_number": number}).json()["tasks"]
    assert [(task["kind"], task["due_at"], task["status"]) for task in tasks] == [
        ("survey", "2026-03-10T10:08:00+08:00", "open"),
        ("callback", "2026-03-10T10:55:00+08:00", "open"),
    ]
    assert clerk.get("/api/tasks", params={"call_id": "c-1"}).json()["tasks"] == tasks
    assert clerk.get("/api/tasks", params={"call_id": "c-2"}).json() == {"tasks": []}
    (message,) = clerk.get("/api/messages", params={"report_number": number}).json()["messages"]
    assert (message["to"], message["status"], message["sent_at"]) == ("13900001101", "queued", None)
    assert number in message["text"]


@pytest.mark.parametrize(
    "path",
    [
        "/api/reports",
        "/api/reports?status=x",
        "/api/calls/c-1",
        "/api/tasks",
        "/api/messages",
        "/api/reports/1",
    ],
)
@pytest.mark.parametrize(
    "given", [None, "secret", "Bearer", "Bearer ", "Bearer wrong", "Basic secret", "Bearer sécret"]
)
def test_without_the_token_nothing_is_told(anyone, path, given):
    headers = {} if given is None else {"Authorization": given.encode()}
    answer = anyone.get(path, headers=headers)
    assert answer.status_code == 401
    assert answer.json() == {"error": "a valid bearer token is needed"}
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_desk_without_a_token_lets_nobody_in(store):
    client = TestClient(create_app(store, ""))
    assert client.get("/api/reports", headers={"Authorization": "Bearer "}).status_code == 401


@pytest.mark.parametrize(
    "path", ["/api/calls/c-9", "/api/reports/269999999999", "/api/reports/%00", "/api/nothing"]
)
def test_what_is_not_there_is_not_found(clerk, path):
    answer = clerk.get(path)
    assert answer.status_code == 404
    assert answer.json()["error"]


@pytest.mark.parametrize("query", ["since=yesterday", "since=2026-13-01", "status=lost"])
def test_what_cannot_be_read_is_named(clerk, query):
    answer = clerk.get(f"/api/reports?{query}")
    assert answer.status_code == 422
    assert answer.json()["error"].startswith(query.split("=")[0])


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_only_reads(clerk, method):
    assert getattr(clerk, method)("/api/reports").status_code == 405


def test_a_lost_database_is_said_to_be_lost(clerk, store):
    assert clerk.get("/health").json() == {"status": "ok"}
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE turns")
        connection.exec_driver_sql("ALTER TABLE counters RENAME TO gone")
        connection.exec_driver_sql("ALTER TABLE reports RENAME TO lost")
    for path in ("/health", "/api/reports"):
        answer = clerk.get(path)
        assert answer.status_code == 503
        assert answer.json() == {"error": "the database is out of reach"}


def test_it_runs_as_a_program(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "DESK_PORT": str(port),
        "DATABASE_URL": f"sqlite:///{tmp_path}/new/claims.db",
        "DESK_TOKEN": "secret",
    }
    desk = subprocess.Popen([sys.executable, "-m", "desk"], cwd=ROOT, env=environment)
    try:
        session = requests.Session()
        session.trust_env = False
        for _ in range(300):
            try:
                session.get(f"http://127.0.0.1:{port}/health").raise_for_status()
                break
            except requests.ConnectionError:
                assert desk.poll() is None
                time.sleep(0.1)
        answer = session.get(
            f"http://127.0.0.1:{port}/api/reports", headers={"Authorization": "Bearer secret"}
        )
        assert answer.json() == {"reports": []}
    finally:
        desk.terminate()
        assert desk.wait() in (0, -15)
