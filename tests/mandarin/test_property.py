"""Other people's property that was struck, and words that only hold its names."""

from __future__ import annotations

import pytest

from mandarin.events import find_events
from mandarin.property import find_property


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("压坏了老乡家的花生 两垄", ["花生"]),
        ("一滑下去把人家苞谷压倒一片", ["玉米"]),
        ("倒车把水果摊子撞翻了 苹果撒了一地", ["摊位", "苹果"]),
        ("撞到人家的卷闸门上了", ["卷帘门"]),
        ("把村口的电话杆撞断了", ["电线杆"]),
        ("撞塌了邻居家的篱笆", ["篱笆"]),
        ("溜下去撞翻了早点摊 桌子板凳都压坏了", ["摊位", "桌椅"]),
        ("撞穿了一个蔬菜大棚", ["大棚"]),
        ("把人家三筐橘子轧烂了", ["橘子"]),
    ],
)
def test_property_that_was_struck(text: str, things: list[str]) -> None:
    assert list(dict.fromkeys(span.value for span in find_property(text))) == things
    assert "hit_vehicle" not in {span.value for span in find_events(text)}


@pytest.mark.parametrize(
    "text",
    [
        "在水果市场门口被撞了",
        "滑到麦田里了",
        "你们看监控就知道",
        "苹果手机摔坏了",
        "停在果园边上",
        "雨棚掉下来砸我车上",
    ],
)
def test_words_that_hold_its_names(text: str) -> None:
    assert not find_property(text)


@pytest.mark.parametrize(("asked", "thing"), [("third_party", "麦子"), ("third_damage", "菜地")])
def test_asked_what_else_it_is_named(asked: str, thing: str) -> None:
    assert [span.value for span in find_property(f"就是人家的{thing} 两分地", asked=bool(asked))] == [thing]
