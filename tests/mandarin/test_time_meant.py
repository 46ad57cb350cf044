"""What is said on the way to a time is not the time."""

from __future__ import annotations

from datetime import datetime

import pytest

from mandarin.place import find_places
from mandarin.read import read
from mandarin.times import find_times

NOW = datetime.fromisoformat("2026-03-10T21:05:00+08:00")


@pytest.mark.parametrize(
    ("text", "start"),
    [
        # Begun, and said whole.
        ("刚才 八点 八点过一刻吧", "2026-03-10T20:15"),
        ("昨天 上半天 十一点敲过 差不多十一点二十", "2026-03-09T11:20"),
        ("下午三点 三点五十的样子", "2026-03-10T15:50"),
        # Rounded first.
        ("今天下午四点半多一点 四十左右", "2026-03-10T16:40"),
        ("今天早上六点 六点多一点 零八分左右", "2026-03-10T06:08"),
        ("早上九点一刻不到 九点十分左右", "2026-03-10T09:10"),
        # Taken back, with the day and the part of it kept.
        ("昨天晚上十点半 不对 十点半戏都散了 是九点半", "2026-03-09T21:30"),
        ("昨天上午九点 不是九点 九点二十", "2026-03-09T09:20"),
        ("下午两点四十 不是 三点四十", "2026-03-10T15:40"),
        ("晚上八点一刻 不对不对 是七点一刻 现在才几点 都还没到九点呢", "2026-03-10T19:15"),
        ("下午四点五十 说错了 现在都九点了 是五点五十", "2026-03-10T17:50"),
        # Named to measure by.
        ("晚上七点十分撞的 七点半交警才到", "2026-03-10T19:10"),
        ("我早上六点半搁家出来的 走到这儿出的事 那会儿是七点二十", "2026-03-10T07:20"),
        # Put right at once; what comes behind tells of something else.
        ("上午八点四十 不对 九点四十 八点我还没出小区", "2026-03-10T09:40"),
        ("下午两点一刻 说错了 三点一刻 两点他还没下高架", "2026-03-10T15:15"),
        ("昨晚八点不是八点是九点", "2026-03-09T21:00"),
        ("昨晚七点 哎不对 八点 七点我刚进饭店", "2026-03-09T20:00"),
        ("晚上六点二十 错了 七点二十 六点才下的班", "2026-03-10T19:20"),
        # Short of the hour.
        ("晚上八点不到十分", "2026-03-10T19:50"),
        ("今天早上七点不到一刻", "2026-03-10T06:45"),
        ("下午四点不到五分钟的样子", "2026-03-10T15:55"),
        ("差五分六点 下午", "2026-03-10T17:55"),
        ("还有五分钟七点 天刚黑", "2026-03-10T18:55"),
        # How long it has been since is no end of it.
        ("三月五号 晚上七点钟样子 到今天五天了", "2026-03-05T19:00"),
        ("下午三点五十的样子 到现在五个来小时了", "2026-03-10T15:50"),
        ("昨晚十点停的车 到现在都有二十多个小时了", "2026-03-09T22:00"),
        # A pause, and other regions' words.
        ("今天早上五点半 天还黑着", "2026-03-10T05:30"),
        ("夜来黑天九点多撞的", "2026-03-09T21:00"),
        ("今天上午 快晌午前儿 十一点二十", "2026-03-10T11:20"),
    ],
)
def test_the_time_that_is_meant(text: str, start: str) -> None:
    found = [
        one.value
        for one in find_times(text, NOW, asked=True)
        if one.value["precision"] not in ("part", "day") and one.value["told"] != "now"
    ]
    assert [one["start"][:16] for one in found] == [start]


def test_both_ends_of_an_interval_stay() -> None:
    (found,) = find_times("昨天晚上九点出门前停的 今天早上七点出门发现的", NOW)
    assert (found.value["start"][:16], found.value["end"][:16]) == ("2026-03-09T21:00", "2026-03-10T07:00")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        (
            "昨天晚上八点半到今天早上七点十分 不是八点半 是九点半停的 到今天早上七点十分",
            "2026-03-09T21:30",
            "2026-03-10T07:10",
        ),
        ("昨晚十点到今早六点 不是六点 是六点四十", "2026-03-09T22:00", "2026-03-10T06:40"),
        ("前天下午四点到昨天上午九点 不是四点 是五点停的", "2026-03-08T17:00", "2026-03-09T09:00"),
        ("夜来黑夜九点搁下的 今儿早起七点瞭见的", "2026-03-09T21:00", "2026-03-10T07:00"),
        ("六号早起七点撂那儿的 八号黑夜九点回来的", "2026-03-06T07:00", "2026-03-08T21:00"),
        (
            "我弟初八早上六点把车听机场 昨天晚上十点回来一看 后杠烂了",
            "2026-02-24T06:00",
            "2026-03-09T22:00",
        ),
    ],
)
def test_both_ends_stay_where_one_is_put_right(text: str, start: str, end: str) -> None:
    (found,) = find_times(text, NOW)
    assert (found.value["start"][:16], found.value["end"][:16]) == (start, end)


@pytest.mark.parametrize(
    "text",
    [
        "八点十分开进涵洞 车子熄火了 打了一次没着 现在水都到座椅了",
        "八点十分水一下就涨上来 车熄火 人爬出来了 现在在旁边超市门口",
    ],
)
def test_an_engine_that_died_is_no_car_that_was_parked(text: str) -> None:
    found = find_times(text, NOW)[0]
    assert (found.value["start"][:16], found.value["end"]) == ("2026-03-10T20:10", None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("初三下午三点撞的", "2026-02-19"),
        ("就初八那天", "2026-02-24"),
        ("初十晚上停那儿的", "2026-02-26"),
        ("正月初六", "2026-02-22"),
    ],
)
def test_a_day_of_the_moon_is_the_last_one(text: str, day: str) -> None:
    assert day in [one.value["start"][:10] for one in find_times(text, NOW)]


@pytest.mark.parametrize(
    ("text", "start", "place"),
    [
        ("今天早上八点五十南湖北路快到二桥那撞的", "2026-03-10T08:50", "南湖北路快到二桥那"),
        ("昨天晚上九点半搁万象城地下车库蹭的", "2026-03-09T21:30", "万象城地下车库"),
        ("中午一点四十再解放路宿舍楼下停着", "2026-03-10T13:40", "解放路宿舍楼下"),
    ],
)
def test_a_clock_that_runs_into_a_place_keeps_its_minutes(text: str, start: str, place: str) -> None:
    values = read(text, NOW)
    assert [one.value["start"][:16] for one in values if one.kind == "time"][:1] == [start]
    assert [one.text for one in values if one.kind == "place"] == [place]


def test_a_house_number_is_no_minute() -> None:
    assert [place.text for place in find_places("我在五一路三十号门口")] == ["五一路三十号门口"]
