"""What is told, asked and agreed to in a complaint beside its open question."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from actions.hearing import hear
from claims.answers import read_answer
from claims.complaints import (
    ORDINARY,
    URGENT,
    asks_when_answered,
    asks_whether_recorded,
    level_of,
    wants_to_stay_nameless,
)
from claims.conversation import Move, Progress, Turn, understand
from claims.interview import UNKNOWN
from claims.numbers import compose, number_in
from claims.tasks import grown, task
from claims.wishes import wish_of

NOW = datetime.fromisoformat("2026-03-10T10:05:00+08:00")
NUMBER = compose(7, 2026)
TIP = {"complaint_kind": "举报", "caller_phone": "13900990001"}
BEGUN = {"plate": "鲁C29K42", "report_wanted": True, "wish_said": "我要投诉你们"}


def meant(said: str, asked: str | None, facts: dict[str, Any], intent: str = "inform", **more: Any) -> Move:
    progress = Progress(spoken=True, resume=more.get("resume"), pending=more.get("pending"))
    heard = hear(said, intent, more.get("sure", 0.4), NOW, asked)
    return understand(Turn(more.get("form", "complaint"), facts, progress, heard, asked), lambda *_: None)


def said_ids(move: Move) -> list[str]:
    return [line.response for line in move.lines]


@pytest.mark.parametrize(
    "said",
    [
        "匿名行不行",
        "我不想说我是谁",
        "不留 我怕报复",
        "能不能不留名字",
        "别告诉他是我 我怕他找我麻烦",
        "我不方便透露姓名",
        "我不想让人知道我是谁",
        "别问我叫什么 我不会说的",
        "你们不会查我电话吧",
        "不用联系我",
    ],
)
def test_who_gives_a_tip_may_stay_unknown(said: str) -> None:
    assert wants_to_stay_nameless(said)
    move = meant(said, "callback_phone", {**TIP, "complaint_detail": "收红包", "complaint_surname": "王"})
    assert "utter_tip_off_nameless" in said_ids(move)
    assert move.task is None and move.facts["callback_phone"] == UNKNOWN
    detail = wish_of("complaint", move.facts).detail
    assert not {"phone", "callback_phone", "complaint_surname"} & detail.keys()


@pytest.mark.parametrize(
    "said", ["他没留电话就走了", "我姓王", "你们不留人值班啊", "车留在路边了", "不知道他叫啥"]
)
def test_other_words_ask_for_no_secrecy(said: str) -> None:
    assert not wants_to_stay_nameless(said)


@pytest.mark.parametrize("asked", ["complaint_surname", "callback_phone"])
@pytest.mark.parametrize(
    "said", ["他叫马建军，在城南店", "跟鑫达修理厂串通，每台车拿五百回扣", "上个月在顺义那次收了我两千"]
)
def test_what_a_tip_tells_is_kept_whatever_is_asked(asked: str, said: str) -> None:
    facts = {**TIP, "complaint_detail": "定损员收钱"} | (
        {"complaint_surname": UNKNOWN} if asked != "complaint_surname" else {}
    )
    move = meant(said, asked, facts)
    assert said in move.facts["complaint_detail"] and move.facts["complaint_detail"].startswith("定损员收钱")
    assert move.ask == asked and move.facts.get(asked) is None


@pytest.mark.parametrize("said", ["号我哪记得住 车牌鲁C29K42你查", "报案号没有 车是鲁C29K42"])
def test_a_plate_in_place_of_the_number_is_taken_for_it(said: str) -> None:
    move = meant(said, "complaint_report_number", {"complaint_detail": "拖了一周", "complaint_surname": "王"})
    assert move.facts["complaint_plate"] == "鲁C29K42" and move.task is None
    assert move.facts["complaint_report_number"] == UNKNOWN and move.ask is None


@pytest.mark.parametrize(
    ("said", "relation"),
    [
        ("车是我爱人的", "车是我爱人的"),
        ("本人", "本人"),
        ("我是他配偶", "我是他配偶"),
        ("车主是我小姨子", "车主是我小姨子"),
        ("我在他们厂里上班", "我在他们厂里上班"),
        ("我是对方", "我是对方"),
        ("行 那我等着", None),
        ("我刚到家", None),
        ("没了", None),
        ("不清楚", UNKNOWN),
    ],
)
def test_a_relation_is_told_in_words_of_one(said: str, relation: str | None) -> None:
    read = read_answer("complaint_relation", hear(said, "inform", 0.3, NOW, "complaint_relation"), {})
    assert (read.facts["complaint_relation"] if read else None) == relation


@pytest.mark.parametrize(
    ("said", "surname"),
    [
        ("怕报复", UNKNOWN),
        ("担心有人找我麻烦", UNKNOWN),
        ("不方便透露", UNKNOWN),
        ("我是欧阳", "欧阳"),
        ("纪", "纪"),
        ("干啥呀", None),
    ],
)
def test_who_is_afraid_has_no_surname(said: str, surname: str | None) -> None:
    read = read_answer("complaint_surname", hear(said, "inform", 0.3, NOW, "complaint_surname"), {})
    assert (read.facts["complaint_surname"] if read else None) == surname


def test_who_asks_for_somebody_who_can_decide_puts_nothing_right() -> None:
    facts = {"complaint_detail": "说我骗保"}
    assert (
        meant("不是 我问你 找个能做主的", "complaint_surname", facts, "ask_human", sure=0.9).facts[
            "complaint_detail"
        ]
        == "说我骗保"
    )


@pytest.mark.parametrize("said", ["还有 他还把我车门弄坏了", "另外你们电话打了十几遍才通"])
def test_more_of_a_complaint_at_the_end_of_the_call_is_added(said: str) -> None:
    made = {"complaint_made": {"kind": "投诉", "level": "一般"}}
    move = meant(said, "anything_else", made, form="after_report")
    assert move.task and move.task[1]["complaint_detail"] == said


@pytest.mark.parametrize("said", ["还有 理赔要交什么材料", "还有我要报案 我撞车了", "没有了"])
def test_other_words_at_the_end_of_the_call_are_no_complaint(said: str) -> None:
    made = {"complaint_made": {"kind": "投诉", "level": "一般"}}
    task_made = meant(said, "anything_else", made, form="after_report").task
    assert task_made is None or task_made[0] != "complaint"


@pytest.mark.parametrize("said", ["记上了吧", "都记下来了吗"])
def test_who_asks_whether_the_last_is_written_down_hears_so(said: str) -> None:
    made = {"complaint_made": {"kind": "投诉", "level": "一般"}}
    assert said_ids(meant(said, "anything_else", made, form="after_report")) == [
        "utter_complaint_is_recorded"
    ]


@pytest.mark.parametrize(
    ("said", "read"), [("嗯就打这个", True), ("用这个号码吧", True), ("打这边王经理的", False)]
)
def test_the_number_that_calls_is_named_in_other_words(said: str, read: bool) -> None:
    heard = replace(hear(said, "inform", 0.3, NOW, "callback_phone"), caller_phone="13900990001")
    answer = read_answer("callback_phone", heard, {})
    assert (answer is not None and answer.facts == {"callback_phone": "13900990001"}) is read


def test_mere_abuse_is_no_part_of_the_story() -> None:
    move = meant("你们都是骗子", "complaint_surname", {"complaint_detail": "拖了一周"}, "abuse", sure=0.9)
    assert move.facts["complaint_detail"] == "拖了一周"


def test_a_surname_and_a_number_are_no_part_of_the_story() -> None:
    assert (
        meant("我姓王", "complaint_surname", {**TIP, "complaint_detail": "收红包"}).facts["complaint_detail"]
        == "收红包"
    )
    facts = {"complaint_detail": "拖了一周", "complaint_surname": "王"}
    assert meant("13900990002", "callback_phone", facts).facts["complaint_detail"] == "拖了一周"


@pytest.mark.parametrize(
    ("said", "asked", "level"),
    [
        ("姓王 我要找记者曝光", "complaint_surname", URGENT),
        ("本人 我马上打12378", "complaint_relation", URGENT),
        ("本人", "complaint_relation", ORDINARY),
    ],
)
def test_a_threat_beside_an_answer_raises_the_level(said: str, asked: str, level: str) -> None:
    move = meant(said, asked, {"complaint_detail": "查勘员骂人"})
    assert move.facts[asked] and level_of([move.facts["complaint_detail"]])[0] == level


@pytest.mark.parametrize(
    ("said", "number"),
    [
        (f"我要投诉 {NUMBER} 这个案子", NUMBER),
        (f"{NUMBER[:4]} {NUMBER[4:8]} {NUMBER[8:]}你自己查查", NUMBER),
        ("13900990002", None),
        ("268800000001", None),
    ],
)
def test_a_report_number_is_told_by_its_check_digits(said: str, number: str | None) -> None:
    assert number_in(said) == number


def test_a_number_told_to_another_question_counts() -> None:
    move = meant(f"姓王 报案号{NUMBER}", "complaint_surname", {"complaint_detail": "拖了一周没人理"})
    assert move.facts["complaint_report_number"] == NUMBER and move.facts["complaint_surname"] == "王"


@pytest.mark.parametrize(
    "said", ["行 转 快点", "转吧", "我同意了你倒是转啊", "可以 快转", "等 转人工", "好 赶紧转过去"]
)
def test_consent_puts_the_caller_through(said: str) -> None:
    move = meant(said, "transfer", {}, form="claim_report", pending={"offer": "transfer", "resume": "plate"})
    assert move.transfer


@pytest.mark.parametrize("said", ["不转了", "别转 接着说", "不用转接", "我转弯的时候撞的", "不等了 你接着问"])
def test_other_words_put_nobody_through(said: str) -> None:
    move = meant(said, "transfer", {}, form="claim_report", pending={"offer": "transfer", "resume": "plate"})
    assert not move.transfer


def test_who_will_not_wait_and_asks_when_hears_when() -> None:
    pending = {"offer": "transfer", "resume": "complaint_surname", "said": "找你们领导"}
    move = meant(
        "不等 领导什么时候给我打电话", "transfer", {"complaint_detail": "我要去银保监会"}, pending=pending
    )
    assert [(line.response, line.values["hours"]) for line in move.lines] == [("utter_leader_rings", "2")]
    known = {"caller_phone": "13900990001"}
    move = meant("不等了 让他给我回电话", "transfer", known, form="claim_report", pending={"resume": "plate"})
    assert said_ids(move) == ["utter_person_rings"] and move.task and move.task[0] == "callback"


@pytest.mark.parametrize("said", ["多久打过来", "什么时候回我电话", "几天给我答复", "你们多长时间给个说法"])
def test_a_complaint_says_its_own_time(said: str) -> None:
    assert asks_when_answered(said)
    move = meant(said, "complaint_surname", {"complaint_detail": "查勘员骂人"})
    assert [(line.response, line.values.get("hours")) for line in move.lines] == [
        ("utter_complaint_due", "24")
    ]


@pytest.mark.parametrize(
    "said", ["那个投诉的事你给我记上没", "我的投诉登记了吗", "投诉给我录上没有", "你给我记下投诉了没"]
)
def test_who_asks_whether_it_is_taken_down_hears_so_and_by_when(said: str) -> None:
    assert asks_whether_recorded(said)
    made = {"complaint_made": {"kind": "投诉", "level": "紧急"}}
    move = meant(said, "place", {**BEGUN, **made}, form="claim_report")
    assert [(line.response, line.values["hours"]) for line in move.lines] == [
        ("utter_complaint_is_recorded", "2")
    ]
    assert move.switch is None and move.ask == "place"


@pytest.mark.parametrize(
    "said", ["我要投诉", "我的投诉处理了没有", "把我的投诉记下来", "我上次投诉过没人理我"]
)
def test_other_words_do_not_ask_whether_it_is_taken_down(said: str) -> None:
    assert not asks_whether_recorded(said)


@pytest.mark.parametrize(
    "said", ["快点呗 赶紧把我这案子记下来", "快点报案", "先给我报案吧", "我在济南市经十路和舜耕路路口"]
)
def test_who_goes_back_to_the_report_has_complained(said: str) -> None:
    facts = {**BEGUN, "caller_phone": "13900990001"}
    move = meant(said, "complaint_surname", facts, resume="claim_report")
    assert (
        move.facts["complaint_detail"] == BEGUN["wish_said"] and move.facts["callback_phone"] == "13900990001"
    )
    assert move.ask is None and not move.switch
    assert ("经十路" in said) == bool(move.facts.get("place"))


def test_who_goes_on_complaining_stays_in_the_complaint() -> None:
    move = meant("你们的人在经十路上骂我", "complaint_surname", BEGUN, resume="claim_report")
    assert move.facts.get("place") is None and move.ask == "complaint_surname"


def test_no_number_is_asked_for_where_the_report_is_still_made() -> None:
    move = meant(
        "你们咋这么慢啊 我要投诉你们",
        "place",
        {"plate": "鲁C29K42", "report_wanted": True},
        "complaint",
        form="claim_report",
    )
    assert move.switch == "complaint" and move.facts["complaint_report_number"] == UNKNOWN


def test_what_is_told_later_is_added_and_raises_the_level() -> None:
    made = {"complaint_made": {"kind": "投诉", "level": "一般"}, "caller_phone": "13900990001"}
    move = meant("我明天就打12378", "anything_else", made, form="after_report")
    assert said_ids(move) == ["utter_complaint_added", "utter_complaint_recorded_urgent"]
    assert move.task and move.task[1]["complaint_level"] == URGENT and not move.switch
    assert meant("没有了", "anything_else", made, "nothing_else", form="after_report").task is None


def test_one_grievance_is_one_task_as_grave_as_its_gravest_word() -> None:
    first = task("complaint", NOW, None, complaint_detail="骂人", complaint_level="一般")
    later = task(
        "complaint", NOW, None, complaint_detail="我找记者", complaint_level="紧急", level_because=["媒体"]
    )
    whole = grown(first, later, NOW)
    assert whole.detail["complaint_detail"] == "骂人；我找记者" and whole.detail["complaint_level"] == URGENT
    assert (whole.due_at - NOW).total_seconds() == 2 * 3600
    assert grown(whole, first, NOW).due_at == whole.due_at
