"""Numbers as telephone networks send them: who calls, and what was keyed. Pure."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"(?:^|<)\s*(?:sips?|tel):(?P<user>[^@;>?]*)", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s().·-]+")
_CHINA = re.compile(r"(?:\+|00)86|^86(?=1[3-9]\d{9}$)")
_MOBILE = re.compile(r"0?(1[3-9]\d{9})")
_NO_TRUNK = re.compile(r"0|[48]00\d{7}$|9\d{4}$")
"""Begins a number of China that E.164 writes as it is dialled; landlines lose their 0 there (+86 311 …)."""
_SHORTEST = 7
"""Fewer digits are an extension within somebody's exchange, and cannot be rung back."""


def caller_id(sent: str | None) -> str | None:
    """Return the number a caller can be rung back under, None when it is hidden.

    ``+86…``, ``0086…`` and ``sip:…`` become the number as dialled in China; a number of another country keeps its ``+``.
    Whatever holds no number (anonymous, Restricted, unknown, unavailable, 未知) is hidden.

    >>> caller_id("sip:+8613900001107@ims.example.cn;user=phone"), caller_id("+8631160001128"), caller_id("anonymous")
    ('13900001107', '031160001128', None)
    """
    address = _ADDRESS.search(sent or "")
    number = _SEPARATORS.sub("", address["user"] if address else sent or "")
    national = _CHINA.sub("", number, count=1) if _CHINA.match(number) else ""
    if national and not national.startswith("+"):
        number = national if _NO_TRUNK.match(national) or _MOBILE.fullmatch(national) else f"0{national}"
    if mobile := _MOBILE.fullmatch(number):
        return mobile[1]
    digits = number.removeprefix("+")
    dialled = digits.isascii() and digits.isdigit() and len(digits) >= _SHORTEST
    return number if dialled and len(set(digits)) > 1 else None


def keyed(digits: str) -> str:
    """Return what was keyed: ``#`` ends, ``*`` begins afresh; "" when nothing is left.

    >>> keyed("13900001107#"), keyed("138*13900001107"), keyed("1#2"), keyed("#")
    ('13900001107', '13900001107', '1', '')
    """
    return digits.partition("#")[0].rpartition("*")[2]
