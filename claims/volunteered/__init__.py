"""What an utterance tells beyond the question that was asked.

Callers tell whole stories in one breath; whatever an utterance contains is taken once, and never asked again.
"""

from __future__ import annotations

from typing import Any

from claims.heard import Heard
from claims.interview import Facts, told
from claims.parties import not_alone
from claims.volunteered.circumstances import take_feelings, take_flags, take_rescue
from claims.volunteered.damage import take_belongings, take_damage
from claims.volunteered.identifiers import take_identifiers, take_plates
from claims.volunteered.injury import take_hospital, take_injuries, take_particulars
from claims.volunteered.parties import take_flight, take_parties
from claims.volunteered.people import take_company, take_contact, take_driver, take_insured, take_reporter
from claims.volunteered.special_cases import take_fire, take_theft, take_water
from claims.volunteered.story import take_story
from claims.volunteered.taking import Taker
from claims.volunteered.time_and_place import take_place, take_scene, take_time


def volunteered(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Collect the facts an utterance holds besides the answer to the question asked.

    What was told is never overwritten here; that is what corrections are for. What could not be told when it was asked may be told later.

    Args:
        heard: The turn.
        facts: What is known, the answer to the question asked included.
        asked: The question that was open, or None.

    Returns:
        New facts only.
    """
    found: dict[str, Any] = {}
    for taker in TAKERS:
        for name, value in taker(heard, {**facts, **found}, asked).items():
            if (name in GROWING and value != facts.get(name)) or not told(facts, name):
                found[name] = value
    return found | not_alone({**facts, **found})


GROWING = frozenset(
    {"events", "flags", "third_parties", "property_damage", "case_type", "description", "mentioned"}
    | {
        "accident_time",
        "place",
        "own_damage",
        "thin",
        "theft_police",
        "theft_station",
        "fee_paid",
        "fee_amount",
        "driver",
        "police",
        "relation",
        "reporter_name",
        "caller_said",
        "injured",
        "injury_severity",
        "injured_kind",
        "injured_count",
        "sent_hospital",
        "hospital",
        "also_said",
        "rescue_when",
        "rescue_not_before",
    }
)
"""Facts that grow with what is told, or become more precise, so that their takers return the whole new value."""


TAKERS: tuple[Taker, ...] = (
    take_plates, take_identifiers, take_time, take_place, take_story, take_flags, take_parties, take_flight, take_damage, take_injuries, take_hospital,
    take_driver, take_company, take_water, take_fire, take_theft, take_scene, take_contact, take_reporter, take_insured, take_rescue,
    take_feelings, take_belongings, take_particulars,
)  # fmt: skip
"""One taker a kind of fact; later ones see what earlier ones took."""
