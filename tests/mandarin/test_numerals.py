from __future__ import annotations

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandarin.numerals import neighbours, number, stretched


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("三千五", 3500),
        ("两万三", 23000),
        ("一百零五", 105),
        ("三点五万", 35000),
        ("1.2万", 12000),
        ("3k", 3000),
        ("1w", 10000),
        ("３", 3),
        ("3,000", 3000),
        ("〇八", 8),
        ("叁仟", 3000),
        ("五路", None),
        ("", None),
    ],
)
def test_a_number_as_said(said, value):
    assert number(said) == value


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        ("三四千", (3000, 4000)),
        ("五六", (5, 6)),
        ("十七八", (17, 18)),
        ("一两百", (100, 200)),
        ("三五百", (300, 500)),
        ("一万二三", (12000, 13000)),
        ("三七", None),
        ("三千", None),
    ],
)
def test_a_number_said_as_neighbours(said, ends):
    assert neighbours(said) == ends


def test_a_rough_tail_stretches_by_the_last_unit_said():
    assert stretched("二十", "多") == (20, 30)
    assert stretched("三百", "来") == (300, 350)
    assert stretched("一千二百", "多") == (1200, 1300)


@given(st.integers(0, 99_999_999))
def test_every_number_rendered_in_speech_is_read_back(value):
    assert number(cn2an.an2cn(value)) == value


@given(st.text(max_size=40))
def test_any_string_is_read_without_an_error(text):
    number(text)
    neighbours(text)
    stretched(text, "多")
