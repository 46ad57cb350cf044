"""The project's servers as `make run` starts them, over a database of their own, with a place to break each of them."""

from __future__ import annotations

import http.client
import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import requests
import yaml

from claims.store import Store
from runtime.prepare import ENDPOINTS
from runtime.services import SERVICES, commands
from runtime.shell import free_port

ROOT = Path(__file__).parents[2]
AT = "2026-03-10T08:05:00+08:00"

Forward = Callable[[], tuple[int, bytes]]
Fault = Callable[[Forward], tuple[int, bytes] | None]
"""What happens to one request to the action server: an answer, or None for a connection that breaks."""


class Proxy(ThreadingHTTPServer):
    """Stands between the bot and the action server; passes everything on but what ``faults`` names."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int, target: int) -> None:
        super().__init__(("127.0.0.1", port), Passing)
        self.target = target
        self.faults: dict[tuple[str, str], Fault] = {}
        """(call, action) -> what happens to it."""
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()


class Passing(BaseHTTPRequestHandler):
    server: Proxy

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        asked = json.loads(body)
        fault = self.server.faults.get((asked["tracker"]["sender_id"], asked["next_action"]))

        def forward() -> tuple[int, bytes]:
            connection = http.client.HTTPConnection("127.0.0.1", self.server.target, timeout=20)
            try:
                connection.request("POST", self.path, body, {"Content-Type": "application/json"})
                response = connection.getresponse()
                return response.status, response.read()
            finally:
                connection.close()

        try:
            answer = fault(forward) if fault else forward()
        except (OSError, http.client.HTTPException):
            answer = None
        self.close_connection = True
        if answer is None:
            return
        status, raw = answer
        with suppress(OSError):
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

    def log_message(self, format: str, *args: Any) -> None:
        pass


class Stack:
    """Sandbox, action server, proxy and bot, each a process but the proxy."""

    def __init__(self, folder: Path, lines: int) -> None:
        """Serve ``lines`` callers, each with a telephone, a car and a policy."""
        self.folder = folder
        self.ports = {service.variable: free_port() for service in SERVICES}
        proxy = free_port()
        self.database = folder / "claims.db"
        self.store = Store(f"sqlite:///{self.database}")
        self.store.migrate()
        endpoints = yaml.safe_load((ROOT / "endpoints.yml").read_text(encoding="utf-8"))
        endpoints["action_endpoint"]["url"] = f"http://127.0.0.1:{proxy}/webhook"
        (folder / "endpoints.yml").write_text(yaml.safe_dump(endpoints), "utf-8")
        policies = [json.dumps(policy(line)) for line in range(lines)]
        (folder / "policies.jsonl").write_text("\n".join(policies), "utf-8")
        self.proxy = Proxy(proxy, self.ports["ACTIONS_PORT"])
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    @contextmanager
    def serve(self) -> Iterator[Stack]:
        try:
            for name in ("sandbox", "actions", "bot"):
                self.start(name)
            for name in ("sandbox", "actions", "bot"):
                self.wait_for(name)
            yield self
        finally:
            self.proxy.shutdown()
            self.proxy.server_close()
            for name in list(self.running):
                self.kill(name)
            self.store.close()

    def start(self, name: str, **environment: str) -> None:
        line = commands(ROOT / "Procfile")[name].replace(ENDPOINTS, str(self.folder / "endpoints.yml"))
        settings = {
            **{key: value for key, value in os.environ.items() if key != "POLICY_URL"},
            **{variable: str(port) for variable, port in self.ports.items()},
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "DATABASE_URL": self.store.database_url,
            "SANDBOX_POLICIES": str(self.folder / "policies.jsonl"),
            **environment,
        }
        with open(self.folder / f"{name}.log", "ab") as log:
            self.running[name] = subprocess.Popen(
                ["bash", "-c", line],
                cwd=ROOT,
                env=settings,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
            )

    def wait_for(self, name: str) -> None:
        service = next(service for service in SERVICES if service.name == name)
        while not service.is_well(self.ports):
            assert self.running[name].poll() is None, (self.folder / f"{name}.log").read_text()[-2000:]
            time.sleep(0.05)

    def kill(self, name: str) -> None:
        self.running[name].send_signal(signal.SIGKILL)
        self.running.pop(name).wait()

    def restart(self, name: str) -> None:
        if name in self.running:
            self.kill(name)
        self.start(name)
        self.wait_for(name)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the database's write lock, as a process that hangs in a transaction does."""
        connection = sqlite3.connect(self.database, isolation_level=None, timeout=10, check_same_thread=False)
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            connection.execute("ROLLBACK")
            connection.close()

    @contextmanager
    def disk_full(self, name: str) -> Iterator[None]:
        """Let no file of a server grow, or be written to, any more."""
        pid = self.running[name].pid
        _, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, most))
        try:
            yield
        finally:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, most))

    @contextmanager
    def policy_system(self, mode: str) -> Iterator[None]:
        """Put the sandbox into one of its fault modes, or take it down."""
        url = f"http://127.0.0.1:{self.ports['SANDBOX_PORT']}/faults"
        if mode == "down":
            self.kill("sandbox")
        else:
            requests.post(url, json={"mode": mode}, timeout=5).raise_for_status()
        try:
            yield
        finally:
            if mode == "down":
                self.restart("sandbox")
            else:
                requests.post(url, json={"mode": "none"}, timeout=5).raise_for_status()


def plate(line: int) -> str:
    return f"冀A{10_000 + line}"


def phone(line: int) -> str:
    return f"139000{10_000 + line}"


def policy(line: int) -> dict[str, Any]:
    return {
        "policy_no": f"PDAA20251301000{10_000 + line}",
        "plate": plate(line),
        "vin": None,
        "engine_no": None,
        "model": "大众朗逸",
        "insured": {"name": "周海", "phone": phone(line)},
        "clause": "2020",
        "covers": ["交强险", "车损险", "三者险"],
        "start": "2025-08-01",
        "end": "2026-07-31",
    }


class Call:
    """One call over the turn API; keeps what was heard."""

    def __init__(self, stack: Stack, line: int) -> None:
        self.stack, self.call_id = stack, f"c-{line}"
        self.plate, self.phone = plate(line), phone(line)
        self.http = requests.Session()
        self.heard: list[Mapping[str, Any]] = []

    def turn(self, words: str) -> Mapping[str, Any]:
        """Take a turn: words, or ``<start>``, ``<silence>``, ``<hangup>``; returns the answer."""
        assert len(self.heard) < 30, self.heard[-3:]
        event = {"event": words[1:-1]} if words.startswith("<") else {"event": "speech", "text": words}
        answer = self.http.post(
            f"http://127.0.0.1:{self.stack.ports['BOT_PORT']}/webhooks/voice/turn",
            json={"call_id": self.call_id, "at": AT, "from": self.phone, "to": "95585", **event},
            headers={"Authorization": "Bearer local"},
            timeout=60,
        )
        assert answer.status_code == 200, answer.text
        heard: Mapping[str, Any] = answer.json()
        self.heard.append(heard)
        return heard
