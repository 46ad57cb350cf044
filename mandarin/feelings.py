"""Words of fear and grief. The rules are data, ``words/feelings.yml``."""

from __future__ import annotations

from mandarin.rules import WORDS, patterns

RULES = WORDS / "feelings.yml"


def is_afraid(text: str) -> bool:
    """Tell whether the words are fear whatever else they sound like: 吓死我了."""
    return bool(patterns(RULES)["afraid"].search(text))


def may_be_upset(text: str) -> bool:
    """Tell whether there are words of fear, grief or helplessness, without which nobody is taken to be upset by the sound alone."""
    return is_afraid(text) or bool(patterns(RULES)["uneasy"].search(text))
