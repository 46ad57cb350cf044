"""Run the action server on the loopback: ``python -m actions``."""

from __future__ import annotations

import os
from typing import Any

from runtime import heads

# rasa_sdk.endpoint.run listens on 0.0.0.0 without a password unless told otherwise, and whoever reaches it can run any
# action on any tracker. Set on import, and `rasa run actions` imports every module here, so it holds for that as well.
os.environ.setdefault("SANIC_HOST", "127.0.0.1")
heads.install()


def main() -> None:
    """Serve the actions on ACTIONS_PORT; blocks until SIGINT or SIGTERM."""
    import logging

    from rasa_sdk import endpoint, utils
    from sanic.exceptions import SanicException
    from sanic.response import json

    from claims import telemetry
    from claims.settings import Settings
    from mandarin.read import warm_up
    from runtime.drain import drain_on_stop
    from runtime.figures import count_actions, serve_figures

    utils.configure_colored_logging(logging.INFO)
    utils.update_sanic_log_level()
    warm_up()  # the tables of sounds and places take seconds to load: before the first caller, not while one waits
    settings = Settings.from_environment(os.environ)
    app = endpoint.create_app("actions", cors_origins="")

    def refuse(_: Any, error: SanicException) -> Any:
        return json({"error": str(error)}, status=error.status_code)

    app.error_handler.add(SanicException, refuse)  # rasa_sdk answers 500 to a path there is not
    telemetry.tell_events()
    count_actions(app)
    serve_figures(app, "/health/metrics", settings.desk_token)
    drain_on_stop(app, "/health/ready", bool(settings.redis_url))
    app.run(os.environ["SANIC_HOST"], settings.actions_port, workers=utils.number_of_sanic_workers())


if __name__ == "__main__":
    main()
