"""Who asks back which thing is meant, and who does not."""

from __future__ import annotations

import pytest
import yaml

from mandarin.asking_back import RULES, asks_back

WRITTEN = yaml.safe_load(RULES.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("asked", "text"), WRITTEN["for"])
def test_it_is_asked_back_which_is_meant(asked: str, text: str) -> None:
    assert asks_back(text, asked)


@pytest.mark.parametrize(("asked", "text"), WRITTEN["not"])
def test_an_answer_or_another_question_asks_nothing_back(asked: str, text: str) -> None:
    assert not asks_back(text, asked)
