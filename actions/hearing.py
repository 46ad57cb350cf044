"""What was heard in one turn: the NLU's intent and the values of the words, as ``claims`` takes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from rasa_sdk import Tracker

from actions.state import CallInfo
from claims.heard import ROLES, Heard, Value
from claims.interview import Facts, told
from mandarin.amend import amend
from mandarin.parts import no_damage
from mandarin.phone import says_own_number
from mandarin.read import read

AMENDABLE = {
    "callback_phone": r"电话|手机",
    "contact_phone": r"电话|手机",
    "vin": r"车架",
    "plate": r"车牌|牌号",
}
"""Identifiers that callers correct by a part of them, and the words that name them."""

WORDLESS = frozenset({"start_call", "silence", "keys", "hangup"})


LEARNT = frozenset({"case_type", "answers"})
"""Kinds of values that the NLU tells from the utterance as a whole, not by a finder of ``mandarin.read``."""


def hear(
    text: str,
    intent: str,
    sure: float,
    now: datetime,
    asked: str | None,
    learnt: Mapping[str, Any] | None = None,
) -> Heard:
    """Return what was heard of a text, read with the question that was asked in mind.

    The NLU's one pass does not know the question; a bare "两个" or "老石" only means something under it, so the
    words are read again here with it.

    Args:
        text: The words, as recognised.
        intent: The NLU's label.
        sure: Its confidence, 0 to 1.
        now: The call's start.
        asked: The question that is open, None when none is.
        learnt: What the NLU told of the utterance as a whole (``LEARNT``).
    """
    found = tuple(
        Value(
            span.kind,
            span.value,
            span.text,
            span.start,
            span.end,
            span.confidence,
            tuple(span.near),
            span.problem,
            span.assertion,
            span.owner,
        )
        for span in read(text, now, asked)
    )
    return Heard(
        text,
        intent,
        sure,
        now,
        tuple(value for value in found if value.kind not in ROLES),
        tuple(value for value in found if value.kind in ROLES),
        own_number=says_own_number(text),
        no_damage=no_damage(text),
        learnt=learnt or {},
    )


def heard_in(
    tracker: Tracker, asked: str | None, previous: str | None, facts: Facts, call: CallInfo
) -> Heard:
    """Return what was heard in this turn of the call."""
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
    learnt = {e["entity"]: e["value"] for e in message.get("entities") or () if e.get("entity") in LEARNT}
    return replace(
        hear(text, name, float(intent.get("confidence") or 0.0), call.started_at, asked, learnt),
        heard=float(metadata.get("confidence") or 1.0),
        caller_phone=call.caller_phone,
        amended=_amended(facts, previous, text),
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
