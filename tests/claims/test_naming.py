"""A fact told or put right by its name, whatever question is open."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from actions.hearing import hear
from claims.conversation import Move, Progress, Turn, understand

NOW = datetime.fromisoformat("2026-03-10T16:05:00+08:00")
THREE = {
    "start": "2026-03-10T15:00+08:00",
    "end": None,
    "precision": "minute",
    "told": "clock",
    "said": "下午三点",
}
TOLD: dict[str, Any] = {
    "plate": "苏A3R90D", "lookup": "found", "policy_confirm": True, "insured": "孙浩", "accident_time": THREE,
    "place": {"text": "无锡市滨湖区蠡湖大道", "city": "无锡市", "district": "滨湖区", "road": "蠡湖大道"},
    "description": "倒车的时候碰到柱子上了", "case_type": "collision_single", "events": ["hit_object"],
    "driver": {"relation": "配偶", "said": "我老婆"}, "own_damage": ["后保险杠"],
}  # fmt: skip


def meant(said: str, asked: str, facts: dict[str, Any] = TOLD) -> Move:
    heard = hear(said, "inform", 0.6, NOW, asked)
    return understand(
        Turn("claim_report", facts, Progress(spoken=True), heard, asked), lambda intent, facts, said: None
    )


def said_by(move: Move) -> list[str]:
    return [line.response for line in move.lines]


@pytest.mark.parametrize(
    ("said", "asked", "name", "value"),
    [
        (
            "时间我也记错了，不是三点，是三点四十",
            "at_scene",
            ("accident_time", "start"),
            "2026-03-10T15:40+08:00",
        ),
        ("地点不是蠡湖大道，是梁清路", "contact_name", ("place", "text"), "无锡市滨湖区梁清路"),
        ("位置是在地下车库负一层", "contact_phone", ("place", "text"), "无锡市滨湖区蠡湖大道 地下车库负一层"),
        ("开车的是我本人", "recap", ("driver", "relation"), "本人"),
        ("司机就是我自己", "third_party", ("driver", "relation"), "本人"),
    ],
)
def test_a_fact_named_is_put_right_and_nothing_else(
    said: str, asked: str, name: tuple[str, str], value: str
) -> None:
    move = meant(said, asked)
    assert move.facts[name[0]][name[1]] == value
    line = ["utter_added" if "车库" in said else "utter_corrected"]
    assert (said_by(move), move.standing_wording) == (
        ([], "changed") if asked == "recap" else (line, "short")
    )
    assert {**move.facts, name[0]: None} == {**TOLD, name[0]: None}


def test_what_is_said_beside_it_is_taken_as_well() -> None:
    facts = {name: value for name, value in TOLD.items() if name not in ("place", "driver")}
    move = meant("我自己开的。对了时间我也记错了，不是三点，是三点四十", "place", facts)
    assert move.facts["driver"]["relation"] == "本人"
    assert move.facts["accident_time"]["start"] == "2026-03-10T15:40+08:00"


def test_the_open_question_is_answered_in_the_same_breath() -> None:
    move = meant("还在，出事地点是梁清路", "at_scene")
    assert move.facts["at_scene"] is True and move.facts["place"]["road"] == "梁清路"


def test_a_fact_that_stands_already_is_said_again_and_the_recap_asked_once_more() -> None:
    facts = {**TOLD, "driver": {"relation": "本人"}}
    move = meant("司机就是我自己", "recap", facts)
    assert (move.facts, move.ask, said_by(move)) == (facts, "recap", [])


def test_another_cars_driver_is_not_ours() -> None:
    assert meant("对方司机是个女的", "third_owner").facts["driver"] == TOLD["driver"]


def test_a_fact_named_in_a_question_stays() -> None:
    assert meant("地点你们记下来了没有", "contact_name").facts["place"] == TOLD["place"]


def test_what_is_changed_in_the_recap_is_read_back_before_it_is_registered() -> None:
    move = meant("对 没错 地点是梁清路那里哦", "recap")
    assert move.facts["place"]["road"] == "梁清路"
    assert (move.facts.get("recap"), move.standing, move.standing_wording) == (None, "recap", "changed")
