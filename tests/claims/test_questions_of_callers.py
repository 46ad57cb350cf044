"""What callers ask is answered to the point or noted, whatever is open; and who complains of being asked twice is not asked again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from actions.hearing import hear
from claims.conversation import Move, Progress, Turn, understand
from claims.knowledge import answer

NOW = datetime.fromisoformat("2026-03-10T08:05:00+08:00")
REPORT: dict[str, Any] = {
    "plate": "苏A3R90D", "lookup": "found", "policy_confirm": True, "caller_phone": "13900001101",
    "accident_time": {"start": "2026-03-10T07:55+08:00", "end": None, "precision": "minute", "told": "clock", "said": "七点五十五"},
    "place": {"text": "南京市中山路", "city": "南京市", "road": "中山路"}, "description": "变道时撞到前车", "case_type": "collision_multi",
}  # fmt: skip


def meant(
    said: str, asked: str, facts: dict[str, Any] = REPORT, intent: str = "noise", sure: float = 0.2
) -> Move:
    heard = hear(said, intent, sure, NOW, asked)
    known = lambda intent, facts, said: found.text if (found := answer(intent, facts, said)) else None  # noqa: E731
    return understand(Turn("claim_report", facts, Progress(spoken=True), heard, asked), known)


def said_in(move: Move) -> str:
    return "".join(str(line.values.get("text", line.response)) for line in move.lines)


@pytest.mark.parametrize("asked", ["driver", "own_damage", "injured", "at_scene", "contact_name", "recap"])
@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("他会不会死", "120"),
        ("老太太救得活吗", "120"),
        ("会不会判刑", "交警和司法机关"),
        ("警察会不会抓我", "交警和司法机关"),
        ("这算谁的责任啊", "交警认定"),
        ("是不是我全责", "交警认定"),
        ("车会不会报废", "查勘定损"),
        ("要不要找停车场赔", "监控录像"),
        ("拖车几点能来", "约定到达的时间"),
        ("我能不能把车靠边", "不妨碍交通"),
        ("明年保费会不会涨", "续保时的报价"),
    ],
)
def test_a_question_is_answered_whatever_is_open_and_stores_nothing(said: str, word: str, asked: str) -> None:
    move = meant(said, asked)
    assert word in said_in(move)
    assert move.ask == asked and move.task is None
    assert {**move.facts, "flags": None, "upset": None} == {**REPORT, "flags": None, "upset": None}


def test_two_questions_in_one_breath_are_both_answered() -> None:
    said = said_in(meant("会不会报废啊 要不要叫物业赔", "own_damage"))
    assert "查勘定损" in said and "监控录像" in said


def test_what_the_bot_does_not_know_beside_what_it_knows_is_noted() -> None:
    move = meant("会不会报废啊 你们那边收不收现金", "own_damage")
    assert "查勘定损" in said_in(move)
    assert move.task == ("enquiry", {"question": "你们那边收不收现金"})


@pytest.mark.parametrize(
    "said",
    [
        "我刚不是说了吗",
        "刚不是给了吗",
        "刚才都说过了呀",
        "怎么又问一遍",
        "我都讲了好几遍了",
        "不是跟你说过了嘛",
        "前面说了啊",
        "咋还问",
    ],
)
def test_who_was_asked_twice_hears_an_apology_and_no_enquiry_is_noted(said: str) -> None:
    move = meant(said, "driver")
    assert [line.response for line in move.lines] == ["utter_sorry_missed"]
    assert move.task is None and move.ask == "driver"


def test_a_fact_that_is_there_is_not_asked_for_again() -> None:
    thin = REPORT | {"place": {"text": "高速上"}}
    move = meant("我刚不是说了吗", "place", thin)
    assert [line.response for line in move.lines] == ["utter_sorry_taken"]
    assert move.ask is None and "place" in move.facts["as_said"]
    story = {name: value for name, value in REPORT.items() if name != "description"} | {
        "mentioned": "我追尾了"
    }
    assert meant("刚才说过了", "description", story).facts["description"] == "我追尾了"


def test_a_fact_told_again_with_the_complaint_is_taken() -> None:
    move = meant("我刚不是说了吗 我自己开的", "driver")
    assert move.facts["driver"]["relation"] == "本人"
    assert move.task is None


@pytest.mark.parametrize("said", ["我都跟交警说过了他逆行", "他说了他全责", "已经报过警了"])
def test_what_was_told_to_others_is_no_complaint(said: str) -> None:
    assert "utter_sorry_missed" not in [line.response for line in meant(said, "own_damage").lines]


DANGER: dict[str, Any] = {**REPORT, "injured": False}
FLOODED = DANGER | {"case_type": "flood", "flags": ["rising_water"]}
BURNING = DANGER | {"case_type": "fire", "flags": ["burning_now"]}
ON_THE_MOTORWAY = DANGER | {"flags": ["highway"]}


@pytest.mark.parametrize("asked", ["driver", "own_damage", "at_scene", "contact_name", "recap"])
@pytest.mark.parametrize(
    ("said", "facts", "word"),
    [
        ("我能不能回去打下火把车开上来", FLOODED, "千万不要打火"),
        ("要不我再打一把火试试", FLOODED, "千万不要打火"),
        ("可不可以下水去拿一下包", FLOODED, "不要回到水里"),
        ("我想上车把电脑拿出来行吗", BURNING, "不要靠近车辆"),
        ("能不能回车里取证件", ON_THE_MOTORWAY, "护栏外面"),
        ("用不用下去放个警示牌", ON_THE_MOTORWAY, "150米"),
        ("三脚架要不要摆", DANGER, "50米到100米"),
    ],
)
def test_what_would_be_dangerous_is_warned_of_at_once(
    said: str, facts: dict[str, Any], word: str, asked: str
) -> None:
    move = meant(said, asked, facts)
    assert word in said_in(move)
    assert move.task is None and move.ask in (asked, None)


@pytest.mark.parametrize("intent", ["noise", "urge", "ask_survey", "hurry_up"])
@pytest.mark.parametrize("said", ["赶紧喊人过来看啊", "麻烦快些派人来", "你们倒是来个人啊"])
def test_who_urges_hears_what_comes_and_when(said: str, intent: str) -> None:
    move = meant(said, "own_damage", intent=intent, sure=0.8)
    assert "查勘人员打电话与您约定" in said_in(move)
    assert move.task is None and move.ask == "own_damage" and move.switch is None


@pytest.mark.parametrize(
    "said", ["能不能帮我拖到解放路的修理厂", "可以给我把车拉回建材市场那个店吗", "能不能直接拖去丰田4S店啊"]
)
def test_a_tow_asked_for_as_a_question_is_a_wish(said: str) -> None:
    move = meant(said, "own_damage", intent="ask_what_to_do", sure=0.6)
    assert move.facts["rescue"] is True
    assert [line.response for line in move.lines] == ["utter_rescue_noted"]


@pytest.mark.parametrize("said", ["你咋总问的呢", "怎么老在问这些", "又问的什么呀"])
def test_who_is_tired_of_questions_has_asked_none(said: str) -> None:
    move = meant(said, "driver")
    assert move.task is None and [line.response for line in move.lines] == ["utter_sorry_missed"]


@pytest.mark.parametrize("said", ["他说什么都不肯挪开呀", "好几个路人都看见了呢", "也不晓得从哪儿窜出来的"])
def test_what_is_stated_is_never_noted_as_a_question(said: str) -> None:
    move = meant(said, "own_damage", intent="chitchat")
    assert move.task is None
    assert not {line.response for line in move.lines} & {"utter_enquiry_noted", "utter_question_written_down"}


def test_beside_an_answer_nothing_is_said_to_be_noted() -> None:
    move = meant("在现场 车会不会报废啊 你们那边收不收现金呀", "at_scene")
    assert move.facts["at_scene"] is True
    assert "查勘定损" in said_in(move) and "noted" not in said_in(move) and "written" not in said_in(move)


@pytest.mark.parametrize(
    ("asked", "said", "word"),
    [
        ("at_scene", "还在路边 你们那边好久能来个人嘛", "约定时间和地点"),
        ("contact_name", "找我 师傅多会儿到啊", "约定时间和地点"),
        ("at_scene", "还在 大年初三有没有人来看车", "全年每天"),
        ("own_damage", "右后门 是你们过来看还是我送去店里", "约定"),
        ("at_scene", "还在 我们站哪儿安全一点", "119"),
        ("at_scene", "不在了 我先送人去医院的 这不算逃逸吧", "由交警认定"),
        ("at_scene", "还在 让他先走还是不让他走啊", "车牌"),
        ("car_location", "在我家楼下 停车费谁来出啊", "书面告知"),
        ("own_damage", "左后门 这个钱总不能让我自己掏吧", "书面告知"),
        ("own_damage", "前挡风 我先去换了再报行不", "查勘定损之后"),
        ("injured", "没人受伤 晚报一天不影响赔吧", "如实记录"),
        ("at_scene", "还在呢 这一摊碎玻璃我能不能先扫掉", "拍照"),
        ("contact_name", "打我电话 那个监控是你们去调还是我去调", "监控录像"),
    ],
)
def test_what_is_asked_beside_an_answer_is_answered_to_the_point(asked: str, said: str, word: str) -> None:
    move = meant(said, asked)
    assert word in said_in(move), said_in(move)
    assert move.facts.get(asked) is not None


HURT = REPORT | {"injured": True, "injured_count": 1, "injury_severity": "胳膊擦破皮", "at_scene": True}


@pytest.mark.parametrize(
    ("asked", "said", "word"),
    [
        ("fee_paid", "没垫 他家里人要我先拿八千 给不给啊", "先不要答应数额"),
        ("fee_paid", "垫了 回头这个钱能给报不", "票据"),
        ("fee_amount", "两千 后面的住院费你们能不能直接打给医院", "由交警通知"),
        ("injury_severity", "手腕骨折 这得赔多少啊", "人伤的赔偿"),
        ("sent_hospital", "没送 三者险够不够赔啊", "保单上"),
        ("at_scene", "还在 我能不能先去医院看看她", "得到同意"),
    ],
)
def test_what_is_asked_about_people_who_were_hurt(asked: str, said: str, word: str) -> None:
    assert word in said_in(meant(said, asked, HURT)), said_in(meant(said, asked, HURT))


def test_nobody_with_a_scratch_is_told_to_ring_120_first() -> None:
    found = answer("ask_what_to_do", HURT, "那我现在该怎么办")
    assert found and not found.text.startswith("请先救治") and "疼得厉害" in found.text
    in_hospital = answer("ask_what_to_do", HURT | {"sent_hospital": True}, "接下来怎么办")
    assert in_hospital and "120" not in in_hospital.text
    called = answer("ask_police", REPORT | {"police": True, "injured": True}, "要不要报警")
    assert called and "122" not in called.text


@pytest.mark.parametrize(
    "said",
    ["我想把他转到市里的医院 转要不要先跟你们讲", "这八百块的发票开谁的名", "扣我的车什么时候能拿回来开走"],
)
def test_what_is_not_known_is_noted_and_not_answered_beside_the_point(said: str) -> None:
    move = meant(f"五百 {said}", "fee_amount", HURT | {"fee_paid": True})
    assert (
        move.task and move.task[0] == "enquiry" and "utter_answer" not in [one.response for one in move.lines]
    )


def test_a_tow_that_is_wanted_is_taken_and_when_it_comes_is_answered() -> None:
    move = meant("要拖车 大概多大工夫能到", "rescue", REPORT | {"drivable": False, "at_scene": True})
    assert move.facts["rescue"] is True and "请您告诉我" not in said_in(move)


@pytest.mark.parametrize(
    "said", ["晓得了 车不动它", "有数了 发票都留着", "知道了 我等你们电话", "中 证件我带上"]
)
def test_who_has_understood_is_not_soothed_and_adds_nothing(said: str) -> None:
    facts = REPORT | {"report_number": "269012345678", "registered": "registered"}
    heard = hear(said, "angry", 0.6, NOW, "guidance")
    turn = Turn("after_report", facts, Progress(spoken=True), heard, "guidance")
    move = understand(turn, lambda intent, facts, said: None)
    assert move.facts["guidance"] is True
    assert {line.response for line in move.lines}.isdisjoint(
        {"utter_angry", "utter_addition_noted", "utter_explained_again"}
    )


@pytest.mark.parametrize("said", ["人没事就是车漏水 还能不能开啊", "水箱往外漏水呢 我这车敢不敢开"])
def test_who_asks_whether_a_leaking_car_can_be_driven_hears_not_to(said: str) -> None:
    move = meant(said, "injured")
    assert "请不要再开，先熄火" in said_in(move) and "拖车" in said_in(move) and move.task is None


@pytest.mark.parametrize(
    "said", ["打了幺二幺二二 说在路上了", "交警还没到 已经报了", "交警没来呢 我们早就打过了"]
)
@pytest.mark.parametrize("asked", ["own_damage", "at_scene", "contact_phone"])
def test_police_told_of_beside_any_question_are_told(said: str, asked: str) -> None:
    move = meant(said, asked)
    assert move.facts["police"] is True and "at_scene" not in move.facts


@pytest.mark.parametrize(
    ("said", "damage"),
    [
        ("后备箱还有我两箱茶叶 泡了", None),
        ("发动机进水了 后座上的电脑也泡了", ["发动机"]),
        ("后备箱里的三瓶红酒碎了", None),
    ],
)
def test_things_in_the_car_are_kept_as_said_and_are_no_parts(said: str, damage: list[str] | None) -> None:
    move = meant(said, "own_damage", intent="inform", sure=0.5)
    assert move.facts.get("own_damage") == damage
    assert move.facts["also_said"] == [said]


@pytest.mark.parametrize("asked", ["third_damage", "contact_name", "recap"])
@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("事后报警还来得及吗", "122"),
        ("那我现在补报个警行不行啊", "122"),
        ("人家的损失你们到底管不管", "交强险"),
        ("他那辆车的修车费你们赔不赔", "三者险"),
        ("你们夜里来不来人看车啊", "夜里"),
        ("我三者险就一百万够不够赔", "限额"),
        ("他那是辆保时捷 我三者才五十万够不够啊", "限额"),
        ("他要扣我驾驶证 我不给行不行", "原件"),
        ("对方问我要身份证 给不给他", "原件"),
        ("你们客服几点下班", "每天"),
        ("你们是不是24小时都有人", "每天"),
    ],
)
def test_what_is_known_is_answered_to_the_point(said: str, word: str, asked: str) -> None:
    move = meant(said, asked)
    assert word in said_in(move) and "contact_name" not in move.facts
    assert move.task is None and move.ask in (asked, None)


@pytest.mark.parametrize("said", ["那我就不给是吧", "我先不签没事吧", "我们就不等了对吧"])
def test_what_the_caller_means_to_do_is_a_question_for_a_person(said: str) -> None:
    move = meant(said, "recap")
    assert move.task == ("enquiry", {"question": said}) and move.lines
    assert "also_said" not in move.facts and "recap" not in move.facts
