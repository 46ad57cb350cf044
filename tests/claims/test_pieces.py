"""More of the place, told right after it was asked for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from actions.hearing import hear
from claims.conversation import Progress, Turn, understand

NOW = datetime.fromisoformat("2026-03-10T18:05:00+08:00")
TOLD: dict[str, Any] = {
    "plate": "苏L23Y52", "lookup": "found", "policy_confirm": True, "insured": "游玉珍", "verified": True,
    "accident_time": {"start": "2026-03-10T03:00+08:00", "end": None, "precision": "minute", "told": "clock", "said": "凌晨三点"},
    "place": {"text": "镇江市中山东路", "city": "镇江市", "road": "中山东路"},
}  # fmt: skip


def said(text: str) -> dict[str, Any]:
    """Return the facts after words said to B-04, where the place was told last."""
    turn = Turn(
        "claim_report",
        TOLD,
        Progress(spoken=True, previous="place"),
        hear(text, "inform", 0.3, NOW, "description"),
        "description",
    )
    return understand(turn, lambda intent, facts, words: None).facts


@pytest.mark.parametrize(
    "text", ["滨河新城", "地下车库负一层", "菜市场门口", "68公里500", "负二层 靠十二号楼电梯口"]
)
def test_words_that_are_nothing_but_a_place_belong_to_it(text: str) -> None:
    facts = said(text)
    assert text.split()[0] in facts["place"]["text"]
    assert "description" not in facts


@pytest.mark.parametrize("text", ["车停在院子里自己着起来了", "车停在门口让人偷走了"])
def test_and_a_story_in_which_a_place_is_named_does_not(text: str) -> None:
    facts = said(text)
    assert facts["place"]["text"] == TOLD["place"]["text"]
    assert text in facts["description"]
