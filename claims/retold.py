"""Other parties told anew by their plates, each with whose it is and what is broken: 后车京Q7M581宋伟前杠水箱 前车冀F2L663杨丽华后杠.

A plate is one car's and no other's: what is told beside it takes the place of what was told of that car, whichever it was taken for
before; and nothing of it is our own car's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from claims import parties
from claims.heard import Heard, Value
from claims.interview import Facts
from mandarin.parts import united

LEAD = 6
"""Characters between what a car is called and its plate: 那个半挂是冀G…."""

TAIL = 2
"""Characters behind what was told last that belong to it: 坏了."""


@dataclass(frozen=True)
class _Told:
    """What is told of one party: which it is, where in the words, its plate and what it is called."""

    index: int
    start: int
    plate: Value
    called: Value | None


def retold(heard: Heard, facts: Facts) -> tuple[list[parties.Party], Heard]:
    """Return the other parties after what is told of them by plate, and what was heard beside it.

    Nothing is taken of plates alone, which may be told for any reason: ``([], heard)``.
    """
    before = parties.listed(facts)
    told = _by_place(heard, _by_plate(heard, facts, before), before)
    ends = [*(one.start for one in told), len(heard.text)][1:]
    after = [dict(party) for party in before]
    taken: list[Value] = []
    for one, end in zip(told, ends, strict=True):
        within = [value for value in (*heard.values, *heard.roles) if one.plate.end <= value.start < end]
        parts = [v for v in within if v.kind in ("part", "third_part") and v.owner != "ours"]
        people = [v for v in within if v.kind == "person" and v.value.get("name")]
        if not (parts or people):
            continue
        party = after[one.index]
        party["plate"] = one.plate.value["plate"]
        if one.called is not None:
            party |= {name: said for name, said in one.called.value.items() if name in parties.CALLED}
        if where := _place(heard, one):
            party["at"] = where
        for name in (person.value["name"] for person in people[:1]):
            drove = any(v.kind == "driver" and v.value.get("name") == name for v in within)
            party["driver" if drove else "owner"] = name
        if damaged := [v for v in parts if v.assertion == "asserted"]:
            party["damage"] = united([], [parties.part_of(party, str(v.value), v.text) for v in damaged])
        taken += [replace(one.plate, start=one.start), *people[:1], *parts]
    return (after, _without(heard, taken)) if taken and after != before else ([], heard)


_IS_AT = re.compile(r"(?:才|就)?是(?P<at>[前后旁对])(?:[面边头](?!的?路)|车)")
"""Words right behind a plate that tell where that car was: 豫A6Y520是后头冯艳丽的."""

_WAS_AT = re.compile(r"(?:^|[,，。\s])[^,，。\s]{0,4}?(?P<at>[前后旁对])(?:[面边头]|车)[^,，。\s]{0,6}$")
"""Words right before it that do: 后面追我的是京Q…."""


def _by_plate(heard: Heard, facts: Facts, before: Sequence[parties.Party]) -> list[_Told]:
    """Return the other parties whose plates are told, in order of the words, each once."""
    found: list[_Told] = []
    for plate in heard.all("plate"):
        said = str(plate.value["plate"])
        if plate.problem is not None or plate.owner == "ours" or said == facts.get("plate"):
            continue
        called = next(
            (one for one in heard.who("party") if one.end <= plate.start <= one.end + LEAD), None
        )  # 后头那个黑M8C405
        free = [at for at in range(len(before)) if at not in {one.index for one in found}]
        index = _which(said, called, before, free)
        if index is not None:
            found.append(_Told(index, called.start if called else plate.start, plate, called))
    return found


def _by_place(heard: Heard, told: list[_Told], before: Sequence[parties.Party]) -> list[_Told]:
    """Return what is told by where each car was, where that is told of all of them: plates may have been taken for each other's."""
    places = [at for one in told if (at := _place(heard, one)) is not None]
    cars = {party["at"]: index for index, party in enumerate(before) if party.get("at")}
    if len(told) < 2 or len(set(places)) < len(told) or not cars.keys() >= set(places):
        return told
    return [replace(one, index=cars[at]) for one, at in zip(told, places, strict=True)]


def _place(heard: Heard, one: _Told) -> str | None:
    """Return where a car was, said before its plate or right behind it."""
    behind, before = _IS_AT.match(heard.text, one.plate.end), _WAS_AT.search(heard.text[: one.plate.start])
    where = behind or before
    return where["at"] if where else one.called.value.get("at") if one.called else None


def _which(
    plate: str, called: Value | None, before: Sequence[parties.Party], free: Sequence[int]
) -> int | None:
    plates = {at: str(before[at].get("plate") or "") for at in free}
    same = [at for at in free if plates[at] == plate] or [
        at for at in free if parties.alike(plates[at], plate)
    ]
    if same:
        return same[0]
    named = [at for at in free if called and called.value.get("at") == before[at].get("at") is not None]
    return named[0] if named else free[0] if called and len(before) == 1 else None


def _without(heard: Heard, taken: Sequence[Value]) -> Heard:
    """Return what was heard without some values and the words in which they were told."""
    text = heard.text
    for one in taken:
        end = min(one.end + TAIL, len(text))
        text = text[: one.start] + "，" * (end - one.start) + text[end:]
    gone = [(one.start, one.end) for one in taken]

    def left(values: Sequence[Value]) -> tuple[Value, ...]:
        return tuple(
            value
            for value in values
            if not any(start < value.end and value.start < end for start, end in gone)
        )

    return replace(heard, text=text, values=left(heard.values), roles=left(heard.roles))
