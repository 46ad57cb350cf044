"""What is enough of each fact to leave its question unasked; anything thinner is kept, and the question is asked all the same.

"刚才" is no time, "在高速上" no place, "我追尾了" no story: they are written down and read back, and refined by what the caller says
to the prescribed question. To a thin answer the question is put once more, more exactly; then what was said is taken as said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from claims.when_and_where import place_is_enough, time_is_enough
from mandarin.parts import is_definite


@dataclass(frozen=True)
class Enough:
    """When a fact needs no asking.

    Attributes:
        words: When it is enough, in words, for the README's table.
        holds: Whether a value that was kept is enough; None where only what is enough is kept at all, and a thinner mention
            goes elsewhere (``mentioned``, ``events``).
    """

    words: str
    holds: Callable[[Any], bool] | None = None


def damage_is_enough(parts: Any) -> bool:
    """Tell whether it is plain which parts are damaged; "屁股" and "玻璃" leave it open."""
    return all(is_definite(part) for part in parts)


ENOUGH: Mapping[str, Enough] = {
    "accident_time": Enough("a day and a clock, so long ago, or both ends of an interval", time_is_enough),
    "place": Enough(
        "a road, crossing, stake or named building with its city or district; of a motorway its name and a stake, exit,"
        " direction or service area",
        place_is_enough,
    ),
    "description": Enough(
        "what happened and how it came about: 倒车, 变道, 没刹住 …; the case alone (追尾了) is only mentioned"
    ),
    "driver": Enough("我开的, or who drove by name or relation"),
    "own_damage": Enough(
        "parts of our car that are said to be damaged, each so that it is plain which (左后视镜, not 后视镜 or 屁股), or that"
        " nothing is; not where the blow fell alone (撞我右前门上), a tyre that burst before it, one part of a car that burnt, or a guess",
        damage_is_enough,
    ),
    "third_parties": Enough("each with its kind; plate, owner and damage told, or that they are not known"),
    "injured": Enough("somebody hurt or nobody, said of people"),
}
"""Fact -> when it is enough; a fact that is not here is closed by any value."""

AT_ONCE = frozenset({"own_damage"})
"""Questions to which the caller's own words are an answer: no more exact one is asked for."""

AS_SAID = "as_said"
"""The questions whose thin answers were taken after one more try, as a list of facts."""


THIN = "thin"
"""The facts that were only touched on, as a list: their questions stay open, and what was told is kept."""


def is_enough(name: str, value: Any) -> bool:
    """Tell whether a value closes the question of a fact, told in passing or asked for the first time."""
    enough = ENOUGH.get(name)
    if enough is None or enough.holds is None or not isinstance(value, (Mapping, list)):
        return True
    return enough.holds(value)


def as_said(facts: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return the facts with an answer taken as it was said."""
    return {**facts, AS_SAID: [*(facts.get(AS_SAID) or ()), name]}


def closed(facts: Mapping[str, Any], name: str) -> bool:
    """Tell whether a question needs no asking any more: answered well enough, or taken as said."""
    value = facts.get(name)
    if value is None or name in (facts.get(AS_SAID) or ()):
        return value is not None
    return is_enough(name, value) and name not in (facts.get(THIN) or ())


def table() -> str:
    """Return the table of what is enough, as the README has it."""
    rows = [f"| `{name}` | {enough.words} |" for name, enough in ENOUGH.items()]
    return "\n".join(["| fact | told well enough, so never asked |", "|---|---|", *rows])
