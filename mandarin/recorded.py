"""Who asks whether something that was told is on the record. The words are data, ``words/recorded.yml``."""

from __future__ import annotations

import re
from functools import cache

from mandarin.rules import WORDS, written

RULES = WORDS / "recorded.yml"
_ON_RECORD = "[^，。,]{0,8}(?:记|写|登记?|录)(?:了|上|下|到|好|下来|进去|过)*(?:没有?|吗|么|不)[啊呀]?$"
"""Words behind what is asked for: …你们记了没有."""


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {kind: re.compile(f"(?:{rule['words']}){_ON_RECORD}") for kind, rule in written(RULES).items()}


def asked_of_the_record(clause: str) -> str:
    """Return what a clause asks to be on the record: ``phone`` of 孙女士的电话你们记了没有; "" where it asks no such thing."""
    return next((kind for kind, asked in _patterns().items() if asked.search(clause)), "")
