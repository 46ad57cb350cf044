"""The other parties of the accident: one list, and what is told of which.

Each party is a mapping: ``kind`` (机动车, 非机动车, 行人), what it is called (``at``: 前, 后 …; ``make``: 大众; ``model``: 速腾; ``type``: 皮卡, with the ``sorts``
it may be; ``colour``), and what is known of it: ``plate``, or ``plate_part`` (尾号82K), ``owner``, ``driver``,
``phone``, ``insurer``, ``damage`` (list of parts, empty when whole), ``fled``; ``vehicle`` is what it is in the caller's words (灰色哈弗). A field is
``UNKNOWN`` when the caller was asked and cannot tell. Whoever reads or changes the parties goes through these functions.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from claims.heard import Heard, Value
from mandarin.parts import end_of, is_definite, same_noun, united

Party = dict[str, Any]
Facts = Mapping[str, Any]

UNKNOWN = "unknown"
"""The answer of a caller who was asked and does not know, or does not want to say."""

MOTOR = "机动车"
NON_MOTOR = "非机动车"
PEDESTRIAN = "行人"

THIRD = "第三者"
"""The caller's relation to the insured who is the other party."""

FIELDS: Mapping[str, str] = {"third_plate": "plate", "third_owner": "owner", "third_damage": "damage"}
"""Question asked once for each other party -> the field of the party."""

OF_KINDS: Mapping[str, frozenset[str]] = {
    "plate": frozenset({MOTOR}),
    "owner": frozenset({MOTOR}),
    "damage": frozenset({MOTOR, NON_MOTOR}),
    "driver": frozenset(
        {MOTOR, NON_MOTOR}
    ),  # of a bike kept as its owner: nobody asks whose papers a rider has
    "phone": frozenset({MOTOR, NON_MOTOR, PEDESTRIAN}),
}
"""Field -> the kinds of parties that are asked about it."""

TOLD_OF_BIKES = frozenset({"owner"})
"""Fields of a motor vehicle that may be told of a bike as well."""

IMPLIED: Mapping[str, str] = {
    "collision_multi": MOTOR,
    "collision_nonmotor": NON_MOTOR,
    "pedestrian": PEDESTRIAN,
}
"""Case type -> the party it cannot be without."""

DESCRIBED = "vehicle"
"""What a party's car is in the caller's words: 灰色哈弗."""

CALLED = ("at", "make", "model", "type", "sorts", "colour")
"""What tells parties apart."""

TELLING = frozenset({*CALLED, "another", "hit", "nth"})
"""What makes words tell which party they are about, where 他 and 对方 only point."""


def listed(facts: Facts) -> list[Party]:
    """Return the other parties: those told of, and the one the case type implies while none of its kind is told of."""
    parties = [dict(party) for party in facts.get("third_parties") or ()]
    implied = IMPLIED.get(str(facts.get("case_type")))
    if implied and all(party.get("kind") != implied for party in parties):
        parties.append({"kind": implied})
    return parties


def count(facts: Facts, *kinds: str) -> int:
    """Count the other parties of these kinds."""
    return sum(party.get("kind") in kinds for party in listed(facts))


def awaiting(facts: Facts, question: str) -> int | None:
    """Return the index of the party a question is still to be asked of; plate and owner of one are asked together.

    Of whoever fled only the plate is asked: nobody is there who could tell the rest.
    """
    field = FIELDS[question]
    together = ("plate", "owner") if field in ("plate", "owner") else (field,)
    lacking = {
        index: [
            name for name in together if _lacks(party, name) and (name == "plate" or not party.get("fled"))
        ]
        for index, party in enumerate(listed(facts))
        if party.get("kind") in OF_KINDS[field]
    }
    # One begun is finished before the next is begun: the owner of the car whose plate was just told.
    open_ones = sorted((len(names), index) for index, names in lacking.items() if names)
    index = open_ones[0][1] if open_ones else None
    return index if index is not None and lacking[index][0] == field else None


def _lacks(party: Party, field: str) -> bool:
    """Tell whether a field is still to be asked for: untold, or parts told in passing that leave open which (屁股, 大灯)."""
    value = party.get(field)
    thin = field == "damage" and isinstance(value, list) and not all(is_definite(part) for part in value)
    return value is None or (thin and not party.get(SAID))


SAID = "damage_said"
"""Mark of a party whose damage was told in answer to the question: that is taken as it was said."""


