"""What is right, wrong, missing or invented in a record, against a scenario's facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.calls.fields import COUNTED_IF, FIELDS, JUDGED_FLAGS, PARTY, Field, at, named, paired, when
from bench.calls.questions import QUESTIONS, question
from bench.calls.scenario import Scenario
from bench.calls.told import contains, plain, sign
from claims.interview import ROAD_CASES

RIGHT, WRONG, MISSING, INVENTED = "right", "wrong", "missing", "invented"

_FACT_OF = {
    "place_has": "place",
    "description_has": "description",
    "property_damage": "description",
    "car_location_has": "car_location",
    "rescue_to_has": "rescue",
    "rescue_requested": "rescue",
}
"""Field -> its fact, where that is not the first part of its name."""


@dataclass(frozen=True)
class Finding:
    """The verdict on one field.

    Attributes:
        field: Its dotted name in the scenario.
        fact: The fact it belongs to, as corrections and fixes name it.
        question: What asks for it.
        verdict: right, wrong, missing or invented.
        expected, stored: The two values; None where there is none.
        share: How much of it is right, 0 to 1: of lists more than right or wrong.
    """

    field: str
    fact: str
    question: str
    verdict: str
    expected: Any = None
    stored: Any = None
    share: float = 0.0


def fact_of(name: str) -> str:
    """Return the fact a field belongs to: ``injuries.count`` -> ``injuries``."""
    return _FACT_OF.get(name, name.split(".")[0])


def findings(scenario: Scenario, record: Mapping[str, Any], said: Sequence[str]) -> list[Finding]:
    """Compare a record with the truth.

    Args:
        scenario: The truth, of which only those fields are expected that the flow asks for or that were told.
        record: The claim report as the desk holds it; empty when there is none.
        said: All the caller said, as meant.
    """
    found = [*_time(scenario, record)]
    for row in FIELDS:
        found += _plain_field(row, scenario, record, said)
    found += _parties(scenario, record, said)
    found += _flags(scenario, record, said)
    return found


def _verdict(row: Field, expected: Any, stored: Any, share: float) -> Finding:
    verdict = RIGHT if share >= 1 else WRONG
    return Finding(row.name, fact_of(row.name), row.question, verdict, expected, stored, share)


def _without(row: Field, verdict: str, expected: Any = None, stored: Any = None) -> Finding:
    return Finding(row.name, fact_of(row.name), row.question, verdict, expected, stored)


def _empty(value: Any) -> bool:
    return value is None or value in ("", [], {})


def _time(scenario: Scenario, record: Mapping[str, Any]) -> Iterator[Finding]:
    row = Field("accident_time", "accident_time")
    expected = scenario.fact("accident_time") or scenario.fact("accident_time_range")
    stored = record.get("accident_time") or record.get("accident_time_range")
    share = when(scenario, record)
    yield _without(row, MISSING, expected) if share is None else _verdict(row, expected, stored, share)


def _plain_field(
    row: Field, scenario: Scenario, record: Mapping[str, Any], said: Sequence[str]
) -> Iterator[Finding]:
    expected, stored = scenario.fact(row.name), at(record, row.path)
    yield from _compared(row, expected, stored, scenario, said)


def _compared(
    row: Field, expected: Any, stored: Any, scenario: Scenario, said: Sequence[str]
) -> Iterator[Finding]:
    """Judge one value; nothing comes of two that are both silent."""
    if expected is None:
        if not _empty(stored) and _is_claim(row, stored) and not _follows(row, stored, scenario):
            yield _without(row, INVENTED, None, stored)
    elif expected == []:  # "nothing lost": an empty list, or none
        yield _verdict(row, expected, stored, float(_empty(stored)))
    elif not _empty(stored):
        share = 1.0 if _stands_for(row, stored, scenario, said) else row.compare(expected, stored)
        yield _verdict(row, expected, stored, share)
    elif _is_expected(row, expected, scenario, said):
        yield _without(row, MISSING, expected)


def _is_claim(row: Field, stored: Any) -> bool:
    counted = COUNTED_IF.get(row.name)
    return counted is None or bool(counted(stored))


def _follows(row: Field, stored: Any, scenario: Scenario) -> bool:
    """Tell whether a value the truth is silent about follows from what it holds: the number that rings, the insured.

    有 他是太平洋的, said of whether an insurer came, is whose the other car is insured with, too.
    """
    if row.name == "third_parties.insurer":
        name = scenario.fact("other_insurer.name")
        return bool(name) and named(name, stored) == 1
    if row.name == "contact.phone":
        return bool(scenario.from_) and str(stored) == scenario.from_
    if row.name in ("driver.name", "contact.name", "reporter.name"):
        return stored == "本人" or _is_insured(str(stored), scenario)
    return False


def _stands_for(row: Field, stored: Any, scenario: Scenario, said: Sequence[str]) -> bool:
    """Tell whether 本人 or a relation is stored for the name of a contact who never gave it."""
    name = scenario.fact("contact.name")
    if row.name != "contact.name" or scenario.verified or contains("".join(said), name):
        return False
    relations = [
        str(scenario.fact(f"{who}.relation"))
        for who in ("driver", "reporter")
        if scenario.fact(f"{who}.name") == name
    ]
    return stored in relations or (stored == "本人" and name == scenario.fact("reporter.name"))


def _is_expected(row: Field, expected: Any, scenario: Scenario, said: Sequence[str]) -> bool:
    """Tell whether a field should be there: the flow asks for it, or the caller told it.

    A no to what nobody asks ("no deaths") is as good as silence.
    """
    if row.name in ("driver.name", "contact.name"):
        known = scenario.verified and _is_insured(str(expected), scenario)
        return known or contains("".join(said), str(expected))
    if question(row.question).due(scenario) is True and row.question in QUESTIONS:
        return row.name != "injuries.deaths" or bool(expected)
    return (bool(expected) or _is_claim(row, expected)) and sign(row.question, said, scenario)


def _is_insured(name: str, scenario: Scenario) -> bool:
    return any(plain(name) == plain(str(policy["insured"]["name"])) for policy in scenario.policies)


def _parties(scenario: Scenario, record: Mapping[str, Any], said: Sequence[str]) -> Iterator[Finding]:
    for expected, stored in paired(scenario.parties(), list(record.get("third_parties") or ())):
        if expected is None:
            if scenario.fact("case_type") in ROAD_CASES or set(stored) - {"kind", "fled"}:
                yield Finding("third_parties", "third_parties", "description", INVENTED, None, dict(stored))
            continue
        for row in PARTY:
            value = (stored or {}).get(row.path)
            yield from _compared(row, expected.get(row.path), value, scenario, said)


def _flags(scenario: Scenario, record: Mapping[str, Any], said: Sequence[str]) -> Iterator[Finding]:
    stored = set(record.get("flags") or ())
    expected = set(scenario.fact("flags") or ())
    for flag in sorted(expected):
        if flag in stored:
            yield Finding(f"flags.{flag}", "flags", flag, RIGHT, flag, flag, 1.0)
        elif sign(flag, said, scenario):
            yield Finding(f"flags.{flag}", "flags", flag, MISSING, flag)
    for flag in sorted((stored & JUDGED_FLAGS) - expected - _implied(scenario)):
        yield Finding(f"flags.{flag}", "flags", flag, INVENTED, None, flag)


def _implied(scenario: Scenario) -> set[str]:
    """Return flags that are no more than another fact told twice."""
    implied = {"fled_other"} if any(party.get("fled") for party in scenario.parties()) else set()
    if any("高速" in words for words in scenario.fact("place_has") or ()):
        implied.add("highway")
    return implied | ({"second_start"} if scenario.fact("flood.restarted") else set())
