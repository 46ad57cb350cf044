"""What each sentence of the bot claims to be on disk, so that no sentence can claim it in vain.

Held in every conversation and under every fault, at the moment the sentence is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from claims.numbers import LENGTH
from claims.store import StoreUnavailable


class Records(Protocol):
    """What of the store is looked at; the claims desk shows the same."""

    def call(self, call_id: str) -> dict[str, Any] | None: ...

    def tasks(self, *, call_id: str) -> list[dict[str, Any]]: ...

    def messages(self, *, report_number: str) -> list[dict[str, Any]]: ...


Held = Callable[[Records, str], bool]


def task(*kinds: str) -> Held:
    return lambda store, call_id: any(it["kind"] in kinds for it in store.tasks(call_id=call_id))


def report(*statuses: str) -> Held:
    def held(store: Records, call_id: str) -> bool:
        found = (store.call(call_id) or {}).get("report") or {}
        return (not statuses and bool(found)) or found.get("status") in statuses

    return held


def both(*claims: Held) -> Held:
    return lambda store, call_id: all(held(store, call_id) for held in claims)


def message(store: Records, call_id: str) -> bool:
    number = (store.call(call_id) or {}).get("report_number")
    return bool(number) and any(store.messages(report_number=str(number)))


def noted(store: Records, call_id: str) -> bool:
    return report()(store, call_id) or bool(store.tasks(call_id=call_id))


def called(store: Records, call_id: str) -> bool:
    return ((store.call(call_id) or {}).get("callback") or {}).get("result") == "reached"


PROMISES: Mapping[str, Held] = {
    "utter_registered": both(report("registered"), task("survey"), message),
    "utter_registered_unsent": both(report("registered"), task("survey")),
    "utter_report_number": report("registered", "duplicate"),
    "A-07": both(report("duplicate"), message),
    "utter_duplicate_unsent": report("duplicate"),
    "utter_manual_saved": both(report("manual"), task("callback")),
    "utter_manual_noted": both(report("manual"), task("callback")),
    "B-17": task("survey"),
    "utter_corrected": noted,
    "utter_added": report(),
    "utter_story_added": report(),
    "utter_about_draft": report(),
    "utter_also_noted": report(),
    "utter_sorry_taken": report(),
    "utter_noted_as_heard": report(),
    "utter_people_decide": report(),
    "C-02": task("rescue"),
    "utter_rescue_noted": task("rescue"),
    "utter_rescue_recorded": task("rescue"),
    "utter_rescue_later": task("rescue"),
    "utter_message_recorded": task("callback", "enquiry"),
    "utter_enquiry_noted": task("enquiry"),
    "utter_recorded": report(),
    "utter_question_written_down": task("enquiry"),
    "utter_correction_noted": task("enquiry"),
    "utter_addition_noted": task("enquiry", "chaser", "major_case"),
    "utter_withdraw": task("enquiry"),
    "L-20": task("enquiry"),
    "utter_urged": task("chaser"),
    "utter_nobody_there": task("callback"),
    "utter_one_report_a_call": task("callback"),
    "utter_kept_for_callback": task("callback"),
    "utter_kept": report(),
    "utter_position_noted": report(),
    "utter_offer_callback": report(),  # ending the call makes the call-back of a draft
    "utter_silent_goodbye": report(),
    "K-14": task("complaint"),
    "utter_enquiry_by_the_number_on_file": task("enquiry"),
    "J-08": called,
    "utter_closing_goodbye_sad": called,
    "utter_another_time_at": task("callback"),
    "utter_complaint_answer_comes": task("complaint"),
    "utter_complaint_recorded_urgent": task("complaint"),
    "utter_complaint_added": task("complaint"),
    "utter_complaint_is_recorded": task("complaint"),
    "utter_complaint_due": task("complaint"),
    "utter_leader_rings": task("complaint"),
    "utter_person_rings": task("callback"),
    "utter_tip_off_nameless": task("complaint"),
}
"""Sentence, as the turn API names it, -> whether what it says of the record is on disk."""

AT_THE_END = frozenset(
    {"utter_corrected", "utter_complaint_due", "utter_leader_rings", "utter_tip_off_nameless"}
)
"""Sentences that may be said of a complaint or message while it is told, which the desk shows when the call is over."""

NO_CLAIM = frozenset(
    {
        "utter_recording_notice", "utter_welcome_report", "utter_still_registered", "utter_other_policy", "utter_no_policy_found",
        "utter_not_saved", "utter_not_registered", "utter_anyone_may_report", "utter_other_insurer", "utter_handed_over", "utter_go_on",
        "utter_complaint_not_found", "utter_complaint_stands", "utter_progress_stands",
        "utter_resume_offer", "utter_answer", "utter_not_recorded", "utter_wish_dropped", "utter_hold", "utter_transferring", "utter_calm", "utter_i_am_a_bot",
        "utter_about_report", "utter_about_nothing",  # of an earlier call, and said only from its file
        "B-01", "B-15", "B-16", "L-05b", "L-10", "L-12", "L-15b", "L-16", "K-02",
    }
)  # fmt: skip
"""Sentences with such a word that say nothing of the record: questions, what will be done, what is not done."""

CLAIMING = re.compile(
    r"登记|记录|记下|保存|已经(更正|补充)|短信|回电|答复|转给|转接|安排|马上派|反馈|催办|上报|与您联系|联系您|报案号是(?!多少)"
)

NUMBER = re.compile(r"\d[\d，\s]{8,}\d")


def numbers_in(text: str) -> set[str]:
    """Return what can be heard as a report number in a sentence; telephone numbers have eleven digits."""
    found = {re.sub(r"\D", "", number) for number in NUMBER.findall(text)}
    return {number for number in found if len(number) >= LENGTH}


def is_no_claim(name: str) -> bool:
    """Tell whether a sentence says nothing of the record; the bot's own questions are known by their names."""
    return name in NO_CLAIM or (name.startswith("utter_question_") and name not in PROMISES)


def broken(store: Records, call_id: str, answer: Mapping[str, Any]) -> list[str]:
    """Return the sentences of an answer that are not true of the database as it stands."""
    try:
        return _broken(store, call_id, answer)
    except StoreUnavailable:
        return [line["text"] for line in answer["say"] if line["id"] in PROMISES]


def _broken(store: Records, call_id: str, answer: Mapping[str, Any]) -> list[str]:
    number = (store.call(call_id) or {}).get("report_number")
    false = []
    for line in answer["say"]:
        held = PROMISES.get(line["id"])
        claims = CLAIMING.search(line["text"]) and not is_no_claim(line["id"])
        if (claims and held is None) or (held and not held(store, call_id)):
            false.append(line["text"])
        if line["id"] == "utter_transferring" and not answer.get("transfer"):
            false.append(line["text"])
        if numbers_in(line["text"]) - {number}:
            false.append(line["text"])
    return false
