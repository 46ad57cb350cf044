"""Scenarios: what happened, who rings, and how they would say it. Loaded from YAML and refused when anything is odd."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from claims.clock import moment
from claims.interview import CASE_TYPES

HERE = Path(__file__).parent
SCENARIOS = HERE / "scenarios"
SPLIT = HERE / "split.yml"
PARTS = ("learn", "dev", "unseen")
TELLINGS = 3
"""Ways of telling one fact: plain, with chat around it, in dialect or hesitant."""

WHEN = ("once", "later", "recap")
CLAUSES = {"2014": "2014", "2020": "2020", "新能源2021": "2020", "新能源": "2020", "交强": "2020"}
"""What writers call the wording a policy is sold under -> the policy system's name of it, which knows none for electric cars alone."""

ALSO_CALLED = {"estimate": "estimate_yuan"}
"""Fields that some writers call otherwise -> their names."""

KINDS = ("机动车", "非机动车", "行人")
FLAGS = frozenset({"drink", "no_licence", "left_scene", "dispute", "fled_other", "second_start", "highway"})
ALWAYS_TOLD = frozenset(
    {"plate", "accident_time", "place", "description", "contact_name", "contact_phone", "recap", "guidance"}
    | {"anything_else"}
)
CAN_BE_PUT_RIGHT = frozenset(
    {"plate", "accident_time", "place", "description", "driver", "own_damage", "third_parties", "injuries"}
    | {"contact", "at_scene"}
)
"""Facts for which a scenario may have words that put them right."""

SHAPES: Mapping[str, Any] = {
    "case_type": CASE_TYPES,
    "plate": str,
    "accident_time": str,
    "accident_time_range": [str],
    "tolerance_min": int,
    "place_has": [str],
    "description_has": [str],
    "driver": {"name": str, "relation": str},
    "reporter": {"name": str, "relation": str, "phone": str},
    "own_damage": [str],
    "drivable": bool,
    "third_parties": [
        {
            "kind": frozenset(KINDS),
            "plate": str,
            "owner": str,
            "driver": str,
            "insurer": str,
            "damage": [str],
            "fled": bool,
        }
    ],
    "property_damage": [str],
    "injuries": {
        "any": bool,
        "count": int,
        "deaths": int,
        "severity_has": [str],
        "kinds": [str],
        "sent_hospital": bool,
        "hospital": str,
        "treated": bool,
        "ward": str,
        "fee_paid": bool,
        "fee_yuan": int,
    },
    "other_insurer": {"present": bool, "name": str, "estimate_yuan": int},
    "at_scene": bool,
    "car_location_has": [str],
    "contact": {"name": str, "phone": str},
    "police": {"reported": bool},
    "rescue_requested": bool,
    "rescue_to_has": [str],
    "flood": {"duration_min": [int], "level_has": [str], "restarted": bool},
    "theft": {
        "reported": bool,
        "station": str,
        "guarded_lot": bool,
        "receipt": bool,
        "documents_lost": [str],
    },
    "fire": {"how_has": [str], "origin_has": [str], "brigade": bool, "put_out": bool},
    "flags": [FLAGS],
}
"""Facts a scenario may have: a type, the values allowed, [of many], or the fields of a section.

Where many are wanted one alone will do (``level_has: 座椅``), and a number may be written for a text.
"""


class BadScenario(ValueError):
    """A file cannot be used; the message names every fault with its scenario."""


@dataclass(frozen=True)
class Correction:
    """Something said wrong first and put right afterwards.

    Attributes:
        fact: Which fact (``accident_time``, ``contact`` …).
        wrong: What is said when it is asked for.
        right: How it is put right.
        when: ``once`` in the same breath, ``later`` a few questions on, ``recap`` when it is read back.
    """

    fact: str
    wrong: str
    right: str
    when: str


@dataclass(frozen=True)
class Scenario:
    """One accident and the person who reports it; the fields are those of the file (README.md).

    Attributes:
        tells: Question -> its three tellings.
        two, asks, beside: Question -> what is said to it under that switch.
        cuts: Question -> the pieces of its answer.
        fixes: Fact -> how it is put right when it is read back wrong.
    """

    id: str
    writer: str
    about: str
    caller: Mapping[str, str]
    call_time: datetime
    from_: str
    policies: tuple[Mapping[str, Any], ...]
    facts: Mapping[str, Any]
    little: tuple[str, ...]
    much: tuple[str, ...]
    tells: Mapping[str, tuple[str, ...]]
    two: Mapping[str, str]
    asks: Mapping[str, str]
    beside: Mapping[str, str]
    cuts: Mapping[str, tuple[str, ...]]
    corrects: tuple[Correction, ...]
    fixes: Mapping[str, str]

    def fact(self, path: str, otherwise: Any = None) -> Any:
        """Return a fact by its dotted name, ``scenario.fact("injuries.any")``."""
        found: Any = self.facts
        for name in path.split("."):
            if not isinstance(found, Mapping) or name not in found:
                return otherwise
            found = found[name]
        return found

    def parties(self, *kinds: str) -> list[Mapping[str, Any]]:
        """Return the other parties of these kinds; all without any."""
        listed = self.facts.get("third_parties") or []
        return [party for party in listed if not kinds or party.get("kind") in kinds]

    @property
    def verified(self) -> bool:
        """Whether the policy's own number rings, so that the insured's name is known unsaid."""
        return any(self.from_ and policy["insured"].get("phone") == self.from_ for policy in self.policies)


