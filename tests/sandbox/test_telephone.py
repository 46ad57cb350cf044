from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from claims.webhook import headers
from sandbox.app import create_app
from sandbox.telephone import Telephone

SECRET = "local"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "new" / "telephone.db"


@pytest.fixture
def client(file: Path) -> TestClient:
    return TestClient(create_app([], "token", telephone=Telephone(file, SECRET)))


def send(client: TestClient, key: str, secret: str = SECRET, **said: str) -> int:
    body = json.dumps(said, ensure_ascii=False).encode()
    return client.post("/messages", content=body, headers=headers(secret, key, body, time.time())).status_code


def test_what_arrived_is_on_the_page_by_number(client: TestClient) -> None:
    assert "还没有短信" in client.get("/telephone").text
    assert send(client, "m1", to="13900001101", text="【民安保险】报案号268898621781") == 202
    assert send(client, "m2", to="13900001102", text="别人的") == 202
    page = client.get("/telephone").text
    assert "13900001101" in page
    assert "报案号268898621781" in page
    one = client.get("/telephone", params={"number": "13900001101"}).text
    assert "报案号268898621781" in one
    assert "别人的" not in one


def test_what_arrives_twice_is_there_once_also_after_a_restart(client: TestClient, file: Path) -> None:
    for _ in range(2):
        assert send(client, "m1", to="13900001101", text="一次") == 202
    again = TestClient(create_app([], "token", telephone=Telephone(file, SECRET)))
    assert send(again, "m1", to="13900001101", text="一次") == 202
    assert [it["text"] for it in Telephone(file, SECRET).arrived()] == ["一次"]
    assert again.get("/telephone").text.count("一次") == 1


def test_what_is_not_signed_does_not_arrive(client: TestClient) -> None:
    assert send(client, "m1", secret="wrong", to="13900001101", text="x") == 401
    assert client.post("/messages", json={"to": "1", "text": "x"}).status_code == 401
    assert send(client, "m1", to="13900001101") == 422
    assert "还没有短信" in client.get("/telephone").text


def test_no_message_writes_into_the_page(client: TestClient) -> None:
    send(client, "m1", to='"><script>1</script>', text="<script>alert(1)</script>")
    page = client.get("/telephone").text
    assert "<script>" not in page
    assert "http://" not in page
    assert "https://" not in page
