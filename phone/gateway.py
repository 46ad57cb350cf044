"""The voice gateway: the websocket Asterisk opens for each call, and what Asterisk asks when a call is let go of."""

from __future__ import annotations

import asyncio
import base64
import hmac
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import aiohttp
from aiohttp import web

from phone.conversation import Conversation, Limits, Next
from phone.exchange.ringing import ring
from phone.journal import Journal
from phone.outbound import Order, Orders, Refused, read_order, result_of
from phone.recogniser import Recogniser
from phone.settings import PhoneSettings
from phone.transport import Transport
from phone.transport.asterisk import AsteriskTransport, NotACall
from phone.turns import BotLost, CallOver, Turns, clock
from phone.voice import Voice
from phone.voice_activity import WebRtcVoiceActivity

logger = logging.getLogger(__name__)

UNHEARD_OF_S = 30
"""How long after it should have stopped ringing a call counts as failed of which the exchange tells nothing, in seconds."""

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
        self._tasks: set[asyncio.Task[None]] = set()
        self.orders = Orders(self._now, self._ring)
        self.http: aiohttp.ClientSession | None = None
        self.calls = 0

    def application(self) -> web.Application:
        """Return the server."""
        application = web.Application()
        application.cleanup_ctx.append(self._session)
        application.router.add_get("/health", self._health)
        application.router.add_get("/media", self._media)
        application.router.add_get("/calls/{call_id}/next", self._what_next)
        application.router.add_post("/calls/{call_id}/failed", self._not_taken)
        application.router.add_post("/calls", self._order)
        application.router.add_get("/calls/{call_id}", self._how_it_stands)
        return application

    async def converse(self, transport: Transport) -> None:
        """Take a call from its beginning to its end, whatever happens in it."""
        assert self.http is not None
        info = transport.info
        journal = Journal(info.call_id, self._write)
        turns = Turns(self.http, self.settings.bot, self.settings.voice_token, info.call_id, self._now)
        self.calls += 1
        journal.note("start", calls=self.calls)
        self.orders.begin(info.call_id, info.from_)
        next_ = Next({"reason": "gateway fault"})
        conversation = Conversation(
            transport,
            turns,
            self.recogniser,
            self.voice,
            WebRtcVoiceActivity(),
            journal,
            Limits(self.settings.call_limit_s, self.settings.farewell_s),
        )
        try:
            next_ = await conversation.run()
        except Exception:  # nothing that fails inside may leave a caller in silence: a person takes over
            logger.exception("call %s: a fault in the gateway", info.call_id)
        finally:
            self.calls -= 1
            self._remember(info.call_id, next_)
            result = conversation.result if info.order else None
            journal.note(
                "end", transferred=next_.transfer is not None, **({"result": result} if result else {})
            )
            self.orders.end(info.call_id, conversation.result)
            self._tell(turns, reason="voicemail" if result == "voicemail" else None)
            await transport.hang_up()

    def _remember(self, call_id: str, next_: Next) -> None:
        self._next[call_id] = next_
        while len(self._next) > NEXT_KEPT:
            self._next.popitem(last=False)

    def _tell(self, turns: Turns, **fields: Any) -> None:
        """Tell the bot that a call has ended, for as long as it takes."""

        async def tell() -> None:
            for _ in range(HANGUP_TRIES):
                try:
                    await turns.take("hangup", **fields)
                    return
                except CallOver:
                    return
                except BotLost:
                    await asyncio.sleep(HANGUP_PAUSE_S)
            logger.error("call %s: the bot was never told of its end", turns.call_id)

        self._begin(tell())

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

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
        if request.query.get("placed"):
            order = self.orders.answered(transport.info.call_id)
            if (
                order is None
            ):  # ordered of a gateway that fell meanwhile: the exchange finds somebody who talks
                await socket.close()
                return socket
            transport.info = replace(transport.info, order=order.fields())
        await self.converse(transport)
        return socket

    # Calls the bot places

    async def _order(self, request: web.Request) -> web.Response:
        self._authorise(request)
        try:
            placed, new = await self.orders.take(read_order(await _json(request)))
        except Refused as refused:
            return self._refusal(refused)
        if new:
            Journal(placed.order.call_id, self._write).note("ordered", purpose=placed.order.purpose)
            self._begin(self._give_up(placed.order.call_id))
        return web.json_response(placed.shown(), status=202 if new else 200)

    async def _how_it_stands(self, request: web.Request) -> web.Response:
        self._authorise(request)
        placed = self.orders.get(request.match_info["call_id"])
        if placed is None:
            raise web.HTTPNotFound
        return web.json_response(placed.shown())

    async def _ring(self, order: Order) -> None:
        assert self.http is not None
        await ring(self.http, self.settings, order)

    async def _not_taken(self, request: web.Request) -> web.Response:
        """Take the dialplan's word that nobody answered; after a call that was taken it says so too, and nothing comes of it."""
        self._authorise(request)
        told = await request.post()
        placed = self.orders.get(request.match_info["call_id"])
        if placed is not None and placed.status == "ringing":
            self._failed(placed.order, result_of(str(told.get("status")), str(told.get("cause"))))
        return web.Response(text="noted")

    async def _give_up(self, call_id: str) -> None:
        """End a call of which the exchange never told what became of it."""
        await asyncio.sleep(self.settings.ring_s + UNHEARD_OF_S)
        placed = self.orders.get(call_id)
        if placed is not None and placed.status == "ringing":
            self._failed(placed.order, "error")

    def _failed(self, order: Order, result: str) -> None:
        assert self.http is not None
        self.orders.end(order.call_id, result)
        Journal(order.call_id, self._write).note("not_taken", result=result)
        turns = Turns(self.http, self.settings.bot, self.settings.voice_token, order.call_id, self._now)
        fields = {"from": order.to, "to": self.settings.hotline, "reason": result, **order.fields()}
        self._tell(turns, **fields)

    def _refusal(self, refused: Refused) -> web.Response:
        answer: dict[str, Any] = {"error": refused.sentence}
        headers = {}
        if refused.reason:
            answer["reason"] = refused.reason
        if refused.retry_at is not None:
            answer["retry_at"] = refused.retry_at.isoformat(timespec="seconds")
            headers["Retry-After"] = str(max(1, round((refused.retry_at - self._now()).total_seconds())))
        return web.json_response(answer, status=refused.status, headers=headers)

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


async def _json(request: web.Request) -> Any:
    """Return the body, read.

    Raises:
        Refused: 400, it is no JSON.
    """
    try:
        return await request.json()
    except ValueError:
        raise Refused(400, "body must be JSON in UTF-8") from None
