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


def meant(said: str, asked: str, facts: dict[str, Any] | None = None, intent: str = "inform") -> Move:
    heard = hear(said, intent, 0.9, NOW, asked)
    known = {
        "order": ORDER,
        "right_person": True,
        "report_number": "1",
        "registered": "registered",
        **(facts or {}),
    }
    turn = Turn("dispatch_callback", known, Progress(spoken=True), heard, asked)
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
