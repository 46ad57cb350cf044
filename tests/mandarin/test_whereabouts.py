"""Where the car is now, in words that put it there."""

from __future__ import annotations

import pytest

from mandarin.whereabouts import MOVED, NOW, STOOD, find_whereabouts


@pytest.mark.parametrize(
    ("text", "where", "how"),
    [
        ("不在了 车在开发区交警大队院里", "开发区交警大队院里", STOOD),
        ("走了 车搁南门外我舅家楼下呢", "南门外我舅家楼下", STOOD),
        ("早挪了 车停万达地下车库了", "万达地下车库", STOOD),
        ("不在现场 车让交警给拖到城西停车场了", "城西停车场", MOVED),
        ("我把车开到和平路我姐家了", "和平路我姐家", MOVED),
        ("现在都开到长江路修理厂来了", "长江路修理厂", MOVED),
        ("交警让走 现在停在花园酒店门口呢", "花园酒店门口", NOW),
        ("石头崩了玻璃 现在车在莲花湖景区停车场", "莲花湖景区停车场", NOW),
        ("我现在在长安服务区", "长安服务区", NOW),
        ("车我已经开回东湖北路了", "东湖北路", MOVED),
        ("人没受伤车已经拖到永安修理厂了后杠和尾灯都碎了", "永安修理厂", MOVED),
        ("不在了 车在四海店里 中山北路那家店", "四海店里 中山北路那家店", STOOD),
    ],
)
def test_where_the_car_is_said_to_be(text: str, where: str, how: str) -> None:
    (found,) = find_whereabouts(text)
    assert (found.value["text"], found.value["how"]) == (where, how)
    assert text[found.start : found.end] == where


@pytest.mark.parametrize(
    "text",
    [
        "不在了 我在医院",
        "现在在市医院骨科三床",
        "我现在在人民医院急诊",
        "走了 没停在现场",
        "交警让都开到旁边去了",
        "已经开回家了",
        "我开到小区门口的时候他冲出来",
        "对方的车在路边停着",
        "我倒车在车库里碰的",
        "前车停在红绿灯路口",
        "我下车在路边等",
    ],
)
def test_words_that_put_no_car_anywhere(text: str) -> None:
    assert find_whereabouts(text) == []


def test_where_people_are_is_no_more_of_where_the_car_is() -> None:
    found = find_whereabouts("车还在沟里 我不在现场 我在郑州")
    assert all("现场" not in span.value["text"] for span in found)
