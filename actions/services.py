"""What the actions share in one process: settings, the store, the policy system."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from claims import telemetry
from claims.policy import PolicySystem
from claims.settings import Settings
from claims.store import Store, StoreUnavailable

STORE_LIMIT_S = 3.0
"""Longest an action waits for the database, in seconds; below the limit the bot gives an action."""

T = TypeVar("T")


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Return the settings of this process."""
    return Settings.from_environment(os.environ)


@lru_cache(maxsize=1)
def store() -> Store:
    """Return the store of this process."""
    return Store(settings().database_url, settings().company)


@lru_cache(maxsize=1)
def policy_system() -> PolicySystem:
    """Return the client of the insurer's policy system."""
    return PolicySystem(settings().policy_url, settings().policy_token)


async def in_store(work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """Do database work off the event loop, within ``STORE_LIMIT_S``.

    Raises:
        StoreUnavailable: The database failed or took too long.
    """
    try:
        return await asyncio.wait_for(asyncio.to_thread(work, *args, **kwargs), STORE_LIMIT_S)
    except asyncio.TimeoutError as error:
        telemetry.STORE_FAULTS.labels(work.__name__).inc()
        raise StoreUnavailable("the database took too long") from error
    except StoreUnavailable:
        telemetry.STORE_FAULTS.labels(work.__name__).inc()
        raise
