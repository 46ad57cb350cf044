"""A real Redis that a test can stop, on a port of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from contextlib import suppress
from pathlib import Path

from redis import Redis

from runtime.several.plan import PROGRAMS_DIR
from runtime.shell import free_port

ROOT = Path(__file__).parents[2]


class RedisServer:
    """Debian's Redis, as ``make run WORKERS=N`` brings it.

    Attributes:
        url: As ``REDIS_URL``.
    """

    def __init__(self, folder: Path) -> None:
        programs = str(ROOT / PROGRAMS_DIR)
        subprocess.run(["runtime/several/install.sh", programs], cwd=ROOT, check=True)
        self.port, self.folder = free_port(), folder
        self.url = f"redis://127.0.0.1:{self.port}"
        words = f"redis-server --bind 127.0.0.1 --port {self.port} --appendonly no --dir {folder}"
        self.command = ["runtime/several/run.sh", programs, *words.split(), "--save", ""]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, empty, and wait until it answers."""
        with open(self.folder / "redis.log", "ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        while True:
            assert self.process.poll() is None, (self.folder / "redis.log").read_text()
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1) as asked:
                asked.sendall(b"PING\r\n")
                if asked.recv(16) == b"+PONG\r\n":
                    return

    def kill(self) -> None:
        """End it as a power cut does."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def hang(self, stopped: bool = True) -> None:
        """Let it stand still, or go on."""
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGSTOP if stopped else signal.SIGCONT)

    def holds(self, key: str) -> bool:
        """Tell whether there is such a key."""
        with Redis.from_url(self.url) as client:
            return bool(client.exists(key))
