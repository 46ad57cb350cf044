"""What was heard in one turn: the NLU's intent and the values of the words, as ``claims`` takes them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from rasa_sdk import Tracker

from actions.state import CallInfo
from claims.heard import ROLES, Aside, Heard, Named, Value, within
from claims.interview import Facts, told
from mandarin.amend import amend
from mandarin.clauses import TOLD, find_asides
from mandarin.heard import as_heard
from mandarin.in_pieces import joined
from mandarin.naming import named_in
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
"""Kinds of entities that the NLU tells from the utterance as a whole, not by a finder of ``mandarin.read``."""

WHOLE = frozenset(
    {"own_number", "no_damage", "half_of_day", "told", "aside", "named", "rest", "taken_back", *LEARNT}
)
"""Kinds of entities that are no value among the words."""

SHAPE = tuple(field.name for field in fields(Value) if field.name != "kind")


def heard_of(
    text: str, intent: str, sure: float, now: datetime, entities: Iterable[Mapping[str, Any]]
) -> Heard:
    """Return what was heard of a text: the NLU's reading, as ``claims`` takes it.

    Args:
        text: The words, as recognised.
        intent: The NLU's label.
        sure: Its confidence, 0 to 1.
        now: The call's start.
        entities: The NLU's entities; ``components.spans`` has read them with the open question in view.
    """
    of_kind: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for entity in entities:
        of_kind[entity["entity"]].append(entity)
    values = tuple(_value(entity) for entity in entities if entity["entity"] not in WHOLE)
    heard = Heard(
        text,
        intent,
        sure,
        now,
        tuple(value for value in values if value.kind not in ROLES),
        tuple(value for value in values if value.kind in ROLES),
        own_number="own_number" in of_kind,
        no_damage="no_damage" in of_kind,
        half_of_day=of_kind["half_of_day"][0]["value"] if of_kind["half_of_day"] else "",
        learnt={kind: of_kind[kind][0]["value"] for kind in LEARNT & of_kind.keys()},
        taken_back=tuple((entity["start"], entity["end"]) for entity in of_kind["taken_back"]),
    )
    asides = tuple(Aside(**entity["value"]) for entity in of_kind["aside"])
    told = next((_alone(heard, entity["value"]) for entity in of_kind["told"]), None)
    named = tuple(_named(entity["value"], now) for entity in of_kind["named"])
    if told is None:
        return _with_named(replace(heard, asides=asides), named, of_kind["rest"])
    return replace(heard, told=_with_named(told, named, of_kind["rest"]), asides=asides)


def _named(said: Mapping[str, Any], now: datetime) -> Named:
    """Return what is said of a fact by its name, heard as the answer to its question."""
    words = heard_of(said["text"], "inform", 0.0, now, said["entities"])
    return Named(said["fact"], words, said["denied"])


def _with_named(heard: Heard, named: tuple[Named, ...], rest: Sequence[Mapping[str, Any]]) -> Heard:
    """Return what was heard with the facts it names, and with what is said beside them as if said alone."""
    beside = next((_alone(heard, entity["value"]) for entity in rest), None)
    return replace(heard, named=named, rest=beside)


def _value(entity: Mapping[str, Any]) -> Value:
    shape = {name: entity[name] for name in SHAPE if name in entity}
    return Value(entity["entity"], **{**shape, "near": tuple(shape.get("near") or ())})


def _alone(heard: Heard, told: Mapping[str, Any]) -> Heard:
    """Return what is told without what is asked beside it, as if it had been said alone."""
    learnt = {kind: told[kind] for kind in LEARNT if told.get(kind)}
    alone = within(heard, told["ranges"], told["text"])
    return replace(
        alone, intent=told.get("intent", heard.intent), sure=told.get("sure", heard.sure), learnt=learnt
    )


def hear(
    text: str,
    intent: str,
    sure: float,
    now: datetime,
    asked: str | None,
    learnt: Mapping[str, Any] | None = None,
) -> Heard:
    """Return what is heard of a text outside a call, read on the spot; ``learnt`` as of an NLU (``LEARNT``)."""
    text = as_heard(text).text
    asides = find_asides(text)
    told = next((aside.value["text"] for aside in asides if aside.kind == TOLD), text)
    spans = [*read(text, now, asked), *asides, *named_in(told, now)]
    entities = [span.as_entity() for span in spans]
    return heard_of(
        text, intent, sure, now, [*entities, *({"entity": k, "value": v} for k, v in (learnt or {}).items())]
    )


PIECED: Mapping[str, str] = {
    "plate": "plate",
    "third_plate": "plate",
    "contact_phone": "phone",
    "callback_phone": "phone",
}
"""Questions whose answer may come over several turns (苏A / 三R / 九零D), and the kind of value it is."""


def _with_pieces(heard: Heard, asked: str | None, pieces: Sequence[str]) -> Heard:
    """Join what was said of an identifier so far with what is said now."""
    kind = PIECED.get(asked or "")
    whole = kind and (value := heard.first(kind)) is not None and value.problem is None
    span = joined([*pieces, heard.text], kind) if kind and not whole else None
    if span is None or (span.problem and not pieces and _SENTENCE.search(heard.text)):
        return heard
    others = tuple(value for value in heard.values if value.kind != kind)
    return replace(heard, values=(*others, _value(span.as_entity())))


_SENTENCE = re.compile(r"[\u4e00-\u9fff]{8,}|[A-Za-z]{4,}")
"""More words, in characters or in letters, than a piece of an identifier has."""


def heard_in(
    tracker: Tracker, previous: str | None, facts: Facts, call: CallInfo, pieces: Sequence[str] = ()
) -> Heard:
    """Return what was heard in this turn of the call."""
    message = tracker.latest_message
    intent = message.get("intent") or {}
    name, text = intent.get("name") or "noise", message.get("text") or ""
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
    entities = message.get("entities") or ()
    heard = heard_of(text, name, float(intent.get("confidence") or 0.0), call.started_at, entities)
    return in_call(
        _with_pieces(heard, tracker.get_slot("requested_slot"), pieces),
        heard=float(metadata.get("confidence") or 1.0),
        caller_phone=call.caller_phone,
        amended=_amended(facts, previous, text, tracker.get_slot("requested_slot")),
    )


def in_call(heard: Heard, /, **of_call: Any) -> Heard:
    """Return what was heard with what the call adds to it, also to the parts of it that are taken as if said alone."""
    told = in_call(heard.told, **of_call) if heard.told else None
    rest = in_call(heard.rest, **of_call) if heard.rest else None
    named = tuple(replace(one, heard=in_call(one.heard, **of_call)) for one in heard.named)
    return replace(heard, told=told, rest=rest, named=named, **of_call)


def _without_name(text: str, words: str) -> str:
    """Leave out what the identifier is called: of "不对，车牌的最后一位是八" the words from 最后 on."""
    return re.sub(rf"^.*?({words})(号码|号|照)?的?", "", text)


def _amended(facts: Facts, previous: str | None, text: str, asked: str | None = None) -> dict[str, str]:
    """Apply "最后一位是八" to the one identifier it is about: the one named, the one asked for, else the one given last.

    "后四位1107" to the question of a phone is part of that phone, and puts no plate right; a letter is none of a phone.
    """
    named = next((name for name, words in AMENDABLE.items() if re.search(words, text)), None)
    kind = PIECED.get(asked or "")
    open_one = asked if kind and not (kind == "phone" and _LETTER.search(text)) else None
    about = [named or open_one] if named or open_one else [previous, *AMENDABLE]
    for name in about:
        if name is not None and name in AMENDABLE and told(facts, name):
            whole = amend(str(facts[name]), _without_name(text, AMENDABLE[name]))
            return {name: whole} if whole and whole != facts[name] else {}
    return {}


_LETTER = re.compile("[A-Za-z]")
