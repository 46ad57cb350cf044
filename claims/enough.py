"""What is enough of each fact to leave its question unasked; anything thinner is kept, and the question is asked all the same.

"刚才" is no time, "在高速上" no place, "我追尾了" no story: they are written down and read back, and refined by what the caller says
to the prescribed question. To a thin answer the question is put once more, more exactly; then what was said is taken as said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from claims.when_and_where import place_is_enough, time_is_enough

Enough = Callable[[Any], bool]

ENOUGH: Mapping[str, Enough] = {
    "accident_time": time_is_enough,
    "place": place_is_enough,
}
"""Fact -> whether a value of it closes its question. A fact that is not here is closed by any value."""

AS_SAID = "as_said"
"""The questions whose thin answers were taken after one more try, as a list of facts."""


def is_enough(name: str, value: Any) -> bool:
    """Tell whether a value closes the question of a fact, told in passing or asked for the first time."""
    enough = ENOUGH.get(name)
    return enough is None or not isinstance(value, Mapping) or enough(value)


def closed(facts: Mapping[str, Any], name: str) -> bool:
    """Tell whether a question needs no asking any more: answered well enough, or taken as said."""
    value = facts.get(name)
    return value is not None and (name in (facts.get(AS_SAID) or ()) or is_enough(name, value))
