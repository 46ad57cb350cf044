"""What a caller wants of people, a report apart: a complaint or a message, told to its end or not. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from claims.interview import TABLES, Ask, Facts, told

MESSAGES: Mapping[str, str] = {
    "rescue": "rescue",
    "callback": "callback",
    "person": "callback",
    "enquiry": "enquiry",
    "quote": "enquiry",
    "chaser": "chaser",
    "progress": "enquiry",
}
"""Kind of message -> kind of the task it becomes."""

ALSO_TOLD = ("wish_said", "message_kind", "enquiry", "relation", "place_coordinates")
"""Facts of a wish that its questions do not ask for."""


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


def wish_of(form: str, facts: Facts) -> Wish:
    """Make the wish of a complaint or message as far as it was told.

    Args:
        form: One of ``FORMS``.
        facts: What is known.
    """
    kind = "complaint" if form == "complaint" else MESSAGES[facts.get("message_kind") or "callback"]
    asked = [step.name for step in TABLES[form] if isinstance(step, Ask)]
    also = ("wish_said",) if kind == "complaint" else ALSO_TOLD
    detail = {name: facts[name] for name in (*asked, *also) if told(facts, name)}
    if told(facts, "caller_phone"):
        detail["phone"] = facts["caller_phone"]
    of_a_report = kind in ("complaint", "chaser") or facts.get("message_kind") == "progress"
    about = facts.get("complaint_report_number") if of_a_report else None
    number = about if about and told(facts, "complaint_report_number") else facts.get("report_number")
    return Wish(kind, number, detail)
