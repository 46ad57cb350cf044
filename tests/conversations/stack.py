"""The whole project, started for the conversations alone: own ports, own database, own policies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from runtime.prepare import ENDPOINTS, endpoints, ports, read_settings
from runtime.services import SERVICES, Program, commands
from runtime.shell import free_port
from runtime.supervise import Supervisor, die_with_parent
from runtime.train import train_if_changed, train_with_rasa

ROOT = Path(__file__).parents[2]
POLICIES = Path(__file__).parent / "policies.jsonl"
PATIENCE = 90.0
"""Seconds the servers may take to start."""


@contextmanager
def running_stack(folder: Path) -> Iterator[Mapping[str, int]]:
    """Start all servers under their supervisor and yield their ports by variable; stop them all at the end.

    Everything they write goes to ``folder``; the log is ``folder/stack.log``.
    """
    train_if_changed(ROOT, train_with_rasa)
    addresses = {service.variable: free_port() for service in SERVICES}
    environment = {
        **os.environ,
        **{variable: str(port) for variable, port in addresses.items()},
        "DATABASE_URL": f"sqlite:///{folder}/claims.db",
        "SANDBOX_POLICIES": str(POLICIES),
        "PHOTOS_DIR": str(folder / "photos"),
        "PYTHONUNBUFFERED": "1",
        "OMP_NUM_THREADS": "1",
        "TZ": "Asia/Shanghai",
        "SANIC_WORKERS": "1",
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    log = folder / "stack.log"
    with open(log, "wb") as output:
        supervisor = subprocess.Popen(
            [sys.executable, "-m", "tests.conversations.stack", str(folder)],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C reaches pytest, which then stops them in order
            preexec_fn=partial(die_with_parent, signal.SIGTERM),
        )
    try:
        last = time.monotonic() + PATIENCE
        while not all(service.is_well(addresses) for service in SERVICES):
            started = supervisor.poll() is None and time.monotonic() < last
            assert started, f"the servers did not start:\n{log.read_text(errors='replace')}"
            time.sleep(0.2)
        yield addresses
    finally:
        supervisor.terminate()
        supervisor.wait(30)


def main(folder: Path) -> int:
    """Run the servers until told to stop."""
    settings = read_settings()
    own = folder / "endpoints.yml"
    own.write_text(endpoints((ROOT / "endpoints.yml").read_text(encoding="utf-8"), settings), "utf-8")
    subprocess.run([sys.executable, "-m", "claims.store.migrate"], cwd=ROOT, check=True)
    lines = commands(ROOT / "Procfile")
    programs: dict[Program, str] = {it: lines[it.name].replace(ENDPOINTS, str(own)) for it in SERVICES}
    return Supervisor(programs, ports(settings), ROOT).run()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
