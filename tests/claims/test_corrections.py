"""A correction: the new value wins, and what it does not speak of stays."""

from __future__ import annotations

from datetime import datetime

import pytest

from actions.hearing import hear
from claims.corrections import corrected

NOW = datetime.fromisoformat("2026-03-10T08:05:00+08:00")
LAST_NIGHT = {"start": "2026-03-09T23:20+08:00", "end": None, "precision": "minute", "said": "昨晚十一点二十"}


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("时间不对，是前天晚上，不是昨晚", "2026-03-08T23:20"),
        ("不对，是前天", "2026-03-08T23:20"),
        ("不对，是前天早上", "2026-03-08T05:00"),
        ("不对，是前天晚上九点", "2026-03-08T21:00"),
    ],
)
def test_another_day_keeps_the_hour_unless_the_hour_cannot_be(text: str, start: str) -> None:
    facts = corrected(hear(text, "correct", 0.9, NOW, "anything_else"), {"accident_time": LAST_NIGHT}, None)
    assert facts is not None
    assert facts["accident_time"]["start"].startswith(start)


def test_the_part_found_whole_after_all_leaves_the_list() -> None:
    facts = {"own_damage": ["左前车门", "左后车门", "左后视镜"]}
    said = hear("不对，是左前门和左后门，后视镜没事", "correct", 0.9, NOW, "recap")
    changed = corrected(said, facts, None)
    assert changed is not None
    assert changed["own_damage"] == ["左前车门", "左后车门"]
