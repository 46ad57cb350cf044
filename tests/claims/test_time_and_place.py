"""Which times and places are enough, and what two tellings of a place say together (evidence, 4 and 5)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from actions.hearing import hear
from claims.answers import place_is_enough, read_answer, time_fact, time_is_enough, united
from claims.place_words import read_out
from claims.volunteered import volunteered
from claims.when_and_where import lacking

NOW = datetime.fromisoformat("2026-03-17T18:40:00+08:00")


def place(said: str) -> dict[str, Any]:
    answer = read_answer("place", hear(said, "inform", 0.6, NOW, "place"), {})
    return answer.facts.get("place", {}) if answer else {}


def time(said: str) -> dict[str, Any]:
    found = hear(said, "inform", 0.6, NOW, "accident_time").first("time")
    return time_fact(found) if found else {}


@pytest.mark.parametrize(
    "said",
    [
        "今天下午三点十分",
        "昨晚十一点多",
        "五点半左右",
        "二十分钟前",
        "差不多半小时了",
        "吵吵二十来分钟了",
        "得有一个钟头了",
        "有一个礼拜了",
        "三天前",
        "昨晚八点停的今早七点发现的",
        "端午节前一天晚上九点",
        "从三点到四点之间",
        "刚才 也就十分钟",
    ],
)
def test_a_clock_so_long_ago_and_both_ends_are_enough(said: str) -> None:
    assert time_is_enough(time(said))


@pytest.mark.parametrize(
    "said",
    [
        "刚才",
        "就刚刚",
        "啱啱",
        "今早",
        "昨天",
        "昨晚",
        "有一会儿了",
        "这几天",
        "上个礼拜",
        "端午节前一天",
        "不记得了",
    ],
)
def test_just_now_and_parts_of_days_are_not_enough(said: str) -> None:
    assert not time_is_enough(time(said))


@pytest.mark.parametrize(
    "fact",
    [
        None,
        "unknown",
        {"start": None, "said": "去年夏天吧"},
        {"start": "2026-03-17T18:40+08:00", "said": "刚才"},
    ],
)
def test_what_holds_no_moment_is_not_enough(fact: Any) -> None:
    assert not time_is_enough(fact)


@pytest.mark.parametrize(
    "said",
    [
        "杭州文一西路969号",
        "长沙市芙蓉路和八一路路口",
        "武汉光谷步行街",
        "成都锦江区春熙路",
        "崂山区海尔路六十三号",
        "青岛万达广场地下车库",
        "合肥南站",
        "天河机场T3航站楼门口",
        "连霍高速往西安方向",
        "京港澳高速K1230",
        "沪昆高速金华服务区",
        "西安绕城高速往咸阳方向",
        "石家庄107国道正定收费站",
        "南京绕城公路油坊桥出口",
        "昆山市花桥镇绿地大道",
        "荣乌上么 往东胜去 快到罕台了",
        "京藏上 往包头去的那边",
        "白沙镇菜市场门口 如皋的",
    ],
)
def test_where_a_surveyor_can_drive_is_enough(said: str) -> None:
    assert place_is_enough(place(said))


@pytest.mark.parametrize(
    "said",
    [
        "在高速上",
        "连霍高速上",
        "绕城高速往东",
        "长沙",
        "南京市鼓楼区",
        "我们小区门口",
        "单位停车场",
        "万达广场",
        "人民路",
        "从化神岗镇",
        "应急车道上",
        "马路边上",
        "加油站旁边",
        "武汉那边",
    ],
)
def test_where_no_surveyor_finds_it_is_not_enough(said: str) -> None:
    assert not place_is_enough(place(said))


@pytest.mark.parametrize(
    ("before", "said", "text"),
    [
        ("连霍高速往西安方向", "桩号是七百二十一公里", "连霍高速往西安方向 桩号是七百二十一公里"),
        (
            "崂山区海尔路六十三号",
            "数码科技中心 地下二层车库",
            "崂山区海尔路六十三号 数码科技中心 地下二层车库",
        ),
        ("崂山区海尔路", "海尔路六十三号", "崂山区海尔路六十三号"),
        ("崂山区海尔路", "崂山区海尔路六十三号 数码科技中心", "崂山区海尔路六十三号 数码科技中心"),
        ("长春市人民大街", "人民大街一百二十号门口", "长春市人民大街一百二十号门口"),
        ("南京", "绕城公路油坊桥出口", "南京绕城公路油坊桥出口"),
        ("高速上", "沪昆高速金华服务区", "沪昆高速金华服务区"),
        ("浏阳河高架桥上", "三一大道", "浏阳河高架桥上 三一大道"),
        ("文一西路", "杭州西湖区", "杭州西湖区文一西路"),
        ("郑州会展中路口", "那个会展中心 不是会展中", None),
        ("万达广场", "地下车库负二层", "万达广场 地下车库负二层"),
        # A later telling that holds the first, or is driven to, says it whole.
        (
            "白沙坪往石门水库那个弯上",
            "甘泉白沙坪镇往石门水库走的路 有个急弯 就在那个弯上",
            "甘泉白沙坪镇往石门水库走的路 有个急弯 就在那个弯上",
        ),
        (
            "金鸡湖大道小区地下车库",
            "苏州工业园区金鸡湖大道 澜湖二号小区的地下车库 负一楼出口拐弯那里",
            "苏州工业园区金鸡湖大道 澜湖二号小区的地下车库 负一楼出口拐弯那里",
        ),
        ("鲁迅中路跟解放南路那个路口", "越城区解放南路鲁迅中路口", "越城区解放南路鲁迅中路口"),
        ("平阳路亲贤街口往南", "太原市亲贤街的交叉口", "太原市平阳路亲贤街口往南 交叉口"),
        ("中州大道跟农业路那个桥底下", "郑州农业路中州大道立交桥底下", "郑州农业路中州大道立交桥底下"),
        ("如皋", "长沙镇", "如皋长沙镇"),
        ("如皋长沙镇", "水果市场门口", "如皋长沙镇 水果市场门口"),
        # What is coarser, nameless or somewhere else changes nothing.
        ("长沙市芙蓉路八一桥", "在芙蓉路", "长沙市芙蓉路八一桥"),
        ("长沙市芙蓉路八一桥", "就在马路边上", "长沙市芙蓉路八一桥"),
        ("长沙市芙蓉路八一桥", "人在马路牙子上坐着", "长沙市芙蓉路八一桥"),
        ("长沙市芙蓉路八一桥", "湘潭市河东大道", "长沙市芙蓉路八一桥"),
        ("长沙市芙蓉路八一桥", "三一大道", "长沙市芙蓉路八一桥"),
    ],
)
def test_two_tellings_of_a_place_are_united(before: str, said: str, text: str | None) -> None:
    if text is not None:
        assert united(place(before), place(said))["text"] == text


def test_a_name_is_put_right_and_the_rest_stays() -> None:
    old = {
        "text": "郑州商务外环路往东会展中附近",
        "city": "郑州",
        "road": "商务外环路",
        "direction": "往东",
        "landmark": "会展中",
    }
    new = united(old, place("那个会展中心 不是会展中"))
    assert new["text"] == "郑州商务外环路往东会展中心附近"
    assert (new["road"], new["direction"], new["landmark"]) == ("商务外环路", "往东", "会展中心")


def test_a_place_put_right_keeps_its_town_only() -> None:
    new = united(place("长沙市芙蓉路八一桥"), place("三一大道"), instead=True)
    assert new == {"text": "长沙市三一大道", "city": "长沙市", "road": "三一大道"}


def test_the_direction_told_in_passing_goes_with_the_motorway() -> None:
    facts = {"place": place("连霍高速上")}
    found = volunteered(
        hear("往西安方向七百二十公里那里 前车急刹", "inform", 0.6, NOW, "description"), facts, "description"
    )
    assert found["place"]["text"] == "连霍高速上 往西安方向七百二十公里那里"
    assert place_is_enough(found["place"])


def test_now_tells_no_time_of_an_accident() -> None:
    heard = hear("我在高速上撞到野猪了 现在车动不了 停在应急车道上", "inform", 0.6, NOW, None)
    assert not {"accident_time", "place"} & set(volunteered(heard, {}, "plate"))


ROAD = {
    "text": "南京江宁区将军大道龙湖小区旁边", "city": "南京", "district": "江宁区", "road": "将军大道", "landmark": "龙湖小区旁边",
}  # fmt: skip


@pytest.mark.parametrize(
    ("new", "denied", "text"),
    [
        ({"text": "南京的在地下车库负二层", "city": "南京", "landmark": "地下车库负二层"}, "", "南京江宁区将军大道龙湖小区旁边 地下车库负二层"),
        ({"text": "双龙大道", "road": "双龙大道"}, "将军大道", "南京江宁区双龙大道龙湖小区旁边"),
        ({"text": "双龙大道", "road": "双龙大道"}, "", "南京江宁区双龙大道"),
        ({"text": "万达广场", "landmark": "万达广场"}, "", "南京江宁区将军大道万达广场"),
        ({"text": "苏州", "city": "苏州"}, "", "苏州将军大道龙湖小区旁边"),
        ({"text": "鼓楼区", "district": "鼓楼区"}, "江宁区", "南京鼓楼区将军大道龙湖小区旁边"),
    ],
)  # fmt: skip
def test_a_place_put_right_keeps_what_it_lies_in(new: dict[str, str], denied: str, text: str) -> None:
    assert united(ROAD, new, True, denied)["text"] == text


@pytest.mark.parametrize(
    ("place", "lacks"),
    [
        ({"text": "高速上"}, "motorway"),
        ({"text": "宁洛高速", "road": "宁洛高速"}, "motorway"),
        ({"text": "中山路", "road": "中山路"}, "city"),
        ({"text": "万达广场", "landmark": "万达广场"}, "city"),
        ({"text": "南京江宁", "city": "南京", "district": "江宁"}, "road"),
        ({"text": "路口"}, ""),
        (None, ""),
    ],
)
def test_what_a_place_lacks_is_what_is_asked_for(place: dict[str, str] | None, lacks: str) -> None:
    assert lacking(place) == lacks


@pytest.mark.parametrize(
    ("before", "answer", "text"),
    [
        ("宽平大路", "长春南湖大路和延安大街路口", "长春南湖大路和延安大街路口"),
        ("丝路", "柳格高速瓜州往敦煌方向", "柳格高速瓜州往敦煌方向"),
        ("长沙市芙蓉路", "三一大道旁边", "长沙市芙蓉路 三一大道旁边"),
    ],
)
def test_the_road_told_in_answer_takes_the_place_of_one_mentioned_before(
    before: str, answer: str, text: str
) -> None:
    assert united(place(before), place(answer), answers=True)["text"] == text
    assert united(place(before), place("马路边上"), answers=True)["text"] == place(before)["text"]


@pytest.mark.parametrize(
    ("before", "answer", "text"),
    [
        ("九华南路花津校区门口", "芜湖弋江区九化难路 花津校区门口", "芜湖弋江区九华南路花津校区门口"),
        ("沈阳大东区东北大马路", "东北大路龙之梦门口", "沈阳大东区东北大马路龙之梦门口"),
    ],
)
def test_a_road_heard_again_a_little_differently_is_the_same_road(
    before: str, answer: str, text: str
) -> None:
    assert united(place(before), place(answer), answers=True)["text"].replace(" ", "") == text


def test_the_place_corrected_in_the_recap_is_united_and_not_shrunk() -> None:
    whole = united(place("沪渝高速 枝江服务区"), place("沪渝高速枝江服务区汽修部门口"), instead=True)
    assert whole["text"] == "沪渝高速枝江服务区汽修部门口"


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("就是我们小区呀 徐汇区漕宝路的康健新城 地下车库负三层 靠八号楼电梯口", "徐汇区漕宝路的康健新城地下车库负三层靠八号楼电梯口"),
        ("杭州 西湖区 兰亭雅园 七号楼下", "杭州西湖区兰亭雅园七号楼下"),
        ("徐汇区康健四村 我们门口弄堂口", "徐汇区康健四村您门口弄堂口"),
        ("甘泉白沙坪镇往石门水库走的路 有个急弯 就在那个弯上", "甘泉白沙坪镇往石门水库走的路急弯弯上"),
        ("沪渝高速 枝江服务区 嗯 我那个汽修部门口", "沪渝高速枝江服务区您汽修部门口"),
        ("苏州吴江平望 318国道上面 往上海方向 一个加油站旁边", "苏州吴江平望318国道上面往上海方向加油站旁边"),
    ],
)  # fmt: skip
def test_a_place_is_read_with_all_that_a_surveyor_needs(said: str, read: str) -> None:
    assert "".join(read_out(place(said))) == read


@pytest.mark.parametrize("text", ["我开到中山路他撞我", "中山路上对方没刹住"])
def test_a_story_is_not_read_as_a_place(text: str) -> None:
    assert read_out({"text": text, "road": "中山路"}) == []


@pytest.mark.parametrize(
    ("before", "said", "text"),
    [
        ("如皋长沙镇", "菜市场门口", "如皋长沙镇 菜市场门口"),
        ("泗门镇", "桥洞底下", "泗门镇 桥洞底下"),
        ("徐州建设路", "加油站旁边", "徐州建设路 加油站旁边"),
        ("徐州建设路", "马路边上", "徐州建设路"),
        ("徐州建设路金桂苑小区", "超市门口", "徐州建设路金桂苑小区"),
    ],
)
def test_a_nameless_building_tells_where_in_a_village_or_on_a_road_it_was(
    before: str, said: str, text: str
) -> None:
    assert united(place(before), place(said), answers=True)["text"] == text


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("前头讲过了呀 合肥望江路 快到合作化路路口", "合肥望江路 快到合作化路路口"),
        ("我不是报过了嘛 在合肥望江路", "合肥望江路"),
    ],
)
def test_words_to_us_are_no_part_of_a_place(said: str, text: str) -> None:
    assert place(said)["text"] == text


@pytest.mark.parametrize("said", ["新郑 属郑州的", "新郑属于郑州嘛", "义乌 归金华管"])
def test_what_a_town_belongs_to_is_no_building(said: str) -> None:
    assert "landmark" not in place(said)


def test_what_a_town_belongs_to_is_read_before_it() -> None:
    told = place("新郑 属郑州的 在中华路")
    assert "".join(read_out(told)) == "郑州新郑中华路"


def test_where_a_motorway_leads_is_its_direction_and_not_its_ring() -> None:
    told = place("重庆沙坪坝 内环快速 杨公桥立交上头 往石门大桥方向")
    assert (told["road"], told["direction"]) == ("内环快速", "往石门大桥方向")


def test_a_day_told_with_a_clock_holds_for_the_clock_said_again() -> None:
    told = time("昨儿夜里九点一刻吧 得有九点一刻了 在静海 团泊大道")
    assert told["start"] == "2026-03-16T21:15+08:00"


@pytest.mark.parametrize(
    ("said", "start"),
    [
        ("下午五点五十 大概四十来分钟前吧", "2026-03-17T17:50"),
        ("就六点一刻 差不多二十分钟以前", "2026-03-17T18:15"),
        ("半个多钟头前 六点零五追的尾", "2026-03-17T18:05"),
        ("六点多吧 六点二十五的样子", "2026-03-17T18:25"),
        ("下午四点四十八撞的护栏 我们十分钟前才到修理厂", "2026-03-17T16:48"),
        ("刚刚十分钟前报的警 撞是六点十八", "2026-03-17T18:18"),
        ("六点来钟 也就二十分钟前", "2026-03-17T18:20"),
        ("中午一点出的门 半小时前撞的", "2026-03-17T18:10"),
    ],
)
def test_of_two_times_the_exact_one_stands(said: str, start: str) -> None:
    answer = read_answer("accident_time", hear(said, "inform", 0.6, NOW, "accident_time"), {})
    assert answer is not None and answer.facts["accident_time"]["start"].startswith(start)


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("就在钟楼旁边 南大街", {"road": "南大街", "landmark": "钟楼旁边"}),
        ("西安钟楼地铁站", {"city": "西安"}),
        ("常州钟楼区清潭路", {"city": "常州", "district": "钟楼区", "road": "清潭路"}),
        ("邯郸临漳县杜村镇北环路", {"road": "北环路"}),
    ],
)
def test_a_tower_is_no_district_and_a_township_no_part_of_its_ring(said: str, parts: dict[str, str]) -> None:
    found = place(said)
    assert {name: found.get(name) for name in parts} == parts
    assert "district" in parts or found.get("district") in (None, "临漳县")
