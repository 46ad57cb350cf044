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
from http.client import HTTPConnection, HTTPException

from runtime.prepare import NotReady, read_settings
from runtime.several import plan

PATIENCE_S = 120.0
"""How long a server may take to come back, in seconds."""


def process_at(port: int) -> int | None:
    """Return the process that takes requests on this port of 127.0.0.1; None when there is none."""
    asked = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        asked.request("GET", "/health/ready")
        answer = asked.getresponse()
        return int(json.loads(answer.read())["process"]) if answer.status == 200 else None
    except (OSError, HTTPException, ValueError, KeyError):
        return None
    finally:
        asked.close()


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
    last = time.monotonic() + PATIENCE_S
    while process_at(port) in (None, before):
        if time.monotonic() > last:
            raise NotReady(f"{title} did not come back within {PATIENCE_S:.0f} s.")
        time.sleep(0.2)


def main() -> int:
    """Restart one server after the other; return the exit code."""
    try:
        settings = read_settings()
        if settings.workers == 1:
            raise NotReady("a single server cannot be restarted without a gap: name as many WORKERS as run.")
        for service in plan.servers(settings):
            restart(service.title, service.port(plan.all_ports(settings)))
            print(f"==> {service.title} is back", flush=True)
    except NotReady as error:
        print(f"\n!!! {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
