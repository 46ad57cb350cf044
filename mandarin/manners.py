"""How an accident came about, told in words: 倒车, 变道, 没刹住. The rules are data, ``words/manners.yml``."""

from __future__ import annotations

import re
from functools import cache

from mandarin.rules import WORDS, pattern_of, written
from mandarin.span import Span

RULES = WORDS / "manners.yml"


@cache
def _pattern() -> re.Pattern[str]:
    return pattern_of(written(RULES))


def find_manners(text: str) -> list[Span]:
    """Return the words that tell how it came about; ``value`` is the words themselves."""
    return [Span("manner", m.start(), m.end(), m.group(), m.group()) for m in _pattern().finditer(text)]
