"""What an utterance tells beyond the question that was asked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from actions.hearing import hear
from claims.enough import closed
from claims.heard import Heard
from claims.interview import UNKNOWN
from claims.parties import told as told_of_parties
from claims.volunteered import volunteered

NOW = datetime.fromisoformat("2026-03-10T08:05:00+08:00")


def heard(text: str, asked: str) -> Heard:
    return hear(text, "inform", 0.6, NOW, asked)


def told(text: str, asked: str, **facts: Any) -> dict[str, Any]:
    return volunteered(heard(text, asked), facts, asked)


@pytest.mark.parametrize(
    "text", ["在高速上追尾了", "刚才在停车场里倒车碰了柱子", "在路口被撞了", "停在小区里被人刮了"]
)
def test_a_place_without_a_name_is_asked_for(text: str) -> None:
    assert "place" not in told(text, "plate")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("在沈海高速上追尾了前车", "沈海高速上"),
        ("刚才在银泰城停车场里倒车碰了柱子", "银泰城停车场里"),
    ],
)
def test_a_named_place_is_taken_from_the_story(text: str, place: str) -> None:
    assert told(text, "plate")["place"]["text"] == place


def test_a_vague_place_and_just_now_become_more_precise_unasked() -> None:
    facts = {"place": {"text": "高速上"}, "accident_time": {"start": NOW, "said": "刚才"}}
    assert told("沪昆高速往东快到金华服务区那里", "driver", **facts)["place"]["road"] == "沪昆高速"
    assert told("大概一刻钟以前吧", "driver", **facts)["accident_time"]["start"] == "2026-03-10T07:50+08:00"


def test_what_was_told_precisely_stays() -> None:
    facts = {
        "place": {"text": "沪昆高速", "road": "沪昆高速"},
        "accident_time": {"start": NOW, "said": "八点零五"},
    }
    found = told("一刻钟以前在京哈高速上还堵过车", "driver", **facts)
    assert not {"place", "accident_time"} & set(found)


@pytest.mark.parametrize(
    ("text", "police"), [("交警我已经报过了", True), ("还没报呢，等会儿报", False), ("没问题", None)]
)
def test_at_the_recap_the_police_just_spoken_of_are_meant(text: str, police: bool | None) -> None:
    assert told(text, "recap", police_to="交警").get("police") is police
    assert "police" not in told("报过了", "recap", police_to=None)


@pytest.mark.parametrize(
    ("text", "police"),
    [
        ("追尾了 高速交警我打过了", True),
        ("派出所那边我也报了的", True),
        ("交警喊我们挪到边上的", True),
        ("我在路口等交警", True),
        ("车子停在东湖交警中队", True),
        ("还没报警呢", False),
        ("交警我还没叫", False),
        ("要不要叫交警来处理", None),
        ("交警大队门口那个路口", None),
    ],
)
def test_whether_the_police_know_is_heard_in_any_words(text: str, police: bool | None) -> None:
    assert told(text, "at_scene").get("police") is police


def test_a_call_to_the_police_is_not_told_away() -> None:
    assert told("没报警", "at_scene", police=True).get("police") is None
    assert told("交警来过了", "at_scene", police=False)["police"] is True


@pytest.mark.parametrize(
    ("text", "fled"),
    [
        ("停在楼下遭撞了 人跑脱了", [True]),
        ("半夜不晓得哪个擦到我左后门就跑了", [True]),
        ("后面一个面包车追尾了 一脚油门跑了", [True]),
        ("前车急刹我追尾了前车 后面又一辆大众追尾我 那个大众跑了", [False, True]),
        ("拿钥匙划了我的车 人跑了", []),
        ("停在楼下让一辆大众撞了", [False]),
    ],
)
def test_who_fled_and_the_flag_go_together(text: str, fled: list[bool]) -> None:
    found = told(text, "plate")
    assert [bool(party.get("fled")) for party in found.get("third_parties", [])] == fled
    assert ("fled_other" in found.get("flags", [])) == any(fled)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("我开我舅舅孙国庆的长安 追尾了前面的捷达", ["机动车"]),
        ("我姐那个奥迪 撞了我同学的捷达", ["机动车"]),
        ("右边一个比亚迪网约车蹭了我", ["机动车"]),
        ("一个电动车冲出来 我躲他 方向打死撞到护栏上了", []),
        ("一个电动车冲出来 我没躲开 撞到他了", ["非机动车"]),
        ("货车掉下来一块轮胎皮 我往边上一闪撞了护栏", []),
        ("一个婆婆走出来 我没刹住碰到她了", ["行人"]),
    ],
)
def test_who_was_in_it_and_who_was_not(text: str, kinds: list[str]) -> None:
    found = told(text, "description")
    assert [party["kind"] for party in found.get("third_parties", [])] == kinds


def test_the_police_station_is_taken_whatever_was_asked() -> None:
    found = told("报了，在昌平派出所报的", "theft_parking", case_type="theft", theft_police=False)
    assert found["theft_police"] is True
    assert found["theft_station"] == "昌平派出所"


def test_a_place_grows_on_the_same_road_only() -> None:
    facts = {"place": {"text": "杭瑞高速上", "road": "杭瑞高速"}}
    assert "景德镇" in told("杭瑞高速往西 景德镇出口过去两公里", "driver", **facts)["place"]["text"]
    assert "place" not in told("我家住昌江大道和瓷都大道路口", "driver", **facts)


def test_parts_told_later_are_added() -> None:
    facts = {"own_damage": ["左后车门"], "case_type": "parked_hit_unknown"}
    assert told("左后门 还有后杠", "at_scene", **facts)["own_damage"] == ["左后车门", "后保险杠"]
    assert "own_damage" not in told("我就站在车尾这边等着呢", "at_scene", **facts)


def test_an_address_is_no_story() -> None:
    assert "description" not in told("成都市锦江区红星路和东大街交叉口的停车位", "place")


def test_a_driver_may_be_named_later_than_the_driving() -> None:
    found = told("我同事借我的车开的，在龙井路撞树上了，他叫谭志远", "plate")
    assert found["driver"]["name"] == "谭志远"
    assert found["driver"]["relation"] == "同事"


def test_who_struck_a_parked_car_and_ran_is_unknown() -> None:
    found = told("我的车停在小区外面让人给撞了，撞完人就跑了找不着", "description")
    assert found["case_type"] == "parked_hit_unknown"


def test_a_fee_told_later_fills_what_was_unknown() -> None:
    hurt = {"injured": True, "sent_hospital": True, "fee_paid": UNKNOWN}
    assert told("交了八千押金", "other_insurer", **hurt) == {"fee_paid": True, "fee_amount": 8000}
    assert "fee_paid" not in told("医院说要八千", "other_insurer", **hurt)


def test_who_drove_is_named_later() -> None:
    husband = {"driver": {"relation": "配偶"}}
    assert told("我老公开的，他叫谭志远", "own_damage", **husband)["driver"]["name"] == "谭志远"
    assert "driver" not in told("是我开的车", "own_damage", driver={"relation": "配偶", "name": "谭志远"})


def test_the_person_who_was_struck_turns_out_to_ride() -> None:
    struck = {"case_type": "pedestrian", "events": ["hit_pedestrian"], "third_parties": [{"kind": "行人"}]}
    found = told("就是一个骑三轮的大爷", "plate", **struck)
    assert found["case_type"] == "collision_nonmotor"
    assert [party["kind"] for party in found["third_parties"]] == ["非机动车"]


@pytest.mark.parametrize(
    ("opening", "story", "case", "kinds"),
    [
        ("我把人给碰了", "我掉头 后面一个送快递的三轮车骑过来蹭上了", "collision_nonmotor", ["非机动车"]),
        ("车停楼下让人撞了", "我正要起步 一辆出租车从旁边变道刮了我车头", "collision_multi", ["机动车"]),
    ],
)
def test_how_it_came_about_decides_what_the_opening_only_named(
    opening: str, story: str, case: str, kinds: list[str]
) -> None:
    facts = told(opening, "plate")
    assert facts.get("case_type") != case
    whole = hear(story, "inform", 0.6, NOW, "description", {"case_type": {case: 0.9}})
    facts |= volunteered(whole, facts, "description")
    assert facts["case_type"] == case
    assert [party["kind"] for party in facts.get("third_parties", ())] == kinds


@pytest.mark.parametrize("words", ["就这么回事", "也没啥好说的 就撞了呗", "左前大灯碎了"])
def test_a_story_that_tells_no_more_leaves_the_kind_of_accident_as_it_is(words: str) -> None:
    facts = told("我右转撞了个骑自行车的大爷", "plate")
    assert told(words, "description", **facts).get("case_type", "collision_nonmotor") == "collision_nonmotor"


@pytest.mark.parametrize(
    ("text", "is_story"),
    [
        ("你们能不能快一点啊我的车叫人撞了", False),
        ("跑着跑着前盖冒烟一下就烧起来了", True),
        ("等红灯的时候被后面一辆大巴顶了", True),
    ],
)
def test_a_story_is_more_than_that_something_happened(text: str, is_story: bool) -> None:
    assert ("description" in told(text, "policy_no")) is is_story


def test_a_long_gash_is_damage() -> None:
    assert told("停那儿不晓得让谁给刮了，右边俩门一条长口子", "description")["own_damage"] == [
        "右前车门",
        "右后车门",
    ]


def test_the_car_park_of_an_address_parks_no_car() -> None:
    assert "events" not in told("扬州瘦西湖景区停车场", "place")
    assert told("车停在扬州瘦西湖景区停车场", "place")["events"] == ["parked"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("我车趴在沪陕高速上了，快给我派个拖车来", True),
        ("前杠掉了走不了，麻烦叫个救援车", True),
        ("已经叫了拖车，车头撞瘪了", None),
        ("拖车把我后保险杠蹭了", None),
        ("不用给我叫拖车，能开", None),
    ],
)
def test_a_tow_truck_wanted_in_the_same_breath_is_noted(text: str, wanted: bool | None) -> None:
    found = volunteered(hear(text, "rescue", 0.9, NOW, "plate"), {}, "plate")
    assert found.get("rescue") is wanted


def test_the_police_station_a_caller_has_just_left_was_told_of_the_theft() -> None:
    learnt = {"answers": {"theft_police": {"yes": 0.9, "no": 0.05}}}
    words = hear("我这会儿刚出派出所的门", "inform", 0.9, NOW, "engine_no", learnt=learnt)
    assert volunteered(words, {"case_type": "theft"}, "engine_no").get("theft_police") is True


def test_what_ails_the_injured_grows_with_what_is_told() -> None:
    facts = {"injured": True, "injury_severity": "脖子扭到了"}
    assert told("他说腰也疼，手麻", "at_scene", **facts)["injury_severity"] == "脖子扭到了；腰也疼,手麻"
    assert "injury_severity" not in told("脖子扭到了", "at_scene", **facts)


def test_the_other_cars_leaking_radiator_does_not_stop_ours() -> None:
    assert "drivable" not in told("他那辆车头烂完了，水箱都漏了", "third_damage")
    assert told("我这边水箱漏了一地", "own_damage")["drivable"] is False


@pytest.mark.parametrize(
    ("said", "touched"),
    [
        ("一辆三轮撞在我右后门上了", True),
        ("前轮爆了 一下子撞到护栏上", True),
        ("自己着起来了 机盖烧穿了", True),
        ("水淹了 变速箱估计进水了", True),
        ("一辆三轮撞在我右后门上 门瘪了", False),
        ("倒车把后杠碰墙上了", False),
        ("左前轮爆了撞护栏 前杠掉了", False),
        ("自己着起来了 机盖和前杠都烧没了", False),
    ],
)
def test_what_only_touches_on_the_damage_is_kept_and_asked_for(said: str, touched: bool) -> None:
    facts = told(said, "plate")
    assert facts["own_damage"]
    assert closed(facts, "own_damage") is not touched


def test_damage_told_later_closes_what_was_touched_on() -> None:
    facts = told("一辆三轮撞在我右后门上了", "plate")
    facts |= volunteered(heard("我自己开的 右后门瘪了", "driver"), facts, "driver")
    assert closed(facts, "own_damage")


@pytest.mark.parametrize(
    ("said", "asked", "drivable"),
    [
        ("我师傅在那儿守着 车能开", "at_scene", True),
        ("趴窝了得叫个拖车", "description", False),
        ("已经拖到修理厂了", "at_scene", None),
        ("被交警拖走扣在队里了", "at_scene", None),
        ("拖到我们平时保养的那家店", "rescue", None),
        ("他的三轮让人拖走了", "at_scene", None),
    ],
)
def test_whether_the_car_can_be_driven_is_told_of_our_car_and_not_of_a_wish(
    said: str, asked: str, drivable: bool | None
) -> None:
    assert told(said, asked, case_type="collision_nonmotor").get("drivable") is drivable


def test_the_hour_told_later_makes_the_evening_exact() -> None:
    evening = told("昨晚上在沪陕高速上把前车追尾了", "plate")["accident_time"]
    assert (
        told("就昨晚九点二十", "driver", accident_time=evening)["accident_time"]["start"][:16]
        == "2026-03-09T21:20"
    )
    assert "accident_time" not in told("前天晚上九点二十", "driver", accident_time=evening)
    assert "accident_time" not in told(
        "昨晚十点一刻才把他送到中心医院去的", "hospital", accident_time=evening
    )


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("浸了四十分钟了", "flood_duration"),
        ("到现在泡了快一个钟头了", "flood_duration"),
        ("两个小时前水才退", "flood_duration"),
        ("一三八四七一五二二六零 中午十二点到两点他能接", "contact_phone"),
        ("晚上八点以后才方便", "contact_phone"),
    ],
)
def test_how_long_it_stood_in_water_and_when_to_ring_are_no_time_of_the_accident(
    text: str, asked: str
) -> None:
    before = {"start": "2026-03-10T06:00+08:00", "end": "2026-03-10T08:05+08:00", "precision": "part"}
    assert "accident_time" not in told(text, asked)
    assert "accident_time" not in told(text, asked, accident_time={**before, "said": "早上", "told": "part"})


def test_of_two_days_the_one_beside_the_accident_counts() -> None:
    text = "昨晚上拉着客人把一个送外卖的蹭倒了，他当时说没事，今天又来电话说腿疼"
    assert told(text, "plate")["accident_time"]["said"] == "昨晚上"


def test_a_car_unhurt_but_for_a_part_is_not_unhurt() -> None:
    assert "own_damage" not in told("车没事就掉了点漆，右前门那儿", "place")
    assert told("我车没事，他车头瘪了", "place")["own_damage"] == []


def test_the_car_a_driver_earns_with_is_no_other_car() -> None:
    parties = told("我是跑滴滴的，昨晚上在大望路把一个外卖小哥蹭倒了", "plate")["third_parties"]
    assert [party["kind"] for party in parties] == ["非机动车"]


def test_who_went_to_hospital_later_was_taken_there() -> None:
    facts = {"injured": True, "sent_hospital": False}
    assert told("他说他这会儿到了朝阳医院了", "contact_name", **facts)["sent_hospital"] is True
    assert "sent_hospital" not in told("一直没去医院", "contact_name", **{**facts, "sent_hospital": True})


@pytest.mark.parametrize(
    ("text", "own", "others"),
    [
        ("被湘K二零三五七追尾了，我是湘K九零D二一", "湘K90D21", ["湘K20357"]),
        ("湘K九零D二一被一辆湘K二零三五七撞了尾巴", "湘K90D21", ["湘K20357"]),
        ("湘K九零D二一在解放路跟湘B二零三五七撞了", "湘K90D21", ["湘B20357"]),
        ("我停在湘K二零三五七旁边，我的车是湘K九零D二一", "湘K90D21", ["湘K20357"]),
        ("撞我的是个黑色奥迪，湘K二零三五七，他跑了", None, ["湘K20357"]),
        ("我车被撞了湘K九零D二一", "湘K90D21", None),
        ("我让人追尾了，湘K九零D二一", "湘K90D21", None),
        ("我跟你说湘K九零D二一在桥上打滑了", "湘K90D21", None),
    ],
)
def test_whose_a_plate_is_shows_in_the_words_around_it(
    text: str, own: str | None, others: list[str] | None
) -> None:
    found = told(text, "place")
    assert (found.get("plate"), told_of_parties(found, "plate") or None) == (own, others)


def test_a_bare_telephone_number_is_the_one_to_ring() -> None:
    assert told("幺三八零零五七二九六幺", "fee_paid")["contact_phone"] == "13800572961"
    assert told("车被拖走了，我叫吴小军，电话13800572961", "at_scene")["contact_phone"] == "13800572961"
    assert "contact_phone" not in told("幺三八零零五七二九六幺", "third_owner")


NUMBER = "13800572961"
BIKE = {"third_parties": [{"kind": "非机动车"}], "case_type": "collision_nonmotor", "injured": True}
CAR = {"third_parties": [{"kind": "机动车"}], "case_type": "collision_multi"}


@pytest.mark.parametrize(
    ("text", "asked", "facts"),
    [
        ("大爷姓罗 手机幺三八零零五七二九六幺", "treated", BIKE),
        ("那个骑车的小伙子留了个号 幺三八零零五七二九六幺", "sent_hospital", BIKE),
        ("对方司机姓温 电话幺三八零零五七二九六幺", "own_damage", CAR),
        ("人家把手机号给我了 是13800572961", "at_scene", CAR),
        ("他手机13800572961", "third_damage", CAR),
        ("车主是个女的叫温倩 电话13800572961", "third_owner", CAR),
        ("对方手机13800572961 我就不打了", "contact_name", CAR),
    ],
)
def test_a_number_is_the_other_partys_who_is_named_before_it(
    text: str, asked: str, facts: dict[str, Any]
) -> None:
    found = told(text, asked, **facts)
    assert "contact_phone" not in found
    assert [party.get("phone") for party in found["third_parties"]] == [NUMBER]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("老人的家属留了电话13800572961", "treated"),
        ("处理的交警同志姓宋 手机13800572961", "police"),
        ("卖水果那个摊主电话13800572961", "third_damage"),
        ("医院护士站的电话是13800572961", "hospital"),
        ("被撞的那大爷他闺女电话13800572961", "ward"),
    ],
)
def test_a_number_of_no_party_is_kept_as_it_was_said(text: str, asked: str) -> None:
    found = told(text, asked, **BIKE)
    assert "contact_phone" not in found
    assert found["also_said"] == [text]
    assert "third_parties" not in found or NUMBER not in found["third_parties"][0].values()


@pytest.mark.parametrize(
    ("text", "asked", "name"),
    [
        ("有事打这个电话13800572961", "at_scene", None),
        ("联系我丈夫13800572961", "own_damage", "我丈夫"),
        ("我的手机13800572961", "third_plate", None),
        ("打我这个号13800572961 对方的我没记", "treated", None),
    ],
)
def test_a_number_said_to_be_rung_is_whom_to_ring(text: str, asked: str, name: str | None) -> None:
    found = told(text, asked, **CAR)
    assert found["contact_phone"] == NUMBER
    assert name is None or found["contact_name"] == name
    assert "phone" not in (found.get("third_parties") or [{}])[0]


@pytest.mark.parametrize("text", ["119打了，人都下来了", "我打了火警了", "消防车快到了"])
def test_the_brigade_is_known_to_be_called(text: str) -> None:
    assert told(text, "plate", case_type="fire")["fire_brigade"] is True


def test_the_place_told_among_the_questions_about_a_theft_is_taken_but_no_police_station() -> None:
    assert told("石家庄桥西区自强路蓝天小区门口", "theft_police")["place"]["road"] == "自强路"
    assert "place" not in told("报了，石家庄桥西区红旗派出所", "theft_police")


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("就十一点二十的样子", "2026-03-09T23:20"),
        ("大概半夜两点", "2026-03-10T02:00"),
        ("两点来钟吧", "2026-03-10T02:00"),
    ],
)
def test_a_clock_told_after_the_evening_is_that_evenings(text: str, start: str) -> None:
    evening = told("昨晚上在沪陕高速上把前车追尾了", "plate")["accident_time"]
    assert told(text, "plate", accident_time=evening)["accident_time"]["start"].startswith(start)


def test_a_clock_that_may_be_of_either_half_of_the_day_is_not_guessed() -> None:
    day = told("昨天在沪陕高速上把前车追尾了", "plate")["accident_time"]
    assert "accident_time" not in told("八点二十吧", "plate", accident_time=day)


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("对方司机喝酒了追了我的尾", []),
        ("撞我的人没驾照", []),
        ("我老公喝酒了，我开的，追尾了前车", []),
        ("酒后叫了代驾，代驾把车蹭了", []),
        ("追尾了，他先走了", []),
        ("我喝了点酒撞了护栏", ["drink"]),
        ("车借给朋友开，他喝多了撞了人跑了", ["drink", "left_scene"]),
    ],
)
def test_a_circumstance_is_taken_of_our_driver_only(text: str, flags: list[str]) -> None:
    assert told(text, "description").get("flags", []) == flags


@pytest.mark.parametrize(
    "text", ["后车追尾我一脚油门溜了", "一辆面包车蹭了我就开走了", "前车倒车撞了我，人早没影了"]
)
def test_the_other_party_that_drove_away_has_fled(text: str) -> None:
    found = told(text, "description")
    assert [party.get("fled") for party in found["third_parties"]] == [True]
    assert "left_scene" not in found.get("flags", [])


@pytest.mark.parametrize("text", ["我把车开走了停路边", "我媳妇把车开走了路上追了尾"])
def test_a_car_its_own_people_drive_away_is_not_stolen(text: str) -> None:
    assert told(text, "description").get("case_type") != "theft"


@pytest.mark.parametrize(
    ("text", "own", "third"),
    [
        ("前杠剐了机盖也翘了", ["前保险杠", "引擎盖"], None),
        ("杆子砸我机盖上了", ["引擎盖"], None),
        ("左前大灯没咧", ["左前大灯"], None),
        ("追尾了前车他后杠塌了，我的前杠松了", ["前保险杠"], [["后保险杠"]]),
        ("我停在车头前面等", None, None),
        ("差点把后视镜刮掉", None, None),
        ("上次刮的右后门，这回是左前门凹了", ["左前车门"], None),
    ],
)
def test_damage_told_in_passing_is_of_the_right_car_and_time(
    text: str, own: list[str] | None, third: list[list[str]] | None
) -> None:
    found = told(text, "place")
    assert found.get("own_damage") == own
    assert (told_of_parties(found, "damage") or None) == third


@pytest.mark.parametrize("text", ["躲电动车撞了护栏", "为了避让一个行人撞树上了", "躲狗翻沟里了"])
def test_who_was_dodged_is_no_party(text: str) -> None:
    found = told(text, "description")
    assert found["case_type"] == "collision_single"
    assert "third_parties" not in found


@pytest.mark.parametrize("text", ["方向打死了也没躲过去撞了护栏", "路都堵死了", "撞死一条狗", "底盘受伤了"])
def test_nobody_is_hurt_where_a_thing_or_an_animal_is(text: str) -> None:
    assert not {"injured", "deaths"} & set(told(text, "description"))


@pytest.mark.parametrize("text", ["车轱辘掉了走不成 要个拖车", "机盖都烧没了 车得拖", "你们喊人来拖一下吧"])
def test_a_tow_is_wanted_beside_a_story(text: str) -> None:
    assert told(text, "driver").get("rescue") is True


@pytest.mark.parametrize(
    "text", ["他还要拖车费", "不要拖车", "交警叫拖车拖走了", "已经喊了拖车了", "要不要拖车"]
)
def test_a_tow_spoken_of_is_not_wanted(text: str) -> None:
    assert "rescue" not in told(text, "driver")


@pytest.mark.parametrize("text", ["让人从屁股后头给撞了", "车在高速上动不了了", "前头那个车灯碎了"])
def test_words_that_hold_a_body_hurt_nobody(text: str) -> None:
    assert "injured" not in told(text, "description")


@pytest.mark.parametrize(
    "text",
    [
        "我车遭偷了 停在永川萱花路路边的",
        "昨晚十点停在宾馆门口 早上车就没了",
        "他车停在金桂苑楼底下 夜里让水泡了",
    ],
)
def test_of_a_car_that_stood_and_was_gone_or_under_water_there_is_no_more_to_tell(text: str) -> None:
    assert "description" in told(text, "plate")


@pytest.mark.parametrize("text", ["我的车丢了怎么办", "我的车被水淹了你们快来", "车停在楼下让人划了一道"])
def test_and_of_one_that_is_only_gone_or_was_marked_there_is(text: str) -> None:
    assert "description" not in told(text, "plate")
