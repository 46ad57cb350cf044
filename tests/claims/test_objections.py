"""Several things put right in one breath, a yes that keeps something back, and what no rule can read, said to the recap."""

from __future__ import annotations

from typing import Any

import pytest

from actions.recap import changed as words_changed
from claims.conversation import Line
from tests.claims.test_recap_corrections import HURT, NOW, READ, put_right

IN_THE_DITCH: dict[str, Any] = {
    "case_type": "collision_single",
    "events": ["rollover"],
    "third_parties": [],
    "description": "下雨打滑翻到沟里了",
    "property_damage": ["护栏"],
    "own_damage": ["前保险杠"],
}


@pytest.mark.parametrize(
    "said",
    [
        "其他都对 就是拖到哪儿写错了",
        "别的没问题 那个医院没去",
        "都对 但是拖车那条不对",
        "基本对 有一处错了",
        "对 除了第二辆车",
    ],
)
def test_a_yes_that_keeps_something_back_registers_nothing(said: str) -> None:
    _, move = put_right(said, **HURT)
    assert not move.facts.get("recap")


@pytest.mark.parametrize(
    ("said", "changes"),
    [
        (
            "时间不对 是四点四十 联系人也改一下 联系我姐林静 13900551299",
            {"accident_time", "contact_name", "contact_phone"},
        ),
        ("拖车不用了 我自己开走 还有开车的是我弟弟林峰", {"rescue", "rescue_to", "driver"}),
        ("不是五点半 是五点十分 后保险杠没坏", {"accident_time", "own_damage"}),
    ],
)
def test_what_is_put_right_in_one_breath_is_all_put_right(said: str, changes: set[str]) -> None:
    changed, move = put_right(said)
    assert set(changed) == changes
    assert move.standing_wording == "changed" and not move.lines


def test_what_cannot_be_put_in_its_place_is_kept_and_said_to_be() -> None:
    said = "时间是四点四十 那个车的颜色也不对"
    changed, move = put_right(said)
    assert changed["accident_time"]["start"] == "2026-03-10T16:40+08:00"
    assert changed["also_said"] == [said]
    assert [line.response for line in move.lines] == ["utter_noted_as_heard"]


def test_what_is_right_changes_nothing() -> None:
    changed, _ = put_right("五点半对 地方对 车牌也没错")
    assert set(changed) <= {"recap"}


@pytest.mark.parametrize(
    ("said", "name", "value"),
    [
        ("没翻车 是出溜到沟里了", "events", ["ran_off"]),
        ("都对 就是没翻车", "events", []),
        ("不是护栏 我撞的是树", "property_damage", ["树"]),
        ("护栏哪来的 撞的是路牙子", "property_damage", ["路牙"]),
        ("没撞护栏呀", "property_damage", []),
    ],
)
def test_what_happened_and_what_was_struck_are_struck_out(said: str, name: str, value: list[str]) -> None:
    changed, move = put_right(said, **IN_THE_DITCH)
    assert changed[name] == value
    assert move.standing_wording == "changed"


@pytest.mark.parametrize(
    "said",
    [
        "第二辆车是白色比亚迪 车牌苏E83621",
        "那是我邻居的车 苏E3Q57M",
        "前头那辆的车牌是苏E83621",
    ],
)
def test_a_plate_of_another_car_never_takes_the_place_of_ours(said: str) -> None:
    changed, move = put_right(said)
    assert move.facts["plate"] == "苏B7K2M9" and not changed.keys() & {"lookup", "policy_confirm"}


@pytest.mark.parametrize(
    ("said", "plate"),
    [
        ("我的车牌念错了 是苏E83621", "苏E83621"),
        ("车牌应该是苏B7K2N9", "苏B7K2N9"),
        ("车牌 我刚戴上眼镜看 是苏B7K2M6 不是9 念错了", "苏B7K2M6"),
    ],
)
def test_our_plate_is_put_right_where_it_is_said_to_be_ours(said: str, plate: str) -> None:
    _, move = put_right(said)
    assert move.facts["plate"] == plate


