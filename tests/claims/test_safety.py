"""What people in danger hear fits the danger: water, how badly somebody is hurt, and where they are by now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from actions.hearing import hear
from claims.conversation import Progress, Turn, respond, understand
from claims.interview import CLAIM, in_danger, plan, safety_wording, waiting_in_danger, waiting_wording
from claims.volunteered import volunteered
from mandarin.injury import is_slight

NOW = datetime.fromisoformat("2026-03-10T08:05:00+08:00")


def told(said: str, asked: str = "description", **known: Any) -> dict[str, Any]:
    return {**known, **volunteered(hear(said, "inform", 0.6, NOW, asked), known, asked)}


@pytest.mark.parametrize(
    "said", ["隧道里水越来越深", "这水还在往上漫呢", "水一直往车里灌", "水快要漫过座椅了", "河边上水位还在涨"]
)
def test_rising_water_is_left_at_once(said: str) -> None:
    facts = told(said + " 我带着娃")
    assert in_danger(facts) and safety_wording(facts) == "water"
    assert not waiting_in_danger(facts)


@pytest.mark.parametrize("said", ["水已经退了", "水箱还在漏水", "水涨上来把车淹了", "路上有积水"])
def test_water_that_does_not_rise_is_no_such_danger(said: str) -> None:
    assert "rising_water" not in (told(said).get("flags") or ())


def test_who_has_left_the_water_is_not_sent_out_of_it() -> None:
    facts = told("水还在涨", at_scene=False)
    assert not in_danger(facts)


def test_who_waits_by_a_flooded_car_is_sent_out_of_the_water() -> None:
    facts = told("我带着老人在这儿等着", case_type="flood", hours_since=0.2)
    assert waiting_in_danger(facts) and waiting_wording(facts) == "flood"


@pytest.mark.parametrize("said", ["在高速上撞了护栏 车动不了了", "我车趴在高速上开不走了 让后车追尾了"])
def test_a_car_that_does_not_move_on_a_motorway_is_left_before_the_time_is_asked(said: str) -> None:
    facts = told(said)
    assert waiting_in_danger(facts) and waiting_wording(facts) == "motorway"
    assert not waiting_in_danger({**facts, "hours_since": 20.0})
    assert not waiting_in_danger({**facts, "flags": [*facts["flags"], "towed"]})
    assert not waiting_in_danger({**facts, "at_scene": False})


@pytest.mark.parametrize(
    "severity",
    [
        "膝盖磕了",
        "胳膊擦破点皮",
        "脖子有点疼",
        "手腕肿了",
        "轻微擦伤",
        "不碍事，就是腿青了一块",
        "腰扭了一下",
    ],
)
def test_a_bruise_is_slight(severity: str) -> None:
    assert is_slight(severity)


@pytest.mark.parametrize(
    "severity",
    [
        "腿骨折了",
        "头磕破了",
        "流了好多血",
        "胸口疼",
        "昏过去了",
        "腰疼得厉害",
        "腿擦伤，站不起来",
        "很严重",
        "脖子疼 手发麻",
        "肚子疼",
        "受伤了",
    ],
)
def test_what_may_be_grave_is_not(severity: str) -> None:
    assert not is_slight(severity)


@pytest.mark.parametrize(
    ("known", "wording"),
    [
        ({"injury_severity": "手肘擦破皮", "injured_count": 1}, "slight"),
        ({"injury_severity": "手肘擦破皮", "flags": ["highway"]}, "slight_motorway"),
        ({"injury_severity": "脖子酸", "at_scene": False}, "slight_left"),
        ({"injury_severity": "脖子酸", "hours_since": 20}, "slight_left"),
        ({"injury_severity": "腿骨折", "flags": ["highway"]}, "motorway"),
        ({"injury_severity": "腿骨折", "at_scene": False}, "left"),
        ({"injury_severity": "擦伤", "injured_count": 6}, ""),
        ({"injury_severity": "擦伤", "flags": ["child_hurt"]}, ""),
        ({}, ""),
    ],
)
def test_the_sentence_fits_how_badly_they_are_hurt_and_where_they_are(
    known: dict[str, Any], wording: str
) -> None:
    facts = {"injured": True, **known}
    assert in_danger(facts) and safety_wording(facts) == wording
    assert plan(CLAIM, facts, ())[0][0].name == "safety"


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("我这会儿觉得脖子有点酸痛", "utter_safety_slight_left"),
        ("我老婆刚才晕过去了", "utter_safety_left"),
        ("我爸已经送医院了 说是骨折", "utter_addition_noted"),
    ],
)
def test_an_injury_told_after_the_number_is_met_as_what_it_is(said: str, first: str) -> None:
    facts = {
        "registered": "registered",
        "report_number": "1",
        "case_type": "collision_multi",
        "at_scene": False,
    }
    heard = hear(said, "inform", 0.6, NOW, "anything_else")
    move = understand(
        Turn("after_report", facts, Progress(spoken=True), heard, "anything_else"), lambda *a: None
    )
    assert move.lines[0].response == first


REPORTED = {"registered": "registered", "report_number": "265078961698", "at_scene": False}


@pytest.mark.parametrize(
    "said",
    [
        "我爸这会儿说头晕 恶心想吐 要不要紧啊",
        "我爸现在头晕得厉害",
        "我妈脖子疼 误工费怎么算",
        "我媳妇肚子疼怎么办",
    ],
)
@pytest.mark.parametrize("hurt_before", [True, False])
@pytest.mark.parametrize("asked", ["guidance", "anything_else"])
def test_an_injury_told_after_the_number_brings_help_first_even_in_a_question(
    said: str, hurt_before: bool, asked: str
) -> None:
    before = {"injured": True, "injury_severity": "膝盖磕青了"} if hurt_before else {"injured": False}
    facts = {**REPORTED, **before}
    turn = Turn("after_report", facts, Progress(), hear(said, "inform", 0.6, NOW, asked), asked)
    made = understand(turn, lambda *_: None)
    assert made.lines[0].response.startswith("utter_safety")
    assert made.task == ("chaser", {"addition": said})


@pytest.mark.parametrize("said", ["我爸这伤严不严重啊", "伤得重不重啊", "要不要紧啊", "后面要是头晕怎么办"])
def test_a_question_how_badly_somebody_is_hurt_tells_no_injury(said: str) -> None:
    facts = {**REPORTED, "injured": True, "injury_severity": "膝盖磕青了"}
    assert "injury_severity" not in volunteered(hear(said, "inform", 0.6, NOW, "guidance"), facts, None)
    turn = Turn("after_report", facts, Progress(), hear(said, "inform", 0.6, NOW, "guidance"), "guidance")
    assert understand(turn, lambda *_: None).task is None


@pytest.mark.parametrize("intent", ["urge", "chitchat", "ask_progress", "wrong_number", "report_accident"])
@pytest.mark.parametrize("said", ["我要报案 孩子头磕破了", "我车被撞了 我妈手断了 你们快点来"])
def test_whoever_tells_of_the_hurt_in_the_first_breath_hears_what_to_do_at_once(
    said: str, intent: str
) -> None:
    heard = hear(said, intent, 0.95, NOW, "plate")
    move = understand(Turn("claim_report", {}, Progress(spoken=True), heard, "plate"), lambda *_: None)
    said_now = [line.response for line in respond("claim_report", move).lines]
    assert move.switch is None and said_now[0].startswith("utter_safety")


def test_a_child_that_was_struck_is_taken_for_hurt_until_it_is_told() -> None:
    facts = told("倒车撞了个小孩")
    assert in_danger(facts) and "injured" not in facts
    assert not in_danger({**facts, "injured": False})
