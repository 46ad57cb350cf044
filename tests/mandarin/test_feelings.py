"""The rules of feelings against the sentences they are for, and those they must leave alone."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from mandarin.feelings import RULES, is_afraid, may_be_upset

WRITTEN: dict[str, list[dict[str, Any]]] = yaml.safe_load(RULES.read_text(encoding="utf-8"))
ASKED = {"afraid": is_afraid, "uneasy": may_be_upset}


@pytest.mark.parametrize(
    ("kind", "text"),
    [(kind, text) for kind, rules in WRITTEN.items() for rule in rules for text in rule["for"]],
)
def test_a_rule_takes_what_it_is_for(kind: str, text: str) -> None:
    assert ASKED[kind](text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [(kind, text) for kind, rules in WRITTEN.items() for rule in rules for text in rule["not"]],
)
def test_a_rule_leaves_alone_what_it_is_not_for(kind: str, text: str) -> None:
    assert not ASKED[kind](text)
