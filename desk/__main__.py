"""Run the claims desk: ``python -m desk`` on 127.0.0.1, port ``DESK_PORT``."""

from __future__ import annotations

import os

import uvicorn

from claims.policy import PolicySystem
from claims.settings import Settings
from claims.store import Store
from desk.app import create_app

HOST = "127.0.0.1"


def main() -> None:
    """Serve until SIGINT or SIGTERM. The tables are made if they are missing."""
    settings = Settings.from_environment(os.environ)
    settings.refuse_default_secrets(HOST)
    store = Store(settings.database_url, settings.company)
    store.migrate()
    # No access log: addresses carry number plates.
    policies = PolicySystem(settings.policy_url, settings.policy_token)
    app = create_app(
        store,
        settings.desk_token,
        settings.photos_dir,
        policies,
        settings.sms_secret,
        local=settings.local_run,
    )
    # No websockets: uvicorn would want a newer library for them than Rasa has.
    uvicorn.run(app, host=HOST, port=settings.desk_port, ws="none", log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
