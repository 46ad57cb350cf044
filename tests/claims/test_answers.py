"""What an answer gives, with the question that was asked in mind; the values are read out of real words."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from actions.hearing import hear
from claims.answers import described, read_answer
from claims.answers.yes_no import settle
from claims.interview import UNKNOWN

NOW = datetime.fromisoformat("2026-03-10T08:05:00+08:00")


def answered(
    asked: str, text: str, intent: str = "inform", sure: float = 0.6, **facts: Any
) -> dict[str, Any]:
    """Return the facts an answer gives; empty when it is none."""
    answer = read_answer(asked, hear(text, intent, sure, NOW, asked), facts)
    return answer.facts if answer else {}


@pytest.mark.parametrize(
    ("asked", "text", "facts"),
    [
        ("at_scene", "没有人受伤", {}),
        ("at_scene", "人都没事", {}),
        ("at_scene", "人没事，我们已经走了", {"at_scene": False}),
        ("at_scene", "没有", {"at_scene": False}),
        ("fee_paid", "没人受伤", {}),
        ("injured", "没有人受伤", {"injured": False}),
        ("sent_hospital", "没有受伤不用去", {"sent_hospital": False}),
    ],
)
def test_a_no_about_the_people_answers_no_other_question(
    asked: str, text: str, facts: dict[str, Any]
) -> None:
    assert answered(asked, text) == facts


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        ("at_scene", "没离开", True),
        ("at_scene", "已经到公司了", False),
        ("at_scene", "在车跟前，在车旁边等着", True),
        ("rescue", "毋要", False),
        ("rescue", "要不得", False),
        ("rescue", "我自己能开走", False),
        ("rescue", "叫了拖车了", False),
        ("policy_confirm", "可不是嘛", True),
        ("policy_confirm", "弗是", False),
        ("policy_confirm", "车是我舅的名字", None),
        ("injured", "莫得人受伤", False),
        ("injured", "怎么没有呢", True),
        ("flood_restarted", "打了没打着", True),
        ("fee_paid", "人家自己付的", False),
        ("fire_put_out", "泼了几桶水", True),
        ("fire_put_out", "火太大没法靠近", False),
        ("treated", "就一点皮外伤", False),
        ("theft_police", "民警做完笔录了", True),
        ("theft_police", "想着先打给你们", False),
    ],
)
def test_a_question_is_answered_in_its_own_words(asked: str, text: str, value: bool | None) -> None:
    assert answered(asked, text).get(asked) is value


@pytest.mark.parametrize(
    ("text", "documents"),
    [("都在", []), ("全没了", ["行驶证"]), ("证都放车里了", ["行驶证"]), ("没放车里", [])],
)
def test_documents_kept_or_gone(text: str, documents: list[str]) -> None:
    assert answered("theft_documents", text) == {"theft_documents": documents}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("没有没有还在现场等着呢", {"at_scene": True}),
        ("拖到城南的修理厂了", {"car_location": "拖到城南的修理厂"}),
        ("体育中心门口了呀 警察叫我挪的", {"car_location": "体育中心门口"}),
        ("不知道", {"car_location": UNKNOWN}),
        ("找我就行，我叫周建国，13800138222，是她老公", {}),
        ("关林 没动", {"car_location": "关林"}),
        ("没动", {"at_scene": True}),
    ],
)
def test_a_car_that_has_not_moved_after_all_is_at_the_scene(text: str, facts: dict[str, Any]) -> None:
    assert answered("car_location", text, at_scene=False) == facts


@pytest.mark.parametrize(
    ("asked", "text", "facts"),
    [
        ("recap", "交警我已经报了", {}),
        ("recap", "对，交警也报过了", {"recap": True}),
        ("recap", "没有问题", {"recap": True}),
        ("anything_else", "嗯知道了", {"anything_else": False}),
        ("anything_else", "好的好的", {"anything_else": False}),
        ("anything_else", "知道了不过我还想问一下", {}),
    ],
)
def test_the_end_of_a_call_is_agreed_to_in_words_of_assent(
    asked: str, text: str, facts: dict[str, Any]
) -> None:
    assert answered(asked, text) == facts


@pytest.mark.parametrize(
    ("asked", "text", "facts"),
    [
        ("theft_parking", "报了，昌平派出所", {}),
        ("fee_paid", "已经送医院了", {}),
        ("fee_paid", "已经交了", {"fee_paid": True}),
        ("other_insurer", "还没报警呢", {}),
        ("fire_brigade", "还没报警呢", {"fire_brigade": False}),
        ("theft_parking", "停在地库里", {"theft_parking": True}),
        ("other_insurer", "来了", {"other_insurer": True}),
    ],
)
def test_a_deed_answers_the_question_that_asks_for_it(asked: str, text: str, facts: dict[str, Any]) -> None:
    assert answered(asked, text) == facts


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("行驶证放在车里 其他的在家里", ["行驶证"]),
        ("都没丢，在我手里", []),
        ("登记证和购车发票一起丢了", ["登记证", "购车发票"]),
        ("驾驶证在我身上，行车证没了", ["行驶证"]),
        ("没有，证件都在家", []),
        ("驾照保单都在手扣里头，车没了就都没了", ["驾照", "保单"]),
        ("忘了行驶证搁没搁车上了", UNKNOWN),
        ("行驶证丢了，别的不清楚", ["行驶证"]),
    ],
)
def test_documents_left_in_the_car_went_with_it(text: str, lost: list[str] | str) -> None:
    assert answered("theft_documents", text, case_type="theft") == {"theft_documents": lost}


@pytest.mark.parametrize(
    ("text", "injured"),
    [("我没问他有没有哪儿疼，不清楚", UNKNOWN), ("他哪儿疼没疼我不清楚", UNKNOWN), ("没人疼", False)],
)
def test_who_did_not_ask_whether_it_hurts_does_not_know(text: str, injured: bool | str) -> None:
    assert answered("injured", text).get("injured") == injured


@pytest.mark.parametrize(("text", "understood"), [("明白", True), ("明白了", True), ("不太明白", None)])
def test_a_bare_yes_to_the_guidance_is_understanding(text: str, understood: bool | None) -> None:
    assert answered("guidance", text, intent="not_understood") == {"guidance": understood}


@pytest.mark.parametrize(
    ("asked", "text", "facts"),
    [
        ("injured", "没有其他车辆", {}),
        ("injured", "没有，就我一台车", {"injured": False}),
        ("fee_paid", "没有发票", {}),
        ("at_scene", "没有离开呢", {"at_scene": True}),
        ("at_scene", "已经离开了", {"at_scene": False}),
        ("other_insurer", "没有人来", {"other_insurer": False}),
        ("fire_brigade", "没有没有", {"fire_brigade": False}),
        ("flood_restarted", "没有点过火", {"flood_restarted": False}),
    ],
)
def test_a_lack_of_something_else_is_no_no(asked: str, text: str, facts: dict[str, Any]) -> None:
    assert answered(asked, text) == facts


@pytest.mark.parametrize(
    ("text", "learnt", "value"),
    [
        ("民警做完笔录才走的", {"yes": 0.8, "no": 0.1, "unknown": 0.05, "other": 0.05}, True),
        ("我还没报呢正打算去", {"yes": 0.55, "no": 0.4, "unknown": 0.0, "other": 0.05}, False),
        ("没报", {"yes": 0.99, "no": 0.01, "unknown": 0.0, "other": 0.0}, False),
        ("得问问我儿子去", {"yes": 0.1, "no": 0.1, "unknown": 0.7, "other": 0.1}, UNKNOWN),
        ("这跟派出所有啥关系", {"yes": 0.02, "no": 0.02, "unknown": 0.01, "other": 0.95}, None),
        ("报没报我也不知道", {"yes": 0.9, "no": 0.1, "unknown": 0.0, "other": 0.0}, UNKNOWN),
    ],
)
def test_the_whole_answer_is_weighed_against_its_words(
    text: str, learnt: dict[str, float], value: object
) -> None:
    heard = hear(text, "inform", 0.6, NOW, "theft_police", {"answers": {"theft_police": learnt}})
    assert settle("theft_police", heard) is value


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("找我老公，不对他在医院，找我", "本人"),
        ("打给我哥，算了还是打我吧", "本人"),
        ("找我，不对，找我弟弟", "我弟弟"),
        ("跟我联系，不行，找龚小满", "龚小满"),
    ],
)
def test_of_a_contact_taken_back_the_last_counts(text: str, name: str) -> None:
    assert answered("contact_name", text)["contact_name"] == name


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("有啥不明白的，明白了", True),
        ("没啥不懂的", True),
        ("都记住了", True),
        ("知啦，多谢", True),
        ("还是不太明白", None),
        ("说慢点，没明白", None),
        ("一下说那么多没记全", None),
        ("信号差没听着", None),
    ],
)
def test_the_last_word_on_the_guidance_counts(text: str, understood: bool | None) -> None:
    assert answered("guidance", text) == {"guidance": understood}


def test_what_is_wrong_with_another_answer_names_no_contact() -> None:
    assert answered("contact_name", "地址不对") == {}


def test_that_nobody_drove_is_no_damage() -> None:
    assert answered("own_damage", "没人开，车停着的") == {}


@pytest.mark.parametrize(
    ("text", "is_described"),
    [
        ("就记得是个渝A的车，后面记不清", True),
        ("不晓得，是个女的开的", True),
        ("不知道他叫什么", False),
        ("不知道是谁的车", False),
        ("没看清", False),
        ("这个我是真的不知道", False),
    ],
)
def test_what_is_described_but_not_known_is_told_from_what_is_not_known(
    text: str, is_described: bool
) -> None:
    assert described(hear(text, "dont_know", 0.6, NOW, "third_plate")) is is_described


@pytest.mark.parametrize(
    "text",
    ["车没事就掉了点漆，右前门那儿", "他腿疼要去医院", "他要我赔两千块", "九点多停的，今早七点下来就没了"],
)
def test_what_tells_of_something_else_is_no_place(text: str) -> None:
    assert answered("place", text) == {}


@pytest.mark.parametrize(
    ("text", "sent"), [("他说腿疼要去医院", None), ("已经送到医院了", True), ("他不想去医院", False)]
)
def test_who_is_yet_to_go_was_not_taken_to_hospital(text: str, sent: bool | None) -> None:
    assert answered("injured", text).get("sent_hospital") is sent


def test_a_damage_told_is_no_plate_nobody_knows() -> None:
    learnt = {"answers": {"third_plate": {"no": 0.6, "unknown": 0.3}}}
    facts = {"case_type": "collision_multi"}
    for text, plate in (("他那电动车脚撑子断了", None), ("那车一溜烟就没影了", UNKNOWN)):
        answer = read_answer(
            "third_plate", hear(text, "inform", 0.9, NOW, "third_plate", learnt=learnt), facts
        )
        assert (answer and answer.facts["third_parties"][0]["plate"]) == plate


def test_a_number_alone_answers_no_yes_or_no() -> None:
    learnt = {"answers": {"fee_paid": {"yes": 0.7}}}
    assert (
        settle("fee_paid", hear("幺三八零零五七二九六幺", "inform", 0.9, NOW, "fee_paid", learnt=learnt))
        is None
    )


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("人没事，就孩子磕了一下", {"injured": True, "injury_severity": "孩子磕了一下"}),
        ("人没事，就我车门划了一下", {"injured": False}),
        ("人没事就后保险杠蹭了一点", {"injured": False}),
    ],
)
def test_who_is_left_out_of_nobody_is_hurt(text: str, facts: dict[str, Any]) -> None:
    assert answered("injured", text) == facts


def test_two_blisters_are_no_two_people() -> None:
    assert answered("injured_count", "起了俩泡，不严重") == {}
    assert answered("injured_count", "俩") == {"injured_count": 2}


@pytest.mark.parametrize(
    ("text", "told_where"),
    [
        ("孩子是车上的，老头是三轮的", False),
        ("他们给拖到修理厂了", True),
        ("老人家门口停着", True),
        ("交警队那边", True),
    ],
)
def test_words_of_people_are_no_whereabouts_of_the_car(text: str, told_where: bool) -> None:
    assert ("car_location" in answered("car_location", text)) is told_where


def test_a_child_left_out_of_nobody_is_hurt_is_not_counted_as_one() -> None:
    assert "injured_count" not in answered("injured", "让一个电三轮刮了，人没事，就孩子磕了一下")


@pytest.mark.parametrize(
    ("asked", "text", "said"),
    [
        ("flood_restarted", "要要要，赶紧派个车来", None),
        ("rescue", "要要要，赶紧派个车来", True),
        ("rescue", "要得，麻烦了", True),
        ("theft_police", "需要，马上派人来", None),
    ],
)
def test_help_wanted_answers_no_other_question(asked: str, text: str, said: bool | None) -> None:
    assert settle(asked, hear(text, "hurry_up", 0.8, NOW, asked)) is said


@pytest.mark.parametrize("text", ["对就在那儿", "在这儿", "就我这块儿"])
def test_the_end_of_here_and_there_is_nobodys_son(text: str) -> None:
    assert answered("contact_name", text).get("contact_name") in (None, "本人")


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        ("at_scene", "在 前车先开走了", True),
        ("at_scene", "在地库里头呢 保安也在", True),
        ("at_scene", "我不在现场 我在单位上班", False),
        ("at_scene", "在家呢", False),
        ("fee_paid", "没有啊 他家里人自己交的", False),
        ("policy_confirm", "嗯对 是我 那个 我好像没买车损险", True),
        ("policy_confirm", "对 不是我的车", False),
    ],
)
def test_what_is_said_first_and_outright_is_the_answer(asked: str, text: str, value: bool) -> None:
    assert answered(asked, text).get(asked) is value


@pytest.mark.parametrize("text", ["能不能挪车", "那我现在要不要报警啊", "拖车多久到"])
def test_a_question_answers_no_yes_or_no(text: str) -> None:
    assert answered("at_scene", text) == {}


@pytest.mark.parametrize(
    ("said", "calling", "phone"),
    [("找我", "13900001101", "13900001101"), ("跟我联系就行", "13900001101", "13900001101"), ("找我", "", None),
     ("联系我老公", "13900001101", None), ("找我 打13800002202", "13900001101", "13800002202")],
)  # fmt: skip
def test_the_number_that_calls_is_the_callers_where_none_is_told(
    said: str, calling: str, phone: str | None
) -> None:
    heard = replace(hear(said, "inform", 0.6, NOW, "contact_name"), caller_phone=calling)
    answer = read_answer("contact_name", heard, {})
    assert answer is not None and answer.facts.get("contact_phone") == phone


@pytest.mark.parametrize("text", ["看着咧 正给缝咧", "看上了 住下了", "看着了 住下院了", "住院了"])
def test_who_was_seen_or_stays_in_hospital_is_treated(text: str) -> None:
    assert answered("treated", text, injured=True)["treated"] is True


@pytest.mark.parametrize(
    ("said", "name", "phone"),
    [
        ("现场找我 我姓韦 韦建国 就这个号 车主那边也跟她讲一声 她手机13912345678", "韦建国", "13900551207"),
        ("联系我自己这个手机", "本人", "13900551207"),
        ("打我 我叫莫小川 就现在这个号 老板的是13912345678", "莫小川", "13900551207"),
        ("找我就行 车主电话13912345678 打不通再打她的", "本人", "13900551207"),
        ("找我 我手机13912345678", "本人", "13912345678"),
        ("打给我老婆 她手机13912345678", "我老婆", "13912345678"),
        ("联系我老公莫小川 他电话13912345678", "莫小川", "13912345678"),
    ],
)
def test_the_number_is_that_of_whom_to_ring(said: str, name: str, phone: str) -> None:
    heard = replace(hear(said, "inform", 0.6, NOW, "contact_name"), caller_phone="13900551207")
    answer = read_answer("contact_name", heard, {})
    assert answer and (answer.facts["contact_name"], answer.facts["contact_phone"]) == (name, phone)


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("柱子蹭掉一块漆", None),
        ("那个护栏撞弯了", None),
        ("人家墙掉了块皮", None),
        ("后杠花了 柱子蹭掉一块漆", ["后保险杠"]),
        ("柱子蹭掉一块漆 车全刮花了", ["柱子蹭掉一块漆 车全刮花了"]),
    ],
)
def test_damage_of_a_thing_is_none_of_the_car(said: str, parts: list[str] | None) -> None:
    assert answered("own_damage", said).get("own_damage") == parts


@pytest.mark.parametrize(
    ("said", "phone"),
    [
        ("嗯他的号啊 一三八零零五七二九六一", "13800572961"),
        ("她手机是13800572961", "13800572961"),
        ("我妹电话13800572961", "13800572961"),
        ("对方的电话13800572961", None),
        ("交警的号是13800572961", None),
    ],
)
def test_the_number_asked_for_is_that_of_whom_to_ring(said: str, phone: str | None) -> None:
    answer = read_answer(
        "contact_phone", hear(said, "inform", 0.6, NOW, "contact_phone"), {"contact_name": "我妹"}
    )
    assert (answer.facts.get("contact_phone") if answer else None) == phone


def test_where_to_that_is_still_to_come_is_no_answer() -> None:
    assert answered("rescue_to", "拖到") == {}
    assert answered("rescue_to", "拖到栾川") == {"rescue_to": "栾川"}


def test_words_of_an_injury_name_no_owner() -> None:
    parties: dict[str, Any] = {"third_parties": [{"kind": "机动车"}], "case_type": "collision_multi"}
    assert answered("third_owner", "妞妞头磕破了", **parties) == {}
