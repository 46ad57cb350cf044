"""Trackers that do not replay a whole call for every question about it.

Upstream faults mended here (Rasa 3.6.21), each equal in result and held so by ``tests/runtime/test_trackers.py``:

* ``DialogueStateTracker.applied_events`` takes quadratic time: every turn of a form searches all slots set before it.
* ``DialogueStateTracker.copy`` replays every event of the call; each action of a turn makes such a copy.
* ``FormAction._temporary_tracker`` does so again, twice in every turn of a form.
* Every tracker made for a policy copies all slots, by way of ``copy``'s general protocol.
"""

from __future__ import annotations

import copy as copying

from rasa.core.actions.forms import FormAction
from rasa.shared.core.constants import REQUESTED_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActionReverted,
    ActiveLoop,
    DefinePrevUserUtteredFeaturization,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker

_OF_A_TURN = (ActionExecuted, UserUttered, DefinePrevUserUtteredFeaturization)
_LANDMARKS = (*_OF_A_TURN, ActiveLoop, ActionExecutionRejected)


def applied_events(self: DialogueStateTracker) -> list[Event]:
    """Return the events that count: without reverted ones and without the turns of a form that went well.

    The same as upstream's, which looks at every event again for each turn; here only at landmarks, the events that
    can decide how far to look back. Slots set and sentences said lie between them.
    """
    loops = {event.name for event in self.events if isinstance(event, ActiveLoop) and event.name}
    applied: list[Event] = []
    landmarks: list[int] = []

    def drop_back_to(kind: type[Event]) -> None:
        while applied and not isinstance(applied.pop(), kind):
            pass
        while landmarks and landmarks[-1] >= len(applied):
            landmarks.pop()

    for event in self.events:
        kind = type(
            event
        )  # ``isinstance`` asks each event's abstract base class first, which is most of the cost
        if kind is SlotSet:
            applied.append(event)
        elif kind is Restarted or kind is SessionStarted:
            applied, landmarks = [], []
        elif kind is ActionReverted:
            drop_back_to(ActionExecuted)
        elif kind is UserUtteranceReverted:
            drop_back_to(UserUttered)
            drop_back_to(ActionExecuted)
        elif (
            isinstance(event, ActionExecuted)
            and event.action_name in loops
            and not _first_or_unhappy(event.action_name, applied, landmarks)
        ):
            _drop_turn(event.action_name, applied, landmarks)
        else:
            if kind in _LANDMARKS:
                landmarks.append(len(applied))
            applied.append(event)
    return applied


def _first_or_unhappy(loop: str, applied: list[Event], landmarks: list[int]) -> bool:
    next_action: str | None = None
    for index in reversed(landmarks):
        event = applied[index]
        if isinstance(event, ActiveLoop) and event.name is None:
            return True
        if DialogueStateTracker._is_within_unhappy_path(loop, event, next_action):
            return True
        if isinstance(event, ActionExecuted):
            if event.action_name == loop:
                return False
            next_action = event.action_name
    return True


def _drop_turn(loop: str, applied: list[Event], landmarks: list[int]) -> None:
    kept: list[int] = []
    while landmarks:
        index = landmarks.pop()
        event = applied[index]
        if isinstance(event, ActionExecuted) and event.action_name == loop:
            landmarks.append(index)
            break
        if isinstance(event, _OF_A_TURN):
            del applied[index]
            kept = [later - 1 for later in kept]
        else:
            kept.append(index)
    landmarks.extend(reversed(kept))


def copy(self: DialogueStateTracker) -> DialogueStateTracker:
    """Return a tracker of the same state that can be changed on its own; events are shared, as upstream."""
    twin = copying.copy(self)
    twin.slots = {name: copying.copy(slot) for name, slot in self.slots.items()}
    twin.events = self.events.copy()
    twin.active_loop = copying.copy(self.active_loop)
    twin.latest_action = copying.copy(self.latest_action)
    return twin


def copy_slot(self: Slot) -> Slot:
    """Return a slot of the same state; take the place of ``copy.copy``'s slow way."""
    twin: Slot = object.__new__(type(self))
    twin.__dict__.update(self.__dict__)
    return twin


def temporary_tracker(
    self: FormAction, current_tracker: DialogueStateTracker, additional_events: list[Event], domain: Domain
) -> DialogueStateTracker:
    """Return the tracker a form shows its validation: this turn's, with what the form would set."""
    tracker = current_tracker.copy()
    tracker.update(SlotSet(REQUESTED_SLOT, self.get_slot_to_fill(current_tracker)))
    tracker.update(ActionExecuted(self.name()))
    tracker.update_with_events(additional_events, domain)
    return tracker
