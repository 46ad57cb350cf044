"""Who has taken a call that we place, and whether they are the person it is for. The rules are data, ``words/reached.yml``."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

RULES = Path(__file__).parent / "words" / "reached.yml"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    rules = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    return {kind: re.compile("|".join(rule["words"] for rule in of_kind)) for kind, of_kind in rules.items()}


def who_took_it(text: str) -> str | None:
    """Return ``right``, ``wrong``, ``away`` or ``who_rings``; None when the words tell nothing of it."""
    return next((kind for kind, words in _patterns().items() if words.search(text)), None)
