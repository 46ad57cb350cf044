"""Whether a call we placed was taken by the person it is for."""

from __future__ import annotations

from claims.answers.answer import Answer
from claims.answers.yes_no import yes_or_no
from claims.heard import Heard
from claims.interview import Facts
from claims.outbound import AWAY
from mandarin.reached import who_took_it

_SAID = {"right": True, "wrong": False, "away": AWAY}


def read_right_person(heard: Heard, facts: Facts) -> Answer | None:
    """Read the answer to J-01: yes, no (a wrong number), or ``AWAY``."""
    took = None if heard.keys else who_took_it(heard.text)
    name = (facts.get("order") or {}).get("name")
    if took is None and name and heard.text.rstrip("，。 ").endswith(f"我是{name}"):
        return Answer({"right_person": True})
    if took == "who_rings":
        return None
    said = _SAID[took] if took else yes_or_no("right_person", heard)
    return None if said is None else Answer({"right_person": said})
