"""The words that make a story of what happened, and sentences that only look like one."""

from __future__ import annotations

import re

import pytest
import yaml

from mandarin.manners import RULES, find_manners

WRITTEN = yaml.safe_load(RULES.read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", [text for rule in WRITTEN for text in rule["for"]])
def test_it_is_told_how_it_came_about(text: str) -> None:
    assert find_manners(text)


@pytest.mark.parametrize(
    ("words", "text"), [(rule["words"], text) for rule in WRITTEN for text in rule["not"]]
)
def test_and_here_it_is_not(words: str, text: str) -> None:
    assert not re.search(words, text)


@pytest.mark.parametrize(
    "text",
    [
        "我追尾了",
        "让出租车给追尾了",
        "三个车追尾",
        "撞到人了 骑电动车的",
        "蹭到柱子上了",
        "被刮了",
        "我的车遭东西砸了",
        "车子不见了",
        "我们车淹了",
        "停在路边让人撞了",
    ],
)
def test_the_case_alone_is_no_story(text: str) -> None:
    assert not find_manners(text)
