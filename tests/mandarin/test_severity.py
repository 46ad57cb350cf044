"""How badly somebody is hurt: what is in doubt, what is denied, and what is told of one injury after another."""

from __future__ import annotations

import re

import pytest

from mandarin.hospitals import find_hospitals
from mandarin.injury import find_injuries
from mandarin.read import read
from mandarin.severity import RULES, after, tells_plain_care
from mandarin.span import ASSERTED
from tests.mandarin.test_read import NOW
from tests.mandarin.written import by_words


@pytest.mark.parametrize(("words", "text"), by_words(RULES, "for"))
def test_the_words_of_a_rule_tell_it(words: str, text: str) -> None:
    assert re.search(words, text)


@pytest.mark.parametrize(("words", "text"), by_words(RULES, "not"))
def test_and_leave_others_alone(words: str, text: str) -> None:
    assert not re.search(words, text)


def told(text: str, asked: str | None = None) -> dict[str, object]:
    found = find_injuries(text, asked)
    return found[0].value if found else {}


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("医生怀疑锁骨骨折", "怀疑锁骨骨折"),
        ("说是疑似脑震荡 让观察", "疑似脑震荡"),
        ("估计是韧带撕裂", "估计是韧带撕裂"),
        ("骨裂还没有确诊呢", "骨裂还没有确诊"),
        ("脑震荡 还不确定", "脑震荡还不确定"),
        ("手腕八成是脱臼了", "手腕八成是脱臼了"),
        ("骨折已经确诊了", "骨折"),
        ("大夫说不是脑震荡 就是头皮破了", "头皮破了"),
    ],
)
def test_a_diagnosis_in_doubt_is_told_as_one(text: str, severity: str) -> None:
    assert told(text)["severity"] == severity


@pytest.mark.parametrize(
    "text",
    [
        "抢救费写得不对 没有抢救",
        "抢救那两个字去掉",
        "抢救倒谈不上",
        "就缝了两针 哪有抢救",
        "那个抢救费是我交的",
    ],
)
def test_a_rescue_that_was_none_is_not_how_badly(text: str) -> None:
    assert "抢救" not in str(told(text).get("severity", ""))


@pytest.mark.parametrize("text", ["没抢救过来", "老爷子昨晚没抢救过来 走了"])
def test_a_rescue_in_vain_is_a_death(text: str) -> None:
    assert told(text)["deaths"] == 1


@pytest.mark.parametrize(
    ("text", "asked", "severity"),
    [
        ("我左脚脖子", "injured_count", "左脚脖子"),
        ("是左肩膀 刚才讲错了", None, "左肩膀"),
        ("膝盖是右边那个", "recap", "右膝盖"),
    ],
)
def test_a_part_with_its_side_is_told_in_words_about_the_hurt(
    text: str, asked: str | None, severity: str
) -> None:
    assert told(text, asked)["severity"] == severity


@pytest.mark.parametrize("text", ["我右手边那辆车", "左脚踩的刹车", "右手", "前面右边 车头"])
def test_a_part_named_in_passing_hurts_nobody(text: str) -> None:
    assert not told(text)


