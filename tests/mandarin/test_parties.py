"""Which of the other parties the words are about."""

from __future__ import annotations

from typing import Any

import pytest

from mandarin.parties import find_mentions

MOTOR = {"kind": "机动车"}


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("前车是甘A 后车是陕A", [{"at": "前", **MOTOR}, {"at": "后", **MOTOR}]),
        (
            "前面那个本田是 后面顶我的那辆面包车是",
            [
                {"at": "前", "make": "本田", "vehicle": "本田", **MOTOR},
                {"at": "后", "type": "面包车", "sorts": ["面包车"], "vehicle": "面包车", **MOTOR},
            ],
        ),
        ("右边那白宝马别我", [{"at": "右", "make": "宝马", "colour": "白", "vehicle": "白宝马", **MOTOR}]),
        ("前面那辆姓白 后面的姓金", [{"at": "前"}, {"at": "后"}]),
        ("另一辆车不知道", [{"another": True, **MOTOR}]),
        ("第二个车的尾灯", [{"another": True, "nth": 2}]),
        ("对方没说 她保险是平安", [{}, {}]),
        (
            "货车还有电动车都倒了",
            [
                {"type": "货车", "sorts": ["货车"], "vehicle": "货车", **MOTOR},
                {"kind": "非机动车", "another": True, "vehicle": "电动车"},
            ],
        ),
        ("最前头那个没事 前头那个姓金", [{"at": "最前"}, {"at": "前"}]),
        ("追我那位姓白 被我们碰上的姓金", [{"hit": "us"}, {"hit": "them"}]),
        (
            "蓝色的大车",
            [{"type": "大车", "sorts": ["货车", "客车"], "colour": "蓝", "vehicle": "蓝色的大车", **MOTOR}],
        ),
        ("他撞我的车门上了 撞我那一下很重", [{}]),
    ],
)
def test_what_other_parties_are_called(text: str, parties: list[dict[str, Any]]) -> None:
    assert [one.value for one in find_mentions(text)] == parties


@pytest.mark.parametrize(
    "text",
    [
        "后面是后保险杠坏了",
        "前面前杠和大灯",
        "我的本田",
        "前轮胎爆了",
        "后备箱盖翘了",
        "第二个路口",
        "其他的都好",
    ],
)
def test_what_names_no_other_party(text: str) -> None:
    assert find_mentions(text) == []


@pytest.mark.parametrize("said", ["前面那个车筐扁了", "后面那个灯碎了", "前叉弯了，还有个筐"])
def test_a_part_is_no_party(said: str) -> None:
    assert not any(span.value for span in find_mentions(said))
