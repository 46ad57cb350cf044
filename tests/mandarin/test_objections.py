"""What is said against the recap, against the sentences the rules are for, and those they must leave alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from mandarin.objections import (
    RULES,
    agrees_to_rest,
    confirms,
    forbids,
    keeps_back,
    objects,
    takes_back,
    wants_it_read,
)
from tests.mandarin.written import by_kind

TELLS: Mapping[str, Callable[[str], bool]] = {
    "objects": objects,
    "rest_agreed": agrees_to_rest,
    "but": takes_back,
    "confirms": confirms,
    "read_again": wants_it_read,
    "forbids": forbids,
}


@pytest.mark.parametrize(("rule", "text"), by_kind(RULES, "for"))
def test_a_rule_holds_for_its_sentences(rule: str, text: str) -> None:
    assert TELLS[rule](text)


@pytest.mark.parametrize(("rule", "text"), by_kind(RULES, "not"))
def test_a_rule_leaves_the_others_alone(rule: str, text: str) -> None:
    assert not TELLS[rule](text)


@pytest.mark.parametrize(
    "text",
    [
        "其他都对 就是医院没去",
        "别的没错 人没送医院",
        "对是对 可是他没住院",
        "都对 但是人没在里面",
        "对 除了医院那块",
        "基本对 受伤人数错了",
        "前面都对 后面那个受伤的不对",
        "没毛病 就是没翻车",
    ],
)
def test_a_yes_that_keeps_something_back_is_none(text: str) -> None:
    assert keeps_back(text)


@pytest.mark.parametrize(
    "text",
    [
        "对",
        "都对 没问题",
        "其他都对",
        "对 就是这样",
        "对的 那你们快点来",
        "没错 我还在现场等着",
        "对 不过你们什么时候来人啊",
        "对对 就是我有点害怕",
        "都对 不知道后面怎么弄",
    ],
)
def test_a_whole_yes_keeps_nothing_back(text: str) -> None:
    assert not keeps_back(text)
