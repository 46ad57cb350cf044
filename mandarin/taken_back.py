"""What a speaker takes back in the same breath: 在双龙大道，哦不对是将军大道; 不是三点，三点四十.

The stretch from the value that is taken back up to the one that takes its place; what is left is what was meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from mandarin.corrections import CORRECTION, denies_what_follows
from mandarin.parts import find_parts
from mandarin.place import find_places
from mandarin.span import Span
from mandarin.times import find_times
from mandarin.vehicles import find_vehicles

TAKEN_BACK = "taken_back"

FINDERS: tuple[Callable[[str, datetime], list[Span]], ...] = (
    lambda text, now: find_times(text, now),
    lambda text, now: find_places(text),
    lambda text, now: find_parts(text),
    lambda text, now: find_vehicles(text),
)
"""The kinds of values a story holds; the first that stands on both sides of the cue is the one put right."""

FAR = 6
"""Characters that may stand between a value and the cue: 三点左右吧，不对."""

_DENIED = re.compile(
    r"(?:(?<=[，,。、\s…])|^)不是(?P<wrong>[^，,。、\s是吗]{1,12})(?<!的)[，,。、\s]*(?=(?:而|应该|就)?是(?!不是))"
)
"""What is denied and said right behind: 不是我撞他，是他撞我."""

_NO_CUE = re.compile(r"[是就能会]$")
"""What makes 不是 and 不对 no cue: 是不是, 就不是."""


NEAR = 2
"""Characters that may stand between the cue and the value that takes the place of the old one."""

_NAMED_AGAIN = re.compile(r"([^，,。、\s]{2,})[，,。、\s]+(?:(?:应该)?是)?")


def find_taken_back(text: str, now: datetime) -> list[Span]:
    """Find the stretches that are taken back, without overlap and in order; usually there is none."""
    found: list[Span] = []
    for cue in CORRECTION.finditer(text):
        begin = found[-1].end if found else 0
        if cue.start() <= begin or _NO_CUE.search(text[: cue.start()]):
            continue
        stretch = _replaced(text, begin, cue.start(), cue.end(), now)
        if stretch:
            found.append(Span(TAKEN_BACK, *stretch, "", text[slice(*stretch)]))
    denied = [Span(TAKEN_BACK, one.start(), one.end(), "", one[0]) for one in _DENIED.finditer(text)]
    apart = [one for one in denied if all(one.end <= f.start or f.end <= one.start for f in found)]
    return sorted([*found, *apart], key=lambda span: span.start)


REGIONS = ("province", "city", "district")


def _still_holds(old: Span, new: Span) -> int:
    """Count the characters of a place that still hold: of 南京双龙大道, put right to 将军大道, the town."""
    if old.kind != "place" or not isinstance(old.value, dict) or any(new.value.get(name) for name in REGIONS):
        return 0
    kept = [str(old.value[name]) for name in REGIONS if old.value.get(name)]
    ends = [old.text.find(name) + len(name) for name in kept if name in old.text]
    end = max(ends, default=0)
    return end + (old.text[end : end + 1] in ("省", "市", "区", "县"))


def _replaced(text: str, begin: int, cue: int, after: int, now: datetime) -> tuple[int, int] | None:
    """Return from where to where the words before a cue are replaced by those behind it."""
    before, behind = text[begin:cue], text[after:]
    again = _NAMED_AGAIN.match(behind)  # 三点，不是三点，三点四十
    for find in FINDERS:
        old = find(before, now)[-1:]
        if not old or len(before) - old[0].end > FAR:
            continue
        skip = again.end() if again and again[1] in old[0].text else 0
        if not skip and denies_what_follows(text[cue:after]):
            continue
        new = find(behind[skip:], now)
        if new and new[0].start <= NEAR:
            return begin + old[0].start + _still_holds(old[0], new[0]), after + skip + new[0].start
    return None
