from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandarin.grammar import is_phone
from mandarin.phone import find_phones, says_own_number

WORDS = str.maketrans("0123456789", "零幺二三四五六七八九")


def values(text: str, asked: bool = False) -> list[str]:
    return [span.value for span in find_phones(text, asked) if span.problem is None]


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("幺三九 零零零零 幺幺零幺", "13900001101"),
        ("一三九四个零一一零一", "13900001101"),
        ("139-0000-1101", "13900001101"),
        ("１３９００００１１０１", "13900001101"),
        ("+86 139 0000 1101", "13900001101"),
        ("幺三九，零零零零，幺幺零幺", "13900001101"),
        ("我电话是一三八嗯零零二零那个三三八八啊", "13800203388"),
        ("打幺八六拐拐洞洞勾勾三五吧", "18677009935"),
        ("你记一下 一五八 六十二 三十五 七七八八", "15862357788"),
        ("一九九两个八三个六零一二", "19988666012"),
        ("要三九零零零零要要零要", "13900001101"),
        ("手机号要三九零零零零幺幺零幺", "13900001101"),
        ("联系石磊，手机一七七三三二五四六八零", "17733254680"),
        ("电话是零三幺幺八六零四九九九九", "031186049999"),
        ("010-88886666", "01088886666"),
        ("座机零二幺 六二三四五六七八", "02162345678"),
    ],
)
def test_a_number_is_heard_however_it_is_grouped(said: str, number: str) -> None:
    assert values(said) == [number]


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("我的是幺三九零零零零幺幺零幺，我老婆的幺三八零零零零二二零二", ["13900001101", "13800002202"]),
        ("幺三九零零零零幺幺零幺不对是幺三八零零零零幺幺零幺", ["13800001101"]),
        ("幺三九零零零零幺幺零二，哦不对，幺幺零三", ["13900001103"]),
        ("冀A6P72Q电话幺三九零零零零幺幺零幺", ["13900001101"]),
    ],
)
def test_two_numbers_are_two_and_a_correction_is_one(said: str, numbers: list[str]) -> None:
    assert values(said) == numbers


@pytest.mark.parametrize(
    "said",
    [
        "前面是一五七，中间四位二二零八，最后四四零三",
        "一五七，八个数是二二零八四四零三",
        "幺五七幺五七二二零八二二零八四四零三",
        "一五七二二零八，嗯，二二零八，四四零三",
        "一五七二二，等一下，一五七二二零八四四零三",
        "一五七二二零九不对零八四四零三",
        "一五七二二零八四四零九，说错了那个后四位是四四零三",
        "一五七二二零八四四零九，最后一位是三",
        "一五七二二零八六四零三是四不是六你记好",
        "一五七二二零八四九，哦不，四四零九，不对，零三",
        "一五七二二零八，您记下来了没有，四四零三",
        "一五七二二零八四四，再加个零，再加个三",
        "一五七二二零八四四三零，报反了，零三",
        "前头一五七当中二二零八尾巴四四零三",
        "一五七二二零八四三零三，错了错了，最后是零三，一五七二二零八四四零三",
        "开头一五七，结尾四四零三，中间是二二零八",
        "中间四位是二二零八，前面一五七，后面四四零三",
        "中间四位是嗯二二零八前面一五七后面四四零三",
        "尾号四四零三，一五七二二零八四四零三",
        "电话最后四位是四四零三，一五七二二零八四四零三",
        "一五七二二零八，四五，不是四五，四四，一五七二二零八四四零三",
        "不是一五八，是一五七，一五七二二零八四四零三",
        "四四零三不是四四三零，一五七二二零八四四零三",
        "一五七二二零八四四零零，最后两个三，不对最后是零三",
        "一五七二二零八四四零三两部手机都通",
        "一五七二二零八四四零三二十四小时不关机",
    ],
)
def test_a_number_said_in_pieces_or_put_right_is_one(said: str) -> None:
    assert values(said, asked=True) == ["15722084403"]


def test_an_area_code_may_be_told_apart() -> None:
    assert values("区号是零五三二，电话八八一二四四零六") == ["053288124406"]


