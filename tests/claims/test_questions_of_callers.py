"""What callers ask is answered to the point or noted, whatever is open; and who complains of being asked twice is not asked again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from actions.hearing import hear
from claims.conversation import Move, Progress, Turn, understand
from claims.knowledge import answer

NOW = datetime.fromisoformat("2026-03-10T08:05:00+08:00")
REPORT: dict[str, Any] = {
    "plate": "苏A3R90D", "lookup": "found", "policy_confirm": True, "caller_phone": "13900001101",
    "accident_time": {"start": "2026-03-10T07:55+08:00", "end": None, "precision": "minute", "told": "clock", "said": "七点五十五"},
    "place": {"text": "南京市中山路", "city": "南京市", "road": "中山路"}, "description": "变道时撞到前车", "case_type": "collision_multi",
}  # fmt: skip


def meant(
    said: str, asked: str, facts: dict[str, Any] = REPORT, intent: str = "noise", sure: float = 0.2
) -> Move:
    heard = hear(said, intent, sure, NOW, asked)
    known = lambda intent, facts, said: found.text if (found := answer(intent, facts, said)) else None  # noqa: E731
    return understand(Turn("claim_report", facts, Progress(spoken=True), heard, asked), known)


def said_in(move: Move) -> str:
    return "".join(str(line.values.get("text", line.response)) for line in move.lines)


@pytest.mark.parametrize("asked", ["driver", "own_damage", "injured", "at_scene", "contact_name", "recap"])
@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("他会不会死", "120"),
        ("老太太救得活吗", "120"),
        ("会不会判刑", "交警和司法机关"),
        ("警察会不会抓我", "交警和司法机关"),
        ("这算谁的责任啊", "交警认定"),
        ("是不是我全责", "交警认定"),
        ("车会不会报废", "查勘定损"),
        ("要不要找停车场赔", "监控录像"),
        ("拖车几点能来", "约定到达的时间"),
        ("我能不能把车靠边", "不妨碍交通"),
        ("明年保费会不会涨", "续保时的报价"),
    ],
)
def test_a_question_is_answered_whatever_is_open_and_stores_nothing(said: str, word: str, asked: str) -> None:
    move = meant(said, asked)
    assert word in said_in(move)
    assert move.ask == asked and move.task is None
    assert {**move.facts, "flags": None, "upset": None} == {**REPORT, "flags": None, "upset": None}


def test_two_questions_in_one_breath_are_both_answered() -> None:
    said = said_in(meant("会不会报废啊 要不要叫物业赔", "own_damage"))
    assert "查勘定损" in said and "监控录像" in said


def test_what_the_bot_does_not_know_beside_what_it_knows_is_noted() -> None:
    move = meant("会不会报废啊 你们那边几点下班", "own_damage")
    assert "查勘定损" in said_in(move)
    assert move.task == ("enquiry", {"question": "你们那边几点下班"})


@pytest.mark.parametrize(
    "said",
    [
        "我刚不是说了吗",
        "刚才都说过了呀",
        "怎么又问一遍",
        "我都讲了好几遍了",
        "不是跟你说过了嘛",
        "前面说了啊",
        "咋还问",
    ],
)
def test_who_was_asked_twice_hears_an_apology_and_no_enquiry_is_noted(said: str) -> None:
    move = meant(said, "driver")
    assert [line.response for line in move.lines] == ["utter_sorry_missed"]
    assert move.task is None and move.ask == "driver"


def test_a_fact_that_is_there_is_not_asked_for_again() -> None:
    thin = REPORT | {"place": {"text": "高速上"}}
    move = meant("我刚不是说了吗", "place", thin)
    assert [line.response for line in move.lines] == ["utter_sorry_taken"]
    assert move.ask is None and "place" in move.facts["as_said"]
    story = {name: value for name, value in REPORT.items() if name != "description"} | {
        "mentioned": "我追尾了"
    }
    assert meant("刚才说过了", "description", story).facts["description"] == "我追尾了"


def test_a_fact_told_again_with_the_complaint_is_taken() -> None:
    move = meant("我刚不是说了吗 我自己开的", "driver")
    assert move.facts["driver"]["relation"] == "本人"
    assert move.task is None


@pytest.mark.parametrize("said", ["我都跟交警说过了他逆行", "他说了他全责", "已经报过警了"])
def test_what_was_told_to_others_is_no_complaint(said: str) -> None:
    assert "utter_sorry_missed" not in [line.response for line in meant(said, "own_damage").lines]
