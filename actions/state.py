"""Where a conversation stands: facts, progress and the call, out of Rasa's tracker and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from claims.clock import BEIJING, moment, moment_or_none
from claims.conversation import Progress

NOT_FACTS = frozenset({"progress", "call", "requested_slot", "session_started_metadata"})
"""Slots that are the dialogue's own state."""

CHANNELS = {"cmdline": "shell", "voice": "voice", "web": "web", "rest": "rest"}
"""Rasa's name of a channel -> the record's."""


@dataclass(frozen=True)
class CallInfo:
    """The call a conversation belongs to."""

    call_id: str
    channel: str
    started_at: datetime
    at: datetime
    caller_phone: str
    order: Mapping[str, Any] | None = None
    """What a call is for that the bot has placed; None of one that came in."""


def call_info(tracker: Tracker) -> CallInfo:
    """Read the call out of the turn's metadata, else out of the slot written at its start."""
    metadata = tracker.latest_message.get("metadata") or tracker.get_slot("session_started_metadata") or {}
    begun = tracker.get_slot("call") or {}
    clock = datetime.now(BEIJING)
    at = moment_or_none(metadata.get("at")) or clock
    started = metadata.get("call_started_at") or begun.get("started_at")
    return CallInfo(
        call_id=tracker.sender_id,
        channel=metadata.get("channel")
        or CHANNELS.get(_input_channel(tracker))
        or begun.get("channel")
        or "shell",
        started_at=moment(started) if started else at,
        at=at,
        caller_phone=str(metadata.get("from") or begun.get("from") or ""),
        order=metadata.get("order"),
    )


def _input_channel(tracker: Tracker) -> str:
    """Return Rasa's name of the channel; ``runtime.action_endpoint`` sends it with the message, not the events."""
    return tracker.latest_message.get("input_channel") or tracker.get_latest_input_channel() or ""


def facts_of(tracker: Tracker) -> dict[str, Any]:
    """Return what is known."""
    return {
        name: value for name, value in tracker.slots.items() if name not in NOT_FACTS and value is not None
    }


def changes(before: Mapping[str, Any], after: Mapping[str, Any], progress: Progress) -> list[EventType]:
    """Return the slot events that make ``before`` into ``after``."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    events: list[EventType] = [SlotSet(name, after.get(name)) for name in sorted(names)]
    return [*events, SlotSet("progress", progress.as_slot())]
