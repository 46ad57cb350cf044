"""Where a Sanic server shows its figures, and what the action server counts."""

from __future__ import annotations

import time
from typing import Any

from sanic.request import Request
from sanic.response import HTTPResponse, text

from claims import telemetry


def serve_figures(routes: Any, at: str, token: str) -> None:
    """Give a server, or the blueprint that stands for it, ``claims.telemetry.figures`` at a path, for who knows the desk's token."""

    @routes.get(at)
    async def figures(request: Request) -> HTTPResponse:
        if not telemetry.may_read(request.headers.get("authorization"), token):
            return text("a bearer token is needed", status=401, headers={"WWW-Authenticate": "Bearer"})
        return text(telemetry.figures(), content_type=telemetry.CONTENT_TYPE)


def count_actions(app: Any) -> None:
    """Count what an action server does, and write it down; an action that there is not is called unknown."""

    async def begin(request: Request) -> None:
        request.ctx.began = time.monotonic()

    async def end(request: Request, response: HTTPResponse) -> None:
        if request.path != "/webhook" or not hasattr(request.ctx, "began"):
            return
        try:
            asked = request.json
            name, call_id = str(asked["next_action"]), str(asked["tracker"]["sender_id"])
        except Exception:  # no JSON, or another: answered already, with what is wrong of it
            name, call_id = "unknown", ""
        action = name if response.status in (200, 400) else "unknown"
        took = time.monotonic() - request.ctx.began
        telemetry.ACTIONS.labels(action, str(response.status)).observe(took)
        telemetry.event(
            "action", call_id=call_id, action=action, status=response.status, took_ms=telemetry.ms(took)
        )

    app.register_middleware(begin, "request")
    app.register_middleware(end, "response")
