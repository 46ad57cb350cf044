"""A story says the place and time that hold after a correction."""

from __future__ import annotations

from claims.retelling import retold


def place(text: str, **parts: str) -> dict[str, str]:
    return {"text": text, **parts}


def test_a_place_put_right_is_put_right_in_the_story() -> None:
    before = {
        "place": place("南京双龙大道", city="南京", road="双龙大道"),
        "description": "我在双龙大道左转，被一辆面包车撞了",
    }
    after = before | {"place": place("南京将军大道", city="南京", road="将军大道")}
    assert retold(before, after)["description"] == "我在将军大道左转，被一辆面包车撞了"


def test_a_time_put_right_is_put_right_in_the_story() -> None:
    before = {
        "accident_time": {"said": "昨天下午三点", "start": "2026-03-09T15:00+08:00"},
        "mentioned": "昨天下午三点撞到护栏",
    }
    after = before | {"accident_time": {"said": "昨天下午三点四十分钟前", "start": "x"}}
    assert retold(before, after)["mentioned"] == "昨天下午三点撞到护栏"  # a finer one says the same
    after = before | {"accident_time": {"said": "前天中午", "start": "2026-03-08T12:00+08:00"}}
    assert retold(before, after)["mentioned"] == "前天中午撞到护栏"


def test_what_was_not_put_right_stays_to_the_letter() -> None:
    before = {"place": place("南京双龙大道", road="双龙大道"), "description": "倒车时撞到后面的柱子"}
    assert retold(before, before) == before
    after = before | {"description": "倒车时撞到后面的墙", "place": place("苏州")}
    assert retold(before, after) == after
