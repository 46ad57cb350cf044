"""The rules of the wording, for tests of texts that callers hear."""

from __future__ import annotations

from desk.quality import WORDS, plain

SPEECH_RATE = 170 / 60
"""Characters a second."""

ALLOWED: dict[str, list[str]] = WORDS["allowed"]
"""Forbidden words that stand in prescribed sentences, by the sentence's id."""

KINDS = ("vague", "harsh", "promise", "pronoun")


def forbidden_in(text: str, kinds: tuple[str, ...] = KINDS) -> list[str]:
    said = plain(text)
    return [item["text"] for kind in kinds for item in WORDS[kind] if plain(item["text"]) in said]


def seconds(text: str) -> float:
    return len("".join(text.split())) / SPEECH_RATE
