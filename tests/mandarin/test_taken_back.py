"""What is taken back in the same breath, and what only sounds like it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from mandarin.taken_back import find_taken_back

NOW = datetime(2026, 3, 10, 8, 5, tzinfo=timezone(timedelta(hours=8)))


def left(said: str) -> str:
    for span in reversed(find_taken_back(said, NOW)):
        said = said[: span.start] + said[span.end :]
    return said


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("我在双龙大道，哦不对是将军大道左转弯被人撞了", "我在将军大道左转弯被人撞了"),
        ("在南京市双龙大道 哦不对 是将军大道路口 被追尾", "在南京市将军大道路口 被追尾"),
        ("在中山路 不是 是中山南路 追尾了", "在中山南路 追尾了"),
        ("昨天下午三点 不是三点 三点四十 倒车撞的柱子", "三点四十 倒车撞的柱子"),
        ("前天啊不是昨天晚上八点在万达停车场倒车蹭了墙", "昨天晚上八点在万达停车场倒车蹭了墙"),
        ("右边后视镜 不对 左边后视镜刮了 他变道", "左边后视镜刮了 他变道"),
        ("撞了辆面包车 说错了 是辆货车", "撞了辆货车"),
        ("不是我撞他 是他追我的尾", "是他追我的尾"),
    ],
)
def test_what_is_taken_back_is_left_out(said: str, meant: str) -> None:
    assert left(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        "是不是要报警",
        "我不是故意的 是他急刹",
        "对方没打灯就变道 感觉不对劲 我就刹车",
        "在解放路和中山路路口 不是很宽",
        "前杠坏了 不是很严重",
        "他说是我的错 我说不对",
        "六点一刻不是六点半 撞的护栏",
        "在人民路 不是人民西路 让人追尾了",
    ],
)
def test_what_only_sounds_like_it_stays(said: str) -> None:
    assert left(said) == said
