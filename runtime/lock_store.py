"""One turn at a time in each call, in the order in which they arrive: within a server, and among several by Redis.

Upstream faults (Rasa 3.6.21, ``rasa.core.lock_store``): waiting is polling once a second, so that the second of two
turns answers a second late; a ticket expires after 60 s although its turn still runs; ``RedisLockStore`` is not atomic
(rasa#9213).
"""

from __future__ import annotations

import asyncio
import logging
import os
import threading
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Any
from uuid import uuid4

import redis
from rasa.core.lock import TicketLock
from rasa.core.lock_store import InMemoryLockStore, LockError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from claims.settings import Settings

logger = logging.getLogger(__name__)

LOCK_WAIT_S = 30.0
"""Longest wait for the turn before, in seconds; several times the hard deadline of a turn."""

LIFETIME_S = 4.0
"""How long a lock in Redis outlives a server that fell, in seconds; as long as its turn runs it is renewed."""

RENEW_S = LIFETIME_S / 4
WAKE_S, ANSWER_S = 1.0, 1.5
"""How long one waits in Redis to be woken, and the longest Redis may take to answer, in seconds."""

AWAY_S = 5.0
"""For so many seconds a Redis that failed is not asked again."""

AWAY = (RedisError, OSError, asyncio.TimeoutError)

_held: ContextVar[frozenset[str]] = ContextVar("held", default=frozenset())
"""The calls whose turn is being taken here: what a turn does itself never waits for it."""


class CallLockStore(InMemoryLockStore):
    """Locks of calls; first come, first served, without polling and without expiry of what still runs.

    Among several servers (``REDIS_URL``) Redis keeps the order. When it is away each server keeps its own, and a turn that
    met another of its call on another server is refused by the tracker store (``runtime.tracker_store``): what is stored
    never depends on Redis.
    """

    def __init__(self, endpoint_config: Any = None, redis_url: str | None = None) -> None:
        """Take (and ignore) what ``endpoints.yml`` says beside the type; ``redis_url`` is ``REDIS_URL`` unless given."""
        super().__init__()
        self._locks: dict[str, tuple[asyncio.Lock, int]] = {}
        url = Settings.from_environment(os.environ).redis_url if redis_url is None else redis_url
        self._shared = SharedTurns(url) if url else None

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = LOCK_WAIT_S, wait_time_in_seconds: float = 0
    ) -> AsyncGenerator[TicketLock, None]:
        """Hold the lock of a conversation for the body of the ``async with``; what holds it already has it.

        Raises:
            LockError: The turns before took longer than ``lock_lifetime`` seconds.
        """
        if conversation_id in _held.get():
            yield TicketLock(conversation_id)
            return
        token = await self._shared.wait(conversation_id, lock_lifetime) if self._shared else None
        try:
            # Behind Redis' order there is nobody to wait for, unless it went away.
            async with self._here(conversation_id, lock_lifetime):
                before = _held.set(_held.get() | {conversation_id})
                try:
                    yield TicketLock(conversation_id)
                finally:
                    _held.reset(before)
        finally:
            if self._shared and token:
                await self._shared.leave(conversation_id, token)

    @asynccontextmanager
    async def _here(self, conversation_id: str, patience_s: float) -> AsyncGenerator[None, None]:
        lock, users = self._locks.get(conversation_id, (asyncio.Lock(), 0))
        self._locks[conversation_id] = lock, users + 1
        try:
            try:
                await asyncio.wait_for(lock.acquire(), patience_s)
            except asyncio.TimeoutError as error:
                raise LockError("the turns before did not end in time") from error
            try:
                yield
            finally:
                lock.release()
        finally:
            lock, users = self._locks[conversation_id]
            if users > 1:
                self._locks[conversation_id] = lock, users - 1
            else:
                del self._locks[conversation_id]


_HAND_ON = """
local function hand_on(lock, line, given)
    local first = redis.call('LINDEX', line, 0)
    if first and redis.call('SET', lock, first, 'NX', 'PX', ARGV[2]) then
        redis.call('LPOP', line)
        redis.call('RPUSH', given .. first, 1)
        redis.call('PEXPIRE', given .. first, ARGV[2])
    end
end
"""

_ASK = (
    _HAND_ON
    + """
local lock, line, given, me = KEYS[1], KEYS[2], KEYS[3], ARGV[1]
if redis.call('GET', lock) ~= me then
    if not redis.call('LPOS', line, me) then redis.call('RPUSH', line, me) end
    redis.call('PEXPIRE', line, ARGV[3])
    hand_on(lock, line, given)
end
return redis.call('GET', lock) == me and 1 or 0
"""
)
"""Stand in line, and take the lock (``SET NX PX`` with the own token) when it is free and nobody came before."""

