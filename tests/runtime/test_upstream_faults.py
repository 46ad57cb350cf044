"""The faults of Rasa that ``runtime`` mends: each test fails once Rasa has mended it itself."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
from rasa.core import lock_store, processor, tracker_store
from rasa.core.actions import action, forms
from rasa.core.constants import DEFAULT_REQUEST_TIMEOUT
from rasa.shared.core import trackers
from rasa.utils import endpoints


def test_the_answers_schema_is_checked_anew_for_every_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    checks = []
    original = jsonschema.Draft202012Validator.check_schema.__func__

    def counting(cls: Any, schema: Any, *rest: Any, **more: Any) -> None:
        checks.append(schema)
        original(cls, schema, *rest, **more)

    monkeypatch.setattr(jsonschema.Draft202012Validator, "check_schema", classmethod(counting))
    remote = action.RemoteAction("action_x", None)
    for _ in range(3):
        remote._validate_action_result({"events": [], "responses": []})
    assert len(checks) == 3, "upstream mended; delete _SHAPES and checked() in runtime/action_endpoint.py"


def test_an_action_may_take_longer_than_its_lock_lives() -> None:
    assert DEFAULT_REQUEST_TIMEOUT > lock_store.LOCK_LIFETIME, (
        "upstream mended; delete ACTION_LIMIT_S in runtime/action_endpoint.py"
    )


@pytest.mark.parametrize(
    ("method", "fault", "mended_by"),
    [
        (
            endpoints.EndpointConfig.request,
            "async with self.session() as session",
            "_session in runtime/action_endpoint.py",
        ),
        (
            action.RemoteAction._action_call_format,
            "tracker.current_state(EventVerbosity.ALL)",
            "request_body in runtime/action_endpoint.py",
        ),
        (
            action.RemoteAction._utter_responses,
            "if not draft:\n                    continue",
            "the count of utterances in runtime/action_endpoint.py",
        ),
        (
            processor.MessageProcessor._run_action,
            "Bot will continue, but the actions events are lost",
            "CallProcessor._run_action in runtime/processor.py",
        ),
        (
            tracker_store.SQLTrackerStore.session_scope,
            "print_error_and_exit",
            "CallTrackerStore.session_scope in runtime/tracker_store.py",
        ),
        (
            tracker_store.FailSafeTrackerStore.save,
            "await self.fallback_tracker_store.save(tracker)",
            "CallProcessor.__init__ in runtime/processor.py",
        ),
        (
            lock_store.LockStore._acquire_lock,
            "await asyncio.sleep(wait_time_in_seconds)",
            "CallLockStore in runtime/lock_store.py",
        ),
        (
            trackers.DialogueStateTracker._undo_till_previous_loop_execution,
            "reversed(done_events[:])",
            "applied_events in runtime/trackers.py",
        ),
        (
            trackers.DialogueStateTracker.travel_back_in_time,
            "for event in self.events",
            "copy in runtime/trackers.py",
        ),
        (
            action.ActionExtractSlots.run,
            "for slot in user_slots:",
            "CallProcessor.run_action_extract_slots in runtime/processor.py",
        ),
        (
            forms.FormAction.validate_slots,
            "self._temporary_tracker(",
            "temporary_tracker in runtime/trackers.py",
        ),
    ],
    ids=lambda value: value.__qualname__ if callable(value) else "",
)
def test_the_faulty_line_is_still_there(method: Callable[..., Any], fault: str, mended_by: str) -> None:
    assert fault in inspect.getsource(inspect.unwrap(method)), f"upstream changed; look at {mended_by} again"
