"""Where a car is to be towed, and where it is, in the words for the place alone."""

from __future__ import annotations

from datetime import datetime

import pytest

from actions.hearing import hear
from claims.answers import read_answer
from claims.answers.whereabouts import place_words
from claims.corrections import corrected
from claims.volunteered import volunteered
from mandarin.tow import towed_to

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
        ("我说的是拉去的拉 不是那个啦", None),
        ("拉到的时候还清醒着", None),
        ("人先送到市中心医院", None),
        ("救护车拉去附属医院急诊", None),
        ("伤员送到镇卫生院了 车拖到我们单位", "我们单位"),
        ("车给我拖到医院停车场", "医院停车场"),
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
        ("走了 停我们厂门口了", "我们厂门口"),
        ("不在啦 昨天夜里就开回单位院里了", "单位院里"),
        ("推到前面立交桥底下那个应急港湾了", "前面立交桥底下那个应急港湾"),
        ("还在 挪到珞喻路路口空地了 三个车都在", "珞喻路路口空地"),
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


@pytest.mark.parametrize(
    "said",
    [
        "车在河堤没动 人在医院",
        "车还停在老地方 这两天我都没开",
        "还在那搭咧",
        "还了现场呀 应急车道浪",
        "还勒原地",
        "还在 在辅路边上",
        "我在急诊 车还在现场没动",
        "车子一动也没动",
        "我不在 我儿子跟车都还在现场没动",
        "还在收费站呐",
    ],
)
def test_a_car_that_has_not_moved_is_at_the_scene_whoever_is_with_it(said: str) -> None:
    answer = read_answer("at_scene", hear(said, "inform", 0.6, NOW, "at_scene"), {})
    assert answer and answer.facts == {"at_scene": True}


@pytest.mark.parametrize(
    "said",
    [
        "他车没动 我开走了",
        "不在现场了 我现在在医院门口 车子被交警拖走了",
        "还在医院里守着",
        "走了 没停在现场",
        "不在了 车让拖车公司拉走了",
    ],
)
def test_a_car_that_is_gone_is_not_and_where_people_are_no_car_is(said: str) -> None:
    answer = read_answer("at_scene", hear(said, "inform", 0.6, NOW, "at_scene"), {})
    assert answer and answer.facts == {"at_scene": False}


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ("在那个恒通停车场撒", "恒通停车场"),
        ("还在建国四村弄堂口", "建国四村弄堂口"),
        ("扣在如皋交警大队停车场", "如皋交警大队停车场"),
        ("现在停在沪渝高速枝江服务区 小车位这边", "沪渝高速枝江服务区 小车位这边"),
        ("交警让都停到河口加油站边上了 他车也在那", "河口加油站边上"),
        ("在修理厂", "修理厂"),
        ("在新城区 建设路他们小区楼下停着呢", "新城区 建设路他们小区楼下"),
        ("河口加油站边上了嗯 他车也在那", "河口加油站边上"),
        ("停车场", "停车场"),
        ("开发区二路停车场", "开发区二路停车场"),
        ("拖到城西的修理厂了", "拖到城西的修理厂"),
    ],
)
def test_what_only_puts_the_car_there_is_no_word_of_the_place(said: str, where: str) -> None:
    answer = read_answer("car_location", hear(said, "inform", 0.6, NOW, "car_location"), {"at_scene": False})
    assert answer and answer.facts == {"car_location": where}


def test_a_car_at_a_workshop_by_now_is_no_longer_where_it_happened() -> None:
    said = "后翼子板瘪了 车现在放我表弟修理铺那块了"
    found = volunteered(hear(said, "inform", 0.6, NOW, "own_damage"), {}, "own_damage")
    assert (found["at_scene"], found["car_location"]) == (False, "我表弟修理铺那块")


@pytest.mark.parametrize("said", ["早让吊车弄回来了", "不用了 我叫人拿绳拽走了", "用不着拖车 都拖回厂了"])
def test_who_has_the_car_brought_already_answers_that_no_tow_is_wanted(said: str) -> None:
    answer = read_answer("rescue", hear(said, "inform", 0.6, NOW, "rescue"), {})
    assert answer and answer.facts == {"rescue": False}


@pytest.mark.parametrize("asked", ["driver", "own_damage", "recap"])
def test_a_tow_that_was_noted_is_struck_out_whenever_it_is_refused(asked: str) -> None:
    heard = hear("不用派拖车 我们自己用拖拉机拖回来的", "inform", 0.6, NOW, asked)
    facts = {
        "plate": "京P3868N",
        "rescue": True,
        "rescue_to": "来的",
        "description": "滑沟里了",
        "driver": {"relation": "本人"},
    }
    after = corrected(heard, facts, None)
    assert after and after["rescue"] is False and "rescue_to" not in after


def test_a_tow_done_tells_nothing_of_whether_the_car_can_be_driven() -> None:
    found = volunteered(hear("后来找铲车拉出来了", "inform", 0.6, NOW, "own_damage"), {}, "own_damage")
    assert "towed" in found["flags"] and not {"drivable", "rescue", "rescue_to"} & found.keys()
