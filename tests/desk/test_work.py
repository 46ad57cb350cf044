from __future__ import annotations

import shutil
from datetime import timedelta

import pytest
import requests
from fastapi.testclient import TestClient

from claims.clock import moment
from claims.policy import PolicySystem
from claims.store import Store
from desk.app import create_app
from tests.sandbox.serving import TOKEN, sandbox_server

NOW = "2026-03-10T10:05:00+08:00"
LATER = "2026-03-10T10:06:00+08:00"
RECORD = {
    "channel": "voice",
    "case_type": "collision_single",
    "plate": "冀A6P72Q",
    "accident_time": "2026-03-10T09:45+08:00",
    "place": "裕华路",
    "own_damage": ["前保险杠"],
    "injuries": {"any": False},
    "contact": {"name": "刘建民", "phone": "13900001101"},
}


@pytest.fixture
def store(tmp_path, migrated):
    store = Store(f"sqlite:///{shutil.copy(migrated, tmp_path / 'claims.db')}")
    store.begin_call("c-1", "voice", "13900001101", NOW)
    store.register("c-1", RECORD, NOW)
    store.end_call("c-1", NOW)
    store.begin_call("shell/2", "shell", "13900001102", NOW)
    store.save_manual("shell/2", {**RECORD, "accident_time": "2026-03-09T09:45+08:00"}, "保单系统故障", NOW)
    store.end_call("shell/2", NOW)
    yield store
    store.close()


@pytest.fixture
def policies():
    with sandbox_server() as url:
        yield url


@pytest.fixture
def clerk(store, policies):
    app = create_app(store, "secret", policies=PolicySystem(policies, TOKEN), clock=lambda: moment(LATER))
    client = TestClient(app, raise_server_exceptions=False)
    client.headers["Authorization"] = "Bearer secret"
    return client


@pytest.fixture
def number(store):
    return store.reports(status="registered")[0]["report_number"]


def test_a_clerks_day_over_the_api(clerk, number):
    (survey, callback) = clerk.get("/api/tasks", params={"report_number": number}).json()["tasks"]
    taken = clerk.post(f"/api/tasks/{survey['id']}", json={"action": "take", "by": "王芳"}).json()
    assert (taken["assignee"], taken["status"]) == ("王芳", "open")
    mine = clerk.get("/api/tasks", params={"assignee": "王芳"}).json()["tasks"]
    assert [it["id"] for it in mine] == [survey["id"]]
    clerk.post(f"/api/tasks/{survey['id']}", json={"action": "finish", "by": "王芳", "text": "已派查勘员"})
    assert clerk.get(f"/api/tasks/{survey['id']}").json()["status"] == "done"
    report = clerk.post(
        f"/api/reports/{number}",
        json={
            "action": "correct",
            "by": "王芳",
            "field": "place",
            "value": "槐安路",
            "was": "裕华路",
            "reason": "客户更正",
        },
    ).json()
    assert report["place"] == "槐安路"
    clerk.post(f"/api/reports/{number}", json={"action": "note", "by": "王芳", "text": "客户在外地"})
    new = clerk.post(
        "/api/tasks", json={"by": "王芳", "kind": "rescue", "report_number": number, "reason": "拖车"}
    ).json()
    assert (new["kind"], new["due_at"], new["detail"]["reason"]) == (
        "rescue",
        "2026-03-10T10:11:00+08:00",
        "拖车",
    )
    clerk.post(f"/api/reports/{number}", json={"action": "ring_back", "by": "王芳", "reason": "核实"})
    trail = clerk.get(f"/api/reports/{number}/history").json()["history"]
    assert [(it["by"], it["about"], it["action"]) for it in trail] == [
        ("bot", "report", "register"),
        ("王芳", "task", "take"),
        ("王芳", "task", "finish"),
        ("王芳", "report", "correct"),
        ("王芳", "report", "note"),
        ("王芳", "task", "add"),
        ("王芳", "task", "add"),
    ]
    assert {it["at"] for it in trail[1:]} == {LATER}
    assert clerk.get("/api/history", params={"task_id": callback["id"]}).json() == {"history": []}


def test_a_report_kept_by_hand_is_finished_with_its_policy_once_the_system_answers(clerk, policies, store):
    def register(**said):
        return clerk.post("/api/calls/shell/2", json={"action": "register", "by": "王芳", **said})

    requests.post(f"{policies}/faults", json={"mode": "error"})
    assert (register().status_code, register().json()) == (
        503,
        {"error": "the policy system does not answer: try again, or without_policy"},
    )
    assert store.call("shell/2")["report"]["status"] == "manual"
    requests.post(f"{policies}/faults", json={"mode": "none"})
    report = register().json()
    assert (report["status"], bool(report["policy_no"]), report["insured"]) == ("registered", True, "刘建民")
    assert report["coverage"]["verdict"] == "covered"
    assert register().json()["report_number"] == report["report_number"]
    (message,) = clerk.get("/api/messages", params={"report_number": report["report_number"]}).json()[
        "messages"
    ]
    assert set(message) >= {"to", "text", "status", "attempts", "queued_at", "sent_at"}
    assert (message["status"], message["attempts"], message["queued_at"]) == ("queued", 0, LATER)
    assert clerk.get("/api/history", params={"call_id": "shell/2"}).json()["history"][-1]["by"] == "王芳"