def called(facts: Facts, question: str) -> str:
    """Return what to call the party a question is about (前面那辆车, 那辆皮卡), where there is more than one; else ""."""
    index, parties = awaiting(facts, question), listed(facts)
    others = [party for party in parties if party.get("kind") in OF_KINDS[FIELDS[question]]]
    if index is None or len(others) < 2 or is_the_callers(facts, question):
        return ""
    party = parties[index]
    if party.get("at"):
        return PLACES.get(party["at"], f"{party['at']}边") + "那辆车"
    name = name_of(party)
    return f"那辆{name}" if name else f"第{ORDINALS[others.index(party)]}辆车"


def name_of(party: Party) -> str:
    """Return what a car is called by itself: its model, make or type; "" where none was told."""
    return str(party.get("model") or party.get("make") or party.get("type") or "")


PLACES: Mapping[str, str] = {"前": "前面", "后": "后面", "对": "对面", "最前": "最前面"}
ORDINALS = "一二三四五六七八九"


def told(facts: Facts, field: str) -> list[Any]:
    """Return what was told in a field of the parties, without what the caller could not tell."""
    return [party[field] for party in listed(facts) if party.get(field) not in (None, UNKNOWN)]


def not_alone(facts: Facts) -> dict[str, Any]:
    """Return the case type of a collision alone in which another car is known by its plate and owner, or by its damage; else nothing."""
    if facts.get("case_type") != "collision_single":
        return {}
    known = (
        party.get("damage") or all(party.get(field) not in (None, UNKNOWN) for field in ("plate", "owner"))
        for party in listed(facts)
        if party.get("kind") == MOTOR
    )
    return {"case_type": "collision_multi"} if any(known) else {}


def is_told_of(party: Party) -> bool:
    """Tell whether more is known of a party than that it was there: its plate, owner or damage."""
    return any(party.get(field) for field in ("plate", "owner", "damage"))


def with_fields(facts: Facts, index: int, **fields: Any) -> dict[str, Any]:
    """Return the fact with these fields of one party set."""
    parties = listed(facts)
    parties[index] |= fields
    return {"third_parties": parties}


def answered(facts: Facts, question: str, value: Any) -> dict[str, Any]:
    """Return the fact with the answer to a question given for the party it is asked of."""
    index = awaiting(facts, question)
    if index is None:
        return {"third_parties": listed(facts)}
    said = {SAID: True} if question == "third_damage" else {}
    return with_fields(facts, index, **{FIELDS[question]: value}, **said)


_NOT_KNOWN = re.compile(
    r"[^,，。\s]{0,6}?(?:不知道|不晓得|不清楚|没问|没看[清到见]|没记|没注意|不认识|没[听说]过?名字)"
)


def rest_unknown(heard: Heard, facts: Facts, question: str, items: Iterable[Item]) -> dict[str, Any]:
    """Settle the question for the other party of whom the caller says beside the answer not to know: 孙莉 另一个不知道."""
    untold = [
        one
        for one in heard.who("party")
        if set(one.value) & TELLING and _NOT_KNOWN.match(heard.text, one.end)
    ]
    lacking = [
        at
        for at, party in enumerate(listed(facts))
        if party.get("kind") in OF_KINDS[FIELDS[question]] and party.get(FIELDS[question]) is None
    ]
    index = lacking[0] if untold and len(lacking) == 1 else None
    spoken_of = [item.start for item in items]
    if index is None or any(start > untold[-1].start for start in spoken_of):
        return {}
    return with_fields(facts, index, **{FIELDS[question]: UNKNOWN})


def untold(facts: Facts, question: str = "third_plate") -> dict[str, Any]:
    """Settle the questions about a party that left unrecognised: nobody can tell its plate, owner or damage."""
    index = awaiting(facts, question)
    if index is None:
        return {}
    party = listed(facts)[index]
    return with_fields(
        facts,
        index,
        **{field: UNKNOWN for field in FIELDS.values() if party.get(field) is None},
        **{SAID: True},
    )


def another_is_told_of(facts: Facts, index: int) -> bool:
    """Tell whether, beside the party at ``index`` of whom nothing is told, something is told of another car."""
    before = listed(facts)
    others = [one for at, one in enumerate(before) if at != index and one.get("kind") == MOTOR]
    return not is_told_of(before[index]) and any(map(is_told_of, others))