@pytest.mark.parametrize(
    ("before", "now", "text", "severity"),
    [
        ("腿骨折；脑震荡", [], "脑震荡没有的事 没脑震荡", "腿骨折"),
        ("腿骨折；头晕", [], "头晕那句删掉", "腿骨折"),
        ("左膝盖疼", ["右膝盖"], "是右膝盖 记反了", "右膝盖疼"),
        ("膝盖疼；头破了", ["右膝盖"], "右膝盖", "右膝盖疼；头破了"),
        ("左膝盖疼", ["右膝盖也疼"], "右膝盖也疼", "左膝盖疼；右膝盖也疼"),
        ("左膝盖疼", ["左膝盖疼", "右膝盖疼"], "我左膝盖疼 她右膝盖疼", "左膝盖疼；右膝盖疼"),
        ("骨折", ["疑似骨折"], "疑似骨折", "疑似骨折"),
        ("疑似骨折", ["骨折"], "片子出来了 骨折", "骨折"),
        ("疑似骨折", ["骨折"], "骨折 走不了路", "疑似骨折"),
        ("右小腿骨折", ["骨折还没定"], "骨折还没定呢", "右小腿骨折还没定"),
        ("缝了五针", ["额头缝了五针"], "额头缝了五针", "额头缝了五针"),
        ("脖子有点疼", ["脖子疼"], "脖子疼", "脖子有点疼"),
        ("脖子疼", ["腰也疼", "手麻"], "腰也疼 手麻", "脖子疼；腰也疼,手麻"),
        ("腿骨折", [], "不是腿骨折了吗", "腿骨折"),
        ("", ["头破了"], "头破了", "头破了"),
        ("右手破了", ["手腕肿"], "手没破 就是手腕肿", "手腕肿"),
        ("左腿骨折；脖子疼", ["膝盖青了"], "腿没折 膝盖青了", "脖子疼；膝盖青了"),
        ("左手破了,右手破了", [], "左手没破", "右手破了"),
        ("头流血,脚崴了", [], "他没流血", "脚崴了"),
        ("胳膊断了", [], "胳膊没断 是扭了", "胳膊扭了"),
        ("头破了", [], "头没破吗", "头破了"),
        ("手破了", [], "手机没破 前脸也没破", "手破了"),
        ("手破了", ["右手腕肿"], "右手腕肿", "手破了；右手腕肿"),
        ("手腕肿", ["左手破了"], "左手破了", "手腕肿；左手破了"),
    ],
)
def test_one_injury_after_another(before: str, now: list[str], text: str, severity: str) -> None:
    assert after(before, now, text) == severity


def test_what_is_put_in_its_place_is_all_of_it() -> None:
    assert after("腿骨折；头晕", ["胳膊断了"], "他是胳膊断了", corrects=True) == "胳膊断了"
    assert after("腿骨折；头晕", ["胳膊断了"], "他胳膊断了", corrects=True) == "腿骨折；头晕；胳膊断了"


def test_who_was_stitched_needed_no_more() -> None:
    assert tells_plain_care("额头缝了三针") and not tells_plain_care("头缝了十针,昏迷")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("送工人医院了", ["工人医院"]),
        ("在军人医院住着", ["军人医院"]),
        ("拉到老人医院", ["老人医院"]),
        ("送市人医院了", ["市人民医院"]),
        ("第二人医院", ["第二人民医院"]),
        ("是工人医院 不是港口医院", ["工人医院"]),
        ("不在港口医院 在军人医院", ["军人医院"]),
        ("回头他侄儿拉去工人医院", []),
    ],
)
def test_a_hospital_is_named_as_said(text: str, names: list[str]) -> None:
    assert [one.value for one in find_hospitals(text) if one.assertion == ASSERTED] == names


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("出租车上的客人腰疼 乘客是出租车里的", ["第三者车上人员"]),
        ("是旁边那台车里的乘客 头磕破了", ["第三者车上人员"]),
        ("人家后座坐的老太太胳膊疼", ["第三者车上人员"]),
        ("我跑网约车的 车上乘客腰扭了", ["车上人员"]),
        ("后头的车顶的我 我闺女脖子疼", ["车上人员"]),
    ],
)
def test_who_sat_in_anothers_car_is_theirs(text: str, kinds: list[str]) -> None:
    assert told(text)["kinds"] == kinds


def test_a_hospital_of_workers_names_nobody() -> None:
    assert "kinds" not in told("他要拉去工人医院 腿疼")


def test_a_chin_is_no_bumper_and_a_cut_finger_no_scratch() -> None:
    kinds = {span.kind for span in read("我闺女下巴磕了个口子", NOW, "injured")}
    assert "part" not in kinds
    assert not [
        one for one in read("手背让玻璃划破了", NOW) if one.kind == "event" and one.value == "scratch"
    ]
    assert [one for one in read("车身上划了几道", NOW) if one.kind == "event" and one.value == "scratch"]
