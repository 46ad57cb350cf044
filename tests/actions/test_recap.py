"""The recap reads back the facts the conversation takes it to read back, and no others."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from actions.recap import LONGEST_S, changed, recap
from claims.clock import BEIJING
from claims.conversation.correcting import READ_BACK
from mandarin.speech import seconds

NOW = datetime(2026, 3, 10, 8, 5, tzinfo=BEIJING)
MULTI = {"case_type": "collision_multi"}
HURT = {"injured": True, "injured_count": 1}
TOLD: dict[str, tuple[Any, Any]] = {
    "plate": ("辽B7K20E", "辽B7K20F"),
    "accident_time": (
        {"start": "2026-03-10T07:00:00+08:00", "end": None, "precision": "minute", "said": "七点"},
        {"start": "2026-03-10T06:00:00+08:00", "end": None, "precision": "minute", "said": "六点"},
    ),
    "place": ({"text": "大连市中山路"}, {"text": "大连市鲁迅路"}),
    "case_type": ("collision_single", "pedestrian"),
    "events": (["rear_end"], ["rear_ended"]),
    "property_damage": (["护栏"], ["电线杆"]),
    "flood_restarted": (True, False),
    "third_parties": ([{"kind": "机动车", "plate": "辽B11111"}], [{"kind": "机动车", "plate": "辽B22222"}]),
    "rescue": (True, False),
    "rescue_to": ("南关修理厂", "北关修理厂"),
    "car_location": ("交警队停车场", "家里"),
    "deaths": (None, 1),
    "description": ("倒车", "变道"),
    "injured": (True, False),
    "injured_count": (1, 2),
    "injured_kind": (["行人"], ["车上人员"]),
    "injury_severity": ("骨折", "擦破皮"),
    "sent_hospital": (True, False),
    "hospital": ("大连市中心医院", "大医一院"),
    "ward": ("急诊", "骨科三床"),
    "fee_paid": (True, False),
    "fee_amount": (3000, 5000),
    "contact_name": ("邹敏", "邹娜"),
    "contact_phone": ("13900228001", "13900228002"),
    "own_damage": (["前保险杠"], ["后保险杠"]),
    "driver": ({"name": "邹敏"}, {"name": "邹娜"}),
    "at_scene": (False, True),
}


ALONG_WITH: dict[str, dict[str, Any]] = {
    "events": MULTI,
    "flood_restarted": {"case_type": "flood"},
    "injured_count": {"injured": True},
    "injured_kind": HURT,
    "injury_severity": HURT,
    "sent_hospital": HURT,
    "deaths": HURT,
    "hospital": HURT,
    "ward": HURT | {"hospital": "大医一院"},
    "fee_paid": HURT,
    "fee_amount": HURT | {"fee_paid": True},
    "rescue_to": {"rescue": True},
    "car_location": {"at_scene": False},
}
"""What has to be known for a fact to be read."""


@pytest.mark.parametrize("name", TOLD)
def test_a_change_is_heard_in_the_recap_or_the_recap_does_not_come_again(name: str) -> None:
    before = {**ALONG_WITH.get(name, {}), name: TOLD[name][0]}
    after = {**before, name: TOLD[name][1]}
    assert (recap(before, NOW) != recap(after, NOW)) == (name in READ_BACK)


def test_the_recap_is_said_in_thirty_seconds_however_much_was_told() -> None:
    facts = {fact: values[0] for fact, values in TOLD.items()}
    facts |= {"place": {"text": "大连市" + "很长的地名" * 20}, "own_damage": ["左前车门"] * 9, "deaths": None}
    assert seconds(f"让我确认：{recap(facts, NOW)}。对吗？") <= 30


EVERYTHING: dict[str, Any] = {
    "plate": "苏A3R90D",
    "accident_time": {"start": "2026-03-10T07:55:00+08:00", "precision": "minute", "said": "七点五十五"},
    "place": {"city": "南京", "road": "中山南路", "crossing": "三元巷路口", "text": "南京中山南路三元巷路口"},
    "case_type": "collision_multi",
    "events": ["rear_end"],
    "driver": {"relation": "本人"},
    "own_damage": ["前保险杠", "左前大灯"],
    "third_parties": [
        {"kind": "机动车", "plate": "苏A55D21", "owner": "李强", "damage": ["后保险杠", "后备箱盖"]}
    ],
    "injured": True,
    "injured_count": 1,
    "injured_kind": ["第三者车上人员"],
    "sent_hospital": True,
    "hospital": "鼓楼医院",
    "rescue": True,
    "at_scene": True,
    "contact_name": "本人",
    "contact_phone": "13900001101",
    "caller_phone": "13900001101",
}


def test_what_costs_money_or_a_trip_is_read_back_and_nothing_of_it_is_left_out() -> None:
    said = recap(EVERYTHING, NOW)
    for words in (
        "苏A3R90D", "今早七点五十五", "南京中山南路三元巷路口", "追尾前车", "您开", "前杠", "左前灯", "苏A55D21", "李强", "后杠",
        "尾盖", "对方1人伤", "鼓楼医院", "拖车", "车在现场", "联系您本机",
    ):  # fmt: skip
        assert words in said, said
    assert seconds(f"让我确认：{said}。对吗？") <= 30


def test_what_two_parts_of_a_place_both_say_is_read_once() -> None:
    place = {"city": "南京", "road": "将军大道", "crossing": "将军大道路口", "text": "南京将军大道路口"}
    assert recap({"place": place}, NOW) == "南京将军大道路口"


def test_damage_told_in_words_is_read_in_them() -> None:
    assert recap({"own_damage": ["车都叫人砸了"]}, NOW) == "车都叫人砸了"


def test_another_number_than_the_one_that_calls_is_read_in_full() -> None:
    assert "13800002202" in recap(EVERYTHING | {"contact_phone": "13800002202"}, NOW)


def test_each_other_car_is_read_with_its_own_plate_and_damage() -> None:
    cars = [
        {"kind": "机动车", "at": "前", "plate": "甘A11111", "owner": "张三", "damage": ["后保险杠"]},
        {"kind": "机动车", "at": "后", "plate": "甘A22222", "damage": []},
    ]
    said = recap({"case_type": "collision_multi", "third_parties": cars}, NOW)
    assert "前车张三的甘A11111，后杠坏，后车甘A22222没坏" in said


def test_the_number_of_another_party_is_read_where_there_is_time() -> None:
    parties = [{"kind": "机动车", "plate": "甘A11111", "phone": "13800572961", "damage": ["左前车门"]}]
    assert "对方甘A11111，左前门坏，电话13800572961" in recap(
        {"case_type": "collision_multi", "third_parties": parties}, NOW
    )
    rider = [{"kind": "非机动车", "owner": "姓罗", "phone": "13800572961"}]
    assert "对方姓罗的车，电话13800572961" in recap(
        {"case_type": "collision_nonmotor", "third_parties": rider}, NOW
    )
    whole = recap(EVERYTHING | {"third_parties": [EVERYTHING["third_parties"][0] | parties[0]]}, NOW)
    assert "13800572961" not in whole and seconds(whole) <= LONGEST_S


def test_what_was_seen_of_a_plate_is_read_as_that() -> None:
    parties = [{"kind": "机动车", "plate": "unknown", "plate_part": "尾号31F", "damage": ["左前车门"]}]
    said = recap({"case_type": "collision_multi", "third_parties": parties}, NOW)
    assert "对方左前门坏，车牌只看到尾号31F" in said and "没记下" not in said


def test_after_a_correction_only_what_it_changed_is_read() -> None:
    after = EVERYTHING | {"own_damage": ["后保险杠"], "at_scene": False, "car_location": "修理厂"}
    assert changed(EVERYTHING, after, NOW) == "改为后杠坏，车在修理厂，其他不变"
    assert changed(EVERYTHING, EVERYTHING, NOW) == f"现在记的是：{recap(EVERYTHING, NOW)}"


def test_who_fled_and_what_was_struck_is_read() -> None:
    gone = {"kind": "机动车", "plate": "unknown", "owner": "unknown", "damage": "unknown", "fled": True}
    said = recap({"case_type": "collision_multi", "third_parties": [gone], "property_damage": ["护栏"]}, NOW)
    assert "对方已离开，没记下车牌" in said and "护栏坏" in said
    assert "撞到电线杆" in recap({"case_type": "collision_single", "property_damage": ["电线杆"]}, NOW)


@pytest.mark.parametrize(
    ("said", "heard"),
    [("2026-03-09T22:10:00+08:00", "昨晚十点十分"), ("2026-03-10T07:20:00+08:00", "今早七点二十"),
     ("2026-03-10T07:05:00+08:00", "今早七点零五分"), ("2026-03-10T07:30:00+08:00", "今早七点半"),
     ("2026-03-09T15:42:00+08:00", "昨天下午三点四十二"),
     ("2026-03-10T01:20:00+08:00", "凌晨一点二十")],
)  # fmt: skip
def test_a_time_is_read_in_few_words(said: str, heard: str) -> None:
    assert recap({"accident_time": {"start": said, "precision": "minute", "told": "clock"}}, NOW) == heard


def test_the_dead_are_never_called_injured() -> None:
    dead = {"injured": True, "injured_count": 1, "deaths": 1, "injured_kind": ["行人"]}
    assert recap(dead, NOW) == "1名行人死亡"
    others = dead | {"injured_count": 3, "injured_kind": ["行人", "车上人员"], "hospital": "鼓楼医院"}
    assert recap(others, NOW) == "1人死亡，另有2人受伤，在鼓楼医院"


def test_a_thin_time_is_read_as_it_was_said() -> None:
    just_now = {"start": "2026-03-10T08:05+08:00", "precision": "minute", "told": "now", "said": "就刚才"}
    assert "就刚才" in recap({"accident_time": just_now}, NOW)


def test_nobody_hears_of_an_accident_of_one_car_where_another_is_read() -> None:
    other = {"kind": "机动车", "plate": "桂A61R20", "damage": ["左前车门"]}
    said = recap({"case_type": "collision_single", "third_parties": [other]}, NOW)
    assert "单方" not in said and said == "与他车相撞，对方桂A61R20，左前门坏"
    assert recap({"case_type": "collision_single", "events": ["rollover"]}, NOW) == "翻车"


def test_a_bike_is_called_what_it_is_once() -> None:
    bike = {"kind": "非机动车", "type": "电动三轮车", "owner": "秦桂芳", "damage": ["车斗"]}
    said = recap({"case_type": "collision_nonmotor", "third_parties": [bike]}, NOW)
    assert said == "与电动三轮车相撞，对方秦桂芳的车，车斗坏"


def test_of_a_parked_car_s_unknown_striker_nothing_more_is_read() -> None:
    facts = {"case_type": "parked_hit_unknown", "third_parties": [{"kind": "机动车", "fled": True}]}
    assert recap(facts, NOW) == "停放时被撞"


def test_a_car_among_several_whose_plate_nobody_saw_is_read_as_such() -> None:
    cars = [
        {"kind": "机动车", "type": "皮卡", "plate": "unknown", "damage": ["车头"]},
        {"kind": "机动车", "plate": "unknown"},
    ]
    said = recap({"case_type": "collision_multi", "third_parties": cars}, NOW)
    assert said == "与他车相撞，那辆皮卡车头坏，没记下车牌，第二辆车没记下车牌"


def test_the_caller_s_own_car_is_no_other_party() -> None:
    own = [{"kind": "机动车", "plate": "苏A3R90D"}]
    facts = {"plate": "苏A3R90D", "case_type": "falling_object", "third_parties": own}
    assert recap(facts, NOW) == "苏A3R90D，被坠物砸中"


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("停在顺通汽修厂里", "车在顺通汽修厂里"),
        ("现在放在丈母娘家院子", "车在丈母娘家院子"),
        ("我开到城南派出所去了", "车在城南派出所"),
        ("交警二大队停车场", "车在交警二大队停车场"),
        ("车啊 在老宋修理部", "车在老宋修理部"),
        ("现在在东亭停车场 靠门口", "车在东亭停车场"),
    ],
)
def test_where_the_car_is_is_read_as_a_place(said: str, read: str) -> None:
    assert recap({"at_scene": False, "car_location": said}, NOW) == read


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("就近的修理厂", "拖车到就近的修理厂"),
        ("随便哪里都行", "要拖车"),
        ("要呢", "要拖车"),
        ("送到迎宾路三菱店", "拖车到迎宾路三菱店"),
    ],
)
def test_a_tow_goes_to_a_place_or_is_just_wanted(said: str, read: str) -> None:
    assert recap({"rescue": True, "rescue_to": said}, NOW) == read


def test_the_injured_are_named_as_people_name_them() -> None:
    assert (
        recap({"injured": True, "injured_count": 1, "injured_kind": ["非机动车人员"]}, NOW) == "骑车的1人受伤"
    )
    both = {"injured": True, "injured_count": 2, "injured_kind": ["车上人员", "第三者车上人员"]}
    assert recap(both, NOW) == "您车上和对方车上2人受伤"


def test_a_driver_without_a_name_is_called_as_the_caller_does() -> None:
    told = {"driver": {"relation": "兄弟姐妹", "word": "弟弟", "said": "我弟弟"}}
    assert "您弟弟开" in recap(told, NOW)
    assert "司机开" in recap({"driver": {"relation": "雇员", "word": "司机"}}, NOW)


def test_a_party_that_never_was_is_read_as_gone() -> None:
    before = {"third_parties": [{"kind": "机动车", "plate": "沪B12345"}], "case_type": "collision_multi"}
    after = {"third_parties": [], "case_type": "collision_single", "property_damage": ["柱子"]}
    assert "没有别的车" in changed(before, after, NOW)


def test_the_road_that_crosses_and_what_it_was_short_of_are_read() -> None:
    place = {
        "text": "柳州 鱼峰区这边 屏山大道右转那个驾鹤路 就那个路口 我要右转嘛", "city": "柳州", "district": "鱼峰区",
        "road": "屏山大道", "crossing": "路口",
    }  # fmt: skip
    assert "驾鹤路" in recap({"place": place}, NOW)
    place = {
        "text": "车开到天津静海团泊大道 快到团泊湖大桥", "city": "天津", "district": "静海", "road": "团泊大道",
        "landmark": "团泊湖大桥",
    }  # fmt: skip
    assert recap({"place": place}, NOW).endswith("快到团泊湖大桥")
