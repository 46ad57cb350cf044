"""What the rules make of the reader's proposals: one list of values out of both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mandarin.place import place_within
from mandarin.reader import Learnt, Proposed
from mandarin.span import Span

SURE = 0.5


def joined(text: str, found: Iterable[Span], learnt: Learnt, asked: str | None) -> list[Span]:
    """Return the values the rules found, as the reader bounds places, tells whose parts are and who was hurt."""
    return [*_places(text, found, learnt, asked)]


def _places(text: str, found: Iterable[Span], learnt: Learnt, asked: str | None) -> list[Span]:
    found = list(found)
    where = [span for span in found if span.kind == "place"]
    told = [one for one in learnt.spans if one.kind == "place" and one.sure >= SURE]
    if not told:
        return found
    rest = [span for span in found if span.kind != "place"]
    return [*rest, *(place_within(text, one.start, one.end, asked == "place") for one in told)]
