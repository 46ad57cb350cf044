"""Words of dying that tell of no death, and what is not said of a hospital."""

from __future__ import annotations

import pytest

from mandarin.injury import find_injuries


def told(text: str, asked: str | None = None) -> dict[str, object]:
    found = find_injuries(text, asked)
    return found[0].value if found else {}


@pytest.mark.parametrize(
    "text",
    [
        "这儿冻死人了",
        "吓死人了",
        "热死人了 你们快点",
        "又不是快死了",
        "车多得挤死人了",
        "真是倒霉死了",
        "郁闷死了我",
    ],
)
def test_nobody_dies_of_cold_or_fright(text: str) -> None:
    assert not told(text).get("deaths")


@pytest.mark.parametrize("text", ["撞死人了", "出大事了 死人了", "当场就死了"])
def test_a_death_is_heard(text: str) -> None:
    assert told(text)["deaths"] == 1


def test_not_so_bad_as_to_be_rescued_says_nothing_of_the_hospital() -> None:
    assert "sent_hospital" not in told("没到抢救那份上 就是骨折", "treated")


def test_nobody_died_is_not_nobody_was_hurt() -> None:
    assert told("人没死 就是腿骨折") == {"any": True, "deaths": 0, "severity": "腿骨折"}


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("左胳膊骨折了", "左胳膊骨折了"),
        ("肋骨断了三根", "肋骨断了三根"),
        ("额头缝了五针", "额头缝了五针"),
        ("股骨骨裂", "股骨骨裂"),
        ("老头腿骨折 老太太擦破皮", "腿骨折,擦破皮"),
        ("一个手腕扭伤 一个脖子扭伤", "手腕扭伤,脖子扭伤"),
    ],
)
def test_the_side_and_how_much_belong_to_how_badly(text: str, severity: str) -> None:
    assert told(text, "injury_severity")["severity"] == severity


@pytest.mark.parametrize("text", ["抢救倒没有", "啥抢救啊 包扎了一下", "抢救那个没做"])
def test_what_was_not_done_tells_not_how_badly(text: str) -> None:
    assert "抢救" not in str(told(text, "treated").get("severity"))


@pytest.mark.parametrize("text", ["医生说不用开刀", "打了石膏 看要不要做手术 用不用再说"])
def test_no_operation_is_not_no_hospital(text: str) -> None:
    assert "sent_hospital" not in told(f"骨折了 {text}")


@pytest.mark.parametrize("text", ["人没事 没去医院", "擦破点皮 不用去医院", "说什么都不去 脖子疼"])
def test_no_hospital(text: str) -> None:
    assert told(text).get("sent_hospital", False) is False


@pytest.mark.parametrize("text", ["前杠擦破了", "左前大灯碰破了", "机盖烤得起泡了"])
def test_a_car_that_is_scraped_hurts_nobody(text: str) -> None:
    assert not told(text)


@pytest.mark.parametrize("text", ["我爷都进医院了", "人已经进ICU了"])
def test_who_is_in_hospital_is_hurt(text: str) -> None:
    assert told(text)["sent_hospital"] is True


@pytest.mark.parametrize(
    "text", ["进医院门口那条路撞的", "我替我妈报 她住院呢 车停院里让树砸了", "不用进医院"]
)
def test_a_hospital_that_has_nothing_to_do_with_it(text: str) -> None:
    assert not told(text).get("sent_hospital")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("一个咱们车上的 一个对方车上的", ["车上人员", "第三者车上人员"]),
        ("我妈 坐我这轿车后头的", ["车上人员"]),
        ("前面出租车上一个阿姨", ["第三者车上人员"]),
    ],
)
def test_in_which_car_they_sat(text: str, kinds: list[str]) -> None:
    assert told(text, "injured_kind")["kinds"] == kinds


def test_somebody_is_hurt_though_another_is_not() -> None:
    assert told("有 就我媳妇 那个司机没事", "injured")["any"] is True
    assert told("没有 大家都没事", "injured")["any"] is False


@pytest.mark.parametrize(
    "text", ["抢救啥呀 别吓我", "没有抢救 就打了个石膏 胳膊断了", "抢救 没抢救 拍了个片子"]
)
def test_who_is_not_rescued_is_not_hurt_that_badly(text: str) -> None:
    assert "抢救" not in str(told(text, "treated").get("severity", ""))


def test_a_hospital_that_is_only_supposed_has_nobody_in_it() -> None:
    assert "sent_hospital" not in told("要是晚上头还疼 去医院 谁给钱")


@pytest.mark.parametrize(
    "text",
    [
        "我妈讲她手腕子有点疼",
        "脑瓜子嗡嗡的",
        "腰杆子闪了",
        "虎口震裂了",
        "颈子扭到了",
        "腿肚子疼",
        "他们骑车的受伤了",
        "开车的受伤了",
    ],
)
def test_people_everywhere_tell_where_it_hurts(text: str) -> None:
    assert told(text)["any"] is True


@pytest.mark.parametrize("text", ["门上的腰线凹了", "大灯眼皮碎了", "我的车受伤了", "我人都蒙了"])
def test_the_eyelid_of_a_lamp_is_nobodys(text: str) -> None:
    assert not told(text)


@pytest.mark.parametrize(
    "text",
    [
        "被追尾了 孩子磕着了",
        "车上孩子给撞着了",
        "妞妞脸上划了一道",
        "我闺女吐了",
        "孩子牙磕掉了",
        "额头红了一块",
        "后座的老人腰不行了",
        "我爸胸口被方向盘顶了一下",
        "腿上划了好大个口子",
        "他直接摔地上了",
    ],
)
def test_a_knock_is_an_injury_and_no_death(text: str) -> None:
    (found,) = find_injuries(text)
    assert found.value["any"] is True and "deaths" not in found.value


@pytest.mark.parametrize(
    "text",
    [
        "我磕到路牙子上了",
        "我老公磕到马路牙子了",
        "我车让人给撞了",
        "被一个老头给撞了",
        "我把一个大爷碰到了",
        "我老公被撞了",
        "孩子没磕着",
        "我胎皮扎破了",
        "手机摔地上了",
        "刹车不行了",
        "小孩把我车划了一道",
    ],
)
def test_a_knock_of_the_car_hurts_nobody(text: str) -> None:
    assert not find_injuries(text)


@pytest.mark.parametrize(
    ("text", "dies"), [("不行了 车开不了", False), ("我车不行了", False), ("那老太太怕是不行了", True)]
)
def test_who_is_dying_is_somebody(text: str, dies: bool) -> None:
    assert any("deaths" in found.value for found in find_injuries(text)) is dies
