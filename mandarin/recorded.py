"""Who asks whether something that was told is on the record. The words are data, ``words/recorded.yml``."""

from __future__ import annotations

from mandarin.rules import WORDS, patterns

RULES = WORDS / "recorded.yml"


def asked_of_the_record(clause: str) -> str:
    """Return what a clause asks to be on the record: ``phone`` of 孙女士的电话你们记了没有; "" where it asks no such thing."""
    return next((kind for kind, rule in patterns(RULES).items() if rule.search(clause)), "")
