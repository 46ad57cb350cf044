from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandarin.counts import find_counts

SAID = """
一个人 1人
两个人受伤 2人
俩 2人
我们仨 3人
三位 3人
一死两伤 1人 2人
一人轻伤 1人
就我一个 1人
就我自己 1人
我和我老婆 2人
一家三口 3人
车上四个人 4人
有两个孩子 2人
三辆车 3辆
三车追尾 3辆
两车相撞 2辆
两台车 2辆
撞了两辆电动车，伤了一个人 2辆 1人
"""


@pytest.mark.parametrize("line", SAID.strip().splitlines())
def test_people_and_vehicles_are_counted(line):
    text, *expected = line.split()
    assert [f"{span.value['count']}{span.value['of']}" for span in find_counts(text)] == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("两个", 2),
        ("3", 3),
        ("两", 2),
        ("十二个", 12),
        ("没有", 0),
        ("两百零五个人", 205),
        ("有个大姐崴了脚", 1),
        ("那个骑三轮的大爷", 1),
        ("伤了嗯两个", 2),
        ("俩老人俩娃娃", 4),
        ("不止一个，四个", 4),
        ("车里七个人，除了司机都伤了，六个", 6),
        ("一个大妈带个小孙子，俩都摔了", 2),
        ("车上六个人商了两个", 2),
        ("伤者三命", 3),
        ("车上四个受伤的两个", 2),
        ("车上六个人伤了两", 2),
        ("我们这边没有队方三个", 3),
        ("我爱人还有我张木娘三个人", 3),
        ("一五口都伤了", 5),
        ("一个都每有", 0),
        ("我老婆还有我岳父三个人", 3),
        ("不是两个，是五个", 5),
        ("两个还是三个来着，三个", 3),
        ("车上六个，受伤的两个", 2),
        ("五个人里头有一个伤了", 1),
        ("救护车来了两辆，拉走五个人", 5),
        ("我带着三个孩子，车上四个人", 4),
        ("一个人都没有", 0),
        ("没人受伤", 0),
        ("就一个", 1),
        ("嗯三个吧", 3),
        ("送走了四", 4),
        ("二十多", 20),
        ("俩男的一个女的", 3),
        ("两男两女", 4),
        ("四个学生一个老师", 5),
        ("前面一个后面两个", 3),
        ("一个重伤四个轻伤", 5),
        ("我、我姐还有我外甥女三个", 3),
        ("我奶奶跟我姑妈", 2),
        ("我和后面三个", 4),
        ("就司机自己", 1),
        ("车上七个人，就伤了两个", 2),
        ("木有", 0),
        ("莫得人", 0),
        ("三个，哎是五个", 5),
        ("三爷子", 3),
        ("我，我嫂子，还有我弟弟", 3),
        ("我还以为四个，就两个", 2),
        ("冇别人，就我一个", 1),
        ("九两个", 2),
        ("三委", 3),
        ("就推车那个大姐", 1),
        ("我本人", 1),
        ("乘客三个，司机一个", 4),
        ("没有死的，伤了四个", 4),
    ],
)
def test_a_bare_number_counts_when_asked(text, count):
    assert [span.value["count"] for span in find_counts(text, asked=True)] == [count]


def test_neighbours_keep_the_other_reading():
    (span,) = find_counts("两三个人")
    assert (span.value["count"], span.near) == (2, ({"count": 3, "of": "人"},))


@pytest.mark.parametrize(
    "text",
    [
        "第二辆",
        "让我妹带着我学的",
        "一个小石头",
        "两个小时",
        "两个路口",
        "没有",
        "3",
        "一个人都没有",
        "三个月",
        "一个电话",
        "星期一",
    ],
)
def test_ordinals_hours_and_unasked_numbers_are_no_counts(text):
    assert find_counts(text) == []


@given(
    st.text(alphabet="一二三十两几俩仨个人位辆车死伤没有我和老婆第0123", max_size=40) | st.text(max_size=80),
    st.booleans(),
)
def test_any_string_is_read_without_an_error(text, asked):
    spans = find_counts(text, asked)
    assert all(text[span.start : span.end] == span.text and span.value["count"] >= 0 for span in spans)
    assert all(before.end <= after.start for before, after in itertools.pairwise(spans))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("对方俩人，我这边一个人，三个人", 3),
        ("11个工人", 11),
        ("十来个人", 10),
        ("一共两个人，不对，四个人", 4),
    ],
)
def test_a_sum_or_a_correction_counts_and_written_figures_are_one_number(text: str, count: int) -> None:
    found = find_counts(text, asked=True)
    assert [span.value["count"] for span in found] == [count]


@pytest.mark.parametrize(
    "text", ["没敢数", "没顾上看", "我也说不清", "不晓得几个人", "无法确定", "人还没下来"]
)
def test_who_has_not_counted_names_no_number(text: str) -> None:
    assert find_counts(text, asked=True) == []


@pytest.mark.parametrize(
    ("text", "count", "of"),
    [
        ("两各人", 2, "人"),
        ("四个任都没事", 4, "人"),
        ("三命学生", 3, "人"),
        ("五量车", 5, "辆"),
        ("一共四太", 4, "辆"),
        ("三布车", 3, "辆"),
        ("五连环", 5, "辆"),
        ("一辆货车两辆小车，三辆", 3, "辆"),
        ("一车六个人", 6, "人"),
        ("四架车", 4, "辆"),
        ("一老太太", 1, "人"),
        ("他们三个全受了伤", 3, "人"),
    ],
)
def test_things_counted_are_known_by_sound_and_without_their_measure(text: str, count: int, of: str) -> None:
    assert [span.value for span in find_counts(text)] == [{"count": count, "of": of}]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("我前面两辆后面一辆，四辆", [4]),
        ("前后三台加我四台", [4]),
        ("一车六个 ，路上被人刮了", [6]),
        ("是个外卖员报的警", []),
        ("有个师傅停了车", []),
        ("我车上一个，对方一个", []),
    ],
)
def test_the_caller_counts_himself_in(text: str, counts: list[int]) -> None:
    assert [span.value["count"] for span in find_counts(text)] == counts


@pytest.mark.parametrize(
    "text", ["这个得问司机", "这个我要问问后座的人", "有个人保的叫我跟你说", "还没通知他们"]
)
def test_a_person_spoken_of_is_no_count_of_the_hurt(text: str) -> None:
    assert find_counts(text, asked=True) == []


def test_a_death_is_counted_and_not_that_nobody_is_left() -> None:
    assert [span.value["count"] for span in find_counts("撞到人了当场就没了一个", asked=True)] == [1]
