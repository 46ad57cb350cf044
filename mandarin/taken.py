"""Whether the injured were taken to hospital, are on the way, or are yet to go. The rules are data, ``words/taken.yml`` and ``words/hearsay.yml``."""

from __future__ import annotations

import re

from mandarin.rules import WORDS, patterns

RULES = WORDS / "taken.yml"
HEARSAY = WORDS / "hearsay.yml"
TAKEN, ON_THE_WAY, NOT_TAKEN, AWAITED, PLANNED = "taken", "on_the_way", "not_taken", "awaited", "planned"


def taken(text: str) -> str | None:
    """Return how far somebody is on the way to hospital: one of the five kinds above; None when nothing certain is told.

    What is left open (送没送) or only supposed (应该送去了吧) tells nothing.
    A plan beside what has been done (送医院了 等会儿转省医院) is told by what has been done, and who waits for the ambulance is
    not simply not taken (不是没送 救护车在来的路上).
    """
    kinds = patterns(RULES)
    settled = without_left_open(text)
    done = kinds[PLANNED].sub("", settled)
    certain = "，".join(clause for clause in _PAUSE.split(done) if not is_hedged(clause))
    for kind, said in ((ON_THE_WAY, done), (AWAITED, done), (NOT_TAKEN, certain), (TAKEN, certain)):
        if kinds[kind].search(said):
            return kind
    return PLANNED if done != settled else None


_PAUSE = re.compile(r"[，,。；;\s]+")


def is_planned(text: str, start: int, end: int) -> bool:
    """Tell whether what stands from ``start`` to ``end`` is part of such a plan: the hospital of 准备送市二院."""
    return any(plan.start() < end and start < plan.end() for plan in patterns(RULES)[PLANNED].finditer(text))


def without_left_open(text: str) -> str:
    """Return the text, of the same length, without what its speaker does not know: 谁知道送没送."""
    return patterns(HEARSAY)["left_open"].sub(lambda open_one: "，" * len(open_one[0]), text)


def is_awaited(text: str) -> bool:
    """Tell whether those who were not taken to hospital are still to be: the ambulance is on its way, or it is planned."""
    return taken(text) in (AWAITED, PLANNED)


def is_hedged(text: str) -> bool:
    """Tell whether words only suppose what they tell: 应该送去了吧."""
    return bool(patterns(HEARSAY)["hedged"].search(text))


def doubt_before(text: str, start: int) -> str:
    """Return the word by which a hospital named from ``start`` on is in doubt, "" where none is: 好像|去市二院."""
    before = patterns(HEARSAY)["doubted"].search(text[max(0, start - _REACH) : start])
    hedge = patterns(HEARSAY)["hedged"].search(before[0]) if before else None
    return hedge[0] if hedge else ""


_REACH = 12
"""Characters before a hospital in which its doubt stands."""
