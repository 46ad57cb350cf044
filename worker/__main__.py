"""Run a worker: ``python -m worker``, until SIGINT or SIGTERM."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading

from prometheus_client import start_http_server

from claims.settings import LOCAL_TOKEN, Settings, UnsafeSettings
from claims.store import Store
from worker.ringing import Gateway
from worker.rounds import Worker
from worker.sending import Webhook

logger = logging.getLogger("worker")


def main() -> int:
    """Read the settings and work; return the exit code. The tables are made by ``make run`` and by the desk."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s", stream=sys.stdout)
    logging.getLogger("urllib3").setLevel(logging.ERROR)
    try:
        settings = Settings.from_environment(os.environ)
        settings.refuse_unsigned_messages()
    except (UnsafeSettings, ValueError) as error:
        print(f"worker: {error}", file=sys.stderr)
        return 1
    if settings.sms_secret == LOCAL_TOKEN and not settings.local_run:
        logger.warning("Messages go to the sandbox's telephone page only: set SMS_URL and SMS_SECRET")
    if settings.worker_metrics_port:
        start_http_server(settings.worker_metrics_port, "127.0.0.1")
    stop = threading.Event()
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, lambda *_: stop.set())
    store = Store(settings.database_url, settings.company)
    gateway = Gateway(settings.gateway_url, settings.gateway_token) if settings.gateway_url else None
    Worker(store, Webhook(settings.sms_url, settings.sms_secret), gateway).run(stop)
    store.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
