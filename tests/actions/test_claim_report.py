"""The action that registers, on a real database: a number stands for what is on disk under it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.claim_report import RegisterReport
from claims.store import Store

NOW = "2026-03-10T08:05:00+08:00"
FACTS = {
    "plate": "皖K7D418", "lookup": "none", "plate_confirmed": True, "description": "倒车撞到花坛",
    "accident_time": {"start": "2026-03-10T07:40+08:00", "end": None, "precision": "minute", "said": "七点四十"},
    "place": {"text": "阜阳市颍州路", "city": "阜阳", "road": "颍州路"}, "case_type": "collision_single",
    "driver": {"relation": "本人"}, "own_damage": ["后保险杠"], "injured": False, "at_scene": True,
    "contact_name": "本人", "contact_phone": "13900115566", "recap": True,
}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/claims.db")
    for cached in (services.settings, services.store):
        cached.cache_clear()
    services.store().migrate()
    yield services.store()
    services.store().close()
    for cached in (services.settings, services.store):
        cached.cache_clear()


async def register(
    caller: str = "13900115566", talk: str = "talk-1", **facts: Any
) -> tuple[str, dict[str, Any]]:
    """Return the response said and the slots set."""
    message = {"metadata": {"call_started_at": NOW, "at": NOW, "channel": "shell", "from": caller}}
    tracker = Tracker(talk, {**FACTS, **facts}, message, [], False, None, {}, "action_listen")
    said = CollectingDispatcher()
    events = await RegisterReport().run(said, tracker, {})  # type: ignore[typeddict-item]
    return said.messages[0]["response"], {it["name"]: it["value"] for it in events if it["event"] == "slot"}


@pytest.mark.asyncio
async def test_the_same_report_again_gets_its_number_again(store: Store) -> None:
    first = await register()
    assert first[0] == "utter_registered"
    assert await register() == first
    assert len(store.tasks(call_id="talk-1")) == len(
        {(task["kind"], str(task["detail"])) for task in store.tasks(call_id="talk-1")}
    )


@pytest.mark.asyncio
async def test_another_accident_in_the_same_talk_is_not_said_to_be_registered(store: Store) -> None:
    _, slots = await register()
    other: dict[str, Any] = {
        "description": "停在小区被人划了",
        "case_type": "scratch",
        "place": {"text": "阜阳市清河路", "city": "阜阳", "road": "清河路"},
    }
    response, again = await register(**other)
    assert response == "utter_one_report_a_call"
    assert again["report_number"] == slots["report_number"]
    report = store.report(slots["report_number"])
    assert report is not None and report["case_type"] == "collision_single"
    kept = [task for task in store.tasks(call_id="talk-1") if "report" in task["detail"]]
    assert [task["kind"] for task in kept] == ["callback"]
    assert kept[0]["detail"]["report"]["description"] == "停在小区被人划了"


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("caller", "phone", "first", "again"),
    [
        ("13900115566", "13900115566", "utter_registered", "utter_duplicate"),
        ("", "unknown", "utter_registered_unsent", "utter_duplicate_unsent"),
    ],
)
async def test_a_text_message_is_promised_only_when_one_is_on_its_way(
    store: Store, caller: str, phone: str, first: str, again: str
) -> None:
    said, slots = await register(caller, "talk-1", contact_phone=phone)
    assert said == first
    assert bool(store.messages(report_number=slots["report_number"])) == (first == "utter_registered")
    said, _ = await register(caller, "talk-2", contact_phone=phone)
    assert said == again
