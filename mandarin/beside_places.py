"""Words that name no place, whatever stands in them: 刚才说了呀, 莫跑到快速路上去找. The rules are data, ``words/beside_places.yml``."""

from __future__ import annotations

import re

from mandarin.rules import WORDS, patterns
from mandarin.span import Span

RULES = WORDS / "beside_places.yml"
KIND = "beside_place"


def find_beside_places(text: str) -> list[Span]:
    """Find the stretches in which no place is to be looked for, in order."""
    found = [one for pattern in patterns(RULES).values() for one in pattern.finditer(text)]
    return [Span(KIND, *one.span(), "", one[0]) for one in sorted(found, key=re.Match.start)]
