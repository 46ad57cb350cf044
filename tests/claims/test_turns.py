"""What a turn means where several moves could take it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from actions.hearing import hear
from claims.conversation import Move, Progress, Turn, understand

NOW = datetime.fromisoformat("2026-03-10T08:05:00+08:00")
STOLEN: dict[str, Any] = {
    "plate": "京P3868N", "lookup": "found", "policy_confirm": True, "insured": "王婷",
    "accident_time": {"start": "2026-03-09T21:00+08:00", "end": None, "precision": "minute", "said": "昨晚九点"},
    "place": {"text": "北京市海淀区中关村大街", "city": "北京"}, "description": "车让人偷走了", "case_type": "theft",
    "theft_police": True,
}  # fmt: skip


def meant(
    said: str,
    asked: str,
    facts: dict[str, Any],
    intent: str = "inform",
    progress: Progress | None = None,
    form: str = "claim_report",
) -> Move:
    heard = hear(said, intent, 0.95, NOW, asked)
    return understand(
        Turn(form, facts, progress or Progress(spoken=True), heard, asked),
        lambda intent, facts, said: "三十日内核定。" if intent.startswith("ask_") else None,
    )


def test_a_no_with_its_reason_answers_the_open_question_and_retells_no_story() -> None:
    move = meant("不是，停在胡同口", "theft_parking", STOLEN)
    assert move.facts["theft_parking"] is False
    assert move.facts["description"] == STOLEN["description"]


@pytest.mark.parametrize("said", ["稍等一下", "等会儿啊"])
def test_words_that_ask_to_wait_are_no_place(said: str) -> None:
    move = meant(said, "place", {"plate": "京P3868N", "lookup": "found", "policy_confirm": True}, "wait")
    assert move.quiet and "place" not in move.facts


def test_a_place_of_a_word_is_still_one() -> None:
    assert "place" in meant("中关村大街和海淀南路路口", "place", {"plate": "京P3868N"}).facts


PLACED: dict[str, Any] = {
    "plate": "京P3868N", "lookup": "found", "policy_confirm": True,
    "place": {"text": "沪渝高速往宜昌方向", "road": "沪渝高速", "direction": "往宜昌方向"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("said", "asked", "text"),
    [
        ("九十六公里五百", "driver", "沪渝高速往宜昌方向 九十六公里五百"),
        ("一千三百公里加两百米", "own_damage", "沪渝高速往宜昌方向 一千三百公里加两百米"),
        ("枝江服务区", "description", "沪渝高速往宜昌方向 枝江服务区"),
        ("水果市场门口", "flood_duration", "沪渝高速往宜昌方向 水果市场门口"),
        ("负二层 靠五号楼电梯口", "description", "沪渝高速往宜昌方向 负二层 靠五号楼电梯口"),
    ],
)
def test_more_of_the_place_goes_to_the_place_whatever_is_asked_by_then(
    said: str, asked: str, text: str
) -> None:
    move = meant(said, asked, PLACED, progress=Progress(spoken=True, previous="place"))
    assert move.facts["place"]["text"] == text
    assert {name: value for name, value in move.facts.items() if name != "place"} == {
        name: value for name, value in PLACED.items() if name != "place"
    }
    assert move.lines == () and move.ask is None


@pytest.mark.parametrize(
    ("said", "asked", "previous"),
    [
        ("我老公 陈桥", "driver", "place"),
        ("前保险杠", "own_damage", "place"),
        ("枝江市人民医院", "hospital", "place"),
        ("枝江服务区", "car_location", "place"),
        ("枝江服务区", "driver", "description"),
        ("下坡刹不住撞到护栏上了", "description", "place"),
    ],
)
def test_words_that_answer_the_open_question_are_no_more_of_the_place(
    said: str, asked: str, previous: str
) -> None:
    move = meant(said, asked, PLACED, progress=Progress(spoken=True, previous=previous))
    assert move.facts["place"] == PLACED["place"]


def test_what_to_do_next_is_put_in_other_words_to_who_has_not_understood() -> None:
    registered = {**STOLEN, "registered": "registered", "report_number": "1"}
    move = meant("没听懂", "guidance", registered, "not_understood", form="after_report")
    assert [line.response for line in move.lines] == ["utter_explained_again"]


REGISTERED = {**STOLEN, "registered": "registered", "report_number": "1"}


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("有数了 回执我收着", "inform"), ("要得 等下我跟她讲", "handover"), ("中 票子都留着嘞", "wait"), ("我们队长天天弄这个", "chitchat"),
        ("好嘞 我记着了", "inform"), ("明白 那我等你们", "wait"), ("听见了 妥妥的", "angry"),
    ],
)  # fmt: skip
def test_whatever_asks_nothing_ends_what_to_do_next(said: str, intent: str) -> None:
    move = meant(said, "guidance", REGISTERED, intent, form="after_report")
    assert move.facts["guidance"] is True and move.ask is None and not move.quiet and not move.switch
    assert not [line for line in move.lines if line.response in ("utter_say_again", "utter_addition_noted")]


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("没明白", "not_understood"),
        ("再讲一遍", "repeat"),
        ("那我现在该去哪儿拿材料", "ask_documents"),
        ("啊 没听清", "repeat"),
    ],
)
def test_who_asks_or_has_not_understood_is_told_again(said: str, intent: str) -> None:
    assert meant(said, "guidance", REGISTERED, intent, form="after_report").facts.get("guidance") is None


@pytest.mark.parametrize(
    ("said", "intent"),
    [("没了 抓着他我再给你打", "call_back"), ("没有 该讲的都讲了", "inform"), ("没啥 我去接孩子了", "wait")],
)
def test_nothing_more_is_nothing_more_whatever_follows(said: str, intent: str) -> None:
    move = meant(said, "anything_else", {**REGISTERED, "guidance": True}, intent, form="after_report")
    assert move.facts["anything_else"] is False and not move.switch


def test_an_addition_at_the_end_is_passed_on() -> None:
    move = meant("好 对了我媳妇腰也扭了", "guidance", REGISTERED, "inform", form="after_report")
    assert move.task and move.task[1] == {"addition": "好 对了我媳妇腰也扭了"}


@pytest.mark.parametrize("said", ["处理了 等着做手术呢", "哥们儿你先走你先走 我正打着电话 不好意思啊"])
def test_what_sounds_like_a_wish_to_be_rung_back_leaves_no_report(said: str) -> None:
    assert meant(said, "theft_parking", STOLEN, "call_back").switch is None


def test_who_wants_to_be_rung_back_says_so() -> None:
    assert meant("我现在不方便 你们晚点打过来", "theft_parking", STOLEN, "call_back").switch == "message"


@pytest.mark.parametrize(
    ("said", "intent"),
    [("多久能赔", "ask_duration"), ("气死我了", "angry"), ("再说一遍", "repeat"), ("好了", "returned")],
)
def test_who_tries_no_answer_is_asked_again_however_often(said: str, intent: str) -> None:
    progress, facts = Progress(spoken=True), dict(STOLEN)
    for _ in range(6):
        move = meant(said, "theft_parking", facts, intent, progress)
        progress, facts = move.progress, dict(move.facts)
        assert move.ask == "theft_parking"
        assert not facts.get("flags")


def test_who_keeps_telling_other_things_is_not_asked_for_ever() -> None:
    progress, facts = (
        Progress(spoken=True),
        {name: STOLEN[name] for name in ("plate", "lookup", "policy_confirm")},
    )
    for said in ("我老婆开的", "前保险杠坏了", "没有人受伤", "还在现场"):
        move = meant(said, "accident_time", facts, "inform", progress)
        progress, facts = move.progress, dict(move.facts)
    assert "unclear:accident_time" in facts["flags"]


def test_the_recap_can_be_put_right_as_often_as_it_takes() -> None:
    progress, facts = (
        Progress(spoken=True),
        {**STOLEN, "contact_name": "王婷", "contact_phone": "13900001101"},
    )
    for phone in ("13805120041", "13805120042", "13805120043", "13805120044", "13805120045"):
        move = meant(f"不对，电话是{phone}", "recap", facts, "correct", progress)
        progress, facts = move.progress, dict(move.facts)
        assert facts["contact_phone"] == phone
        assert not facts.get("recap")


def test_a_name_in_a_message_is_put_right_whatever_is_asked_now() -> None:
    facts = {"message_kind": "rescue", "place": {"text": "中山路"}, "contact_name": "连国强"}
    move = meant(
        "不对，叫廉国强",
        "callback_phone",
        facts,
        "correct",
        Progress(spoken=True, previous="contact_name"),
        "message",
    )
    assert move.facts["contact_name"] == "廉国强"


def test_a_tow_wanted_where_it_is_asked_for_is_the_answer() -> None:
    flood = {**STOLEN, "case_type": "flood", "flood_restarted": False}
    move = meant("要拖车", "rescue", flood, "rescue")
    assert move.facts["rescue"] is True and move.ask is None


@pytest.mark.parametrize("said", ["早上出了个事 我这会儿才得空打给你们", "撞着人了 咋整啊"])
@pytest.mark.parametrize("intent", ["call_back", "ask_fees"])
def test_whoever_speaks_of_an_accident_reports_it(said: str, intent: str) -> None:
    assert meant(said, "plate", {}, intent).switch is None


def test_a_plate_told_for_no_new_car_is_not_asked_for_ever() -> None:
    two = [
        {"kind": "机动车", "at": "前", "plate": "京P8C41X", "owner": "董军"},
        {"kind": "机动车", "at": "后"},
    ]
    facts = {**STOLEN, "case_type": "collision_multi", "third_parties": two}
    stuck = Progress(spoken=True, stuck=3)
    move = meant("我走过去瞅瞅啊", "third_plate", facts, progress=stuck)
    assert move.progress.stuck <= 3 or move.ask != "third_plate"


@pytest.mark.parametrize("said", ["听清楚了", "听清了", "记下了"])
def test_who_heard_what_to_do_next_does_not_hear_it_again(said: str) -> None:
    registered = {**STOLEN, "registered": "registered", "report_number": "1"}
    move = meant(said, "guidance", registered, "repeat", form="after_report")
    assert move.facts.get("guidance") is True


THEIRS = {
    **STOLEN,
    "case_type": "collision_multi",
    "theft_police": None,
    "third_parties": [{"kind": "机动车"}],
}


def test_a_plate_put_right_in_the_same_breath_is_theirs_where_theirs_is_asked_for() -> None:
    move = meant("苏B一二三四五 不对 是苏B一二三四六", "third_plate", THEIRS)
    assert move.facts["plate"] == STOLEN["plate"]
    assert [party["plate"] for party in move.facts["third_parties"]] == ["苏B12346"]


def test_where_to_tow_is_not_where_the_car_is() -> None:
    facts = meant("要 拖到南山大众四S店啊", "third_owner", THEIRS).facts
    assert (facts["rescue_to"], facts.get("at_scene"), facts.get("car_location")) == (
        "南山大众四S店",
        None,
        None,
    )


@pytest.mark.parametrize(
    ("said", "plate"),
    [
        ("他那个面包车 云F3T82K 玉溪的牌子", "云F3T82K"),
        ("厂里的货车 牌子是 桂B7Q16R", "桂B7Q16R"),
        ("老公的车 他的是赣C9H33N", "赣C9H33N"),
    ],
)
def test_the_one_plate_told_where_it_is_asked_for_is_the_insureds(said: str, plate: str) -> None:
    assert meant(said, "plate", {}).facts["plate"] == plate


@pytest.mark.parametrize("said", ["撞我的那个是湘D6K90M", "对方车牌是湘D6K90M", "跟他碰的货车是湘D6K90M"])
def test_a_plate_that_is_plainly_theirs_is_not_taken_for_ours(said: str) -> None:
    assert "plate" not in meant(said, "plate", {}).facts


def test_another_plate_told_at_a_confirmation_is_taken_whoever_calls_it_that_car() -> None:
    facts = {"plate": "蒙G80KT1", "lookup": "none", "relation": "第三者"}
    pending = {"fact": "plate", "value": "蒙G80KT1", "wording": "unfound"}
    move = meant("你们保的那车是蒙GZ4R11", "plate", facts, progress=Progress(spoken=True, pending=pending))
    assert move.facts["plate"] == "蒙GZ4R11"


def test_who_goes_on_with_the_accident_is_not_asked_for_the_plate_for_ever() -> None:
    facts = {"plate": "蒙G80KT1", "lookup": "none"}
    pending = {"fact": "plate", "value": "蒙G80KT1", "wording": "unfound"}
    move = meant("姓胡 前脸都撞瘪了", "plate", facts, progress=Progress(spoken=True, pending=pending))
    assert move.facts["plate"] == "蒙G80KT1" and move.facts["plate_confirmed"]
    assert "unclear:plate" in move.facts["flags"]


def test_damage_told_again_and_again_of_one_bike_is_not_asked_for_ever() -> None:
    two = [{"kind": "非机动车", "damage": ["前轮胎"]}, {"kind": "非机动车"}]
    facts = {**STOLEN, "case_type": "collision_nonmotor", "third_parties": two}
    progress = Progress(spoken=True)
    for said in ("前轮瘪掉了", "电瓶车前轮歪了", "他那个车前轮变形了", "前轮坏了", "就是前轮"):
        move = meant(said, "third_damage", facts, progress=progress)
        facts, progress = dict(move.facts), move.progress
    assert all(party.get("damage") for party in facts["third_parties"])


def test_who_is_about_to_look_is_asked_again_and_not_taken_for_not_knowing() -> None:
    facts = {"plate": "京P3868N", "lookup": "found", "policy_confirm": True, "case_type": "collision_single"}
    move = meant("等下我拿灯照着呢 看不清", "own_damage", facts, "inform")
    assert (move.ask, move.facts.get("own_damage")) == ("own_damage", None)


@pytest.mark.parametrize("said", ["他叫孙立群 我看到他工牌了", "面包车那个号我看走眼了 是豫K66T08"])
@pytest.mark.parametrize("asked", ["guidance", "anything_else"])
def test_what_no_rule_can_place_at_the_end_goes_to_a_person(said: str, asked: str) -> None:
    facts = {**REGISTERED, **({"guidance": True} if asked == "anything_else" else {})}
    move = meant(said, asked, facts, form="after_report")
    assert move.task is not None and said in move.task[1].values()


@pytest.mark.parametrize("said", ["不要 我就是修车的 我还叫拖车", "不要了 能开", "不用 我自己能开回去"])
def test_a_tow_that_is_declined_first_is_declined(said: str) -> None:
    assert meant(said, "rescue", {"plate": "京P3868N", "lookup": "found"}).facts["rescue"] is False


@pytest.mark.parametrize("said", ["我租的车", "送了 我自己打的120"])
def test_who_is_reporting_has_rung_no_wrong_number(said: str) -> None:
    move = meant(said, "relation", {"plate": "京P3868N", "lookup": "found"}, "wrong_number")
    assert "utter_not_ours" not in [line.response for line in move.lines]


def test_who_misdialled_in_the_middle_says_so() -> None:
    move = meant("哎呀我打错了", "place", {"plate": "京P3868N", "lookup": "found"}, "wrong_number")
    assert [line.response for line in move.lines] == ["utter_not_ours"]


def test_what_is_told_for_the_first_time_corrects_nothing() -> None:
    move = meant("我不是车主 车牌是沪B7C90W", "plate", {}, "correct")
    assert move.facts["plate"] == "沪B7C90W"
    assert "utter_corrected" not in [line.response for line in move.lines]


def test_what_is_told_of_the_way_to_the_car_reaches_the_tow() -> None:
    facts = {"plate": "京P3868N", "lookup": "found"}
    said = "要 车库门口有限高 两米一 大拖车进不去的"
    move = meant(said, "rescue", facts)
    assert move.facts["rescue"] is True and move.facts["also_said"] == [said]
    assert "also_said" not in meant("要 拖到城北的修理厂", "rescue", facts).facts
    assert "also_said" not in meant("要的", "rescue", facts).facts


@pytest.mark.parametrize(
    ("said", "told"),
    [("交警我打过122了在路上", {"police": True}), ("我车开不了", {"drivable": False})],
)
def test_police_and_a_car_that_does_not_move_are_put_right_at_the_recap(
    said: str, told: dict[str, Any]
) -> None:
    facts = {**STOLEN, "case_type": "collision_single", "drivable": True, "police": False}
    move = meant(said, "recap", facts)
    assert {name: move.facts[name] for name in told} == told


@pytest.mark.parametrize("said", ["抢救倒没有 在急诊打了石膏", "没抢救 就打了石膏"])
def test_what_was_not_done_is_not_how_badly_somebody_is_hurt(said: str) -> None:
    facts = {**STOLEN, "injured": True, "injured_count": 1, "sent_hospital": True}
    move = meant(said, "injury_severity", facts)
    assert "抢救" not in str(move.facts.get("injury_severity")).replace(said, "")


@pytest.mark.parametrize(
    ("said", "asked", "told"),
    [
        ("没有 小区地面车位", "theft_parking", {"theft_parking": False, "case_type": "theft"}),
        (
            "不是存车场 就小区里头划的那个车位",
            "theft_parking",
            {"theft_parking": False, "case_type": "theft"},
        ),
        ("受什么伤 哦受伤啊 没有 就我老伴儿在家呢", "injured", {"injured": False}),
        ("唔喺度 在公司啦", "at_scene", {"at_scene": False}),
        ("抢救谈不上吧 人能自个儿走", "treated", {"treated": False}),
    ],
)
def test_a_no_at_the_beginning_is_the_answer(said: str, asked: str, told: dict[str, Any]) -> None:
    facts = {name: value for name, value in STOLEN.items() if name != asked}
    move = meant(said, asked, facts | ({"injured": True} if asked == "treated" else {}))
    assert {name: move.facts.get(name) for name in told} == told


def test_the_callers_own_plate_put_right_is_not_the_other_cars() -> None:
    facts = {
        "plate": "粤BDA3085", "lookup": "none", "plate_confirmed": True, "case_type": "collision_multi",
        "third_parties": [{"kind": "机动车"}], "description": "前面的车蹦起来一个石子",
    }  # fmt: skip
    move = meant("看不到 走得好快 哎我车牌好像讲错了 系粤BDA3058", "third_plate", facts, "correct")
    assert move.facts["plate"] == "粤BDA3058"
    assert [party.get("plate") for party in move.facts["third_parties"]] in ([None], ["unknown"])


@pytest.mark.parametrize(
    ("said", "intent", "where"),
    [("在交警队", "ask_police", "交警队"), ("要不要叫交警", "ask_police", None), ("谢谢啊", "thanks", None)],
)
def test_what_sounds_like_a_question_and_asks_nothing_answers_the_open_one(
    said: str, intent: str, where: str | None
) -> None:
    gone = PLACED | {"case_type": "collision_single", "at_scene": False}
    assert meant(said, "car_location", gone, intent).facts.get("car_location") == where


@pytest.mark.parametrize(
    ("said", "asked", "start"),
    [
        ("三十五", "place", "2026-03-09T12:35+08:00"),
        ("半", "place", "2026-03-09T12:30+08:00"),
        ("三十五", "injured_count", "2026-03-09T12:00+08:00"),
        ("中山路三十五号", "place", "2026-03-09T12:00+08:00"),
    ],
)
def test_minutes_may_come_after_their_hour(said: str, asked: str, start: str) -> None:
    noon = {
        "start": "2026-03-09T12:00+08:00",
        "end": None,
        "precision": "hour",
        "told": "clock",
        "said": "十二点",
    }
    facts = {"plate": "京P3868N", "lookup": "found", "policy_confirm": True, "accident_time": noon}
    move = meant(said, asked, facts, progress=Progress(spoken=True, previous="accident_time"))
    assert move.facts["accident_time"]["start"] == start


ON_THE_MOTORWAY: dict[str, Any] = {
    "plate": "京P3868N", "lookup": "found", "policy_confirm": True, "case_type": "collision_single", "events": ["hit_fixed"],
    "accident_time": {"start": "2026-03-09T17:40+08:00", "end": None, "precision": "minute"}, "description": "打滑撞护栏了",
    "place": {"text": "沈海高速往深圳方向", "road": "沈海高速"}, "injured": True, "injured_count": 1,
}  # fmt: skip


@pytest.mark.parametrize(
    ("said", "asked", "kept", "told"),
    [
        (
            "在啊 车停在应急车道 拖去惠州 不对不对 拖去深圳坪山那个店",
            "at_scene",
            "case_type",
            {"at_scene": True, "rescue_to": "深圳坪山那个店"},
        ),
        (
            "礼拜一做手术 押金我们先交了三千 不对 先交三千后来又添了两千 一共五千",
            "fee_amount",
            "accident_time",
            {"fee_amount": 5000},
        ),
        ("川G五T幺八 哦不是 川G五T幺九六 他没得事 人没得事", "third_plate", "injured", {}),
    ],
)
def test_a_slip_of_the_breath_puts_right_nothing_that_was_told_before(
    said: str, asked: str, kept: str, told: dict[str, Any]
) -> None:
    facts = ON_THE_MOTORWAY | {"fee_paid": True}
    if asked == "third_plate":
        facts |= {"case_type": "collision_multi", "third_parties": [{"kind": "机动车"}]}
    heard = hear(said, "correct", 0.9, NOW, asked, {"case_type": {"theft": 0.95}})
    move = understand(Turn("claim_report", facts, Progress(spoken=True), heard, asked), lambda *_: None)
    assert move.facts[kept] == facts[kept]
    assert {name: move.facts[name] for name in told} == told
