"""How an accident came about, told in words: 倒车, 变道, 没刹住. The rules are data, ``words/manners.yml``."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from mandarin.span import Span

RULES = Path(__file__).parent / "words" / "manners.yml"


@cache
def _pattern() -> re.Pattern[str]:
    rules = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    return re.compile("|".join(rule["words"] for rule in rules))


def find_manners(text: str) -> list[Span]:
    """Return the words that tell how it came about; ``value`` is the words themselves."""
    return [Span("manner", m.start(), m.end(), m.group(), m.group()) for m in _pattern().finditer(text)]
