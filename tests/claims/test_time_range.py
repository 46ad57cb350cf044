"""Between when and when it happened: what is told of the car's being left, and of its being found."""

from __future__ import annotations

from typing import Any

import pytest

from tests.claims.test_recap_corrections import put_right

PARKED: dict[str, Any] = {
    "case_type": "parked_damage", "events": ["falling_object", "parked"], "third_parties": [],
    "description": "阳台上的花盆掉下来砸的",
    "accident_time": {
        "start": "2026-03-09T20:00+08:00", "end": "2026-03-10T14:00+08:00", "precision": "hour", "told": "ends",
        "said": "昨晚八点停的今天两点看到",
    },
}  # fmt: skip
LAST_SEEN: dict[str, Any] = {
    "start": "2026-03-09T21:00+08:00", "end": None, "precision": "hour", "told": "clock", "said": "昨晚九点",
}  # fmt: skip


def times(said: str, **more: Any) -> list[str | None]:
    changed, _ = put_right(said, **{**PARKED, **more})
    told = changed.get("accident_time") or {}
    return [told[end] and told[end][8:16] for end in ("start", "end")] if told else []


@pytest.mark.parametrize(
    ("said", "range_now"),
    [
        ("不对 我媳妇说她昨晚九点四十才停的", ["09T21:40", "10T14:00"]),
        ("停车时间不是八点 是八点半", ["09T20:30", "10T14:00"]),
        ("错了 我中午一点就发现了", ["09T20:00", "10T13:00"]),
        ("十点二十锁的车 早上七点下楼看见的", ["09T22:20", "10T07:00"]),
        ("不是两点砸的 两点是我看到的 你写昨晚十点到今天早上七点", ["09T22:00", "10T07:00"]),
    ],
)
def test_an_end_put_right_moves_that_end(said: str, range_now: list[str]) -> None:
    assert times(said) == range_now


def test_when_it_was_found_is_not_when_it_happened() -> None:
    said = "不是九点砸的 九点是停车的时候 一点钟我才发现"
    assert times(said, accident_time=LAST_SEEN) == ["09T21:00", "10T13:00"]


@pytest.mark.parametrize("said", ["时间错了 是早上六点砸的", "不对 应该是早上六点掉下来的"])
def test_when_it_happened_takes_the_place_of_the_range(said: str) -> None:
    assert times(said) == ["10T06:00", None]


def test_of_a_car_that_was_driven_the_time_is_when_it_happened() -> None:
    changed, _ = put_right("时间不对 四点半停车的时候撞的")
    assert changed["accident_time"]["start"] == "2026-03-10T16:30+08:00"
    assert changed["accident_time"]["end"] is None