def test_without_the_policy_system_it_may_be_finished_all_the_same(clerk, policies):
    requests.post(f"{policies}/faults", json={"mode": "drop"})
    said = {"action": "register", "by": "王芳", "without_policy": True}
    assert clerk.post("/api/calls/shell/2", json=said).json()["status"] == "registered"


def test_a_report_is_withdrawn_with_a_reason(clerk, number):
    said = {"action": "withdraw", "by": "王芳"}
    assert clerk.post(f"/api/reports/{number}", json=said).status_code == 422
    assert (
        clerk.post(f"/api/reports/{number}", json={**said, "reason": "撤案"}).json()["status"] == "withdrawn"
    )
    assert clerk.post(f"/api/reports/{number}", json={**said, "reason": "撤案"}).status_code == 409


def test_a_dead_letter_is_found_and_sent_again(clerk, store, number):
    (message,) = store.claim_messages("w", NOW, timedelta(seconds=30))
    store.message_failed(message["id"], "w", NOW, "answered 400", None)
    (dead,) = clerk.get("/api/messages", params={"status": "failed"}).json()["messages"]
    again = clerk.post(f"/api/messages/{dead['id']}", json={"action": "resend", "by": "王芳"}).json()
    assert (again["status"], again["report_number"]) == ("queued", number)
    refused = clerk.post(f"/api/messages/{dead['id']}", json={"action": "resend", "by": "王芳"})
    assert refused.status_code == 409


@pytest.mark.parametrize(
    ("path", "said", "status", "word"),
    [
        ("/api/tasks/99", {"action": "take", "by": "王芳"}, 404, "task"),
        ("/api/tasks/1", {"action": "eat", "by": "王芳"}, 422, "action"),
        ("/api/tasks/1", {"action": "take"}, 422, "by"),
        ("/api/tasks/1", {"action": "take", "by": "王芳", "who": "x"}, 422, "who"),
        ("/api/tasks/1", {"action": "assign", "by": "王芳"}, 422, "to"),
        ("/api/tasks/x", {"action": "take", "by": "王芳"}, 422, "task_id"),
        ("/api/tasks", {"kind": "lunch", "by": "王芳", "call_id": "c-1", "reason": "x"}, 422, "lunch"),
        ("/api/tasks", {"kind": "survey", "by": "王芳", "reason": "x"}, 422, "report_number"),
        ("/api/tasks", {"kind": "survey", "by": "王芳", "call_id": "c-9", "reason": "x"}, 404, "call"),
        (
            "/api/tasks",
            {"kind": "survey", "by": "王芳", "call_id": "c-1", "reason": "x", "due_at": "soon"},
            422,
            "soon",
        ),
        ("/api/reports/1", {"action": "note", "by": "王芳", "text": "x"}, 404, "report"),
        ("/api/calls/c-9", {"action": "note", "by": "王芳", "text": "x"}, 404, "report"),
        ("/api/calls/c-9", {"action": "register", "by": "王芳"}, 404, "report"),
        ("/api/calls/c-1", {"action": "note", "by": "王芳"}, 422, "text"),
        (
            "/api/calls/c-1",
            {"action": "correct", "by": "王芳", "field": "status", "value": "x", "reason": "x"},
            422,
            "field",
        ),
        (
            "/api/calls/c-1",
            {"action": "correct", "by": "王芳", "field": "place", "value": 7, "reason": "x"},
            422,
            "place",
        ),
        ("/api/messages/99", {"action": "resend", "by": "王芳"}, 404, "message"),
        ("/api/messages/1", {"action": "resend", "by": "王芳"}, 409, "queued"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(clerk, store, path, said, status, word):
    before = (store.history(), store.tasks(), store.reports())
    answer = clerk.post(path, json=said)
    assert answer.status_code == status, answer.text
    assert word in answer.json()["error"]
    assert (store.history(), store.tasks(), store.reports()) == before


@pytest.mark.parametrize(
    "path", ["/api/tasks", "/api/tasks/1", "/api/reports/1", "/api/calls/c-1", "/api/messages/1"]
)
def test_without_the_token_nothing_is_changed(clerk, path):
    del clerk.headers["Authorization"]
    assert clerk.post(path, json={}).status_code == 401
    assert clerk.get("/api/history").status_code == 401
    assert clerk.get("/api/reports/1/history").status_code == 401


def test_there_is_no_history_of_what_is_not_there(clerk):
    assert clerk.get("/api/reports/269999999999/history").status_code == 404