def without_waiting(facts: Facts, question: str) -> dict[str, Any]:
    """Leave out the party a question is asked of: it is one told of before, whose plate the caller gives again.

    What it was called tells of the one there is.
    """
    index, before = awaiting(facts, question), listed(facts)
    kept = [party for at, party in enumerate(before) if at != index]
    cars = [party for party in kept if party.get("kind") == MOTOR]
    if index is not None and len(cars) == 1:
        kept[kept.index(cars[0])] = {**_called(before[index]), **cars[0]}
    return {"third_parties": kept}


def without_plates(facts: Facts) -> list[Party]:
    """Return the other parties without the plates told of them."""
    return [{name: value for name, value in party.items() if name != "plate"} for party in listed(facts)]


def with_untold(facts: Facts) -> dict[str, Any]:
    """Return the facts with the questions about the party that left settled (``untold``)."""
    return {**facts, **untold(facts)}


def unknowns(facts: Facts) -> int:
    """Count the fields the caller was asked and cannot tell."""
    return sum(value == UNKNOWN for party in listed(facts) for value in party.values())


EVENT_SEEN_FROM_THERE: Mapping[str, str] = {
    "rear_ended": "rear_end",
    "rear_end": "rear_ended",
    "hit_by_vehicle": "hit_vehicle",
    "hit_vehicle": "hit_by_vehicle",
    "hit_unknown": "hit_vehicle",
    "fled_other": "left_scene",
    "left_scene": "fled_other",
}
"""What happened to the caller's car -> what happened to the insured's, where the caller is the third party."""

KIND_SEEN_FROM_THERE: Mapping[str, str] = {"part": "third_part", "third_part": "part"}
OWNER_SEEN_FROM_THERE: Mapping[str, str] = {"ours": "other", "other": "ours"}


def seen_from_our_car(heard: Heard, asked: str | None) -> Heard:
    """Turn what a third party tells to where the insured's car stands: "my door" is the other car's, "his bumper" ours.

    A part of no car said is that of the car asked about, else the caller's; where the caller's car was parked, and what kind of
    accident it sounds like as a whole, tells nothing of the insured's.
    """
    bikes = any(vehicle.value["kind"] == NON_MOTOR for vehicle in heard.all("vehicle"))
    of_the_callers: list[Value] = []

    def seen(value: Value) -> Value | None:
        if value.kind in KIND_SEEN_FROM_THERE:
            mine = value.owner == "ours" or (not value.owner and _my_car_before(heard, value.start))
            if not (value.owner or mine) and asked in ("own_damage", "third_damage"):
                return value
            if mine:
                of_the_callers.append(Value("party", {"nth": CALLERS}, "", value.start, value.start))
            return replace(value, kind=KIND_SEEN_FROM_THERE[value.kind], owner=_OURS_OF[value.kind])
        if value.kind == "injury" and "车上人员" in (value.value.get("kinds") or ()):
            return replace(value, value={**value.value, "kinds": ["第三者车上人员"]})  # my wife, in my car
        if value.kind in ("event", "flag"):
            label = EVENT_SEEN_FROM_THERE.get(value.value, value.value)
            label = "hit_nonmotor" if bikes and label == "hit_vehicle" else label
            owner = OWNER_SEEN_FROM_THERE.get(value.owner, value.owner)
            return None if label == "parked" else replace(value, value=label, owner=owner)
        if value.kind == "vehicle" and value.value["kind"] == MOTOR:
            return None
        if value.kind == "phone":
            return value  # whose a number is, claims.whose_number tells
        if value.kind in ("driver", "owner"):
            theirs = of_the_caller(value) or (value.kind == "owner" and asked in FIELDS)
            return replace(value, owner="other" if theirs else "ours")
        if value.kind == "plate" and not value.owner and asked not in FIELDS:
            return replace(value, owner="ours")
        return replace(value, owner=OWNER_SEEN_FROM_THERE.get(value.owner, value.owner))

    values = tuple(one for one in map(seen, heard.values) if one is not None)
    roles = [one for one in map(seen, heard.roles) if one is not None and one.kind != "party"]
    numbered = [one for one in heard.roles if one.kind == "party" and "nth" in one.value]
    return replace(
        heard,
        values=values,
        roles=(
            Value("caller", {"relation": THIRD}),
            *sorted([*roles, *numbered, *of_the_callers], key=lambda one: one.start),
        ),
        learnt={name: told for name, told in heard.learnt.items() if name != "case_type"},
    )


