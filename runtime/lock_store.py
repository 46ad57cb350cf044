"""One turn at a time in each call.

Upstream faults (Rasa 3.6.21, ``rasa.core.lock_store``): waiting is polling once a second, so that the second of two
turns answers a second late; a ticket expires after 60 s although its turn still runs; ``RedisLockStore`` is not atomic
(rasa#9213). This store serves one server process, which is what ``rasa run`` starts.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from rasa.core.lock import TicketLock
from rasa.core.lock_store import InMemoryLockStore, LockError

LOCK_WAIT_S = 30.0
"""Longest wait for the turn before, in seconds; several times the hard deadline of a turn."""


class CallLockStore(InMemoryLockStore):
    """Locks kept in this process; first come, first served, without polling and without expiry."""

    def __init__(self, endpoint_config: Any = None) -> None:
        """Take (and ignore) what ``endpoints.yml`` says beside the type."""
        super().__init__()
        self._locks: dict[str, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = LOCK_WAIT_S, wait_time_in_seconds: float = 0
    ) -> AsyncGenerator[TicketLock, None]:
        """Hold the lock of a conversation for the body of the ``async with``.

        Raises:
            LockError: The turns before took longer than ``lock_lifetime`` seconds.
        """
        lock, users = self._locks.get(conversation_id, (asyncio.Lock(), 0))
        self._locks[conversation_id] = lock, users + 1
        try:
            try:
                await asyncio.wait_for(lock.acquire(), lock_lifetime)
            except asyncio.TimeoutError as error:
                raise LockError("the turns before did not end in time") from error
            try:
                yield TicketLock(conversation_id)
            finally:
                lock.release()
        finally:
            lock, users = self._locks[conversation_id]
            if users > 1:
                self._locks[conversation_id] = lock, users - 1
            else:
                del self._locks[conversation_id]
