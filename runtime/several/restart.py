"""Restart the servers of a running ``make run WORKERS=N`` one after the other: ``python -m runtime.several.restart``.

Each is told to end, finishes what is under way while the balancer gives the rest to the others, and is started again by
the supervisor; the next one follows when it takes requests. No turn is lost.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPException

from claims.settings import Settings
from runtime.prepare import NotReady, read_settings
from runtime.services import LOOPBACK, Service
from runtime.several import plan

PATIENCE_S = 120.0
"""How long a server may take to come back, in seconds."""


def process_at(port: int) -> int | None:
    """Return the process that takes requests on this port of 127.0.0.1; None when there is none."""
    answer = _ask(port, "/health/ready")
    return int(json.loads(answer)["process"]) if answer else None


def servers_behind(port: int) -> int:
    """Return to how many servers the balancer gives what comes in on this port."""
    return int(_ask(port, "/health/servers") or 0)


def _ask(port: int, path: str) -> str | None:
    asked = HTTPConnection(LOOPBACK, port, timeout=5)
    try:
        asked.request("GET", path)
        answer = asked.getresponse()
        return answer.read().decode() if answer.status == 200 else None
    except (OSError, HTTPException):
        return None
    finally:
        asked.close()


def restart_all(settings: Settings) -> Iterator[Service]:
    """Restart one server after the other, each when the balancer has all of them; yield each that is back.

    Raises:
        NotReady: One did not come back.
    """
    ports = plan.all_ports(settings)
    for server in plan.servers(settings):
        restart(server.title, server.port(ports))
        address = ports[plan.address_of(server)]
        _wait(server.title, lambda address=address: servers_behind(address) == settings.workers)  # type: ignore[misc]
        yield server


def restart(title: str, port: int) -> None:
    """Let the server on this port end, and wait until another is there.

    Raises:
        NotReady: There is none, or none came back.
    """
    before = process_at(port)
    if before is None:
        raise NotReady(
            f"{title} takes no requests on port {port}: is `make run` running, with as many WORKERS?"
        )
    os.kill(before, signal.SIGTERM)
    # Asked only once it is gone: it leaves when it has told the balancer often enough, and would count this too.
    _wait(title, lambda: not lives(before) and process_at(port) is not None)


def _wait(title: str, back: Callable[[], bool]) -> None:
    last = time.monotonic() + PATIENCE_S
    while not back():
        if time.monotonic() > last:
            raise NotReady(f"{title} did not come back within {PATIENCE_S:.0f} s.")
        time.sleep(0.2)


def lives(process: int) -> bool:
    """Tell whether there is such a process."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def main() -> int:
    """Restart one server after the other; return the exit code."""
    try:
        settings = read_settings()
        if settings.workers == 1:
            raise NotReady("a single server cannot be restarted without a gap: name as many WORKERS as run.")
        for server in restart_all(settings):
            print(f"==> {server.title} is back", flush=True)
    except NotReady as error:
        print(f"\n!!! {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
