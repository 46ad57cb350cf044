"""What callers put right when the report is read back: a denial takes out what it denies, and nothing else changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest

from actions.hearing import hear
from actions.recap import changed as words_changed
from claims.conversation import Move, Progress, Turn, understand
from claims.corrections import changes_in
from claims.interview import UNKNOWN
from claims.report import SECTIONS

NOW = datetime.fromisoformat("2026-03-10T18:05:00+08:00")
READ: dict[str, Any] = {
    "plate": "苏B7K2M9", "lookup": "found", "policy_confirm": True, "insured": "林芳", "verified": True,
    "accident_time": {"start": "2026-03-10T17:30+08:00", "end": None, "precision": "minute", "told": "clock", "said": "五点半"},
    "place": {"text": "无锡滨湖北门停车场入口 万达门口", "city": "无锡", "district": "滨湖", "landmark": "北门停车场入口"},
    "description": "等红灯被后面的车追尾了", "case_type": "collision_multi", "events": ["rear_ended"], "driver": {"relation": "本人"},
    "own_damage": ["后保险杠", "左后尾灯", "引擎盖"],
    "third_parties": [
        {"kind": "机动车", "plate": "苏B12345", "owner": "胡军", "damage": ["前保险杠"]},
        {"kind": "机动车", "plate": "苏B55555", "owner": "周宁", "damage": ["后保险杠"]},
    ],
    "injured": False, "at_scene": True, "contact_name": "林芳", "contact_phone": "13900551207", "other_insurer": False,
    "rescue": True, "rescue_to": "南山店",
}  # fmt: skip
HURT: dict[str, Any] = {
    "injured": True,
    "injured_count": 1,
    "injury_severity": "腿骨折",
    "sent_hospital": True,
    "hospital": "市二院",
    "fee_paid": True,
}

READING = Progress(spoken=True)


def put_right(
    said: str,
    /,
    learnt: Mapping[str, Any] | None = None,
    progress: Progress = READING,
    **more: Any,
) -> tuple[dict[str, Any], Move]:
    """Return what words said to the recap change, and the move they lead to."""
    facts = {**READ, **more}
    heard = hear(said, "inform", 0.3, NOW, "recap", learnt=learnt)
    turn = Turn("claim_report", facts, progress, heard, "recap")
    move = understand(turn, lambda intent, facts, said: None)
    changed = {
        name: move.facts.get(name)
        for name in {**facts, **move.facts}
        if facts.get(name) != move.facts.get(name)
    }
    return changed, move


@pytest.mark.parametrize(
    ("said", "damage"),
    [
        ("哪来的引擎盖啊 我说的是后备箱盖", ["后保险杠", "左后尾灯", "后备箱盖"]),
        ("不是引擎盖 是尾门", ["后保险杠", "左后尾灯", "尾门"]),
        ("引擎盖没坏 没有引擎盖", ["后保险杠", "左后尾灯"]),
        ("把引擎盖去掉", ["后保险杠", "左后尾灯"]),
        ("引擎盖那个不要写", ["后保险杠", "左后尾灯"]),
        ("尾灯是右边的", ["后保险杠", "引擎盖", "右后尾灯"]),
    ],
)
def test_a_part_denied_is_struck_out_and_the_others_stay(said: str, damage: list[str]) -> None:
    changed, _ = put_right(said)
    assert changed == {"own_damage": damage}


@pytest.mark.parametrize(
    ("said", "damage"),
    [
        ("还有右前门也瘪了", ["右前车门"]),
        ("水箱漏了你没写上", ["水箱"]),
        ("落了一个中网", ["中网"]),
        ("不光是这些 还有右边叶子板", ["右前翼子板"]),
        ("左前大灯碎了", ["左前大灯"]),
    ],
)
def test_a_part_told_at_the_recap_is_added(said: str, damage: list[str]) -> None:
    changed, _ = put_right(said)
    assert changed == {"own_damage": [*READ["own_damage"], *damage]}


@pytest.mark.parametrize(
    ("said", "case", "damage"),
    [
        ("我车是前杠跟右大灯", {}, ["前保险杠", "右前大灯"]),
        (
            "座椅 内饰 发动机都泡了",
            {"case_type": "flood", "events": ["flood"], "own_damage": ["发动机"]},
            ["座椅", "内饰", "发动机"],
        ),
        ("烧坏了引擎盖发动机水箱", {"case_type": "fire", "events": ["fire"]}, ["引擎盖", "发动机", "水箱"]),
        ("货箱 左后车角 左后尾灯", {}, ["货箱", "左后车角", "左后尾灯"]),
    ],
)
def test_all_that_is_damaged_is_told_anew(said: str, case: dict[str, Any], damage: list[str]) -> None:
    changed, _ = put_right(said, **case)
    assert changed["own_damage"] == damage
    assert changed.keys() <= {"own_damage", "description"}


def of_others(changed: dict[str, Any]) -> list[tuple[Any, ...]]:
    assert set(changed) == {"third_parties"}
    return [(one.get("plate"), one.get("owner"), one.get("damage")) for one in changed["third_parties"]]


ONE = [{"kind": "机动车", "plate": "苏B12345", "owner": "胡军", "damage": ["前保险杠", "引擎盖"]}]


@pytest.mark.parametrize(
    ("said", "party"),
    [
        ("对方没有引擎盖 只有前杠", ("苏B12345", "胡军", ["前保险杠"])),
        ("他那车机盖没事", ("苏B12345", "胡军", ["前保险杠"])),
        ("人家的前杠去掉 前杠没坏", ("苏B12345", "胡军", ["引擎盖"])),
        ("对方还有水箱也漏了", ("苏B12345", "胡军", ["前保险杠", "引擎盖", "水箱"])),
        ("对方车主不是胡军 是胡俊", ("苏B12345", "胡俊", ["前保险杠", "引擎盖"])),
    ],
)
def test_what_was_told_of_the_other_car_is_put_right(said: str, party: tuple[Any, ...]) -> None:
    changed, _ = put_right(said, third_parties=ONE)
    assert of_others(changed) == [party]


def test_both_other_cars_told_anew_by_their_plates_keep_their_own() -> None:
    told = "对方两个车 苏B12345胡军 前杠引擎盖坏了 还有一个苏B55555 后备箱坏了"
    changed, _ = put_right(told)
    assert of_others(changed) == [
        ("苏B12345", "胡军", ["前保险杠", "引擎盖"]),
        ("苏B55555", "周宁", ["后备箱盖"]),
    ]


def test_a_third_car_told_of_only_at_the_recap_is_asked_about() -> None:
    changed, _ = put_right("前头还有一辆出租车也撞了", third_parties=ONE)
    assert len(changed["third_parties"]) == 2 and changed["third_parties"][1]["type"] == "出租车"


def test_a_slip_of_the_mind_hurts_nobody() -> None:
    changed, _ = put_right("我脑子晕了 是右边 右后尾灯 后杠 引擎盖")
    assert changed == {"own_damage": ["后保险杠", "引擎盖", "右后尾灯"]}


def test_two_things_in_one_breath_are_both_put_right() -> None:
    changed, _ = put_right("五点二十不是五点半 还有碎掉的是右边尾灯不是左边")
    assert changed["accident_time"]["start"] == "2026-03-10T17:20+08:00"
    assert changed["own_damage"] == ["后保险杠", "引擎盖", "右后尾灯"]


def test_a_word_of_another_case_changes_no_case_and_loses_no_party() -> None:
    changed, _ = put_right("不是引擎盖 是尾门 姓胡的只是司机 车主不知道是谁")
    assert changed.keys() <= {"own_damage", "description"}


@pytest.mark.parametrize(
    "said",
    ["人没死啊 就是腿骨折", "没有人死亡", "不是死亡 是骨折", "那个死亡的你们要改掉", "人活着呢 活得好好的"],
)
def test_a_death_is_taken_back_and_what_was_told_of_the_injured_is_still_there(said: str) -> None:
    changed, _ = put_right(said, **HURT, deaths=1)
    assert changed.pop("deaths") == 0
    assert changed.keys() <= {"injury_severity"}


def test_whoever_says_not_dying_tells_of_no_death() -> None:
    changed, _ = put_right("又不是快死了 就骨折", **HURT)
    assert not changed.get("deaths")


@pytest.mark.parametrize(("said", "driver"), [("没人开的 车停着的", UNKNOWN), ("当时车上没人", UNKNOWN)])
def test_nobody_drove_after_all(said: str, driver: str) -> None:
    changed, _ = put_right(said)
    assert changed == {"driver": driver}


def test_a_driver_who_is_denied_is_asked_for() -> None:
    changed, move = put_right("驾驶员不是林芳", driver={"name": "林芳", "relation": "本人"})
    assert (changed, move.ask) == ({"driver": None}, "driver")


def test_where_to_tow_is_put_right_and_no_place_of_the_accident() -> None:
    changed, _ = put_right("拖车是拖到城北解放服务站")
    assert changed == {"rescue_to": "城北解放服务站"}


def test_an_engine_started_again_after_all() -> None:
    changed, _ = put_right("我后来又启动过两次没打着 你给我改过来", case_type="flood", flood_restarted=False)
    assert changed["flood_restarted"] is True


def test_papers_that_were_not_lost() -> None:
    changed, _ = put_right(
        "登记证没有丢 在屋里头 只丢了行驶证", case_type="theft", theft_documents=["行驶证", "登记证"]
    )
    assert changed == {"theft_documents": ["行驶证"]}


def test_a_place_that_is_not_where_it_was_said_to_be_loses_that_alone() -> None:
    changed, _ = put_right("说错了这里不是滨湖 是快速内环往机场方向金石路出口那里")
    assert changed["place"]["city"] == "无锡" and "district" not in changed["place"]


@pytest.mark.parametrize(
    "said", ["可是地点错了 是新吴区 不是滨湖区 你记了没", "对 还有那地方是新吴区 不是滨湖区"]
)
def test_a_district_is_put_right_also_behind_a_yes_and_read_back(said: str) -> None:
    place = {"text": "无锡滨湖区蠡湖大道", "city": "无锡", "district": "滨湖区", "road": "蠡湖大道"}
    changed, move = put_right(said, place=place)
    assert changed["place"]["text"] == "无锡新吴区蠡湖大道"
    assert not move.facts.get("recap")


def test_a_time_denied_is_put_right_by_the_one_said_behind() -> None:
    changed, _ = put_right("时间也不是五点半 撞是四点五十")
    assert changed["accident_time"]["start"] == "2026-03-10T16:50+08:00"


def test_a_sum_put_right() -> None:
    changed, _ = put_right("钱也不是两千是三千五", **HURT, fee_amount=2000)
    assert changed == {"fee_amount": 3500}


@pytest.mark.parametrize(
    ("said", "name", "value"),
    [
        ("是雨天打滑 冲到隔离栏上了", "case_type", "collision_single"),
        ("就是昨天下午四点二十", "accident_time", "2026-03-09T16:20+08:00"),
        ("是南京江宁胜太路百家湖地铁站门口", "place", "南京江宁胜太路百家湖地铁站门口"),
    ],
)
def test_what_begins_with_it_is_and_goes_on_agrees_to_nothing(said: str, name: str, value: str) -> None:
    changed, move = put_right(said, third_parties=[{"kind": "机动车"}])
    got = changed[name]
    assert (got.get("start") or got.get("text") if isinstance(got, dict) else got) == value
    assert not move.facts.get("recap")


@pytest.mark.parametrize(
    "said", ["是", "是的", "嗯是这样", "是没错", "系啊", "是 就这么回事", "没得问题", "对 是我撞的护栏"]
)
def test_a_yes_is_still_one(said: str) -> None:
    assert put_right(said)[1].facts["recap"] is True


@pytest.mark.parametrize(
    ("said", "name", "phone"),
    [
        ("别找她了 打给我 孙婧 15800001234", "孙婧", "15800001234"),
        ("联系人还是写我爱人丁磊 幺三八零零零零五五六六", "丁磊", "13800005566"),
        ("吴秀兰 13900007788", "吴秀兰", "13900007788"),
        ("电话是13900007788", None, "13900007788"),
    ],
)
def test_the_name_beside_a_number_is_whose_it_is(said: str, name: str | None, phone: str) -> None:
    changed, _ = put_right(said)
    assert changed == {"contact_phone": phone} | ({"contact_name": name} if name else {})


def test_the_injured_are_told_anew_and_where_they_are_is_not_where_it_happened() -> None:
    changed, _ = put_right(
        "伤者是一个骑车的 左小腿骨折 送到无锡市第二人民医院骨科了 我们垫付了两千六", **HURT
    )
    assert changed == {
        "injury_severity": "左小腿骨折", "hospital": "无锡市第二人民医院", "ward": "骨科", "fee_amount": 2600,
        "injured_kind": ["非机动车人员"],
    }  # fmt: skip


def test_nobody_hurt_after_all_leaves_nothing_of_the_hospital() -> None:
    changed, _ = put_right("没有人受伤", **HURT)
    assert changed == {"injured": False} | dict.fromkeys(set(HURT) - {"injured"})


def test_all_that_is_damaged_is_only_that() -> None:
    changed, _ = put_right("就只有后保险杠坏了")
    assert changed["own_damage"] == ["后保险杠"]


def test_what_no_rule_can_place_is_kept_for_a_person() -> None:
    changed, move = put_right("八点交警才过来给我们看的")
    assert (move.ask, move.wording) == ("recap", "short")
    assert [line.response for line in move.lines] == ["utter_noted_as_heard"]
    assert changed == {"also_said": ["八点交警才过来给我们看的"]}


@pytest.mark.parametrize(
    ("said", "asked", "more", "changes"),
    [
        (
            "等一下 前面那车上有个大叔受伤了 腰扭了",
            "at_scene",
            {"injured": False},
            {"injured": True, "injury_severity": "腰扭了"},
        ),
        (
            "其实就我老公一个人受伤",
            "hospital",
            {**HURT, "injured_count": 3, "hospital": None},
            {"injured_count": 1},
        ),
        ("我刚才没说全 一共伤了两个", "hospital", {**HURT, "hospital": None}, {"injured_count": 2}),
    ],
)
def test_the_injured_are_put_right_at_any_question(
    said: str, asked: str, more: dict[str, Any], changes: dict[str, Any]
) -> None:
    facts = {name: value for name, value in {**READ, **more}.items() if name != asked and value is not None}
    heard = hear(said, "inform", 0.3, NOW, asked)
    move = understand(Turn("claim_report", facts, Progress(spoken=True), heard, asked), lambda *_: None)
    assert changes.items() <= move.facts.items()


@pytest.mark.parametrize("said", ["在的 吓得我腿都软了", "还在 都没受伤"])
def test_fright_hurts_nobody(said: str) -> None:
    facts = {name: value for name, value in READ.items() if name != "at_scene"}
    heard = hear(said, "inform", 0.3, NOW, "at_scene")
    move = understand(Turn("claim_report", facts, Progress(spoken=True), heard, "at_scene"), lambda *_: None)
    assert move.facts["injured"] is False


def test_what_is_denied_of_how_badly_goes() -> None:
    facts = {**READ, **HURT, "injury_severity": "抢救", "treated": None}
    heard = hear("没抢救 就是包扎了一下", "inform", 0.3, NOW, "treated")
    move = understand(Turn("claim_report", facts, Progress(spoken=True), heard, "treated"), lambda *_: None)
    assert "抢救；" not in move.facts["injury_severity"] and move.facts["injury_severity"] != "抢救"


ON_FOOT: dict[str, Any] = {
    "case_type": "pedestrian", "events": ["hit_pedestrian"], "description": "撞着人了", "property_damage": [],
    "third_parties": [{"kind": "行人", "damage": ["前叉"]}],
}  # fmt: skip


@pytest.mark.parametrize("said", ["是骑电三轮的从巷子里出来撞上的", "嗯是我拐弯碰了他的电动车"])
def test_words_that_say_what_it_was_agree_to_nothing(said: str) -> None:
    changed, move = put_right(said, learnt={"case_type": {"collision_nonmotor": 0.9}}, **ON_FOOT)
    assert changed["case_type"] == "collision_nonmotor"
    assert not move.facts.get("recap")


@pytest.mark.parametrize("said", ["是", "是的 没错", "是这样", "嗯是对的", "是我的车"])
def test_a_yes_is_a_yes(said: str) -> None:
    changed, move = put_right(said, **ON_FOOT)
    assert "case_type" not in changed
    assert move.facts.get("recap")


def test_what_was_struck_to_spare_somebody_is_the_case() -> None:
    case = {"case_type": {"collision_single": 0.97}}
    told: dict[str, Any] = {
        **ON_FOOT,
        "case_type": "collision_nonmotor",
        "third_parties": [{"kind": "非机动车"}],
    }
    changed, _ = put_right("我是让那个三轮才撞的门柱 三轮没挨着", case, **told)
    assert changed["case_type"] == "collision_single"


def test_what_was_struck_by_the_road_outlives_a_story_put_right() -> None:
    told: dict[str, Any] = {
        "property_damage": ["门柱"],
        "third_parties": [{"kind": "非机动车"}],
        "case_type": "collision_nonmotor",
    }
    changed, _ = put_right("我是躲三轮才撞了门柱 不是撞了三轮", **told)
    assert changed["case_type"] == "collision_single" and "property_damage" not in changed


def test_a_filler_at_the_head_makes_no_words_about_the_others() -> None:
    changed, _ = put_right("那个脑子昏了 是右边 右后尾灯 后杠 引擎盖")
    assert changed == {"own_damage": ["后保险杠", "引擎盖", "右后尾灯"]}


def test_what_became_of_parts_is_no_other_case() -> None:
    burnt: dict[str, Any] = {
        "case_type": "fire",
        "events": ["fire"],
        "own_damage": ["引擎盖"],
        "third_parties": [],
    }
    changed, _ = put_right("烧坏的是引擎盖 大灯 还有前挡风玻璃也炸了", **burnt)
    assert "case_type" not in changed and "前挡风玻璃" in changed["own_damage"]


def test_where_it_is_broken_is_not_where_it_happened() -> None:
    changed, move = put_right("坏的地方不对 是后保险杠 右后尾灯 还有后备箱盖")
    assert changed["own_damage"] == ["后保险杠", "右后尾灯", "后备箱盖"]
    assert "place" not in changed and move.ask != "place"


def test_what_is_supposed_beside_a_yes_sends_nobody_to_hospital() -> None:
    changed, move = put_right("对 那我爸要是夜里不舒服 去医院 这钱谁出啊", **{**HURT, "sent_hospital": False})
    assert "sent_hospital" not in changed and move.facts.get("recap")


def test_what_also_hurts_is_added() -> None:
    changed, _ = put_right("还有他胳膊也擦破了", **HURT)
    assert changed["injury_severity"] == "腿骨折；胳膊也擦破了"


def test_a_scratch_named_in_passing_is_no_other_case() -> None:
    unseen: dict[str, Any] = {
        "case_type": "parked_hit_unknown",
        "third_parties": [{"kind": "机动车", "fled": True}],
    }
    changed, _ = put_right("地点不对 那是划痕 是滨湖区金色家园三号楼楼下 别的都对", **unseen)
    assert "金色家园" in changed["place"]["text"]
    assert not {"case_type", "third_parties"} & changed.keys()


def test_a_tow_and_where_to_are_wished_at_the_recap() -> None:
    changed, _ = put_right("还有要拖车 拖到吉利4S店去", rescue=None, rescue_to=None)
    assert (changed["rescue"], changed["rescue_to"]) == (True, "吉利4S店")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("对 可是有人受伤了啊", {"injured": True}),
        ("对对 我老婆受伤了", {"injured": True, "injured_kind": ["车上人员"]}),
        ("对的 就是后面那个车的司机也伤了", {"injured": True, "injured_kind": ["第三者车上人员"]}),
        (
            "没错 不过我妈手腕子有点疼",
            {"injured": True, "injury_severity": "手腕子有点疼", "injured_kind": ["车上人员"]},
        ),
    ],
)
def test_who_agrees_and_tells_of_somebody_hurt_has_not_agreed_that_nobody_was(
    said: str, told: dict[str, Any]
) -> None:
    changed, move = put_right(said)
    assert changed == told
    assert move.standing_wording == "changed"


@pytest.mark.parametrize("said", ["对 没人受伤", "对 没问题 他刚摔了一跤", "对 可是什么时候能来人啊"])
def test_who_agrees_and_tells_of_nobody_hurt_has_agreed(said: str) -> None:
    changed, _ = put_right(said)
    assert changed == {"recap": True}


@pytest.mark.parametrize(
    "said",
    [
        "啥拖车啊 没叫拖车 车还在路口 把那个删了",
        "没有拖车 车在事故现场",
        "哪来的拖车呀 我自己开回去",
        "拖车那个去掉 不需要",
        "我没说要拖车啊",
        "不对 不用拖",
        "别叫救援了 车能开",
        "对 都没问题 就是拖车不要了",
    ],
)
def test_a_tow_that_nobody_wished_for_is_taken_back(said: str) -> None:
    changed, move = put_right(said)
    assert (changed["rescue"], changed["rescue_to"]) == (False, None)
    assert changed.keys() <= {"rescue", "rescue_to", "description", "drivable"}
    assert move.wording == "changed" or move.ask in ("recap", None)


@pytest.mark.parametrize(
    "said",
    ["拖车还没有来呢", "医院还是不对 我说的是拉去的拉", "对 拖车没来之前我在车边上等", "没叫到拖车 你们快点"],
)
def test_words_of_a_tow_that_take_none_back(said: str) -> None:
    changed, _ = put_right(said)
    assert not changed.keys() & {"rescue", "rescue_to"}


BIKE: dict[str, Any] = {
    "case_type": "collision_nonmotor", "events": ["hit_nonmotor"], "description": "拐弯碰了骑电瓶车的",
    "own_damage": ["前保险杠", "左前大灯", "中网"],
    "third_parties": [{"kind": "非机动车", "type": "电瓶车", "owner": "姚慧", "damage": ["前轮胎", "车筐"]}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("said", "damage"),
    [
        ("是前轮撞歪了不是胎坏了", ["车筐", "前轮"]),
        ("前轮胎没坏 是前轮瓢了", ["车筐", "前轮"]),
        ("不对 是后轮不是前轮", ["车筐", "后轮"]),
        ("前轱辘拧了 不是轮胎", ["车筐", "前轮"]),
        ("车筐没坏 车筐好好的", ["前轮胎"]),
        ("没有车筐 你把车筐去掉", ["前轮胎"]),
        ("他电瓶车是后视镜断了", ["后视镜"]),
    ],
)
def test_what_can_only_be_of_the_bike_changes_nothing_of_ours(said: str, damage: list[str]) -> None:
    changed, move = put_right(said, **BIKE)
    assert of_others(changed) == [(None, "姚慧", damage)]
    assert move.standing_wording == "changed"


@pytest.mark.parametrize(
    ("said", "damage"),
    [
        ("我说的是他那个电瓶车 我的车就是右前头保险杠刮花 右大灯裂了", ["前保险杠", "右前大灯"]),
        ("我的车就是引擎盖和左前大灯", ["引擎盖", "左前大灯"]),
        ("我这边就两处 前杠跟右前叶子板", ["前保险杠", "右前翼子板"]),
        ("只有三个地方 前杠 引擎盖 左大灯", ["前保险杠", "引擎盖", "左前大灯"]),
        ("大灯是右边的", ["前保险杠", "中网", "右前大灯"]),
        ("还有右前轮胎也爆了", ["前保险杠", "左前大灯", "中网", "右前轮胎"]),
        ("引擎盖也翘了", ["前保险杠", "左前大灯", "中网", "引擎盖"]),
    ],
)
def test_what_is_told_of_our_car_changes_nothing_of_the_bike(said: str, damage: list[str]) -> None:
    changed, _ = put_right(said, **BIKE)
    assert changed["own_damage"] == damage
    assert changed.keys() <= {"own_damage", "description"}


def test_a_part_known_only_of_the_other_car_is_put_right_there() -> None:
    changed, _ = put_right("水箱没坏", third_parties=[{**ONE[0], "damage": ["前保险杠", "水箱"]}])
    assert of_others(changed) == [("苏B12345", "胡军", ["前保险杠"])]


def test_damage_put_right_is_read_back_part_by_part() -> None:
    told = ["前保险杠", "引擎盖", "左前大灯", "中网", "左前翼子板", "水箱", "冷凝器"]
    changed, _ = put_right("大灯是右边的", own_damage=told)
    said = words_changed({**READ, "own_damage": told}, {**READ, **changed}, NOW)
    assert "右前灯" in said and "冷凝器" in said and "等" not in said


DOORS = ["左前车门", "左后车门", "左前翼子板", "左后视镜"]


@pytest.mark.parametrize(
    ("said", "damage"),
    [
        ("我后门没事儿", ["左前车门", "左前翼子板", "左后视镜"]),
        ("后门去了它", ["左前车门", "左前翼子板", "左后视镜"]),
        ("对 都对 就后门没碰着", ["左前车门", "左前翼子板", "左后视镜"]),
        ("是右边 右前门 右前叶子板 右边镜子 没碰着后门", ["右前车门", "右前翼子板", "右后视镜"]),
        ("差不离 就是那个镜子是右边的", ["左前车门", "左后车门", "左前翼子板", "右后视镜"]),
        ("没错 就是叶子板应该是右边", ["左前车门", "左后车门", "左后视镜", "右前翼子板"]),
    ],
)
def test_one_part_struck_out_or_put_on_its_side_leaves_the_others(said: str, damage: list[str]) -> None:
    changed, move = put_right(said, own_damage=DOORS)
    assert changed == {"own_damage": damage} and not move.facts.get("recap")


@pytest.mark.parametrize("said", ["差不离", "差不多就这样", "嗯 差不多", "差不多了"])
def test_about_right_is_right(said: str) -> None:
    assert put_right(said)[1].facts.get("recap") is True


def test_about_a_time_agrees_to_nothing() -> None:
    assert not put_right("差不多是三点半吧")[1].facts.get("recap")


@pytest.mark.parametrize(
    ("said", "things"),
    [
        ("还有柱子蹭掉一块漆", ["柱子"]),
        ("对 还有那个护栏也撞歪了", ["护栏"]),
        ("墙也刮掉一块皮 你没写", ["墙"]),
        ("路灯杆撞歪了也得写上", ["路灯"]),
    ],
)
def test_a_thing_by_the_road_that_was_damaged_too_is_added(said: str, things: list[str]) -> None:
    changed, move = put_right(said)
    assert changed["property_damage"] == things
    assert changed.keys() <= {"property_damage", "description"} and not move.facts.get("recap")


@pytest.mark.parametrize("said", ["后备箱盖也让柱子蹭了", "我车停在柱子边上", "对 没错", "护栏没坏"])
def test_what_did_the_damage_or_is_whole_is_not_damaged(said: str) -> None:
    changed, _ = put_right(said)
    assert "property_damage" not in changed


@pytest.mark.parametrize(
    "said", ["车主那边也讲一声 她手机13912345678", "对 车主手机是13912345678 也告诉她一声"]
)
def test_the_number_of_another_leaves_that_of_the_caller(said: str) -> None:
    changed, _ = put_right(said)
    assert not changed.keys() & {"contact_phone", "contact_name"}


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("不对 是三十六号门口 不是六十三号", "保定莲池区东风路三十六号门口"),
        ("门牌说错了 三十六号", "保定莲池区东风路三十六号门口"),
        ("不对 电话是13900001101号", "保定莲池区东风路六十三号门口"),
    ],
)
def test_the_number_of_a_house_is_put_right_alone(said: str, text: str) -> None:
    place = {
        "text": "保定莲池区东风路六十三号门口",
        "city": "保定",
        "district": "莲池区",
        "road": "东风路",
        "landmark": "门口",
    }
    after = changes_in(hear(said, "inform", 0.9, NOW, "recap"), {"place": place}, None, True)
    assert after.get("place", place)["text"] == text


ON_THE_RING: dict[str, Any] = {
    "place": {
        "text": "武汉洪山二环线珞狮路立交往汉阳方向", "city": "武汉", "district": "洪山", "road": "二环线",
        "landmark": "珞狮路立交", "direction": "往汉阳方向",
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ("车现在停在雄楚大道辅路的港湾里 莫到高架上去找", "雄楚大道辅路的港湾"),
        ("车后来推到南湖路口空地了 千万别上二环线找", "南湖路口空地"),
    ],
)
def test_where_the_car_is_now_is_not_where_it_happened(said: str, where: str) -> None:
    changed, _ = put_right(said, **ON_THE_RING)
    assert changed["at_scene"] is False and str(changed["car_location"]).startswith(where)
    assert "place" not in changed


def test_the_place_and_where_the_car_came_to_are_told_in_one_breath() -> None:
    changed, _ = put_right(
        "不是 撞是在珞狮路立交往汉阳方向 车后来才挪到桥下停车场的 别把地方搞混了", **ON_THE_RING
    )
    assert "停车场" in changed["car_location"]
    assert "混" not in str(changed.get("place")) and "停车场" not in str(changed.get("place"))


@pytest.mark.parametrize("said", ["地点改成西大街钟楼北门", "位置改为大雁塔北广场"])
def test_a_place_that_is_changed_leaves_nothing_of_the_old_but_its_town(said: str) -> None:
    old = {
        "text": "西安长安南路K936会展中心", "city": "西安", "road": "长安南路", "stake": "K936", "landmark": "会展中心",
    }  # fmt: skip
    changed, _ = put_right(said, place=old)
    text = changed["place"]["text"]
    assert text.startswith("西安") and "K936" not in text and "会展" not in text and "长安南路" not in text
    assert "stake" not in changed["place"]


def test_nothing_of_another_town_and_county_stays() -> None:
    changed, _ = put_right("不是无锡 出事是在周口商水县汤庄村口")
    text = changed["place"]["text"]
    assert "周口商水" in text and "汤庄" in text and "北门" not in text and "万达" not in text


def test_a_place_that_is_said_to_be_short_of_a_thing_is_read_so() -> None:
    old = {"text": "天津静海团泊大道团泊湖大桥", "city": "天津", "district": "静海", "road": "团泊大道", "landmark": "团泊湖大桥"}  # fmt: skip
    changed, _ = put_right("不对 还没到大桥呢", place=old)
    assert changed["place"]["text"] == "天津静海团泊大道没到团泊湖大桥"


SHOP: dict[str, Any] = {
    "text": "长沙雨花区韶山南路 家润多超市门口", "city": "长沙", "district": "雨花区", "road": "韶山南路", "landmark": "家润多超市门口",
}  # fmt: skip


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("地方不对 出事在湘府路和万家丽路交叉口", "长沙雨花区湘府路和万家丽路交叉口"),
        ("地址错了 是曲塘路嘉盛小学门口 嗯就是", "长沙雨花区曲塘路嘉盛小学门口"),
        ("地址是长沙县泉塘街道的星城国际小区南门", "长沙县泉塘街道的星城国际小区南门"),
        ("位置搞反了 在岳麓区枫林路王府井楼下", "长沙岳麓区枫林路王府井楼下"),
        ("地方不对 是在长沙路跟劳动路那个路口", "长沙雨花区长沙路跟劳动路那个路口"),
    ],
)
def test_a_place_told_anew_stands_alone_in_the_town_of_the_old(said: str, text: str) -> None:
    changed, _ = put_right(said, place=SHOP)
    assert changed["place"]["text"] == text


@pytest.mark.parametrize(
    ("said", "further"),
    [
        ("再往前一点 靠近曲塘路出口", "靠近曲塘路出口"),
        ("挨着新建西路那个加油站", "挨着新建西路那个加油站"),
        ("位置再往南一点 在友谊路口", "再往南一点 在友谊路口"),
    ],
)
def test_what_it_is_near_to_is_told_beside_the_place(said: str, further: str) -> None:
    changed, _ = put_right(said, place=SHOP)
    assert changed["place"] == {**changed["place"], **SHOP, "text": f"{SHOP['text']} {further}"}


@pytest.mark.parametrize(
    ("said", "road"),
    [("地方是家润多超市后门", "韶山南路"), ("不是韶山南路 是韶山北路", "韶山北路")],
)
def test_a_part_of_the_place_put_right_keeps_the_rest(said: str, road: str) -> None:
    changed, _ = put_right(said, place=SHOP)
    place = changed.get("place", SHOP)
    assert place["road"] == road and place["district"] == "雨花区" and "家润多超市" in place["text"]


TWO_MAKES: list[dict[str, Any]] = [
    {
        "kind": "机动车",
        "make": "哈弗",
        "vehicle": "哈弗",
        "plate": "苏B12345",
        "owner": "胡军",
        "damage": ["前保险杠"],
    },
    {
        "kind": "机动车",
        "make": "别克",
        "vehicle": "别克",
        "plate": "苏B55555",
        "owner": "周宁",
        "damage": ["后保险杠"],
    },
]


@pytest.mark.parametrize(
    ("said", "insurers"),
    [
        ("哈弗是人保 别克是大地", ["人保", "大地"]),
        ("第一辆是太平洋的 第二辆在平安买的", ["太平洋", "平安"]),
        ("周宁的是平安 胡军那辆保的阳光", ["阳光", "平安"]),
        ("别克那个在太保买的", [None, "太平洋"]),
        ("苏B12345保的大地", ["大地", None]),
        ("我的是平安的", [None, None]),
    ],
)
def test_each_of_the_other_cars_has_its_insurer(said: str, insurers: list[str | None]) -> None:
    changed, _ = put_right(said, third_parties=TWO_MAKES)
    parties = changed.get("third_parties", TWO_MAKES)
    assert [party.get("insurer") for party in parties] == insurers
    assert [{**party, "insurer": None} for party in parties] == [
        {**party, "insurer": None} for party in TWO_MAKES
    ]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("副驾还坐了我小姨 她好好的", "副驾还坐了我小姨，她好好的"),
        ("对 车上还有我俩同事 都没事", "车上还有我俩同事，都没事"),
        ("我还捎着俺邻居", "我还捎着俺邻居"),
    ],
)
def test_who_rode_along_is_added_to_the_story(said: str, told: str) -> None:
    for hurt in ({}, HURT):
        changed, _ = put_right(said, **hurt)
        assert changed["description"] == f"{READ['description']}；{told}"
        assert not {"third_parties", *SECTIONS["injuries"].values()} & changed.keys()


@pytest.mark.parametrize(
    "said",
    [
        "小腿也磕青了一块",
        "下巴磕方向盘上了",
        "脑门还撞玻璃上了 起了个包",
        "他手肘也刮了道口子",
        "脚脖子也碰着了",
    ],
)
def test_where_a_body_was_struck_is_an_injury_and_no_accident(said: str) -> None:
    changed, _ = put_right(said, **HURT)
    assert changed.keys() == {"injury_severity"} and changed["injury_severity"].startswith("腿骨折；")


@pytest.mark.parametrize(
    ("said", "own", "things"),
    [
        ("我说的是喇叭杆子 不是喇叭", ["后保险杠"], ["广播杆"]),
        ("撞的是路边的喇叭杆 不是我车上的喇叭", ["后保险杠"], ["广播杆"]),
        ("喇叭杆子也撞歪了", ["后保险杠", "喇叭"], ["广播杆"]),
        ("喇叭也不响了", ["后保险杠", "喇叭"], None),
    ],
)
def test_a_horn_is_no_pole(said: str, own: list[str], things: list[str] | None) -> None:
    changed, _ = put_right(said, own_damage=["后保险杠", "喇叭"])
    assert changed.get("own_damage", ["后保险杠", "喇叭"]) == own
    assert changed.get("property_damage") == things


def test_the_house_told_again_with_its_town_is_told_once() -> None:
    changed, _ = put_right("地址是长沙雨花区黎托街道的家润多超市后门 嗯就是", place=SHOP)
    assert changed["place"]["text"] == "长沙雨花区黎托街道的家润多超市后门"


def test_who_is_rung_instead_is_rung_on_their_own_number() -> None:
    other: dict[str, Any] = {
        "contact_name": "季芳",
        "contact_phone": "13800572961",
        "caller_phone": "13900001101",
    }
    changed, _ = put_right("不找她了 还是找我吧 我叫严伟", **other)
    assert {name: changed[name] for name in ("contact_name", "contact_phone")} == {
        "contact_name": "严伟", "contact_phone": "13900001101",
    }  # fmt: skip


def test_a_yes_with_something_beside_it_is_noted_once() -> None:
    words = "对的 别联系我单位的人"
    changed, move = put_right(words)
    assert "recap" not in changed and words in move.facts["also_said"]
    again, _ = put_right(words, also_said=move.facts["also_said"])
    assert again["recap"] is True
