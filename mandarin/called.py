"""Who was told to call for help and says that it is done. The words are data, ``words/called.yml``."""

from __future__ import annotations

import re
from functools import cache

from mandarin.rules import WORDS, pattern_of, written

RULES = WORDS / "called.yml"


@cache
def _pattern() -> re.Pattern[str]:
    return pattern_of(written(RULES))


def has_called(text: str) -> bool:
    """Tell whether all that is said is that the call was made: 打了 已经打了 在路上."""
    return bool(_pattern().fullmatch(text.strip()))
