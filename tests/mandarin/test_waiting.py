"""Who asks to be waited for, and who only speaks of waiting."""

from __future__ import annotations

import pytest
import yaml

from mandarin.waiting import RULES, asks_to_wait

WRITTEN = yaml.safe_load(RULES.read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", WRITTEN["for"])
def test_a_clause_that_asks_to_be_waited_for(text: str) -> None:
    assert asks_to_wait(text)


@pytest.mark.parametrize("text", WRITTEN["not"])
def test_other_words_ask_for_no_wait(text: str) -> None:
    assert not asks_to_wait(text)