CALLERS = 1
"""Where a third party calls, the first of the other cars is the caller's own."""


def is_the_callers(facts: Facts, question: str) -> bool:
    """Tell whether a question about another party is about the car of the third party who calls."""
    return facts.get("relation") == THIRD and awaiting(facts, question) in (None, CALLERS - 1)


def ours_told_again(heard: Heard, facts: Facts, asked: str | None) -> Heard:
    """Turn parts told while theirs are asked for to ours, where they are ours put right: 大灯说错了 是左边的 其他的没错.

    They are where nothing gives them to the other car and each is of a kind told of ours, one of them on another side, or one of
    ours is denied.
    """
    ours = facts.get("own_damage")
    told = heard.spoken_of("third_part")
    if asked != "third_damage" or not isinstance(ours, list) or any(part.owner for part in told):
        return heard
    again = bool(told) and all(any(same_noun(str(part.value), one) for one in ours) for part in told)
    moved = [part for part in told if part.value not in ours and part.assertion == "asserted"]
    if not (again and moved and len(told) >= min(len(ours), 2) and _PUT_RIGHT.search(heard.text)):
        return heard
    values = tuple(replace(one, kind="part") if one.kind == "third_part" else one for one in heard.values)
    return replace(heard, values=values)


def ours_asked_for(heard: Heard, facts: Facts, asked: str | None) -> Heard:
    """Turn all parts told to ours where ours are asked for and nothing but a word for our own car or driver gives them away.

    大车皮实 就前杠瘪了, said of our lorry; 他那个前杠裂了, said by who did not drive.
    """
    told = heard.spoken_of("part", "third_part")
    if asked != "own_damage" or not told or any(part.kind == "part" for part in told):
        return heard
    driver = facts.get("driver")
    he_drove = isinstance(driver, Mapping) and driver.get("relation") != "本人"
    if _ANOTHERS.search(heard.text) or (_HE.search(heard.text) and not he_drove):
        return heard
    values = tuple(
        replace(one, kind="part", owner="") if one.kind == "third_part" else one for one in heard.values
    )
    return replace(heard, values=values)


_ANOTHERS = re.compile(r"对方|人家|别人|对面|[前后旁]面?(的|那)?[个辆台]?车|那[辆台]|撞我的")
_HE = re.compile(r"[他她]")


_PUT_RIGHT = re.compile(r"[说讲报记弄看](?:错|反|岔)|不对|没错|好的[,，。\s]|是(?:左|右|前|后)边?[,，。\s]")


def of_the_caller(person: Value) -> bool:
    """Tell whether somebody named is the caller or one of theirs: 我开的, 我老公开的; 开车的叫韩冰 is not."""
    told = person.value.get("relation")
    return bool(told) and person.value.get("of") != "insured"


_OURS_OF: Mapping[str, str] = {"part": "other", "third_part": "ours"}


def _my_car_before(heard: Heard, start: int) -> bool:
    """Tell whether "my car" was spoken of before a place in the words."""
    return any(
        one.confidence < 1 and one.value.get("relation") == "本人" and one.start < start
        for one in heard.who("caller")
    )


POINTED_AT = "parties_pointed_at"
ASKED_OF = "party_asked_of"
"""Index of the party of which it was asked, beside facts in which that is answered."""


@dataclass(frozen=True)
class Item:
    """Something told of another party: where in the words, which field, what."""

    start: int
    field: str
    value: Any
    text: str = ""
    """The words in which it was told, where they say more than the value: 前轮, which is a tyre by its canonical name."""


