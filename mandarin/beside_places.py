"""Words that name no place, whatever stands in them: 刚才说了呀, 莫跑到快速路上去找. The rules are data, ``words/beside_places.yml``."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from mandarin.span import Span

RULES = Path(__file__).parent / "words" / "beside_places.yml"
KIND = "beside_place"


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    rules = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    return tuple(re.compile(rule["words"]) for rule in rules.values())


def find_beside_places(text: str) -> list[Span]:
    """Find the stretches in which no place is to be looked for, in order."""
    found = [one for pattern in _patterns() for one in pattern.finditer(text)]
    return [Span(KIND, *one.span(), "", one[0]) for one in sorted(found, key=re.Match.start)]
