"""Whoever takes messages and orders of calls, for tests: it deduplicates as the README asks, and fails as it is told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from claims.webhook import verify

SECRET = "a secret of the tests"

Fate = Callable[[int], int | None]
"""How many came before this one -> the status to answer, or None to break the connection after taking it."""


class Receiver(ThreadingHTTPServer):
    """Takes signed messages at any path, and orders of calls at ``/calls``."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.came: list[dict[str, Any]] = []
        """Every message that came, as often as it came."""
        self.taken: dict[str, dict[str, Any]] = {}
        """By its key, what was taken."""
        self.ordered: list[dict[str, Any]] = []
        self.calls: dict[str, dict[str, Any]] = {}
        """By call id, what was ordered once."""
        self.results: dict[str, str] = {}
        """By call id, what became of it; the others ring."""
        self.fate: Fate = lambda _: 202
        self.retry_after: str | None = None
        self.clock: Callable[[], float] = time.time
        self.guard = threading.Lock()


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        said = json.loads(body)
        receiver = self.server
        with receiver.guard:
            if self.path == "/calls":
                receiver.ordered.append(said)
                status = receiver.fate(len(receiver.ordered) - 1)
                known = said["call_id"] in receiver.calls
                if status is None or status < 300:
                    receiver.calls.setdefault(said["call_id"], said)
                    status = 200 if known and status else status
            else:
                given = {name.lower(): value for name, value in self.headers.items()}
                key = verify(SECRET, given, body, receiver.clock())
                receiver.came.append(said)
                status = receiver.fate(len(receiver.came) - 1)
                if status is None or status < 300:
                    receiver.taken.setdefault(key, said)
        self._answer(status, {"status": "accepted"})

    def do_GET(self) -> None:
        call_id = self.path.rpartition("/")[2]
        with self.server.guard:
            if call_id not in self.server.calls:
                self._answer(404, {})
                return
            result = self.server.results.get(call_id)
        self._answer(200, {"call_id": call_id, "status": "ended" if result else "ringing", "result": result})

    def _answer(self, status: int | None, said: Mapping[str, Any]) -> None:
        self.close_connection = True
        if status is None:
            return
        raw = json.dumps(said).encode()
        with suppress(OSError):  # whoever asked may have been killed meanwhile
            self.send_response(status)
            if self.server.retry_after:
                self.send_header("Retry-After", self.server.retry_after)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Serve on a free port for as long as the block lasts."""
    receiver = Receiver()
    threading.Thread(target=receiver.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield receiver
    finally:
        receiver.shutdown()
        receiver.server_close()
