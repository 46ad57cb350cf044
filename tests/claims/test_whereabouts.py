"""Where a car is to be towed, and where it is, in the words for the place alone."""

from __future__ import annotations

from datetime import datetime

import pytest

from actions.hearing import hear
from claims.answers import read_answer, towed_to
from claims.answers.whereabouts import place_words
from claims.volunteered import volunteered

NOW = datetime.fromisoformat("2026-03-17T18:40:00+08:00")


@pytest.mark.parametrize(
    ("said", "to"),
    [
        ("拖车的话就拖城北安顺修理厂吧", "城北安顺修理厂"),
        ("赶紧叫个拖车给我拖到惠南那个本田四S店去", "惠南那个本田四S店"),
        ("不对 拖车目的地改成 滨河路汽修厂", "滨河路汽修厂"),
        ("打了两次火没着 拖到我们单位就行", "我们单位"),
        ("交警拖到成寿寺停车场去了", None),
        ("已经拖到修理厂了", None),
        ("他们把车拖到停车场去了", None),
        ("车拖走了", None),
        ("行了行了 拖车到底什么时候来啊", None),
        ("拖到哪儿去啊", None),
    ],
)
def test_where_a_car_is_to_be_towed(said: str, to: str | None) -> None:
    assert towed_to(said) == to


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("惠南大众四S店啊 讲第三遍了", "惠南大众四S店"),
        ("东湖体育馆门口了呀 警察叫我挪的", "东湖体育馆门口"),
        ("和平路停车场 停车费一天好几十 什么时候能提车啊", "和平路停车场"),
        ("让我老婆开走了", "让我老婆开走了"),
        ("我们定点的那个宏达汽修 城北这边", "我们定点的那个宏达汽修 城北这边"),
    ],
)
def test_the_words_for_the_place_are_kept(said: str, place: str) -> None:
    assert place_words(said) == place


@pytest.mark.parametrize(
    ("said", "location"),
    [
        ("不在了 车在城东交警队院里", "城东交警队院里"),
        ("没在那儿了 车子放我哥单位楼下呢", "我哥单位楼下"),
        ("不在现场了 停在服务区停车场", "服务区停车场"),
        ("离开了 车还在菜市场门口停着", "菜市场门口"),
        ("不在了 车开走了", None),
    ],
)
def test_where_the_car_is_told_with_its_having_left_is_not_asked_again(
    said: str, location: str | None
) -> None:
    answer = read_answer("at_scene", hear(said, "inform", 0.6, NOW, "at_scene"), {})
    assert answer and answer.facts == {"at_scene": False} | ({"car_location": location} if location else {})


@pytest.mark.parametrize(
    ("said", "there"),
    [
        ("两辆车都在桥上堵着呢", True),
        ("我还在岔路口等交警过来", True),
        ("我们现在在路边站着", True),
        ("他还在路边等着", None),
        ("我还在医院里等着", None),
        ("等交警来了我们才走的", None),
    ],
)
def test_who_waits_where_it_happened_is_still_there(said: str, there: bool | None) -> None:
    heard = hear(f"追尾了 {said}", "inform", 0.6, NOW, "plate")
    assert volunteered(heard, {}, "plate").get("at_scene") == there
