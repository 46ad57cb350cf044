"""What the rules may rest on: facts that were told, not questions that were merely asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from claims.interview import UNKNOWN


def told_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts without those the caller does not know; "unknown" is no injury and no damaged part."""
    return {name: value for name, value in facts.items() if value is not None and value != UNKNOWN}
