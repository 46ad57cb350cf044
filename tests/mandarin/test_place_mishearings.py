"""Places of which a recogniser lost a character or kept only the sound: what is put back, and what must not be."""

from __future__ import annotations

import pytest

from mandarin.place import find_places

PUT_BACK: list[tuple[str, dict[str, str]]] = [
    # A division beside its kin.
    ("漳龙文区水仙大街", {"city": "漳州", "district": "龙文区"}),
    ("潮湘桥区枫春路", {"city": "潮州", "district": "湘桥区"}),
    ("绍兴虞区百官路", {"city": "绍兴", "district": "上虞区"}),
    ("揭阳榕成区进贤门大道", {"city": "揭阳", "district": "榕城区"}),
    ("安省黄山市屯溪区", {"province": "安徽省", "city": "黄山市", "district": "屯溪区"}),
    ("川德阳旌阳区", {"province": "四川", "city": "德阳", "district": "旌阳区"}),
    ("就是呃说承德宽成区", {"city": "承德"}),
    ("开封顺河区东大街", {"city": "开封", "district": "顺河区", "road": "东大街"}),
    ("攀枝花西区苏铁中路", {"city": "攀枝花", "district": "西区", "road": "苏铁中路"}),
    ("中山沙溪镇隆兴路", {"city": "中山", "road": "隆兴路"}),
    ("西安北二环", {"city": "西安", "road": "北二环"}),
    # Sides and everyday words.
    ("钱江被路", {"road": "钱江北路"}),
    ("阳光花园息门口", {"landmark": "阳光花园西门口"}),
    ("学院大街由动往息", {"road": "学院大街", "direction": "由东往西"}),
    ("汇文路王南走", {"road": "汇文路", "direction": "往南"}),
    ("在宿松得孚玉东路上", {"road": "孚玉东路"}),
    ("张店区洪沟打道", {"road": "洪沟大道"}),
    ("荔城区胜利达道", {"road": "胜利大道"}),
    ("三二一过到往桂林方象", {"road": "三二一国道", "direction": "往桂林方向"}),
    ("南友高速往凭祥方", {"road": "南友高速", "direction": "往凭祥方向"}),
    # Highways.
    ("G二五长高速", {"road": "长深高速"}),
    ("沪陕高一千零三十公里处", {"road": "沪陕高速", "stake": "K1030"}),
    ("京港高速往郑州方向", {"road": "京港澳高速"}),
    ("武深高速二百零三公里家五百米", {"road": "武深高速", "stake": "K203+500"}),
    # Ends that lost a character.
    ("时代广场停场", {"landmark": "时代广场停车场"}),
    ("锦江小三号楼楼下", {"landmark": "锦江小区三号楼楼下"}),
    ("少年宫对面", {"landmark": "少年宫对面"}),
    ("牡丹江西安区光华街", {"city": "牡丹江", "district": "西安区"}),
]
LEFT_ALONE: list[tuple[str, dict[str, str | None]]] = [
    ("德州城区东风路", {"district": "城区", "road": "东风路"}),
    ("淮北市区孟山路", {"city": "淮北", "district": None}),
    ("梅溪路", {"road": "梅溪路"}),
    ("平山区栋梁路", {"road": "栋梁路"}),
    ("哈达街", {"road": "哈达街"}),
    ("福州达道路", {"road": "达道路"}),
    ("得胜路", {"road": "得胜路"}),
    ("通城大道与青海湖路交叉口", {"province": None, "crossing": "通城大道与青海湖路交叉口"}),
    ("楚大高速往大理方向", {"road": "楚大高速", "city": None}),
    ("沈海高速离鳌江出口还有三公里", {"road": "沈海高速", "stake": None}),
    ("成渝高速过了资阳收费站大概五公里", {"road": "成渝高速", "stake": None}),
    ("沪蓉高速往上海方向 刚过横林服务区大概两公里", {"road": "沪蓉高速", "stake": None}),
    ("楼下车库", {"landmark": "楼下车库"}),
    ("凤凰山隧道里", {"district": None, "landmark": "凤凰山隧道里"}),
    ("奉化区象山大道", {"road": "象山大道"}),
    ("沈高速", {"road": "沈高速"}),
    ("额尔古纳市哈撒尔路", {"district": "额尔古纳市"}),
]
NOWHERE = [
    "再催一下",
    "再报一遍",
    "那个案子弄到哪一步了",
    "救援车把我车弄走了",
    "就在路上啊",
    "堵路上了",
    "黑灯瞎火的我哪认得路",
    "走绿色通道先救人",
]


@pytest.mark.parametrize(("said", "components"), PUT_BACK)
def test_what_was_misheard_is_put_back(said: str, components: dict[str, str]) -> None:
    (place,) = find_places(said, asked=True)
    assert {name: place.value.get(name) for name in components} == components
    assert place.value["text"] in said


@pytest.mark.parametrize(("said", "components"), LEFT_ALONE)
def test_what_was_said_is_left_alone(said: str, components: dict[str, str | None]) -> None:
    (place,) = find_places(said, asked=True)
    assert {name: place.value.get(name) for name in components} == components


@pytest.mark.parametrize("said", NOWHERE)
def test_no_road_is_made_of_other_words(said: str) -> None:
    assert not [place for place in find_places(said) if len(place.value) > 1]


def test_a_place_keeps_the_callers_words_and_indices() -> None:
    said = "我在嗯衢柯城呃区荷花路上被追尾了"
    (place,) = find_places(said)
    assert said[place.start : place.end] == place.text == place.value["text"]
    assert place.value["city"] == "衢州" and place.value["district"] == "柯城区"
