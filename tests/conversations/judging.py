"""What is wrong with a call: against its file, and against what holds for every call."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.claims.wording import ALLOWED, forbidden_in, seconds
from tests.conversations.calls import Call, Exchange, with_numbers

LONGEST_TURN_S = 60
NUMBER_SENTENCES = frozenset(
    {"utter_registered", "utter_registered_unsent", "A-07", "utter_duplicate_unsent", "utter_report_number"}
)
"""The only sentences in which a report number is said."""

NOT_UNDERSTOOD = frozenset({"K-08", "utter_system_fault", "L-09"})
"""After these the question before may come again in the same words."""

MISSING = object()


def faults(calls: Sequence[Call]) -> list[str]:
    """Return every fault of a conversation in words; empty when all is well."""
    found = []
    for number, call in enumerate(calls, start=1):
        where = f"call {number}, " if len(calls) > 1 else ""
        found += [where + fault for fault in (*_general(call), *_turns(call), *_whole(call, calls))]
    return found


# --- every call ---------------------------------------------------------------------------------------------------


def _general(call: Call) -> Iterator[str]:
    asked: set[tuple[str, str]] = set()
    for number, exchange in enumerate(call.exchanges):
        where = f"after {exchange.said or exchange.event!r}"
        if "refused" in exchange.answer:
            yield f"{where}: {exchange.answer['refused']}"
            continue
        yield from (f"{where}: {fault}" for fault in _wording(exchange))
        yield from (f"{where}: {fault}" for fault in _numbers(call, exchange))
        yield from (f"{where}: not true when it was said: {text}" for text in exchange.false)
        question = _question(exchange)
        if question in asked and not _may_repeat(exchange, first=number == 1):
            yield f"{where}: asked again: {question[1] if question else ''}"
        if question:
            asked.add(question)
    said = any("utter_registered" in exchange.ids for exchange in call.exchanges)
    if said != (call.desk.get("outcome") == "registered" and call.number is not None):
        yield f"a number was {'said' if said else 'not said'}, the outcome is {call.desk.get('outcome')}"


def _wording(exchange: Exchange) -> Iterator[str]:
    says = exchange.answer["say"]
    if not says and exchange.event != "hangup" and exchange.wanted.get("bot") != []:
        yield "nothing was said"
    for sentence in says:
        allowed = ALLOWED.get(sentence["id"], ())
        for phrase in forbidden_in(sentence["text"]):
            if phrase not in allowed:
                yield f"forbidden {phrase!r} in {sentence['id']}"
        if not sentence["text"].strip() or re.search(r"[{}]|None", sentence["text"]):
            yield f"{sentence['id']} says {sentence['text']!r}"
        try:
            ElementTree.fromstring(sentence["ssml"])
        except ElementTree.ParseError as error:
            yield f"SSML of {sentence['id']}: {error}"
    if seconds(exchange.text) > LONGEST_TURN_S:
        yield f"{seconds(exchange.text):.0f} seconds of speech"


def _numbers(call: Call, exchange: Exchange) -> Iterator[str]:
    number = call.number or ""
    for sentence in exchange.answer["say"]:
        digits = re.sub(r"\D", "", sentence["text"])
        if sentence["id"] in NUMBER_SENTENCES:
            if not number or re.sub(r"\D", "", number) not in digits:
                yield f"{sentence['id']} says {digits}, the number is {call.number}"
        elif number and re.sub(r"\D", "", number) in digits:
            yield f"the number is said in {sentence['id']}"


def _question(exchange: Exchange) -> tuple[str, str] | None:
    if exchange.answer.get("asking") is None or not exchange.answer["say"]:
        return None
    last = exchange.answer["say"][-1]
    return last["id"], last["text"]


def _may_repeat(exchange: Exchange, first: bool) -> bool:
    """Let a question come again on silence, to a caller who was not understood, and after the first words,
    which are as a rule no answer to the question at the end of the greeting."""
    again = first or exchange.event == "silence" or bool(exchange.wanted.get("repeats"))
    return again or not NOT_UNDERSTOOD.isdisjoint(exchange.ids)


# --- turn by turn -------------------------------------------------------------------------------------------------


def _turns(call: Call) -> Iterator[str]:
    for exchange in call.exchanges:
        wanted, where = exchange.wanted, f"after {exchange.said or exchange.event!r}"
        if "bot" in wanted and exchange.ids != wanted["bot"]:
            yield f"{where}: said {exchange.ids}, not {wanted['bot']}"
        yield from (f"{where}: {fault}" for fault in _said(exchange.text, wanted))
        if "asking" in wanted and exchange.answer.get("asking") != wanted["asking"]:
            yield f"{where}: asks {exchange.answer.get('asking')}, not {wanted['asking']}"
        if "transfer" in wanted and bool(exchange.answer.get("transfer")) != wanted["transfer"]:
            yield f"{where}: transfer is {exchange.answer.get('transfer')}"
        if "ends" in wanted and bool(exchange.answer.get("hangup")) != wanted["ends"]:
            yield f"{where}: hangup is {exchange.answer.get('hangup')}"


def _said(text: str, wanted: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"{words!r} was not said" for words in _listed(wanted.get("says")) if words not in text)
    yield from (f"{words!r} was said" for words in _listed(wanted.get("not_says")) if words in text)


# --- the whole call -----------------------------------------------------------------------------------------------


def _whole(call: Call, calls: Sequence[Call]) -> Iterator[str]:
    wanted = call.wanted
    yield from _said("".join(exchange.text for exchange in call.exchanges), wanted)
    asked = _asked(call)
    if "asking" in wanted and asked != wanted["asking"]:
        yield f"asked {asked}, not {wanted['asking']}"
    yield from (f"asked for {name}" for name in wanted.get("never_asks", ()) if name in asked)
    if "outcome" in wanted and call.desk.get("outcome") != wanted["outcome"]:
        yield f"outcome is {call.desk.get('outcome')}, not {wanted['outcome']}"
    yield from _differences(wanted.get("record") or {}, call.record, "")
    for path in wanted.get("absent", ()):
        if _at(call.record, path) is not MISSING:
            yield f"record.{path} is {_at(call.record, path)!r}, not absent"
    kinds = Counter(task["kind"] for task in call.tasks)
    if "tasks" in wanted and kinds != Counter(wanted["tasks"]):
        yield f"tasks are {sorted(kinds.elements())}, not {sorted(wanted['tasks'])}"
    for kind, due in (wanted.get("tasks_due") or {}).items():
        if str(due) not in [task["due_at"] for task in call.tasks if task["kind"] == kind]:
            yield f"{kind} is due {[t['due_at'] for t in call.tasks if t['kind'] == kind]}, not {due}"
    for kind, detail in (wanted.get("task_details") or {}).items():
        found: Any = next((task["detail"] for task in call.tasks if task["kind"] == kind), {})
        numbered = {name: with_numbers(v, calls) if isinstance(v, str) else v for name, v in detail.items()}
        yield from _differences(numbered, found, f"{kind} task")
    yield from _differences(wanted.get("callback") or {}, call.desk.get("callback") or {}, "callback")
    if "messages" in wanted and len(call.messages) != wanted["messages"]:
        yield f"{len(call.messages)} messages, not {wanted['messages']}"
    if "same_number_as" in wanted and call.number != calls[wanted["same_number_as"] - 1].number:
        yield f"the number is {call.number}, not that of call {wanted['same_number_as']}"


def _asked(call: Call) -> list[str]:
    """Return the questions in the order in which they became open, each once."""
    names = [exchange.answer.get("asking") for exchange in call.exchanges]
    return list(dict.fromkeys(name for name in names if name))


def _differences(wanted: Any, found: Any, path: str) -> Iterator[str]:
    """Compare a record with the part of it that is wanted; ``~words`` is a text that contains the words."""
    if isinstance(wanted, Mapping):
        for name, value in wanted.items():
            yield from _differences(value, _at(found, name), f"{path}.{name}" if path else name)
    elif isinstance(wanted, str) and wanted.startswith("~"):
        if not isinstance(found, str) or wanted[1:] not in found:
            yield f"record.{path} is {_shown(found)}, which does not contain {wanted[1:]!r}"
    elif isinstance(wanted, list) and isinstance(found, list) and any(isinstance(v, Mapping) for v in wanted):
        if len(wanted) != len(found):
            yield f"record.{path} is {found!r}, not {len(wanted)} items"
        for index, (one, other) in enumerate(zip(wanted, found, strict=False)):
            yield from _differences(one, other, f"{path}[{index}]")
    elif found != wanted or isinstance(found, bool) != isinstance(wanted, bool):
        yield f"record.{path} is {_shown(found)}, not {wanted!r}"


def _at(record: Any, path: str) -> Any:
    for name in path.split("."):
        if not isinstance(record, Mapping) or name not in record:
            return MISSING
        record = record[name]
    return record


def _shown(value: Any) -> str:
    return "absent" if value is MISSING else repr(value)


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())
