"""Words beside a place that are no part of it."""

from __future__ import annotations

import re

import pytest
import yaml

from mandarin.beside_places import RULES, find_beside_places

WRITTEN = yaml.safe_load(RULES.read_text(encoding="utf-8"))


@pytest.mark.parametrize("said", [said for rule in WRITTEN.values() for said in rule["for"]])
def test_what_names_no_place_is_taken_out(said: str) -> None:
    marked = re.search(r"\[(.+)\]", said)
    assert marked is not None
    assert [one.text for one in find_beside_places(said.replace("[", "").replace("]", ""))] == [marked[1]]


@pytest.mark.parametrize("said", [said for rule in WRITTEN.values() for said in rule["not"]])
def test_what_may_be_a_place_stays(said: str) -> None:
    assert not find_beside_places(said)
