"""Health, readiness and leaving: what a Sanic server among several tells the balancer in front of it.

``/health`` is answered as long as the process lives. ``/health/ready`` is answered 200 as long as it takes requests. It
does not ask for the database or Redis: they are away for all servers at once, and a caller who reaches one then hears an
apology, and no dead line. On SIGTERM a server among several answers 503, to requests too, which the balancer gives to
another, until the balancer has asked often enough to know; what is under way is finished, by Sanic's own graceful stop,
and then it ends.
"""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from typing import Any

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

TOLD, TOLD_WITHIN_S = 3, 4.0
"""How often the balancer is told before the server stops listening (two times are enough for it), and within how many seconds."""

HEALTH = "/health"


def drain_on_stop(routes: Any, ready_at: str, several: bool) -> None:
    """Give a server, or the blueprint that stands for it, readiness at ``ready_at``, and let it leave without a lost request.

    Args:
        routes: Where the route goes, a ``Sanic`` or a ``Blueprint`` (Sanic's types do not know what they have in common).
        ready_at: Path of the readiness, below that of ``routes``.
        several: Whether others can take what this one refuses; one by itself just stops.
    """
    state = {"status": "ready"}
    told = asyncio.Semaphore(0)

    async def refuse(request: Request) -> HTTPResponse | None:
        if state["status"] == "ready" or request.path.startswith(HEALTH):
            return None
        return json({"error": "this server is going"}, status=503, headers={"Retry-After": "1"})

    @routes.listener("before_server_start")
    async def begin(app: Sanic, _: Any) -> None:
        app.register_middleware(refuse, "request")

    @routes.listener("before_server_stop")
    async def leave(_: Sanic, __: Any) -> None:
        if several:
            state["status"] = "draining"
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(_often(told), TOLD_WITHIN_S)

    @routes.get(ready_at)
    async def ready(_: Request) -> HTTPResponse:
        if state["status"] == "ready":
            return json({**state, "process": os.getpid()})
        told.release()
        return json({**state, "process": os.getpid()}, status=503)


async def _often(told: asyncio.Semaphore) -> None:
    for _ in range(TOLD):
        await told.acquire()
