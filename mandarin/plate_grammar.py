"""What a written number plate looks like (GA 36-2018)."""

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
}

_SERIAL = r"[A-HJ-NP-Z0-9]"
PLATE = re.compile(
    rf"(?P<hk_macau>粤Z{_SERIAL}{{4}}[港澳])|(?P<embassy>\d{{6}}使|使\d{{6}})|(?P<consulate>[{''.join(PROVINCES)}]\d{{5}}领)"
    rf"|[{''.join(PROVINCES)}][A-HJ-NP-Z](?:(?P<coach>{_SERIAL}{{4}}学)|(?P<police>{_SERIAL}{{4}}警)|(?P<trailer>{_SERIAL}{{4}}挂)"
    rf"|(?P<new_energy_small>[{ENERGY}][A-HJ-NP-Z0-9]\d{{4}})|(?P<new_energy_large>\d{{5}}[{ENERGY}])|(?P<ordinary>{_SERIAL}{{5}}))"
)


def plate_type(plate: str) -> str | None:
    """Return the kind of a written plate (``"ordinary"``, ``"coach"`` …), None when no rule of GA 36 allows it."""
    match = PLATE.fullmatch(plate)
    return match.lastgroup if match else None
