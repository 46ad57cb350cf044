"""Looking words up in an utterance: folding that keeps indices, and longest-match tables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, wraps
from typing import Any, Generic, TypeVar

from mandarin.span import Span

V = TypeVar("V")


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character).upper()
    return folded if len(folded) == 1 else character


def fold(text: str) -> str:
    """Return the text with full-width and lower-case characters folded, of the same length.

    Indices into the result are indices into the utterance, so finders match on the folded
    text and report the caller's own words.
    """
    return "".join(map(_fold_character, text))


@dataclass(frozen=True)
class Hit(Generic[V]):
    """One word of a lexicon found in a text: ``text[start:end] == word``."""

    start: int
    end: int
    word: str
    value: V


class Lexicon(Generic[V]):
    """Words with values, found leftmost and longest first.

    A dictionary probe for each length at each position costs microseconds for an utterance,
    whatever the size of the vocabulary; a regular expression of thousands of words does not.
    """

    def __init__(self, words: Mapping[str, V]) -> None:
        """Take the words; an empty word is ignored."""
        self.words = {word: value for word, value in words.items() if word}
        self._lengths: dict[str, list[int]] = {}
        for word in self.words:
            lengths = self._lengths.setdefault(word[0], [])
            if len(word) not in lengths:
                lengths.append(len(word))
        for lengths in self._lengths.values():
            lengths.sort(reverse=True)

    def at(self, text: str, index: int) -> Hit[V] | None:
        """Return the longest word that begins at ``index``, or None."""
        for length in self._lengths.get(text[index], ()):
            word = text[index : index + length]
            if word in self.words:
                return Hit(index, index + len(word), word, self.words[word])
        return None

    def find(self, text: str) -> Iterator[Hit[V]]:
        """Yield the hits in order; they do not overlap."""
        index = 0
        while index < len(text):
            hit = self.at(text, index)
            if hit:
                yield hit
            index = hit.end if hit else index + 1


def variants(table: Mapping[str, str]) -> dict[str, str]:
    """Return word → canonical name from canonical name → its variants, separated by spaces.

    The canonical name is a variant of itself.
    """
    words: dict[str, str] = {}
    for canonical, others in table.items():
        words.setdefault(canonical, canonical)
        words.update({word: canonical for word in others.split()})
    return words


def one_of(words: str) -> str:
    """Return a regular-expression group of the words (separated by spaces), longest first."""
    ordered = sorted(set(words.split()), key=len, reverse=True)
    return "(?:" + "|".join(map(re.escape, ordered)) + ")"


NUMERAL = r"[零〇一二两三四五六七八九十百千万幺点\d]+"
FILLERS = frozenset("嗯呃额唔")


def past_fillers(find: Callable[..., list[Span]]) -> Callable[..., list[Span]]:
    """Make a finder hear words through fillers inside them (电呃动车); its spans keep the caller's indices."""

    @wraps(find)
    def finder(text: str, *args: Any, **settings: Any) -> list[Span]:
        places = [
            index
            for index, character in enumerate(text)
            if character not in FILLERS or text[index : index + 2] in ("额头", "额角")
        ]
        if len(places) == len(text):
            return find(text, *args, **settings)
        spans = []
        for span in find("".join(text[index] for index in places), *args, **settings):
            start, end = places[span.start], places[span.end - 1] + 1
            spans.append(replace(span, start=start, end=end, text=text[start:end]))
        return spans

    return finder
