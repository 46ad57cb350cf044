"""Whether the injured were taken to hospital, are on the way, or are yet to go. The rules are data, ``words/taken.yml``."""

from __future__ import annotations

from mandarin.rules import WORDS, patterns

RULES = WORDS / "taken.yml"
TAKEN, ON_THE_WAY, NOT_TAKEN, PLANNED = "taken", "on_the_way", "not_taken", "planned"


def taken(text: str) -> str | None:
    """Return how far somebody is on the way to hospital: ``taken``, ``on_the_way``, ``not_taken`` or ``planned``; None when nothing is told.

    A plan beside what has been done (送医院了 等会儿转省医院) is told by what has been done.
    """
    kinds = patterns(RULES)
    done = kinds[PLANNED].sub("", text)
    for kind in (ON_THE_WAY, NOT_TAKEN, TAKEN):
        if kinds[kind].search(done):
            return kind
    return PLANNED if done != text else None


def is_planned(text: str, start: int, end: int) -> bool:
    """Tell whether what stands from ``start`` to ``end`` is part of such a plan: the hospital of 准备送市二院."""
    return any(plan.start() < end and start < plan.end() for plan in patterns(RULES)[PLANNED].finditer(text))
