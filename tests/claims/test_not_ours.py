"""Calls that are not for this line, by their words."""

from __future__ import annotations

import pytest

from claims.not_ours import _fits, data, elsewhere, insurer_to_ring, sells

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
    assert insurer_to_ring("我的保险是平安的") == "平安95511"
    assert insurer_to_ring("我的保险不是你们家的") is None
