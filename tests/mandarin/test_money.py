from __future__ import annotations

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandarin.money import find_money

ASKED = """
三千 3000
三千块 3000
三千五 3500
两万三 23000
一千二百块 1200
3000元 3000
3,000元 3000
三四千 3000 4000
三千到五千 3000 5000
两到三万 20000 30000
一万多 10000 20000
一万二三 12000 13000
八百来块 800 850
五百 500
8000 8000
一分没花 0
没花钱 0
3k 3000
1w 10000
1.2万 12000
两千大几 2000 3000
千把块 1000
小一万 10000
百八十 80 100
十块三毛 10.3
三块五 3.5
大概两三百吧 200 300
两万块左右 20000
二百五 250
０元 0
"""
UNASKED = """
垫了三千 3000
交了五千多块钱 5000 6000
给了他200 200
医院先交了两万押金 20000
对方估的是三千五百块 3500
"""


@pytest.mark.parametrize("line", ASKED.strip().splitlines())
def test_an_amount_asked_for_is_found(line):
    text, *expected = line.split()
    spans = find_money(text, asked=True)
    assert [[span.value, *span.near] for span in spans] == [[float(value) for value in expected]]


@pytest.mark.parametrize("line", UNASKED.strip().splitlines())
def test_an_amount_in_passing_is_found_by_its_unit_or_its_verb(line):
    text, *expected = line.split()
    assert [[span.value, *span.near] for span in find_money(text)] == [[float(value) for value in expected]]


@pytest.mark.parametrize(
    "text",
    [
        "还没交",
        "开了三千公里",
        "百分之三十",
        "万一",
        "两块玻璃",
        "一块走",
        "一三八零零一三八零零零",
        "五百米",
        "三个人",
        "十块玻璃",
        "一千米",
        "第五百",
        "五毛",
    ],
)
@pytest.mark.parametrize("asked", [True, False])
def test_other_numbers_are_no_money(text, asked):
    assert find_money(text, asked=asked) == []


@pytest.mark.parametrize("text", ["三千", "五百", "8000", "两万三"])
def test_a_bare_number_is_no_money_unless_asked(text):
    assert find_money(text) == []


@given(st.integers(1, 999).map(lambda value: value * 100), st.sampled_from(["块", "块钱", "元", ""]))
def test_an_amount_rendered_in_speech_is_found_again(value, unit):
    assert [span.value for span in find_money(cn2an.an2cn(value) + unit, asked=True)] == [value]


@given(
    st.text(alphabet="一二三十百千万零两几多来把个块钱元毛角分到没花0123.,kw", max_size=40)
    | st.text(max_size=80),
    st.booleans(),
)
def test_any_string_is_read_without_an_error(text, asked):
    for span in find_money(text, asked):
        assert span.value >= 0
        assert text[span.start : span.end] == span.text


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("一共花了四千二", 4200),
        ("两张大票，两百块", 200),
        ("三千，啊不对是三千八", 3800),
        ("挂号二十拍片三百，拢共三百二", 320),
        ("做了个MRI八百六", 860),
        ("九百，哦九百五", 950),
        ("四千块八", 4000),
        ("四块八", 4.8),
        ("先垫了两千后来又交了一千", 3000),
        ("一二零要了四百", 400),
        ("六百快", 600),
        ("两千六百远", 2600),
        ("二十二块六毛前", 22.6),
        ("花了七百多点", 700),
        ("分文没掏", 0),
        ("三百零八毛", 300.8),
        ("六十块零五毛", 60.5),
        ("五千多一点", 5000),
        ("4千2", 4200),
        ("三五万", 30_000),
        ("一五万", 15_000),
        ("一千还是一千二来着，一千二", 1200),
        ("不是四千，是四千五", 4500),
        ("垫呃了嗯六百", 600),
        ("检查七百，救护车三百，加一块一千", 1000),
        ("五百，呸，一千五", 1500),
        ("不是四千四千三", 4300),
        ("六百一千六", 1600),
        ("赔了四百块走的", 400),
        ("两千道三千", 2000),
        ("一三零零快", 1300),
        ("两千二，等会儿，票上写的是两千三", 2300),
        ("五千六八", 5600),
        ("十三四万", 130_000),
        ("收了九五零", 950),
    ],
)
def test_one_amount_is_meant(text: str, yuan: float) -> None:
    assert [span.value for span in find_money(text, asked=True)] == [yuan]