class _Plain(yaml.SafeLoader):
    """YAML whose times stay text."""


_Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if not tag.endswith("timestamp")]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def split(path: Path = SPLIT) -> dict[str, str]:
    """Return the part of every writer, ``{"w01": "learn", …}``."""
    listed = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {writer: part for part in PARTS for writer in listed[part]}


def load(folder: Path = SCENARIOS, writers: Iterable[str] | None = None) -> list[Scenario]:
    """Read the scenarios of all files, or of some writers', in order.

    Raises:
        BadScenario: With every fault of every file.
    """
    wanted = None if writers is None else set(writers)
    paths = sorted(path for path in folder.glob("*.yml") if wanted is None or path.stem in wanted)
    scenarios: list[Scenario] = []
    faults: list[str] = []
    for path in paths:
        try:
            scenarios += read(path)
        except BadScenario as error:
            faults.append(str(error))
    faults += _shared(scenarios)
    if faults:
        raise BadScenario("\n".join(faults))
    return scenarios


def read(path: Path) -> list[Scenario]:
    """Read one writer's file.

    Raises:
        BadScenario: With every fault of the file.
    """
    try:
        written = yaml.load(path.read_text(encoding="utf-8"), _Plain)
        listed = written["scenarios"]
        writer = str(written["writer"])
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise BadScenario(f"{path}: not a file of scenarios ({error})") from error
    faults = [f"{path}: writer is {writer}"] if writer != path.stem else []
    scenarios = []
    for number, one in enumerate(listed, start=1):
        name = one.get("id", f"the {number}th") if isinstance(one, Mapping) else f"the {number}th"
        one = _renamed(one)
        found = list(_faults(one))
        if found:
            faults += [f"{path}, {name}: {fault}" for fault in found]
        else:
            scenarios.append(_scenario(writer, one))
    if faults:
        raise BadScenario("\n".join(faults))
    return scenarios


def _renamed(value: Any) -> Any:
    """Give the fields of facts and policies the names of the format."""
    if isinstance(value, Mapping):
        return {ALSO_CALLED.get(name, name): _renamed(inner) for name, inner in value.items()}
    return [_renamed(inner) for inner in value] if isinstance(value, list) else value


def _scenario(writer: str, one: Mapping[str, Any]) -> Scenario:
    def texts(name: str) -> dict[str, str]:
        return {question: str(text) for question, text in (one.get(name) or {}).items()}

    def lists(name: str) -> dict[str, tuple[str, ...]]:
        return {question: tuple(map(str, said)) for question, said in (one.get(name) or {}).items()}

    return Scenario(
        id=str(one["id"]),
        writer=writer,
        about=str(one["about"]),
        caller=one["caller"],
        call_time=moment(str(one["call_time"])),
        from_=str(one["from"] or ""),
        policies=tuple(one["policies"] or ()),
        facts=_tidied(one["facts"], SHAPES),
        little=tuple(one["opening"]["little"]),
        much=tuple(one["opening"]["much"]),
        tells=lists("tells"),
        two=texts("two"),
        asks=texts("asks"),
        beside=texts("beside"),
        cuts=lists("cuts"),
        corrects=tuple(Correction(**correction) for correction in one.get("corrects") or ()),
        fixes=texts("fixes"),
    )


def _tidied(value: Any, shape: Any) -> Any:
    """Write one alone as a list and numbers as text, where the shape wants it so."""
    if isinstance(shape, Mapping):
        return {name: _tidied(field, shape[name]) for name, field in value.items() if field is not None}
    if isinstance(shape, list):
        return [_tidied(one, shape[0]) for one in (value if isinstance(value, list) else [value])]
    return str(value) if shape is str else value


# --- what is refused ----------------------------------------------------------------------------------------------

