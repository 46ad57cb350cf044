"""Who says or asks after the number that they leave: who is hurt, or takes somebody hurt to a doctor, may go."""

from __future__ import annotations

from typing import Any

import pytest

from actions.hearing import hear
from claims.conversation import Move, Progress, Turn, understand
from claims.knowledge import answer
from tests.claims.test_recap_corrections import HURT, NOW, READ

OURS: dict[str, Any] = {
    **READ, **HURT, "sent_hospital": False, "hospital": None, "injured_kind": ["车上人员"], "recap": True, "registered": True,
    "report_number": "268898621781",
}  # fmt: skip


def known(intent: str, facts: Any, said: str = "") -> str | None:
    found = answer(intent, facts, said)
    return found.text if found else None


def after_the_number(said: str, asked: str = "guidance", **more: Any) -> Move:
    heard = hear(said, "inform", 0.5, NOW, asked)
    facts = {name: value for name, value in {**OURS, **more}.items() if value is not None}
    return understand(Turn("after_report", facts, Progress(spoken=True), heard, asked), known)


def heard_of(move: Move) -> str:
    return "".join(str(line.values.get("text", "")) for line in move.lines)


@pytest.mark.parametrize("asked", ["guidance", "anything_else"])
@pytest.mark.parametrize(
    "said",
    [
        "我得带孩子走了",
        "那我现在能走了吗",
        "我先送孩子去医院 行吗",
        "我们可以回家了吧",
        "我得去医院了",
        "我带她先走了啊",
    ],
)
def test_who_takes_the_hurt_away_may_go(said: str, asked: str) -> None:
    told = heard_of(after_the_number(said, asked))
    assert "请留在现场" not in told and "告诉处理事故的交警" in told and "医院" in told


@pytest.mark.parametrize("said", ["那我现在能走了吗", "我能先走吗"])
@pytest.mark.parametrize(
    "more", [{"injured_kind": ["非机动车人员"]}, {"deaths": 1}, {"injured": False, "police_to": "交警"}]
)
def test_who_has_nobody_to_bring_to_a_doctor_stays_or_takes_pictures_first(
    said: str, more: dict[str, Any]
) -> None:
    told = heard_of(after_the_number(said, **more))
    assert "可以先" not in told and ("请留在" in told or "请先拍下现场" in told)


def test_who_says_that_they_leave_is_let_go_after_the_answer() -> None:
    assert after_the_number("我得带孩子走了", "anything_else").facts["anything_else"] is False
    assert after_the_number("我得带孩子走了").facts["guidance"] is True


@pytest.mark.parametrize("said", ["救护车把孩子拉走了", "对方开车走了", "车我开走了"])
def test_who_tells_that_others_have_gone_hears_no_leave(said: str) -> None:
    assert "可以先" not in heard_of(after_the_number(said))


def test_a_question_that_refers_to_the_one_before_is_read_as_that_one() -> None:
    move = after_the_number("我刚才是问你能不能去")
    assert "可以先去医院" in heard_of(move) and move.task is None


@pytest.mark.parametrize("said", ["我刚才问的是你那个", "我刚刚是问你这个"])
def test_and_where_nothing_is_left_of_it_nobody_is_to_answer_it(said: str) -> None:
    assert after_the_number(said).task is None


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("跑了的找不着咋办", "122"),
        ("这钱回头能退我吧", "票据"),
        ("我开别人的车赔吧", "车主同意"),
        ("全责吗", "交警认定"),
    ],
)
def test_a_question_is_answered_alone_and_beside_an_answer(said: str, word: str) -> None:
    assert word in heard_of(after_the_number(said))
    facts = {
        name: value
        for name, value in {**OURS, "at_scene": None, "registered": None, "recap": None}.items()
        if value is not None
    }
    heard = hear(f"还在 {said}", "inform", 0.5, NOW, "at_scene")
    move = understand(Turn("claim_report", facts, Progress(spoken=True), heard, "at_scene"), known)
    assert move.facts["at_scene"] is True and word in heard_of(move)


PARTIES: list[dict[str, Any]] = [
    {"kind": "机动车", "plate": "苏B12345", "owner": "孙女士", "phone": "13912345678"},
    {"kind": "机动车", "plate": "苏B12346", "owner": "周宁"},
]


@pytest.mark.parametrize(
    ("said", "what", "value"),
    [
        ("孙女士的电话你们记了没有", "孙女士的电话", "尾号5678"),
        ("周先生电话记了没", "周先生的电话", None),
        ("他车牌记下了没", "对方的车牌号", "苏B12345、苏B12346"),
        ("我的电话登记上了吗", "您的联系电话", "尾号1207"),
        ("孩子受伤的事记了没有", "人员受伤的情况", "1人受伤"),
        ("医院记了吗", "医院", None),
    ],
)
def test_whether_something_is_on_the_record_is_answered_from_it(
    said: str, what: str, value: str | None
) -> None:
    (line,) = after_the_number(said, "anything_else", third_parties=PARTIES).lines
    assert line.values["what"] == what and line.values.get("value") == value
    assert line.response == ("utter_recorded" if value else "utter_not_recorded")


def test_it_is_answered_beside_an_answer_too() -> None:
    heard = hear("还在 孙女士的电话你们记了没有", "inform", 0.5, NOW, "at_scene")
    facts = {**READ, "third_parties": PARTIES}
    del facts["at_scene"]
    move = understand(Turn("claim_report", facts, Progress(spoken=True), heard, "at_scene"), known)
    assert move.facts["at_scene"] is True and [line.response for line in move.lines] == ["utter_recorded"]


@pytest.mark.parametrize("asked", ["guidance", "anything_else"])
def test_a_question_beside_what_is_told_after_the_number_is_answered_too(asked: str) -> None:
    move = after_the_number("没报警 这钱回头能退我吧", asked)
    assert "票据" in heard_of(move) and move.task is not None


@pytest.mark.parametrize("said", ["那算俩吧", "我们仨"])
def test_a_number_of_people_is_nobodys_name(said: str) -> None:
    values = hear(said, "inform", 0.5, NOW, "contact_name").all("person")
    assert not any(value.value.get("name") for value in values)
