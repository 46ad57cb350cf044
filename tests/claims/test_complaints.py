"""What a complaint is, by its words: kind, topic, level, and what is none."""

from __future__ import annotations

from datetime import datetime

import pytest

from actions.hearing import hear
from claims.complaints import (
    GRAVE,
    ORDINARY,
    URGENT,
    asks_after,
    is_explicit,
    is_not_ours,
    kind_of,
    level_of,
    rules,
    tells_complaint,
)
from claims.conversation import Progress, Turn
from claims.conversation.complaining import begin_complaint, soothing

NOW = datetime.fromisoformat("2026-03-10T08:05:00+08:00")
FOR = [
    (of, rule, said)
    for of in ("kinds", "topics", "levels")
    for rule in rules(of)
    for said in rule.examples[0]
]
NOT = [
    (of, rule, said)
    for of in ("kinds", "topics", "levels")
    for rule in rules(of)
    for said in rule.examples[1]
]


@pytest.mark.parametrize(("of", "rule", "said"), FOR)
def test_every_rule_takes_what_it_is_for(of, rule, said):
    assert rule.fits(said)


@pytest.mark.parametrize(("of", "rule", "said"), NOT)
def test_every_rule_leaves_alone_what_it_is_not_for(of, rule, said):
    assert not rule.fits(said)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("我要投诉你们查勘员", "投诉"),
        ("我想举报一个人", "举报"),
        ("你们那个定损师傅要我塞红包", "举报"),
        ("我是来表扬你们客服的", "表扬"),
        ("给你们提个小建议", "建议"),
        ("我对你们的处理有意见", "投诉"),
    ],
)
def test_the_kind_is_told_by_its_words(said, kind):
    assert kind_of(said) == kind


@pytest.mark.parametrize(
    ("said", "response"),
    [
        ("你们定损员冲我吼了一顿", "utter_angry"),
        ("你们查勘员态度恶劣，当着我孩子的面骂我", "utter_angry"),
        ("电话号码给我登记错了", "utter_soothe_error"),
        ("理赔拖了半个月", "utter_soothe_hurry"),
        ("说好两点来，到现在没人来", "utter_soothe_hurry"),
        ("凭什么只赔我八百", "utter_angry"),
        ("你们这垃圾保险我要投诉", "utter_abused"),
    ],
)
def test_the_first_words_fit_what_is_complained_of(said, response):
    assert soothing(said, said) == response


@pytest.mark.parametrize(
    ("said", "level", "because"),
    [
        ("查勘员态度不好", ORDINARY, []),
        ("再不处理我就打12378", URGENT, ["监管"]),
        ("你们小区这片我们二十多个车主都要找你们", URGENT, ["群体"]),
        ("我已经找了电视台，明天就来，我还要去银保监会", URGENT, ["媒体", "监管"]),
        ("你们的人把我父亲推搡倒了，现在住院", URGENT, ["人身伤害"]),
        ("一个多月了钱还没到", GRAVE, ["超过时限"]),
    ],
)
def test_the_level_follows_from_what_is_told(said, level, because):
    assert level_of([said]) == (level, because)


def test_a_second_complaint_and_work_that_is_late_are_grave():
    assert level_of(["态度不好"], again=True) == (GRAVE, ["再次投诉"])
    assert level_of(["态度不好"], overdue=True) == (GRAVE, ["超过时限"])


@pytest.mark.parametrize(
    "said", ["我上次投诉的事怎么样了", "我的投诉处理了没有", "前天投诉的有结果吗", "我投诉过没人理我"]
)
def test_who_asks_after_a_complaint_is_heard(said):
    assert asks_after(said)


@pytest.mark.parametrize("said", ["我要投诉", "投诉你们处理慢", "投诉电话多少"])
def test_who_begins_a_complaint_asks_after_none(said):
    assert not asks_after(said)


@pytest.mark.parametrize("said", ["你们再不来我就投诉", "我要去银保监会告你们", "我要举报"])
def test_a_complaint_in_so_many_words_is_one(said):
    assert is_explicit(said)


@pytest.mark.parametrize(
    "said", ["对方说要投诉我", "我不是要投诉", "我告诉你们", "他去投诉我了", "我没说要投诉"]
)
def test_what_is_nobodys_complaint_about_us_is_none(said):
    assert not is_explicit(said)


@pytest.mark.parametrize("said", ["我要投诉你们", "不行我要投诉", "没人管我就投诉"])
def test_a_no_before_a_complaint_takes_nothing_back(said):
    assert not is_not_ours(said)


def test_who_only_announces_a_complaint_hears_the_apology_in_the_question():
    assert soothing("我要投诉", None) is None
    assert soothing("什么破公司，我要投诉", None) == "utter_abused"


@pytest.mark.parametrize(
    "said", ["我要投诉", "投诉你们那个定损员", "我要投诉你们，什么破公司", "我有个建议", "我要举报一个人"]
)
def test_what_only_announces_tells_nothing(said):
    assert not tells_complaint(said)


@pytest.mark.parametrize(
    ("said", "surname"),
    [
        ("我姓巫，我要投诉你们", "巫"),
        ("你们那个姓李的查勘员来了就走，我要投诉", None),
        ("免贵姓欧阳，我要投诉", "欧阳"),
    ],
)
def test_only_the_callers_own_surname_is_the_callers(said, surname):
    turn = Turn("claim_report", {}, Progress(), hear(said, "complaint", 0.9, NOW, "plate"), "plate")
    assert begin_complaint(turn).facts.get("complaint_surname") == surname
