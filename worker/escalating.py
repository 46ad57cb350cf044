"""Late tasks go one level up, by the rule of ``claims.escalation``."""

from __future__ import annotations

import logging
from datetime import datetime

from claims.store import Store

logger = logging.getLogger(__name__)


def escalate(store: Store, now: datetime) -> int:
    """Move what is late; return how many tasks."""
    if not store.late_tasks(now):
        return 0
    moved = store.escalate(now)
    for task in moved:
        logger.warning("Task %d (%s) is late: %s", task["id"], task["kind"], task["escalated_to"])
    return len(moved)
