"""Other people's property: told in passing, as an answer and to what was read back, it is kept with whose it is and what they ask."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from actions.hearing import hear
from actions.recap import recap
from claims.conversation import Move, Progress, Turn, understand

NOW = datetime.fromisoformat("2026-03-10T08:05:00+08:00")
OFF_THE_ROAD: dict[str, Any] = {
    "plate": "京P3868N", "lookup": "found", "policy_confirm": True, "case_type": "collision_single", "events": ["ran_off"],
    "description": "躲个三轮车滑到路边地里了", "own_damage": ["前保险杠"],
}  # fmt: skip


def meant(said: str, asked: str, **facts: Any) -> Move:
    heard = hear(said, "inform", 0.95, NOW, asked)
    turn = Turn("claim_report", {**OFF_THE_ROAD, **facts}, Progress(spoken=True), heard, asked)
    return understand(turn, lambda intent, facts, said: None)


@pytest.mark.parametrize(
    ("asked", "said", "thing"),
    [
        ("own_damage", "右大灯碎了 还压坏人家两分地的花生 要我出五百", "花生"),
        ("driver", "我自己开的 压坏了老赵家的菜地 要三百块", "菜地"),
        ("contact_name", "找我就行 还有撞坏了村里的篱笆 村里要两百", "篱笆"),
        ("recap", "还有人家果树呢 要一千", "果树"),
        ("recap", "不对 我还撞坏他家院墙了 要两千", "墙"),
        ("recap", "那个花生没给我写上 人家要五百呢", "花生"),
    ],
)
def test_it_is_kept_wherever_it_is_told(asked: str, said: str, thing: str) -> None:
    facts = meant(said, asked).facts
    assert facts["property_damage"] == [thing]
    assert said[-2:] in facts["description"] + "".join(facts.get("also_said") or ())
    assert f"{thing}坏" in recap(facts, NOW) and "冲出路面" in recap(facts, NOW)


def test_of_a_car_that_nobody_struck_nothing_more_is_asked() -> None:
    move = meant("就人家的麦子 三分地 八百块钱", "third_damage", third_parties=[{"kind": "机动车"}])
    assert move.facts["property_damage"] == ["麦子"] and move.ask is None


def test_what_was_struck_before_stays() -> None:
    move = meant("就是压了人家的玉米", "third_party", property_damage=["护栏"])
    assert move.facts["property_damage"] == ["护栏", "玉米"]


@pytest.mark.parametrize("said", ["没翻车 就是滑下去了", "不对 车没翻 是出溜下去的", "我没翻车啊"])
def test_what_did_not_happen_is_struck_out_of_the_story(said: str) -> None:
    facts = meant(said, "recap", events=["rollover", "ran_off"]).facts
    assert facts["events"] == ["ran_off"] and "翻车" not in recap(facts, NOW)
    assert said in facts["description"]


@pytest.mark.parametrize("said", ["没着火", "水没淹到座椅", "没撞到别人"])
def test_a_denial_of_something_else_leaves_the_story_alone(said: str) -> None:
    assert meant(said, "own_damage", events=["rollover"]).facts["events"] == ["rollover"]


@pytest.mark.parametrize(
    ("asked", "said", "things"),
    [
        ("injured", "没伤着人 棚架子折了 两筐橘子压烂了 还有台秤", ["摊位", "棚杆", "橘子", "电子秤"]),
        ("recap", "损失里给加上 两筐橘子 一个台秤", ["摊位", "橘子", "电子秤"]),
        ("recap", "撞坏的东西要改 改成 摊子的棚杆子 两筐橘子 还有冰柜", ["摊位", "棚杆", "橘子", "冰柜"]),
        ("recap", "那橘子两筐 电子秤 你都没给我记上 摊主姓史", ["摊位", "橘子", "电子秤"]),
        ("third_plate", "没有车 是个卖橘子的 史大姐的摊子", ["摊位"]),
    ],
)
def test_what_was_broken_at_a_stall_is_listed(asked: str, said: str, things: list[str]) -> None:
    known = {"property_damage": ["摊位"], "third_parties": [], "injured": False if asked == "recap" else None}
    facts = meant(said, asked, **known).facts
    assert facts["property_damage"] == things
    assert said[-2:] in facts["description"] + "".join(facts.get("also_said") or ())


def test_the_sum_that_others_ask_is_kept() -> None:
    facts = meant("在呢 人家张嘴就要两千 我没给", "at_scene", property_damage=["摊位"]).facts
    assert facts["at_scene"] is True and "要两千" in facts["description"]
