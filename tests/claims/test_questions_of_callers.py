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


DANGER: dict[str, Any] = {**REPORT, "injured": False}
FLOODED = DANGER | {"case_type": "flood", "flags": ["rising_water"]}
BURNING = DANGER | {"case_type": "fire", "flags": ["burning_now"]}
ON_THE_MOTORWAY = DANGER | {"flags": ["highway"]}


@pytest.mark.parametrize("asked", ["driver", "own_damage", "at_scene", "contact_name", "recap"])
@pytest.mark.parametrize(
    ("said", "facts", "word"),
    [
        ("我能不能回去打下火把车开上来", FLOODED, "千万不要打火"),
        ("要不我再打一把火试试", FLOODED, "千万不要打火"),
        ("可不可以下水去拿一下包", FLOODED, "不要回到水里"),
        ("我想上车把电脑拿出来行吗", BURNING, "不要靠近车辆"),
        ("能不能回车里取证件", ON_THE_MOTORWAY, "护栏外面"),
        ("用不用下去放个警示牌", ON_THE_MOTORWAY, "150米"),
        ("三脚架要不要摆", DANGER, "50米到100米"),
    ],
)
def test_what_would_be_dangerous_is_warned_of_at_once(
    said: str, facts: dict[str, Any], word: str, asked: str
) -> None:
    move = meant(said, asked, facts)
    assert word in said_in(move)
    assert move.task is None and move.ask == asked


@pytest.mark.parametrize("intent", ["noise", "urge", "ask_survey", "hurry_up"])
@pytest.mark.parametrize("said", ["赶紧喊人过来看啊", "麻烦快些派人来", "你们倒是来个人啊"])
def test_who_urges_hears_what_comes_and_when(said: str, intent: str) -> None:
    move = meant(said, "own_damage", intent=intent, sure=0.8)
    assert "查勘人员打电话与您约定" in said_in(move)
    assert move.task is None and move.ask == "own_damage" and move.switch is None


@pytest.mark.parametrize(
    "said", ["能不能帮我拖到解放路的修理厂", "可以给我把车拉回建材市场那个店吗", "能不能直接拖去丰田4S店啊"]
)
def test_a_tow_asked_for_as_a_question_is_a_wish(said: str) -> None:
    move = meant(said, "own_damage", intent="ask_what_to_do", sure=0.6)
    assert move.facts["rescue"] is True
    assert [line.response for line in move.lines] == ["utter_rescue_noted"]


@pytest.mark.parametrize("said", ["你咋总问的呢", "怎么老在问这些", "又问的什么呀"])
def test_who_is_tired_of_questions_has_asked_none(said: str) -> None:
    move = meant(said, "driver")
    assert move.task is None and [line.response for line in move.lines] == ["utter_sorry_missed"]


@pytest.mark.parametrize("said", ["他说什么都不肯挪开呀", "好几个路人都看见了呢", "也不晓得从哪儿窜出来的"])
def test_what_is_stated_is_never_noted_as_a_question(said: str) -> None:
    move = meant(said, "own_damage", intent="chitchat")
    assert move.task is None
    assert not {line.response for line in move.lines} & {"utter_enquiry_noted", "utter_question_written_down"}


def test_beside_an_answer_nothing_is_said_to_be_noted() -> None:
    move = meant("在现场 车会不会报废啊 你们那边几点下班呀", "at_scene")
    assert move.facts["at_scene"] is True
    assert "查勘定损" in said_in(move) and "noted" not in said_in(move) and "written" not in said_in(move)
