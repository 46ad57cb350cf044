"""Who else was involved: the other cars, their plates, owners and insurers."""

from __future__ import annotations

import re
from typing import Any

from claims.answers.answer import Answer, clean, gives_up, lacks
from claims.answers.yes_no import settle, yes_or_no
from claims.heard import Heard
from claims.interview import MOTOR, NON_MOTOR, OF_OTHERS, PEDESTRIAN, UNKNOWN, Facts


def read_third_party(heard: Heard, facts: Facts) -> Answer | None:
    """Read who or what else was involved; it decides the case type."""
    vehicles = [v.value for v in heard.all("vehicle")]
    kinds = {v["kind"] for v in vehicles}
    case = next(
        (
            case
            for kind, case in (
                (PEDESTRIAN, "pedestrian"),
                (MOTOR, "collision_multi"),
                (NON_MOTOR, "collision_nonmotor"),
            )
            if kind in kinds
        ),
        None,
    )
    if case:
        return Answer({"third_party": True, "case_type": case, "third_parties": vehicles})
    things = [v.value for v in heard.all("property")]
    if things:
        return Answer({"third_party": True, "case_type": "collision_single", "property_damage": things})
    if yes_or_no("third_party", heard) is False or gives_up(heard):
        return Answer({"third_party": False, "case_type": "collision_single", "third_parties": []})
    if yes_or_no("third_party", heard):
        return Answer({"third_party": True, "case_type": "collision_multi"})
    return None


def read_third_plate(heard: Heard, facts: Facts) -> Answer | None:
    """Read the plate of one more other car, or that nobody can tell it."""
    given = list(facts.get("third_plate") or ())
    found = [v.value["plate"] for v in heard.all("plate") if v.problem is None]
    found = [plate for plate in found if plate != facts.get("plate") and plate not in given]
    if found:
        return Answer({"third_plate": [*given, *found]})
    if _GONE.search(heard.text) or any(event.value == "fled_other" for event in heard.all("event")):
        return Answer(untold_party(facts) | fled(facts))
    if _LEFT.search(heard.text):
        return Answer(untold_party(facts))
    if cannot_tell("third_plate", heard) and not heard.first("injury"):
        return Answer({"third_plate": [*given, UNKNOWN]})
    wrong = heard.first("plate")
    return Answer(problem=f"plate_{wrong.problem}") if wrong and wrong.problem else None


def cannot_tell(name: str, heard: Heard) -> bool:
    """Tell whether the caller does not know it, has not got it, or will not say; not by how a damage told sounds."""
    if gives_up(heard) or lacks(heard):
        return True
    bikes = any(vehicle.value["kind"] == NON_MOTOR for vehicle in heard.all("vehicle"))
    return settle(name, heard) in (False, UNKNOWN) and not bikes and not heard.all("part", "third_part")


def untold_party(facts: Facts) -> dict[str, Any]:
    """Settle the questions about a party that left unrecognised: nobody can tell its plate, owner or damage."""
    return {name: [*(facts.get(name) or ()), UNKNOWN] for name in OF_OTHERS}


def fled(facts: Facts) -> dict[str, Any]:
    """Note that the other party fled."""
    parties = list(facts.get("third_parties") or [{"kind": MOTOR}])
    parties[-1] = {**parties[-1], "fled": True}
    flags = dict.fromkeys([*(facts.get("flags") or ()), "fled_other"])
    return {"third_parties": parties, "flags": list(flags)}


_GONE = re.compile(r"跑(了|掉|没影)|逃|溜(走)?了|没停")

_LEFT = re.compile(r"走了|不在了|离开了")


def read_third_owner(heard: Heard, facts: Facts) -> Answer | None:
    """Read the owner of one more other car."""
    given = list(facts.get("third_owner") or ())
    value = heard.first("person")
    if value is not None and value.value.get("name"):
        return Answer({"third_owner": [*given, value.value["name"]]})
    if cannot_tell("third_owner", heard):
        return Answer({"third_owner": [*given, UNKNOWN]})
    said = clean(heard.text)
    return Answer({"third_owner": [*given, said]}) if 2 <= len(said) <= 20 else None


def read_other_insurer(heard: Heard, facts: Facts) -> Answer | None:
    """Read whether another insurer came; naming one says yes."""
    insurer = heard.first("insurer")
    said = settle("other_insurer", heard)
    if said is not False and insurer is not None:
        updates: dict[str, Any] = {"other_insurer": True, "other_insurer_name": insurer.value}
        money = heard.first("money")
        if money is not None:
            updates["other_insurer_estimate"] = money.value
        return Answer(updates)
    return None if said is None else Answer({"other_insurer": said})
