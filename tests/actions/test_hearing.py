"""Which identifier a caller puts right by a part of it."""

from __future__ import annotations

from typing import Any

import pytest

from actions.hearing import _amended

FACTS: dict[str, Any] = {"plate": "苏A3R90D", "callback_phone": "13800000002"}


@pytest.mark.parametrize(
    ("asked", "said", "amended"),
    [
        ("contact_phone", "后四位1107", {}),
        ("contact_phone", "尾号1107", {}),
        ("contact_phone", "第三位是9", {}),
        ("third_plate", "最后一位是8", {}),
        ("contact_phone", "车牌最后一位错了，是E", {"plate": "苏A3R90E"}),
        ("contact_phone", "不对 最后一位是E", {"plate": "苏A3R90E"}),
        ("recap", "车牌最后一位错了，是E", {"plate": "苏A3R90E"}),
        ("policy_confirm", "最后一位是E", {"plate": "苏A3R90E"}),
        ("callback_phone", "最后一位是三", {"callback_phone": "13800000003"}),
    ],
)
def test_a_part_puts_right_what_is_named_or_asked_for(asked: str, said: str, amended: dict[str, str]) -> None:
    assert _amended(FACTS, "plate", said, asked) == amended
