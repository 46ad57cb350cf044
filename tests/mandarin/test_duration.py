from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandarin.duration import find_durations

SAID = """
泡了二十分钟 20 20
大概五六分钟吧 5 6
半个小时 30 30
半个多小时 30 45
一个多小时 60 90
一个半小时 90 90
两个半钟头 150 150
一两个小时 60 120
两个来小时 120 135
个把小时 60 90
一刻钟 15 15
不到十分钟 0 10
十来分钟 10 15
二十多分钟 20 30
四十来分钟吧 40 45
十几分钟 10 20
一小时二十分钟 80 80
1.5小时 90 90
15分钟 15 15
一夜 480 720
泡了一晚上 480 720
三天 4320 4320
好几个小时 180 360
超过一小时 60 90
"""


@pytest.mark.parametrize("line", SAID.strip().splitlines())
def test_a_quantity_of_time_gives_its_low_and_high_minutes(line):
    text, low, high = line.split()
    assert [span.value for span in find_durations(text)] == [[int(low), int(high)]]


@pytest.mark.parametrize(
    "text",
    [
        "一会儿",
        "好久",
        "二十分钟前",
        "半小时以前",
        "三分之一",
        "第三天",
        "七点四十分",
        "一分钱",
        "三天前",
        "星期三",
        "没多久",
        "前十分钟",
    ],
)
def test_what_names_no_quantity_or_a_point_in_time_is_none(text):
    assert find_durations(text) == []


@given(st.text(alphabet="一二三十百半两几多来个分钟小时刻天夜晚上不到前", max_size=40) | st.text(max_size=80))
def test_any_string_is_read_and_low_never_exceeds_high(text):
    for span in find_durations(text):
        low, high = span.value
        assert 0 <= low <= high
        assert text[span.start : span.end] == span.text


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("两小时四十分", [160, 160]),
        ("两个小时到三个小时", [120, 180]),
        ("四十分钟，呃，五十分钟", [50, 50]),
        ("不是二十分钟，是三十分钟", [30, 30]),
        ("一小时还是两小时来着，两小时", [120, 120]),
        ("那个两小时一刻钟", [135, 135]),
        ("二五小时", [150, 150]),
        ("九五分钟", [5, 5]),
        ("四十分钟不五十分钟", [50, 50]),
        ("一小时孩是两小时，两小时", [120, 120]),
        ("三小师十五分钟", [195, 195]),
        ("四五个小时", [240, 300]),
        ("泡了嗯三个呃钟头", [180, 180]),
        ("半天吧，得有六个小时", [360, 360]),
        ("23个小时", [1380, 1380]),
        ("四到六分钟", [4, 6]),
        ("半个到一个钟头", [30, 60]),
        ("四十分钟，哦记岔了，五十分钟", [50, 50]),
        ("一个钟头，不止，两个钟头", [120, 120]),
        ("先泡了一个小时又等了俩小时拢共三个小时", [180, 180]),
        ("三天三宿", [4320, 4320]),
        ("两个晚上", [1920, 2160]),
        ("一昼夜", [1440, 1440]),
        ("四十分钟不到", [0, 40]),
        ("两个钟头朝上", [120, 180]),
        ("两个小时出头", [120, 150]),
        ("半拉钟头", [30, 30]),
        ("三个半钟", [210, 210]),
        ("个半小时", [90, 90]),
        ("大半个钟头", [30, 60]),
        ("好几十分钟", [20, 60]),
        ("半个时辰", [60, 60]),
        ("三个小时零二十分", [200, 200]),
        ("半个来小时，半个小时", [30, 30]),
        ("一时二十分钟", [80, 80]),
    ],
)
def test_parts_ends_and_second_thoughts_make_one_stretch(text: str, minutes: list[float]) -> None:
    assert [span.value for span in find_durations(text)] == [minutes]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("五革小石", [300, 300]),
        ("两课中", [30, 30]),
        ("一个班小视", [90, 90]),
        ("四各种头吧", [240, 240]),
        ("三倒五份种", [3, 5]),
        ("两三个时", [120, 180]),
        ("一个小到三个小时", [60, 180]),
        ("一个小时布队三个小时", [180, 180]),
    ],
)
def test_a_stretch_is_known_by_its_sound(text: str, minutes: list[float]) -> None:
    assert [span.value for span in find_durations(text)] == [minutes]


def test_a_limit_answers_when_a_stretch_is_asked_for():
    assert [span.value for span in find_durations("两个小时之内", asked=True)] == [[0, 120]]
    assert find_durations("两个小时之内") == []
