"""What happened: events, parties, things hit, circumstances; they decide the case type."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from claims.answers import STRUCK_SOMEBODY, SURE_STORY, clean
from claims.case_type import (
    ALONE,
    STRUCK_VEHICLE,
    SURE_ANEW,
    case_type,
    overturns,
    weighed,
    without_events_of,
)
from claims.heard import Heard, Value
from claims.interview import Facts
from claims.parties import FIELDS
from claims.volunteered.parties import distinct, parties_of, pushed, vehicles_in
from claims.volunteered.taking import union
from claims.who import by_third_party

STORY_LENGTH = 12
"""Characters from which words that tell of an accident are its story: "我的车被水淹了" only names it."""


def take_story(heard: Heard, facts: Facts, asked: str | None) -> dict[str, Any]:
    """Take what happened: events, parties, things hit, circumstances; they decide the case type."""
    if asked in _NOT_THE_STORY:
        return _things_besides(heard, facts) if asked != "recap" else {}
    where = asked in ("place", "car_location")  # "景区停车场" is where it was, and parks no car
    happened = [e for e in heard.all("event") if not (where and _CAR_PARK.fullmatch(e.text))]
    events = union(facts.get("events"), [event.value for event in happened])
    flags = union(facts.get("flags"), circumstances(heard, asked))
    things = union(facts.get("property_damage"), [v.value for v in heard.all("property")])
    new_vehicles = distinct(vehicles_in(heard, facts, asked == "plate"), heard.text)
    seen_from_ours = not by_third_party(heard, facts)
    before_now = facts.get("third_parties") or parties_of(new_vehicles)
    vehicles = pushed(before_now, events, heard.text, seen_from_ours)
    found: dict[str, Any] = {"events": events, "flags": flags, "property_damage": things}
    if vehicles and (heard.all("event") or asked in ("description", "third_party")):
        found["third_parties"] = vehicles
    told = _events_told(heard) or _tells_all_the_same(heard)
    is_story = asked in ("description", "third_party") or told
    ranked = heard.learnt.get("case_type") if is_story else None
    case = case_type(events, new_vehicles or vehicles, things, flags, ranked)
    before = facts.get("case_type")
    anew = _told_anew(heard, happened, new_vehicles, facts) if asked == "description" else None
    if anew is not None:
        found |= {"case_type": anew, "events": without_events_of(before, events)}
        if new_vehicles and not _told_of(facts):
            found["third_parties"] = parties_of(new_vehicles)
    elif before is None and case is not None:
        found["case_type"] = case
    if facts.get("case_type") == "pedestrian" and _RIDER.search(heard.text) and new_vehicles:
        found |= {"case_type": "collision_nonmotor", "third_parties": new_vehicles}
    if told and _tells_how(heard) and len(heard.text) >= STORY_LENGTH and asked != "description":
        found["description"] = _longer(facts.get("description"), clean(heard.meant))
    elif facts.get("description") and (
        (asked in _BESIDE_THE_STORY and (heard.all("property") or _manners(heard)))
        or (heard.all("money") and _THEY_ASK.search(heard.text))
        or (asked in FIELDS and any(one.value.get("kinds") for one in heard.all("injury")))
    ):
        found["description"] = _longer(
            facts["description"], clean(heard.meant)
        )  # whose, what they ask, who is hurt
    elif _events_told(heard) and (asked is None or asked in _BEFORE_THE_STORY):
        found["mentioned"] = _longer(facts.get("mentioned"), clean(heard.meant))
    kept = {name: value for name, value in found.items() if value}
    now = kept.get("case_type") or facts.get("case_type")
    if now in ALONE and STRUCK_VEHICLE.isdisjoint(found["events"]) and not _told_of(facts):
        kept.pop("third_parties", None)  # 躲货车上掉的轮胎皮撞了护栏
        return kept | ({"third_parties": []} if facts.get("third_parties") else {})
    return kept


def _things_besides(heard: Heard, facts: Facts) -> dict[str, Any]:
    """Take other people's property that is told of when the story is over: 对了 我还撞坏人家一扇卷帘门."""
    before = facts.get("property_damage") or []
    things = union(before, [thing.value for thing in heard.all("property")])
    if len(things) == len(before):
        return {}
    told = (
        {"description": _longer(facts["description"], clean(heard.meant))} if facts.get("description") else {}
    )
    return {"property_damage": things, **told}


def _told_anew(
    heard: Heard, happened: Sequence[Value], vehicles: Sequence[Mapping[str, Any]], facts: Facts
) -> str | None:
    """Return the case type where the story asked for tells another than a mention before it; that the car stood is true of both."""
    if facts.get("case_type") in STRUCK_SOMEBODY and _STRUCK_AS_WELL.search(heard.text):
        return None  # whoever was struck first rules the questions
    stood = {"parked"} & set(facts.get("events") or ())
    case, weight = weighed(
        [*(event.value for event in happened), *stood],
        vehicles,
        [thing.value for thing in heard.all("property")],
        ranked=heard.learnt.get("case_type"),
    )
    return case if overturns(case, facts.get("case_type"), vehicles) and weight >= SURE_ANEW else None


