"""Requests that are badly said: refused, and the next one is answered."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sanic.http
from sanic.exceptions import InvalidUsage
from sanic.http import Header

from runtime.heads import CheckedHeader
from runtime.shell import free_port

SERVER = """
from sanic import Sanic
from sanic.response import text
from runtime import heads
heads.install()
app = Sanic("small")
@app.post("/")
async def take(request):
    return text("taken")
@app.listener("before_server_start")
async def begin(app, _):
    heads.refuse_methods(app)
app.run("127.0.0.1", {port}, access_log=False)
"""
WHOLE = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER.format(port=port)], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    while server.poll() is None:
        try:
            status(port, WHOLE)
            break
        except OSError:
            time.sleep(0.1)
    yield port
    server.kill()
    server.wait()


def status(port: int, sent: bytes) -> int:
    with socket.create_connection(("127.0.0.1", port), 10) as line:
        line.sendall(sent)
        return int(line.recv(4096).split(b" ")[1])


@pytest.mark.parametrize(
    ("heads", "wanted"),
    [
        (b"Content-Length: -1", 400),
        (b"Content-Length: 4 4", 400),
        (b"Content-Length: " + b"9" * 30, 400),
        ("Content-Length: １２".encode(), 400),
        (b"Content-Length: 2\r\nContent-Length: 3", 400),
        (b"Transfer-Encoding: gzip", 400),
        (b"Transfer-Encoding: gzip\r\nContent-Length: 2", 400),
        (b"Content-Length: 2\r\nContent-Length: 2", 200),
        (b"Content-Length:  2 ", 200),
    ],
)
def test_a_body_whose_end_cannot_be_told_is_refused_and_the_next_request_answered(
    port: int, heads: bytes, wanted: int
) -> None:
    assert status(port, b"POST / HTTP/1.1\r\nHost: x\r\n" + heads + b"\r\n\r\n{}") == wanted
    assert status(port, WHOLE) == 200


def test_a_method_that_is_no_text_is_refused(port: int) -> None:
    assert status(port, b"P\xe5T / HTTP/1.1\r\nHost: x\r\n\r\n") == 405


def test_upstream_takes_any_length() -> None:
    source = Path(sanic.http.__file__).read_text(
        "utf-8"
    )  # the class compiles itself anew when a server starts
    unchecked = (
        'self.request_bytes_left = self.request_bytes = int(\n                    headers["content-length"]'
    )
    assert Header([("content-length", "-1")]) and unchecked in source, (
        "upstream mended; delete CheckedHeader in runtime/heads.py"
    )
    with pytest.raises(InvalidUsage):
        CheckedHeader([("content-length", "-1")])
