"""The sentences of a file of rules (``mandarin.rules``): those that each rule is ``for``, and those it must leave alone (``not``)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mandarin.rules import written


def _rules(file: Path) -> Iterator[tuple[str, Any]]:
    """Yield the rules of a file with their kind; a kind has one, or several."""
    for kind, rules in written(file).items():
        yield from ((kind, rule) for rule in (rules if isinstance(rules, list) else [rules]))


def by_kind(file: Path, which: str) -> list[tuple[str, str]]:
    """Return the sentences with the kind of their rule."""
    return [(kind, text) for kind, rule in _rules(file) for text in rule[which]]


def by_words(file: Path, which: str) -> list[tuple[str, str]]:
    """Return the sentences with the words of their rule."""
    return [(rule["words"], text) for _, rule in _rules(file) for text in rule[which]]
