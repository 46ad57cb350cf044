"""What a telephony gateway sends and gets: one turn of a call, checked, and its answer.

Source: the contract's "Voice turns". Pure; no I/O, the clock is passed in.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from channels.listening import listening
from channels.numbers import caller_id, keyed
from claims.interview import asking_name
from claims.outbound import PURPOSES

EVENTS = ("start", "speech", "keys", "silence", "hangup")
REASONS = ("busy", "no_answer", "voicemail", "error")
"""Why a call the bot placed came to nothing, in its ``hangup``."""
INTENTS = {"start": "start_call", "keys": "keys", "silence": "silence", "page": "inform"}
"""Intent of every event that is not words; what a page sends besides words comes from no gateway."""

TEXT_LIMIT = 1000
BODY_LIMIT = 64 * 1024
ID_LIMIT = 128
OF_THE_PAGE = "web-"
"""What the ids of the chat page's conversations begin with, and no telephone call's."""

KEYS = frozenset("0123456789*#")
COMMAND = re.compile(r"[\s/／\\]+")
"""How a command begins in Rasa; ``\\s`` because Rasa itself strips any white space before it looks for the slash."""

Answer = dict[str, Any]
Message = Mapping[str, Any]


class TurnRefused(Exception):
    """Raised for a turn that is not taken: an HTTP status and a sentence that names the field."""

    def __init__(self, status: int, sentence: str) -> None:
        """Keep the status (400, 401, 409, 413) and the sentence."""
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


@dataclass(frozen=True)
class Turn:
    """One thing that happened in a call; ``text`` is what a caller could have said, never a command.

    ``sent`` is what a page sends besides words, as the NLU's entity: ``position``, where a device is (``{"of": "place" |
    "car_location", "coordinates": {…} | None}``), ``case``, the kind of accident tapped, or ``change``, what is to be told anew.
    """

    call_id: str
    event: str
    at: datetime
    text: str = ""
    digits: str = ""
    from_: str | None = None
    to: str | None = None
    turn_id: str | None = None
    confidence: float | None = None
    n_best: tuple[str, ...] = ()
    channel: str = "voice"
    sent: Mapping[str, Any] | None = None
    order: Mapping[str, Any] | None = None
    """What a call the bot places is for (``claims.outbound.Order``); None of a call that came in."""
    reason: str | None = None

    @property
    def caller(self) -> str | None:
        """Return what the caller said or keyed, for the transcript; None when nothing."""
        return self.text or self.digits or None

    def metadata(self, call_started_at: str, from_: str | None) -> dict[str, Any]:
        """Return the turn as ``UserMessage.metadata``; fields that were not sent are left out."""
        said = {
            "event": self.event,
            "at": self.at.isoformat(),
            "call_started_at": call_started_at,
            "from": from_,
            "to": self.to,
            "channel": self.channel,
            "confidence": self.confidence,
            "n_best": list(self.n_best) or None,
            "digits": self.digits or None,
            "order": dict(self.order) if self.order else None,
        }
        return {name: value for name, value in said.items() if value is not None}

    def parse_data(self) -> dict[str, Any] | None:
        """Return the understanding of an event that is not words; None for words, which the NLU reads."""
        if self.event not in INTENTS:
            return None
        return {
            "text": self.text or self.digits,
            "intent": {"name": INTENTS[self.event], "confidence": 1.0},
            "entities": [dict(self.sent)] if self.sent else [],
        }


def read_turn(body: bytes, now: Callable[[], datetime]) -> Turn:
    """Read and check one request; ``now`` gives the time of a turn that does not tell its own.

    Raises:
        TurnRefused: 400 naming the field, or 413 for a text over 1,000 characters.
    """
    if len(body) > BODY_LIMIT:
        raise TurnRefused(413, f"the request must not exceed {BODY_LIMIT} bytes")
    fields = _json_object(body)
    event = fields.get("event")
    if event not in EVENTS:
        raise TurnRefused(400, f"event must be one of {', '.join(EVENTS)}")
    call_id = _name(fields, "call_id", required=True) or ""
    if call_id.startswith(OF_THE_PAGE):
        raise TurnRefused(400, f"call_id must not begin with {OF_THE_PAGE}, as the chat page's do")
    text = _words(fields) if event == "speech" else ""
    digits = keyed(_digits(fields)) if event == "keys" else ""
    if event in ("speech", "keys") and not (text or digits):
        event = "silence"
    return Turn(
        call_id=call_id,
        event=event,
        at=_moment(fields) or now(),
        text=text,
        digits=digits,
        from_=caller_id(_name(fields, "from")),
        to=_name(fields, "to"),
        turn_id=_name(fields, "turn_id"),
        confidence=_confidence(fields),
        n_best=_n_best(fields),
        order=_order(fields) if event in ("start", "hangup") else None,
        reason=_one_of(fields, "reason", REASONS) if event == "hangup" else None,
    )


def build_answer(
    turn: Turn,
    messages: Iterable[Message],
    asking: str | None,
    ssml: Callable[..., str],
    policy: Mapping[str, Any] | None = None,
) -> Answer:
    """Build the answer to a turn from the bot's messages (``BotUttered.message()``).

    A message's ``custom`` payload may carry ``{"transfer": {"to", "reason", "report_number"}}``, ``{"hangup": true}``
    or ``{"waiting": true}`` (the only case in which ``say`` may be empty). Its ``spoken`` says how to read out
    certain stretches of its text (``mandarin.speech.ssml``). ``policy`` is the one found, if one is: it names words to expect.
    """
    messages = list(messages)
    custom: dict[str, Any] = {}
    for message in messages:
        if isinstance(message.get("custom"), Mapping):
            custom.update(message["custom"])
    hangup, transfer = bool(custom.get("hangup")), custom.get("transfer")
    ended = hangup or transfer
    return {
        "call_id": turn.call_id,
        "say": [_spoken(message, ssml) for message in messages if message.get("text")],
        "asking": asking_name(asking) if asking and not ended else None,
        "listen": None if ended else listening(asking, turn.event, is_waiting(messages), policy),
        "transfer": transfer,
        "hangup": hangup,
    }


def is_waiting(messages: Iterable[Message]) -> bool:
    """Tell whether the bot keeps silent on purpose, because it waits for the caller."""
    return any(isinstance(m.get("custom"), Mapping) and m["custom"].get("waiting") for m in messages)


def _spoken(message: Message, ssml: Callable[..., str]) -> dict[str, Any]:
    about = message.get("metadata") or {}
    script = about.get("script")
    return {
        "id": script if script and script != "own" else message.get("utter_action") or "own",
        "text": message["text"],
        "ssml": ssml(message["text"], message.get("spoken")),
        "barge_in": about.get("barge_in", True) is not False,
    }


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        raise TurnRefused(400, "body must be JSON in UTF-8") from None
    if not isinstance(fields, dict):
        raise TurnRefused(400, "body must be a JSON object")
    return fields


def _name(fields: Mapping[str, Any], field: str, required: bool = False) -> str | None:
    value = fields.get(field)
    if value is None and not required:
        return None
    if not isinstance(value, str) or not value.strip():
        raise TurnRefused(400, f"{field} must be a text that is not empty")
    if len(value) > ID_LIMIT:
        raise TurnRefused(400, f"{field} must not be longer than {ID_LIMIT} characters")
    if not _printable(value):
        raise TurnRefused(400, f"{field} must not contain control characters")
    return value


def _one_of(fields: Mapping[str, Any], field: str, values: Collection[str]) -> str | None:
    value = fields.get(field)
    if value is not None and value not in values:
        raise TurnRefused(400, f"{field} must be one of {', '.join(values)}")
    return value


def _order(fields: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what a call is for that the bot places; None when it came in."""
    if _one_of(fields, "direction", ("inbound", "outbound")) != "outbound":
        return None
    person = fields.get("person")
    if person is not None and not isinstance(person, dict):
        raise TurnRefused(400, "person must be an object with a name")
    return {
        "purpose": _one_of(fields, "purpose", PURPOSES) or PURPOSES[0],
        "report_number": _name(fields, "report_number"),
        "name": _name(person or {}, "name"),
        "accident_date": _name(fields, "accident_date"),
    }


