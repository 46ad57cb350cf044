"""The turns of a call over two servers: one at a time, in order, and none lost, whatever becomes of a server or of Redis."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import uuid
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.lock_store import LockError
from rasa.shared.core.events import UserUttered

from runtime import action_endpoint, lock_store, processor
from runtime.lock_store import CallLockStore
from runtime.tracker_store import CallTrackerStore
from tests.runtime.redis_server import ROOT, RedisServer
from tests.runtime.small_bot import ActionServer, load, say

pytestmark = pytest.mark.asyncio
FAULT = ["对不起，系统正在调整，请您再说一遍。"]
PLATE, DAMAGE = "冀A6P72Q", "大灯"


@pytest.fixture
def database(postgresql_server: Any) -> str:
    """An empty PostgreSQL: several servers have no other."""
    name = f"t{uuid.uuid4().hex}"
    postgresql_server.psql(f"CREATE DATABASE {name};")
    return str(postgresql_server.get_uri(name))


@pytest_asyncio.fixture
async def actions() -> AsyncIterator[ActionServer]:
    async with ActionServer().serve() as server:
        yield server
    await action_endpoint.close_session()


@pytest.fixture
def servers(small_model: Path, database: str, actions: ActionServer, redis: RedisServer) -> list[Agent]:
    """Two bots that share a database and a Redis, and nothing else."""
    agents = [load(small_model, database, actions.url) for _ in range(2)]
    for agent in agents:
        agent.lock_store = CallLockStore(redis_url=redis.url)
    return agents


async def told(agent: Agent, call: str) -> list[str | None]:
    """Return what the call's caller has said, as it is stored."""
    assert agent.processor and isinstance(agent.processor.tracker_store, CallTrackerStore)
    agent.processor.tracker_store._kept.clear()
    tracker = await agent.tracker_store.retrieve(call)
    assert tracker
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits are for servers: here one process is two bots, the action server and all callers, and a machine may stand still."""
    monkeypatch.setattr(action_endpoint, "ACTION_LIMIT_S", 60.0)
    monkeypatch.setattr(action_endpoint, "CONNECT_LIMIT_S", 60.0)
    monkeypatch.setattr(lock_store, "ANSWER_S", 60.0)
    monkeypatch.setattr(processor, "TURN_LIMIT_S", 60.0)


async def test_three_hundred_pairs_of_turns(patient: None, servers: list[Agent]) -> None:
    # Both turns of a pair at once, on two servers, twenty pairs at a time.
    some = asyncio.Semaphore(20)
    questions, ends = ["请问您的车哪里受损?"], ["报案号A1", "报案完成"]

    async def pair(number: int) -> None:
        call, first, second = f"c-{number}", servers[number % 2], servers[1 - number % 2]
        async with some:
            await say(second, "", call, "start_call")
            answers = await asyncio.gather(
                say(first, PLATE, call, "inform"), say(second, DAMAGE, call, "inform")
            )
            assert sorted(answers) == sorted([questions, ends])
            said = [PLATE, DAMAGE] if answers[0] == questions else [DAMAGE, PLATE]
            assert await told(first, call) == ["", *said]

    await asyncio.gather(*(pair(number) for number in range(300)))


async def test_three_hundred_calls_with_two_servers_at_each(redis: RedisServer) -> None:
    stores = [CallLockStore(redis_url=redis.url) for _ in range(2)]
    within: Counter[str] = Counter()

    async def take(store: CallLockStore, call: str) -> None:
        async with store.lock(call):
            within[call] += 1
            assert within[call] == 1
            await asyncio.sleep(0.01)
            within[call] -= 1

    calls = [f"c-{number}" for number in range(300)]
    await asyncio.gather(*(take(store, call) for store in stores for call in calls))
    shared = stores[0]._shared
    assert shared and await shared._redis.keys() == []


async def test_turns_are_taken_in_the_order_of_their_arrival(redis: RedisServer) -> None:
    stores = [CallLockStore(redis_url=redis.url) for _ in range(2)]
    order: list[int] = []

    async def take(number: int) -> None:
        async with stores[number % 2].lock("c-1"):
            order.append(number)

    shared = stores[0]._shared
    assert shared
    waiting = []
    token = await shared.wait("c-1", 5)
    assert token
    for number in (0, 1, 3, 5, 2, 4, 6, 8, 7):
        waiting.append(asyncio.create_task(take(number)))
        while await shared._redis.llen("turns:{c-1}:line") < len(waiting):
            await asyncio.sleep(0)
    await shared.leave("c-1", token)
    await asyncio.gather(*waiting)
    assert order == [0, 1, 3, 5, 2, 4, 6, 8, 7]
    assert await shared._redis.keys() == []


@pytest.fixture
def short_lived(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock_store, "LIFETIME_S", 0.3)
    monkeypatch.setattr(lock_store, "RENEW_S", 0.1)
    monkeypatch.setattr(lock_store, "WAKE_S", 0.1)


async def begun(actions: ActionServer) -> None:
    """Wait until a turn's action has begun."""
    while not any(asked["next_action"] == "validate_report_form" for asked in actions.asked):
        await asyncio.sleep(0.01)


