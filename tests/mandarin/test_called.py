"""Who says that the call for help was made, and who says something else."""

from __future__ import annotations

import pytest
import yaml

from mandarin.called import RULES, has_called

WRITTEN = yaml.safe_load(RULES.read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", WRITTEN["for"])
def test_the_call_was_made(text: str) -> None:
    assert has_called(text)


@pytest.mark.parametrize("text", WRITTEN["not"])
def test_other_words_tell_of_no_call(text: str) -> None:
    assert not has_called(text)