def _words(fields: Mapping[str, Any]) -> str:
    text = fields.get("text")
    if not isinstance(text, str):
        raise TurnRefused(400, "text must be a text")
    if len(text) > TEXT_LIMIT:
        raise TurnRefused(413, f"text must not be longer than {TEXT_LIMIT} characters")
    return harmless(text)


def harmless(text: str) -> str:
    """Return words no server can take for a command: no control characters, no slash in front, blanks as blanks."""
    clean = "".join(" " if c.isspace() else c for c in text if c.isspace() or _printable(c))
    begin = COMMAND.match(clean)
    return clean[begin.end() if begin else 0 :].rstrip()


def _digits(fields: Mapping[str, Any]) -> str:
    digits = fields.get("digits")
    if not isinstance(digits, str) or not 0 < len(digits) <= 32 or not KEYS.issuperset(digits):
        raise TurnRefused(400, "digits must be 1 to 32 of 0-9, * and #")
    return digits


def _moment(fields: Mapping[str, Any]) -> datetime | None:
    at = fields.get("at")
    if at is None:
        return None
    try:
        moment = datetime.fromisoformat(at[:-1] + "+00:00" if at.endswith("Z") else at)
        moment.timestamp()
    except (AttributeError, TypeError, ValueError, OverflowError):
        raise TurnRefused(400, "at must be an ISO 8601 time") from None
    if moment.tzinfo is None:
        raise TurnRefused(400, "at must be an ISO 8601 time with an offset")
    if not 2000 <= moment.year < 2200:
        raise TurnRefused(400, "at must lie between the years 2000 and 2199")
    return moment


def _confidence(fields: Mapping[str, Any]) -> float | None:
    value = fields.get("confidence")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise TurnRefused(400, "confidence must be a number from 0 to 1")
    return float(value)


def _n_best(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the texts of ``alternatives``, the recogniser's other readings."""
    value = fields.get("alternatives")
    if value is None:
        return ()
    texts = (
        [other.get("text") if isinstance(other, dict) else None for other in value]
        if isinstance(value, list)
        else []
    )
    if not 0 < len(texts) <= 10 or not all(isinstance(text, str) for text in texts):
        raise TurnRefused(400, "alternatives must be a list of 1 to 10 objects with a text")
    return tuple(_words({"text": text}) for text in texts)


def _printable(text: str) -> bool:
    return not any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in text)