_LEAVE = (
    _HAND_ON
    + """
local lock, line, given, me = KEYS[1], KEYS[2], KEYS[3], ARGV[1]
redis.call('LREM', line, 0, me)
redis.call('DEL', given .. me)
if redis.call('GET', lock) == me then redis.call('DEL', lock) end
hand_on(lock, line, given)
"""
)
"""Give up the own place or the own lock, never another's, and hand the lock to who came next."""

_RENEW = "return redis.call('GET', KEYS[1]) == ARGV[1] and redis.call('PEXPIRE', KEYS[1], ARGV[2])"


class SharedTurns:
    """The order of the turns of each call among several servers, in Redis."""

    def __init__(self, url: str) -> None:
        """Use the Redis at ``url``; connects at the first use."""
        self._redis = Redis.from_url(url, socket_timeout=ANSWER_S, socket_connect_timeout=ANSWER_S)
        self._ask, self._leave = map(self._redis.register_script, (_ASK, _LEAVE))
        self._renewal = Renewal(url)
        self._away_until = 0.0

    async def wait(self, call_id: str, patience_s: float) -> str | None:
        """Wait for the turns before; return the token that holds the lock, or None when Redis is away.

        Raises:
            LockError: They took longer than ``patience_s`` seconds.
        """
        clock = asyncio.get_running_loop().time
        if self._asked_in_vain():
            return None
        token, last = uuid4().hex, clock() + patience_s
        lifetimes = [round(LIFETIME_S * 1000), round(patience_s * 1000) + 1000]
        try:
            while not await self._ask(_keys(call_id), [token, *lifetimes]):
                if clock() > last:
                    await self.leave(call_id, token)
                    raise LockError("the turns before did not end in time")
                # Whoever leaves wakes the next one; who fell did not leave, so ask again now and then.
                await self._redis.execute_command("BLPOP", _keys(call_id)[2] + token, WAKE_S)
            self._renewal.begin(_keys(call_id)[0], token)
            return token
        except AWAY as error:
            self._is_away(error)
            return None
        except asyncio.CancelledError:
            await self.leave(call_id, token)
            raise

    async def leave(self, call_id: str, token: str) -> None:
        """Give the lock, or the place in the line, to who came next."""
        self._renewal.end(token)
        if self._asked_in_vain():
            return  # it runs out by itself
        try:
            await self._leave(_keys(call_id), [token, round(LIFETIME_S * 1000)])
        except AWAY as error:
            self._is_away(error)

    def _asked_in_vain(self) -> bool:
        return asyncio.get_running_loop().time() < self._away_until

    def _is_away(self, error: BaseException) -> None:
        self._away_until = asyncio.get_running_loop().time() + AWAY_S
        logger.error("Redis is away, each server keeps its own order: %s", type(error).__name__)


class Renewal:
    """Keeps the locks this process holds alive, from a thread of its own: an event loop that is busy would come too late."""

    def __init__(self, url: str) -> None:
        """Use the Redis at ``url``; begins with the first lock."""
        self._redis = redis.Redis.from_url(url, socket_timeout=ANSWER_S, socket_connect_timeout=ANSWER_S)
        self._renew = self._redis.register_script(_RENEW)
        self._locks: dict[str, str] = {}
        self._thread: threading.Thread | None = None

    def begin(self, lock: str, token: str) -> None:
        """Keep a lock alive from now on."""
        self._locks[token] = lock
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="renewal of locks", daemon=True)
            self._thread.start()

    def end(self, token: str) -> None:
        """Let a lock be."""
        self._locks.pop(token, None)

    def _run(self) -> None:
        while True:
            time.sleep(RENEW_S)
            for token, lock in list(self._locks.items()):
                try:
                    if not self._renew([lock], [token, round(LIFETIME_S * 1000)]) and token in self._locks:
                        logger.warning("The lock of a call ran out during a turn")
                except AWAY as error:
                    logger.error("The locks of calls could not be renewed: %s", type(error).__name__)
                    break


def _keys(call_id: str) -> list[str]:
    """Return the keys of a call's lock, its line, and what the token of who is woken is added to; one slot of a cluster."""
    return [f"turns:{{{call_id}}}:{name}" for name in ("lock", "line", "given:")]