def assign(heard: Heard, facts: Facts, asked: str | None, items: Iterable[Item]) -> dict[str, Any]:
    """Give each thing told to the party it was told of, filled party by party.

    The party is the one the words before it name (前车 …, 那个皮卡 …, 孙莉那个 …); where they only point (他, 对方) or say nothing, the
    one named before in the utterance, else the one the open question is about, else the first that lacks it. What is
    known already stays.

    Args:
        heard: The turn.
        facts: What is known; under ``ASKED_OF`` the party it was asked of; under ``POINTED_AT`` the parties with the names and plates by which words may point at them, in the
            same order, where those of ``third_parties`` are left blank to be told anew.
        asked: The open question.
        items: What was told.

    Returns:
        The fact ``third_parties`` where it changed, else nothing.
    """
    facts, heard = {**facts, "third_parties": listed(facts)}, by_number(heard, facts)
    before = [dict(party) for party in facts["third_parties"]]
    pointed_at: list[Party] = facts.get(POINTED_AT) or before
    parties: list[Party] = facts["third_parties"]
    named: dict[int, int] = {}  # start of a mention -> its party
    given: dict[tuple[int, str], list[Any]] = {}
    placed: dict[
        int, int
    ] = {}  # where something stands that was told -> its party: who owns it and drove is one
    waiting = facts.get(ASKED_OF)
    if waiting is None and asked and asked in FIELDS:
        waiting = awaiting(facts, asked)
    last: int | None = None  # the party that the words before were of, where none was named
    in_order, several = sorted(items, key=lambda one: one.start), len(parties) > 1
    behind = _told_behind(heard, in_order)
    mentions = [
        _mention_behind(heard, item, following, behind) or _mention(heard, item.start, bool(parties))
        for item, following in zip_longest(in_order, in_order[1:])
    ]
    # What is told of a party named goes first, so that what names none is left for the others.
    for item, mention in sorted(
        zip(in_order, mentions, strict=True), key=lambda one: several and one[1] is None
    ):
        index = _by_name(pointed_at, heard, item.start, mention.start if mention else 0)
        if index is None and item.field == "plate":  # told again, whatever the car is called now
            by_place = mention and not mention.value.get("another")  # 后面的才是皖A3T90C
            with_plates = parties if by_place else pointed_at
            plates = [str(party.get("plate") or "") for party in with_plates]
            same = [at for at, plate in enumerate(plates) if plate == item.value]
            same = same or [at for at, plate in enumerate(plates) if alike(plate, item.value)]
            index = same[0] if same else None
        if index is not None:
            named[mention.start if mention else -1 - index] = index
        elif mention:
            index = named.get(mention.start)
            if index is None:
                index = named[mention.start] = _party_of(parties, mention.value, set(named.values()))
        index = placed.get(item.start, index)
        if several and index is not None and item.field in ("owner", "driver"):
            told_now = given.get((index, item.field), [item.value])
            index = (
                index if told_now == [item.value] else None
            )  # one car has one owner: the next is another's
        free = index is None
        if index is None:
            of_last = [at for at in (last, waiting) if at is not None] or _hit_there(parties, item)
            index = _next_lacking(parties, item, of_last, given, set(named.values()) if several else set())
        if index is None:
            continue
        last = index if free else last
        placed[item.start] = index
        if (
            mention is not None
            and mention.value.get("another")
            and parties[index].get(item.field) not in (None, UNKNOWN, item.value)
            and item.field != "damage"
        ):
            parties.append({"kind": MOTOR, **_called(mention.value)})  # 还有辆…: none of those told before
            index = named[mention.start] = len(parties) - 1
        party = parties[index]
        field = "owner" if (item.field, party.get("kind")) == ("driver", NON_MOTOR) else item.field
        known = party.get(field)
        if field == "damage":  # grows with what is told
            parts = known if isinstance(known, list) else []
            party["damage"] = united(parts, [part_of(party, item.value, item.text)])
            if asked == "third_damage":
                party[SAID] = True
            given[index, "damage"] = party["damage"]
        elif (
            known in (None, UNKNOWN)
            or _names_further(known, item.value)
            or (field == "plate" and alike(str(known), str(item.value)))  # 最后不是1 是L 川A88K2L
        ):
            party[field] = item.value
            given[index, field] = [item.value]
        elif free and item.field == "plate" and item.value not in told({"third_parties": parties}, "plate"):
            parties.append({"kind": MOTOR, "plate": item.value})
    for index, party in enumerate(parties):
        if party.get("plate_part"):  # what was seen of a plate is no plate, and is all that can be asked for
            whole = party.get("plate") not in (None, UNKNOWN)
            kept = {name: value for name, value in party.items() if name != "plate_part"}
            parties[index] = kept if whole else {**party, "plate": UNKNOWN}
    return {"third_parties": parties} if parties != before else {}


SLIPS = 2
"""Characters in which a plate put right may differ from what was heard before."""


def alike(one: str, other: str) -> bool:
    """Tell whether two plates may be one, misheard in a character or two."""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) <= SLIPS


def _names_further(known: Any, value: Any) -> bool:
    """Tell whether a name tells more of somebody of whom the surname is known: 冯小兵 of 姓冯."""
    surname = str(known).removeprefix("姓")
    return str(known) != surname and len(str(value)) > len(surname) and str(value).startswith(surname)


