"""The rules of the wording, for tests of texts that callers hear."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

SPEECH_RATE = 170 / 60
"""Characters a second."""

_LIST = json.loads((Path(__file__).parents[2] / "desk" / "forbidden.json").read_text(encoding="utf-8"))
ALLOWED: dict[str, list[str]] = _LIST["allowed"]
"""Forbidden words that stand in prescribed sentences, by the sentence's id."""

KINDS = ("vague", "harsh", "promise", "pronoun")


def plain(text: str) -> str:
    return "".join(ch for ch in unicodedata.normalize("NFKC", text) if ch.isalnum())


def forbidden_in(text: str, kinds: tuple[str, ...] = KINDS) -> list[str]:
    said = plain(text)
    return [item["text"] for kind in kinds for item in _LIST[kind] if plain(item["text"]) in said]


def seconds(text: str) -> float:
    return len("".join(text.split())) / SPEECH_RATE
