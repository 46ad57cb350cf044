"""Who asks whether something is on the record, and who says something else."""

from __future__ import annotations

import pytest

from mandarin.recorded import RULES, asked_of_the_record
from mandarin.rules import written

WRITTEN = written(RULES)


@pytest.mark.parametrize(("kind", "text"), [(kind, one) for kind in WRITTEN for one in WRITTEN[kind]["for"]])
def test_what_is_asked_of_the_record(kind: str, text: str) -> None:
    assert asked_of_the_record(text) == kind


@pytest.mark.parametrize("text", [one for kind in WRITTEN for one in WRITTEN[kind]["not"]])
def test_other_words_ask_nothing_of_it(text: str) -> None:
    assert not asked_of_the_record(text)
