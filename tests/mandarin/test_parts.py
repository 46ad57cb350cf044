"""Car parts as callers name them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from mandarin.parts import NAMED_ONLY, STRUCK, find_parts, is_definite, no_damage, united

OWN = {
    # 不是 in a pause of its own takes back what is told again right behind.
    "左边俩门 不是 左边前门一道大口子": "左前车门",
    "右前门跟右后门，不是，就右后门": "右后车门",
    "两个大灯碎了 不是 右边大灯碎了": "右前大灯",
    "后杠 不是 前杠裂了": "前保险杠",
    "前杠碎了 不是 我跟你说 后杠也碎了": "前保险杠 后保险杠",
    # What adjoins a part is on its side, whatever stands between.
    "左边后头那个门 一大条口子 连着后叶子板": "左后车门 左后翼子板",
    "右后门瘪了连着叶子板": "右后车门 右后翼子板",
    "右前门刮花 连带着门槛": "右前车门 右门槛",
    "左前门瘪了 连着前杠也裂了": "左前车门 前保险杠",
    # What struck is no side: 碰着后门.
    "是右边 右前门 右前叶子板 右边镜子 没碰着后门": "右前车门 右前翼子板 右后视镜",
    "他蹭着后门了": "后车门",
    # Taken back: the part before, all that is told again behind, and what is only named to be replaced.
    "左前门 左后门 左边后视镜 说反了 是右前门 右后门 右边后视镜": "右前车门 右后车门 右后视镜",
    "左大灯碎了 不是大灯 是左边雾灯": "左雾灯",
    "大灯 左后视镜 不是左边 是右后视镜": "大灯 右后视镜",
    "前杠裂了 不对不对 前杠好的 是大灯碎了": "大灯",
    "左边大灯 左叶子板 记岔了 是右边 右大灯 右叶子板": "右前大灯 右前翼子板",
    "右后门和右后叶子板 我懵了 是左边 左后门 左后叶子板": "左后车门 左后翼子板",
    "后杠 尾灯 哎我这破嘴 坏的是前杠 还有引擎盖": "前保险杠 引擎盖",
    "左后视镜和左前门 念反了 我的是右后视镜 右前门": "右后视镜 右前车门",
    "前保险杠 左大灯 不是左 我看下照片 是右大灯": "前保险杠 右前大灯",
    # Whoever drives a lorry tells of its parts; a sensor has its end, a bike its handlebar, and 车把 is none where 把 takes an object.
    "我开大货的 前杠撞烂了 中网也没了": "前保险杠 中网",
    "俺这半挂左大灯碎了": "左前大灯",
    "后杠瘪了 后雷达也不响了": "后保险杠 后雷达",
    "车把后杠碰花了": "后保险杠",
    # Two corners of one noun, also with a pause between them; a noun that lost a character in such a row.
    "左后 右后门": "左后车门 右后车门",
    "左前和右后轮胎爆了": "左前轮胎 右后轮胎",
    "右后车 右后叶子板": "右后车门 右后翼子板",
    "机子翘了 水箱漏了": "引擎盖 水箱",
    # What stands within other words, or does damage itself.
    "我老婆头撞到玻璃": "",
    "膝盖磕在中控台上 前杠裂了": "前保险杠",
    "鼻子碰着方向盘了": "",
    "车头撞到门柱 大灯碎了": "大灯",
    "他车头撞到左后门": "左后车门",
    "让后头的三轮车蹭了后杠": "后保险杠",
    "孩子的手被车窗玻璃夹了": "",
    "他说车定损三千": "",
    "水箱发动机线束全烧了": "水箱 发动机 线束",
    "发动机线束烧了": "线束",
    "后备箱那个尾门瘪了": "尾门",
    # From one part to another along the side.
    "从右后门一直刮到右前叶子板": "右后车门 右前车门 右前翼子板",
    "拿石头从左前叶子板划到左后门": "左前翼子板 左前车门 左后车门",
    "从前杠一直裂到中网": "前保险杠 中网",
    # A corner and a side that what follows is about, whoever's car.
    "右面前头那块都瘪了 雾灯碎了 叶子板卷了": "右雾灯 右前翼子板",
    "右边么 大灯 叶子板": "右前大灯 右前翼子板",
    "左前胎轮毂都坏了": "左前轮胎 左前轮毂",
    "左前轮轮毂坏了": "左前轮毂",
    "我货箱跟右后尾灯坏了": "货箱 右后尾灯",
    "前保杠跟后保杠": "前保险杠 后保险杠",
    # A corner that what follows is about.
    "左后角整个没了 尾灯 叶子板都碎了": "左后尾灯 左后翼子板",
    "主要在右前头 大灯炸了 翼子板瘪了": "右前大灯 右前翼子板",
    "停在左后面 大灯碎了": "大灯",
    # What is told again with less of its place.
    "左边两扇门凹了 前后门都关不上": "左前车门 左后车门",
    "就车头这块 保险杠 中网": "前保险杠 中网",
    # Unhurt after a pause is that part alone.
    "机盖烧黑了 还有水箱 冷凝器 大灯没事": "引擎盖 水箱 冷凝器",
    "尾门瘪了，跟前头没有别的车碰": "尾门",
    "前面前杠裂了 后面后杠也掉了": "前保险杠 后保险杠",
    "右前大灯碎了前杠也裂了右前叶子板瘪了": "右前大灯 前保险杠 右前翼子板",
    "右前大灯前杠还有翼子板都坏了": "右前大灯 前保险杠 翼子板",
    "右前的大灯和翼子板": "右前大灯 右前翼子板",
    "左前门和后门": "左前车门 左后车门",
    "左边前后门": "左前车门 左后车门",
    "左边两个门都瘪了": "左前车门 左后车门",
    "右侧两个车门刮了": "右前车门 右后车门",
    "前杠中网引擎盖左右大灯都坏了": "前保险杠 中网 引擎盖 左前大灯 右前大灯",
    "副驾驶车门": "右前车门",
    "主驾驶的门": "左前车门",
    "副驾驶那边的后视镜": "右后视镜",
    "右边倒车镜掉了": "右后视镜",
    "前挡风玻璃裂了": "前挡风玻璃",
    "后挡风": "后挡风玻璃",
    "机盖子 水箱 中网都进去了": "引擎盖 水箱 中网",
    "后备箱撞瘪了 尾灯碎了": "后备箱盖 尾灯",
    "左后轮胎爆了轮毂也变形了": "左后轮胎 左后轮毂",
    "副驾门打不开了玻璃也碎了": "右前车门 右前车窗",
    "左前门底下的裙边": "左门槛",
    "司机这边的门凹进去了": "左前车门",
    "司机后面的门": "左后车门",
    "左前左后两个门": "左前车门 左后车门",
    "前后门都瘪了，右边的": "右前车门 右后车门",
    "右边被蹭了，前门后门连着叶子板": "右前车门 右后车门 右前翼子板",
    "雾灯俩都碎了": "左雾灯 右雾灯",
    "四个门都刮了": "左前车门 右前车门 左后车门 右后车门",
    "玻璃碎了，右后门那个玻璃": "右后车窗",
    "整个车屁股都瘪了": "车尾",
    "车头烂了，前杠机盖都没了": "前保险杠 引擎盖",
    "前杠右边角磕掉了": "前保险杠",
    "水箱漏水了，风扇也打坏了": "水箱 风扇",
    "左边的雾灯，不对，右边的": "右雾灯",
    "前杠，不对，是后杠": "后保险杠",
    "左前门 左后门 我急糊涂了 是右前门 右后门": "右前车门 右后车门",
    "左大灯 哦是 是右大灯": "右前大灯",
    "后杠 不是不是 说反了 前杠 水箱": "前保险杠 水箱",
    "机盖翘了，说错了，后备箱盖翘了": "后备箱盖",
    "前头那个盖子拱起来了": "引擎盖",
    "后照镜断掉了，右边那支": "右后视镜",
    "我这车左大灯和右边沙板": "左前大灯 右前翼子板",
    "后面撞了个大坑": "车尾",
    "坐边两个们都刮了": "左前车门 左后车门",
    "还有两个大灯": "左前大灯 右前大灯",
    "车架号一下子找不到": "",
    "底盘磕了漏油": "底盘",
    "气囊都弹出来了": "安全气囊",
    "前面保险杠": "前保险杠",
    "前后保险杠都掉了": "前保险杠 后保险杠",
    "右后门跟右后叶子板": "右后车门 右后翼子板",
    "左右两个后视镜": "左后视镜 右后视镜",
    "两个大灯都碎了": "左前大灯 右前大灯",
    "左侧裙边还有左后轮眉": "左门槛 左后轮眉",
    "大灯没事 就是前杠掉了": "前保险杠",
    "大灯和中网都没事 就前杠裂了": "前保险杠",
    "尾门瘪了，杠子也掉了，哎不对，杠子没掉，就是裂了": "尾门 保险杠",
    "叶子板和车门都花了哦不对车门没事": "翼子板",
    "车门没坏，有点刮了": "车门",
    "不对，是左前门和左后门，后视镜没事": "左前车门 左后车门",
    "左前门，左后门，后视镜都没事": "",
    "安全气囊没弹": "",
    "水淹到座椅了": "",
    "我打开车门一看": "",
    "在小区门口等红绿灯": "",
    "我上的保险是平安的": "",
    "夜子板和前保险刚坏了": "翼子板 前保险杠",
    "后被箱盖瘪了": "后备箱盖",
    "他撞我后杠了": "后保险杠",
    "被后面的车追尾了后杠坏了后备箱盖也变形": "后保险杠 后备箱盖",
    "左翼子板凹了": "左前翼子板",
    "后挡炸了": "后挡风玻璃",
    "四个轱辘都瘪了": "左前轮胎 右前轮胎 左后轮胎 右后轮胎",
    "四个轮毂都刮花了": "左前轮毂 右前轮毂 左后轮毂 右后轮毂",
    "俩后门都打不开": "左后车门 右后车门",
    "雾灯碎了 左边那个": "左雾灯",
    "保险杠裂了 后面的": "后保险杠",
    "后杠左边掉了一大块": "后保险杠",
    "右后轮的钢圈变形了": "右后轮毂",
    "后轮 左边那个轱辘瘪了": "左后轮胎",
    "车前面的大灯碎了": "前大灯",
    "右侧全刮花了": "右侧面",
    "左后面瘪进去一块": "左后车角",
    "被右边的车刮了我没看清": "",
    "右前车门漆面划了": "右前车门",
    "挡泥板跟下护板都掉了": "翼子板 下护板",
    "又前大等跟前保县杠碎了": "右前大灯 前保险杠",
    "做后们凹进去了": "左后车门",
    "夫驾驶那边的叶自板刮了": "右前翼子板",
    "左后尾等碎了": "左后尾灯",
    "右前大裂了": "右前大灯",
    "倒镜掉了": "后视镜",
    # Parts that touch one another are a list, unless the second has no place of its own.
    "右前轮右前轮毂都磕了": "右前轮胎 右前轮毂",
    "前杠前防撞梁水箱都得换": "前保险杠 前防撞梁 水箱",
    "后杠防撞梁弯了": "后防撞梁",
    "左前轮子那边的翼子板破了": "左前翼子板",
    # The side of a door or a wing holds for the next one.
    "左前门瘪了后门也刮了": "左前车门 左后车门",
    "左后门凹了右前门也刮了": "左后车门 右前车门",
    "右后门划了，后杠也裂了": "右后车门 后保险杠",
    "左边从后视镜开始前门后门全刮了": "左后视镜 左前车门 左后车门",
    "我从后视镜里看见他撞上来的 后杠碎了": "后保险杠",
    # A lamp is at the end that everything else is at.
    "后杠烂了，右边灯也烂了": "后保险杠 右后尾灯",
    "机盖翘了左边灯也碎了": "引擎盖 左前大灯",
    "前杠后杠都裂了 左边灯也碎了": "前保险杠 后保险杠 左车灯",
    "我右边推拉门瘪了": "右后车门",
    "左边拉门瘪了": "左后车门",
    "停车时车门开着 右前门让人撞弯了": "右前车门",
    "左前门凹了，车门打不开": "左前车门",
    "是右后门，哦不，是左后门": "左后车门",
    "保险杠前面裂了": "前保险杠",
    "倒车镜断咗，左边嗰个": "左后视镜",
    "车门驾驶员的让树刮了": "左前车门",
    # Misheard.
    "前当风让树枝戳裂了": "前挡风玻璃",
    "右边德大灯碎了": "右前大灯",
    "左边得车门拿个后面的也刮了": "左后车门",
    "后挡没时，后杠裂了": "后保险杠",
    "左右叶子板镜子全刮了": "左前翼子板 右前翼子板 后视镜",
    "大灯右边那个叫撞碎了": "右前大灯",
    "前当时没看清": "",
    "右前大灯没咧": "右前大灯",
    "左后大灯没了": "左后尾灯",
    "前杠全碎": "前保险杠",
    "后杠都碎了全掉了": "后保险杠",
    "然后右边大灯也破了": "右前大灯",
    "杆子砸我机盖上了": "引擎盖",
    "他撞我右后门上了": "右后车门",
    # No part of a car.
    "小区后门": "",
    "在公司前门等人": "",
    "我从后门进的": "",
    "从后备箱拿三角牌": "",
    "跟对面来车顶上了": "",
    "大货车顶过来了": "",
    "车顶上砸了个坑": "车顶",
    "后门凹了": "后车门",
    "我在后面等红灯": "",
    "👍": "",
    "": "",
}


def damaged(said: str, kind: str = "part", **question: Any) -> list[str]:
    """Return the parts that are told of and not said to be unhurt."""
    spans = find_parts(said, **question)
    return [span.value for span in spans if span.kind == kind and span.assertion == "asserted"]


def test_parts_told_behind_a_plate_are_of_its_car() -> None:
    blanks = " " * 7  # a plate is taken out before parts are read
    spans = find_parts(f"前头那个{blanks}刘海 坏后杠 后头{blanks}坏前杠和中网 我的就左大灯")
    told = [(span.value, span.owner) for span in spans]
    assert told == [
        ("后保险杠", "other"), ("前保险杠", "other"), ("中网", "other"), ("左前大灯", "ours"),
    ]  # fmt: skip


def test_a_bike_has_a_handlebar() -> None:
    spans = find_parts("龙头歪了 前轮也变形了", asked=True, whose="other")
    assert [span.value for span in spans] == ["车把", "前轮胎"]


@pytest.mark.parametrize(("said", "parts"), OWN.items())
def test_parts_of_the_callers_car(said: str, parts: str) -> None:
    assert damaged(said) == parts.split()


@pytest.mark.parametrize(
    ("said", "own", "third"),
    [
        ("我的车后杠坏了 他的前杠和大灯", "后保险杠", "前保险杠 大灯"),
        ("对方车左前门瘪了", "", "左前车门"),
        ("我前杠裂了 对方是后杠掉了尾灯也碎了", "前保险杠", "后保险杠 尾灯"),
        ("对方的后备箱瘪了 我的就是前杠有点裂", "前保险杠", "后备箱盖"),
        ("那个车的后保险杠掉了", "", "后保险杠"),
        ("他那个后保险杠凹进去 我们的是前保险杠 中网烂了", "前保险杠 中网", "后保险杠"),
        ("她那辆车右后门还有后杠，咱这辆就中网断了", "中网", "右后车门 后保险杠"),
        ("我后杠和他前杠都坏了", "后保险杠", "前保险杠"),
        ("这个我的车坏的是尾门 还有后杠", "尾门 后保险杠", ""),
        ("这个黑色的车后杠裂了", "", "后保险杠"),
        ("把别个屁股撞到了", "", "车尾"),
        ("撞到她屁股上了 就是前杠跟中网烂了", "前保险杠 中网", "车尾"),
        ("追到他屁股上了 后备箱也瘪了", "", "后备箱盖"),
        ("她讲右前门 还有右后门 刮花了", "右前车门 右后车门", ""),
        ("大货车的保险杠没事 我的右边车门和后视镜刮了", "右车门 后视镜", ""),
    ],
)
def test_parts_of_the_other_side(said: str, own: str, third: str) -> None:
    assert damaged(said) == own.split()
    assert damaged(said, "third_part") == third.split()


@pytest.mark.parametrize(
    "damage",
    [
        "剐了",
        "擦了",
        "崩了",
        "翘了",
        "鼓了",
        "塌了",
        "漏了",
        "松了",
        "卷了",
        "凹了",
        "没了",
        "顶烂了",
        "进去一块",
    ],
)
def test_damage_is_told_beside_the_part(damage: str) -> None:
    assert [part.confidence for part in find_parts(f"前杠{damage}")] == [1.0]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("杆子砸我机盖上了", STRUCK),
        ("他撞我右后门上了", STRUCK),
        ("磕着底盘了", STRUCK),
        ("一头顶在我左前门上", STRUCK),
        ("他撞我车门上了", NAMED_ONLY),
        ("停在车头前面", NAMED_ONLY),
        ("左边镜子掰折了", 1),
        ("后杠 全都裂开了", 1),
        ("撞我右后门上 门都瘪了", 1),
        ("撞碎了我左大灯", 1),
        ("他别过来蹭了我右后门和右后叶子板", 1),
        ("三元催化器叫人锯走了", 1),
        ("雨刮器来不及刮 水就进来了 熄火了 车门都泡了", NAMED_ONLY),
        ("雷达一直叫 我没听见 就撞柱子上了", NAMED_ONLY),
        ("车尾后面站着个人", NAMED_ONLY),
        ("机盖冒烟", NAMED_ONLY),
    ],
)
def test_a_part_may_be_named_without_damage(said: str, told: float) -> None:
    assert find_parts(said)[0].confidence == told


@pytest.mark.parametrize(
    ("said", "unhurt"),
    [
        ("水箱没坏 前杠裂了", "水箱"),
        ("我可没说尾灯坏", "尾灯"),
        ("两个大灯都好好的", "左前大灯 右前大灯"),
        ("尾灯没了", ""),
        ("没蹭着前门 就后门", "前车门"),
        ("右后门没挨着", "右后车门"),
        ("没有碰到右后门", "右后车门"),
        ("车筐没坏", "车筐"),
        ("后门去了它", "后车门"),
        ("把天窗给去了吧", "天窗"),
        ("后杠那个删除", "后保险杠"),
        ("后门划了一道", ""),
        ("我从后门去了趟医院", ""),
        ("车牌没问题", ""),
    ],
)
def test_a_part_said_to_be_unhurt_is_denied(said: str, unhurt: str) -> None:
    assert [span.value for span in find_parts(said) if span.assertion == "denied"] == unhurt.split()


@pytest.mark.parametrize(
    ("said", "whose", "kinds"),
    [
        ("前保险杠跟左边大灯", "other", "third_part third_part"),
        ("他后杠掉了 我的是前杠", "other", "third_part part"),
        ("应该是尾门", "ours", "part"),
    ],
)
def test_what_no_words_give_to_a_car_is_of_the_car_asked_about(said: str, whose: str, kinds: str) -> None:
    assert [span.kind for span in find_parts(said, asked=True, whose=whose)] == kinds.split()


@pytest.mark.parametrize("said", ["没什么损失", "没有", "车没事", "没坏", "我的车倒是没什么损坏"])
def test_no_damage_is_heard(said: str) -> None:
    assert no_damage(said)


@pytest.mark.parametrize("said", ["前杠坏了", "大灯没事 前杠裂了", "不知道", "人没事"])
def test_damage_or_silence_is_not_no_damage(said: str) -> None:
    assert not no_damage(said)


@pytest.mark.parametrize("said", ["前杠裂了 还有大灯和", "尾灯还有", "左前门瘪了 叶子板跟"])
def test_a_list_cut_off_in_the_middle_keeps_what_was_said(said: str) -> None:
    assert find_parts(said)


def test_spans_keep_the_words_and_do_not_overlap() -> None:
    said = "左右大灯和前后保险杠还有左边两个门"
    spans = find_parts(said)
    assert all(said[span.start : span.end] == span.text for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("货箱 右后尾灯", "货箱 右后尾灯"),
        ("车筐跟前叉", "车筐 前叉"),
        ("就是驾驶室和左边后视镜", "驾驶室 左后视镜"),
        ("我坐在车厢里没看清", ""),
        ("在驾驶室里等着呢", ""),
        ("都是右后头 门 叶子板", "右后车门 右后翼子板"),
        ("前叉弯了 灯也碎了", "前叉 车灯"),
        ("一开门就撞上了", ""),
        ("顶上去的时候前杠碎了", "前保险杠"),
    ],
)
def test_named_alone_where_it_was_asked_for(said: str, parts: str) -> None:
    assert damaged(said, asked=True) == parts.split()


@pytest.mark.parametrize(
    "name", ["右后视镜", "水箱", "左后车门", "左前大灯", "后保险杠", "前挡风玻璃", "雷达"]
)
def test_definite(name: str) -> None:
    assert is_definite(name)


@pytest.mark.parametrize("name", ["后视镜", "车尾", "右侧面", "后车门", "大灯", "保险杠", "玻璃", "全车"])
def test_not_definite(name: str) -> None:
    assert not is_definite(name)


def test_parts_told_at_different_times_are_united() -> None:
    assert united(["车尾", "后视镜"], ["后保险杠", "右后视镜", "尾门"]) == ["后保险杠", "右后视镜", "尾门"]
    assert united(["左前车门"], ["车门"]) == ["左前车门"]
    assert united(["左车门", "右后车角"], ["左前车门", "右后翼子板"]) == ["左前车门", "右后翼子板"]
    assert united(["车身"], ["右后车门", "大灯"]) == ["右后车门", "大灯"]
    assert united(["左车门", "左前车角"], ["右前车门"]) == ["左车门", "左前车角", "右前车门"]
    assert united(["右侧面"], ["左前车门"]) == ["右侧面", "左前车门"]


def test_a_list_of_what_is_damaged_where_it_was_asked_for() -> None:
    said = "坏了货箱 右后车角 右后尾灯"
    assert [part.value for part in find_parts(said, asked=True)] == ["货箱", "右后车角", "右后尾灯"]


@pytest.mark.parametrize(
    "text", ["锁骨撞到车门了", "膝盖头磕在中控台上", "右手腕子碰着后视镜 肿了", "她肩胛骨磕到后车门了"]
)
def test_whatever_of_the_body_struck_a_part_that_part_is_not_damaged(text: str) -> None:
    assert not find_parts(text, asked=True)


def test_a_stone_has_no_head() -> None:
    assert {span.value for span in find_parts("石头撞到前杠 裂了")} == {"前保险杠"}


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("我倒车顶的他后门", ["后车门"]),
        ("就是倒车顶了一下", []),
        ("他倒车顶到我的左前大灯", ["左前大灯"]),
        ("倒车 车顶刮到限高杆", ["车顶"]),
        ("车顶砸瘪了", ["车顶"]),
    ],
)
def test_who_shoves_in_reverse_speaks_of_no_roof(said: str, parts: list[str]) -> None:
    assert [part.value for part in find_parts(said, asked=True)] == parts
