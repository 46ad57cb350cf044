"""The recap reads back the facts the conversation takes it to read back, and no others."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from actions.recap import recap
from claims.clock import BEIJING
from claims.conversation.correcting import READ_BACK

NOW = datetime(2026, 3, 10, 8, 5, tzinfo=BEIJING)
TOLD: dict[str, tuple[Any, Any]] = {
    "plate": ("辽B7K20E", "辽B7K20F"),
    "accident_time": (
        {"start": "2026-03-10T07:00:00+08:00", "end": None, "precision": "minute", "said": "七点"},
        {"start": "2026-03-10T06:00:00+08:00", "end": None, "precision": "minute", "said": "六点"},
    ),
    "place": ({"text": "大连市中山路"}, {"text": "大连市鲁迅路"}),
    "case_type": ("collision_single", "pedestrian"),
    "injured": (True, False),
    "injured_count": (1, 2),
    "contact_name": ("邹敏", "邹娜"),
    "contact_phone": ("13900228001", "13900228002"),
    "own_damage": (["前保险杠"], ["后保险杠"]),
    "driver": ({"name": "邹敏"}, {"name": "邹娜"}),
    "hospital": ("大连市中心医院", "大医一院"),
    "at_scene": (True, False),
}


@pytest.mark.parametrize("name", TOLD)
def test_a_change_is_heard_in_the_recap_or_the_recap_does_not_come_again(name: str) -> None:
    before = {fact: values[0] for fact, values in TOLD.items()}
    after = {**before, name: TOLD[name][1]}
    assert (recap(before, NOW) != recap(after, NOW)) == (name in READ_BACK)
