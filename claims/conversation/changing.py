"""What was read back and is told anew: its question is asked again, and what was told before stands until it is answered."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from claims.conversation.turn import Line, Means, Move, Turn, go_on
from claims.corrections import put_right
from claims.interview import UNKNOWN, Facts
from claims.parties import FIELDS, SAID, called, listed

ANEW: Mapping[str, tuple[str, ...]] = {
    "accident_time": ("accident_time",),
    "place": ("place",),
    "own_damage": ("own_damage",),
    **{
        question: (question,)
        for question in (
            *("late_reason", "flood_duration", "flood_level", "flood_restarted"),
            *("theft_police", "theft_documents", "fire_how", "fire_origin", "fire_charging", "fire_brigade"),
            *("fire_put_out", "injured_kind", "injury_severity", "treated", "ward", "relation"),
        )
    },
    "theft_parking": ("theft_parking", "theft_receipt"),
    "sent_hospital": ("sent_hospital", "hospital", "hospital_awaited", "treated", "ward"),
    "fee_paid": ("fee_paid", "fee_amount"),
    "other_insurer": ("other_insurer", "other_insurer_name", "other_insurer_estimate"),
    "rescue": ("rescue", "rescue_to", "rescue_when", "rescue_not_before"),
    "rescue_to": ("rescue_to",),
    "at_scene": ("at_scene", "car_location", "car_coordinates"),
    "car_location": ("car_location",),
    **{question: (question,) for question in FIELDS},
}
"""Question that can be asked anew -> its fact, and those that hang on it, of which the first is asked anew behind it.

Of a question of the other parties the fact is the field of the one meant.
"""

LEAVES_IT = re.compile(
    r"[嗯啊哦，,。\s]*(算了|不(用)?改了?|不用了|没错|都?对的?|就这样|还是原来的)[吧啊呀了，,。\s]*"
)
"""Words of who would rather leave what was told before."""


def take_change(turn: Turn, means: Means) -> Move | None:
    """Ask anew for what a customer wants to tell anew: a key of ``ANEW``, of another party with its index behind a colon."""
    wanted = turn.heard.first("change")
    if wanted is None:
        return None
    change, facts = str(wanted.value), dict(turn.facts)
    question = asked_by(change)
    party = called(_without(facts, change), question) if question in FIELDS else ""
    lines = (Line("utter_about_party", {"party": party}),) if party else ()
    return Move(facts, replace(go_on(turn, facts).progress, changing=change), lines, ask=question)


def asked_by(change: str) -> str:
    """Return the question that a change asks."""
    return change.partition(":")[0]


def told_anew(turn: Turn, again: Callable[[Turn], Move]) -> Move:
    """Read the answer as if nothing had been told before; who cannot tell, or leaves it, leaves what was told.

    Args:
        turn: A turn with ``progress.changing``.
        again: The understanding of the turn without it.
    """
    change = str(turn.progress.changing)
    plain = replace(turn, progress=replace(turn.progress, changing=None))
    if turn.asked != asked_by(change):
        return again(plain)
    if LEAVES_IT.fullmatch(turn.heard.text):
        return go_on(plain, dict(turn.facts))
    made = again(replace(plain, facts=_without(turn.facts, change)))
    value = value_of(made.facts, change)
    if value not in (None, UNKNOWN):
        return _with_what_hangs_on_it(turn.facts, made, change)
    kept = replace(made, facts=_restored(made.facts, turn.facts, change))
    if value == UNKNOWN or made.switch or made.quiet or made.transfer:
        return kept
    return replace(kept, ask=made.ask or turn.asked, progress=replace(made.progress, changing=change))


def _with_what_hangs_on_it(before: Facts, made: Move, change: str) -> Move:
    """Return a move with what is told anew; where it is the same again, what hangs on it stays, and is asked anew."""
    question = asked_by(change)
    name = "third_parties" if question in FIELDS else question
    facts = put_right({name: made.facts[name]}, made.facts)
    rest = {it: before[it] for it in ANEW[question][1:] if it in before}
    if not rest or before[question] != facts[question]:
        return replace(made, facts=facts)
    again = next(iter(rest))
    stays = replace(made, facts={**rest, **facts})
    return (
        replace(stays, ask=again, progress=replace(made.progress, changing=again)) if again in ANEW else stays
    )


def value_of(facts: Facts, change: str) -> Any:
    """Return what is told of what a change is about; None where it is not told, or its party is no longer there."""
    question, _, index = change.partition(":")
    if not index:
        return facts.get(question)
    parties = listed(facts)
    return parties[int(index)].get(FIELDS[question]) if int(index) < len(parties) else None


def _without(facts: Facts, change: str) -> dict[str, Any]:
    question, _, index = change.partition(":")
    if not index:
        return {name: value for name, value in facts.items() if name not in ANEW[question]}
    parties = listed(facts)
    for name in (FIELDS[question], SAID) if question == "third_damage" else (FIELDS[question],):
        parties[int(index)].pop(name, None)
    return {**facts, "third_parties": parties}


def _restored(facts: Facts, before: Facts, change: str) -> dict[str, Any]:
    """Return the facts with what was told before of what was not told anew."""
    question, _, index = change.partition(":")
    if not index:
        kept = {name: before[name] for name in ANEW[question] if name in before}
        return {
            **kept,
            **{name: value for name, value in facts.items() if value != UNKNOWN or name not in kept},
        }
    parties, told = listed(facts), listed(before)
    if len(parties) == len(told):
        parties[int(index)] = {
            **told[int(index)],
            **{name: value for name, value in parties[int(index)].items() if value != UNKNOWN},
        }
    return {**facts, "third_parties": parties}
