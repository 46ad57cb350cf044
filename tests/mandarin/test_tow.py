"""What is said of towing the car."""

from __future__ import annotations

import re

import pytest
import yaml

from mandarin.events import find_events, find_flags
from mandarin.tow import RULES, is_seen_to, refuses_a_tow, towed_to, was_towed, words_of
from mandarin.vehicles import find_vehicles

WRITTEN = yaml.safe_load(RULES.read_text(encoding="utf-8"))
RULE_BY_RULE = [rule for rules in WRITTEN.values() for rule in rules]


@pytest.mark.parametrize(
    ("words", "text"), [(words_of(it), text) for it in RULE_BY_RULE for text in it["for"]]
)
def test_the_words_of_a_rule_tell_it(words: str, text: str) -> None:
    assert re.search(words, text)


@pytest.mark.parametrize(
    ("words", "text"), [(words_of(it), text) for it in RULE_BY_RULE for text in it["not"]]
)
def test_and_leave_others_alone(words: str, text: str) -> None:
    assert not re.search(words, text)


@pytest.mark.parametrize(
    "text",
    [
        "后来喊俺叔开拖拉机给拽回来的",
        "车昨黑里就叫吊车弄上来了",
        "找了个铲车才给弄出来的",
        "早就吊走了",
        "车子已经让人拖到镇上修车铺了",
    ],
)
def test_a_car_that_was_brought_needs_no_tow_and_names_no_goal(text: str) -> None:
    assert was_towed(text) and is_seen_to(text)
    assert towed_to(text) is None
    assert "towed" in [flag.value for flag in find_flags(text)]


@pytest.mark.parametrize(
    "text", ["掉坑里了 让我表哥拿货车给拽上来的 底盘磕坏了", "后来找了辆皮卡给拉出来了 前杠挂坏了"]
)
def test_who_drags_the_car_out_is_no_party(text: str) -> None:
    assert not find_vehicles(text)
    assert not {"hit_by_vehicle", "hit_vehicle"} & {event.value for event in find_events(text)}


def test_who_drags_it_along_is_one() -> None:
    assert find_vehicles("让一辆货车挂住拖出去了好几米 右边全刮了")


@pytest.mark.parametrize("text", ["你们给我拖回来吧", "能不能给拉回来修", "拖去修吧", "给拖回去的话要多久"])
def test_the_rest_of_a_verb_is_no_place(text: str) -> None:
    assert towed_to(text) is None


@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("给我拖到来安县城的修理厂吧", "来安县城的修理厂"),
        ("拖去宏运汽修", "宏运汽修"),
        ("拖到我老丈人家", "我老丈人家"),
        ("帮我拖回家", "家"),
    ],
)
def test_a_goal_may_begin_like_one(text: str, to: str) -> None:
    assert towed_to(text) == to


@pytest.mark.parametrize("text", ["要拖车 拖到红旗路", "拖车怎么还没来", "车门拉不开了", "拖车要钱吗"])
def test_a_wish_refuses_nothing(text: str) -> None:
    assert not refuses_a_tow(text) and not was_towed(text)


@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("拖到那个啥 就城关那个修配厂", "城关那个修配厂"),
        ("你们给拖到孙庄我三舅的修理铺", "孙庄我三舅的修理铺"),
    ],
)
def test_a_goal_is_heard_through_hesitation(text: str, to: str) -> None:
    assert towed_to(text) == to


@pytest.mark.parametrize(
    ("said", "to"),
    [
        ("拖到松江 不对 拖到青浦那个别克店", "青浦那个别克店"),
        ("拖去惠州 不对不对 拖去深圳坪山那个比亚迪店", "深圳坪山那个比亚迪店"),
    ],
)
def test_where_to_may_be_put_right_in_the_same_breath(said: str, to: str) -> None:
    assert towed_to(said) == to
