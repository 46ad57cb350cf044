"""What a line of the trail tells, for a clerk to read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desk.pages import masking
from desk.pages.facts import LABELS, ROWS, clock, masked, shown
from desk.pages.names import LEVELS, RESULTS, STAGES, STATUSES, TASKS
from desk.pages.rights import ROLES

CALLED: Mapping[str, Mapping[str, str]] = {
    "kind": TASKS,
    "stage": STAGES,
    "status": STATUSES,
    "was": STATUSES,
    "to": LEVELS,
    "role": ROLES,
    "field": LABELS,
    "result": RESULTS,
}


FREE = frozenset({"reason", "text", "error"})
"""Details in somebody's own words."""


def told(line: Mapping[str, Any], name: str, value: Any, secrets: masking.Secrets) -> str:
    """Return a detail of a line, masked until it is opened.

    Args:
        line: Of the trail.
        name: Of the detail.
        value: Its value.
        secrets: What must not be read in it; None once it is opened.
    """
    if name in ("old", "new") and line["action"] == "correct":
        row = ROWS.get(line["detail"].get("field", ""))
        if row is not None:
            return masked(row, shown(row, value), secrets)
        return "见报案内容"
    if name == "due_at":
        return clock(value)
    text = CALLED.get(name, {}).get(str(value), str(value))
    return masking.spoken(text, secrets) if name in FREE else text
