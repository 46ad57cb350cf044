"""Which identifier a caller puts right by a part of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from actions.hearing import _amended, _with_pieces, hear

NOW = datetime.fromisoformat("2026-03-10T08:05:00+08:00")
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


@pytest.mark.parametrize(
    ("said", "piece"),
    [("苏A", True), ("三R", True), ("AB12", True), ("alert(1)", False), ("please wait", False)],
)
def test_a_piece_of_a_plate_is_spelled(said: str, piece: bool) -> None:
    heard = _with_pieces(hear(said, "inform", 0.9, NOW, "plate"), "plate", [] if said != "三R" else ["苏A"])
    assert bool(heard.all("plate")) is piece
