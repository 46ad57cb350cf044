"""What is answered in a call we placed, in other words than its questions ask for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from actions.hearing import hear
from claims.answers import read_answer
from claims.conversation import Move, Progress, Turn, understand

NOW = datetime.fromisoformat("2026-03-10T10:05:00+08:00")
ORDER = {
    "purpose": "dispatch_callback",
    "report_number": "1",
    "name": "申雪梅",
    "accident_date": "2026-03-10",
}
ANSWERS = [
    ("survey_called", "打了，说下午到", True),
    ("survey_called", "到现在一个电话也没有", False),
    ("survey_called", "没接到", False),
    ("survey_called", "联系上了", True),
    ("survey_came", "刚走", None),
    ("survey_came", "看完走了", True),
    ("survey_came", "人影都没见", False),
    ("survey_came", "还在路上呢", False),
    ("survey_polite", "挺客气的", True),
    ("survey_polite", "说话冲得很", False),
    ("survey_polite", "没啥意见", True),
    ("survey_polite", "不太好", False),
    ("survey_polite", "没了", "unknown"),
    ("survey_polite", "没意见，都挺好的", True),
    ("outcome_explained", "讲得明明白白", True),
    ("outcome_explained", "压根没人跟我说", False),
    ("outcome_explained", "听得稀里糊涂", False),
    ("visit_consent", "行，你问", True),
    ("visit_consent", "不是我办的，不了解", False),
    ("satisfaction", "非常满意", 5),
    ("satisfaction", "四分吧", 4),
    ("satisfaction", "一般般", 3),
    ("satisfaction", "不太满意", 2),
    ("satisfaction", "非常不满意", 1),
    ("still_needed", "没有了，谢谢", False),
    ("still_needed", "帮我问问要不要交警证明", "帮我问问要不要交警证明"),
    ("suggestion", "没什么建议", False),
    ("suggestion", "有的", None),
    ("not_good", "都挺好的", False),
    ("not_good", "等得太久了", "等得太久了"),
]


@pytest.mark.parametrize(("asked", "said", "answer"), ANSWERS)
def test_an_answer_is_read_in_the_callers_own_words(asked: str, said: str, answer: Any) -> None:
    read = read_answer(asked, hear(said, "inform", 0.3, NOW, asked), {})
    assert (read.facts.get(asked) if read else None) == answer


def test_who_has_come_was_there_whether_rung_or_not() -> None:
    read = read_answer("survey_called", hear("他已经来过了", "inform", 0.3, NOW, "survey_called"), {})
    assert read is not None and read.facts == {"survey_called": True, "survey_came": True}


def meant(
    said: str,
    asked: str,
    facts: dict[str, Any] | None = None,
    intent: str = "inform",
    form: str = "dispatch_callback",
) -> Move:
    heard = hear(said, intent, 0.9, NOW, asked)
    known = {
        "order": ORDER,
        "right_person": True,
        "report_number": "1",
        "registered": "registered",
        **(facts or {}),
    }
    turn = Turn(form, known, Progress(spoken=True), heard, asked)
    return understand(turn, lambda *_: None)


def test_the_survey_is_urged_where_nobody_came_and_not_where_a_time_was_agreed() -> None:
    assert meant("没来", "survey_came").task == ("chaser", {"said": "没来"})
    assert meant("没来，约了明天上午", "survey_came").task is None


@pytest.mark.parametrize(
    ("said", "intent"), [("再说一遍", "repeat"), ("等一下", "wait"), ("帮我转人工", "ask_human")]
)
def test_commands_and_wishes_are_no_answers(said: str, intent: str) -> None:
    assert "still_needed" not in meant(said, "still_needed", intent=intent).facts


def test_a_complaint_in_a_call_back_is_one() -> None:
    move = meant("态度差得要命，我要投诉他", "survey_polite")
    assert move.switch == "complaint" and move.progress.resume == "dispatch_callback"


@pytest.mark.parametrize("said", ["谁也没打 都两天了", "到现在一个电话都没有", "根本没人管"])
def test_a_grievance_is_apologised_for_before_the_next_question(said: str) -> None:
    move = meant(said, "survey_called")
    assert [line.response for line in move.lines] == ["utter_angry", "utter_urged"]


@pytest.mark.parametrize("said", ["没打", "还没呢", "没有，约了下午来"])
def test_a_plain_no_is_no_grievance(said: str) -> None:
    assert "utter_angry" not in [line.response for line in meant(said, "survey_called").lines]


@pytest.mark.parametrize(
    "said", ["电话都没打 怎么来看车", "没打 也没来", "没人打 人影都没见着", "没打电话 哪有人来"]
)
def test_who_has_seen_nobody_either_is_not_asked_again(said: str) -> None:
    move = meant(said, "survey_called")
    assert (move.facts["survey_called"], move.facts["survey_came"]) == (False, False)


def test_who_was_not_rung_may_have_been_visited() -> None:
    assert "survey_came" not in meant("没打电话", "survey_called").facts


@pytest.mark.parametrize("said", ["没来 听得懂人话吗 不说了", "没来，懒得跟你们说", "没来 别问了 烦不烦"])
def test_anger_ends_the_call_and_asks_nobody_anything(said: str) -> None:
    move = meant(said, "survey_came")
    assert move.facts["survey_came"] is False and move.facts["still_needed"] == "unknown"
    assert [line.response for line in move.lines] == ["utter_angry", "utter_urged"]
    assert move.task and move.task[0] == "chaser" and move.ask is None


@pytest.mark.parametrize("said", ["他说下午来 把电话挂了", "没来，我跟他说了", "来了，没什么好说的"])
def test_other_words_end_no_call(said: str) -> None:
    assert "still_needed" not in meant(said, "survey_came").facts


@pytest.mark.parametrize("said", ["我要今天下午派人来 没别的", "赶紧派个人过来", "让查勘员快点来看车"])
def test_a_wish_for_the_adjuster_is_kept_whatever_is_asked(said: str) -> None:
    move = meant(said, "survey_came")
    assert move.facts["still_needed"] == said and move.facts["survey_came"] is False
    assert move.task == ("chaser", {"request": said})


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("两分吧 查勘员三天没露面 打电话也没人管", "查勘员三天没露面，打电话也没人管"),
        ("不满意，定损拖了一个星期", "定损拖了一个星期"),
        ("三分 等得有点久", "等得有点久"),
        ("两分吧", None),
        ("不太满意，两分吧", None),
        ("五分 特别好", None),
    ],
)
def test_a_reason_told_with_the_grade_is_not_asked_for(said: str, reason: str | None) -> None:
    assert meant(said, "satisfaction", form="closing_callback").facts.get("not_good") == reason


def test_a_poor_grade_with_a_grievance_is_a_complaint_and_a_fair_one_none() -> None:
    poor = meant("一分 打了五遍电话没人管", "satisfaction", form="closing_callback")
    assert (
        poor.task and poor.task[0] == "complaint" and poor.task[1]["complaint_detail"] == "打了五遍电话没人管"
    )
    fair = meant("三分 等得有点久", "satisfaction", form="closing_callback")
    assert fair.task and fair.task[0] == "enquiry"


def test_no_time_is_asked_when_then_and_being_busy_for_good_is_not() -> None:
    assert meant("没空", "visit_consent", form="closing_callback").facts.get("busy") is True
    assert meant("不行，我很忙", "visit_consent", form="closing_callback").hangup
    driving = meant("我开车呢", "right_person", {"right_person": None}, form="outbound")
    assert driving.facts.get("busy") is True and not driving.hangup


@pytest.mark.parametrize("said", ["他不在 我是他媳妇", "不是 我是他老婆", "我爸出去了 这是他手机"])
def test_somebody_of_the_house_is_asked_when_the_person_is_there(said: str) -> None:
    move = meant(said, "right_person", {"right_person": None}, form="outbound")
    assert (move.facts["right_person"], move.facts["busy"], move.hangup) == ("away", True, False)


@pytest.mark.parametrize("said", ["你打错了", "不认识他", "不是"])
def test_a_stranger_is_one(said: str) -> None:
    assert meant(said, "right_person", {"right_person": None}, form="outbound").facts["right_person"] is False
