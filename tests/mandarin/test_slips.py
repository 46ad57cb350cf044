"""What is taken back in the same breath, and what puts right something told before."""

from __future__ import annotations

import pytest

from mandarin.corrections import without_slips


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("拖去惠州 不对不对 拖去深圳", "拖去深圳"),
        ("押金我们先交了三千 不对 先交五千", "押金我们先交五千"),
        ("时间不对 时间是三点", "时间不对 时间是三点"),
        ("医院说错了 医院是省医院", "医院说错了 医院是省医院"),
        ("我说错了 是三点", "我说错了 是三点"),
    ],
)
def test_what_is_said_anew_begins_as_what_it_replaces(said: str, left: str) -> None:
    assert without_slips(said) == left
