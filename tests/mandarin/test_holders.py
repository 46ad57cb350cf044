"""Whose a telephone number is, by the words before and behind it."""

from __future__ import annotations

import pytest

from mandarin.holders import POINTED, RULES, holder_before, holder_behind
from tests.mandarin.written import by_kind


@pytest.mark.parametrize(("kind", "said"), by_kind(RULES, "for"))
def test_a_number_belongs_to_who_is_named_right_before_it(kind: str, said: str) -> None:
    assert holder_before(said) == kind


@pytest.mark.parametrize(("kind", "said"), by_kind(RULES, "not"))
def test_and_to_nobody_else(kind: str, said: str) -> None:
    assert holder_before(said) != kind


@pytest.mark.parametrize("said", ["他手机", "她的是", "嗯他那个号啊"])
def test_who_is_only_pointed_at_is_nobody_these_words_name(said: str) -> None:
    assert holder_before(said) == POINTED


@pytest.mark.parametrize("said", ["电话是", "就打这个电话", "那辆车撞坏了，打这个", "对方走了，你们联系"])
def test_words_that_name_no_holder(said: str) -> None:
    assert holder_before(said) == ""


@pytest.mark.parametrize(
    ("behind", "whose"),
    [("是我媳妇的", "kin"), (" 这是对方的电话", "other"), ("，是交警的", "outside"), ("没人接", "")],
)
def test_a_holder_may_be_named_behind(behind: str, whose: str) -> None:
    assert holder_behind(behind) == whose
