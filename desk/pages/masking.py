"""Personal data, masked until they are opened: names, telephone numbers, the car's and the policy's numbers, health (003: 二级, 三级)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from claims.search import PEOPLE

HIDDEN = "（已隐去）"

_FIGURE = "0-9零〇洞一幺壹二两三四五六七拐八九勾"
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


def names_in(record: Mapping[str, Any] | None) -> list[str]:
    """Return the names a report holds, the longest first."""
    record = record or {}
    found = [record.get("insured"), *((record.get(who) or {}).get("name") for who in PEOPLE)]
    for party in record.get("third_parties") or ():
        found += [party.get("owner"), party.get("driver")]
    return sorted({str(it) for it in found if it and len(str(it)) > 1}, key=len, reverse=True)


def spoken(text: str, names: Iterable[str]) -> str:
    """Return what was said without the names a report holds and without long numbers, whoever's they are."""
    for it in names:
        text = text.replace(it, name(it))
    return _LONG_NUMBER.sub(lambda found: "＊" * len(found[0]), text)
