"""Which parts are damaged, of the own car and of another's."""

from __future__ import annotations

import re
from collections.abc import Callable

from claims import parties
from claims.answers.answer import Answer, clean, gives_up, people_in
from claims.answers.people import NOBODY_DROVE
from claims.answers.third_party import no_such_car
from claims.facts import told_facts
from claims.heard import Heard
from claims.interview import UNKNOWN, Facts
from mandarin.belongings import without_belongings
from mandarin.parts import united


def _parts(name: str, *kinds: str) -> Callable[[Heard, Facts], list[str] | None]:
    def read(heard: Heard, facts: Facts) -> list[str] | None:
        parts = [value.value for value in heard.all(*kinds)]
        if parts:
            return list(dict.fromkeys(parts))
        if heard.no_damage or (name == "third_damage" and _NO_OTHER_CAR.search(heard.text)):
            return []
        if gives_up(heard):
            return None
        # "她叫焦红" is no damage, nor is "没人开，停着呢"
        if (
            people_in(heard)
            or heard.all("plate", "phone", "injury", "part", "third_part")
            or _of_a_thing(heard)
            or NOBODY_DROVE.search(heard.text)
        ):
            return None
        said = clean(heard.text)
        tells = (
            _TELLS_DAMAGE.search(without_belongings(said))
            and not heard.is_intent(("noise",), 0.6)
            and not heard.only_asks
        )
        return [said] if tells else None

    return read


def _of_a_thing(heard: Heard) -> bool:
    """Tell whether the damage told is that of a thing by the road, and none of a car: 柱子蹭掉一块漆."""
    clauses = [clause.span() for clause in re.finditer(r"[^,，。\s]+", heard.text)]
    about = [
        (start, end)
        for start, end in clauses
        if any(
            start <= one.start < end and _SUBJECT.fullmatch(heard.text, start, one.start)
            for one in heard.all("property")
        )
    ]
    rest = " ".join(heard.text[slice(*clause)] for clause in clauses if clause not in about)
    return bool(about) and not _TELLS_DAMAGE.search(rest)


_SUBJECT = re.compile(r"(?:就|那个?|这个?|把|人家|还有|路边|旁边|停车场|小区|地库|的|[一二两]?[个根块])*")
"""Words before a thing that tell of nothing but it."""

_NO_OTHER_CAR = re.compile(r"没有?(什么|啥|撞到?|碰到?)?(别|其他|旁)的?车")
_TELLS_DAMAGE = re.compile(
    r"坏|烂|碎|裂|破|毁|废|报销|瘪|凹|扁|弯|断|掉|刮|蹭|划|擦|撞|碰|砸|烧|泡|淹|没了|丢|偷|漆|坑|印|痕|变形|散架|惨|严重|厉害|不行|完了|完蛋|损|伤|修|换|全|都|整|一半|里外|不成样"
)
"""Words of damage, which are kept as they are where they name no part; 西门 and 明白了 are no damage."""


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
    if not told and (without := no_such_car(heard, facts, "third_damage")) is not None:
        return Answer(without)
    if told and not all(v.problem for v in told):
        items = [parties.Item(v.start, "damage", v.value, v.text) for v in told]
        return Answer(parties.assign(heard, facts, "third_damage", items))
    things = [one.value for one in heard.all("property")]
    if not told and things:  # 压了他三分地麦子: no car's damage, and nothing to ask again
        struck = list(dict.fromkeys([*(facts.get("property_damage") or ()), *things]))
        return Answer({**parties.answered(facts, "third_damage", UNKNOWN), "property_damage": struck})
    parts = _parts("third_damage", "third_part")(heard, facts)
    if parts is None and not gives_up(heard):
        return None
    return Answer(parties.answered(facts, "third_damage", UNKNOWN if parts is None else parts))
