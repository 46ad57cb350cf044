"""A second car is asked about that there is not, and parts told beside a question of the other car."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from actions.hearing import hear
from claims.clock import BEIJING
from claims.conversation import Progress, Turn, respond, understand

NOW = datetime(2026, 3, 10, 8, 5, tzinfo=BEIJING)
TOLD: dict[str, Any] = {
    "plate": "冀A6P72Q", "lookup": "found", "policy_confirm": True, "case_type": "collision_multi", "events": ["hit_vehicle"],
    "accident_time": {"start": "2026-03-10T07:30:00+08:00", "told": "clock", "said": "七点半"},
    "place": {"text": "石家庄裕华路", "city": "石家庄", "road": "裕华路"}, "description": "变道的时候和别的车撞了",
    "driver": {"relation": "本人"}, "own_damage": ["前保险杠"],
}  # fmt: skip
KNOWN = {"kind": "机动车", "plate": "冀B12345", "owner": "王磊"}


def told(asked: str, said: str, *parties: dict[str, Any]) -> dict[str, Any]:
    facts = {**TOLD, "third_parties": [dict(party) for party in parties]}
    turn = Turn("claim_report", facts, Progress(spoken=True), hear(said, "inform", 0.4, NOW, asked), asked)
    return respond("claim_report", understand(turn, lambda *_: None)).facts


@pytest.mark.parametrize(
    "said",
    [
        "总共就碰了一辆车",
        "对方就是刚才报过的那辆",
        "哪来的第二辆车",
        "跟前面说的是同一辆",
        "没有另外一辆",
        "就我们两辆车",
        "冀B12345",
    ],
)
def test_a_car_that_is_the_one_told_before_is_no_further_one(said: str) -> None:
    facts = told("third_plate", said, KNOWN, {"kind": "机动车", "at": "前", "make": "大众"})
    assert facts["third_parties"] == [{**KNOWN, "at": "前", "make": "大众"}]
    assert facts["own_damage"] == ["前保险杠"]


@pytest.mark.parametrize("said", ["就一辆车", "刚才那辆跑了没看清", "没有第二辆"])
def test_the_only_car_stays(said: str) -> None:
    (party,) = told("third_plate", said, {"kind": "机动车"})["third_parties"]
    assert party["kind"] == "机动车"


@pytest.mark.parametrize("asked", ["third_plate", "third_owner"])
@pytest.mark.parametrize(
    "said, ours, theirs",
    [
        ("左后门凹进去了，后杠也掉了漆", ["前保险杠"], ["左后车门", "后保险杠"]),
        ("他尾灯碎了", ["前保险杠"], ["尾灯"]),
        ("我的左前大灯也裂了", ["前保险杠", "左前大灯"], None),
    ],
)
def test_parts_told_beside_a_question_of_the_other_car_are_its(
    asked: str, said: str, ours: list[str], theirs: list[str] | None
) -> None:
    party = {"kind": "机动车"} if asked == "third_plate" else {"kind": "机动车", "plate": "冀B12345"}
    facts = told(asked, said, party)
    assert facts["own_damage"] == ours
    (after,) = facts["third_parties"]
    assert after.get("damage") == theirs and "owner" not in after
