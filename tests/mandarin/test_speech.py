from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandarin.speech import (
    read_back_plate,
    read_clock,
    read_groups,
    read_money,
    read_number,
    read_phone,
    read_time,
    seconds,
    ssml,
)

NOW = datetime(2026, 3, 10, 8, 5, tzinfo=timezone(timedelta(hours=8)))


def spoken(markup: str) -> str:
    """Return what an SSML reader says: aliases in place of what they stand for."""
    root = ElementTree.fromstring(markup)
    parts = [root.text or ""]
    for child in root:
        parts += [child.get("alias", ""), child.tail or ""]
    return "".join(parts)


def test_a_plate_is_read_back_with_its_province() -> None:
    assert read_back_plate("冀A6P72Q") == "冀，河北的冀，A、6、P、7、2、Q"
    assert read_back_plate("123456使") == "1、2、3、4、5、6、使"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("13900001101", "幺三九，零零零零，幺幺零幺"),
        ("139-0000-1101", "幺三九，零零零零，幺幺零幺"),
        ("031186049999", "零三幺幺，八六零四，九九九九"),
        ("01088886666", "零幺零，八八八八，六六六六"),
    ],
)
def test_a_phone_is_read_in_its_groups(number: str, words: str) -> None:
    assert read_phone(number) == words


def test_a_report_number_is_read_in_fours() -> None:
    assert read_groups("202603100001") == "二零二六，零三幺零，零零零幺"


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        ((7, 45), "七点四十五分"),
        ((12, 30), "十二点半"),
        ((2, 5), "两点零五分"),
        ((0, 0), "零点"),
        ((22, 10), "二十二点十分"),
    ],
)
def test_a_clock_is_read_naturally(clock: tuple[int, int], words: str) -> None:
    assert read_clock(*clock) == words


@pytest.mark.parametrize(
    ("start", "end", "precision", "words"),
    [
        ("2026-03-10T07:45+08:00", None, "minute", "今天早上七点四十五分"),
        ("2026-03-09T23:45+00:00", None, "minute", "今天早上七点四十五分"),
        ("2026-03-09T20:30+08:00", "2026-03-10T09:00+08:00", "minute", "昨天晚上八点半到今天上午九点"),
        ("2026-03-09T20:30+08:00", "2026-03-09T21:00+08:00", "minute", "昨天晚上八点半到九点"),
        ("2026-03-09T11:30+08:00", "2026-03-09T14:00+08:00", "minute", "昨天中午十一点半到下午两点"),
        ("2026-03-07T14:00+08:00", None, "hour", "三月七号下午两点前后"),
        ("2026-03-08T02:05+08:00", None, "minute", "前天凌晨两点零五分"),
        ("2026-03-10T00:10+08:00", None, "minute", "今天凌晨零点十分"),
        ("2025-12-30T00:00+08:00", None, "day", "去年十二月三十号"),
        ("2024-05-01T12:30+08:00", None, "minute", "二零二四年五月一号中午十二点半"),
        ("2026-03-09T18:00+08:00", "2026-03-09T23:59+08:00", "part", "昨天晚上"),
        ("2026-02-01T00:00+08:00", "2026-02-28T23:59+08:00", "month", "二月"),
        ("2026-03-06T00:00+08:00", "2026-03-08T00:00+08:00", "day", "三月六号到前天"),
        ("2026-03-09T00:00+08:00", "2026-03-09T23:59+08:00", "day", "昨天"),
    ],
)
def test_a_time_is_read_as_exactly_as_it_is_known(
    start: str, end: str | None, precision: str, words: str
) -> None:
    assert read_time(start, end, precision, NOW) == words


def test_numbers_and_money_are_read_naturally() -> None:
    assert [read_number(n) for n in (0, 10, 18, 45, 105, 3000, 2.5)] == [
        "零",
        "十",
        "十八",
        "四十五",
        "一百零五",
        "三千",
        "二点五",
    ]
    assert [read_money(n) for n in (2, 12, 220, 2000, 20000, 12.5)] == [
        "两元",
        "十二元",
        "二百二十元",
        "两千元",
        "两万元",
        "十二点五元",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("车牌冀A6P71Q对吗？", "车牌冀 A 六 P 七 幺 Q对吗？"),
        ("拨打13900001101。", "拨打幺三九，零零零零，幺幺零幺。"),
        ("请拨打120，或者95585。", "请拨打幺二零，或者九五五八五。"),
        ("限速120公里", "限速120公里"),
        ("07:45发生", "七点四十五分发生"),
        ("费用3000元", "费用三千元"),
        ("2026-03-10出险", "二零二六年三月十号出险"),
        ("报案号202603100001", "报案号二零二六零三幺零零零零幺"),
        ("LSVAA4182E2184847", "L S V A A 四 幺 八 二 E 二 幺 八 四 八 四 七"),
        ("48小时内，最多3点", "48小时内，最多3点"),
    ],
)
def test_ssml_says_values_as_people_do(text: str, words: str) -> None:
    assert spoken(ssml(text)) == words


def test_ssml_pauses_between_groups_and_sentences() -> None:
    markup = ssml("您的报案号是202603100001。请您记一下。")
    assert markup.count("<break") == 3
    assert "".join(ElementTree.fromstring(markup).itertext()) == "您的报案号是202603100001。请您记一下。"


def test_ssml_says_a_stretch_as_told() -> None:
    words = spoken(ssml("车牌是冀A6P72Q吗？", {"冀A6P72Q": read_back_plate("冀A6P72Q")}))
    assert words == "车牌是冀，河北的冀，A、6、P、7、2、Q吗？"


@given(st.text(max_size=80))
def test_ssml_is_well_formed_whatever_the_text(text: str) -> None:
    heard = "".join(ElementTree.fromstring(ssml(text)).itertext())
    kept = re.sub("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
    assert heard.replace("\n", "") == kept.replace("\r", "").replace("\n", "")


def test_seconds_count_characters_at_the_prescribed_pace() -> None:
    assert seconds("您好，" * 85) == pytest.approx(60)
    assert seconds("") == 0
