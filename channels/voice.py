"""The voice turn API: what any telephony gateway calls, once for each thing that happens in a call."""

from __future__ import annotations

import hmac
import os
import sys
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from channels.calls import Calls
from channels.taking import Handle, TurnChannel
from channels.turns import TurnRefused, read_turn
from claims.settings import Settings
from claims.store import Store
from runtime import action_endpoint, heads
from runtime.listen import listen_at_home

BEIJING = ZoneInfo("Asia/Shanghai")

DELIVERY = "x-delivery-id"
"""What the balancer calls a request, however many servers it has to try: the turn of a gateway that numbers none."""


class VoiceChannel(TurnChannel):
    """Serves ``POST /webhooks/voice/turn`` (contract, "Voice turns")."""

    def __init__(self, settings: Settings, calls: Calls) -> None:
        """Serve with ``settings``' token and keep the calls in ``calls``."""
        super().__init__(calls)
        self.settings = settings

    @classmethod
    def name(cls) -> str:
        """Return the channel's name, which is also its URL prefix."""
        return "voice"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> VoiceChannel:
        """Build the channel from the environment; ``credentials.yml`` holds no secrets."""
        listen_at_home(sys.argv)
        heads.install()
        settings = Settings.from_environment(os.environ)
        return cls(settings, Calls(Store(settings.database_url, settings.company)))

    def blueprint(self, on_new_message: Handle) -> Blueprint:
        """Return the channel's routes."""
        routes = Blueprint("voice")

        @routes.listener("before_server_start")
        async def refuse_default_secrets(app: Sanic, _: Any) -> None:
            self.settings.refuse_default_secrets(app.state.host)
            heads.refuse_methods(app)

        @routes.listener("after_server_stop")
        async def close(_: Sanic, __: Any) -> None:
            await action_endpoint.close_session()

        @routes.get("/")
        async def health(_: Request) -> HTTPResponse:
            return json({"status": "ok"})

        @routes.post("/turn")
        async def turn(request: Request) -> HTTPResponse:
            try:
                self._authorise(request)
                turn = read_turn(request.body, _now)
                if turn.turn_id is None:
                    turn = replace(turn, turn_id=request.headers.get(DELIVERY))
                answer = await self.take(turn, request.app.ctx.agent, on_new_message)
                return json(answer, ensure_ascii=False)
            except TurnRefused as refused:
                return json({"error": refused.sentence}, status=refused.status)

        return routes

    def _authorise(self, request: Request) -> None:
        scheme, _, token = (request.headers.get("authorization") or "").partition(" ")
        expected = self.settings.voice_token
        same = hmac.compare_digest(token.strip().encode("utf-8", "replace"), expected.encode())
        if scheme.lower() != "bearer" or not expected or not same:
            raise TurnRefused(401, "a bearer token is required")


def _now() -> datetime:
    return datetime.now(BEIJING)