_KEYS = frozenset(
    {"id", "about", "caller", "call_time", "from", "policies", "facts", "opening", "tells", "two", "asks", "beside"}
    | {"cuts", "corrects", "fixes"}
)  # fmt: skip
_POLICY = ("plate", "insured", "model", "clause", "covers", "start", "end")


def _faults(one: Any) -> Iterator[str]:
    if not isinstance(one, Mapping):
        yield "is no mapping"
        return
    yield from (f"{name} is missing" for name in sorted(_KEYS - one.keys()))
    yield from (f"{name} is unknown" for name in sorted(one.keys() - _KEYS))
    if _KEYS - one.keys():
        return
    try:
        moment(str(one["call_time"]))
    except ValueError:
        yield f"call_time {one['call_time']!r} is no moment"
    for policy in one["policies"] or ():
        yield from (f"a policy has no {name}" for name in _POLICY if name not in policy)
        if str(policy.get("clause")) not in CLAUSES:
            yield f"a policy has the clause {policy.get('clause')!r}, none of {', '.join(CLAUSES)}"
    yield from _wrong("facts", one["facts"], SHAPES)
    if isinstance(one["facts"], Mapping):
        yield from _wrong_times(one["facts"])
    for kind in ("little", "much"):
        if not _are_texts((one["opening"] or {}).get(kind)):
            yield f"opening.{kind} is no list of texts"
    yield from _wrong_tellings(one)
    yield from _wrong_corrections(one["corrects"] or ())
    yield from (
        f"fixes.{fact} can never be put right"
        for fact in (one["fixes"] or {})
        if fact not in CAN_BE_PUT_RIGHT
    )


def _wrong_tellings(one: Mapping[str, Any]) -> Iterator[str]:
    tells = one["tells"] or {}
    yield from (f"tells.{question} is missing" for question in sorted(ALWAYS_TOLD - tells.keys()))
    for question, tellings in tells.items():
        if not _are_texts(tellings) or len(tellings) != TELLINGS:
            yield f"tells.{question} is not {TELLINGS} texts"
    for question, pieces in (one["cuts"] or {}).items():
        if not _are_texts(pieces) or len(pieces) < 2:
            yield f"cuts.{question} is not two texts or more"
    for name in ("two", "asks", "beside", "fixes"):
        for question, text in (one[name] or {}).items():
            if not isinstance(text, str):
                yield f"{name}.{question} is no text"


def _wrong_corrections(corrects: Iterable[Any]) -> Iterator[str]:
    for correction in corrects:
        if not isinstance(correction, Mapping) or set(correction) != {"fact", "wrong", "right", "when"}:
            yield f"corrects has {correction!r}, not fact, wrong, right, when"
        elif correction["when"] not in WHEN:
            yield f"corrects.when is {correction['when']!r}, none of {', '.join(WHEN)}"


def _wrong(name: str, value: Any, shape: Any) -> Iterator[str]:
    """Name what in ``value`` does not have its shape."""
    if isinstance(shape, Mapping):
        if not isinstance(value, Mapping):
            yield f"{name} is no mapping"
            return
        for field, inner in value.items():
            if field not in shape:
                yield f"{name}.{field} is unknown"
            elif inner is not None:
                yield from _wrong(f"{name}.{field}", inner, shape[field])
    elif isinstance(shape, list):
        for inner in value if isinstance(value, list) else [value]:
            yield from _wrong(name, inner, shape[0])
    elif isinstance(shape, frozenset):
        if value not in shape:
            yield f"{name} is {value!r}, none of {', '.join(sorted(shape))}"
    elif shape is str:
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            yield f"{name} is {value!r}, no text"
    elif not isinstance(value, shape) or (shape is int and isinstance(value, bool)):
        yield f"{name} is {value!r}, no {shape.__name__}"


def _wrong_times(facts: Mapping[str, Any]) -> Iterator[str]:
    ends = facts.get("accident_time_range")
    if ("accident_time" in facts) == (ends is not None):
        yield "facts need accident_time or accident_time_range, one of the two"
    if ends is not None and len(ends) != 2:
        yield "facts.accident_time_range is not two times"
    for said in ends if ends is not None else [facts.get("accident_time")]:
        try:
            moment(str(said))
        except ValueError:
            yield f"facts have a time {said!r} that is none"


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(text, str) for text in value)


def _shared(scenarios: Iterable[Scenario]) -> Iterator[str]:
    """Name ids and insured plates that two scenarios share: the policy system would find the other's car."""
    seen: dict[str, str] = {}
    for scenario in scenarios:
        plates = {re.sub(r"\W", "", str(policy["plate"])) for policy in scenario.policies}
        for key in (scenario.id, *sorted(plates)):
            if key in seen:
                yield f"{scenario.id}: {key} is also in {seen[key]}"
            seen[key] = scenario.id
