"""The rules of feelings against the sentences they are for, and those they must leave alone."""

from __future__ import annotations

import pytest

from mandarin.feelings import RULES, is_afraid, may_be_upset
from tests.mandarin.written import by_kind

ASKED = {"afraid": is_afraid, "uneasy": may_be_upset}


@pytest.mark.parametrize(("kind", "text"), by_kind(RULES, "for"))
def test_a_rule_takes_what_it_is_for(kind: str, text: str) -> None:
    assert ASKED[kind](text)


@pytest.mark.parametrize(("kind", "text"), by_kind(RULES, "not"))
def test_a_rule_leaves_alone_what_it_is_not_for(kind: str, text: str) -> None:
    assert not ASKED[kind](text)
