"""What each sentence of the bot claims to be on disk, so that no sentence can claim it in vain."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from claims.numbers import LENGTH
from claims.store import Store, StoreUnavailable

Held = Callable[[Store, str], bool]


def task(*kinds: str) -> Held:
    return lambda store, call_id: any(it["kind"] in kinds for it in store.tasks(call_id=call_id))


def report(*statuses: str) -> Held:
    def held(store: Store, call_id: str) -> bool:
        found = (store.call(call_id) or {}).get("report") or {}
        return (not statuses and bool(found)) or found.get("status") in statuses

    return held


def rescue(store: Store, call_id: str) -> bool:
    found = (store.call(call_id) or {}).get("report") or {}
    return found.get("rescue_requested") is True or task("rescue")(store, call_id)


PROMISES: Mapping[str, Held] = {
    "utter_registered": lambda store, call_id: (
        report("registered")(store, call_id)
        and task("survey")(store, call_id)
        and _message_to(store, call_id)
    ),
    "utter_report_number": report("registered", "duplicate"),
    "A-07": report("duplicate"),
    "utter_manual_saved": lambda store, call_id: (
        report("manual")(store, call_id) and task("callback")(store, call_id)
    ),
    "utter_manual_noted": lambda store, call_id: (
        report("manual")(store, call_id) and task("callback")(store, call_id)
    ),
    "utter_corrected": report("draft"),
    "M-25": report(),
    "utter_noted_as_heard": report(),
    "utter_people_decide": report(),
    "utter_rescue_noted": rescue,
    "utter_rescue_recorded": task("rescue"),
    "utter_message_recorded": task("callback", "enquiry"),
    "utter_enquiry_noted": task("enquiry"),
    "utter_correction_noted": task("enquiry"),
    "utter_withdraw": task("enquiry"),
    "utter_urged": task("chaser"),
    "utter_nobody_there": task("callback"),
    "utter_kept_for_callback": task("callback"),
    "utter_kept": report(),
    "utter_offer_callback": report(),  # ending the call makes the call-back of a draft
    "utter_silent_goodbye": report(),
    "K-14": task("complaint"),
}
"""Sentence, as the turn API names it, -> whether what it says of the record is on disk."""

NO_CLAIM = frozenset(
    {
        "utter_recording_notice", "utter_welcome_report", "utter_still_registered", "utter_other_policy", "utter_no_policy_found",
        "utter_not_saved", "utter_anyone_may_report", "utter_other_insurer", "utter_handed_over", "utter_go_on",
        "utter_resume_offer", "utter_question_late_reason", "utter_question_transfer", "utter_answer",
        "B-01", "B-15", "B-16", "B-17", "L-05b", "L-10", "L-15b", "L-20", "C-02",
    }
)  # fmt: skip
"""Sentences with such a word that say nothing of the record: questions, what will be done, what is not done."""

CLAIMING = re.compile(r"登记|记录|记下|保存|已经更正|短信|回电|答复|转给|上报|与您联系|报案号是(?!多少)")

NUMBER = re.compile(r"\d[\d，\s]{8,}\d")


def _message_to(store: Store, call_id: str) -> bool:
    return any(store.messages(report_number=(store.call(call_id) or {}).get("report_number")))


def numbers_in(text: str) -> set[str]:
    """Return what can be heard as a report number in a sentence; telephone numbers have eleven digits."""
    found = {re.sub(r"\D", "", number) for number in NUMBER.findall(text)}
    return {number for number in found if len(number) >= LENGTH}


def broken(store: Store, call_id: str, answer: Mapping[str, Any]) -> list[str]:
    """Return the sentences of an answer that are not true of the database as it stands."""
    try:
        return _broken(store, call_id, answer)
    except StoreUnavailable:
        return [line["text"] for line in answer["say"] if line["id"] in PROMISES]


def _broken(store: Store, call_id: str, answer: Mapping[str, Any]) -> list[str]:
    number = (store.call(call_id) or {}).get("report_number")
    false = []
    for line in answer["say"]:
        held = PROMISES.get(line["id"])
        claims = CLAIMING.search(line["text"]) and line["id"] not in NO_CLAIM
        if (claims and held is None) or (held and not held(store, call_id)):
            false.append(line["text"])
        if numbers_in(line["text"]) - {number}:
            false.append(line["text"])
    return false