def test_a_car_that_there_is_not_is_struck_out() -> None:
    changed, _ = put_right("苏B12345没有这个车 你删掉")
    assert [party["plate"] for party in changed["third_parties"]] == ["苏B55555"]
    assert set(changed) == {"third_parties"}


@pytest.mark.parametrize(
    "said", ["后车车主 改成不知道", "后头那个车主是谁我说了不晓得", "对方车主去掉 我不清楚"]
)
def test_an_owner_nobody_knows_is_struck_out(said: str) -> None:
    changed, _ = put_right(said)
    assert changed["third_parties"][-1]["owner"] == "unknown"
    assert set(changed) == {"third_parties"}


def test_other_cars_that_were_told_of_are_not_wiped_out_by_another_story() -> None:
    changed, _ = put_right("不是被他追尾 是我自己先打滑撞了护栏 他后来才蹭上的")
    assert "third_parties" not in changed and "case_type" not in changed
    assert "rear_ended" not in changed["events"]


def test_said_a_second_time_what_no_rule_reads_goes_to_a_person() -> None:
    _, move = put_right("那个颜色不对 改一下")
    assert move.wording == "which"
    again, move = put_right("我说的是那个颜色不对", progress=move.progress)
    assert again["also_said"] == ["我说的是那个颜色不对"]
    assert [line.response for line in move.lines] == ["utter_noted_as_heard"]


@pytest.mark.parametrize(
    "said", ["改成什么了 你再念一遍", "说了半天你记的啥", "尾号记上没有啊", "从头念一遍吧"]
)
def test_who_wants_it_read_once_more_hears_it(said: str) -> None:
    _, move = put_right(said)
    assert (move.ask, move.wording) == ("recap", "") and not move.facts.get("recap")


def test_who_only_asks_is_not_asked_what_is_wrong() -> None:
    _, move = put_right("拖车什么时候到呀 我们站在路边上")
    assert move.wording != "which"


PARKED: dict[str, Any] = {
    "case_type": "parked_hit_unknown",
    "events": ["parked", "hit_unknown"],
    "third_parties": [{"kind": "机动车", "fled": True, "type": "面包车"}],
    "driver": None,
    "accident_time": {"start": "2026-03-09T18:00+08:00", "end": "2026-03-09T21:30+08:00", "precision": "range", "told": "clock", "said": ""},
    "at_scene": False,
}  # fmt: skip


def test_more_of_a_car_told_of_is_no_second_car_and_no_other_accident() -> None:
    changed, _ = put_right("撞是七点来钟 还有那车是白色面包车 你没写", **PARKED)
    assert changed["accident_time"]["start"] == "2026-03-09T19:00+08:00"
    assert "case_type" not in changed and len(changed.get("third_parties", [1])) == 1


def test_when_it_was_struck_goes_before_when_it_was_parked() -> None:
    changed, _ = put_right("不对 六点是我停车的时间 撞是七点来钟", **PARKED)
    assert (changed["accident_time"]["start"], changed["accident_time"]["end"]) == (
        "2026-03-09T19:00+08:00",
        None,
    )


def test_a_car_told_twice_is_struck_out_where_there_is_one() -> None:
    twice = [*PARKED["third_parties"], {"kind": "机动车", "type": "面包车", "colour": "白"}]
    changed, _ = put_right("那面包车就一辆 你念了两遍", **{**PARKED, "third_parties": twice})
    assert changed == {"third_parties": PARKED["third_parties"]}


@pytest.mark.parametrize(
    "said", ["那是比亚迪车主胡先生的电话 13574820936", "就是问你胡先生那个电话 13574820936 记上没有"]
)
def test_the_number_of_another_party_is_none_to_ring(said: str) -> None:
    _, move = put_right(said)
    assert (move.facts["contact_name"], move.facts["contact_phone"]) == ("林芳", "13900551207")
    assert said in move.facts["also_said"]