def renamed(facts: Facts, wrong: Iterable[Any], right: str) -> list[Party]:
    """Return the other parties with a name put right wherever it stands; nothing where it is none of theirs."""
    parties, wrong = listed(facts), set(wrong)
    found = [
        (party, field) for party in parties for field in ("owner", "driver") if party.get(field) in wrong
    ]
    for party, field in found:
        party[field] = right
    return parties if found else []


def by_number(heard: Heard, facts: Facts) -> Heard:
    """Let ordinals mean the parties in their order, as they are read back: 第二辆 is the second of two, and no further one.

    What such a car is said to be (第二辆是比亚迪, 第二辆改成前头那个捷达) is told of that one.
    """
    many, nth, end = len(listed(facts)), 0, 0
    roles = []
    for one in heard.roles:
        if one.kind == "party" and set(one.value) & TELLING:
            said = one.value.get("nth", 0)
            if (
                not said
                and nth
                and not one.value.get("another")
                and _IS_IT.fullmatch(heard.text, end, one.start)
            ):
                said = nth
            if said:
                told = {name: value for name, value in one.value.items() if name not in ("another", "nth")}
                one = replace(one, value={**told, "nth": said} if said <= many else one.value)
            nth, end = said if said <= many else 0, one.end
        roles.append(one)
    return replace(heard, roles=tuple(roles))


_IS_IT = re.compile(r"(?:车?的?|[^。]{0,12}?(?<!不)(?:是|改成|改为|换成|叫)[^我俺咱]{0,16}?)")


def joined(heard: Heard, facts: Facts) -> list[Party]:
    """Return the other parties with one more that is told of (还有一辆捷达); nothing where none of them is new."""
    parties = listed(facts)
    telling = [one.value for one in heard.who("party") if set(one.value) & {*CALLED, "another"}]
    told = next(
        (at for at, one in enumerate(telling) if one.get("another") and one.get("kind") == MOTOR), None
    )
    if told is None or not parties:
        return []
    before = len(parties)
    further = telling[told + 1] if told + 1 < len(telling) else {}  # 还有一辆车 是白色的捷达
    index = _party_of(parties, {**telling[told], **_called(further)}, set())
    return parties if index == before else []


OF_A_BIKE: Mapping[str, str] = {"大灯": "车灯", "前大灯": "车灯"}
"""Part of a car -> what it is on a bike, which has but one lamp."""


def part_of(party: Party, part: str, text: str) -> str:
    """Return what a part is on the vehicle of a party; the wheel of a bike is kept as one: 前轮歪了 tells of no tyre."""
    if party.get("kind") != NON_MOTOR:
        return part
    wheel = part.endswith("轮胎") and text and not _TYRE.search(text)
    return part.removesuffix("胎") if wheel else OF_A_BIKE.get(part, part)


_TYRE = re.compile("[胎带皮呔]")


def about(heard: Heard, facts: Facts, field: str, start: int) -> int | None:
    """Return the party whose field told before is spoken of at a place in the words: the one named, else the one told last."""
    parties = listed(facts)
    have = [index for index, party in enumerate(parties) if party.get(field) not in (None, UNKNOWN)]
    mention = _mention(heard, start, bool(parties))
    if mention and set(mention.value) & TELLING:
        have = [index for index in have if not conflict(parties[index], _placed(parties, mention.value))]
    return have[-1] if have else None


def _telling(heard: Heard) -> list[Value]:
    """Return the mentions that tell which party is meant; one that was only dodged (没碰着那三轮) is none."""
    dodged = [one for one in heard.spoken_of("vehicle") if one.assertion != "asserted"]
    return [
        one
        for one in heard.who("party")
        if set(one.value) & TELLING
        and not any(one.start < other.end and other.start < one.end for other in dodged)
    ]


def _mention(heard: Heard, start: int, any_known: bool) -> Value | None:
    """Return the mention of a party that tells which one, nearest before a place in the words; else right behind it."""
    telling = _telling(heard)
    before = [one for one in telling if one.start <= start]
    if before:
        return before[-1]
    behind = (one for one in telling if one.start - start <= NEAR and not one.value.get("another"))
    return next(behind, None) if not any_known else None


