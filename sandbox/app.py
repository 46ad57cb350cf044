"""The policy system's stand-in: the contract's look-up, and faults on demand; and the telephones messages go to."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from claims.bodies import LimitedBodies
from claims.policy import KEYS, Policy, canonical
from sandbox.telephone import Telephone

MODES = ("none", "error", "slow", "drop", "nonsense")
SLOW = 5.0
"""Seconds a slow answer takes: longer than any caller on the line is kept waiting."""

NONSENSE = (
    b"",
    b"<html>\xff\xfe busy</html>",
    b'{"policies": [{"policy_no": "P',
    b'{"policies": null}',
    b'{"policies": [null, 7, [], {}]}',
    b'{"policies": [{"policy_no": 1, "insured": "x", "clause": "1999", "covers": {}, "start": "soon", "end": 1e999}]}',
    b"[" * 50_000,
    b'{"policies": ' + b"9" * 50_000 + b"}",
)
"""Answers of the mode ``nonsense``, one after the other, each with status 200."""


class BadPolicies(ValueError):
    """The file of sample policies cannot be used; the message names file, line and reason."""


def load_policies(path: Path) -> list[dict[str, Any]]:
    """Read a JSON-lines file, one policy of the contract a line; empty lines are skipped.

    Returns:
        The policies as written, the newest start first.

    Raises:
        BadPolicies: The file cannot be read or a line is not a policy.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadPolicies(f"{path}: cannot be read ({error})") from error
    policies, seen = [], set()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            policy = json.loads(line)
            policy_no = Policy.from_json(policy).policy_no
            if policy_no in seen:
                raise ValueError("policy_no is already used")
        except ValueError as error:
            raise BadPolicies(f"{path}, line {number}: {error}") from error
        seen.add(policy_no)
        policies.append(policy)
    return sorted(policies, key=lambda p: str(p["start"]), reverse=True)


def create_app(
    policies: Sequence[dict[str, Any]], token: str, slow: float = SLOW, telephone: Telephone | None = None
) -> Starlette:
    """Build the stand-in.

    Args:
        policies: As ``load_policies`` gives them.
        token: Bearer token of ``GET /policies``; ``/faults`` and ``/health`` need none, the server is local.
        slow: Seconds an answer takes in the mode ``slow``.
        telephone: Takes text messages at ``POST /messages`` and shows them at ``GET /telephone``; None: nothing does.
    """
    nonsense = cycle(NONSENSE)

    async def find(request: Request) -> Response:
        offered = request.headers.get("authorization", "").encode()
        if not hmac.compare_digest(offered, f"Bearer {token}".encode()):
            return _error(401, "a bearer token is needed", {"WWW-Authenticate": "Bearer"})
        query = request.query_params.multi_items()
        if len(query) != 1 or query[0][0] not in KEYS or not query[0][1].strip():
            return _error(400, f"give exactly one of {', '.join(KEYS)}")
        mode = request.app.state.mode
        if mode == "error":
            return _error(500, "told to fail")
        if mode == "slow":
            await asyncio.sleep(slow)
        if mode == "nonsense":
            return Response(next(nonsense), media_type="application/json")
        [(key, value)] = query
        return JSONResponse({"policies": [p for p in policies if _value(p, key) == canonical(value)]})

    async def faults(request: Request) -> Response:
        try:
            mode = json.loads(await request.body())["mode"]
        except (ValueError, KeyError, TypeError, RecursionError):
            mode = None
        if mode not in MODES:
            return _error(400, f"mode must be one of {', '.join(MODES)}")
        request.app.state.mode = mode
        return JSONResponse({"mode": mode})

    async def health(request: Request) -> Response:
        return JSONResponse({"status": "ok", "policies": len(policies), "mode": request.app.state.mode})

    routes = [
        Route("/policies", find),
        Route("/faults", faults, methods=["POST"]),
        Route("/health", health),
    ]
    if telephone is not None:
        routes += [
            Route("/messages", telephone.take, methods=["POST"]),
            Route("/telephone", telephone.page),
        ]
    app = Starlette(routes=routes, middleware=[Middleware(LimitedBodies)])
    app.state.mode = "none"
    return app


class DroppingProtocol(H11Protocol):
    """HTTP that hangs up on a look-up without a word while the mode is ``drop``.

    An ASGI application cannot do this: when it sends nothing, the server answers 500 for it.
    """

    def data_received(self, data: bytes) -> None:
        """Close the connection when a look-up comes in and look-ups are to be dropped."""
        if data.startswith(b"GET /policies") and self.config.app.state.mode == "drop":  # type: ignore[union-attr]
            self.transport.close()
        else:
            super().data_received(data)


def _value(policy: dict[str, Any], key: str) -> str:
    return canonical((policy["insured"]["name"] if key == "insured" else policy.get(key)) or "")


def _error(status: int, message: str, headers: dict[str, str] | None = None) -> JSONResponse:
    return JSONResponse({"error": message}, status, headers)