def test_what_is_said_to_be_right_names_nothing_to_change() -> None:
    changed, move = put_right("时间对了 我下午再去交警队")
    assert "accident_time" not in changed and move.ask != "accident_time"


def test_a_pole_with_a_horn_is_by_the_road() -> None:
    changed, _ = put_right("还撞歪了路边一个喇叭杆子", **IN_THE_DITCH)
    assert changed["property_damage"] == ["护栏", "广播杆"] and "own_damage" not in changed


def test_what_is_wished_beside_what_is_put_right_is_served() -> None:
    changed, move = put_right(
        "时间是两点四十 得找个吊车来", **{**IN_THE_DITCH, "rescue": None, "rescue_to": None}
    )
    assert changed["accident_time"]["start"] == "2026-03-10T14:40+08:00" and changed["rescue"] is True
    assert Line("utter_rescue_noted") in move.lines


@pytest.mark.parametrize(
    "said",
    [
        "不是被他撞的 是我们自己打滑先撞的护栏 他后来才蹭的我们",
        "不是他撞的我 是我先碰的护栏 后来他才怼上我",
    ],
)
def test_the_order_of_two_blows_is_told_anew(said: str) -> None:
    changed, move = put_right(said, events=["hit_by_vehicle"], description="路滑被他撞了", property_damage=[])
    assert changed["events"] == ["hit_fixed", "hit_by_vehicle"] and changed["property_damage"] == ["护栏"]
    assert "撞到护栏，后被他车撞" in words_changed({**READ, "events": ["hit_by_vehicle"]}, move.facts, NOW)


def test_a_blow_denied_is_not_read_and_the_other_car_stays() -> None:
    said = "不是被他车撞 是我们打滑自己撞护栏的 他是后头蹭的"
    changed, move = put_right(said, events=["hit_by_vehicle"], property_damage=["护栏"])
    assert changed["events"] == ["hit_fixed"] and "third_parties" not in changed
    assert "被他车撞" not in words_changed({**READ, "events": ["hit_by_vehicle"]}, move.facts, NOW)


def test_who_came_into_us_first_did_so_before_the_rail() -> None:
    changed, _ = put_right(
        "不对 是他先撞的我 我才撞的护栏", events=["hit_fixed", "hit_by_vehicle"], property_damage=["护栏"]
    )
    assert changed["events"] == ["hit_by_vehicle", "hit_fixed"]


def test_more_of_one_part_takes_nothing_of_the_others() -> None:
    changed, _ = put_right("时间没错 后保险杠是左边那一块")
    assert "own_damage" not in changed


def test_the_number_of_whose_stall_it_was_is_none_to_ring_and_is_kept() -> None:
    said = "把引擎盖去掉 那个摊主叫刘永福 电话13684710555 你给记一下"
    changed, move = put_right(said)
    assert changed["own_damage"] == ["后保险杠", "左后尾灯"]
    assert "contact_phone" not in changed and "contact_name" not in changed
    assert said in move.facts["also_said"]


def test_by_the_way_agrees_to_nothing() -> None:
    sure = {"answers": {"recap": {"yes": 0.9, "no": 0.05}}}
    for said in ("对了 开车的还是汤志伟吧", "对了 你刚才没念开车的是谁"):
        _, move = put_right(said, learnt=sure, driver={"name": "汤志伟"})
        assert not move.facts.get("recap")


def test_what_is_told_beside_a_yes_is_kept() -> None:
    said = "行 那辆灰色哈弗也给我写进去"
    _, move = put_right(said)
    assert said in move.facts["also_said"]


@pytest.mark.parametrize(
    "said", ["医院改成不清楚", "医院先待定 还没问到", "别写死市二院", "还不知道是哪家医院呢"]
)
def test_a_hospital_nobody_knows_is_struck_out(said: str) -> None:
    changed, _ = put_right(said, **HURT)
    assert changed["hospital"] == "unknown"
