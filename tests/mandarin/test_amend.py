from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandarin.amend import amend, amended_after
from mandarin.grammar import is_phone, plate_type


@pytest.mark.parametrize(
    ("before", "said", "after"),
    [
        ("冀A6P72Q", "最后一位是八", "冀A6P728"),
        ("冀A6P72Q", "不对，最后是八", "冀A6P728"),
        ("冀A6P72Q", "最后一个字母是K不是Q", "冀A6P72K"),
        ("冀A6P72Q", "最后那个是开", "冀A6P72K"),
        ("冀A6P72Q", "最后是七二K", "冀A6P72K"),
        ("冀A6P72Q", "最后一位错了，是E", "冀A6P72E"),
        ("冀A6P72Q", "最后那个字母报错了 应该是E", "冀A6P72E"),
        ("冀A6P72Q", "倒数第二位不对 是八", "冀A6P78Q"),
        ("13900001107", "中间四位不对，应该是零零零幺", "13900011107"),
        ("冀A6P72Q", "第二个是B", "冀B6P72Q"),
        ("冀A6B72Q", "第三个是P不是B", "冀A6P72Q"),
        ("冀A6B72Q", "是P不是B", "冀A6P72Q"),
        ("冀A6B72Q", "不是B是P", "冀A6P72Q"),
        ("冀A6B72Q", "B改成P", "冀A6P72Q"),
        ("冀A6P12Q", "中间是七不是一", "冀A6P72Q"),
        ("冀A6P12Q", "倒数第三位是七", "冀A6P72Q"),
        ("冀A6P12Q", "前面那个六是九", "冀A9P12Q"),
        ("冀A6P12Q", "那个P不是P，是B", "冀A6B12Q"),
        ("冀A6P12Q", "二不对，七", "冀A6P17Q"),
        ("冀A6P12Q", "把那个六改成九", "冀A9P12Q"),
        ("冀A6P12Q", "是冀B不是冀A", "冀B6P12Q"),
        ("冀A6P12Q", "不是冀A，是吉A", "吉A6P12Q"),
        ("吉A6P72Q", "不对，是河北的冀", "冀A6P72Q"),
        ("吉A6P72Q", "省份是冀", "冀A6P72Q"),
        ("冀A6P72Q", "不是冀是吉", "吉A6P72Q"),
        ("冀A6P72Q", "是吉不是冀", "吉A6P72Q"),
        ("冀A6P72Q", "第一个是八", "冀A8P72Q"),
        ("A6P72Q", "河北的", "冀A6P72Q"),
        ("冀A6P7", "后面还有个二Q", "冀A6P72Q"),
        ("冀A6P72", "少了个Q", "冀A6P72Q"),
        ("冀A6P72Q3", "多了个三", "冀A6P72Q"),
        ("13900001101", "最后四位是二二零二", "13900002202"),
        ("13900001101", "后四位幺幺零三", "13900001103"),
        ("13900001101", "开头是幺三八", "13800001101"),
        ("1390000110", "少了个一", "13900001101"),
        ("LSVAA4182E2184847", "第九位是3", "LSVAA4183E2184847"),
        ("LSVAA4182E2184847", "倒数第二个是七", "LSVAA4182E2184877"),
        ("EA21112345", "最后一位是六", "EA21112346"),
    ],
)
def test_one_part_is_put_right(before: str, said: str, after: str) -> None:
    assert amend(before, said) == after


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("冀A6P72Q", "你好"),
        ("冀A6P72Q", "不对"),
        ("冀A6P72Q", ""),
        ("13900001101", "最后一位是P"),
        ("吉A6P72Q", "河北"),
        ("吉A6P72Q", "在河北石家庄裕华路"),
        ("吉A6P72Q", "对方是鲁B12345"),
        ("吉A6P72Q", "贵公司新车黑色的"),
        ("13900001102", "不是三个是四个"),
        ("13912345678", "伤了两个不是三个"),
        ("LSVAA4182E2184847", "还有一个三"),
        ("冀A6P72Q", "后面两个"),
        ("冀A6P72Q", "前面一辆"),
        ("冀A6P72Q", "是川A来的朋友"),
        ("冀A6P72Q", "把它拖走"),
        ("13900001101", "第一位是三"),
    ],
)
def test_what_says_nothing_or_breaks_the_rules_changes_nothing(before: str, said: str) -> None:
    assert amend(before, said) is None


@given(
    st.sampled_from(["冀A6P72Q", "13900001101", "LSVAA4182E2184847", "A6P72Q", ""]),
    st.text(max_size=30) | st.text("最后第三个一位是八P不是对河北中间开头少了多改成", max_size=20),
)
def test_whatever_is_said_a_sound_identifier_stays_sound(before: str, said: str) -> None:
    after = amend(before, said)
    if after is not None and before:
        assert plate_type(after) if plate_type(before) else is_phone(after) if is_phone(before) else after


@pytest.mark.parametrize(
    ("text", "identifier", "amended"),
    [
        ("，最后两位是四七", "PDAB2025640000013347", None),
        ("，最后两位是四八", "PDAB2025640000013347", "PDAB2025640000013348"),
        ("，后四位是三三幺九", "13700583319", None),
        ("，最后一位是七", "贵C5K207", None),
        ("，最后两位是七零", "贵C5K207", "贵C5K270"),
    ],
)
def test_a_part_said_again_in_the_same_breath_puts_nothing_right(
    text: str, identifier: str, amended: str | None
) -> None:
    found = amended_after(text, 0, identifier)
    assert (found and found[0]) == amended
