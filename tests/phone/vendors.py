"""A vendor's server on this machine, for tests of what speaks its protocol."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import unquote

from aiohttp import web

SECRET = "the secret"
Serve = Callable[[web.Request, web.WebSocketResponse], Awaitable[None]]


@asynccontextmanager
async def vendor(serve: Serve, token: Any = None) -> AsyncIterator[str]:
    """Run a vendor whose websocket is served so; return host and port."""

    async def connect(request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await serve(request, socket)
        return socket

    async def create_token(request: web.Request) -> web.Response:
        return web.json_response(token(request))

    application = web.Application()
    application.router.add_get("/token", create_token)
    application.router.add_get("/{path:.*}", connect)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"127.0.0.1:{site._server.sockets[0].getsockname()[1]}"  # type: ignore[union-attr]
    finally:
        await runner.cleanup()


def alibaba_token(request: web.Request) -> dict[str, Any]:
    """Give a token for a request that is signed as Alibaba's documentation does."""
    signature, _, query = str(request.rel_url.raw_query_string).partition("&")
    escaped = query.replace("%", "%25").replace("=", "%3D").replace("&", "%26")
    digest = hmac.new(f"{SECRET}&".encode(), f"GET&%2F&{escaped}".encode(), hashlib.sha1).digest()
    if unquote(signature) != f"Signature={base64.b64encode(digest).decode()}":
        return {"ErrMsg": "SignatureDoesNotMatch"}
    return {"Token": {"Id": "token-1", "ExpireTime": int(time.time()) + 86400}}