def _by_name(parties: Iterable[Party], heard: Heard, start: int, since: int) -> int | None:
    """Return the party whose owner, driver or plate is named last before ``start``, or right before ``since``: 孙莉那个后杠, 孙莉那辆途观, 豫A那个."""
    words, last, parties = heard.text[:start], {}, list(parties)
    towns = Counter(_town_of(party) for party in parties)
    plates = {v.value["plate"]: v.start for v in heard.all("plate") if v.problem is None and v.start < start}
    for index, party in enumerate(parties):
        if plates.get(party.get("plate"), -1) >= since:
            last[plates[party["plate"]]] = index
        for name in (party.get("owner"), party.get("driver")):
            if name in (None, UNKNOWN) or (at := words.rfind(name)) < 0:
                continue
            if at >= since or _ITS.fullmatch(words, at + len(name), since):
                last[at] = index
        town = _town_of(party)  # 豫A那个 where the others are of other towns
        if town and towns[town] == 1:
            pointing = re.compile(f"{town}(?:[那这的]|车)")
            last |= {one.start(): index for one in pointing.finditer(words, since)}
    return last[max(last)] if last else None


def _town_of(party: Party) -> str:
    """Return the characters of a party's plate that name province and town, "" of none."""
    plate = str(party.get("plate") or UNKNOWN)
    return plate[:2] if plate != UNKNOWN and len(plate) > 2 else ""


_ITS = re.compile(r"(?:的|那|这|个|辆|台|部)*")


def named_in_clause(heard: Heard, facts: Facts, value: Value) -> bool:
    """Tell whether one of the other parties is named before something in its clause, by make, number, plate or a name: 奥迪是平安."""
    if value.owner == "ours":
        return False
    begins = max((pause.end() for pause in _PAUSE.finditer(heard.text, 0, value.start)), default=0)
    if any(begins <= one.start < value.start for one in _telling(heard)):
        return True
    known = facts.get(POINTED_AT) or listed(facts)
    return _by_name(known, replace(heard, text=heard.text[: value.start]), value.start, begins) is not None


def _told_behind(heard: Heard, items: list[Item]) -> bool:
    """Tell whether the caller says whose things are behind them all: 甘A11111 前车的 甘A22222 后车的.

    What follows right upon the words for a party is of that party: 后杠 后面那台前杠.
    """
    first = next((one for one in heard.who("party") if set(one.value) & TELLING), None)
    if (
        first is None
        or first.value.get("another")
        or not items
        or not items[0].start < first.start <= items[0].start + NEAR
    ):
        return False
    after = next((item.start for item in items if item.start >= first.end), None)
    return after is None or bool(_PAUSE.search(heard.text[first.end : after]))


_PAUSE = re.compile(r"[,，。\s]")


def _mention_behind(heard: Heard, item: Item, following: Item | None, behind: bool) -> Value | None:
    """Return the mention of a party that says behind a thing told whose it is: 孙建国 那是后头的."""
    end = following.start if following else len(heard.text)
    return next(
        (
            one
            for one in heard.who("party")
            if item.start < one.start < end
            and set(one.value) & TELLING
            and not one.value.get("another")  # 孙莉 另一个不知道
            and (behind or heard.text[: one.start].endswith("是"))
        ),
        None,
    )


NEAR = 14
"""Characters behind a thing told in which the party it belongs to may still be named: 甘A11111 是前车的."""


def conflict(party: Party, mention: Mapping[str, Any]) -> bool:
    """Tell whether a mention cannot be of this party: another place, another make, another type, another kind."""
    kinds = {mention.get("kind"), party.get("kind")} - {None}
    if len(kinds) > 1 and kinds != {PEDESTRIAN, NON_MOTOR}:  # 骑手 and 大爷 may be one
        return True
    ours, theirs = ({str(sort) for sort in told.get("sorts") or ()} for told in (party, mention))
    if ours and theirs and not ours & theirs:
        return True
    names = [
        (str(party.get(name) or ""), str(mention.get(name) or "")) for name in ("make", "model", "colour")
    ]
    apart = any(one and other and one not in other and other not in one for one, other in names)
    return apart or bool(party.get("at") and mention.get("at") and party["at"] != mention["at"])


