"""A turn's answer as jambonz verbs, and jambonz's callbacks as turns. Pure.

Source: jambonz's published JSON schemas (npm ``@jambonz/schema``), verbs say, gather, dial, pause and hangup, callbacks
session-new, gather, dial and call-status.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from channels.turns import TurnRefused

LANGUAGE = "zh-CN"
DEFAULT = {"vendor": "default", "language": LANGUAGE}
"""Recogniser and synthesiser as the jambonz application has them set."""

FAREWELL_S = 8
"""How long the caller is left to hang up first, in seconds."""

BARGE_IN_WORDS = 2
KEYS_PAUSE_S = 3
OVER = frozenset({"completed", "failed", "busy", "no-answer"})
"""States of a call in which it is over."""

NOT_TAKEN = {"busy": "busy", "no-answer": "no_answer", "failed": "error"}
"""Dial's states that leave a caller who was to be handed over with nobody."""

Verb = dict[str, Any]


def verbs_of(answer: Mapping[str, Any], hook: str, people: str, nobody: str = "") -> list[Verb]:
    """Render the answer to a turn.

    Args:
        answer: As the voice turn API gives it.
        hook: Address the next turn comes to; of a transfer, the end of the dialling.
        people: SIP address of the queue calls are handed over to.
        nobody: Words for a caller whom nobody in the queue takes.
    """
    said = list(answer["say"])
    if answer["hangup"]:
        return [*map(_say, said), {"verb": "pause", "length": FAREWELL_S}, {"verb": "hangup"}]
    if answer["transfer"]:
        return [*map(_say, said), _dial(answer["transfer"], answer["call_id"], hook, people)]
    heard_out = 0
    while heard_out < len(said) and not said[heard_out]["barge_in"]:
        heard_out += 1
    return [*map(_say, said[:heard_out]), _gather(answer["listen"], said[heard_out:], hook)]


def goodbye(words: str) -> list[Verb]:
    """Return what ends a call, with words if there are any."""
    return [*([{"verb": "say", "text": words, "synthesizer": DEFAULT}] if words else []), {"verb": "hangup"}]


def _say(sentence: Mapping[str, Any]) -> Verb:
    return {"verb": "say", "text": sentence["ssml"], "synthesizer": DEFAULT}


def _gather(listen: Mapping[str, Any], said: list[Mapping[str, Any]], hook: str) -> Verb:
    """Listen for words and keys, with the prompt that may be interrupted."""
    keys = {"maxDigits": listen["keys"], "finishOnKey": "#", "interDigitTimeout": KEYS_PAUSE_S}
    prompt = {"say": {"text": _together(said), "synthesizer": DEFAULT}} if said else {}
    return {
        "verb": "gather",
        "input": ["speech", "digits"] if listen["keys"] else ["speech"],
        "actionHook": hook,
        "timeout": listen["silence_ms"] / 1000,
        "speechTimeout": listen["end_ms"] / 1000,
        "bargein": True,
        "minBargeinWordCount": BARGE_IN_WORDS,
        "recognizer": {**DEFAULT, **({"hints": listen["hints"]} if listen["hints"] else {})},
        **({**keys, "dtmfBargein": True} if listen["keys"] else {}),
        **prompt,
    }


def _together(said: list[Mapping[str, Any]]) -> str:
    """Return several sentences as one SSML document: of an array jambonz would say one at random."""
    if len(said) == 1:
        return str(said[0]["ssml"])
    inner = (s["ssml"][s["ssml"].index(">") + 1 : s["ssml"].rindex("</speak>")] for s in said)
    head = said[0]["ssml"][: said[0]["ssml"].index(">") + 1]
    return f"{head}{''.join(inner)}</speak>"


def _dial(transfer: Mapping[str, Any], call_id: str, hook: str, people: str) -> Verb:
    told = {"X-Call-Id": call_id, "X-Report-Number": transfer.get("report_number")}
    headers = {name: str(value) for name, value in told.items() if value}
    headers["X-Reason"] = quote(str(transfer.get("reason") or ""), safe="")
    target = {"type": "sip", "sipUri": f"sip:{people}"}
    return {"verb": "dial", "target": [target], "headers": headers, "actionHook": hook, "timeout": 30}


def read_callback(body: bytes) -> dict[str, Any]:
    """Read what jambonz sends.

    Raises:
        TurnRefused: 400, it names no call.
    """
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise TurnRefused(400, "body must be JSON in UTF-8") from None
    if not isinstance(told, dict) or not isinstance(told.get("call_sid"), str):
        raise TurnRefused(400, "call_sid must be a text")
    return told


def started(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return the turn that begins a call; of a caller who hides the number jambonz sends an empty one."""
    call = {"call_id": told["call_sid"], "event": "start"}
    return {**call, **{name: told.get(name) for name in ("from", "to") if str(told.get(name) or "").strip()}}


def gathered(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return the turn a gather ended in; an error of the recogniser and what it could not make out are silence."""
    call = {"call_id": told["call_sid"]}
    digits = told.get("digits")
    if told.get("reason") == "dtmfDetected" and isinstance(digits, str) and digits:
        return {**call, "event": "keys", "digits": digits[:32]}
    heard = _alternatives(told.get("speech"))
    if told.get("reason") in ("speechDetected", "stt-low-confidence") and heard:
        return {**call, "event": "speech", **heard[0], "alternatives": heard[:10]}
    return {**call, "event": "silence"}


def _alternatives(speech: Any) -> list[dict[str, Any]]:
    """Return what a recogniser has heard, the likeliest first, in the turn API's words."""
    listed = speech.get("alternatives") if isinstance(speech, dict) else None
    found = []
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, dict) and isinstance(one.get("transcript"), str) and one["transcript"].strip():
            sure = one.get("confidence")
            known = isinstance(sure, (int, float)) and not isinstance(sure, bool) and 0 <= sure <= 1
            found.append({"text": one["transcript"], **({"confidence": sure} if known else {})})
    return found
