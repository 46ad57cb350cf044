"""When the tow truck may come, where that is not at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from actions.hearing import hear
from actions.recap import recap
from claims.answers import yes_or_no
from claims.clock import moment
from claims.conversation import Move, Progress, Turn, understand
from claims.interview import CLAIM, Say
from claims.tasks import task
from tests.claims.test_recap_corrections import put_right

NOW = datetime.fromisoformat("2026-03-10T08:05:00+08:00")
FLOODED: dict[str, Any] = {
    "plate": "闽D7K2M9", "lookup": "found", "policy_confirm": True, "verified": True, "insured": "林芳",
    "accident_time": {"start": "2026-03-10T02:00+08:00", "end": None, "precision": "hour", "told": "clock", "said": "两点"},
    "place": {"text": "厦门湖里区禾山路地库", "city": "厦门", "district": "湖里区", "road": "禾山路"},
    "description": "地库进水车淹了", "case_type": "flood", "events": ["flood"], "flood_restarted": False,
}  # fmt: skip


def answered(said: str, asked: str = "rescue", **more: Any) -> Move:
    heard = hear(said, "inform", 0.5, NOW, asked)
    turn = Turn("claim_report", {**FLOODED, **more}, Progress(spoken=True), heard, asked)
    return understand(turn, lambda intent, facts, said: None)


@pytest.mark.parametrize(
    ("said", "when", "not_before"),
    [
        ("要的 不过水还没退 等傍晚水退了再来可不可以", "等傍晚水退了再来", "2026-03-10T17:00+08:00"),
        ("要 后天上午十点再来吧", "后天上午十点再来", "2026-03-12T10:00+08:00"),
        ("要的 你们先别来", "先别来", None),
        ("等物业抽完水再来行吗", "等物业抽完水再来", None),
    ],
)
def test_when_it_may_come_is_kept_and_is_no_enquiry(said: str, when: str, not_before: str | None) -> None:
    move = answered(said)
    assert move.facts["rescue"] is True and move.facts["rescue_when"].endswith(when)
    assert move.facts.get("rescue_not_before") == not_before
    assert move.task is None and "utter_rescue_later" in [line.response for line in move.lines]
    assert move.facts["accident_time"] == FLOODED["accident_time"]


@pytest.mark.parametrize("said", ["要", "要的 赶紧来", "要拖车 什么时候能来", "拖车下午能来吗"])
def test_who_wants_it_now_or_asks_when_it_comes_tells_no_time(said: str) -> None:
    assert "rescue_when" not in answered(said).facts


def test_nobody_who_wants_it_later_is_told_that_it_is_sent_at_once() -> None:
    said_then = next(step for step in CLAIM if isinstance(step, Say) and step.name == "do_not_start")
    assert said_then.when({**FLOODED, "rescue": True})
    assert not said_then.when({**FLOODED, "rescue": True, "rescue_when": "等水退了再来"})


@pytest.mark.parametrize(
    "said", ["拖车改成明天早上来 不是现在来", "拖车时间错了 是明天早上", "拖车你写明天早上再来"]
)
def test_the_recap_puts_it_right_and_leaves_the_time_of_the_accident(said: str) -> None:
    changed, move = put_right(said)
    assert set(changed) == {"rescue_when", "rescue_not_before"}
    assert changed["rescue_not_before"].startswith("2026-03-11T")
    assert "明天早上" in recap(move.facts, NOW)


def test_a_tow_called_off_has_no_time() -> None:
    changed, _ = put_right("拖车不用了", rescue_when="下午来", rescue_not_before="2026-03-10T12:00+08:00")
    assert changed["rescue"] is False and changed["rescue_when"] is None


def test_the_task_is_due_when_it_may_come() -> None:
    record = {
        "rescue_requested": True,
        "rescue_when": "下午来",
        "rescue_not_before": "2026-03-10T12:00+08:00",
    }
    made = task("rescue", NOW, record)
    assert made.due_at == moment("2026-03-10T12:00+08:00") and made.detail["rescue_when"] == "下午来"
    assert task("rescue", NOW, {"rescue_requested": True}).due_at < made.due_at


@pytest.mark.parametrize("said", ["开不了了", "动不了 趴窝了", "走不了啊"])
def test_who_cannot_drive_wants_the_tow_that_is_offered(said: str) -> None:
    assert yes_or_no("rescue", hear(said, "inform", 0.4, NOW, "rescue")) is True


@pytest.mark.parametrize("said", ["不用 能开走", "不要拖车", "算了 我自己开回去"])
def test_who_can_drive_does_not(said: str) -> None:
    assert yes_or_no("rescue", hear(said, "inform", 0.4, NOW, "rescue")) is False


@pytest.mark.parametrize("asked", ["rescue", "rescue_to"])
@pytest.mark.parametrize(
    ("said", "not_before"),
    [
        ("后天吧", "2026-03-12T09:00+08:00"),
        ("要 那就明天 不急", "2026-03-11T09:00+08:00"),
        ("明天下午两点来", "2026-03-11T14:00+08:00"),
    ],
)
def test_a_bare_day_is_an_answer_and_begins_when_people_work(said: str, not_before: str, asked: str) -> None:
    move = answered(said, asked, **({} if asked == "rescue" else {"rescue": True}))
    assert move.facts["rescue"] is True and "rescue_to" not in move.facts
    assert move.facts["rescue_not_before"] == not_before
    assert task("rescue", NOW, {"rescue_requested": True, "rescue_not_before": not_before}).due_at == moment(
        not_before
    )


LATER: dict[str, Any] = {"rescue": True, "rescue_when": "明天", "rescue_not_before": "2026-03-11T09:00+08:00"}


@pytest.mark.parametrize("asked", ["rescue_to", "at_scene", "contact_name"])
@pytest.mark.parametrize(
    "said", ["还是现在就派车来吧", "不等明天了 现在就来", "改成马上 我急着用", "拖车立刻就过来吧"]
)
def test_at_once_after_all_puts_off_nothing(said: str, asked: str) -> None:
    move = answered(said, asked, **LATER)
    assert move.facts["rescue"] is True
    assert (move.facts.get("rescue_when"), move.facts.get("rescue_not_before")) == (None, None)


@pytest.mark.parametrize("said", ["我现在就过去修理厂", "交警马上就来", "他现在就来", "现在还不用派"])
def test_who_else_comes_at_once_is_not_the_tow_truck(said: str) -> None:
    assert answered(said, "at_scene", **LATER).facts["rescue_not_before"] == LATER["rescue_not_before"]


def test_at_once_is_put_right_at_the_recap() -> None:
    changed, move = put_right("拖车不用等明天 现在就来", **LATER)
    assert changed == {"rescue_when": None, "rescue_not_before": None}
    assert (move.standing, move.standing_wording) == ("recap", "changed")
