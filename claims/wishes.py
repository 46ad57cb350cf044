"""What a caller wants of people, a report apart: a complaint or a message, told to its end or not. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from claims.complaints import COMPLAINT, NO_SURVEY, PRAISE, SUGGESTION, level_of, topic_of
from claims.interview import TABLES, UNKNOWN, Ask, Facts, told
from claims.report import record_of
from claims.tasks import brief

MESSAGES: Mapping[str, str] = {
    "rescue": "rescue",
    "callback": "callback",
    "person": "callback",
    "enquiry": "enquiry",
    "quote": "enquiry",
    "chaser": "chaser",
}
"""Kind of message -> kind of the task it becomes."""

ALSO_TOLD: Mapping[str, tuple[str, ...]] = {
    "complaint": ("wish_said", "complaint_kind", "complaint_number_said", "complaint_nameless"),
    "message": ("wish_said", "message_kind", "enquiry", "relation", "place_coordinates"),
}
"""Form -> facts of a wish that its questions do not ask for."""

OF_WISH = frozenset(
    {
        "wish_said", "message_kind", "enquiry", "complaint_kind", "complaint_detail", "complaint_want",
        "complaint_report_number", "complaint_number_said", "complaint_plate", "complaint_about",
        "enquiry_about", "enquiry_verified", "enquirer_name",
    }
)  # fmt: skip
"""Facts of one wish alone: another in the same call is told anew, by somebody who is known by now."""

OF_WHO_WISHES = frozenset({"complaint_surname", "complaint_relation", "callback_phone"})
"""Facts of who has a wish; what was not known of one may be told of the next."""


def outlived(facts: Facts) -> frozenset[str]:
    """Return the names of the facts that are of no use once a wish is written down, answered or taken back."""
    return OF_WISH | {name for name in OF_WHO_WISHES if facts.get(name) == UNKNOWN}


def without_wish(facts: Facts) -> dict[str, Any]:
    """Return the facts that outlive a wish."""
    gone = outlived(facts)
    return {name: value for name, value in facts.items() if name not in gone}


def report_of(facts: Facts) -> str | None:
    """Return the number of the report that a call is about: named or found for a wish, its own, the one it repeats, asked after."""
    names = ("complaint_report_number", "complaint_about", "report_number", "duplicate_of", "about_report")
    number = next((facts[name] for name in names if told(facts, name)), None)
    return number or (facts.get("order") or {}).get("report_number")


PASSED_ON = frozenset({PRAISE, SUGGESTION})
"""Kinds that are passed on and call for no answer."""


@dataclass(frozen=True)
class Wish:
    """What the staff is asked to do.

    Attributes:
        kind: The contract's kind of task.
        report_number: The report it is about, None when it is about none, or the caller does not know.
        detail: What was told.
    """

    kind: str
    report_number: str | None
    detail: dict[str, Any]


FORMS = frozenset({"complaint", "message"})
"""The conversations in which a wish is told."""


def wish_of(form: str, facts: Facts, again: bool = False, overdue: bool = False) -> Wish:
    """Make the wish of a complaint or message as far as it was told.

    Args:
        form: One of ``FORMS``.
        facts: What is known.
        again: Whether there was a complaint of the same caller, or about the same report, before.
        overdue: Whether work on the report is late by more than its own time.
    """
    kind = "complaint" if form == "complaint" else MESSAGES[facts.get("message_kind") or "callback"]
    asked = [step.name for step in TABLES[form] if isinstance(step, Ask)]
    detail = {name: facts[name] for name in (*asked, *ALSO_TOLD[form]) if told(facts, name)}
    if kind == "callback":  # whoever rings reads what the report tells so far
        detail = {**brief(record_of(facts, "", "")), **detail}
    if told(facts, "caller_phone") and not facts.get("complaint_nameless"):
        detail["phone"] = facts["caller_phone"]
    if facts.get("complaint_kind") in PASSED_ON and form == "complaint":
        said = detail.get("complaint_detail") or detail.get("wish_said")
        return Wish("enquiry", facts.get("report_number"), {**detail, "feedback": said})
    if form == "complaint":
        level, because = level_of(words_of(facts), again, overdue)
        detail |= {"complaint_level": level} | ({"level_because": because} if because else {})
    of_a_report = kind in ("complaint", "chaser")
    return Wish(kind, report_of(facts) if of_a_report else facts.get("report_number"), detail)


def words_of(facts: Facts) -> list[str]:
    """Return what was said of a complaint so far."""
    return [
        str(facts[name]) for name in ("wish_said", "complaint_detail", "complaint_want") if told(facts, name)
    ]


def urges_survey(facts: Facts) -> bool:
    """Tell whether a complaint is that nobody came to see the car, so that the survey is urged as well."""
    if (facts.get("complaint_kind") or COMPLAINT) != COMPLAINT:
        return False
    return any(topic_of(one) == NO_SURVEY for said in words_of(facts) for one in said.split("；"))
