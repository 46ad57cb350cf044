"""Words that were once read as what they do not say."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from mandarin.read import read

NOW = datetime(2026, 3, 10, 8, 5, tzinfo=timezone(timedelta(hours=8)))


def values(text: str, kind: str, asked: str | None = None) -> list[Any]:
    return [span.value for span in read(text, NOW, asked) if span.kind == kind]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("轮胎没气了", "injury"),
        ("刹车不行了", "injury"),
        ("把手也断了", "injury"),
        ("前脸破了", "injury"),
        ("我想把车开走", "event"),
        ("油烧光了", "event"),
        ("两个人受伤送县医院", "place"),
        ("两个人受伤送县医院", "vehicle"),
        ("小朋友别跑", "person"),
        ("没有没敢再打火", "flag"),
        ("没敢再打火", "flag"),
        ("没有再启动", "flag"),
        ("人都是平安的", "insurer"),
    ],
)
def test_says_no_such_thing(text: str, kind: str) -> None:
    assert values(text, kind) == []


@pytest.mark.parametrize(
    ("text", "asked", "kind", "value"),
    [
        ("司机没气了", None, "injury", {"any": True, "deaths": 1}),
        ("我的手也断了", None, "injury", {"any": True, "severity": "手也断了", "kinds": ["车上人员"]}),
        ("车烧光了", None, "event", "fire"),
        ("对方是平安的", None, "insurer", "平安"),
        ("他在太平洋买的", None, "insurer", "太平洋"),
        ("老石", "third_owner", "person", {"surname": "石"}),
        ("覃国富", "contact_name", "person", {"name": "覃国富", "surname": "覃"}),
        ("没打听到", "other_insurer_name", "answer", "unknown"),
        ("又打了一次火", None, "flag", "second_start"),
        ("撞到一个人受伤了", None, "vehicle", {"kind": "行人", "said": "一个人", "count": 1}),
    ],
)
def test_says_this(text: str, asked: str | None, kind: str, value: Any) -> None:
    assert value in values(text, kind, asked)