_STRUCK_AS_WELL = re.compile(
    r"(?:又|还|再|接着|然后|完了)[^,，。\s]{0,4}?(?:撞|刮|蹭|碰(?!见|到人说)|追尾|怼|顶|轧)"
)
"""Words of one more blow, beside which what was struck before was struck all the same: 完了又撞道边停着一辆."""


def _told_of(facts: Facts) -> bool:
    """Tell whether more is known of the other parties than that they were mentioned."""
    fields = {"plate", "owner", "driver", "insurer", "damage", "fled"}
    return any(
        fields & {name for name, value in party.items() if value}
        for party in facts.get("third_parties") or ()
    )


def _events_told(heard: Heard) -> bool:
    """Tell whether something happened in the words; the parking bay of an address did not."""
    places = heard.all("place")
    return any(
        not any(place.start <= event.start and event.end <= place.end for place in places)
        for event in heard.all("event")
        if event.value != "parked"
    )


def _tells_all_the_same(heard: Heard) -> bool:
    """Tell whether words without an event of our lists tell an accident: how it came about, what was hit, and a case beyond doubt."""
    cases = heard.learnt.get("case_type") or {}
    sure = max(cases.values(), default=0) >= SURE_STORY
    return (
        sure and _tells_how(heard) and bool(heard.all("vehicle", "property", "part", "third_part", "injury"))
    )


_CAR_PARK = re.compile(r"(地下)?(停车[场位区坪]|车[库位棚]|地库)")
"""Where cars park, as part of an address."""


_RIDER = re.compile(r"(骑|蹬|推)(着|了|个|辆|一|电|三|自|摩|小|共|车)")
"""Words that make the person who was struck a rider: "把人撞了，是一个骑三轮的"."""


def _tells_how(heard: Heard) -> bool:
    """Tell whether the words say how it came about, and not just that something happened: "让出租车追尾了" is the case alone.

    Of a car that stood and was gone, or under water, there is no more to tell.
    """
    happened = {event.value for event in heard.all("event")}
    stood = "parked" in happened and not happened.isdisjoint(_BEFELL_WHERE_IT_STOOD)
    return stood or bool(heard.all("manner"))


def _manners(heard: Heard) -> list[Value]:
    """Return how it came about, without what answers the question asked: 没看清, of a plate."""
    answers = [(one.start, one.end) for one in heard.all("answer")]
    return [one for one in heard.all("manner") if (one.start, one.end) not in answers]


_BEFELL_WHERE_IT_STOOD = frozenset({"theft", "flood"})


def _longer(told_before: Any, now: str) -> str:
    """Add to the story what is told later: nothing said is lost."""
    return f"{told_before}；{now}" if told_before and now not in told_before else now


_BEFORE_THE_STORY = frozenset(
    {
        "plate", "vin", "engine_no", "policy_no", "insured", "vehicle", "policy_confirm", "manual_record", "accident_time",
    }
)  # fmt: skip
"""Questions beside whose answers a caller names what happened before it is asked; after that a word of it is no story."""
_THEY_ASK = re.compile(r"(?:人家|对方|[他她]|摊主|老板|车主|张[嘴口]|开口)[^,，。\s]{0,6}?(?:要|赔|讹)")
"""Words with which the others name a sum: 人家张嘴要两千."""
_BESIDE_THE_STORY = frozenset(
    {"driver", "own_damage", "third_party", "third_plate", "third_owner", "third_damage", "injured", "injured_count", "police"}
)  # fmt: skip
"""Questions beside whose answers more of the story is told: 前杠碎了 那个面包车倒车没看后面."""
_NOT_THE_STORY = frozenset(
    {"recap", "guidance", "anything_else", "contact_name", "contact_phone", "callback_phone"}
)


def circumstances(heard: Heard, asked: str | None) -> list[str]:
    """Return the circumstances told of our side, without those that are the answer to the question asked."""
    answered = _ANSWERED.get(asked or "", frozenset())
    return [flag.value for flag in heard.all("flag") if flag.value not in answered and flag.owner != "other"]


_ANSWERED: Mapping[str, frozenset[str]] = {
    "at_scene": frozenset({"left_scene"}),  # "已经离开现场", said to B-13, is no confession
    "car_location": frozenset({"left_scene"}),
    "third_plate": frozenset({"left_scene"}),  # "没看清 人跑了" tells of the other car
    "third_owner": frozenset({"left_scene"}),
    "third_damage": frozenset({"not_drivable", "towed", "drivable", "left_scene"}),
    "rescue": frozenset({"towed"}),
    "rescue_to": frozenset({"towed"}),
}
"""Question -> circumstances that are its answer, or another car's."""
