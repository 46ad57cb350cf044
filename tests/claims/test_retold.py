"""Other parties told anew by their plates when the report is read back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from actions.hearing import hear
from claims.corrections import changes_in, contradicts
from claims.objections import read_objections
from claims.volunteered import volunteered

NOW = datetime.fromisoformat("2026-03-10T18:05:00+08:00")
READ: dict[str, Any] = {
    "plate": "苏B7K2M9",
    "lookup": "found",
    "policy_confirm": True,
    "case_type": "collision_multi",
    "events": ["rear_ended", "rear_end"],
    "description": "我停下来 后车把我顶到前车上",
    "own_damage": ["前保险杠", "后保险杠"],
    "injured": False,
    "third_parties": [
        {"kind": "机动车", "at": "前", "plate": "浙F31K88", "owner": "施国栋", "damage": ["前保险杠"]},
        {"kind": "机动车", "at": "后", "plate": "沪C7M290", "owner": "姚敏", "damage": ["后保险杠"]},
    ],
}


def objected(words: str, **facts: Any) -> dict[str, Any]:
    """Return what words against the recap change."""
    known = {**READ, **facts}
    return dict(read_objections(hear(words, "inform", 0.6, NOW, "recap"), known).changes)


@pytest.mark.parametrize(
    "words",
    [
        "两家弄反了 后车是浙F31K88施国栋 坏前杠 前车沪C7M290姚敏 坏后杠",
        "不是恁个意思 浙F31K88是后头施国栋嘞 前杠坏了 沪C7M290是前头姚敏嘞 后杠坏了",
        "你记串了 前头那个沪C7M290 姚敏的 后杠坏 后头那个浙F31K88 施国栋的 前杠坏",
    ],
)
def test_a_plate_keeps_its_car_together(words: str) -> None:
    parties = {one["plate"]: one for one in objected(words)["third_parties"]}
    assert (parties["浙F31K88"]["at"], parties["沪C7M290"]["at"]) == ("后", "前")
    assert [parties[plate]["damage"] for plate in ("浙F31K88", "沪C7M290")] == [["前保险杠"], ["后保险杠"]]
    assert [parties[plate]["owner"] for plate in ("浙F31K88", "沪C7M290")] == ["施国栋", "姚敏"]


def test_plates_alone_that_were_taken_for_each_others_change_places() -> None:
    told = objected("俩车反了 后面追我的是浙F31K88施国栋 前面的是沪C7M290姚敏")["third_parties"]
    assert [(one["at"], one["plate"], one["owner"], one["damage"]) for one in told] == [
        ("前", "沪C7M290", "姚敏", ["前保险杠"]),
        ("后", "浙F31K88", "施国栋", ["后保险杠"]),
    ]


def test_a_part_that_is_gone_makes_no_theft_of_a_crash() -> None:
    words = "右边倒车镜没了 哎呀说反了 是左边 左边倒车镜"
    changes = changes_in(hear(words, "inform", 0.6, NOW, "own_damage"), READ, "driver")
    assert "case_type" not in changes and "third_parties" not in changes


def test_nothing_of_it_is_our_own_cars() -> None:
    changes = objected("前头沪C7M290 姚敏的车 坏的是后杠跟尾门 后头浙F31K88 施国栋 坏前杠")
    assert "own_damage" not in changes


def test_what_is_told_of_both_sides_in_one_breath_goes_to_both() -> None:
    one = [{"kind": "机动车", "plate": "浙F31K88", "owner": "施国栋", "damage": ["左前大灯"]}]
    words = "我们车坏的是后杠 右后尾灯 哎你别催 那个货车浙F31K88 施国栋的 坏的是前杠和水箱"
    changes = objected(words, third_parties=one, own_damage=["后保险杠"])
    assert changes["own_damage"] == ["后保险杠", "右后尾灯"]
    assert changes["third_parties"][0]["damage"] == ["前保险杠", "水箱"]


def test_a_plate_misheard_in_a_character_is_the_same_cars() -> None:
    one = [{"kind": "机动车", "plate": "浙F31K86", "owner": "施国", "damage": []}]
    words = "他那个车号不对 你听我念 浙F31K88 施国栋 坏的是前杠"
    told = objected(words, third_parties=one)["third_parties"]
    assert [(party["plate"], party["owner"], party["damage"]) for party in told] == [
        ("浙F31K88", "施国栋", ["前保险杠"])
    ]


@pytest.mark.parametrize(
    ("words", "before", "after"),
    [
        ("左前门 左后门 左B柱", ["车窗", "左前车门", "左B柱"], ["左前车门", "左后车门", "左B柱"]),
        ("车头没事 就尾门瘪了点", ["车头", "车尾", "尾门"], ["尾门"]),
        ("后面没碰 是引擎盖 还有左大灯", ["翼子板", "引擎盖"], ["引擎盖", "左前大灯"]),
        ("还有引擎盖和水箱", ["前保险杠"], ["前保险杠", "引擎盖", "水箱"]),
        ("水箱漏了 风扇也不转了", ["前保险杠"], ["前保险杠", "水箱", "风扇"]),
        ("前杠坏了 还有大灯", ["前保险杠", "引擎盖"], ["前保险杠", "引擎盖", "大灯"]),
    ],
)
def test_a_list_told_again_is_all_of_it_and_an_addition_adds(
    words: str, before: list[str], after: list[str]
) -> None:
    assert objected(words, own_damage=before)["own_damage"] == after


def test_of_a_bike_as_well() -> None:
    bike = [{"kind": "非机动车", "damage": ["前轮"]}]
    told = objected("对方是电瓶车 坏的前轮跟车把", case_type="collision_nonmotor", third_parties=bike)
    assert told["third_parties"][0]["damage"] == ["前轮", "车把"]


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        ("等下 我妈电话尾号是零六八二 一三七零零零零零六八二", {"contact_phone": "13700000682"}),
        ("电话打我妈 一三七零零零零零六八二", {"contact_phone": "13700000682", "contact_name": "我妈"}),
    ],
)
def test_a_number_put_right_names_nobody_else(words: str, changes: dict[str, str]) -> None:
    known = {**READ, "contact_name": "姚桂兰", "contact_phone": "13700000628"}
    assert changes_in(hear(words, "inform", 0.6, NOW, "recap"), known, None, True) == changes


def test_who_drove_is_put_right_by_name() -> None:
    known = {**READ, "driver": {"name": "姚敏", "relation": "本人"}}
    words = "我可没摸方向盘 我坐后头 开车嘞是段国庆 别给我安头上"
    driver = changes_in(hear(words, "inform", 0.6, NOW, "recap"), known, None, True)["driver"]
    assert (driver["name"], driver.get("relation")) == ("段国庆", None)


def test_a_plate_read_again_later_is_no_further_car() -> None:
    known = {**READ, "third_parties": [{"kind": "机动车", "plate": "浙F31K86", "owner": "施国栋"}]}
    heard = hear("哎照片放大看清了 对方那牌最后是八 浙F31K88", "inform", 0.6, NOW, "third_damage")
    told = volunteered(heard, known, "third_damage")["third_parties"]
    assert [(one["plate"], one["owner"]) for one in told] == [("浙F31K88", "施国栋")]


def test_who_was_on_foot_drove_none_of_the_cars() -> None:
    known = {
        "case_type": "pedestrian",
        "injured": True,
        "third_parties": [{"kind": "机动车", "type": "SUV", "fled": True}, {"kind": "行人"}],
    }
    heard = hear("大娘叫贺桂英 手腕骨折了", "inform", 0.6, NOW, "injury_severity")
    assert "third_parties" not in volunteered(heard, known, "injury_severity")


def test_the_story_keeps_all_the_words() -> None:
    words = "前头那个沪C7M290 姚敏的 后杠坏 是他急刹 我没刹住才撞上去的"
    story = objected(words).get("description", "")
    assert not story or ("姚敏" in story and "，，" not in story)


def test_a_part_named_to_somebody_beside_contradicts_nothing() -> None:
    heard = hear("王姐你那箱子先搁后门 我打电话呢", "inform", 0.6, NOW, "at_scene")
    assert not contradicts(heard, {**READ, "own_damage": ["右后车门"]}, "at_scene")


def test_the_weather_makes_no_other_story() -> None:
    assert not objected("那么早台风还在海上咧", case_type="flood", events=["flood"], third_parties=[])


def test_who_is_taken_for_having_fled_can_say_that_they_did_not() -> None:
    known = {**READ, "flags": ["highway", "left_scene"]}
    heard = hear("我可没跑啊 我一直在现场 跑的是那个货车", "inform", 0.6, NOW, "third_damage")
    assert contradicts(heard, known, "third_damage")
    assert changes_in(heard, known)["flags"] == ["highway"]


def test_where_the_car_is_to_go_takes_nobody_out_of_hospital() -> None:
    hurt = {
        "injured": True,
        "sent_hospital": True,
        "hospital": "市二院",
        "fee_paid": True,
        "fee_amount": 5000,
    }
    changes = objected("不对 停车场是车要去的 出事是建设大路云峰街路口", place={"text": "铁西停车场"}, **hurt)
    assert not {"sent_hospital", "hospital", "fee_paid"} & changes.keys()


HURT: dict[str, Any] = {
    "injured": True, "injured_count": 2, "injury_severity": "左胳膊骨折；腰扭了", "injured_kind": ["非机动车人员"],
    "sent_hospital": True, "hospital": "市二院", "fee_paid": True, "fee_amount": 2000,
}  # fmt: skip


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        ("我老公车上没人受伤 就骑车的那两个", {}),
        ("三千不是两千", {"fee_amount": 3000}),
        ("其他都对 就问一句 我自己脚崴了一下算不算受伤", {}),
    ],
)
def test_the_hurt_are_not_wiped_out_by_who_is_well(words: str, changes: dict[str, Any]) -> None:
    put_right = objected(words, case_type="collision_nonmotor", events=["hit_nonmotor"], **HURT)
    assert {name: value for name, value in put_right.items() if name in HURT} == changes


@pytest.mark.parametrize(("words", "place"), [("是负二楼 不是负一楼", "负二楼"), ("我在三楼家里", None)])
def test_a_floor_is_put_right(words: str, place: str | None) -> None:
    mall = {"text": "长沙万家丽广场负一楼停车场", "city": "长沙", "landmark": "万家丽广场负一楼停车场"}
    changes = objected(words, place=mall)
    assert (place in changes["place"]["text"]) if place else "place" not in changes


def test_what_was_struck_as_well_leaves_who_was_struck_first() -> None:
    known = {"case_type": "pedestrian", "events": ["hit_pedestrian"], "third_parties": [{"kind": "行人"}]}
    words = "俩人过马路 没刹住 给撞了 完了又撞道边停着一辆帕萨特"
    likely = {"case_type": {"collision_multi": 0.8, "parked_damage": 0.1}}
    heard = hear(words, "inform", 0.6, NOW, "description", learnt=likely)
    assert volunteered(heard, known, "description").get("case_type", "pedestrian") == "pedestrian"


def test_who_was_hurt_as_well_is_one_more() -> None:
    changes = objected(
        "对 不过我自己脚脖子也崴了", case_type="collision_nonmotor", events=["hit_nonmotor"], **HURT
    )
    assert changes["injured_count"] == 3 and changes["injury_severity"].startswith("左胳膊骨折")


def test_that_all_has_left_the_scene_is_taken() -> None:
    known = {**READ, "at_scene": True}
    words = "我都到家了 现场早就撤了"
    assert changes_in(hear(words, "inform", 0.6, NOW, "recap"), known, None, True)["at_scene"] is False
