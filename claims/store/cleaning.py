"""Make whatever came over the telephone fit to be stored."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from claims.clock import iso

KEY_LENGTH = 200
"""Longest text in an indexed column: PostgreSQL refuses index entries over 2,700 bytes, SQLite slows down."""


def clean(value: Any) -> Any:
    """Return a JSON value every database takes, changed only where it has to be.

    PostgreSQL refuses NUL, neither driver takes half a surrogate pair, and JSON knows no NaN, date or set: NUL is
    left out, half pairs become U+FFFD, moments ISO 8601, what is not finite None, anything else its ``str``.
    """
    if isinstance(value, str):
        return _text(value)
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {_text(str(key)): clean(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [clean(item) for item in value]
    if isinstance(value, datetime):
        return iso(value)
    return value.isoformat() if isinstance(value, date) else _text(str(value))


def key(value: object) -> str | None:
    """Return text for an indexed column; of an over-long one its beginning and a digest, so that it stays distinct."""
    if value is None:
        return None
    text = _text(str(value))
    if len(text) <= KEY_LENGTH:
        return text
    return f"{text[: KEY_LENGTH // 2]}…{hashlib.sha256(text.encode()).hexdigest()}"


def _text(text: str) -> str:
    if "\0" in text:
        text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
