"""What was seen of a plate that nobody can tell whole."""

from __future__ import annotations

import pytest

from mandarin.plate_part import RULES, plate_part_in
from tests.mandarin.written import by_kind


@pytest.mark.parametrize(("kind", "said"), by_kind(RULES, "for"))
def test_a_part_of_a_plate_is_heard(kind: str, said: str) -> None:
    text, part = said.split("|")
    found = plate_part_in(text)
    assert found is not None
    assert found[1] == part


@pytest.mark.parametrize(("kind", "said"), by_kind(RULES, "not"))
def test_what_is_no_part_of_a_plate(kind: str, said: str) -> None:
    assert plate_part_in(said) is None


def test_both_ends_may_have_been_seen() -> None:
    assert plate_part_in("开头鲁B后面没看清 尾号好像六Q") == (2, "鲁B、尾号6Q")
