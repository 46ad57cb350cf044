"""What a finder of the rules and the reader make together of what is said: the reader bounds, the rules normalise."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from mandarin.place import crosses_a_road, goes_on_like_a_place, may_be_scene, place_within, taken_back
from mandarin.reader import Learnt, Proposed
from mandarin.sides import side_of_car, speaks_of_others
from mandarin.span import Span

_ON_NO_MAP = frozenset({"text", "direction", "landmark"})
"""What a place may consist of and be on no map."""

_DENIED = re.compile(r"(?<![可是])不[是在]\s*$")
"""Words before a place that it is not: 是思明区 不是|湖里区."""

GAP = 14
"""Characters that may stand between two stretches of one place."""


@dataclass(frozen=True)
class Said:
    """What is read.

    Attributes:
        text: The utterance.
        left: The same with a filler for each character that a finder before has taken.
        asked: The open question.
        learnt: What the reader makes of it.
    """

    text: str
    left: str
    asked: str | None
    learnt: Learnt

    def proposed(self, *kinds: str) -> list[Proposed]:
        """Return the proposals of these kinds."""
        return [one for one in self.learnt.spans if one.kind in kinds]

    def is_free(self, start: int, end: int) -> bool:
        """Tell whether no finder has taken any of these characters."""
        return self.left[start:end] == self.text[start:end]


def bounded(said: Said, found: Sequence[Span]) -> list[Span]:
    """Return the place within the reader's bounds, joined to what the rules see of it.

    Callers put chatter between the parts of a place, and the rules join across so much of it only as they know; the rules
    know roads and towns that the reader has never seen. Where the reader sees no place, the rules' one stays, unless nobody
    asked for one and it is on no map (打死方向); nor is one that the reader alone sees then (桥底下).
    """
    asked = said.asked == "place"
    begins = taken_back(said.text, asked)
    runs: list[tuple[int, int]] = []
    for one in said.proposed("place"):
        if one.start < begins or _DENIED.search(said.text[: one.start]):
            continue
        if not asked and crosses_a_road(said.text[one.start : one.end]):
            continue
        near = runs and one.start - runs[-1][1] <= GAP and said.is_free(runs[-1][1], one.start)
        runs[-1:] = [(runs[-1][0], one.end)] if near else [*runs[-1:], (one.start, one.end)]
    if not runs:
        return [place for place in found if asked or not place.value.keys() <= _ON_NO_MAP]
    start, end = max(
        runs,
        key=lambda run: (
            may_be_scene(said.text, *run),
            _is_on_a_road(said.text, run, asked),
            run[1] - run[0],
        ),
    )
    met = [place for place in found if place.start < end and start < place.end]
    ruled = max((place.end for place in met), default=end)
    if ruled < end and not goes_on_like_a_place(said.text[ruled:end]):
        end = ruled  # 104国道|雪天打滑
    for place in met:
        start, end = min(start, place.start), max(end, place.end)
    place = place_within(said.text, start, end, asked)
    return [place] if asked or found or not place.value.keys() <= _ON_NO_MAP else []


def _is_on_a_road(text: str, run: tuple[int, int], asked: bool) -> bool:
    """Tell whether a stretch names a road: 在正阳路上, and not 租赁公司 青岛."""
    return not {"road", "crossing", "stake"}.isdisjoint(place_within(text, *run, asked).value)


ANOTHERS = 0.9
"""Probability from which a part changes its owner."""

_PARTS = {"own": "part", "other": "third_part"}


def owned(said: Said, found: Iterable[Span]) -> list[Span]:
    """Return the parts of the car the reader gives them to; words that name the car outweigh it: 我们的是前杠.

    Nothing becomes another's before anybody else is spoken of: 坏的是前保险杠, 前保险杠碎了 有个面包车倒车碰的.

    That it also says which are damaged is left out: a part believed in passing closes the question that would have brought the
    others, and whole calls lost more own damage than they gained.
    """
    proposed = [one for one in said.proposed(*_PARTS) if one.sure >= ANOTHERS]
    parts = []
    for part in found:
        over = [one for one in proposed if one.start < part.end and part.start < one.end]
        if over and not part.owner and not side_of_car(said.text[: part.start]):
            kind = _PARTS[max(over, key=lambda one: one.sure).kind]
            if kind == part.kind or kind == "part" or speaks_of_others(_up_to(said.text, part.end)):
                part = replace(part, kind=kind)
        parts.append(part)
    return parts


_CLAUSE = re.compile(r"[^,，。\s]*(?:[,，。\s]+[^,，。\s]{1,4}(?=$|[,，。\s]))?")


def _up_to(text: str, end: int) -> str:
    """Return the words up to the end of a clause, with a short one behind it: 后杠坏了 |他那个."""
    return text[: _CLAUSE.match(text, end).end()]  # type: ignore[union-attr]


JOINED: Mapping[str, Callable[[Said, Sequence[Span]], list[Span]]] = {
    "places": bounded,
    "parts": owned,
}
"""The finders (``mandarin.read.FINDERS``) whose findings the reader has a part in."""
