"""Every open door of the desk and the sandbox: nobody makes them read more than they want."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from claims.bodies import LARGEST
from claims.store import Store
from desk.app import create_app as desk_app
from sandbox.app import create_app as sandbox_app
from sandbox.telephone import Telephone

CHUNK = b" " * 4096
DOORS = (
    ("desk", "/api/receipts"),
    ("desk", "/api/tasks"),
    ("desk", "/desk/sign-in"),
    ("desk", "/desk/reports.csv"),
    ("desk", "/nowhere"),
    ("sandbox", "/messages"),
    ("sandbox", "/faults"),
)


@pytest.fixture
def apps(tmp_path: Path) -> dict[str, Any]:
    store = Store(f"sqlite:///{tmp_path / 'claims.db'}")
    return {
        "desk": desk_app(store, "secret"),
        "sandbox": sandbox_app([], "token", telephone=Telephone(tmp_path / "t.db", "local")),
    }


def post(app: Any, path: str, headers: dict[str, str], chunks: int | None) -> tuple[int, Any, int]:
    """Post without end or so many chunks; return status, answer, and how many chunks were read."""
    sent: list[dict[str, Any]] = []
    read = 0

    async def receive() -> dict[str, Any]:
        nonlocal read
        read += 1
        assert read < 1000, "the body is read for ever"
        return {"type": "http.request", "body": CHUNK, "more_body": chunks is None or read < chunks}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(b"host", b"127.0.0.1"), *((k.encode(), v.encode()) for k, v in headers.items())],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    asyncio.run(app(scope, receive, send))
    return sent[0]["status"], json.loads(sent[1]["body"]), read


@pytest.mark.parametrize(("app", "path"), DOORS)
def test_a_body_without_end_is_not_read_to_its_end(apps: dict[str, Any], app: str, path: str) -> None:
    status, answer, read = post(apps[app], path, {}, None)
    assert (status, answer) == (413, {"error": f"a body has at most {LARGEST} bytes"})
    assert read <= LARGEST // len(CHUNK) + 1


@pytest.mark.parametrize(("app", "path"), DOORS)
def test_one_that_says_how_long_it_is_is_not_read_at_all(apps: dict[str, Any], app: str, path: str) -> None:
    status, _, read = post(apps[app], path, {"content-length": str(LARGEST + 1)}, None)
    assert (status, read) == (413, 0)


@pytest.mark.parametrize("said", ["-1", "x", "9" * 400])
def test_a_length_that_is_none_helps_nobody(apps: dict[str, Any], said: str) -> None:
    assert post(apps["desk"], "/api/receipts", {"content-length": said}, None)[0] == 413


def test_half_a_body_is_none(apps: dict[str, Any]) -> None:
    messages = [{"type": "http.request", "body": b'{"mode": "error"}', "more_body": True}]

    async def receive() -> dict[str, Any]:
        return messages.pop() if messages else {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        raise AssertionError(message)

    app = apps["sandbox"]
    scope = {"type": "http", "method": "POST", "path": "/faults", "headers": [], "query_string": b""}
    asyncio.run(app(scope, receive, send))
    assert app.state.mode == "none"


def test_one_in_pieces_arrives_whole(apps: dict[str, Any]) -> None:
    status, answer, read = post(apps["sandbox"], "/faults", {}, 3)
    assert (status, read) == (400, 3), answer
