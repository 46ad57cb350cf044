"""How things stand, in words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from claims.clock import iso, moment
from claims.progress import complaint_stands, is_long_overdue, is_overdue, report_stands, spoken

NOW = moment("2026-03-10T10:05:00+08:00")


def task(kind: str, minutes: float, status: str = "open", **more: object) -> dict[str, object]:
    due = iso(NOW + timedelta(minutes=minutes))
    made = iso(NOW - timedelta(minutes=3))
    return {
        "kind": kind,
        "status": status,
        "due_at": due,
        "created_at": made,
        "assignee": None,
        "detail": {},
        **more,
    }


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-03-10T15:00:00+08:00", "今天下午三点"),
        ("2026-03-11T09:05:00+08:00", "明天上午九点零五分"),
        ("2026-03-12T20:30:00+08:00", "后天晚上八点半"),
        ("2026-03-10T12:10:00+08:00", "今天中午十二点十分"),
        ("2026-03-11T05:30:00+08:00", "明天早上五点半"),
    ],
)
def test_a_moment_is_said_as_people_say_it(at: str, words: str) -> None:
    assert spoken(at, NOW) == words


def test_from_when_to_when_is_said_without_saying_anything_twice() -> None:
    assert spoken("2026-03-10T09:00:00+08:00", NOW, "2026-03-10T09:05:00+08:00") == "今天上午九点到九点零五分"
    assert spoken("2026-03-10T10:55:00+08:00", NOW, "2026-03-10T11:05:00+08:00") == (
        "今天上午十点五十五分到中午十一点零五分"
    )


RECORD = {"status": "registered", "registered_at": "2026-03-10T08:00:00+08:00"}


def test_a_report_stands_as_its_tasks_do() -> None:
    assert report_stands(RECORD, [task("survey", 3)], NOW) == "您今天的报案已经登记，正在安排查勘员"
    taken = task("survey", 3, assignee="王芳")
    assert "由查勘员和您约时间" in report_stands(RECORD, [taken], NOW)
    done = task("survey", 3, status="done")
    assert "接下来是定损和核赔" in report_stands(RECORD, [done], NOW)
    complained = task("complaint", 60 * 20, stage_name="answer")
    names_it = report_stands(RECORD, [task("survey", 3)], NOW, [complained])
    assert names_it == "您今天的报案已经登记，正在安排查勘员，" + complaint_stands(complained, NOW)
    assert "投诉" not in report_stands(RECORD, [], NOW, [{**complained, "status": "done"}])
    rings = task("callback", 50, detail={"not_before": iso(NOW + timedelta(minutes=50))})
    assert report_stands(RECORD, [rings], NOW).endswith("今天上午十点五十五分我们会给您打回访电话")


def test_a_withdrawn_report_is_said_to_be_and_no_more() -> None:
    assert report_stands({**RECORD, "status": "withdrawn"}, [task("survey", 3)], NOW) == "这个报案已经撤销"


def test_work_is_long_overdue_when_it_is_late_by_its_own_time() -> None:
    assert not is_overdue(task("survey", 1), NOW)
    late = task("survey", -1)
    assert is_overdue(late, NOW) and not is_long_overdue(late, NOW)
    assert is_long_overdue(task("survey", -2), NOW)
    assert not is_overdue(task("survey", -60, status="done"), NOW)


def test_a_complaint_stands_in_its_stage() -> None:
    told = task("complaint", 60 * 20, stage_name="answer")
    assert complaint_stands(told, NOW) == "您今天的投诉正在处理，明天早上六点零五分之前给您答复"
    assert complaint_stands({**told, "status": "done"}, NOW) == "您今天的投诉已经办结"
