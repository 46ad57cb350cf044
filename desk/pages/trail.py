"""What a line of the trail tells, for a clerk to read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from desk.pages import masking
from desk.pages.facts import LABELS, ROWS, clock, shown
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


def told(line: Mapping[str, Any], name: str, value: Any, opened: bool, hidden: Iterable[str]) -> str:
    """Return a detail of a line, masked until it is opened.

    Args:
        line: Of the trail.
        name: Of the detail.
        value: Its value.
        opened: Whether personal data are open.
        hidden: Names the report holds.
    """
    if name in ("old", "new") and line["action"] == "correct":
        row = ROWS.get(line["detail"].get("field", ""))
        if row is not None:
            text = shown(row, value)
            return text if opened or row.secret is None else masking.mask(row.secret, text)
        return "见报案内容"
    if name == "due_at":
        return clock(value)
    text = CALLED.get(name, {}).get(str(value), str(value))
    return text if opened or name not in ("reason", "text") else masking.spoken(text, hidden)
