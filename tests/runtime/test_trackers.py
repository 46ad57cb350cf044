"""The quick trackers say the same as Rasa's own."""

from __future__ import annotations

import importlib.util
import random
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from rasa.core.actions.forms import FormAction
from rasa.shared.core import events
from rasa.shared.core.domain import Domain
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from runtime import trackers


@pytest.fixture(autouse=True, scope="module")
def rasas_own() -> Iterator[None]:
    """Compare with Rasa's own methods, whatever other tests have installed in this process."""
    import rasa.core.actions.forms as forms
    import rasa.shared.core.trackers as own

    monkeypatch = pytest.MonkeyPatch()
    for module, name, methods in (
        (own, "DialogueStateTracker", ("applied_events", "copy")),
        (forms, "FormAction", ("_temporary_tracker",)),
    ):
        spec = importlib.util.spec_from_file_location(f"fresh_{name}", str(module.__file__))
        assert spec and spec.loader
        fresh = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = fresh
        spec.loader.exec_module(fresh)
        for method in methods:
            monkeypatch.setattr(getattr(module, name), method, getattr(fresh, name).__dict__[method])
    yield
    monkeypatch.undo()


def random_call(seed: int) -> list[events.Event]:
    """A call with forms entered, left, refused and interrupted, and turns taken back."""
    chance = random.Random(seed)
    made: list[events.Event] = [events.ActionExecuted("action_session_start"), events.SessionStarted()]
    for _ in range(chance.randint(1, 14)):
        made += [
            events.ActionExecuted("action_listen"),
            events.UserUttered("x", {"name": chance.choice("ab")}),
        ]
        made += [events.DefinePrevUserUtteredFeaturization(False)] * chance.randint(0, 1)
        for _ in range(chance.randint(1, 3)):
            made.append(
                chance.choice(
                    [
                        lambda: events.ActionExecuted("form_one"),
                        lambda: events.ActionExecuted("form_one"),
                        lambda: events.ActionExecuted("form_two"),
                        lambda: events.ActionExecuted("utter_x"),
                        lambda: events.ActionExecutionRejected("form_one"),
                        lambda: events.LoopInterrupted(True),
                    ]
                )()
            )
            made += chance.choice(
                [
                    [events.ActiveLoop("form_one"), events.SlotSet("requested_slot", "plate")],
                    [events.ActiveLoop("form_two")],
                    [events.ActiveLoop(None), events.SlotSet("requested_slot", None)],
                    [events.SlotSet("plate", seed), events.SlotSet("told", [seed]), events.BotUttered("y")],
                    [events.SlotSet("plate", None)],
                    [events.FollowupAction("utter_x")],
                    [events.UserUtteranceReverted()],
                    [events.ActionReverted()],
                    [events.Restarted()],
                    [],
                    [],
                    [],
                ]
            )
    return made


def slots() -> list[AnySlot]:
    return [AnySlot(name, mappings=[{}]) for name in ("requested_slot", "plate", "told")]


def state(tracker: DialogueStateTracker) -> dict[str, Any]:
    return {
        "slots": tracker.current_slot_values(),
        "loop": tracker.active_loop,
        "message": tracker.latest_message,
        "action": tracker.latest_action,
        "followup": tracker.followup_action,
        "paused": tracker.is_paused(),
        "events": list(tracker.events),
    }


@pytest.mark.parametrize("seed", range(200))
def test_the_same_events_count(seed: int) -> None:
    tracker = DialogueStateTracker.from_events("c", random_call(seed), slots())
    assert [id(e) for e in trackers.applied_events(tracker)] == [id(e) for e in tracker.applied_events()]


@pytest.mark.parametrize("seed", range(60))
def test_a_copy_is_in_the_same_state_and_goes_its_own_way(seed: int) -> None:
    tracker = DialogueStateTracker.from_events("c", random_call(seed), slots())
    twin = trackers.copy(tracker)
    before = state(tracker)
    assert state(twin) == before == state(tracker.copy())
    twin.update_with_events(random_call(seed + 1000), None)
    after = state(tracker)
    assert after == before


@pytest.mark.parametrize("seed", range(30))
def test_a_form_validates_the_same_tracker(seed: int) -> None:
    domain = Domain.from_dict(
        {"slots": {name: {"type": "any", "mappings": [{"type": "custom"}]} for name in ("plate", "told")}}
    )
    made = [event for event in random_call(seed) if not isinstance(event, events.Restarted)]
    tracker = DialogueStateTracker.from_events("c", made, domain.slots)
    form = FormAction("form_one", None)
    more: list[events.Event] = [events.SlotSet("plate", "冀A6P72Q")]
    ours = trackers.temporary_tracker(form, tracker, more, domain)
    theirs = form._temporary_tracker(tracker, more, domain)
    assert ours.current_slot_values() == theirs.current_slot_values()
    assert (ours.active_loop, ours.latest_action) == (theirs.active_loop, theirs.latest_action)
    assert list(ours.events)[-3:] == list(theirs.events)[-3:]
