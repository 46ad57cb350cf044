"""One turn at a time in each call."""

from __future__ import annotations

import asyncio

import pytest
from rasa.core.lock_store import LockError, LockStore
from rasa.utils.endpoints import EndpointConfig

from runtime.lock_store import LOCK_WAIT_S, CallLockStore
from runtime.processor import TURN_LIMIT_S


async def test_turns_of_a_call_follow_each_other_and_calls_do_not_wait() -> None:
    store, order, running = CallLockStore(), [], 0

    async def take(call_id: str, name: str) -> None:
        nonlocal running
        async with store.lock(call_id):
            running += 1
            order.append(f"{name}+{running}")
            await asyncio.sleep(0)
            running -= 1

    await asyncio.gather(*(take("one", str(i)) for i in range(5)))
    assert order == ["0+1", "1+1", "2+1", "3+1", "4+1"]
    order.clear()
    await asyncio.gather(take("one", "a"), take("two", "b"))
    assert order == ["a+1", "b+2"]
    assert not store._locks


async def test_a_turn_that_never_ends_does_not_hold_up_the_next_for_ever() -> None:
    store, taken, over = CallLockStore(), asyncio.Event(), asyncio.Event()

    async def stay() -> None:
        async with store.lock("one"):
            taken.set()
            await over.wait()

    async def follow() -> None:
        await taken.wait()
        with pytest.raises(LockError):
            async with store.lock("one", lock_lifetime=0.01):
                raise AssertionError("two turns at once")
        over.set()

    await asyncio.gather(stay(), follow())
    async with store.lock("one"):
        pass
    assert not store._locks


async def test_what_a_turn_does_itself_does_not_wait_for_it() -> None:
    store = CallLockStore()
    async with store.lock("one"), store.lock("one", lock_lifetime=0.01):
        assert len(store._locks) == 1
    assert not store._locks


async def test_a_turn_that_fails_gives_the_lock_back() -> None:
    store = CallLockStore()
    with pytest.raises(ValueError):
        async with store.lock("one"):
            raise ValueError
    async with store.lock("one", lock_lifetime=0.01):
        pass


def test_rasa_builds_it_from_endpoints() -> None:
    store = LockStore.create(EndpointConfig(type="runtime.lock_store.CallLockStore"))
    assert isinstance(store, CallLockStore)


def test_a_wait_is_longer_than_a_turn() -> None:
    assert LOCK_WAIT_S > 2 * TURN_LIMIT_S
