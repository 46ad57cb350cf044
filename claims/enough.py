"""What is enough of each fact to leave its question unasked; anything thinner is kept, and the question is asked all the same.

"刚才" is no time, "在高速上" no place, "我追尾了" no story: they are written down and read back, and refined by what the caller says
to the prescribed question. To a thin answer the question is put once more, more exactly; then what was said is taken as said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from claims.when_and_where import place_is_enough, time_is_enough
from mandarin.parts import is_definite

Enough = Callable[[Any], bool]


def damage_is_enough(parts: Any) -> bool:
    """Tell whether it is plain which parts are damaged; "屁股" and "玻璃" leave it open."""
    return all(is_definite(part) for part in parts)


ENOUGH: Mapping[str, Enough] = {
    "accident_time": time_is_enough,
    "place": place_is_enough,
    "own_damage": damage_is_enough,
}
"""Fact -> whether a value of it closes its question. A fact that is not here is closed by any value."""

AT_ONCE = frozenset({"own_damage"})
"""Questions to which the caller's own words are an answer: no more exact one is asked for."""

AS_SAID = "as_said"
"""The questions whose thin answers were taken after one more try, as a list of facts."""


def is_enough(name: str, value: Any) -> bool:
    """Tell whether a value closes the question of a fact, told in passing or asked for the first time."""
    enough = ENOUGH.get(name)
    return enough is None or isinstance(value, str) or enough(value)


def as_said(facts: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return the facts with an answer taken as it was said."""
    return {**facts, AS_SAID: [*(facts.get(AS_SAID) or ()), name]}


def closed(facts: Mapping[str, Any], name: str) -> bool:
    """Tell whether a question needs no asking any more: answered well enough, or taken as said."""
    value = facts.get(name)
    return value is not None and (name in (facts.get(AS_SAID) or ()) or is_enough(name, value))
