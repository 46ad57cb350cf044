"""Where a conversation stands: facts, progress and what was heard, out of Rasa's tracker and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from claims.clock import BEIJING, moment, moment_or_none
from claims.conversation import Progress
from claims.heard import Heard, Value
from claims.interview import Facts, told
from mandarin.amend import amend
from mandarin.parts import no_damage
from mandarin.phone import says_own_number
from mandarin.read import read
from mandarin.span import Span

NOT_FACTS = frozenset({"progress", "call", "requested_slot", "session_started_metadata"})
"""Slots that are the dialogue's own state."""

CHANNELS = {"cmdline": "shell", "voice": "voice", "web": "web", "rest": "rest"}
"""Rasa's name of a channel -> the record's."""

AMENDABLE = {
    "callback_phone": r"电话|手机",
    "contact_phone": r"电话|手机",
    "vin": r"车架",
    "plate": r"车牌|牌号",
}
"""Identifiers that callers correct by a part of them, and the words that name them."""

WORDLESS = frozenset({"start_call", "silence", "keys", "hangup"})


@dataclass(frozen=True)
class CallInfo:
    """The call a conversation belongs to."""

    call_id: str
    channel: str
    started_at: datetime
    at: datetime
    caller_phone: str


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


def heard_in(
    tracker: Tracker, asked: str | None, previous: str | None, facts: Facts, call: CallInfo
) -> Heard:
    """Return what was heard in this turn, read with the question that was asked in mind.

    The NLU's one pass does not know the question; a bare "两个" or "老石" only means something under it, so the
    words are read again here with it.
    """
    message = tracker.latest_message
    intent = message.get("intent") or {}
    name, text = intent.get("name") or "noise", (message.get("text") or "").strip()
    metadata = message.get("metadata") or {}
    if name in WORDLESS:
        return Heard(
            "",
            name,
            1.0,
            call.started_at,
            keys=str(metadata.get("digits") or ""),
            caller_phone=call.caller_phone,
        )
    spans = read(text, call.started_at, asked)
    return Heard(
        text=text,
        intent=name,
        sure=float(intent.get("confidence") or 0.0),
        now=call.started_at,
        values=tuple(_value(span) for span in spans),
        heard=float(metadata.get("confidence") or 1.0),
        caller_phone=call.caller_phone,
        own_number=says_own_number(text),
        no_damage=no_damage(text),
        amended=_amended(facts, previous, text),
    )


def _value(span: Span) -> Value:
    return Value(
        span.kind,
        span.value,
        span.text,
        span.start,
        span.end,
        span.confidence,
        tuple(span.near),
        span.problem,
    )


def _without_name(text: str, words: str) -> str:
    """Leave out what the identifier is called: of "不对，车牌的最后一位是八" the words from 最后 on."""
    return re.sub(rf"^.*?({words})(号码|号|照)?的?", "", text)


def _amended(facts: Facts, previous: str | None, text: str) -> dict[str, str]:
    """Apply "最后一位是八" to the one identifier it is about: the one named, else the one given last."""
    named = next((name for name, words in AMENDABLE.items() if re.search(words, text)), None)
    about = [named] if named else [name for name in (previous, *AMENDABLE) if name in AMENDABLE]
    for name in about:
        if name and told(facts, name):
            whole = amend(str(facts[name]), _without_name(text, AMENDABLE[name]))
            return {name: whole} if whole and whole != facts[name] else {}
    return {}
