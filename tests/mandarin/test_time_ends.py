"""When a car was left and when it was found, which is not when it happened."""

from __future__ import annotations

import re

import pytest
import yaml

from mandarin.time_ends import RULES, end_told

WRITTEN = yaml.safe_load(RULES.read_text(encoding="utf-8"))
CLOCK = re.compile("[零一二两三四五六七八九十]+点[半多]?")


def told_of(said: str) -> str | None:
    time = CLOCK.search(said)
    assert time is not None
    return end_told(said, *time.span())


@pytest.mark.parametrize(
    ("end", "said"), [(end, said) for end, rule in WRITTEN.items() for said in rule["for"]]
)
def test_an_end_is_told(end: str, said: str) -> None:
    assert told_of(said) == end


@pytest.mark.parametrize(
    ("end", "said"), [(end, said) for end, rule in WRITTEN.items() for said in rule["not"]]
)
def test_another_matter_is_told(end: str, said: str) -> None:
    assert told_of(said) != end
