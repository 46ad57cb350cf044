"""jambonz: the webhooks of its telephone application, which render the turns of the voice turn API as verbs.

``POST /webhooks/jambonz/call`` begins a call, ``/turn/<n>`` is turn n of it, ``/dialled`` the end of a transfer, ``/status`` the end
of the call. Every request is signed with the account's webhook secret (header ``Jambonz-Signature``), as npm ``@jambonz/node-client`` checks it.
"""

from __future__ import annotations

import hmac
import json as json_
import logging
import os
import time
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Any

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from channels import verbs
from channels.calls import Calls
from channels.taking import Handle, TurnChannel
from channels.turns import TurnRefused, read_turn
from channels.voice import BEIJING
from claims.settings import Settings
from claims.store import Store

logger = logging.getLogger(__name__)

TOLERANCE_S = 300
"""Age of a signature, in seconds, from which it counts no more."""

NOBODY = "抱歉，人工坐席现在都没有接听，请您稍后再次来电。"


class JambonzChannel(TurnChannel):
    """Serves jambonz's webhooks; its calls are telephone calls like those of the voice turn API."""

    def __init__(self, settings: Settings, calls: Calls) -> None:
        """Serve with ``settings``' secret and addresses, and keep the calls in ``calls``."""
        super().__init__(calls)
        self.settings = settings

    @classmethod
    def name(cls) -> str:
        """Return the channel's name, which is also its URL prefix."""
        return "jambonz"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> JambonzChannel:
        """Build the channel from the environment."""
        settings = Settings.from_environment(os.environ)
        return cls(settings, Calls(Store(settings.database_url, settings.company)))

    def blueprint(self, on_new_message: Handle) -> Blueprint:
        """Return the channel's routes."""
        routes = Blueprint("jambonz")

        async def answer(request: Request, turn: dict[str, Any], number: int) -> HTTPResponse:
            sent = {**turn, "turn_id": str(number), "at": _now().isoformat()}
            read = read_turn(json_.dumps(sent).encode(), _now)
            given = await self.take(read, request.app.ctx.agent, on_new_message)
            after = "dialled" if given["transfer"] else f"turn/{number + 1}"
            hook = f"{self.settings.jambonz_hooks}/{after}"
            return json(verbs.verbs_of(given, hook, self.settings.people_uri), ensure_ascii=False)

        @routes.post("/call")
        async def call(request: Request) -> HTTPResponse:
            return await self._told(request, lambda told: answer(request, verbs.started(told), 1))

        @routes.post("/turn/<number:int>")
        async def turn(request: Request, number: int) -> HTTPResponse:
            return await self._told(request, lambda told: answer(request, verbs.gathered(told), number))

        @routes.post("/dialled")
        async def dialled(request: Request) -> HTTPResponse:
            async def ended(told: dict[str, Any]) -> HTTPResponse:
                nobody = told.get("dial_call_status") in verbs.NOT_TAKEN
                return json(verbs.goodbye(NOBODY if nobody else ""), ensure_ascii=False)

            return await self._told(request, ended)

        @routes.post("/status")
        async def status(request: Request) -> HTTPResponse:
            async def noted(told: dict[str, Any]) -> HTTPResponse:
                if told.get("call_status") in verbs.OVER:
                    try:
                        await answer(request, {"call_id": told["call_sid"], "event": "hangup"}, 0)
                    except TurnRefused as refused:
                        if refused.status != 409:
                            raise
                return json({})

            return await self._told(request, noted)

        return routes

    async def _told(self, request: Request, take: Callable[[dict[str, Any]], Any]) -> HTTPResponse:
        """Check who asks, and answer; a call that is over is let go of."""
        try:
            self._authorise(request)
            taken: HTTPResponse = await take(verbs.read_callback(request.body))
            return taken
        except TurnRefused as refused:
            if refused.status == 409:
                return json(verbs.goodbye(""))
            return json({"error": refused.sentence}, status=refused.status)

    def _authorise(self, request: Request) -> None:
        secret = self.settings.jambonz_webhook_secret
        if not secret or not signed(
            request.headers.get("jambonz-signature") or "", request.body, secret, time.time()
        ):
            raise TurnRefused(401, "a signature with JAMBONZ_WEBHOOK_SECRET is required")


def signed(header: str, body: bytes, secret: str, now: float) -> bool:
    """Tell whether a request is signed: ``t=<seconds>,v1=<hex>``, HMAC-SHA-256 over ``<seconds>.<body>``, not older than five minutes."""
    parts = [part.strip().partition("=") for part in header.split(",")]
    times = [value for name, _, value in parts if name == "t" and value.isascii() and value.isdigit()]
    if len(times) != 1 or abs(now - int(times[0])) > TOLERANCE_S:
        return False
    expected = hmac.new(secret.encode(), f"{times[0]}.".encode() + body, sha256).hexdigest()
    return any(
        hmac.compare_digest(expected.encode(), value.encode("utf-8", "replace"))
        for name, _, value in parts
        if name == "v1"
    )


def _now() -> datetime:
    return datetime.now(BEIJING)
