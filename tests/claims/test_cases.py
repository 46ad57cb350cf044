"""A kind of accident that is tapped, and the story written after it: each party and each thing is told once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from actions.hearing import hear
from claims.clock import BEIJING
from claims.conversation import CASES, Progress, Reply, Turn, respond, understand
from claims.heard import Heard, Value
from claims.report import record_of
from claims.volunteered import volunteered

NOW = datetime(2026, 3, 10, 8, 5, tzinfo=BEIJING)
TOLD: dict[str, Any] = {
    "plate": "冀A6P72Q",
    "lookup": "found",
    "policy_confirm": True,
    "accident_time": {"start": "2026-03-10T07:30:00+08:00", "told": "clock", "said": "七点半"},
    "place": {"text": "石家庄裕华路", "city": "石家庄", "road": "裕华路"},
}


def after(heard: Heard, facts: dict[str, Any], progress: Progress) -> Reply:
    turn = Turn("claim_report", facts, progress, heard, "description")
    return respond("claim_report", understand(turn, lambda *_: None))


def tapped(case: str, facts: dict[str, Any] | None = None) -> Reply:
    heard = Heard("点了按钮", "inform", 1.0, NOW, (Value("case", case),))
    return after(heard, facts or TOLD, Progress(spoken=True))


def told(case: str, *stories: str) -> tuple[dict[str, Any], Reply]:
    """Return the record after a tap and what was written then."""
    reply = tapped(case)
    for story in stories:
        reply = after(hear(story, "inform", 0.5, NOW, "description"), reply.facts, reply.progress)
    return record_of(reply.facts, "c", "web"), reply


@pytest.mark.parametrize("case", CASES)
def test_the_story_is_asked_for_and_nothing_is_made_up(case: str) -> None:
    reply = tapped(case)
    assert (reply.ask, reply.lines[-1].response) == ("description", "utter_question_description_case")
    assert not {"third_parties", "property_damage", "own_damage", "description"} & reply.facts.keys()


MOTOR, BIKE, WALKER = "机动车", "非机动车", "行人"


@pytest.mark.parametrize(
    "case, story, case_type, kinds, things",
    [
        ("hit_vehicle", "前车突然停下，我撞上了前面那辆出租车", "collision_multi", [MOTOR], None),
        ("hit_vehicle", "我出停车位的时候刮了隔壁的一辆本田", "collision_multi", [MOTOR], None),
        ("hit_vehicle", "并线时没有注意到他", "collision_multi", [MOTOR], None),
        ("hit_vehicle", "我追尾了前车，后面一辆卡车又追尾了我", "collision_multi", [MOTOR, MOTOR], None),
        ("hit_by_vehicle", "等红灯的时候后面一辆公交车没刹住", "collision_multi", [MOTOR], None),
        ("hit_pedestrian", "右转的时候带倒了一个过马路的大爷", "pedestrian", [WALKER], None),
        ("hit_nonmotor", "开车门的时候碰倒了一个骑手", "collision_nonmotor", [BIKE], None),
        ("hit_fixed", "掉头的时候蹭到了路边的花坛", "collision_single", [], ["花坛"]),
        ("hit_fixed", "倒车的时候没看后面", "collision_single", [], None),
        ("hit_while_parked", "早上下来发现左后门凹了一块", "parked_hit_unknown", [MOTOR], None),
        ("hit_fixed", "点错了，是碰到一个骑自行车的", "collision_nonmotor", [BIKE], None),
    ],
)
def test_the_story_is_of_the_accident_that_was_tapped(
    case: str, story: str, case_type: str, kinds: list[str], things: list[str] | None
) -> None:
    record, reply = told(case, story)
    assert record["case_type"] == case_type and record["description"] == story
    assert [party["kind"] for party in record.get("third_parties") or []] == kinds
    assert (record.get("property_damage") or None) == things and reply.ask != "description"


@pytest.mark.parametrize(
    "case, story, ranked, case_type",
    [
        ("hit_fixed", "倒车的时候没看后面", {"collision_multi": 0.9}, "collision_single"),
        (
            "hit_fixed",
            "倒车的时候碰到了花坛",
            {"collision_multi": 0.9, "collision_single": 0.1},
            "collision_single",
        ),
        ("hit_vehicle", "拐弯的时候没留神", {"pedestrian": 0.8}, "collision_multi"),
        ("scratch", "右边一大片漆没了", {}, "scratch"),
        ("hit_fixed", "变道的时候追尾了一辆出租车", {"collision_multi": 0.9}, "collision_multi"),
    ],
)
def test_how_a_story_sounds_takes_no_tap_back(
    case: str, story: str, ranked: dict[str, float], case_type: str
) -> None:
    reply = tapped(case)
    heard = hear(story, "inform", 0.5, NOW, "description", {"case_type": ranked} if ranked else None)
    reply = after(heard, reply.facts, reply.progress)
    record = record_of(reply.facts, "c", "web")
    assert (record["case_type"], record["description"]) == (case_type, story)


def test_who_fled_is_kept() -> None:
    record, _ = told("hit_while_parked", "中午回来看见后保险杠裂了")
    assert record["third_parties"] == [{"kind": MOTOR, "fled": True}] and "fled_other" in record["flags"]


def test_another_tap_takes_the_place_of_the_first() -> None:
    facts = tapped("hit_pedestrian", tapped("hit_vehicle").facts).facts
    assert (facts["case_type"], facts["events"]) == ("pedestrian", ["hit_pedestrian"])


@pytest.mark.parametrize(
    "story, called",
    [
        ("前车急刹，我顶上了前面那辆白色丰田", [("前", "丰田")]),
        ("后车跟得太近，后面的皮卡追尾了我", [("后", None)]),
        ("前车刹停，我往左让碰到了左边一辆比亚迪", [("前", None), ("左", "比亚迪")]),
    ],
)
def test_a_car_named_twice_by_where_it_stood_is_one(story: str, called: list[tuple[str, str | None]]) -> None:
    parties = volunteered(hear(story, "inform", 0.5, NOW, "description"), {}, "description")["third_parties"]
    assert [(party.get("at"), party.get("make")) for party in parties] == called
