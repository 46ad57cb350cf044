"""Which parts are damaged, of the own car and of another's."""

from __future__ import annotations

from collections.abc import Callable

from claims import parties
from claims.answers.answer import Answer, clean, gives_up, people_in
from claims.answers.people import NOBODY_DROVE
from claims.facts import told_facts
from claims.heard import Heard
from claims.interview import UNKNOWN, Facts
from mandarin.parts import united


def _parts(name: str, *kinds: str) -> Callable[[Heard, Facts], list[str] | None]:
    def read(heard: Heard, facts: Facts) -> list[str] | None:
        parts = [value.value for value in heard.all(*kinds)]
        if parts:
            return list(dict.fromkeys(parts))
        if heard.no_damage:
            return []
        if gives_up(heard):
            return None
        # "她叫焦红" is no damage, nor is "没人开，停着呢"
        if (
            people_in(heard)
            or heard.all("plate", "phone", "injury", "part", "third_part")
            or NOBODY_DROVE.search(heard.text)
        ):
            return None
        said = clean(heard.text)
        return [said] if len(said) >= 2 and not heard.is_intent(("noise",), 0.6) else None

    return read


def read_own_damage(heard: Heard, facts: Facts) -> Answer | None:
    """Read which parts of the own car are damaged; an empty list when nothing is."""
    parts = _parts("own_damage", "part")(heard, facts)
    if parts is None:
        return Answer({"own_damage": UNKNOWN}) if gives_up(heard) else None
    before = told_facts(facts).get("own_damage") or []  # told in passing, and not plain enough
    return Answer({"own_damage": united(before, parts)})


def read_third_damage(heard: Heard, facts: Facts) -> Answer | None:
    """Read which parts of the other parties' vehicles are damaged, each for its own; what is said to be ours stays out."""
    told = [part for part in heard.all("part", "third_part") if part.owner != "ours"]
    if told and not all(v.problem for v in told):
        items = [parties.Item(v.start, "damage", v.value) for v in told]
        return Answer(parties.assign(heard, facts, "third_damage", items))
    parts = _parts("third_damage", "third_part")(heard, facts)
    if parts is None and not gives_up(heard):
        return None
    return Answer(parties.answered(facts, "third_damage", UNKNOWN if parts is None else parts))