def _placed(parties: Iterable[Party], mention: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a mention with its place, where cars stood in a row: who struck us came from behind, whom we struck was in front."""
    in_a_row = {party.get("at") for party in parties} & {"前", "后"}
    at = {"us": "后", "them": "前"}.get(mention.get("hit", ""), "")
    return {**mention, "at": at} if at and in_a_row and not mention.get("at") else mention


def _called(mention: Mapping[str, Any]) -> Party:
    return {name: mention[name] for name in (*CALLED, DESCRIBED) if mention.get(name)}


def _told_more(party: Party, called: Party) -> Party:
    """Return a party with what it is called now; its car keeps the fuller of two descriptions: 灰色哈弗 of 哈弗."""
    now, before = str(called.get(DESCRIBED) or ""), str(party.get(DESCRIBED) or "")
    fuller = {DESCRIBED: now} if before and before in now else {}
    return {**called, **party, **fuller}


def _party_of(parties: list[Party], mention: Mapping[str, Any], taken: set[int]) -> int:
    """Return the party that a mention is of, and note what it is called; a new one when it can be none of them."""
    mention = _placed(parties, mention)
    if "nth" in mention and not mention.get("another") and mention["nth"] <= len(parties):
        index = int(mention["nth"]) - 1
        parties[index] = _told_more(
            {**parties[index], **_called({**mention, DESCRIBED: ""})}, _called(mention)
        )
        return index
    fitting = [index for index, party in enumerate(parties) if not conflict(party, mention)]
    only = [index for index, party in enumerate(parties) if party.get("kind") == MOTOR]
    if not fitting and mention.get("at") == "最前" and len(only) == 1:
        fitting = only  # the foremost of one is that one
    if mention.get("another"):
        fitting = [index for index in fitting if index > 0 and index not in taken]
    best = max(
        fitting,
        key=lambda index: (
            sum(bool(mention.get(name) and parties[index].get(name)) for name in CALLED),
            sum(bool(mention.get(name)) and mention.get(name) == parties[index].get(name) for name in CALLED),
            index not in taken,
            -index,
        ),
        default=None,
    )
    called = _called(mention)
    if best is None or (
        best in taken and not any(parties[best].get(name) for name in called if name in CALLED)
    ):
        parties.append({"kind": mention.get("kind") or MOTOR, **called})
        return len(parties) - 1
    parties[best] = _told_more(parties[best], called)
    return best


def _hit_there(parties: list[Party], item: Item) -> list[int]:
    """Return the one car of a row that a part can be of: we struck the rear of the one in front, and the front of the one behind struck us."""
    at = {"前": "后", "后": "前"}.get(end_of(str(item.value)) if item.field == "damage" else "")
    there = [index for index, party in enumerate(parties) if party.get("at") == at]
    others = [party for party in parties if party.get("at") in AT_THE_OTHER_END.get(at or "", ())]
    return there if len(there) == 1 and others else []


AT_THE_OTHER_END: Mapping[str, tuple[str, ...]] = {"前": ("后",), "后": ("前",)}


def described(heard: Heard, facts: Facts, index: int | None) -> dict[str, Any]:
    """Return the fact with what the party asked about is called, where that is told in place of the answer: 黑色奥迪A6."""
    parties = listed(facts)
    if index is None or index >= len(parties):
        return {}
    told: dict[str, Any] = {}
    for one in _telling(heard):
        called = {name: value for name, value in _called(one.value).items() if name != "at"}
        if called and not one.value.get("another") and not conflict(parties[index], one.value):
            told |= called
    whole = {**told, **parties[index]}
    return with_fields(facts, index, **told) if told and whole != parties[index] else {}


def _next_lacking(
    parties: list[Party],
    item: Item,
    first: list[int],
    given: Mapping[tuple[int, str], Any],
    named: set[int],
) -> int | None:
    """Return the party something belongs to of which the words name none; a car nobody spoke of yet is a new party."""

    def lacks(index: int) -> bool:
        grows = item.field == "damage" and (index, "damage") in given
        return grows or parties[index].get(item.field) in (None, UNKNOWN)

    kinds = OF_KINDS.get(item.field, frozenset({MOTOR})) | (
        {NON_MOTOR} if item.field in TOLD_OF_BIKES else set()
    )
    fitting = [index for index, party in enumerate(parties) if party.get("kind") in kinds]
    in_order = [*(one for one in first if item.field != "damage" or one in fitting), *fitting]
    # What names no party is left for those that are not named in the same breath.
    in_order = [*(one for one in in_order if one not in named), *(one for one in in_order if one in named)]
    index = next((one for one in in_order if lacks(one)), fitting[-1] if fitting else None)
    if index is None and not parties and item.field not in ("damage", "driver", "phone"):
        parties.append({"kind": MOTOR})
        index = len(parties) - 1
    return index
