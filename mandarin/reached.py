"""Who has taken a call that we place, and whether they are the person it is for. The rules are data, ``words/reached.yml``."""

from __future__ import annotations

from mandarin.rules import WORDS, patterns

RULES = WORDS / "reached.yml"


def who_took_it(text: str) -> str | None:
    """Return ``right``, ``wrong``, ``away`` or ``who_rings``; None when the words tell nothing of it."""
    return next((kind for kind, words in patterns(RULES).items() if words.search(text)), None)
