"""A vendor's server on this machine, for tests of what speaks its protocol."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import unquote

import numpy as np
from aiohttp import WSMsgType, web

from phone import tones

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


class ToneVendors:
    """Alibaba's recogniser and Tencent's synthesiser on this machine, in the language of tones; either can be killed and come back."""

    PACE = 560

    def __init__(self) -> None:
        """Serve in a thread of its own, so that calls may run beside it."""
        self.hears = self.speaks = True
        self._sockets: dict[str, set[web.WebSocketResponse]] = {"hears": set(), "speaks": set()}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.port: int = asyncio.run_coroutine_threadsafe(self._serve(), self._loop).result(10)

    def settings(self) -> dict[str, str]:
        """Return the environment of a gateway that uses them."""
        host = f"127.0.0.1:{self.port}"
        return {
            "RECOGNISER": "alibaba",
            "SYNTHESISER": "tencent",
            "ALIBABA_NLS_APP_KEY": "app",
            "ALIBABA_ACCESS_KEY_ID": "id",
            "ALIBABA_ACCESS_KEY_SECRET": SECRET,
            "ALIBABA_NLS_URL": f"ws://{host}/hears",
            "ALIBABA_TOKEN_URL": f"http://{host}/token",
            "TENCENT_TTS_APP_ID": "1",
            "TENCENT_TTS_SECRET_ID": "id",
            "TENCENT_TTS_SECRET_KEY": SECRET,
            "TENCENT_TTS_URL": f"ws://{host}/speaks",
        }

    def kill(self, what: str) -> None:
        """End all that ``hears`` or ``speaks``, and let nothing begin anew."""
        setattr(self, what, False)

        async def close() -> None:
            for socket in list(self._sockets[what]):
                await socket.close()

        asyncio.run_coroutine_threadsafe(close(), self._loop).result(10)

    def close(self) -> None:
        """End both."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    async def _serve(self) -> int:
        application = web.Application()
        application.router.add_get("/token", self._token)
        application.router.add_get("/hears", self._hear)
        application.router.add_get("/speaks", self._speak)
        runner = web.AppRunner(application)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        return int(site._server.sockets[0].getsockname()[1])  # type: ignore[union-attr]

    async def _token(self, _: web.Request) -> web.Response:
        return web.json_response({"Token": {"Id": "token", "ExpireTime": time.time() + 86400}})

    async def _accept(self, request: web.Request, what: str) -> web.WebSocketResponse:
        if not getattr(self, what):
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets[what].add(socket)
        return socket

    async def _hear(self, request: web.Request) -> web.WebSocketResponse:
        socket = await self._accept(request, "hears")
        header = {"namespace": "SpeechRecognizer", "status": 20_000_000}
        sound = b""
        async for message in socket:
            if message.type == WSMsgType.BINARY:
                sound += message.data
                continue
            name = json.loads(message.data)["header"]["name"]
            if name == "StartRecognition":
                await socket.send_json({"header": {**header, "name": "RecognitionStarted"}, "payload": {}})
            elif name == "StopRecognition":
                text = tones.decode(np.frombuffer(sound, "<i2"))
                done = {"header": {**header, "name": "RecognitionCompleted"}, "payload": {"result": text}}
                await socket.send_json(done)
        return socket

    async def _speak(self, request: web.Request) -> web.WebSocketResponse:
        socket = await self._accept(request, "speaks")
        words = "".join(filter(str.isalnum, request.query["Text"]))
        for at in range(0, len(sound := tones.encode(words, self.PACE).tobytes()), 8000):
            await socket.send_bytes(sound[at : at + 8000])
        await socket.send_json({"code": 0, "message": "success", "final": 1})
        return socket
