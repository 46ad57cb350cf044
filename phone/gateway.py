"""The voice gateway: the websocket Asterisk opens for each call, and what Asterisk asks when a call is let go of."""

from __future__ import annotations

import asyncio
import base64
import hmac
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from typing import Any
from urllib.parse import quote

import aiohttp
from aiohttp import web

from phone.conversation import Conversation, Limits, Next
from phone.journal import Journal
from phone.recogniser import Recogniser
from phone.settings import PhoneSettings
from phone.transport import Transport
from phone.transport.asterisk import AsteriskTransport, NotACall
from phone.turns import BotLost, CallOver, Turns, clock
from phone.voice import Voice
from phone.voice_activity import WebRtcVoiceActivity

logger = logging.getLogger(__name__)

NEXT_KEPT = 1024
HANGUP_TRIES, HANGUP_PAUSE_S = 20, 15.0
"""How often, and with what pause, the bot is told that a call has ended when it does not answer."""


class Gateway:
    """Every call that is going on, and what they share."""

    def __init__(
        self,
        settings: PhoneSettings,
        recogniser: Recogniser,
        voice: Voice,
        write: Callable[[dict[str, Any]], None],
    ) -> None:
        """Serve calls with these parts; ``write`` keeps their events."""
        self.settings, self.recogniser, self.voice, self._write = settings, recogniser, voice, write
        self._now = clock(settings.clock)
        self._next: OrderedDict[str, Next] = OrderedDict()
        self._telling: set[asyncio.Task[None]] = set()
        self.http: aiohttp.ClientSession | None = None
        self.calls = 0

    def application(self) -> web.Application:
        """Return the server."""
        application = web.Application()
        application.cleanup_ctx.append(self._session)
        application.router.add_get("/health", self._health)
        application.router.add_get("/media", self._media)
        application.router.add_get("/calls/{call_id}/next", self._what_next)
        return application

    async def converse(self, transport: Transport) -> None:
        """Take a call from its beginning to its end, whatever happens in it."""
        assert self.http is not None
        info = transport.info
        journal = Journal(info.call_id, self._write)
        turns = Turns(self.http, self.settings.bot, self.settings.voice_token, info.call_id, self._now)
        self.calls += 1
        journal.note("start", calls=self.calls)
        next_ = Next({"reason": "gateway fault"})
        try:
            next_ = await Conversation(
                transport,
                turns,
                self.recogniser,
                self.voice,
                WebRtcVoiceActivity(),
                journal,
                Limits(self.settings.call_limit_s, self.settings.farewell_s),
            ).run()
        except Exception:  # nothing that fails inside may leave a caller in silence: a person takes over
            logger.exception("call %s: a fault in the gateway", info.call_id)
        finally:
            self.calls -= 1
            self._remember(info.call_id, next_)
            journal.note("end", transferred=next_.transfer is not None)
            self._tell(turns)
            await transport.hang_up()

    def _remember(self, call_id: str, next_: Next) -> None:
        self._next[call_id] = next_
        while len(self._next) > NEXT_KEPT:
            self._next.popitem(last=False)

    def _tell(self, turns: Turns) -> None:
        """Tell the bot that a call has ended, for as long as it takes."""

        async def tell() -> None:
            for _ in range(HANGUP_TRIES):
                try:
                    await turns.take("hangup")
                    return
                except CallOver:
                    return
                except BotLost:
                    await asyncio.sleep(HANGUP_PAUSE_S)
            logger.error("call %s: the bot was never told of its end", turns.call_id)

        task = asyncio.create_task(tell())
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _session(self, _: web.Application) -> AsyncIterator[None]:
        async with aiohttp.ClientSession() as self.http:
            yield

    async def _health(self, _: web.Request) -> web.Response:
        return web.json_response({"status": "ok", "calls": self.calls})

    async def _media(self, request: web.Request) -> web.StreamResponse:
        self._authorise(request)
        socket = web.WebSocketResponse(protocols=("media",), heartbeat=20, compress=False)
        await socket.prepare(request)
        try:
            transport = await AsteriskTransport.accept(socket, request.query)
        except (NotACall, asyncio.TimeoutError):
            await socket.close()
            return socket
        await self.converse(transport)
        return socket

    async def _what_next(self, request: web.Request) -> web.Response:
        """Tell the dialplan: ``hangup``, or ``transfer,<to>,<report number>,<reason, percent-encoded>``."""
        self._authorise(request)
        next_ = self._next.get(request.match_info["call_id"])
        if next_ is None:
            raise web.HTTPNotFound
        if next_.transfer is None:
            return web.Response(text="hangup")
        values = (next_.transfer.get(name) or "" for name in ("to", "report_number", "reason"))
        return web.Response(text=",".join(["transfer", *(quote(str(value), safe="") for value in values)]))

    def _authorise(self, request: web.Request) -> None:
        """Let in whoever knows the secret, as a bearer token or as the password of ``exchange``.

        Raises:
            HTTPUnauthorized: Nobody knows who is asking.
        """
        scheme, _, said = request.headers.get("Authorization", "").partition(" ")
        token = self.settings.gateway_token
        expected = {"bearer": token, "basic": base64.b64encode(f"exchange:{token}".encode()).decode()}.get(
            scheme.lower(), ""
        )
        if not token or not expected or not hmac.compare_digest(said.strip().encode(), expected.encode()):
            raise web.HTTPUnauthorized
