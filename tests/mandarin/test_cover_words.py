"""Words that decide about cover: whose fire it was, who kept the car, who was learning to drive."""

from __future__ import annotations

import pytest

from mandarin.events import find_events, find_flags


def events(said: str) -> set[str]:
    return {span.value for span in find_events(said)}


def flags(said: str) -> set[str]:
    return {span.value for span in find_flags(said)}


@pytest.mark.parametrize(
    "said",
    [
        "隔壁的车自燃把我的车也烧了",
        "旁边电动车充电自燃引燃了我的车",
        "对面仓库失火 火窜过来把我车燎了",
        "楼道里电瓶车爆炸把我车子烧了",
        "路边荒草烧起来蔓延到我车上",
        "有人放火",
        "邻居放爆竹给点着了",
    ],
)
def test_a_fire_that_came_from_outside_is_no_self_ignition(said: str) -> None:
    assert "fire_from_outside" in events(said)
    assert "self_ignition" not in events(said)


@pytest.mark.parametrize(
    "said",
    [
        "我的车自燃把旁边的车也烧了",
        "我的电动车自燃引燃了旁边的车",
        "开着开着发动机舱冒烟着火了",
        "停在楼下自己就着了 旁边的车没事",
    ],
)
def test_our_own_fire_came_from_nowhere_else(said: str) -> None:
    assert "fire_from_outside" not in events(said)


@pytest.mark.parametrize(
    "said",
    [
        "朋友把车开走不还",
        "车借给老同学半个月了一直没还",
        "租客把车开走人也失联了",
        "前夫把我的车开走抵债",
        "债主上门把车扣了不给我",
        "车让中介给骗走了",
    ],
)
def test_a_car_kept_by_somebody_known_is_no_theft(said: str) -> None:
    assert "withheld" in flags(said)
    assert "theft" not in events(said)


@pytest.mark.parametrize(
    "said", ["朋友发现我的车被偷了", "借给我弟开，停在路边被偷了", "昨晚停楼下早上车不见了", "车被人偷走了"]
)
def test_a_stolen_car_stays_stolen_whoever_tells_of_it(said: str) -> None:
    assert "theft" in events(said)
    assert "withheld" not in flags(said)


@pytest.mark.parametrize(
    "said", ["我自己偷偷练车没教练", "我科目三还没过，我爸坐旁边", "老公陪我练车拐弯没拐过来"]
)
def test_learning_without_an_instructor_weighs_on_cover(said: str) -> None:
    assert "learner" in flags(said)


@pytest.mark.parametrize(
    "said",
    [
        "我还在实习期",
        "新手上路没经验",
        "刚拿驾照一个月",
        "我在驾校练车呢，教练坐副驾，我没踩住",
        "跟教练学车的时候碰的",
        "对方是个新手",
    ],
)
def test_a_probationer_a_beginner_and_a_lesson_weigh_on_nothing(said: str) -> None:
    assert "learner" not in flags(said)


@pytest.mark.parametrize(
    ("said", "tried"),
    [
        ("熄火了，发动机进水了", False),
        ("水太深 熄火 发动机坏了", False),
        ("后来启动机也坏了", False),
        ("再看发动机已经泡了", False),
        ("熄火后我又发动了一次", True),
        ("熄火了我又启动车试了一下", True),
    ],
)
def test_an_engine_is_no_starting_of_it(said: str, tried: bool) -> None:
    assert ("second_start" in flags(said)) is tried


@pytest.mark.parametrize(
    ("said", "flag", "otherwise"),
    [
        ("车子脱审了", "inspection_expired", "驾照没年审"),
        ("临时牌照前天到期", "inspection_expired", "保险到期了"),
        ("整车都烧没了", "burnt_out", "座椅烧了个洞"),
        ("充着电烧起来的", "charging", "停在充电站旁边"),
        ("倒车撞了自家卷帘门", "own_property", "在我家小区大门口撞了柱子"),
        ("撞上我家院墙", "own_property", "我家门口撞了护栏"),
        ("电视台记者来采访了", "media", "我在媒体公司上班"),
        ("一大群人围着不让走", "crowd", "前面好多车堵着"),
    ],
)
def test_what_the_clerk_wants_to_know_of(said: str, flag: str, otherwise: str) -> None:
    assert flag in flags(said)
    assert flag not in flags(otherwise)
