"""Things in the car, which are no parts of it."""

from __future__ import annotations

import pytest
import yaml

from mandarin.belongings import RULES, is_container, tells_of_belongings
from mandarin.parts import find_parts

WRITTEN = yaml.safe_load(RULES.read_text(encoding="utf-8"))


@pytest.mark.parametrize("said", WRITTEN["container"]["for"])
def test_what_lies_in_a_part_is_meant(said: str) -> None:
    part, behind = said.split("|")
    assert is_container(behind)
    assert part not in [one.text for one in find_parts(part + behind, asked=True)]


@pytest.mark.parametrize("said", WRITTEN["container"]["not"])
def test_the_part_itself_is_meant(said: str) -> None:
    part, behind = said.split("|")
    assert not is_container(behind)
    assert [one.text for one in find_parts(part + behind, asked=True)]


@pytest.mark.parametrize("said", WRITTEN["damaged"]["for"])
def test_things_are_told_to_be_damaged(said: str) -> None:
    assert tells_of_belongings(said)


@pytest.mark.parametrize("said", WRITTEN["damaged"]["not"])
def test_of_things_nothing_is_told(said: str) -> None:
    assert not tells_of_belongings(said)
