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
        # A pause, and other regions' words.
        ("今天早上五点半 天还黑着", "2026-03-10T05:30"),
        ("夜来黑天九点多撞的", "2026-03-09T21:00"),
        ("今天上午 快晌午前儿 十一点二十", "2026-03-10T11:20"),
    ],
)
def test_the_time_that_is_meant(text: str, start: str) -> None:
    found = [one.value for one in find_times(text, NOW, asked=True) if one.value["precision"] != "part"]
    assert [one["start"][:16] for one in found] == [start]


def test_both_ends_of_an_interval_stay() -> None:
    (found,) = find_times("昨天晚上九点出门前停的 今天早上七点出门发现的", NOW)
    assert (found.value["start"][:16], found.value["end"][:16]) == ("2026-03-09T21:00", "2026-03-10T07:00")


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
