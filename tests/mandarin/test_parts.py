"""Car parts as callers name them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from mandarin.parts import find_parts, no_damage

OWN = {
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
    "左后轮胎爆了轮毂也变形了": "左后轮胎 轮毂",
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
    "后杠左边掉了一大块": "左后保险杠",
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
    "我在后面等红灯": "",
    "👍": "",
    "": "",
}


@pytest.mark.parametrize(("said", "parts"), OWN.items())
def test_parts_of_the_callers_car(said: str, parts: str) -> None:
    assert [span.value for span in find_parts(said) if span.kind == "part"] == parts.split()


@pytest.mark.parametrize(
    ("said", "own", "third"),
    [
        ("我的车后杠坏了 他的前杠和大灯", "后保险杠", "前保险杠 大灯"),
        ("对方车左前门瘪了", "", "左前车门"),
        ("我前杠裂了 对方是后杠掉了尾灯也碎了", "前保险杠", "后保险杠 尾灯"),
        ("对方的后备箱瘪了 我的就是前杠有点裂", "前保险杠", "后备箱盖"),
        ("那个车的后保险杠掉了", "", "后保险杠"),
        ("大货车的保险杠没事 我的右边车门和后视镜刮了", "右车门 后视镜", ""),
    ],
)
def test_parts_of_the_other_side(said: str, own: str, third: str) -> None:
    spans = find_parts(said)
    assert [span.value for span in spans if span.kind == "part"] == own.split()
    assert [span.value for span in spans if span.kind == "third_part"] == third.split()


@pytest.mark.parametrize("said", ["没什么损失", "没有", "车没事", "没坏", "我的车倒是没什么损坏"])
def test_no_damage_is_heard(said: str) -> None:
    assert no_damage(said)


@pytest.mark.parametrize("said", ["前杠坏了", "大灯没事 前杠裂了", "不知道", "人没事"])
def test_damage_or_silence_is_not_no_damage(said: str) -> None:
    assert not no_damage(said)


def test_spans_keep_the_words_and_do_not_overlap() -> None:
    said = "左右大灯和前后保险杠还有左边两个门"
    spans = find_parts(said)
    assert all(said[span.start : span.end] == span.text for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
