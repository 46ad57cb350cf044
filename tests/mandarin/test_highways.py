"""Motorways by name: one list for the place, the circumstance and what is enough of a place."""

from __future__ import annotations

import pytest

from claims.when_and_where import place_is_enough
from mandarin.events import find_flags
from mandarin.highways import HIGHWAYS, NATIONAL
from mandarin.place import find_places


def flags(text: str) -> set[str]:
    return {flag.value for flag in find_flags(text)}


def test_a_name_stands_once() -> None:
    assert len(HIGHWAYS) == len(set(HIGHWAYS)) and set(NATIONAL.values()) <= set(HIGHWAYS)


@pytest.mark.parametrize(
    ("text", "road"),
    [
        ("沪渝上往武汉方向", "沪渝"),
        ("京台浪 四百二十公里", "京台"),
        ("在荣乌 快到大同那里", "荣乌"),
        ("京港澳快到漯河那里", "京港澳"),
        ("长深刚过临沂出口", "长深"),
        ("济广上面 往菏泽方向", "济广"),
    ],
)
def test_called_by_its_name_it_is_a_road_and_a_motorway(text: str, road: str) -> None:
    place = find_places(text, asked=True)[0].value
    assert place["road"] == road
    assert place_is_enough(place) or not {"stake", "direction"} & place.keys()
    assert "highway" in flags(text)


@pytest.mark.parametrize(
    "text", ["合肥上面下雨", "去机场往西的路上", "丹东快到了", "京沪线的火车", "大运村里"]
)
def test_a_town_or_another_word_is_no_motorway(text: str) -> None:
    assert "highway" not in flags(text)
