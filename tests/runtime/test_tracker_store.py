"""The state of a call in the database: kept, shared by processes, and no reason to exit."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from claims.store import StoreUnavailable
from claims.store.engine import transaction
from runtime.processor import TurnOvertaken
from runtime.tracker_store import CallTrackerStore

DOMAIN = Domain.from_dict({"slots": {"plate": {"type": "any", "mappings": [{"type": "custom"}]}}})


@pytest.fixture
def store(any_database_url: str) -> CallTrackerStore:
    return CallTrackerStore(DOMAIN, host=any_database_url)


def turn(plate: str) -> list[Event]:
    said = UserUttered(plate, {"name": "inform"})
    return [ActionExecuted("action_listen"), said, SlotSet("plate", plate), BotUttered("好的")]


async def begin(store: CallTrackerStore, call_id: str = "c-1") -> DialogueStateTracker:
    tracker = await store.get_or_create_tracker(call_id, append_action_listen=False)
    tracker.update_with_events(
        [ActionExecuted("action_session_start"), SessionStarted(), *turn("冀A1")], DOMAIN
    )
    await store.save(tracker)
    return tracker


@pytest.fixture
def lost_and_found(postgresql_server: Any) -> tuple[str, Callable[[bool], None]]:
    """A database, and what keeps everybody out of it or lets them in again."""
    name = f"t{uuid.uuid4().hex}"
    postgresql_server.psql(f"CREATE DATABASE {name};")

    def let_be_there(there: bool) -> None:
        postgresql_server.psql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {str(there).lower()};")
        if not there:
            postgresql_server.psql(
                f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}';"
            )

    return str(postgresql_server.get_uri(name)), let_be_there


def rows(store: CallTrackerStore) -> list[tuple[int, str]]:
    with transaction(store.engine) as connection:
        return list(connection.execute(sa.text("SELECT id, type_name FROM events ORDER BY id")).all())


async def test_a_call_is_kept_event_by_event(store: CallTrackerStore) -> None:
    tracker = await begin(store)
    assert len(rows(store)) == len(tracker.events) == 6
    tracker.update_with_events(turn("冀A2"), DOMAIN)
    await store.save(tracker)
    assert len(rows(store)) == 10
    await store.save(tracker)
    assert len(rows(store)) == 10
    again = await CallTrackerStore(DOMAIN, host=str(store.engine.url.render_as_string(False))).retrieve("c-1")
    assert again and again.get_slot("plate") == "冀A2"
    assert [event.type_name for event in again.events] == [name for _, name in rows(store)][1:]
    assert await store.retrieve("c-2") is None


async def test_what_another_process_wrote_is_seen(store: CallTrackerStore) -> None:
    await begin(store)
    other = CallTrackerStore(DOMAIN, host=str(store.engine.url.render_as_string(False)))
    theirs = await other.retrieve("c-1")
    assert theirs
    theirs.update_with_events(turn("冀A2"), DOMAIN)
    await other.save(theirs)
    ours = await store.retrieve("c-1")
    assert ours and ours.get_slot("plate") == "冀A2"
    ours.update_with_events(turn("冀A3"), DOMAIN)
    await store.save(ours)
    assert len(rows(store)) == 14
    seen = await other.retrieve("c-1")
    assert seen and seen.get_slot("plate") == "冀A3"


async def test_a_turn_given_up_is_forgotten(store: CallTrackerStore) -> None:
    tracker = await begin(store)
    tracker.update_with_events(turn("冀A9"), DOMAIN)
    again = await store.retrieve("c-1")
    assert again and again is not tracker and again.get_slot("plate") == "冀A1"


async def test_calls_beyond_the_memory_are_read_again(
    store: CallTrackerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runtime.tracker_store.TRACKERS_KEPT", 2)
    trackers = [await begin(store, f"c-{i}") for i in range(4)]
    trackers[0].update_with_events(turn("冀A2"), DOMAIN)
    await store.save(trackers[0])
    assert len(rows(store)) == 4 * 6 + 4
    again = await store.retrieve("c-0")
    assert again and again.get_slot("plate") == "冀A2"


async def test_a_call_that_others_push_out_while_it_is_checked_is_read_all_the_same(
    store: CallTrackerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await begin(store)
    monkeypatch.setattr("runtime.tracker_store.TRACKERS_KEPT", 1)
    asked = store._last_id

    def others_meanwhile(call_id: str) -> int:
        asyncio.run_coroutine_threadsafe(begin(store, "c-2"), loop).result()
        return asked(call_id)

    loop = asyncio.get_running_loop()
    monkeypatch.setattr(store, "_last_id", others_meanwhile)
    again = await store.retrieve("c-1")
    assert again and again.get_slot("plate") == "冀A1"
    assert list(store._kept) == ["c-2"]


async def test_a_row_that_cannot_be_read_is_left_out(store: CallTrackerStore) -> None:
    await begin(store)
    with transaction(store.engine, writes=True) as connection:
        connection.execute(sa.text("UPDATE events SET data = '{' WHERE type_name = 'bot'"))
    store.domain = DOMAIN
    tracker = await store.retrieve("c-1")
    assert tracker and tracker.get_slot("plate") == "冀A1"
    before = len(rows(store))
    tracker.update_with_events(turn("冀A2"), DOMAIN)
    await store.save(tracker)
    assert len(rows(store)) == before + 4


async def test_a_nul_in_a_name_ends_nothing(store: CallTrackerStore) -> None:
    try:
        assert await store.retrieve("c\x00") is None
    except Exception as error:  # PostgreSQL refuses it; SystemExit would not be caught here
        assert not isinstance(error, SystemExit)
    await begin(store)


async def test_a_database_that_fails_is_told_as_such(store: CallTrackerStore) -> None:
    await begin(store)
    with transaction(store.engine, writes=True) as connection:
        connection.execute(sa.text("DROP TABLE events"))
    with pytest.raises(StoreUnavailable):
        await store.retrieve("c-1")


async def test_postgresql_may_come_later_and_go_in_between(
    lost_and_found: tuple[str, Callable[[bool], None]],
) -> None:
    url, let_be_there = lost_and_found
    let_be_there(False)
    store = CallTrackerStore(DOMAIN, host=url)
    with pytest.raises(StoreUnavailable):
        await store.retrieve("c-1")
    let_be_there(True)
    tracker = await begin(store)
    let_be_there(False)
    tracker.update_with_events(turn("冀A2"), DOMAIN)
    with pytest.raises(StoreUnavailable):
        await store.save(tracker)
    with pytest.raises(StoreUnavailable):
        await store.retrieve("c-1")
    let_be_there(True)
    again = await store.retrieve("c-1")
    assert again and again.get_slot("plate") == "冀A1"


async def test_two_turns_on_one_state_are_not_both_stored(store: CallTrackerStore) -> None:
    await begin(store)
    other = CallTrackerStore(DOMAIN, host=str(store.engine.url.render_as_string(False)))
    ours, theirs = await store.retrieve("c-1"), await other.retrieve("c-1")
    assert ours and theirs
    for tracker in (ours, theirs):
        tracker.update_with_events(turn("冀A2"), DOMAIN)
    await other.save(theirs)
    with pytest.raises(TurnOvertaken):
        await store.save(ours)
    assert len(rows(store)) == 10
    anew = store.init_tracker("c-1")  # as by a server that asked before the call was there
    anew.update_with_events(turn("冀A3"), DOMAIN)
    with pytest.raises(TurnOvertaken):
        await store.save(anew)


def test_rasa_builds_it_from_endpoints(any_database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", any_database_url)
    store = TrackerStore.create(EndpointConfig(type="runtime.tracker_store.CallTrackerStore"), DOMAIN)
    assert isinstance(store, CallTrackerStore)
    assert store.engine.url.render_as_string(False).split(":")[0] in any_database_url
