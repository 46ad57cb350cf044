"""What identifiers look like once written: plates (GA 36-2018), telephone numbers, VINs (GB 16735)."""

from __future__ import annotations

import re

from mandarin.authorities import PROVINCES

ENERGY = "DABCEFGHJK"
SUFFIXES = {
    "学": "coach",
    "警": "police",
    "挂": "trailer",
    "港": "hk_macau",
    "澳": "hk_macau",
    "领": "consulate",
    "使": "embassy",
    "应急": "emergency",
}

_SERIAL = r"[A-HJ-NP-Z0-9]"
PLATE = re.compile(
    rf"(?P<hk_macau>粤Z{_SERIAL}{{4}}[港澳])|(?P<embassy>\d{{6}}使|使\d{{6}})|(?P<consulate>[{''.join(PROVINCES)}](?:\d{{5}}|[A-HJ-NP-Z]\d{{4}})领)"
    rf"|(?P<armed_police>WJ[{''.join(PROVINCES)}]?{_SERIAL}{{5}})|(?P<military>[A-HJ-NP-Z]{{2}}\d{{5}}|[军海空北沈兰济南广成][A-Z]\d{{5}})"
    rf"|(?P<emergency>[{''.join(PROVINCES)}]X{_SERIAL}{{4}}应急)"
    rf"|(?P<temporary>临[{''.join(PROVINCES)}][A-HJ-NP-Z]{_SERIAL}{{4,6}}|[{''.join(PROVINCES)}][A-HJ-NP-Z]临{_SERIAL}{{4,6}})"
    rf"|[{''.join(PROVINCES)}][A-HJ-NP-Z](?:(?P<coach>{_SERIAL}{{4}}学)|(?P<police>{_SERIAL}{{4}}警)|(?P<trailer>{_SERIAL}{{4}}挂)"
    rf"|(?P<new_energy_small>[{ENERGY}][A-HJ-NP-Z0-9]\d{{4}})|(?P<new_energy_large>\d{{5}}[{ENERGY}])|(?P<ordinary>{_SERIAL}{{5}}))"
)

MOBILE = re.compile(r"1[3-9]\d{9}")
LANDLINE = re.compile(r"0(?:10|2\d)\d{8}|0[3-9]\d{2}\d{7,8}|[48]00\d{7}")

VIN_LENGTH = 17
_VALUES = dict(
    zip(
        "0123456789ABCDEFGHJKLMNPRSTUVWXYZ",
        [*range(10), *range(1, 9), *range(1, 6), 7, 9, *range(2, 10)],
        strict=True,
    )
)
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def plate_type(plate: str) -> str | None:
    """Return the kind of a written plate (``"ordinary"``, ``"coach"`` …), None when no rule of GA 36 allows it."""
    match = PLATE.fullmatch(plate)
    return match.lastgroup if match else None


def is_phone(number: str) -> bool:
    """Tell whether digits are a mobile number, or a landline with its area code."""
    return bool(MOBILE.fullmatch(number) or LANDLINE.fullmatch(number))


def check_digit(vin: str) -> str:
    """Return the check character (position 9) a 17-character VIN should have (ISO 3779 / GB 16735)."""
    rest = sum(_VALUES[c] * weight for c, weight in zip(vin, _WEIGHTS, strict=True)) % 11
    return "X" if rest == 10 else str(rest)


def vin_problem(vin: str) -> str | None:
    """Return what is wrong with a VIN: ``"length"``, ``"characters"``, ``"check_digit"`` or None."""
    if len(vin) != VIN_LENGTH:
        return "length"
    if any(c not in _VALUES for c in vin):
        return "characters"
    return None if check_digit(vin) == vin[8] else "check_digit"
