"""The recap reads back the facts the conversation takes it to read back, and no others."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from actions.recap import recap
from claims.clock import BEIJING
from claims.conversation.correcting import READ_BACK
from mandarin.speech import seconds

NOW = datetime(2026, 3, 10, 8, 5, tzinfo=BEIJING)
TOLD: dict[str, tuple[Any, Any]] = {
    "plate": ("辽B7K20E", "辽B7K20F"),
    "accident_time": (
        {"start": "2026-03-10T07:00:00+08:00", "end": None, "precision": "minute", "said": "七点"},
        {"start": "2026-03-10T06:00:00+08:00", "end": None, "precision": "minute", "said": "六点"},
    ),
    "place": ({"text": "大连市中山路"}, {"text": "大连市鲁迅路"}),
    "case_type": ("collision_single", "pedestrian"),
    "third_parties": ([{"kind": "机动车", "plate": "辽B11111"}], [{"kind": "机动车", "plate": "辽B22222"}]),
    "rescue": (True, False),
    "rescue_to": ("南关修理厂", "北关修理厂"),
    "car_location": ("交警队停车场", "家里"),
    "deaths": (None, 1),
    "description": ("倒车", "变道"),
    "injured": (True, False),
    "injured_count": (1, 2),
    "contact_name": ("邹敏", "邹娜"),
    "contact_phone": ("13900228001", "13900228002"),
    "own_damage": (["前保险杠"], ["后保险杠"]),
    "driver": ({"name": "邹敏"}, {"name": "邹娜"}),
    "hospital": ("大连市中心医院", "大医一院"),
    "at_scene": (False, None),
}


ALONG_WITH: dict[str, dict[str, Any]] = {
    "injured_count": {"injured": True},
    "deaths": {"injured": True, "injured_count": 1},
    "hospital": {"injured": True},
    "rescue_to": {"rescue": True},
    "car_location": {"at_scene": False},
    "at_scene": {"car_location": "家里"},
}
"""What has to be known for a fact to be read."""


@pytest.mark.parametrize("name", TOLD)
def test_a_change_is_heard_in_the_recap_or_the_recap_does_not_come_again(name: str) -> None:
    before = {**ALONG_WITH.get(name, {}), name: TOLD[name][0]}
    after = {**before, name: TOLD[name][1]}
    assert (recap(before, NOW) != recap(after, NOW)) == (name in READ_BACK or name == "at_scene")


def test_the_recap_is_said_in_thirty_seconds_however_much_was_told() -> None:
    facts = {fact: values[0] for fact, values in TOLD.items()}
    facts |= {"place": {"text": "大连市" + "很长的地名" * 20}, "own_damage": ["左前车门"] * 9}
    assert seconds(f"让我确认一下我是否理解正确：{recap(facts, NOW)}。对吗？") <= 30


def test_the_dead_are_never_called_injured() -> None:
    assert "受伤" not in recap({"injured": True, "injured_count": 1, "deaths": 1}, NOW)


def test_a_thin_time_is_read_as_it_was_said() -> None:
    just_now = {"start": "2026-03-10T08:05+08:00", "precision": "minute", "told": "now", "said": "就刚才"}
    assert "就刚才" in recap({"accident_time": just_now}, NOW)
