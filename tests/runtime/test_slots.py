"""Slots are looked for in a message when the domain says so, and only then."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.domain import Domain

from runtime.processor import only_actions_fill_slots

ROOT = Path(__file__).parents[2]
CUSTOM = {"plate": {"type": "text", "mappings": [{"type": "custom"}]}}


def test_the_interview_s_slots_are_all_filled_by_actions() -> None:
    assert only_actions_fill_slots(Domain.from_file(str(ROOT / "domain.yml")))


@pytest.mark.parametrize(
    "slot",
    [
        {"place": {"type": "text", "mappings": [{"type": "from_text"}]}},
        {"place": {"type": "text", "mappings": [{"type": "custom"}, {"type": "from_intent", "value": "x"}]}},
        {"place": {"type": "text", "mappings": [{"type": "custom", "action": "action_place"}]}},
    ],
)
def test_a_slot_of_another_kind_is_filled_as_upstream_does(slot: dict[str, Any]) -> None:
    assert not only_actions_fill_slots(Domain.from_dict({"slots": {**CUSTOM, **slot}}))


def test_what_the_domain_checks_itself_is_checked() -> None:
    domain = {"slots": CUSTOM, "actions": ["action_validate_slot_mappings"]}
    assert not only_actions_fill_slots(Domain.from_dict(domain))
