"""What callers put right about the injured when the report is read back: who they are, and what became of them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.claims.test_recap_corrections import HURT, put_right

IN_HOSPITAL: dict[str, Any] = {
    **HURT,
    "ward": "骨科",
    "treated": True,
    "injured_kind": ["车上人员"],
    "fee_amount": 3000,
}
NOT_THERE: dict[str, Any] = {
    "sent_hospital": False, "hospital": None, "ward": None, "treated": None, "fee_paid": None, "fee_amount": None,
}  # fmt: skip


@pytest.mark.parametrize("said", ["其他都对 就是医院没去", "没在医院 在家", "医院不对 他压根没去医院"])
def test_who_was_not_taken_to_hospital_has_nothing_of_one(said: str) -> None:
    changed, _ = put_right(said, **IN_HOSPITAL)
    assert changed == NOT_THERE


@pytest.mark.parametrize(
    ("said", "planned"),
    [("没送医院呢 还在等120", {}), ("医院写错了 人是准备送二院 还没走", {"hospital_planned": "二院"})],
)
def test_nor_has_who_is_still_to_be_taken_there(said: str, planned: dict[str, Any]) -> None:
    changed, _ = put_right(said, **IN_HOSPITAL)
    assert changed == {**NOT_THERE, "hospital_awaited": True, **planned}


def test_two_things_about_the_injured_in_one_breath() -> None:
    changed, _ = put_right("医院错了 人还没送医院 伤的是行人 不是我方车上的", **IN_HOSPITAL)
    assert changed == {**NOT_THERE, "injured_kind": ["行人"]}


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("伤的人不对 是骑电动车的", ["非机动车人员"]),
        ("伤者是我老公 他在车外面站着", ["行人"]),
        ("受伤的是对方司机 不是我", ["第三者车上人员"]),
        ("伤员是过马路的 不是乘客", ["行人"]),
    ],
)
def test_who_was_hurt_is_put_right_and_nothing_else(said: str, kinds: list[str]) -> None:
    changed, _ = put_right(said, **IN_HOSPITAL)
    assert changed == {"injured_kind": kinds}


def test_who_was_hurt_instead_may_have_been_elsewhere() -> None:
    on_foot = {**IN_HOSPITAL, "injured_kind": ["行人"]}
    assert put_right("受伤的改成我侄子", **on_foot)[0] == {"injured_kind": ["车上人员"]}
    struck, move = put_right(
        "受伤的改成我侄子", **on_foot, case_type="pedestrian", third_parties=[{"kind": "行人"}]
    )
    assert struck == {"injured_kind": None} and move.facts["contact_name"] == "林芳"


@pytest.mark.parametrize(
    ("said", "changes"),
    [
        ("医院写错了 是省人民医院", {"hospital": "省人民医院"}),
        ("医院那钱没垫 他们自己付的", {"fee_paid": False, "fee_amount": None}),
        ("没抢救啊 就包扎了一下", {"treated": False}),
        ("病房是创伤骨科三病房", {"ward": "创伤骨科三病房"}),
    ],
)
def test_one_thing_of_the_hospital_is_put_right_by_itself(said: str, changes: dict[str, Any]) -> None:
    assert put_right(said, **IN_HOSPITAL)[0] == changes


@pytest.mark.parametrize("said", ["对 没错", "对 就他一个人伤了", "都对 他还在医院呢"])
def test_what_agrees_changes_nothing_of_the_injured(said: str) -> None:
    changed, _ = put_right(said, **IN_HOSPITAL)
    assert not changed.keys() & IN_HOSPITAL.keys()


@pytest.mark.parametrize(
    ("said", "before", "after"),
    [
        ("手没破 就是手腕肿 别的对", "右手破了", "手腕肿"),
        ("腿没断 是崴了 其他都对", "腿断了", "腿崴了"),
        ("对 不过头没磕破 是脖子疼", "头磕破了", "脖子疼"),
        ("膝盖没擦破", "膝盖擦破皮,脚崴了", "脚崴了"),
    ],
)
def test_an_injury_denied_goes_and_the_new_one_takes_its_place(said: str, before: str, after: str) -> None:
    assert put_right(said, **{**IN_HOSPITAL, "injury_severity": before})[0] == {"injury_severity": after}


@pytest.mark.parametrize("said", ["对 没错 车门没破", "手机没破"])
def test_what_is_not_broken_of_a_thing_is_no_injury(said: str) -> None:
    changed, _ = put_right(said, **{**IN_HOSPITAL, "injury_severity": "手破了"})
    assert "injury_severity" not in changed
