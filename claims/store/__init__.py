"""The durable record: calls, what was said, claim reports, tasks and messages. SQLite, or PostgreSQL by one URL."""

from __future__ import annotations

from claims.store.calls import OUTCOMES
from claims.store.engine import StoreUnavailable
from claims.store.reports import Registration
from claims.store.rows import NotFound, Refused
from claims.store.store import Store

__all__ = ["OUTCOMES", "NotFound", "Refused", "Registration", "Store", "StoreUnavailable"]
