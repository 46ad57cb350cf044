"""What a report is found by: its number, half a plate, the end of a telephone number, a name. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

CAR = ("plate", "vin", "engine_no", "policy_no", "insured")
PEOPLE = ("driver", "reporter", "contact")
THEIRS = ("plate", "owner", "driver", "phone")

LENGTH = 500
"""Longest text kept: it stands in an index."""


def tidied(text: object) -> str:
    """Return text as it is searched: without blanks, dots and hyphens, in capitals."""
    return re.sub(r"[\s·.\-－\0]", "", str(text)).upper()


def search_text(record: Mapping[str, Any], *numbers: str | None) -> str:
    """Return what a report is found by, parts apart by a blank, so that half of one never runs into the next.

    Args:
        record: The claim report.
        numbers: Its own, or that of the report it repeats.
    """
    parts = filter(None, (*numbers, *_parts(record)))
    return " ".join(dict.fromkeys(filter(None, map(tidied, parts))))[:LENGTH]


def _parts(record: Mapping[str, Any]) -> Iterator[object]:
    for name in CAR:
        yield record.get(name)
    for name in PEOPLE:
        person = record.get(name) or {}
        yield person.get("name")
        yield person.get("phone")
    for party in record.get("third_parties") or ():
        for name in THEIRS:
            yield party.get(name)
