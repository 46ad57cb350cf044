"""What is done every minute beside the desk: calls whose gateway never reported their end are ended."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from claims.clock import BEIJING
from claims.store import Store, StoreUnavailable

EVERY_S = 60.0
"""Seconds between two rounds."""

logger = logging.getLogger(__name__)


def in_background(store: Store, clock: Callable[[], datetime] = lambda: datetime.now(BEIJING)) -> None:
    """Start the rounds in a thread that ends with the process."""
    threading.Thread(target=_rounds, args=(store, clock), name="upkeep", daemon=True).start()


def _rounds(store: Store, clock: Callable[[], datetime]) -> None:
    pause = threading.Event()
    while not pause.wait(EVERY_S):
        end_silent_calls(store, clock())


def end_silent_calls(store: Store, now: datetime) -> None:
    """Make one round; a database that is away is tried again in the next."""
    try:
        ended = store.end_silent_calls(now)
    except StoreUnavailable:
        logger.warning("Silent calls could not be ended: the database is away")
        return
    if ended:
        logger.info("%d silent calls were ended", ended)
