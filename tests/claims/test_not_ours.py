"""Calls that are not for this line, by their words."""

from __future__ import annotations

from datetime import datetime

import pytest

from actions.hearing import hear
from claims.not_ours import _fits, data, elsewhere, insurer_to_ring, sells

NOW = datetime.fromisoformat("2026-03-10T08:05:00+08:00")
RULES = [*data()["sales"], *data()["elsewhere"]]


@pytest.mark.parametrize(("rule", "said"), [(rule, said) for rule in RULES for said in rule["for"]])
def test_every_rule_takes_what_it_is_for(rule, said):
    assert _fits(rule, said)


@pytest.mark.parametrize(("rule", "said"), [(rule, said) for rule in RULES for said in rule["not"]])
def test_every_rule_leaves_alone_what_it_is_not_for(rule, said):
    assert not _fits(rule, said)


@pytest.mark.parametrize(
    "said",
    [
        "我要报案，对方是送快递的",
        "我车是贷款买的能赔吗",
        "我在移动公司门口被撞了",
        "我这边是公司车，需要发票吗",
    ],
)
def test_who_reports_or_asks_is_not_sent_away(said):
    assert not sells(said)


def test_where_to_ring_is_named():
    assert elsewhere("这是移动客服吗") == (True, "中国移动10086")
    assert elsewhere("我点的外卖呢") == (True, None)
    assert insurer_to_ring(["鑫安", "平安"]) == "平安95511"
    assert insurer_to_ring([]) is None


@pytest.mark.parametrize(
    ("said", "ring"),
    [
        ("我的保险是平安的", "平安95511"),
        ("我是大地的客户", "大地95590"),
        ("我车险在太保买的", "太平洋95500"),
        ("那人保证过不找我的麻烦 我保险不在你们家", None),
        ("太平洋路上撞的 我保险不是你们家的", None),
    ],
)
def test_where_to_ring_is_told_of_the_insurer_that_is_named(said, ring):
    heard = hear(said, "other_insurer", 0.9, NOW, "plate")
    assert insurer_to_ring(one.value for one in heard.all("insurer")) == ring
