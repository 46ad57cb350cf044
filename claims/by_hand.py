"""A fact of a report put right by a clerk: which fields there are, and what each may hold. Pure.

A field is named by its way into the record: ``place``, ``contact.phone``, ``injuries.count``. What only the store decides
(number, status, moment of registration, call, duplicate) no clerk writes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from claims.clock import iso, moment_or_none
from claims.coverage import OWN_LOSS
from claims.tasks import major

Record = dict[str, Any]
Check = Callable[[Any], Any]


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("some text")
    return value.strip()


def _yes_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false")
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
        raise ValueError("a number of at least 0")
    return value


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError("a whole number of at least 0")
    return value


def _moment(value: Any) -> str:
    at = moment_or_none(value)
    if at is None:
        raise ValueError("a moment in ISO 8601")
    return iso(at)


def _list_of(check: Check, length: int | None = None) -> Check:
    def checked(value: Any) -> list[Any]:
        if not isinstance(value, list) or (length is not None and len(value) != length):
            raise ValueError(f"a list{f' of {length}' if length else ''}")
        return [check(item) for item in value]

    return checked


def _one_of(*names: str) -> Check:
    def checked(value: Any) -> str:
        if value not in names:
            raise ValueError(f"one of {', '.join(names)}")
        return str(value)

    return checked


def _party(value: Any) -> Record:
    if not isinstance(value, Mapping) or not value or not set(value) <= set(_PARTY):
        raise ValueError(f"of each other party some of {', '.join(_PARTY)}")
    return {name: _PARTY[name](item) for name, item in value.items()}


def _span(value: Any) -> list[str]:
    moments: list[str] = _list_of(_moment, 2)(value)
    if moments[0] > moments[1]:
        raise ValueError("two moments, the earlier one first")
    return moments


_PARTY: Mapping[str, Check] = {
    **dict.fromkeys(("kind", "vehicle", "plate", "plate_part", "owner", "driver", "phone", "insurer"), _text),
    "damage": _list_of(_text),
    "fled": _yes_no,
}


def _in(section: str, **checks: Check) -> dict[str, Check]:
    return {f"{section}.{name}": check for name, check in checks.items()}


FIELDS: Mapping[str, Check] = {
    "case_type": _one_of(*OWN_LOSS),
    **dict.fromkeys(("plate", "vin", "engine_no", "policy_no", "insured", "vehicle"), _text),
    **dict.fromkeys(
        ("place", "description", "car_location", "rescue_to", "rescue_when", "late_reason"), _text
    ),
    **dict.fromkeys(("accident_time", "rescue_not_before"), _moment),
    "accident_time_range": _span,
    **dict.fromkeys(("drivable", "at_scene", "rescue_requested"), _yes_no),
    **dict.fromkeys(("own_damage", "property_damage", "flags"), _list_of(_text)),
    "third_parties": _list_of(_party),
    **_in("driver", name=_text, relation=_text),
    **_in("reporter", name=_text, phone=_text, relation=_text),
    **_in("contact", name=_text, phone=_text),
    **_in("police", reported=_yes_no),
    **_in("injuries", any=_yes_no, count=_count, deaths=_count, severity=_text, kinds=_list_of(_text)),
    **_in(
        "injuries", sent_hospital=_yes_no, hospital=_text, hospital_planned=_text, treated=_yes_no, ward=_text
    ),
    **_in("injuries", fee_paid=_yes_no, fee_yuan=_number),
    **_in("other_insurer", present=_yes_no, name=_text, estimate_yuan=_number),
    **_in("flood", duration_min=_list_of(_number, 2), level=_text, restarted=_yes_no),
    **_in("theft", reported=_yes_no, station=_text, guarded_lot=_yes_no, receipt=_yes_no),
    **_in("theft", documents_lost=_list_of(_text)),
    **_in("fire", how=_text, origin=_text, charging=_yes_no, brigade=_yes_no, put_out=_yes_no),
}
"""Field -> what it may hold; None takes it out again."""

REPLACES: Mapping[str, tuple[str, ...]] = {
    "accident_time": ("accident_time_range",),
    "accident_time_range": ("accident_time",),
    "place": ("place_keys",),  # the parts of the place that was wrong
}
"""Fields that go when another is put right."""


def value_of(record: Mapping[str, Any], field: str) -> Any:
    """Return what a field holds, or None."""
    section, _, name = field.partition(".")
    value = record.get(section)
    return (value or {}).get(name) if name else value


def put_right(record: Mapping[str, Any], field: str, value: Any) -> Record:
    """Return the record with one field changed, and with what follows from it; all else stays as it was.

    Raises:
        ValueError: There is no such field, or it cannot hold that; the message names the field.
    """
    if field not in FIELDS:
        raise ValueError(f"field: a report has no {field!r} that can be put right")
    try:
        new = None if value is None else FIELDS[field](value)
    except ValueError as error:
        raise ValueError(f"value: {field} is {error}") from None
    changed = deepcopy(dict(record))
    section, _, name = field.partition(".")
    holder = {**(changed.get(section) or {})} if name else changed
    if new is None:
        holder.pop(name or section, None)
    else:
        holder[name or section] = new
    if name:
        changed[section] = holder
        if not holder:
            del changed[section]
    for other in REPLACES.get(field, ()):
        changed.pop(other, None)
    changed["major_case"] = major(changed)
    return changed
