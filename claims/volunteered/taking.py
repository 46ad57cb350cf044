"""What a taker is, and what the takers share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from claims.heard import Heard
from claims.interview import Facts

Taker = Callable[[Heard, Facts, str | None], dict[str, Any]]


def union(known_values: Any, new: list[Any]) -> list[Any]:
    """Add what is new, in order."""
    return list(dict.fromkeys([*(known_values or ()), *new]))
