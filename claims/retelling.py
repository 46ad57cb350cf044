"""The story after a place or a time in it was put right: the clerk reads the new one, not both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from claims.interview import Facts, known
from claims.when_and_where import ORDER

STORIES = ("description", "mentioned")
"""Facts that hold the caller's own words of what happened."""

SHORTEST = 2
"""Characters of the shortest name that is looked for in a story."""


def retold(before: Facts, after: dict[str, Any]) -> dict[str, Any]:
    """Return the facts with the stories saying the place and time that now hold, where they said the ones put right.

    A story that was itself put right, or told anew, is left as it is.
    """
    changed = dict(after)
    for name in STORIES:
        if not known(before, name) or before[name] != after.get(name):
            continue
        story = str(before[name])
        for old, new in _put_right(before, after):
            story = story.replace(old, new)
        changed[name] = story
    return changed


def _put_right(before: Facts, after: Facts) -> Iterator[tuple[str, str]]:
    """Yield old words and new ones: the whole place, then each of its parts; the time as it was said."""
    old, new = before.get("place"), after.get("place")
    if isinstance(old, Mapping) and isinstance(new, Mapping) and old != new:
        for part in ("text", *reversed(ORDER)):
            one, other = str(old.get(part) or ""), str(new.get(part) or "")
            if len(one) >= SHORTEST and other and one not in other:
                yield one.removeprefix("在"), other.removeprefix("在")
    old, new = before.get("accident_time"), after.get("accident_time")
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        one, other = str(old.get("said") or ""), str(new.get("said") or "")
        if len(one) >= SHORTEST and other and one not in other and old.get("start") != new.get("start"):
            yield one, other
