"""Calls whose gateway never reported their end are ended, so that whoever told them is called back."""

from __future__ import annotations

import logging
from datetime import datetime

from claims.store import Store

logger = logging.getLogger(__name__)


def end_silent_calls(store: Store, now: datetime) -> int:
    """End them; return how many."""
    ended = store.end_silent_calls(now)
    if ended:
        logger.info("%d silent calls were ended", ended)
    return ended
