"""Calls the bot places: what they are for, and what of the file they go on with. Pure.

Source: 004, 回访话术 (J-01 to J-08). What is talked of after the person is known, 回访内容, the script leaves out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

PURPOSES = ("callback", "dispatch_callback", "closing_callback", "complaint_reply")
"""What a call is placed for (contract, "Voice turns")."""

AWAY = "away"
"""Answer to J-01 of whoever takes the call for the person, or has no time."""

Order = Mapping[str, Any]
"""``{"purpose", "report_number", "name", "accident_date"}``: what a call is for; all but the purpose may be None."""


def with_file(order: Order, record: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the order with what is on file of the report, which goes before what was sent."""
    on_file = record or {}
    people = (on_file.get(role) or {} for role in ("contact", "reporter"))
    names = [person["name"] for person in people if person.get("name")]
    day = str(on_file.get("accident_time") or "")[:10]
    return {**order, **({"name": names[0]} if names else {}), **({"accident_date": day} if day else {})}


def person_of(order: Order) -> str:
    """Return whom J-01 asks for; the file does not tell 先生 from 女士."""
    return f"{order['name']}先生或女士"
