"""What is carried in a car and is no part of it: two cases of tea in the boot, a computer on the seat. The rules are data, ``words/belongings.yml``."""

from __future__ import annotations

import re
from functools import cache

from mandarin.rules import WORDS, written

RULES = WORDS / "belongings.yml"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    rules = dict(written(RULES))
    thing = f"(?:{'|'.join(sorted(rules.pop('things').split(), key=len, reverse=True))})"
    return {kind: re.compile(rule["words"].replace("{thing}", thing)) for kind, rule in rules.items()}


def is_container(behind: str) -> bool:
    """Tell whether the words behind a boot or a seat speak of what is in it or on it: 还有我两箱茶叶, 上的电脑."""
    return bool(_patterns()["container"].match(behind))


def tells_of_belongings(text: str) -> bool:
    """Tell whether something that was carried in a car is said to have been damaged or lost: 茶叶泡了."""
    return bool(_patterns()["damaged"].search(text))


def without_belongings(text: str) -> str:
    """Return the text, of the same length, without what became of things that were carried."""
    return _patterns()["damaged"].sub(lambda said: "，" * len(said[0]), text)
