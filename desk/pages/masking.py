"""Personal data, masked until they are opened: names, telephone numbers, the car's and the policy's numbers, health (003: 二级, 三级).

What of a record is personal stands in the table of facts (``facts.Row.secret``); here is what is shown instead, of a value and of
free text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from mandarin.people import find_people

HIDDEN = "（已隐去）"

Secrets = Mapping[str, str] | None
"""What must not be read in free text -> what stands in its place, the longest first; None: all of it may be read."""

_FIGURE = "0-9零〇洞一幺壹二两三四五六七拐八九勾"
_CODE = re.compile(r"(?<![0-9A-Za-z])(?=\d*[A-Za-z])(?=[A-Za-z]*\d)[0-9A-Za-z]{8,}")
"""Of letters and figures, longer than a plate."""
_LONG_NUMBER = re.compile(rf"[{_FIGURE}](?:[\s\-]?[{_FIGURE}]){{6,}}")


def name(text: str) -> str:
    """Return a name with its first character alone."""
    return text[:1] + "＊" * (len(text) - 1)


def phone(text: str) -> str:
    """Return a telephone number with its first three and last four figures."""
    return f"{text[:3]}****{text[-4:]}" if len(text) >= 11 else f"****{text[-4:]}"


def code(text: str) -> str:
    """Return a VIN, engine or policy number with its last four characters."""
    return f"****{text[-4:]}"


def health(_: str) -> str:
    """Return nothing of what is told of somebody's health."""
    return HIDDEN


MASKS = {"name": name, "phone": phone, "code": code, "health": health}


def mask(kind: str | None, text: str) -> str:
    """Return a value as it is shown before it is opened; ``kind`` is a row's ``secret``."""
    return MASKS[kind](text) if kind and text else text


def spoken(text: str, secrets: Secrets) -> str:
    """Return free text without what a report holds of anybody, without people who name themselves, codes and long numbers."""
    if secrets is None:
        return text
    for secret, shown in secrets.items():
        text = text.replace(secret, shown)
    for person in find_people(text):
        if said := person.value.get("name"):
            text = text.replace(said, name(said))
    text = _CODE.sub(lambda found: code(found[0]), text)
    return _LONG_NUMBER.sub(lambda found: "＊" * len(found[0]), text)
