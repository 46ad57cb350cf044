from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandarin.grammar import check_digit, vin_problem
from mandarin.identifiers import find_identifiers


@pytest.mark.parametrize(
    ("said", "kind", "value"),
    [
        ("LSVAA4182E2184847", "vin", "LSVAA4182E2184847"),
        ("车架号是LSVAA四幺八二E二幺八四八四七", "vin", "LSVAA4182E2184847"),
        ("车架号 l s v 两个a 四一八二 e 二一八四八四七", "vin", "LSVAA4182E2184847"),
        ("vin码 1HGCM82633A004352", "vin", "1HGCM82633A004352"),
        ("发动机号是 EA211 杠 123456", "engine_no", "EA211123456"),
        ("引擎号 四G一八S 二零三三", "engine_no", "4G18S2033"),
        ("保单号 PDAA202513010000001234", "policy_no", "PDAA202513010000001234"),
        ("我的保单号是幺零五零三零零六零零幺二", "policy_no", "105030060012"),
        ("报案号二零二六 零三幺零 零零零幺", "report_number", "202603100001"),
        ("我上次报案号是2026031000010002", "report_number", "2026031000010002"),
    ],
)
def test_a_named_identifier_is_heard(said: str, kind: str, value: str) -> None:
    (span,) = find_identifiers(said)
    assert (span.kind, span.value, span.problem) == (kind, value, None)


@pytest.mark.parametrize(
    ("said", "asked", "value"),
    [
        ("二零二六零三幺零零零零幺", "report_number", "202603100001"),
        ("EA二幺幺一二三四五", "engine_no", "EA21112345"),
        ("一零五零三零零六零零一二", "policy_no", "105030060012"),
    ],
)
def test_a_bare_string_counts_when_asked_for(said: str, asked: str, value: str) -> None:
    assert find_identifiers(said) == []
    (span,) = find_identifiers(said, asked)
    assert (span.kind, span.value) == (asked, value)


@pytest.mark.parametrize(
    ("vin", "problem"),
    [
        ("LSVAA4182E2184847", None),
        ("1M8GDM9AXKP042788", None),
        ("LSVAA4183E2184847", "check_digit"),
        ("LSVAA4182E218484", "length"),
        ("LSVAQ4182E2184847", "characters"),
    ],
)
def test_a_vin_says_what_is_wrong_with_it(vin: str, problem: str | None) -> None:
    assert vin_problem(vin) == problem
    (span,) = find_identifiers(vin, "vin")
    assert (span.value, span.problem) == (vin, problem)


def test_a_vin_behind_a_plate_is_heard() -> None:
    assert [s.value for s in find_identifiers("冀A6P72Q，LSVAA4182E2184847")] == ["LSVAA4182E2184847"]


def test_a_wrong_check_digit_only_lowers_confidence() -> None:
    right, wrong = (find_identifiers(vin, "vin")[0] for vin in ("LSVAA4182E2184847", "LSVAA4183E2184847"))
    assert wrong.confidence < right.confidence


def test_the_letters_a_vin_never_has_become_digits() -> None:
    (span,) = find_identifiers("车架号1M8GDM9AXKPO42788")
    assert span.value == "1M8GDM9AXKP042788"


@pytest.mark.parametrize(
    "said",
    [
        "幺三九零零零零幺幺零幺",
        "冀A6P72Q",
        "我在G4高速K120加500米",
        "三千八百块",
        "",
        "发动机进水了",
        "保单过期了吗",
    ],
)
def test_other_words_are_no_identifiers(said: str) -> None:
    assert find_identifiers(said) == []


@pytest.mark.parametrize("asked", ["vin", "engine_no", "policy_no", "report_number"])
@pytest.mark.parametrize("said", ["冀A6P72Q", "我不知道", "2018年买的", "三月十号", "没带在身上"])
def test_other_answers_are_no_identifiers_even_when_asked(said: str, asked: str) -> None:
    assert find_identifiers(said, asked) == []


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("车架号艾欧艾斯V诶A四一八二衣二一八四八四七", "LSVAA4182E2184847"),
        ("L，S，V，两个A，四一八二，E人E本的E，二一八，四八四七", "LSVAA4182E2184847"),
        ("LSV嗯AA四一八二E然后是二一八四八四七", "LSVAA4182E2184847"),
        ("LSVAA4182E2184848，不对，最后是七", "LSVAA4182E2184847"),
        ("车架号 LSVAA 杠 4182 杠 E2184847", "LSVAA4182E2184847"),
    ],
)
def test_a_vin_is_heard_letter_by_letter(said: str, value: str) -> None:
    (span,) = find_identifiers(said, "vin")
    assert (span.value, span.problem) == (value, None)


VIN_CHARACTERS = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"


@given(
    st.text(VIN_CHARACTERS, min_size=13, max_size=13),
    st.text("0123456789", min_size=4, max_size=4),
    st.booleans(),
)
def test_any_vin_is_found_with_its_check_digit(head: str, tail: str, in_words: bool) -> None:
    body = head + tail
    vin = body[:8] + check_digit(body) + body[9:]
    said = vin.translate(str.maketrans("0123456789", "零幺二三四五六七八九")) if in_words else vin
    (span,) = find_identifiers(f"车架号是{said}")
    assert (span.value, span.problem) == (vin, None)


@given(
    st.text(max_size=60) | st.text("车架号发动机保单报案ABQIO零幺二三嗯杠两个八的是", max_size=60),
    st.sampled_from([None, "vin", "engine_no", "policy_no", "report_number", "plate"]),
)
def test_nothing_said_raises(said: str, asked: str | None) -> None:
    for span in find_identifiers(said, asked):
        assert said[span.start : span.end] == span.text


@pytest.mark.parametrize("said", ["alert(1)", "hello 1", "select one from reports"])
def test_foreign_words_are_no_engine_number(said: str) -> None:
    assert find_identifiers(said, "engine_no") == []
