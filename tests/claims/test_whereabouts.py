"""Where a car is to be towed, and where it is, in the words for the place alone."""

from __future__ import annotations

import pytest

from claims.answers import towed_to
from claims.answers.whereabouts import place_words


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
