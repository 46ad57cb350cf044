"""Identifiers over several turns, and telephone numbers told by their places."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from mandarin.in_pieces import find_parts_of_phone, joined
from mandarin.read import read

NOW = datetime(2026, 3, 10, 8, 5, tzinfo=timezone(timedelta(hours=8)))


@pytest.mark.parametrize(
    ("pieces", "plate", "problem"),
    [
        (["苏A", "三R", "九零D"], "苏A3R90D", None),
        (["川A", "8K2", "P5"], "川A8K2P5", None),
        (["车牌是浙B", "嗯 六六", "不对 六八", "幺二三"], "浙B68123", None),
        (["粤B D", "幺二三", "四五"], "粤BD12345", None),
        (["鲁", "Q", "七三二", "零F"], "鲁Q7320F", None),
        (["苏A", "三R"], "苏A3R", "part"),
        (["湘E"], "湘E", "part"),
        (["三R", "我看一下", "苏A三R九零D"], "苏A3R90D", None),
    ],
)
def test_a_plate_in_pieces(pieces, plate, problem):
    span = joined(pieces, "plate")
    assert span is not None
    assert (span.value["plate"], span.problem, span.text) == (plate, problem, pieces[-1])


@pytest.mark.parametrize(
    ("pieces", "number", "problem"),
    [
        (["一三九零零零零", "幺幺零七"], "13900001107", None),
        (["幺三九", "四个零", "幺幺零七"], "13900001107", None),
        (["139", "后面是0000", "然后1107"], "13900001107", None),
        (["一三九零零", "一三九零零零零", "幺幺零七"], "13900001107", None),
        (["开头是139", "尾号1107", "中间0000"], "13900001107", None),
        (["后四位1107", "前面是1390000"], "13900001107", None),
        (["零三一一", "六零零零", "幺幺二八"], "031160001128", None),
        (["我看一下啊", "13900001107"], "13900001107", None),
        (["开头是139", "尾号1107"], "139????1107", "part"),
        (["幺幺零七"], "1107", "part"),
    ],
)
def test_a_phone_in_pieces(pieces, number, problem):
    span = joined(pieces, "phone")
    assert span is not None
    assert (span.value, span.problem) == (number, problem)


@pytest.mark.parametrize("kind", ["plate", "phone"])
@pytest.mark.parametrize("pieces", [[], ["我看看啊"], ["你等一下", "在行驶证上"], ["两个人"], ["下午三点"]])
def test_talk_is_no_piece(pieces, kind):
    assert joined(pieces, kind) is None


@pytest.mark.parametrize(
    ("said", "pattern"),
    [
        ("后四位1107", "???????1107"),
        ("尾号是幺幺零七", "???????1107"),
        ("最后三位是六六八", "????????668"),
        ("开头是139", "139????????"),
        ("139开头的", "139????????"),
        ("第三位是9", "??9????????"),
        ("倒数第二位是零", "?????????0?"),
    ],
)
def test_a_part_of_a_phone_says_where_it_stands_and_is_nothing_else(said, pattern):
    spans = [span for span in read(said, NOW, "contact_phone") if span.kind != "answer"]
    assert [(span.kind, span.value, span.problem) for span in spans] == [("phone", pattern, "part")]


@pytest.mark.parametrize("said", ["前面那个", "后面那辆车的", "三个", "第二个人", "对", "就这个", "李师傅"])
def test_no_part_of_a_phone(said):
    assert find_parts_of_phone(said) == []