def test_a_corrected_number_stays_a_near_reading() -> None:
    (span,) = find_phones("幺三九零零零零幺幺零幺不对是幺三八零零零零幺幺零幺")
    assert span.near == ("13900001101",)


@pytest.mark.parametrize("said", ["幺三九零零零零幺幺零", "139000011012", "我的电话是三九零零零零幺幺零"])
def test_a_number_too_short_or_long_says_so(said: str) -> None:
    assert [span.problem for span in find_phones(said)] == ["length"]


@pytest.mark.parametrize(
    "said",
    [
        "冀A6P72Q",
        "LSVAA4182E2184847",
        "三月十号七点四十五",
        "2026年3月10日15点30分",
        "修了一万三千八百块",
        "保单号 4110100201812060000193",
        "报案号139000011012",
        "我打了122也打了110",
        "G4京港澳高速K1390加500米",
        "",
        "🚗🚗",
    ],
)
def test_other_numbers_are_not_phones(said: str) -> None:
    assert find_phones(said) == []


@pytest.mark.parametrize(
    "said",
    [
        "就打这个电话",
        "就是我打的这个号码",
        "本机",
        "现在这个号",
        "电话就这个",
        "打我这个号",
        "就这个就行",
        "我打过来的号码就行",
        "跟来电一样",
        "这个手机号就可以",
    ],
)
def test_the_number_called_from_can_be_meant(said: str) -> None:
    assert says_own_number(said)


@pytest.mark.parametrize(
    "said",
    [
        "不是这个号码",
        "换一个吧",
        "这个号快没电了打不通",
        "我打电话报警了",
        "就在这个路口",
        "幺三九零零零零幺幺零幺",
        "对方这个电话我没记",
        "",
    ],
)
def test_other_words_do_not_mean_the_number_called_from(said: str) -> None:
    assert not says_own_number(said)


@given(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["", " ", "，", "嗯"]), st.booleans()
)
def test_any_mobile_number_is_found_in_groups(number: str, pause: str, in_words: bool) -> None:
    groups = [number[:3], number[3:7], number[7:]]
    said = pause.join(groups)
    said = said.translate(WORDS) if in_words else said
    assert values(f"我电话{said}吧") == [number]


@given(st.text(max_size=60) | st.text("零幺二三四五六七八九两个点0123456789不对，嗯吧就要", max_size=60))
def test_nothing_said_raises(said: str) -> None:
    for span in find_phones(said) + find_phones(said, asked=True):
        assert said[span.start : span.end] == span.text
        assert (span.problem is None) == is_phone(span.value)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("0086 139 0000 1107", "13900001107"),
        ("+8613900001107", "13900001107"),
        ("031160001128转203", "031160001128转203"),
        ("零三一一 六零零零一一二八 转二零三", "031160001128转203"),
        ("0311-60001128-203", "031160001128转203"),
        ("010-12345678分机801", "01012345678转801"),
        ("13900001107转告他一声", "13900001107"),
    ],
)
def test_the_code_of_the_country_goes_and_an_extension_stays(said, number):
    assert [span.value for span in find_phones(said, asked=True)] == [number]


@pytest.mark.parametrize(
    ("said", "whose", "stands"),
    [
        ("13700001111是我老婆的，我的是13900001107", "kin", "denied"),
        ("我的是13900001107 13700001111是我老婆的", "kin", "denied"),
        ("这个13700001111是我媳妇儿的 我自己的是13900001107", "kin", "denied"),
        ("对方电话13700001111 我的是13900001107", "other", "asserted"),
        ("交警留的电话13700001111 我的是13900001107", "outside", "asserted"),
    ],
)
def test_beside_the_callers_own_number_each_other_is_its_holders(said, whose, stands):
    spans = {span.value: span for span in find_phones(said, asked=True)}
    assert (spans["13900001107"].owner, spans["13900001107"].assertion) == ("ours", "asserted")
    assert (spans["13700001111"].owner, spans["13700001111"].assertion) == (whose, stands)


def test_an_others_number_given_alone_is_to_be_rung():
    (span,) = find_phones("你打我老婆的 13700001111", asked=True)
    assert (span.value, span.assertion) == ("13700001111", "asserted")