async def test_an_action_longer_than_the_locks_lifetime_keeps_its_turn(
    short_lived: None, servers: list[Agent], actions: ActionServer
) -> None:
    await say(servers[0], "", intent="start_call")
    actions.asked.clear()
    actions.faults["validate_report_form"] = "stall"
    first = asyncio.create_task(say(servers[0], PLATE, intent="inform"))
    await begun(actions)
    second = asyncio.create_task(say(servers[1], DAMAGE, intent="inform"))
    await asyncio.sleep(4 * lock_store.LIFETIME_S)
    assert len(actions.asked) == 1  # the second has not begun
    actions.over.set()
    assert (await first, await second) == (["请问您的车哪里受损?"], ["报案号A1", "报案完成"])


async def test_a_turn_that_lost_its_lock_is_played_on_what_came_meanwhile(
    short_lived: None, servers: list[Agent], actions: ActionServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock_store, "RENEW_S", 60.0)  # as of a server that stands still
    await say(servers[0], "", intent="start_call")
    actions.asked.clear()
    actions.faults["validate_report_form"] = "stall"
    late = asyncio.create_task(say(servers[0], PLATE, intent="inform"))
    await begun(actions)
    actions.faults.clear()
    assert await say(servers[1], DAMAGE, intent="inform") == ["请问您的车哪里受损?"]
    actions.over.set()
    assert await late == ["报案号A1", "报案完成"]
    assert await told(servers[0], "c-1") == ["", DAMAGE, PLATE]


async def test_a_turn_delivered_again_after_it_was_stored_is_not_played_again(
    servers: list[Agent], actions: ActionServer
) -> None:
    def turn() -> UserMessage:
        message = UserMessage(PLATE, CollectingOutputChannel(), "c-1", message_id="7", metadata={"at": "x"})
        message.parse_data = {"text": PLATE, "intent": {"name": "inform"}, "entities": []}
        return message

    await say(servers[0], "", intent="start_call")
    first = await servers[0].handle_message(turn())
    asked = len(actions.asked)
    again = await servers[1].handle_message(turn())
    assert again and first
    assert [line["text"] for line in again] == [line["text"] for line in first] == ["请问您的车哪里受损?"]
    assert len(actions.asked) == asked
    assert await told(servers[0], "c-1") == ["", PLATE]


HOLDER = """
import asyncio, sys
from runtime.lock_store import CallLockStore

async def main():
    async with CallLockStore(redis_url=sys.argv[1]).lock("c-1"):
        print("held", flush=True)
        await asyncio.sleep(1000)

asyncio.run(main())
"""


async def test_a_server_that_fell_in_its_turn_holds_up_the_next_for_seconds_only(redis: RedisServer) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, redis.url], cwd=ROOT, stdout=subprocess.PIPE)
    assert holder.stdout
    assert await asyncio.to_thread(holder.stdout.readline) == b"held\n"
    store = CallLockStore(redis_url=redis.url)
    with pytest.raises(LockError):
        async with store.lock("c-1", lock_lifetime=1.25 * lock_store.LIFETIME_S):
            raise AssertionError("two turns at once")
    holder.kill()
    holder.wait()
    async with store.lock("c-1", lock_lifetime=lock_store.LIFETIME_S + 2 * lock_store.WAKE_S):
        pass


@pytest.mark.parametrize("how", ["killed", "hanging"])
async def test_without_redis_calls_go_on_and_no_turn_is_lost(
    how: str, servers: list[Agent], redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = [f"c-{number}" for number in range(10)]
    await asyncio.gather(*(say(servers[0], "", call, "start_call") for call in calls))
    redis.kill() if how == "killed" else redis.hang()
    answers = await asyncio.gather(
        *(say(server, PLATE, call, "inform") for call in calls for server in servers)
    )
    assert FAULT not in answers
    for call in calls:
        assert await told(servers[0], call) == ["", PLATE, PLATE]
    monkeypatch.setattr(lock_store, "AWAY_S", 0.0)
    redis.start() if how == "killed" else redis.hang(False)
    for server in servers:
        assert isinstance(server.lock_store, CallLockStore) and server.lock_store._shared
        server.lock_store._shared._away_until = 0.0
        async with server.lock_store.lock("c-1"):
            assert redis.holds("turns:{c-1}:lock")
