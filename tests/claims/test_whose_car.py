"""What is told of the other parties stays theirs, what is told of our own car stays ours, and nothing told of either is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from actions.hearing import hear, in_call
from claims.conversation import Move, Progress, Turn, question_line, understand
from claims.interview import MOTOR, UNKNOWN
from claims.parties import is_the_callers, listed

NOW = datetime.fromisoformat("2026-03-10T18:30:00+08:00")
OURS: dict[str, Any] = {
    "report_wanted": True,
    "plate": "苏B7K2M9",
    "lookup": "found",
    "looked_up": "苏B7K2M9",
    "policy_confirm": True,
    "verified": True,
    "insured": "林芳",
    "policy": {"insured_phone": "13900001101", "model": "长安CS75"},
    "relation": "本人",
    "case_type": "collision_multi",
    "description": "追尾",
    "driver": {"relation": "本人", "name": "林芳"},
    "own_damage": ["前保险杠"],
    "injured": False,
}
ONE: dict[str, Any] = OURS | {"third_parties": [{"kind": MOTOR, "plate": "苏E90B66"}]}


def said(text: str, asked: str, facts: dict[str, Any]) -> Move:
    """Return what the words lead to, said in answer to a question."""
    heard = in_call(hear(text, "inform", 0.3, NOW, asked), caller_phone="13900001101")
    progress = replace(Progress(), spoken=True)
    return understand(Turn("claim_report", facts, progress, heard, asked), lambda intent, known, words: None)


def fields(facts: dict[str, Any], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(party.get(name) for name in names) for party in listed(facts)]


@pytest.mark.parametrize(
    ("text", "owner", "driver"),
    [
        ("租赁公司的还是他个人的我哪晓得 反正开车的姓丁", UNKNOWN, "姓丁"),
        ("他自己的还是单位的我没问 他叫马东", UNKNOWN, "马东"),
        ("公司的还是个人的不清楚 师傅姓马", UNKNOWN, "姓马"),
        ("车主不晓得 就晓得他姓彭", UNKNOWN, "姓彭"),
        ("车主是谁不清楚 他人姓徐 别的我没问", UNKNOWN, "姓徐"),
        ("车主我不认识 他姓邓", UNKNOWN, "姓邓"),
        ("姓徐 别的不知道", "姓徐", None),
        ("是顺达公司的 司机姓马", "顺达公司", "姓马"),
        ("还是他本人的车 姓钱", "姓钱", "姓钱"),
    ],
)
def test_an_alternative_left_open_is_nobodys_name(text: str, owner: str, driver: str | None) -> None:
    assert fields(said(text, "third_owner", ONE).facts, "owner", "driver") == [(owner, driver)]


@pytest.mark.parametrize(
    ("text", "makes"),
    [
        ("三个车撞一起了 我在最后 苏B三T八二六 起亚的", []),
        ("苏B三T八二六 是个五菱的 刚跟一个捷达碰了", ["捷达"]),
        ("苏B三T八二六 白色速腾 我跟前面一个途观碰了", ["途观"]),
    ],
)
def test_what_our_plate_is_on_is_no_other_car(text: str, makes: list[str]) -> None:
    told = said(text, "plate", {"report_wanted": True}).facts
    assert [party.get("make") or party.get("model") for party in told.get("third_parties") or ()] == makes


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("长安是我自己的 他那个是捷达 捷达追我尾了", [("捷达", None, None)]),
        ("我们家那辆途观 让后车追尾了", [(None, None, "后")]),
        ("追尾了 前头是个速腾 后头一辆埃安撞我", [(None, "速腾", "前"), ("埃安", None, "后")]),
        ("后头那个是网约车 埃安 撞我屁股上了", [("埃安", None, "后")]),
        (
            "前头那个急刹 我没刹住就顶上去了 然后后头那个又顶我屁股上",
            [(None, None, "前"), (None, None, "后")],
        ),
    ],
)
def test_other_cars_are_called_by_make_model_and_place(
    text: str, named: list[tuple[str | None, str | None, str | None]]
) -> None:
    facts = {name: OURS[name] for name in OURS if name not in ("case_type", "description")}
    assert fields(said(text, "description", facts).facts, "make", "model", "at") == named


def test_a_colour_behind_and_a_name_behind_the_plate_are_the_cars() -> None:
    row = OURS | {"third_parties": [{"kind": MOTOR, "at": "前"}, {"kind": MOTOR, "at": "后"}]}
    told = said("前头那个是轩逸 灰的 苏E90B66 开车的姓周", "third_plate", row).facts
    told = said("就是她自己的车", "third_owner", told).facts
    told = said("后头那个是出租车 起亚 苏EF九三五一八 何师傅 他左大灯烂了", "third_plate", told).facts
    assert fields(told, "plate", "model", "make", "colour", "driver", "damage") == [
        ("苏E90B66", "轩逸", None, "灰", "姓周", None),
        ("苏EF93518", None, "起亚", None, "何师傅", ["左前大灯"]),
    ]


TWO: dict[str, Any] = OURS | {
    "third_parties": [
        {"kind": MOTOR, "plate": "苏EK7936", "owner": "丁海", "damage": ["后保险杠"], "damage_said": True},
        {"kind": MOTOR, "plate": "苏E7K936", "owner": "顾小英", "damage": ["前保险杠"], "damage_said": True},
    ],
    "other_insurer": False,
    "at_scene": True,
    "contact_name": "林芳",
    "contact_phone": "13900001101",
}


@pytest.mark.parametrize(
    ("text", "plates", "names", "drivers"),
    [
        (
            "要改的是第二辆 改成前头那个灰色捷达 车牌苏ED83621 开车的姓苏",
            ["苏EK7936", "苏ED83621"],
            [None, "捷达"],
            [None, "姓苏"],
        ),
        (
            "第一辆应该是苏E三T八二六 第二辆是苏E D八三六二一 比亚迪 姓苏",
            ["苏E3T826", "苏ED83621"],
            [None, "比亚迪"],
            [None, "姓苏"],
        ),
        ("第一辆车是个速腾 司机姓韩", ["苏EK7936", "苏E7K936"], ["速腾", None], ["姓韩", None]),
        ("第二辆车的车牌错了 是苏E三T八二六", ["苏EK7936", "苏E3T826"], [None, None], [None, None]),
    ],
)
def test_ordinals_mean_the_cars_as_they_were_read_back(
    text: str, plates: list[str], names: list[str | None], drivers: list[str | None]
) -> None:
    facts = said(text, "recap", TWO).facts
    assert [party.get("plate") for party in listed(facts)] == plates
    assert [party.get("make") or party.get("model") for party in listed(facts)] == names
    assert [party.get("driver") for party in listed(facts)] == drivers
    assert facts["driver"] == OURS["driver"] and facts["plate"] == OURS["plate"]


THEIRS: dict[str, Any] = OURS | {
    "relation": "第三者",
    "verified": False,
    "policy": {},
    "own_damage": None,
    "driver": {"name": "雷鹏"},
    "third_parties": [{"kind": MOTOR}, {"kind": MOTOR}],
}


def test_a_third_party_tells_of_the_insureds_car_and_of_two_others() -> None:
    told = said("他前杠大灯都碎了 他那车走不了了 我车是后备箱盖凹进去了 能开", "own_damage", THEIRS).facts
    assert told["own_damage"] == ["前保险杠", "大灯"]
    assert told["flags"] == ["not_drivable"]
    assert fields(told, "damage") == [(["后备箱盖"],), (None,)]
    told = said("苏E七K三幺二", "third_plate", told).facts
    told = said("我自己的车 王军锋", "third_owner", told).facts
    assert fields(told, "plate", "owner") == [("苏E7K312", "王军锋"), (None, None)]
    assert is_the_callers(told, "third_plate") is False
    told = said("前头那个比亚迪 苏E90B66", "third_plate", told).facts
    told = said("我说过了 是我王军锋的", "third_owner", told).facts
    assert fields(told, "plate", "owner") == [("苏E7K312", "王军锋"), ("苏E90B66", None)]


@pytest.mark.parametrize(
    ("text", "ours", "callers"),
    [
        ("我的车是后杠跟尾门 他家轩逸是前杠大灯引擎盖", ["前保险杠", "大灯", "引擎盖"], ["后保险杠", "尾门"]),
        ("他那个前杠裂了 我车就后杠凹了", ["前保险杠"], ["后保险杠"]),
    ],
)
def test_my_car_of_a_third_party_is_the_first_of_the_others(
    text: str, ours: list[str], callers: list[str]
) -> None:
    told = said(text, "own_damage", THEIRS | {"third_parties": TWO["third_parties"]}).facts
    assert told["own_damage"] == ours
    assert set(callers) <= set(listed(told)[0]["damage"]) and listed(told)[1]["damage"] == ["前保险杠"]


def test_each_question_to_a_third_party_names_whose_car_it_is() -> None:
    first = question_line("claim_report", "third_plate", THEIRS)
    second = question_line(
        "claim_report",
        "third_plate",
        THEIRS
        | {"third_parties": [{"kind": MOTOR, "plate": "苏E1A234", "owner": "王军锋"}, {"kind": MOTOR}]},
    )
    assert (first.response, second.response) == (
        "utter_question_third_plate_theirs",
        "utter_question_third_plate",
    )


@pytest.mark.parametrize(
    ("text", "ours", "theirs", "denied"),
    [
        ("左镜是老周那辆坏的", [], ["左后视镜"], []),
        ("那个右边镜子裂的车不是对方车 是邻居的", [], ["右后视镜"], []),
        ("后杠裂的那辆是隔壁老李的", [], ["后保险杠"], []),
        ("大灯是那辆捷达碎的 我就前杠", ["前保险杠"], ["大灯"], []),
        ("右边大灯是人家车坏的 不是我的", [], ["右前大灯"], []),
        ("怎么变成后杠了 我是前杠", ["前保险杠"], [], ["后保险杠"]),
        ("后杠是他撞坏的", ["后保险杠"], [], []),
        ("左前门是他刮的", ["左前车门"], [], []),
        ("后备箱盖碎的那辆是我的", ["后备箱盖"], [], []),
    ],
)
def test_a_part_said_to_be_another_cars_is_never_ours(
    text: str, ours: list[str], theirs: list[str], denied: list[str]
) -> None:
    heard = hear(text, "inform", 0.3, NOW, "recap")
    assert [one.value for one in heard.all("part")] == ours
    assert [one.value for one in heard.all("third_part")] == theirs
    assert [one.value for one in heard.spoken_of("part") if one.assertion == "denied"] == denied


def test_who_is_hurt_in_the_other_car_stays_there_and_the_words_are_kept() -> None:
    facts = {name: value for name, value in OURS.items() if name != "injured"}
    row = facts | {"third_parties": [{"kind": MOTOR, "at": "后"}]}
    told = said("苏EF93518 姓何 他车上有个女孩子说脖子痛", "third_plate", row).facts
    assert told["injured"] is True and told["injured_kind"] == ["第三者车上人员"]
    assert "女孩子" in told["description"]
    told = said("就那个女乘客一个 脖子扭到了", "injured_count", told).facts
    assert (told["injured_count"], told["injured_kind"]) == (1, ["第三者车上人员"])
    told = said("就我车上那个乘客一个 脖子扭了", "injured_count", {**told, "injured_count": None}).facts
    assert told["injured_kind"] == ["车上人员"]


@pytest.mark.parametrize("text", ["前杠坏了 对方车漏水开不了了", "前杠坏了 他那个车走不了了"])
def test_whether_their_car_drives_is_not_ours(text: str) -> None:
    told = said(text, "own_damage", ONE | {"own_damage": None}).facts
    assert told["own_damage"] == ["前保险杠"] and "not_drivable" not in (told.get("flags") or ())
