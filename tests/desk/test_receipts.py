from __future__ import annotations

import json
import shutil
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from claims.clock import moment
from claims.store import Store
from claims.webhook import headers
from desk.app import create_app

NOW = moment("2026-03-10T10:05:00+08:00")
RECORD = {
    "channel": "voice",
    "case_type": "scratch",
    "plate": "冀A6P72Q",
    "accident_time": "2026-03-10T09:45+08:00",
    "place": "裕华路",
}


@pytest.fixture
def store(tmp_path, migrated):
    store = Store(f"sqlite:///{shutil.copy(migrated, tmp_path / 'claims.db')}")
    store.begin_call("c-1", "voice", "13900001101", NOW)
    store.register("c-1", RECORD, NOW)
    yield store
    store.close()


@pytest.fixture
def key(store):
    (message,) = store.claim_messages("w", NOW, timedelta(seconds=25))
    store.message_sent(message["id"], "w", NOW)
    return message["key"]


@pytest.fixture
def post(store):
    client = TestClient(create_app(store, "secret", sms_secret="sms", clock=lambda: NOW))

    def post(said, secret="sms", at=NOW):
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        return client.post("/api/receipts", content=body, headers=headers(secret, "r1", body, at.timestamp()))

    return post


def test_a_receipt_says_that_a_message_arrived(store, post, key):
    for _ in range(2):
        assert post({"id": key, "delivered": True}).json() == {"status": "ok"}
    (message,) = store.messages()
    assert (message["status"], message["delivered_at"]) == ("sent", "2026-03-10T10:05:00+08:00")
    assert [it["action"] for it in store.history() if it["about"] == "message"] == ["send", "deliver"]


def test_a_receipt_says_that_it_never_will(store, post, key):
    post({"id": key, "delivered": False, "error": "空号"})
    assert [it["error"] for it in store.messages(status="failed")] == ["空号"]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"id": "x", "delivered": True}, 404),
        ({"id": "x"}, 422),
        ([], 422),
        (b"{", 422),
        ({"id": 1, "delivered": True}, 422),
        ({"id": "x", "delivered": "yes"}, 422),
        (b" " * 10_001, 413),
    ],
)
def test_what_is_no_receipt_is_refused(post, key, said, status):
    assert post(said).status_code == status


def test_an_unsigned_or_old_receipt_changes_nothing(store, post, key):
    said = {"id": key, "delivered": False}
    assert post(said, secret="other").status_code == 401
    assert post(said, at=NOW - timedelta(minutes=6)).status_code == 401
    unset = TestClient(create_app(store, "secret", clock=lambda: NOW))
    body = json.dumps(said).encode()
    assert (
        unset.post(
            "/api/receipts", content=body, headers=headers("", "r1", body, NOW.timestamp())
        ).status_code
        == 401
    )
    assert [it["status"] for it in store.messages()] == ["sent"]
