"""Who asks to be waited for. The words are data, ``words/waiting.yml``."""

from __future__ import annotations

import re
from functools import cache

from mandarin.rules import WORDS, pattern_of, written

RULES = WORDS / "waiting.yml"


@cache
def _pattern() -> re.Pattern[str]:
    return pattern_of(written(RULES))


def asks_to_wait(clause: str) -> bool:
    """Tell whether a clause asks to be waited for, or says what for: 你等一下, 我去拿行驶证."""
    return bool(_pattern().fullmatch(clause.strip()))
