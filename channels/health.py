"""Health and readiness of the bot: ``GET /health`` and ``GET /health/ready`` (``runtime.drain``)."""

from __future__ import annotations

import os
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from claims.settings import Settings
from runtime.drain import HEALTH, drain_on_stop


class HealthChannel(InputChannel):
    """No channel of callers: a place for routes on the Rasa server."""

    @classmethod
    def name(cls) -> str:
        """Return the channel's name."""
        return "health"

    def url_prefix(self) -> str:
        """Return where the routes begin: outside the channels' own ``/webhooks/``."""
        return HEALTH

    def blueprint(self, _: Any) -> Blueprint:
        """Return the routes."""
        routes = Blueprint("health")

        @routes.get("/")
        async def health(_: Request) -> HTTPResponse:
            return json({"status": "ok"})

        drain_on_stop(routes, "/ready", bool(Settings.from_environment(os.environ).redis_url))
        return routes
