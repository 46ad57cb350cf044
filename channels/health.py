"""Health and readiness of the bot: ``GET /health`` and ``GET /health/ready`` (``runtime.drain``); its figures: ``GET /health/metrics``."""

from __future__ import annotations

import os
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from claims import telemetry
from claims.settings import Settings
from runtime.drain import HEALTH, drain_on_stop
from runtime.figures import serve_figures


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

        settings = Settings.from_environment(os.environ)
        telemetry.tell_events()
        serve_figures(routes, "/metrics", settings.desk_token)
        drain_on_stop(routes, "/ready", bool(settings.redis_url))
        return routes
