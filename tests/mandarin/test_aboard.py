"""Who rode in our car."""

from __future__ import annotations

import re

import pytest

from mandarin.aboard import RULES, told_aboard
from tests.mandarin.written import by_kind, by_words


@pytest.mark.parametrize(("kind", "text"), by_kind(RULES, "for"))
def test_who_rode_along_is_told(kind: str, text: str) -> None:
    assert told_aboard(text) == text


@pytest.mark.parametrize(("words", "text"), by_words(RULES, "not"))
def test_others_are_left_alone(words: str, text: str) -> None:
    assert not re.search(words, text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("对的 后排还坐了我婆婆 她没事 别的没了", "后排还坐了我婆婆，她没事"),
        ("副驾坐着我同事 车是公司的", "副驾坐着我同事"),
        ("后面还有两辆面包车", ""),
        ("", ""),
    ],
)
def test_and_what_is_said_of_them(text: str, told: str) -> None:
    assert told_aboard(text) == told
