"""What a caller has told so far, known from the words alone and by other rules than the project's own.

The cues are data: ``told.yml``. They are coarse on purpose. ``sign`` and ``covered`` err towards "something was said", so
that a question is called skipped only when nothing touched on it or the truth's own words were not all told; ``enough``
errs the other way, so that a question is called needless only when nobody would have asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bench.calls.scenario import Scenario

CUES: Mapping[str, Mapping[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "told.yml").read_text(encoding="utf-8")
)
"""Question or fact -> its cues; the keys are explained in the file."""

_DIGITS = str.maketrans("〇零幺一二两三四五六七八九洞拐勾", "0011223456789079")
_TENS = re.compile(r"([1-9]?)十([1-9]?)")
_HUNDREDS = re.compile(r"([1-9])百(?:0([1-9])|([1-9][0-9]))?")
_VARIANTS = (("前保险杠", "前杠"), ("后保险杠", "后杠"), ("引擎盖", "机盖"), ("后备箱盖", "后备箱"))
"""Canonical names of parts and what most people call them."""


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Return a text without spaces and marks, numerals to 999 in digits, letters as capitals: 幺三九 -> 139, 六点二十 -> 6点20."""
    kept = "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum() or c == ":").upper()
    tens = _TENS.sub(lambda m: f"{m[1] or 1}{m[2] or 0}", kept.translate(_DIGITS))
    return _HUNDREDS.sub(lambda m: str(100 * int(m[1]) + int(m[2] or m[3] or 0)), tens)


def contains(text: str, words: str) -> bool:
    """Tell whether a text has these words, or one of several with ``|`` between, spaces and marks apart."""
    return any(plain(word) in plain(text) for word in words.split("|") if plain(word))


def sign(name: str, said: Iterable[str], scenario: Scenario) -> bool:
    """Tell whether anything the caller said touches on a question or fact."""
    cues, said = CUES.get(name, {}), list(said)
    if "sign" in cues and any(re.search(cues["sign"], plain(text)) for text in said):
        return True
    together = "".join(said)
    return any(_has(together, word) for word in _words(cues, scenario))


def covered(name: str, said: Iterable[str], scenario: Scenario) -> bool:
    """Tell whether a question may be left out: its cue was said, or all of the scenario's own words for it."""
    cues, said = CUES.get(name, {}), list(said)
    if "sign" in cues and any(re.search(cues["sign"], plain(text)) for text in said):
        return True
    words, together = _words(cues, scenario), "".join(said)
    return bool(words) and all(_has(together, word) for word in words)


def enough(name: str, said: Iterable[str], scenario: Scenario) -> bool:
    """Tell whether the caller said so much that nobody would ask."""
    cues, said = CUES.get(name, {}), list(said)
    if "enough" in cues and any(re.search(cues["enough"], plain(text)) for text in said):
        return True
    words = [] if cues.get("ask_all_the_same") else _words(cues, scenario)
    if not words:
        return False
    if length := cues.get("length"):  # a story, not its caption: in one breath, and that no short one
        return len(words) > 1 and any(
            len(plain(text)) >= length and all(_has(text, word) for word in words) for text in said
        )
    together = "".join(said)
    found = all(_has(together, word) for word in words)
    return found and bool(re.search(cues.get("also", ""), plain(together)))


def _has(text: str, word: str) -> bool:
    variants = [word, *(word.replace(*pair) for pair in _VARIANTS if pair[0] in word)]
    return contains(text, "|".join(variants))


def _words(cues: Mapping[str, Any], scenario: Scenario) -> list[str]:
    """Return the scenario's own words of a cue."""
    name = cues.get("facts", "")
    found = _OF_PARTIES[name](scenario) if name in _OF_PARTIES else scenario.fact(name)
    listed = found if isinstance(found, list) else [found]
    words = [str(word) for word in listed if word is not None]
    return [word[1:] for word in words] if name.endswith(("plate", "plates")) else words


def _each(field: str) -> Callable[[Scenario], list[Any]]:
    return lambda scenario: [party[field] for party in scenario.parties() if party.get(field)]


_OF_PARTIES: Mapping[str, Callable[[Scenario], list[Any]]] = {
    "third_plates": _each("plate"),
    "third_owners": _each("owner"),
    "third_drivers": _each("driver"),
    "third_insurers": lambda scenario: [name.removesuffix("保险") for name in _each("insurer")(scenario)],
    "third_damages": lambda scenario: [part for parts in _each("damage")(scenario) for part in parts],
}
"""Names under ``facts`` that gather a field of all other parties. Plates are looked for without their province."""
