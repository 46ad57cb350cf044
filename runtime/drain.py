"""Health, readiness and leaving: what a Sanic server among several tells the balancer in front of it.

``/health`` is answered as long as the process lives. ``/health/ready`` is answered 200 as long as it takes requests. It
does not ask for the database or Redis: they are away for all servers at once, and a caller who reaches one then hears an
apology, and no dead line. On SIGTERM a server among several says 503 for ``ANNOUNCED_S``, to requests too, which the
balancer gives to another; what is under way is finished, by Sanic's own graceful stop, and then it ends.
"""

from __future__ import annotations

import asyncio
import os
from typing import Any

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

ANNOUNCED_S = 1.5
"""How long a server that is to end refuses before it stops listening, in seconds: the balancer asks every half second, twice."""

HEALTH = "/health"


def drain_on_stop(routes: Any, ready_at: str, several: bool) -> None:
    """Give a server, or the blueprint that stands for it, readiness at ``ready_at``, and let it leave without a lost request.

    Args:
        routes: Where the route goes, a ``Sanic`` or a ``Blueprint`` (Sanic's types do not know what they have in common).
        ready_at: Path of the readiness, below that of ``routes``.
        several: Whether others can take what this one refuses; one by itself just stops.
    """
    state = {"status": "ready"}

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
            await asyncio.sleep(ANNOUNCED_S)

    @routes.get(ready_at)
    async def ready(_: Request) -> HTTPResponse:
        return json({**state, "process": os.getpid()}, status=200 if state["status"] == "ready" else 503)
