"""Places as callers tell them, in a story and when asked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from mandarin.place import find_places
from mandarin.read import read

NOW = datetime.fromisoformat("2026-03-10T18:05:00+08:00")

ASKED: list[tuple[str, dict[str, Any]]] = [
    ("朝阳区", {"text": "朝阳区", "district": "朝阳区"}),
    (
        "京沪高速往上海方向K1234+500",
        {
            "text": "京沪高速往上海方向K1234+500",
            "road": "京沪高速",
            "direction": "往上海方向",
            "stake": "K1234+500",
        },
    ),
    (
        "在京沪高速一千二百三十四公里处",
        {"text": "京沪高速一千二百三十四公里处", "road": "京沪高速", "stake": "K1234"},
    ),
    (
        "京港澳高速128公里加500米",
        {"text": "京港澳高速128公里加500米", "road": "京港澳高速", "stake": "K128+500"},
    ),
    (
        "裕华路和体育大街交叉口",
        {"text": "裕华路和体育大街交叉口", "road": "裕华路", "crossing": "裕华路和体育大街交叉口"},
    ),
    ("就在我家楼下", {"text": "我家楼下", "landmark": "我家楼下"}),
    ("单位停车场", {"text": "单位停车场", "landmark": "单位停车场"}),
    (
        "嗯 那个 石家庄市长安区和平东路博物院门口这儿",
        {
            "text": "石家庄市长安区和平东路博物院门口",
            "city": "石家庄市",
            "district": "长安区",
            "road": "和平东路",
            "landmark": "博物院门口",
        },
    ),
    (
        "河北省石家庄市正定县燕赵大街",
        {
            "text": "河北省石家庄市正定县燕赵大街",
            "province": "河北省",
            "city": "石家庄市",
            "district": "正定县",
            "road": "燕赵大街",
        },
    ),
    ("国道107由北向南", {"text": "国道107由北向南", "road": "国道107", "direction": "由北向南"}),
    (
        "五一路三八路那个红绿灯",
        {"text": "五一路三八路那个红绿灯", "road": "五一路", "crossing": "五一路三八路那个红绿灯"},
    ),
    (
        "北京东路和南京路交口",
        {"text": "北京东路和南京路交口", "road": "北京东路", "crossing": "北京东路和南京路交口"},
    ),
    (
        "上海市浦东新区世纪大道",
        {"text": "上海市浦东新区世纪大道", "city": "上海市", "district": "浦东新区", "road": "世纪大道"},
    ),
    ("机场高速往机场方向", {"text": "机场高速往机场方向", "road": "机场高速", "direction": "往机场方向"}),
    ("义乌市稠州北路", {"text": "义乌市稠州北路", "district": "义乌市", "road": "稠州北路"}),
    (
        "我现在在河北廊坊固安县",
        {"text": "河北廊坊固安县", "province": "河北", "city": "廊坊", "district": "固安县"},
    ),
    (
        "107国道保定往定州方向",
        {"text": "107国道保定往定州方向", "city": "保定", "road": "107国道", "direction": "往定州方向"},
    ),
    ("人民医院对面", {"text": "人民医院对面", "landmark": "人民医院对面"}),
    ("和平路桥上", {"text": "和平路桥上", "road": "和平路", "landmark": "桥上"}),
    ("二环内", {"text": "二环内"}),
    (
        "万达广场地下停车场负二层",
        {"text": "万达广场地下停车场负二层", "landmark": "万达广场地下停车场负二层"},
    ),
    (
        "京昆高速石家庄服务区",
        {"text": "京昆高速石家庄服务区", "road": "京昆高速", "city": "石家庄", "landmark": "服务区"},
    ),
    (
        "G4高速由南向北一百二十公里处",
        {"text": "G4高速由南向北一百二十公里处", "road": "G4高速", "direction": "由南向北", "stake": "K120"},
    ),
    ("南三环东路", {"text": "南三环东路", "road": "南三环东路"}),
    ("中山路", {"text": "中山路", "road": "中山路"}),
    (
        "成都三环路高架武侯立交",
        {"text": "成都三环路高架武侯立交", "city": "成都", "road": "三环路高架", "landmark": "武侯立交"},
    ),
    (
        "海口秀英区丘海大道",
        {"text": "海口秀英区丘海大道", "city": "海口", "district": "秀英区", "road": "丘海大道"},
    ),
    (
        "台州路桥区的吾悦广场",
        {"text": "台州路桥区的吾悦广场", "city": "台州", "district": "路桥区", "landmark": "吾悦广场"},
    ),
    (
        "G60沪昆高速六百三十公里",
        {"text": "G60沪昆高速六百三十公里", "road": "沪昆高速", "stake": "K630"},
    ),
    ("不是中山路是文化路", {"text": "文化路", "road": "文化路"}),
    (
        "重庆沙坪坝区磁器口那儿",
        {"text": "重庆沙坪坝区磁器口那儿", "city": "重庆", "district": "沙坪坝区", "landmark": "磁器口"},
    ),
    # Misheard: the words stay as they came, the components are put right.
    (
        "扬洲邗江取文汇东路",
        {"text": "扬洲邗江取文汇东路", "city": "扬州", "district": "邗江区", "road": "文汇东路"},
    ),
    (
        "宁波海曙区借放南路",
        {"text": "宁波海曙区借放南路", "city": "宁波", "district": "海曙区", "road": "解放南路"},
    ),
    (
        "兰州七里河区新民大到何西津路交差口",
        {
            "text": "兰州七里河区新民大到何西津路交差口",
            "city": "兰州",
            "district": "七里河区",
            "road": "新民大道",
            "crossing": "新民大道和西津路交叉口",
        },
    ),
    ("连货高速王洛阳方向", {"text": "连货高速王洛阳方向", "road": "连霍高速", "direction": "往洛阳方向"}),
    # Districts as callers name them, and towns that begin like a word that leads to a place.
    ("莞城区那边", {"text": "莞城区那边", "district": "莞城区"}),
    (
        "杭州下城区文晖路",
        {"text": "杭州下城区文晖路", "city": "杭州", "district": "下城区", "road": "文晖路"},
    ),
    ("从化神岗镇", {"text": "从化神岗镇", "district": "从化", "landmark": "神岗镇"}),
    ("从化大道", {"text": "从化大道", "road": "从化大道"}),
    ("在从江县丙妹镇", {"text": "从江县丙妹镇", "district": "从江县", "landmark": "丙妹镇"}),
    ("从江南大道过来", {"text": "江南大道过来", "road": "江南大道"}),
    (
        "G15沈海高速 福州往厦门 K2150加300",
        {
            "text": "G15沈海高速 福州往厦门 K2150加300",
            "direction": "福州往厦门",
            "stake": "K2150+300",
            "road": "沈海高速",
        },
    ),
    ("那个会展中心 不是会展中", {"text": "会展中心", "landmark": "会展中心"}),
    ("人在马路牙子上坐着", {}),
    ("啪啦啪啦", {}),
    ("乒乒乓乓", {}),
    ("你们必须保证赔到位", {}),
    ("这公司太坑了什么玩意", {}),
    ("赶紧叫人过来", {}),
    ("不知道这是哪儿", {}),
    ("喂你好", {}),
]
TOLD: list[tuple[str, str]] = [
    ("三点二十在沪昆高速412公里 快到三穗了 让人追尾了", "沪昆高速412公里 快到三穗"),
    ("杭瑞高速上 往贵阳方向 思南过来两公里 撞了护栏", "杭瑞高速上 往贵阳方向 思南过来两公里"),
    ("租车公司的车 厦门海达的 在环岛南路上就着火了", "环岛南路上"),
    ("我停在新野沙堰镇屋门口 水漫进来了", "新野沙堰镇屋门口"),
    ("我在裕华路往东快到体育大街那个路口被追尾了", "裕华路往东快到体育大街那个路口"),
    ("刚才在北二环东路上让一个大货车给蹭了", "北二环东路上"),
    ("我在石家庄槐安路西二环那个桥下跟一个面包车撞了", "石家庄槐安路西二环那个桥下"),
    ("早上八点多我开车从家出来走到中山路万达广场门口被一辆出租车追尾了", "中山路万达广场门口"),
    ("在小区地下车库倒车撞柱子上了", "小区地下车库"),
    ("京昆高速往北京方向石家庄北收费站附近追尾了", "京昆高速往北京方向石家庄北收费站附近"),
    ("我把车停在小区门口 早上起来发现被人刮了", "小区门口"),
    ("车停在万达地下停车场不知道被谁撞了", "万达地下停车场"),
    ("在和平路和建设大街交叉口追尾了", "和平路和建设大街交叉口"),
    ("昨天晚上九点多在京港澳高速上撞护栏了", "京港澳高速上"),
    ("我家楼下停着让人划了", "我家楼下"),
    # What goes on behind a component up to the deed, or in a piece of its own, and what words lead to.
    ("今天早上在宜兴丁蜀镇公园路邮局门口被一辆三轮刮了", "宜兴丁蜀镇公园路邮局门口"),
    ("昨晚停在桃源居6号楼底下 早上一看让人划了", "桃源居6号楼底下"),
    ("我在秀洲大道靠洪兴西路 前面的车急刹我没刹住", "秀洲大道靠洪兴西路"),
    ("中午开到长江路那个涵洞里就熄火了", "长江路那个涵洞里"),
    ("沪渝高速 黄石到武穴中间 左后轮胎爆了", "沪渝高速 黄石到武穴中间"),
    ("连霍往郑州方向K517 撞了护栏", "连霍往郑州方向K517"),
    ("在青银高速往济南方向468公里多一点 被半挂别了一下", "青银高速往济南方向468公里多一点"),
    # Where the car is now is not where it happened.
    ("在岳池县九龙镇撞的 车现在在二环路修车铺门口", "岳池县九龙镇"),
    ("淮海路上碰的 人送到仁和医院了 我们把车挪到万体馆停车场了", "淮海路上"),
    # Numbers of houses and of things belong to the place; before a part of the day they are dates.
    ("在解放路8号撞了柱子", "解放路8号"),
    ("新华街12号追尾", "新华街12号"),
    ("昨天在建设路十五号门口被追尾", "建设路十五号门口"),
    ("在建设路15号下午撞的", "建设路"),
    ("停在幸福路23号院里让人划了", "幸福路23号院里"),
    ("二号航站楼门口追尾", "二号航站楼门口"),
    ("在6号楼下面撞了柱子", "6号楼下"),
    ("我在2号出站口", "2号出站口"),
    ("黑龙江省安达市朝阳街168号", "黑龙江省安达市朝阳街168号"),
    ("崂山区海尔路六十三号 数码科技中心 地下二层车库", "崂山区海尔路六十三号 数码科技中心 地下二层车库"),
    ("是体育中心不是体育场", "体育中心"),
    ("在长江路不是中山路", "长江路"),
    ("是往合肥方向，不是往南京方向", "往合肥方向"),
    # Companies called after towns are no places unless it happened there.
    ("我们是上海大众搬场公司的 在中山北路撞了", "中山北路"),
    ("我是给成都顺丰速运跑车的 在天府三街追尾", "天府三街"),
    ("在苏州金螳螂装饰公司门口蹭了", "苏州金螳螂装饰公司门口"),
    ("送货到武汉京东物流园门口", "武汉京东物流园门口"),
    ("石家庄市长安区和平东路追尾", "石家庄市长安区和平东路"),
]
NOWHERE = [
    "五点二十回来路上蹭的",
    "走的盘山路 对面压线过来",
    "车是宁波远航贸易的",
    "我给杭州顺达物流跑车的",
    "对方是南京公交公司的",
    "广州公交集团三分公司的车撞了我",
    "北京现代 追尾了一辆长安",
    "车主是深圳市腾飞电子有限公司",
    "我是青岛啤酒厂的司机",
    "我车被追尾了",
    "右前大灯碎了",
    "一路上都好好的",
    "没有人受伤",
    "我叫刘建民",
    "13900001101",
    "",
    "👍",
    "半路熄火了",
    "我一把打死方向就冲出去了",
    "我在手机上看到的",
    "在后面等着呢",
    "我开的是神州租车公司的车",
    "我是中通快递站的司机",
    "保险公司让我报案",
]


@pytest.mark.parametrize(("said", "place"), ASKED)
def test_asked_for_the_place_the_answer_is_taken_as_said_with_its_components(
    said: str, place: dict[str, Any]
) -> None:
    assert [span.value for span in find_places(said, asked=True)] == ([place] if place else [])


@pytest.mark.parametrize(("said", "place"), TOLD)
def test_the_place_is_cut_out_of_the_story(said: str, place: str) -> None:
    assert [span.value["text"] for span in find_places(said)] == [place]


@pytest.mark.parametrize("said", NOWHERE)
def test_no_place_is_invented(said: str) -> None:
    assert find_places(said) == []


@pytest.mark.parametrize(
    "text", ["我撞到一个过马路的行人", "有个老人横穿马路我没刹住", "撞了个骑车过街的大姐", "那人斜穿过马路"]
)
def test_crossing_a_road_is_no_place(text: str) -> None:
    assert not find_places(text)


def test_the_road_that_was_crossed_is_one() -> None:
    (place,) = find_places("在长江路过马路的时候撞的")
    assert place.value["text"] == "长江路"


@pytest.mark.parametrize(
    ("text", "district"),
    [
        ("在新野沙堰镇卫生院门口撞的", "新野"),
        ("今天下午四点 正定曲阳桥村小学门口 一个小孩跑出来", "正定"),
        ("俺在新野沙堰镇南街倒车", "新野"),
        ("从新野路口出来撞的", None),
        ("在宁晋那边的路上撞的", None),
    ],
)
def test_a_county_by_its_short_name_is_one_before_its_township(text: str, district: str | None) -> None:
    assert [place.value.get("district") for place in find_places(text)][:1] == [district]


def test_going_up_to_a_motorway_is_no_name_of_it() -> None:
    assert [place.value.get("road") for place in find_places("中午上高速上出了点事")] in ([], [None])


@pytest.mark.parametrize("text", ["出来看见的", "这个停车费贵得很", "一年交两千物业费 灯都不修"])
def test_talk_in_answer_to_where_is_no_place(text: str) -> None:
    assert find_places(text, asked=True) == []


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("我闺女的轩逸在幸福花园地库里头 昨晚下大雨进水了", "幸福花园地库里头"),
        ("我们帕萨特停在建设路菜市场门口让人刮了", "建设路菜市场门口"),
        ("我去接娃 在金鸡湖大道小区地下车库倒车没看见 刮柱子上了", "金鸡湖大道小区地下车库"),
        ("在白沙镇石门村口 有个老头赶着牛过马路 给撞了", "白沙镇石门村口"),
        ("北京时间早上八点在河滩快速路红山出口那儿下雪 追尾了", "河滩快速路红山出口那儿"),
    ],
)
def test_what_is_told_around_a_place_is_none_of_it(said: str, place: str) -> None:
    found = read(said, NOW, "plate")
    assert [one.text for one in found if one.kind == "place"] == [place]


@pytest.mark.parametrize("said", ["八点我还没上高速", "三点我还没出小区呢", "那会儿都没进隧道"])
def test_where_somebody_was_not_yet_is_no_place(said: str) -> None:
    assert [one for one in read(said, NOW, "accident_time") if one.kind == "place"] == []


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("长沙镇", {"landmark": "长沙镇"}),
        ("大通镇菜市场门口 如皋的", {"landmark": "大通镇菜市场门口", "district": "如皋"}),
        ("荣乌上么 往东胜去", {"road": "荣乌", "direction": "往东胜"}),
        ("沈海高速往南通开 一千二百公里三百", {"road": "沈海高速", "direction": "往南通", "stake": "K1200+300"}),
        ("甘泉白沙坪镇往石门水库走的那个急弯", {"district": "甘泉", "direction": "往石门水库", "landmark": "急弯"}),
        ("惠山区桃源村 进村那条水泥路", {"district": "惠山区", "landmark": "桃源村"}),
        ("澜湖二号小区的地下车库 负一楼出口拐弯那里", {"landmark": "澜湖二号小区的地下车库"}),
    ],
)  # fmt: skip
def test_what_a_place_is_made_of(said: str, parts: dict[str, str]) -> None:
    (found,) = find_places(said, asked=True)
    assert {name: value for name, value in found.value.items() if name != "text"} == parts


def test_what_is_read_back_wrong_is_put_right_far_behind() -> None:
    (found,) = find_places("中南路 洪山广场那边 不是 我看错路牌了 是中北路 岳家嘴立交下面", asked=True)
    assert found.value["road"] == "中北路"


def test_a_bend_is_no_evening() -> None:
    assert [one for one in read("白沙坪 往石门水库 那个弯上", NOW, "place") if one.kind == "time"] == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("村西头 一群鸭子过道", "村西头"),
        ("在二零七国道上 几只羊横过来了", "二零七国道上"),
        ("县城北关老粮站跟前", "县城北关老粮站跟前"),
        ("肥城市王瓜店镇东大封村口 车现在拖到城里修理厂了", "肥城市王瓜店镇东大封村口"),
        ("曹县青菏路 人现在在医院", "曹县青菏路"),
    ],
)
def test_asked_where_it_was_neither_who_came_along_nor_where_the_car_is_now_is_more_of_it(
    text: str, place: str
) -> None:
    assert find_places(text, asked=True)[0].value["text"] == place


@pytest.mark.parametrize("text", ["一群羊过道", "羊群过马路那儿", "哪有什么国道", "几头牛过到车前头"])
def test_a_herd_and_a_denial_name_no_road(text: str) -> None:
    assert all("road" not in span.value for span in find_places(text, asked=True))


@pytest.mark.parametrize("text", ["三零九过道 磁县这边", "一零四国倒往北"])
def test_behind_a_number_it_is_a_road_all_the_same(text: str) -> None:
    assert find_places(text, asked=True)[0].value["road"].endswith("国道")


@pytest.mark.parametrize(
    ("text", "district", "road"),
    [
        ("昨天下午三点在诸城密州路跟人民路口出的事", "诸城", "密州路"),
        ("就在荥阳郑上路那块", "荥阳", "郑上路"),
    ],
)
def test_a_county_by_its_short_name_is_believed_before_a_road_of_its_own(
    text: str, district: str, road: str
) -> None:
    found = find_places(text)[0].value
    assert (found["district"], found["road"]) == (district, road)


@pytest.mark.parametrize("text", ["在平安南大街撞的", "在新华东路追尾", "在永安路口"])
def test_a_road_that_begins_like_a_county_stays_whole(text: str) -> None:
    assert not {"district", "city"} & find_places(text)[0].value.keys()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            "沪蓉高速上海方向啊 过了横林服务区大概两公里",
            {
                "text": "沪蓉高速上海方向 过了横林服务区大概两公里",
                "road": "沪蓉高速",
                "direction": "上海方向",
                "landmark": "横林服务区",
            },
        ),
        ("刚过横林服务区大概两公里", {"text": "刚过横林服务区大概两公里", "landmark": "横林服务区"}),
        (
            "京沪高速往北京方向啊 泗洪服务区再往前三公里",
            {
                "text": "京沪高速往北京方向 泗洪服务区再往前三公里",
                "road": "京沪高速",
                "direction": "往北京方向",
                "landmark": "泗洪服务区",
            },
        ),
        (
            "312国道 过了中石化加油站一里地",
            {"text": "312国道 过了中石化加油站一里地", "road": "312国道", "landmark": "中石化加油站"},
        ),
        (
            "京港澳高速128公里处",
            {"text": "京港澳高速128公里处", "road": "京港澳高速", "stake": "K128"},
        ),
        (
            "青岛胶州湾高速夏庄收费站往市区方向",
            {
                "text": "青岛胶州湾高速夏庄收费站往市区方向",
                "city": "青岛",
                "road": "胶州湾高速",
                "direction": "往市区方向",
                "landmark": "夏庄收费站",
            },
        ),
        (
            "锦城大道路口往右变道的时候",
            {"text": "锦城大道路口", "road": "锦城大道", "crossing": "锦城大道路口"},
        ),
        ("服务区是横山桥服务区", {"text": "横山桥服务区", "landmark": "横山桥服务区"}),
        ("小区叫阳光小区", {"text": "阳光小区", "landmark": "阳光小区"}),
    ],
)
def test_how_far_past_something_it_was_stays_with_the_place(text: str, place: dict[str, Any]) -> None:
    (found,) = (span for span in read(text, NOW, "place") if span.kind == "place")
    assert found.value == place
