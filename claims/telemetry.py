"""What a process tells of itself: figures for Prometheus, and events as one JSON object a line.

An event has the call's id, names, numbers and times, and no word, name, number or plate of anybody: names are those of events,
questions, responses and actions. Figures have no call id either, for each would be a series of its own.
"""

from __future__ import annotations

import hmac
import json
import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)

from claims.clock import BEIJING

disable_created_metrics()  # when each series began: twice the lines, and nobody asks

CONTENT_TYPE = CONTENT_TYPE_LATEST

SECONDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
"""Bounds of the histograms: from a quick turn to the deadline of one."""

TURNS = Histogram(
    "claims_turn_seconds", "Turns, by how they came out", ["channel", "event", "came_to"], buckets=SECONDS
)
"""``came_to``: answered, apology, again (delivered before, answered as then), refused."""
UNDER_WAY = Gauge("claims_turns_under_way", "Turns that are being answered", ["channel"])
ACTIONS = Histogram("claims_action_seconds", "Actions, by status", ["action", "status"], buckets=SECONDS)
LOOK_UPS = Histogram(
    "claims_policy_look_up_seconds", "Look-ups in the policy system", ["came_to"], buckets=SECONDS
)
"""``came_to``: found, none, unavailable."""
STORE_FAULTS = Counter("claims_store_faults", "Times the database failed or took too long", ["while"])
JOBS = Histogram("claims_worker_job_seconds", "Jobs of the worker", ["job", "came_to"], buckets=SECONDS)
HAND_OVERS = Counter("claims_messages_handed_over", "Attempts at a text message", ["came_to"])
REQUESTS = Histogram("claims_desk_seconds", "Requests at the desk", ["route", "status"], buckets=SECONDS)

_events = logging.getLogger("claims.events")


def tell_events() -> None:
    """Write events to standard output, each on a line of its own, whatever else is logged how."""
    if not _events.handlers:
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(logging.Formatter("%(message)s"))
        _events.addHandler(handler)
        _events.setLevel(logging.INFO)
        _events.propagate = False


def event(name: str, **values: str | int | bool | list[str] | None) -> None:
    """Write an event down; ``values`` are a call's id, names and numbers, never what was said."""
    at = datetime.now(BEIJING).isoformat(timespec="milliseconds")
    _events.info(json.dumps({"at": at, "event": name, **values}, ensure_ascii=False))


def ms(seconds: float) -> int:
    """Return a length in milliseconds, as events have it."""
    return round(seconds * 1000)


@contextmanager
def clocked() -> Iterator[dict[str, float]]:
    """Measure a block: ``seconds`` of what is yielded, however it ends."""
    began, took = time.monotonic(), {"seconds": 0.0}
    try:
        yield took
    finally:
        took["seconds"] = time.monotonic() - began


def figures() -> str:
    """Return the figures of this process in the exposition format."""
    return generate_latest(REGISTRY).decode()


def may_read(authorization: str | None, token: str) -> bool:
    """Tell whether a request's Authorization header opens the figures: the desk's token."""
    offered = (authorization or "").encode("utf-8", "replace")
    return bool(token) and hmac.compare_digest(offered, f"Bearer {token}".encode())
