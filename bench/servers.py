"""Starts servers for a measurement: on free ports, in a folder that goes with them; and weighs them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from runtime.services import SERVICES

ROOT = Path(__file__).parents[1]
START_LIMIT_S = 600.0


class NotStarted(RuntimeError):
    """Raised when a server did not answer; the message names its log."""


def free_ports(count: int) -> list[int]:
    """Return ports of 127.0.0.1 on which nothing listens."""
    with ExitStack() as open_:
        probes = [open_.enter_context(closing(socket.socket())) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]


@contextmanager
def running(
    command: Sequence[str], log: Path, cwd: Path = ROOT, environment: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command for as long as the block lasts; its output goes to ``log``, and it ends with all it started."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # the Procfile says just `python`
    with open(log, "ab") as output:
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=cwd,
            env={**os.environ, "PATH": path, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(15)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(addresses: Sequence[str], process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until every address answers without a server error.

    Raises:
        NotStarted: The process ended, or ``START_LIMIT_S`` passed.
    """
    last = time.monotonic() + START_LIMIT_S
    for address in addresses:
        while not _answers(address):
            if process.poll() is not None or time.monotonic() > last:
                raise NotStarted(f"{address} does not answer; the end of its log:\n{log.read_text()[-2000:]}")
            time.sleep(0.1)


@dataclass(frozen=True)
class Project:
    """The running project: its ports by variable (``BOT_PORT`` …), and the process all its servers descend from."""

    ports: dict[str, int]
    pid: int

    def url(self, variable: str) -> str:
        """Return a server's address, without a trailing slash."""
        return f"http://127.0.0.1:{self.ports[variable]}"


@contextmanager
def running_project(folder: Path, policies: Path) -> Iterator[Project]:
    """Run all servers as ``make run`` does, on free ports, until they answer and for as long as the block lasts.

    Args:
        folder: Where its log, database and photos go.
        policies: What its policy system serves, as JSON lines.
    """
    ports = dict(zip((service.variable for service in SERVICES), free_ports(len(SERVICES)), strict=True))
    environment = {name: str(port) for name, port in ports.items()} | {
        "DATABASE_URL": f"sqlite:///{folder}/claims.db",
        "SANDBOX_POLICIES": str(policies),
        "POLICY_URL": f"http://127.0.0.1:{ports['SANDBOX_PORT']}",
        "PHOTOS_DIR": str(folder / "photos"),
        "OMP_NUM_THREADS": "1",
        "SANIC_WORKERS": "1",
        "TZ": "Asia/Shanghai",
    }
    log = folder / "log"
    with running(["-m", "runtime.run"], log, environment=environment) as process:
        wait_for([service.url(ports) + service.health for service in SERVICES], process, log)
        yield Project(ports, process.pid)


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=2):
            return True
    except HTTPError as error:
        return error.code < 500
    except OSError:
        return False


@dataclass(frozen=True)
class Weight:
    """What processes and all their descendants take: MB resident, shared pages counted each time; CPU seconds so far."""

    megabytes: float
    cpu_s: float


def weigh(*pids: int) -> Weight:
    """Weigh processes and all their descendants (Linux)."""
    parents: dict[int, int] = {}
    taken: dict[int, tuple[int, int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            parents[int(entry.name)] = int(fields[1])
            taken[int(entry.name)] = int(fields[21]), int(fields[11]) + int(fields[12])

    def within(pid: int) -> bool:
        return pid in pids or (pid in parents and within(parents[pid]))

    pages, ticks = (sum(column) for column in zip(*(taken[pid] for pid in taken if within(pid)), strict=True))
    return Weight(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, ticks / os.sysconf("SC_CLK_TCK"))
