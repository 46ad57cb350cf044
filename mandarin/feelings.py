"""Words of fear and grief. The rules are data, ``words/feelings.yml``."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

RULES = Path(__file__).parent / "words" / "feelings.yml"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    rules = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    return {kind: re.compile("|".join(rule["words"] for rule in of_kind)) for kind, of_kind in rules.items()}


def is_afraid(text: str) -> bool:
    """Tell whether the words are fear whatever else they sound like: 吓死我了."""
    return bool(_patterns()["afraid"].search(text))


def may_be_upset(text: str) -> bool:
    """Tell whether there are words of fear, grief or helplessness, without which nobody is taken to be upset by the sound alone."""
    return is_afraid(text) or bool(_patterns()["uneasy"].search(text))
